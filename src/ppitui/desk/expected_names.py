"""The names in what an author's test expects: one that is not there would be expected of nothing, in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from ppitui.core.definitions import Pack
from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.text import shown
from ppitui.pack.yamlfile import Document, Path

WHOLE: Final = ("recommend", "consider", "actions")  # exactly these
AMONG: Final = ("held", "excluded", "not_indicated", "open")  # at least these
STATES: Final = (*WHOLE, *AMONG)
EXPECTS: Final = (*STATES, "codes", "for", "among", "without", "why")


def misspelt(
    document: Document, expect: Mapping[str, Any], pack: Pack, people: Collection[str]
) -> Iterator[Finding]:
    """Each key and name that a test may not use, or in another shape. `people`: who is harmed, by letter."""
    reader = _Reader(document, pack)
    for key, wanted in expect.items():
        path: Path = ("expect", key)
        if key not in EXPECTS:
            yield reader.wrong_key(path, key, EXPECTS)
        elif key in STATES:
            yield from reader.names(path, wanted, reader.of(key), "route or action")
        elif key in ("among", "without"):
            yield from reader.by_state(path, wanted)
        elif key == "codes":
            yield from reader.by_route(path, wanted, pack.codes, "code")
        elif key == "for":
            yield from reader.by_route(path, wanted, people, "person harmed in this case")


class _Reader:
    def __init__(self, document: Document, pack: Pack) -> None:
        self.document = document
        self.pack = pack

    def of(self, state: str) -> Collection[str]:
        return self.pack.actions if state == "actions" else self.pack.routes

    def wrong_key(self, path: Path, key: object, may: Collection[str]) -> Finding:
        words = f"{shown(key)} cannot be expected; {', '.join(may)} can"
        return Finding("KEY", self.document.place(path, key=True), words)

    def by_state(self, path: Path, wanted: object) -> Iterator[Finding]:
        if not isinstance(wanted, dict):
            yield self._shape(path, "a state, such as `recommend: [MARAC]`")
            return
        for state, names in wanted.items():
            if state not in STATES:
                yield self.wrong_key((*path, state), state, STATES)
            else:
                yield from self.names((*path, state), names, self.of(state), "route or action")

    def by_route(
        self, path: Path, wanted: object, known: Collection[str], what: str
    ) -> Iterator[Finding]:
        if not isinstance(wanted, dict):
            yield self._shape(path, "a route, such as `MARAC: [A]`")
            return
        for route, names in wanted.items():
            at = (*path, route)
            if route not in self.pack.routes:
                yield self._unknown(at, route, self.pack.routes, "route", key=True)
            yield from self.names(at, names, known, what)

    def names(
        self, path: Path, wanted: object, known: Collection[str], what: str
    ) -> Iterator[Finding]:
        if not isinstance(wanted, list):
            yield self._shape(path, "a list, such as [MARAC]")
            return
        for at, name in enumerate(wanted):
            if name not in known:
                yield self._unknown((*path, at), name, known, what)

    def _unknown(
        self, path: Path, name: object, known: Collection[str], what: str, *, key: bool = False
    ) -> Finding:
        words = f"there is no {what} called {shown(name)}{nearest(str(name), tuple(known))}"
        return Finding("UNKNOWN_NAME", self.document.place(path, key=key), words)

    def _shape(self, path: Path, instead: str) -> Finding:
        return Finding("SHAPE", self.document.place(path), f"this must be {instead}")

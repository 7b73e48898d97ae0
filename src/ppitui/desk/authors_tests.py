"""An author's tests: case files beside the pack that say what must come of them; `check` runs each.

They lie in `instruments/tests` (of the folder, or of the shipped definitions and the workspace) and define nothing, so
they are no part of the pack's hash. One says what it expects (`expect:`), or which promises it keeps (`keeps:`, as a
counter-example does), or both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.facts import Facts
from ppitui.core.findings import Finding, Place
from ppitui.core.promises import broken_by, case_text
from ppitui.core.text import shown
from ppitui.desk.casefile import FileFaults, open_yaml, read_case_file
from ppitui.desk.desk import summary_of
from ppitui.desk.expected_names import STATES, WHOLE, misspelt
from ppitui.desk.words import status_words
from ppitui.errors import Refused, WrongCall
from ppitui.pack.yamlfile import Document
from ppitui.paths import shipped

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

FOLDER = "tests"
_WORDS = {
    "recommend": "recommended",
    "consider": "among what to consider",
    "not_indicated": "not indicated",
    "actions": "among the actions",
}
MOST = 2  # how strongly a route is expected that is to be recommended; 1: considered
_LEFT_OUT = ("date", "words")  # kinds of fact by which a person could be known


@dataclass(frozen=True, slots=True)
class Ran:
    """What running the tests found, and how many there were."""

    tests: int
    findings: tuple[Finding, ...]


def files_beside(folder: Path | None, overlay: Path | None = None) -> list[Path]:
    """The test files of a folder of instruments, or of the shipped ones and the workspace; beneath-files left out.

    A file of the workspace stands in the place of a shipped one of its name: a force that moved a threshold moved its
    tests too.
    """
    tops = [folder] if folder else [shipped("instruments")]
    tops += [overlay / "instruments"] if overlay else []
    found = {path.name: path for top in tops for path in (top / FOLDER).glob("[!_]*.yaml")}
    return [found[name] for name in sorted(found)]


def run(pack: Pack, paths: list[Path]) -> Ran:
    """Run every test against the pack; what differs from what its author said, each at its place."""
    found: list[Finding] = []
    for path in paths:
        try:
            found += _one(pack, path)
        except FileFaults as fault:
            found += fault.findings
        except WrongCall:
            words = "it stands `over:` a file that is not beside it, or over itself"
            found.append(Finding("OVER", Place(str(path)), words))
    return Ran(len(paths), tuple(found))


@contextmanager
def laid_beside(tests: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder that holds these tests while it is wanted: one stands over another beside it."""
    with tempfile.TemporaryDirectory(prefix="ppitui-") as name:
        for file, raw in tests.items():
            (Path(name) / Path(file).name).write_bytes(raw)
        yield Path(name)


def _one(pack: Pack, path: Path) -> Iterator[Finding]:
    case = read_case_file(path, pack.rules)
    document = open_yaml(path, "test")
    expect, keeps = document.data.get("expect"), document.data.get("keeps") or []
    if not isinstance(expect, dict) and not keeps:
        words = "this test says neither what it expects nor which promise it keeps"
        yield Finding("CASE_EMPTY", document.at(0, 0), words)
        return
    if faults := list(misspelt(document, expect or {}, pack, case.facts.pairs)):
        yield from faults
        return
    result = decide(case.facts, pack.rules)
    yield from _expected(document, expect or {}, result)
    promises = {one.id: one for one in pack.promises}
    for at, name in enumerate(keeps):
        place = document.place(("keeps", at))
        if name not in promises:
            yield Finding("UNKNOWN_NAME", place, f"there is no promise called {shown(name)}")
            continue
        promise = promises[name]
        for route in promise.routes or ("",):
            if broken_by(promise, result, route) is not None:
                words = f"this case breaks the promise {name}" + (f" by {route}" if route else "")
                yield Finding("CASE_DIFFERS", place, words)


def _expected(document: Document, expect: Mapping[str, Any], result: Result) -> Iterator[Finding]:
    by_status: dict[str, list[str]] = {}
    for route in result.routes:
        by_status.setdefault(route.status, []).append(route.id)
    by_status["actions"] = [one.id for one in result.actions]
    every = {one.id: one for one in result.routes}
    for key, wanted in expect.items():
        place = document.place(("expect", key))
        if key in STATES:
            found, names = set(by_status.get(key, [])), {str(one) for one in wanted}
            more = sorted(found - names) if key in WHOLE else []
            if names - found or more:
                yield _differs(document, key, sorted(names - found), more, every)
        elif key in ("among", "without"):
            for kind, names in wanted.items():
                has = set(by_status.get(kind, []))
                wrong = sorted(
                    {*map(str, names)} - has if key == "among" else has & {*map(str, names)}
                )
                if wrong:
                    words = _came_out(kind, wrong, every, wanted_there=key == "among")
                    yield Finding("CASE_DIFFERS", place, words)
        elif key in ("codes", "for"):
            for route, names in wanted.items():
                one = every.get(route)
                has = set((one.codes if key == "codes" else one.whom) if one else ())
                lacks = sorted(set(map(str, names)) - has)
                if lacks or (key == "for" and has - set(map(str, names))):
                    words = f"{route}, {key}: {', '.join(lacks) or 'others'} expected;"
                    words += f" it is {', '.join(sorted(has)) or 'nothing'}"
                    yield Finding("CASE_DIFFERS", place, words)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a test expects: in words, of which route or action, and how strongly; below 0, that it is not."""

    words: str
    route: str = ""
    strength: int = 0
    whom: str = ""

    @property
    def of(self) -> str:
        """The route, and for whom where the test names somebody."""
        return f"{self.route} for {self.whom}" if self.whom else self.route


def said_to_expect(data: Mapping[str, Any]) -> Iterator[Said]:
    """What the file of a test expects, one thing at a time. What has another shape `check` tells of."""
    expect = data.get("expect")
    for key, wanted in expect.items() if isinstance(expect, dict) else ():
        if key in STATES:
            yield from _said_of(key, wanted, there=True)
            if key in WHOLE:
                few = "nothing else" if _names(wanted) else "nothing"
                yield Said(f"{few} {_WORDS[key]}")
        elif key in ("among", "without") and isinstance(wanted, dict):
            for kind, names in wanted.items():
                yield from _said_of(str(kind), names, there=key == "among")
        elif key in ("codes", "for") and isinstance(wanted, dict):
            for route, names in wanted.items():
                if key == "codes":
                    yield Said(f"{route} with {', '.join(_names(names))}", str(route))
                else:
                    for who in _names(names):
                        yield Said(f"{route} for {who}", str(route), MOST, who)
    yield from (Said(f"the promise {one} kept") for one in _names(data.get("keeps")))


def _said_of(kind: str, names: object, *, there: bool) -> Iterator[Said]:
    words = _WORDS.get(kind, kind.replace("_", " "))
    strong = {"recommend": MOST, "consider": 1, "open": 0, "actions": 0}.get(kind, -1)
    for name in _names(names):
        yield Said(
            f"{name} {'' if there else 'not '}{words}",
            name,
            strong if there else min(-strong, 0),
        )


def _names(wanted: object) -> list[str]:
    return [str(one) for one in wanted] if isinstance(wanted, list) else []


def _came_out(kind: str, wrong: list[str], every: Mapping[str, Any], *, wanted_there: bool) -> str:
    """What a case says of some routes or actions, and what became of them."""
    said = f"{', '.join(wrong)} must {'' if wanted_there else 'not '}be {_WORDS.get(kind, kind)}"
    is_now = ", ".join(
        f"{one} is {status_words(every[one].status)}" for one in wrong if one in every
    )
    return f"{said}{f'; now {is_now}' if is_now else ''}"


def _differs(
    document: Document, key: str, lacks: list[str], more: list[str], every: Mapping[str, Any]
) -> Finding:
    parts = [
        f"{one} is {status_words(every[one].status) if one in every else 'not there'}"
        for one in lacks
    ]
    parts += [f"{one} is there too" for one in more]
    words = f"{key.replace('_', ' ')}: {'; '.join(parts)}"
    return Finding("CASE_DIFFERS", document.place(("expect", key)), words)


def from_case(desk: Desk, opened: OpenCase) -> str:
    """A stored case as an author's test: its facts and what follows from them, and nobody's name, dates or words.

    That somebody took it out is logged. Raises Refused for a draft, of which nothing follows yet, and for whoever may
    not take anything out of a case.
    """
    if opened.case.submission is None:
        raise Refused("The case was not handed in, so it says nothing yet about what must follow.")
    desk.record(opened, "disclose", "disclosed", {"what": "facts without names", "to": ""})
    result = desk.result(opened)
    kinds = opened.pack.rules.facts

    def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in facts.items()
            if kinds[name].kind not in _LEFT_OUT and value is not None
        }

    letters = {who: chr(ord("A") + at) for at, who in enumerate(result.facts.pairs)}
    pairs = {letters[who]: kept(pair) for who, pair in result.facts.pairs.items()}
    facts = Facts(kept(result.facts.person), pairs)
    lines = [
        "# From a stored case. Names, dates and anybody's own words are left out: only facts are here.",
        "# Read it before it leaves the machine: few people may have all of this on record.",
        *case_text("a-stored-case", facts),
        "expect:",
    ]
    summary = summary_of(result)
    keys = ("recommend", "consider", "actions", "held", "excluded")
    lines += [f"  {key}: [{', '.join(summary[key])}]" for key in keys]
    told = [one for one in result.routes if one.status in keys[:2] and one.whom]
    if len(pairs) > 1 and told:
        lines.append("  for:")
        lines += [f"    {one.id}: [{', '.join(letters[who] for who in one.whom)}]" for one in told]
    return "\n".join([*lines, ""])

"""Names that can be completed in a definition file, and which of them fit where the cursor stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from ppitui.desk.shelf import Shelf
from ppitui.letters.context import FIELDS

_WORD = re.compile(r"[A-Za-z_][\w.]*\Z")
_QUOTED = re.compile(r"([A-Za-z_][\w.]*)\s*(?:==|!=|in\s*\(?|,)[^=!()]*'(\w*)\Z")
_KEY = re.compile(r"\b([a-z_]+):\s[^\]:]*\Z")
_MOST = 50
# What stands under a key; every other place may hold any name.
_READABLE = ("fact", "policy", "item")
_UNDER: Mapping[str, tuple[str, ...]] = {
    "recommend": ("route", "group"),
    "consider": ("route", "group"),
    "route": ("route",),
    "routes": ("route",),
    "action": ("action",),
    "settles": ("fact",),
    "asks": ("instrument",),
    "when": _READABLE,
    "is": _READABLE,
}
_LISTED = ("recommend", "consider", "route", "routes", "action", "settles", "asks")
_OF = {"facts": "fact", "answers": "item"}


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a draft by what it names, and the words that each fact may read."""

    by_kind: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, once each."""
        return tuple(dict.fromkeys(name for names in self.by_kind.values() for name in names))


def names_on(on: Shelf) -> Names:
    """The names that the sound files of a draft define."""
    found: dict[str, list[str]] = {
        "fact": [], "item": [], "route": [], "group": [], "action": [], "code": [], "policy": [],
        "instrument": [], "service": [], "field": list(FIELDS),
    }  # fmt: skip
    words: dict[str, tuple[str, ...]] = {}
    for document in on.documents.values():
        if isinstance(document.data, dict):
            _take(document.data, found, words)
    found["service"] = [one.id for one in on.of("services")]
    return Names({kind: tuple(dict.fromkeys(names)) for kind, names in found.items()}, words)


_TABLES = {
    "facts": ("facts", "fact"),
    "derived": ("names", "fact"),
    "policy": ("settings", "policy"),
    "actions": ("actions", "action"),
    "codes": ("codes", "code"),
}


def _take(
    data: dict[str, Any], found: dict[str, list[str]], words: dict[str, tuple[str, ...]]
) -> None:
    kind = data.get("kind")
    if kind in _TABLES:
        key, what = _TABLES[kind]
        found[what] += _keys(data.get(key))
    if kind == "facts":
        for name, entry in data["facts"].items() if isinstance(data.get("facts"), dict) else ():
            values = entry.get("values") if isinstance(entry, dict) else None
            words[name] = tuple(map(str, values)) if isinstance(values, list) else ()
    elif kind == "route":
        found["route"].append(str(data.get("id")))
        found["group"] += [str(one) for one in data.get("in") or ()]
    elif kind == "instrument":
        found["instrument"].append(str(data.get("id")))
        asks = data.get("asks")
        for one in asks if isinstance(asks, list) else ():
            if isinstance(one, dict):
                found["item"].append(f"{data.get('id')}.{one.get('id')}")


def _keys(table: Any) -> list[str]:
    return [str(key) for key in table] if isinstance(table, dict) else []


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands before the cursor, and the names that could stand in its place, the likeliest first."""

    typed: str
    names: tuple[str, ...]
    sure: str  # as far as all of them go that begin so: what was typed, where that is no further


def as_far(typed: str, names: Sequence[str]) -> str:
    """As far as these names go together, all of which begin as typed; what was typed, where that is no further."""
    ends = (
        min(names, default=""),
        max(names, default=""),
    )  # whatever these share, all between them share
    together = takewhile(lambda pair: pair[0] == pair[1], zip(*ends, strict=False))
    both = "".join(one for one, _ in together)
    return both if len(both) >= len(typed) else typed


def offer(names: Names, before: str) -> Offer:
    """What fits at the end of a line up to the cursor; in quotes after a fact, the words of that fact."""
    quoted = _QUOTED.search(before)
    if quoted and names.words.get(quoted[1]):
        return _offered(quoted[2], names.words[quoted[1]], empty=True)
    word = _WORD.search(before)
    typed = word[0] if word else ""
    of = typed.partition(".")[0]
    if of in _OF and "." in typed:  # in a letter: facts.age
        typed = typed.partition(".")[2]
        return _offered(typed, names.by_kind[_OF[of]], empty=True)
    key = _KEY.search(before[: len(before) - len(typed)])
    under = _UNDER.get(key[1], ()) if key else ()
    among = [name for kind in under for name in names.by_kind.get(kind, ())] or names.all
    return _offered(typed, among, empty=key is not None and key[1] in _LISTED)


def _offered(typed: str, names: Sequence[str], *, empty: bool) -> Offer:
    """Names that begin with what was typed, the nearest to it first, then those that hold it.

    Nothing for nothing, unless `empty`.
    """
    if not typed and not empty:
        return Offer(typed, (), typed)
    low = typed.lower()
    begin = sorted(
        (name for name in names if name.lower().startswith(low) and name != typed),
        key=lambda name: (not name.startswith(typed), len(name) if typed else 0, name),
    )
    inside = sorted(
        name for name in names if low in name.lower() and name not in begin and name != typed
    )
    return Offer(typed, tuple((*begin, *inside)[:_MOST]), as_far(typed, begin))

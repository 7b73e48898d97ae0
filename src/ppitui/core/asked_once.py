"""What is already known of a question from elsewhere, offered for confirmation and never taken as an answer.

Sources: facts recorded in this case with a source of their own, what the people of the case settle, and earlier cases
about the same person. Where sources differ they stand side by side and none of them is offered as the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ppitui.core.answers import Answer, plain
from ppitui.core.definitions import Item, Target
from ppitui.core.facts import FactType
from ppitui.core.text import visible
from ppitui.core.values import NOTHING, PartialSet, Truth, Value


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value from elsewhere and where it comes from, in words with the age of the information."""

    value: Value
    says: str


Elsewhere = Mapping[tuple[str, str], tuple[Earlier, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: words, source, the answer that Enter would give (if one fits), whether sources differ."""

    says: str = ""
    source: str = ""
    keeps: Answer | None = None
    differ: bool = False


def known_elsewhere(
    item: Item, about: str, elsewhere: Elsewhere, types: Mapping[str, FactType]
) -> Known:
    """What the sources say of this item: one answer, or all of them side by side."""
    found: dict[str, tuple[Answer | None, list[str]]] = {}
    for source, values in _by_source(item, about, elsewhere).items():
        answer = answer_from(item, values)
        words = _words(item, answer, values, types)
        if words:
            found.setdefault(words, (answer, []))[1].append(visible(source))
    if not found:
        return Known()
    if len(found) == 1:
        ((words, (answer, sources)),) = found.items()
        return Known(words, "; ".join(sources), answer)
    told = [f"{words} ({'; '.join(sources)})" for words, (_, sources) in found.items()]
    return Known(" / ".join(told), "sources that differ", None, differ=True)


def _by_source(
    item: Item, about: str, elsewhere: Elsewhere
) -> dict[str, dict[Target, Value | Truth]]:
    found: dict[str, dict[Target, Value | Truth]] = {}
    for target in item.targets:
        for one in elsewhere.get((target.fact, about), ()):
            value = _of_target(target, one.value)
            if value is not None:
                found.setdefault(one.says, {})[target] = value
    return found


def _of_target(target: Target, value: Value) -> Value:
    if not target.member:
        return value
    if isinstance(value, PartialSet):
        if target.member in value.sure:
            return True
        return None if target.member in value.maybe else False
    return target.member in value if isinstance(value, frozenset) else None


def answer_from(item: Item, values: Mapping[Target, Value]) -> Answer | None:
    """The answer that would settle just these values; None where none does, or not all of it is known."""
    if item.kind in ("number", "date"):
        value = values.get(item.targets[0]) if item.targets else None
        return Answer(value=value) if isinstance(value, (int, str)) else None
    if item.kind == "any_of":
        return _several(item, values)
    if item.kind == "text":
        return None
    fits = [
        option.id
        for option in item.options
        if any(target in values for target, _ in option.settles)
        and all(values.get(target, value) == value for target, value in option.settles)
    ]
    if item.kind == "yes_no" and not item.options:
        value = values.get(item.targets[0]) if item.targets else None
        return Answer(value="yes" if value else "no") if isinstance(value, bool) else None
    return Answer(value=fits[0]) if len(fits) == 1 else None


def _several(item: Item, values: Mapping[Target, Value]) -> Answer | None:
    """Every choice must be known to apply or not: what is only partly known is shown and asked."""
    chosen: list[str] = []
    for option in item.options:
        truths = [values.get(target) for target, _ in option.settles]
        if not truths or any(truth is None for truth in truths):
            return None
        if truths[0] is True:
            chosen.append(option.id)
    return Answer(value=chosen)


def _words(
    item: Item,
    answer: Answer | None,
    values: Mapping[Target, Value],
    types: Mapping[str, FactType],
) -> str:
    if answer is not None:
        return visible(plain(item, answer))
    told: list[str] = []
    for target, value in values.items():
        if target.member and value is True:
            told.append(types[target.fact].word(target.member))
        elif not target.member and value is not NOTHING:
            told.append(types[target.fact].word(value))
    return visible("; ".join(dict.fromkeys(told)))


def carried(kind: FactType, value: Value) -> Value:
    """What of a value stays true in a later case, by the dictionary; None where nothing does.

    Of a set only what is in it: that something was not on record then says nothing about today.
    """
    if not kind.carries or value is None or value is NOTHING:
        return None
    if kind.kind == "set":
        sure = value.sure if isinstance(value, PartialSet) else value
        if not isinstance(sure, frozenset):
            return None
        kept = sure if "*" in kind.carries else sure & frozenset(kind.carries)
        return PartialSet(kept, frozenset(kind.values)) if kept else None
    word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return value if "*" in kind.carries or word in kind.carries else None


def ago(day: date, today: date) -> str:
    """How old information is, in words."""
    days = (today - day).days
    for unit, size, least in (("year", 365, 730), ("month", 30, 60), ("week", 7, 14)):
        if days >= least:
            return f"{days // size} {unit}s ago"
    return "today" if days <= 0 else f"{days} day{'s' if days > 1 else ''} ago"

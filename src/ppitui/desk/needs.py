"""Needs now against last time: the same parts of life in this assessment and in the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppitui.core.definitions import Pack, Target
from ppitui.core.facts import Facts, FactType
from ppitui.core.text import visible
from ppitui.core.values import PartialSet, Value
from ppitui.core.walk import Walk
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import before

_INSTRUMENT = "needs"
MOST = 2  # levels: 0 no need, 1 a need, 2 one that is out of hand
_LEVELS = ("no need", "a need", "out of hand")


@dataclass(frozen=True, slots=True)
class Need:
    """One part of life: its level now and last time, None where that is not known."""

    label: str
    now: int | None
    last: int | None

    @property
    def change(self) -> str:
        """What became of it, in a word; empty where either is not known."""
        if self.now is None or self.last is None:
            return ""
        return "rose" if self.now > self.last else "fell" if self.now < self.last else "as before"


@dataclass(frozen=True, slots=True)
class Needs:
    """The rows, and which assessment they are held against, in words (empty: there is none)."""

    rows: tuple[Need, ...]
    against: str


def needs_compared(desk: Desk, opened: OpenCase) -> Needs:
    """This case's needs against those of the newest earlier case of the same person that was handed in."""
    walk = desk.walk(opened)
    last, against = before(desk, opened).last or (None, "")
    return Needs(tuple(_rows(walk, walk.survey.facts, last)), against)


def _rows(walk: Walk, now: Facts, last: Facts | None) -> Iterator[Need]:
    for target in _targets(walk.pack):
        kind = walk.pack.rules.facts[target.fact]
        label = kind.word(target.member) if target.member else kind.means
        before = _level(kind, target, last.person.get(target.fact)) if last else None
        yield Need(visible(label), _level(kind, target, now.person.get(target.fact)), before)


def _targets(pack: Pack) -> list[Target]:
    """What the person is asked about in the questionnaire of needs, in its order."""
    instrument = pack.instruments.get(_INSTRUMENT)
    asked = [one for one in instrument.items if one.can_decline] if instrument else []
    return list(dict.fromkeys(target for item in asked for target in item.targets))


def _level(kind: FactType, target: Target, value: Value) -> int | None:
    if isinstance(value, PartialSet):
        return 1 if target.member in value.sure else None if target.member in value.maybe else 0
    if isinstance(value, frozenset):
        return int(target.member in value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value in kind.values:
        return min(kind.values.index(value), MOST)
    return None


def level_words(level: int | None) -> str:
    """A level in words."""
    return "not known" if level is None else _LEVELS[level]


def needs_lines(found: Needs) -> Iterator[str]:
    """The comparison in words."""
    if not found.rows:
        yield "This journey asks nothing about needs."
        return
    yield (
        f"Now, against {found.against}:"
        if found.against
        else "Now; there is no earlier assessment to hold it against:"
    )
    for one in found.rows:
        then = f"; last time {level_words(one.last)}" if found.against else ""
        change = f" ({one.change})" if one.change else ""
        yield f"  {one.label}: {level_words(one.now)}{then}{change}"

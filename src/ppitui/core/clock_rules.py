"""Clocks as data: what starts each, what stops it, what it takes. Which run follows from the marks of a case.

A mark is something that happened and when: `handed_in`, `route CARA sent`, `fact born`, `happened notice_served`. Its
time is a moment (`2026-06-15T02:10:00Z`) or a day (`2026-06-15`). What is about one person harmed ends in `@` and who.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from ppitui.core.clocks import Office, Unit, deadline

# Marks that stand for themselves; the others name a route and its state, a fact, or something that happens.
PLAIN_MARKS: Final = ("handed_in", "decided", "release", "reassessed", "outcomes_after")
# What a case must be besides, and from what a row of the list of cases tells it.
CONDITIONS: Final = ("high", "not_high", "marac_to_send", "roles_open", "in_custody")
BeforeRelease = Literal["", "always", "urgent"]
Moment = Callable[[str], datetime]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is recorded when it happens, for the clocks. `ahead`: it is a day to come."""

    id: str
    says: str
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock. `takes` is a policy setting; `window` is a time that runs out, which nobody can be late for.

    It runs from the first of `starts` that is there, where all that it `needs` is there too, and only if it ends after
    `later_than` (an eighteenth birthday that was before the case is nobody's to-do). Where it starts on a day to come,
    `stops_count_from` is the mark since when something can stop it. `trigger` is the reason to assess
    again that it brings, `ahead` the setting of how many days before its end it is listed.
    """

    id: str
    says: str
    starts: tuple[str, ...]
    takes: str
    unit: Unit
    source: str
    stops: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    before_release: BeforeRelease = ""
    window: bool = False
    later_than: str = ""
    stops_count_from: str = ""
    trigger: str = ""
    ahead: str = ""


@dataclass(frozen=True)
class ClockRules:
    """Every clock of a pack and everything that may be recorded for one."""

    rules: tuple[ClockRule, ...] = ()
    happenings: Mapping[str, Happening] = field(default_factory=dict)

    @cached_property
    def by_start(self) -> Mapping[str, tuple[ClockRule, ...]]:
        """The rules that each mark may start: a case has few marks, and there are many rules."""
        found: dict[str, tuple[ClockRule, ...]] = {}
        for rule in self.rules:
            for start in rule.starts:
                found[start] = (*found.get(start, ()), rule)
        return found

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts, dates, that any clock reads."""
        named = (one for rule in self.rules for one in (*rule.starts, *rule.stops))
        return frozenset(one.removeprefix("fact ") for one in named if one.startswith("fact "))


@dataclass(frozen=True, slots=True)
class Runs:
    """A clock that runs: since when, until when, and about which person harmed (empty: the case)."""

    rule: ClockRule
    about: str
    start: datetime
    due: datetime


def running(
    rules: ClockRules,
    marks: Mapping[str, str],
    holds: Callable[[str], bool],
    amount: Callable[[str], int],
    office: Office,
    moment: Moment,
    near: Callable[[ClockRule, str], bool] = lambda _rule, _mark: True,
) -> Iterator[Runs]:
    """The clocks that run on a case with these marks. `holds` answers CONDITIONS, `amount` reads the policy.

    `moment` reads the time of a mark in the place's zone; `near` may leave a clock out by its rule and the time of its
    mark, before anything is reckoned.
    """
    for rule, key in _started(rules, marks):
        if not near(rule, marks[key]):
            continue
        if not all(map(holds, rule.when)) or not all(one in marks for one in rule.needs):
            continue
        if _stopped(rule, key, marks, moment):
            continue
        _, _, about = key.partition("@")
        start = moment(marks[key])
        due = deadline(start, amount(rule.takes), rule.unit, office)
        after = marks.get(rule.later_than, "") if rule.later_than else ""
        if rule.later_than and (not after or due <= moment(after)):
            continue
        yield Runs(rule, about, start, due)


def _started(rules: ClockRules, marks: Mapping[str, str]) -> Iterator[tuple[ClockRule, str]]:
    for key in marks:
        name, _, about = key.partition("@")
        for rule in rules.by_start.get(name, ()):
            if not _earlier_start(rule.starts, name, about, marks):
                yield rule, key


def _earlier_start(starts: Sequence[str], name: str, about: str, marks: Mapping[str, str]) -> bool:
    """Whether another mark starts the clock before this one is asked."""
    for one in starts:
        if one == name:
            return False
        if one in marks or f"{one}@{about}" in marks:
            return True
    return False


def _stopped(rule: ClockRule, start: str, marks: Mapping[str, str], moment: Moment) -> bool:
    """Whether something stopped it since it started.

    Of a clock that began with the handing in, anything that ever did: what left is not called back by a return. Where
    either is only a day, the same day counts as after.
    """
    since = marks.get(rule.stops_count_from, "") if rule.stops_count_from else marks[start]
    ever = start == "handed_in" or start.endswith(_PUT_FORWARD) or not since
    for stop in rule.stops:
        at = marks.get(stop)
        if at is None:
            continue
        if ever:
            return True
        days = len(at) == _A_DAY or len(since) == _A_DAY
        after = moment(at).date() >= moment(since).date() if days else at >= since
        if after:
            return True
    return False


_PUT_FORWARD = " put_forward"
_A_DAY = len("2026-06-15")

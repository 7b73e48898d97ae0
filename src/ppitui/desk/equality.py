"""Equality monitoring: what was put forward for whom, by group, with small numbers held back.

Equality Act 2010 section 149 (due regard). The groups are counted here and read nowhere else: no rule reads ethnicity,
which the pack promises and `check --prove` holds; sex is read only by the rules that the pack names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Final

from ppitui.core.calendar import years_between
from ppitui.core.suppressing import held_back
from ppitui.desk.clock import in_london
from ppitui.desk.people import ETHNICITIES, SEXES
from ppitui.desk.permits import number
from ppitui.desk.report_cases import Counted, waits
from ppitui.desk.reports import Asked, Cell, Table

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk

_BANDS: Final = (
    (10, "under 10"),
    (18, "10 to 17"),
    (25, "18 to 24"),
    (35, "25 to 34"),
    (45, "35 to 44"),
    (55, "45 to 54"),
)
_OLDEST: Final = "55 and over"
_NOT_KNOWN: Final = "not known or not recorded"
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "age": (*(band for _, band in _BANDS), _OLDEST, _NOT_KNOWN),
    "sex": (*SEXES, _NOT_KNOWN),
    "ethnic group": (*ETHNICITIES, _NOT_KNOWN),
}
_ALL: Final = "people"
_COUNTED: Final = (
    (_ALL, "People"),
    ("recommended", "A route recommended"),
    ("ruled_out", "A route ruled out"),
    ("declined", "A route declined"),
    ("overridden", "An override"),
)
_COLUMNS: Final = (
    ("of", "By"),
    ("group", "Group"),
    *_COUNTED,
    ("hours_median", "Hours to decision, median"),
)
LEAST = 5  # where the policy in force has no such setting


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of one case: who (never shown), their groups, what happened, and how long decisions took."""

    key: tuple[str, str]
    groups: Mapping[str, str]
    had: frozenset[str]
    hours: tuple[float, ...]


def grouped(_desk: Desk, asked: Asked, one: Counted) -> list[Seen]:
    """A case that was first handed in in these days."""
    handed_in = one.first("submitted")
    if handed_in is None or not asked.period.holds(handed_in.at):
        return []
    details = one.case.assessed.details if one.case.assessed else {}
    born = str(details.get("born") or "")
    # A name alone is not a person: without a date of birth each case counts for itself.
    name = " ".join(one.name.casefold().split())
    key = (name, born) if born not in ("", "not_known") else ("", one.case.reference)
    groups = {
        "age": _band(details, in_london(handed_in.at).date()),
        "sex": _one_of(details.get("sex"), SEXES),
        "ethnic group": _one_of(details.get("ethnicity"), ETHNICITIES),
    }
    result = one.case.submission.result if one.case.submission else {}
    told = {
        "recommended": bool(result.get("recommend")),
        "ruled_out": bool(result.get("excluded")),
        "declined": any(each.decision == "decline" for each in one.case.decisions.values()),
        "overridden": one.first("overridden") is not None,
    }
    hours = tuple(
        wait.hours for wait in waits(one) if wait.how == "decided" and wait.hours is not None
    )
    return [Seen(key, groups, frozenset(name for name, so in told.items() if so), hours)]


def equality(desk: Desk, _asked: Asked, seen: list[Seen]) -> Table:
    """People assessed whose cases were first handed in in these days, by group. Small numbers are held back."""
    least = max(2, number(desk.pack, "report_small_number", LEAST))
    people: dict[tuple[str, str], Seen] = {}
    for one in seen:  # of several cases of one person the newest says the groups
        before = people.get(one.key)
        had = one.had | before.had if before else one.had
        hours = (*before.hours, *one.hours) if before else one.hours
        people[one.key] = Seen(one.key, one.groups, had, hours)
    rows: list[tuple[Cell, ...]] = []
    for of, groups in _GROUPS.items() if people else ():
        rows += _rows(of, groups, list(people.values()), least)
    notes = (
        f"Held back are numbers from 1 to {least - 1}, and those that would leave as few in the rest of a group.",
        "With them go as many others as it takes that no total gives one away.",
        "A person with several cases counts once. Ethnic group is recorded only where the person said it.",
        "Two of these reports over nearly the same days can be compared to find what each holds back.",
        "So give out one series only, over days that do not overlap.",
        "A difference between groups is a question to ask, not an answer: it says nothing of why.",
    )
    return Table(_COLUMNS, tuple(rows), notes, nothing="held back")


def _band(details: Mapping[str, object], day: date) -> str:
    try:
        age = years_between(date.fromisoformat(str(details.get("born"))), day)
    except ValueError:
        return _NOT_KNOWN
    return next((band for under, band in _BANDS if age < under), _OLDEST)


def _one_of(value: object, known: Sequence[str]) -> str:
    return str(value) if value in known else _NOT_KNOWN


def _rows(
    of: str, groups: Sequence[str], people: Sequence[Seen], least: int
) -> list[tuple[Cell, ...]]:
    members = {group: [one for one in people if one.groups[of] == group] for group in groups}
    counts = {
        group: {
            name: len(some) if name == _ALL else sum(name in one.had for one in some)
            for name, _ in _COUNTED
        }
        for group, some in members.items()
    }
    shown = held_back(counts, _ALL, least)
    rows: list[tuple[Cell, ...]] = []
    for group, some in members.items():
        decided = [one for one in some if one.hours]
        row = shown[group]
        told = row[_ALL] is not None and len(decided) >= least
        hours = round(median(hour for one in decided for hour in one.hours), 1) if told else None
        rows.append((of, group, *(row[name] for name, _ in _COUNTED), hours))
    return rows

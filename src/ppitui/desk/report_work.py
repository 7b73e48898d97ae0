"""Reports of the work: what was begun and handed in, what stayed unknown, and how long a decision took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ppitui.core.settle import survey
from ppitui.core.steps import Step
from ppitui.core.workflow import assessment_status
from ppitui.desk.report_cases import (
    Counted,
    Wait,
    cases_of,
    day_words,
    hours_between,
    middle,
    waits,
    with_names,
)
from ppitui.desk.reports import Asked, Cell, Table

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk

_COMPLETION: Final = (
    ("unit", "Unit"),
    ("journey", "Journey"),
    ("started", "Started"),
    ("handed_in", "Handed in"),
    ("decided", "Decided"),
    ("hours_median", "Hours, median"),
    ("hours_shortest", "shortest"),
    ("hours_longest", "longest"),
    ("unanswered", "Unanswered in drafts"),
)
_COMPLETION_NAMED: Final = (
    ("case", "Case"),
    ("person", "Person assessed"),
    ("officer", "Opened by"),
    ("unit", "Unit"),
    ("journey", "Journey"),
    ("state", "State"),
    ("started", "Started"),
    ("handed_in", "Handed in"),
    ("hours", "Hours"),
    ("unanswered", "Unanswered"),
)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is kept of one case that was begun: `named` is its row in a report with names."""

    group: tuple[str, str]
    hours: float | None
    decided: bool
    due: int
    named: tuple[Cell, ...]


def begun(desk: Desk, asked: Asked, one: Counted) -> list[_Begun]:
    """A case opened in these days."""
    case, handed_in = one.case, one.first("submitted")
    if not asked.period.holds(case.opened_at):
        return []
    hours = hours_between(case.opened_at, handed_in.at) if handed_in else None
    due = None
    if case.state == "draft":
        due = sum(step.is_due for step in survey(case, one.pack, desk.today).steps)
    journey = case.journey or "no journey"
    named = (
        *(case.reference, one.name or "nobody yet", case.opened_by, one.unit, journey),
        *(assessment_status(case), day_words(case.opened_at)),
        *(day_words(handed_in.at) if handed_in else None, hours, due),
    )
    return [_Begun((one.unit, journey), hours, case.state == "decided", due or 0, named)]


def completion(desk: Desk, asked: Asked, seen: list[_Begun]) -> Table:
    """Cases begun in these days: how many were handed in and decided, how long that took, what is unanswered."""
    notes = (
        "Counted are cases opened in these days. Hours run from opening a case to first handing it in.",
        "Unanswered are the questions of a draft that still want an answer, not known being one.",
    )
    if asked.names:
        rows = with_names(desk, (one.named for one in seen), 2)
        return Table(_COMPLETION_NAMED, rows, notes, cases_of(rows))
    groups: dict[tuple[str, str], list[_Begun]] = {}
    for one in seen:
        groups.setdefault(one.group, []).append(one)
    found: list[tuple[Cell, ...]] = []
    for group, some in sorted(groups.items()):
        took = [one.hours for one in some if one.hours is not None]
        decided, due = sum(one.decided for one in some), sum(one.due for one in some)
        found.append((*group, len(some), len(took), decided, *middle(took), due))
    return Table(_COMPLETION, tuple(found), notes)


_UNKNOWN: Final = (
    ("unit", "Unit"),
    ("item", "Question"),
    ("asked", "Asked"),
    ("answered", "Answered"),
    ("partly", "in part"),
    ("not_known", "Not known"),
    ("declined", "Chose not to answer"),
    ("unanswered", "No answer"),
    ("not_asked", "Not asked"),
    ("not_known_percent", "Not known, %"),
)


def answers(desk: Desk, asked: Asked, one: Counted) -> list[tuple[str, str, str]]:
    """Of a case first handed in in these days: unit, question and how it was answered, for each step."""
    handed_in = one.first("submitted")
    if handed_in is None or not asked.period.holds(handed_in.at):
        return []
    steps = survey(one.case, one.pack, desk.today).steps
    return [(one.unit, step.item.key, how) for step in steps for how in _answered(step)]


def unknown(_desk: Desk, _asked: Asked, seen: list[tuple[str, str, str]]) -> Table:
    """For each question: how often it was answered, not known, declined, left without an answer, or not asked."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for unit, item, how in seen:
        counts.setdefault((unit, item), Counter())[how] += 1
    rows: list[tuple[Cell, ...]] = []
    for (unit, item), count in counts.items():
        out = [count[key] for key in ("answered", "not_known", "declined", "unanswered")]
        whole = sum(out)
        rate = round(100 * count["not_known"] / whole) if whole else None
        rows.append(
            (unit, item, whole, out[0], count["partly"], *out[1:], count["not_asked"], rate)
        )
    notes = (
        "Counted are cases first handed in in these days, as they stand now.",
        "A question about each person harmed counts once for each.",
        "In part: answered, with some of the choices left not known. It is among the answered.",
        "Not asked: an earlier answer made it idle, or may yet.",
    )
    return Table(_UNKNOWN, tuple(sorted(rows, key=lambda row: str(row[0]))), notes)


def _answered(step: Step) -> tuple[str, ...]:
    if step.state in ("not_asked", "waiting"):
        return ("not_asked",)
    if step.state != "answered" or step.given is None:
        return ("unanswered",)
    return (step.given.state, "partly") if step.given.rest_not_known else (step.given.state,)


_TIME: Final = (
    ("unit", "Unit"),
    ("handed_in", "Handed in"),
    ("decided", "Decided"),
    ("returned", "Returned"),
    ("waiting", "Waiting"),
    ("hours_median", "Hours to decision, median"),
    ("hours_shortest", "shortest"),
    ("hours_longest", "longest"),
    ("in_time", "Ended in time"),
    ("late", "Ended late"),
    ("overdue", "Waiting, overdue"),
)
_TIME_NAMED: Final = (
    ("case", "Case"),
    ("person", "Person assessed"),
    ("officer", "Opened by"),
    ("unit", "Unit"),
    ("handed_in", "Handed in"),
    ("due", "Due"),
    ("ended", "Ended"),
    ("how", "How"),
    ("hours", "Hours"),
    ("late", "Late"),
)


@dataclass(frozen=True, slots=True)
class _Waited:
    """One wait of a case, and who and what the case is."""

    unit: str
    wait: Wait
    who: tuple[Cell, ...]


def waited(_desk: Desk, asked: Asked, one: Counted) -> list[_Waited]:
    """The times that a case was handed in in these days."""
    who = (one.case.reference, one.name, one.case.opened_by, one.unit)
    return [_Waited(one.unit, wait, who) for wait in waits(one) if asked.period.holds(wait.start)]


def time_to_decision(desk: Desk, asked: Asked, seen: list[_Waited]) -> Table:
    """How long cases handed in in these days waited for a supervisor, and how that stands to their clock."""
    now = desk.at()
    notes = (
        "Each time that a case was handed in counts. Hours run round the clock.",
        "A case is decided when its last proposed route is, or when it is signed off.",
        "The clock is the one for reviewing a case, as the definitions set it when the case was made.",
    )
    if asked.names:
        rows = with_names(desk, (_named(one, now) for one in seen), 2)
        return Table(_TIME_NAMED, rows, notes, cases_of(rows))
    units = sorted({one.unit for one in seen})
    waits_of = {unit: [one.wait for one in seen if one.unit == unit] for unit in units}
    found = tuple(_of_unit(unit, some, now) for unit, some in waits_of.items())
    return Table(_TIME, found, notes)


def _of_unit(unit: str, some: list[Wait], now: str) -> tuple[Cell, ...]:
    ended = [wait for wait in some if wait.end]
    hours = [wait.hours for wait in some if wait.how == "decided" and wait.hours is not None]
    late = sum(wait.late(now) for wait in ended)
    overdue = sum(wait.late(now) for wait in some if not wait.end)
    how = Counter(wait.how for wait in some)
    return (
        *(unit, len(some), how["decided"], how["returned"], how[""]),
        *middle(hours),
        *(len(ended) - late, late, overdue),
    )


def _named(one: _Waited, now: str) -> tuple[Cell, ...]:
    wait = one.wait
    return (
        *one.who,
        *(day_words(at) or None for at in (wait.start, wait.due, wait.end)),
        wait.how or "waiting",
        wait.hours,
        "yes" if wait.late(now) else "no",
    )

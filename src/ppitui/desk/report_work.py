"""Reports of the work: what was begun and handed in, what stayed unknown, and how long a decision took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ppitui.core.settle import Step, survey
from ppitui.core.workflow import assessment_status
from ppitui.desk.report_cases import Counted, day_words, hours_between, middle, waits
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


def completion(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:
    """Cases begun in these days: how many were handed in and decided, how long that took, what is unanswered."""
    begun = [one for one in cases if asked.period.holds(one.case.opened_at)]
    due = {one.case.reference: _due(desk, one) for one in begun}
    notes = (
        "Counted are cases opened in these days. Hours run from opening a case to first handing it in.",
        "Unanswered are the questions of a draft that still want an answer, not known being one.",
    )
    if asked.names:
        names = desk.names()
        rows = [_completed(one, names, due[one.case.reference]) for one in begun]
        return Table(_COMPLETION_NAMED, tuple(rows), notes, tuple(due))
    groups: dict[tuple[str, str], list[Counted]] = {}
    for one in begun:
        groups.setdefault((one.unit, one.case.journey or "no journey"), []).append(one)
    found: list[tuple[Cell, ...]] = []
    for (unit, journey), some in sorted(groups.items()):
        took = [hours for one in some if (hours := _took(one)) is not None]
        decided = sum(one.case.state == "decided" for one in some)
        left = sum(due[one.case.reference] or 0 for one in some)
        found.append((unit, journey, len(some), len(took), decided, *middle(took), left))
    return Table(_COMPLETION, tuple(found), notes)


def _took(one: Counted) -> float | None:
    handed_in = one.first("submitted")
    return hours_between(one.case.opened_at, handed_in.at) if handed_in else None


def _due(desk: Desk, one: Counted) -> int | None:
    if one.case.state != "draft":
        return None
    return sum(step.is_due for step in survey(one.case, one.pack, desk.today).steps)


def _completed(one: Counted, names: dict[str, str], due: int | None) -> tuple[Cell, ...]:
    case, handed_in = one.case, one.first("submitted")
    return (
        case.reference,
        one.name or "nobody yet",
        names.get(case.opened_by, case.opened_by),
        one.unit,
        case.journey or "no journey",
        assessment_status(case),
        day_words(case.opened_at),
        day_words(handed_in.at) if handed_in else None,
        _took(one),
        due,
    )


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


def unknown(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:
    """For each question: how often it was answered, not known, declined, left without an answer, or not asked."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in cases:
        handed_in = one.first("submitted")
        if handed_in is None or not asked.period.holds(handed_in.at):
            continue
        for step in survey(one.case, one.pack, desk.today).steps:
            counted = counts.setdefault((one.unit, step.item.key), Counter())
            counted[_answered(step)] += 1
            counted["partly"] += bool(
                step.given and step.given.rest_not_known and step.state == "answered"
            )
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
    order = {unit: at for at, unit in enumerate(sorted({unit for unit, _ in counts}))}
    return Table(_UNKNOWN, tuple(sorted(rows, key=lambda row: order[str(row[0])])), notes)


def _answered(step: Step) -> str:
    if step.state in ("not_asked", "waiting"):
        return "not_asked"
    if step.state != "answered" or step.given is None:
        return "unanswered"
    return step.given.state


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


def time_to_decision(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:
    """How long cases handed in in these days waited for a supervisor, and how that stands to their clock."""
    found = [wait for one in cases for wait in waits(one) if asked.period.holds(wait.start)]
    now = desk.at()
    notes = (
        "Each time that a case was handed in counts. Hours run round the clock.",
        "A case is decided when its last proposed route is, or when it is signed off.",
        "The clock is the one for reviewing a case, as the definitions set it when the case was made.",
    )
    if asked.names:
        names = desk.names()
        named: list[tuple[Cell, ...]] = [
            (
                wait.counted.case.reference,
                wait.counted.name,
                names.get(wait.counted.case.opened_by, wait.counted.case.opened_by),
                wait.counted.unit,
                day_words(wait.start),
                day_words(wait.due) or None,
                day_words(wait.end) or None,
                wait.how or "waiting",
                wait.hours,
                "yes" if wait.late(now) else "no",
            )
            for wait in found
        ]
        refs = tuple(wait.counted.case.reference for wait in found)
        return Table(_TIME_NAMED, tuple(named), notes, refs)
    rows: list[tuple[Cell, ...]] = []
    for unit in sorted({wait.counted.unit for wait in found}):
        some = [wait for wait in found if wait.counted.unit == unit]
        ended = [wait for wait in some if wait.end]
        hours = [wait.hours for wait in some if wait.how == "decided" and wait.hours is not None]
        late = sum(wait.late(now) for wait in ended)
        overdue = sum(wait.late(now) for wait in some if not wait.end)
        how = Counter(wait.how for wait in some)
        rows.append(
            (
                *(unit, len(some), how["decided"], how["returned"], how[""]),
                *middle(hours),
                *(len(ended) - late, late, overdue),
            )
        )
    return Table(_TIME, tuple(rows), notes)

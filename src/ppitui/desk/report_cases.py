"""The cases that a report counts, each read from its own thread; and those that no report may know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from statistics import median
from typing import TYPE_CHECKING, Any

from ppitui.core.case import Case, fold
from ppitui.core.definitions import Pack
from ppitui.core.events import Event
from ppitui.core.life import Life
from ppitui.core.seconds import awaited
from ppitui.desk.clock import in_london
from ppitui.desk.clocks import clocks
from ppitui.desk.rows import life_from, row_of
from ppitui.desk.units import units
from ppitui.errors import PpituiError

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.desk.reports import Asked, Cell


@dataclass(frozen=True, slots=True)
class Counted:
    """A case that a report counts, with the unit in which it was opened."""

    case: Case
    events: Sequence[Event]
    pack: Pack
    unit: str

    @property
    def name(self) -> str:
        """The person assessed."""
        return self.case.assessed.name if self.case.assessed else ""

    def first(self, kind: str) -> Event | None:
        """The first event of a kind."""
        return next((one for one in self.events if one.kind == kind), None)


def gather(desk: Desk, asked: Asked, unread: list[str]) -> Iterator[tuple[int, Counted | None]]:
    """The cases of a unit, or of all, that can have a part in these days: how many are still to come, and the case.

    None in its place for one that is nobody's to count, or cannot be read; the latter go into `unread` by reference.
    """
    with desk.workspace.thread() as log:
        known = units(log.read())
    gone = desk.presence.erased
    every = [row for row in desk.rows() if row["case"] not in gone]
    unread += [row["case"] for row in every if "fault" in row]
    rows = [row for row in every if "fault" not in row and _may_count(row, asked)]
    unit_of = {row["case"]: known.of(row["opened_by"], row["opened_at"]) for row in rows}
    wanted = [ref for ref, unit in unit_of.items() if asked.unit in ("", unit)]
    for left, ref in zip(range(len(wanted) - 1, -1, -1), wanted, strict=True):
        one = None
        try:
            with desk.reach(ref) as opened:
                case = opened.case  # as it stands in the thread now
                # Who is to give a blind second grade learns nothing of the case from a report either.
                if open_to_all(case.life) and not awaited(case, desk.user.id):
                    one = Counted(case, opened.events, opened.pack, unit_of[ref])
        except PpituiError:
            unread.append(ref)
        yield left, one


def _may_count(row: dict[str, Any], asked: Asked) -> bool:
    period = asked.period
    if not open_to_all(life_from(row.get("life") or {})):
        return False
    opened, changed = (
        in_london(row[key]).date().isoformat() for key in ("opened_at", "changed_at")
    )
    return not (period.end and opened > period.end) and not (
        period.start and changed < period.start
    )


def open_to_all(life: Life) -> bool:
    """Whether nobody is kept from a case, and it goes on under its own reference."""
    return life.only is None and not life.excluded and not life.merged_into


@dataclass(frozen=True, slots=True)
class Wait:
    """A case handed in: until when it waited, how that ended (decided, returned, or not yet), and when it was due."""

    start: str
    end: str
    how: str
    due: str

    @property
    def hours(self) -> float | None:
        """How long, in hours; None while it waits."""
        return hours_between(self.start, self.end) if self.end else None

    def late(self, now: str) -> bool:
        """Whether its clock had run out by its end, or by now."""
        return bool(self.due) and (self.end or now) > self.due


def waits(one: Counted) -> list[Wait]:
    """Every time that this case waited for a supervisor, in order."""
    found: list[Wait] = []
    case, folded = Case(), 0
    for at, event in enumerate(one.events):
        if event.kind not in _ENDS and event.kind != "submitted":
            continue
        before = case = fold(one.events[folded:at], case)
        case, folded = fold([event], case), at + 1
        how = (
            "returned" if event.kind == "returned" else "decided" if case.state == "decided" else ""
        )
        if before.state == "submitted" and before.submission and how:
            found.append(Wait(before.submission.at, event.at, how, _due(one, before, at)))
    last = one.case
    if last.state == "submitted" and last.submission:
        found.append(Wait(last.submission.at, "", "", _due(one, last, len(one.events))))
    return found


# What can end a wait, see the states in core.workflow.
_ENDS = frozenset(
    {"returned", "decided", "signed_off", "overridden", "countersigned", "aggressor_decided"}
)


def _due(one: Counted, case: Case, at: int) -> str:
    """When the review of a case that waits is due, as events write a time."""
    row = row_of(case, one.events[:at])
    now = in_london(one.events[at - 1].at)
    clock = next((each for each in clocks(row, one.pack, now) if each.id == "review"), None)
    return clock.due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if clock else ""


def hours_between(start: str, end: str) -> float:
    """Hours from one time to another, as events write them, to a tenth."""
    return round((in_london(end) - in_london(start)).total_seconds() / 3600, 1)


def middle(hours: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Median, shortest and longest; nothing where there is none."""
    if not hours:
        return None, None, None
    return round(median(hours), 1), min(hours), max(hours)


def day_words(at: str) -> str:
    """The day and hour of an event, in London."""
    return f"{in_london(at):%Y-%m-%d %H:%M}" if at else ""


def with_names(
    desk: Desk, rows: Iterable[tuple[Cell, ...]], *places: int
) -> tuple[tuple[Cell, ...], ...]:
    """The rows, with the names of users in place of their ids."""
    names = desk.names()
    return tuple(
        tuple(names.get(str(c), c) if at in places else c for at, c in enumerate(row))
        for row in rows
    )


def cases_of(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    """The cases that these rows name, each in the first column."""
    return tuple(dict.fromkeys(str(row[0]) for row in rows))

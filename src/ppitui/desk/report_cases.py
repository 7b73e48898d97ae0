"""The cases that a report counts, each read from its own thread; and those that no report may know of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from statistics import median
from typing import TYPE_CHECKING, Any

from ppitui.core.case import Case, fold
from ppitui.core.definitions import Pack
from ppitui.core.events import Event
from ppitui.core.life import Life
from ppitui.desk.clock import in_london
from ppitui.desk.clocks import clocks
from ppitui.desk.rows import life_from, summary
from ppitui.desk.units import units
from ppitui.errors import PpituiError

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.desk.reports import Asked


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


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cases, and how many could not be read."""

    cases: tuple[Counted, ...]
    unread: int


def gather(
    desk: Desk, asked: Asked, progress: Callable[[int, int], None] | None = None
) -> Gathered:
    """The cases of a unit, or of all, that can have a part in these days. Nothing is written."""
    with desk.workspace.thread() as log:
        known = units(log.read())
    rows = [row for row in desk.rows() if "fault" not in row and _may_count(desk, row, asked)]
    unit_of = {row["case"]: known.of(row["opened_by"], row["opened_at"]) for row in rows}
    wanted = [ref for ref, unit in unit_of.items() if asked.unit in ("", unit)]
    found: list[Counted] = []
    unread = 0
    for at, ref in enumerate(wanted):
        try:
            with desk.reach(ref) as opened:
                if open_to_all(opened.case.life):  # as it stands in the thread now
                    found.append(Counted(opened.case, opened.events, opened.pack, unit_of[ref]))
        except PpituiError:
            unread += 1
        if progress is not None:
            progress(at + 1, len(wanted))
    return Gathered(tuple(found), unread)


def _may_count(desk: Desk, row: dict[str, Any], asked: Asked) -> bool:
    period = asked.period
    if row["case"] in desk.presence.erased or not open_to_all(life_from(row.get("life") or {})):
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
    """A case handed in: until when it waited, how that ended (decided, returned, or not yet), against its clock."""

    counted: Counted
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
    case, begun = Case(), 0
    for at, event in enumerate(one.events):
        case = fold([event], case)
        if event.kind == "submitted":
            begun = at
        how = (
            "returned" if event.kind == "returned" else "decided" if case.state == "decided" else ""
        )
        if begun and how:
            found.append(_wait(one, begun, at, how))
            begun = 0
    if begun:
        found.append(_wait(one, begun, len(one.events), ""))
    return found


def _wait(one: Counted, begun: int, end: int, how: str) -> Wait:
    before = list(one.events[: max(end, begun + 1)])
    start = in_london(one.events[begun].at)
    clock = next((c for c in clocks(summary(before), one.pack, start) if c.id == "review"), None)
    due = clock.due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if clock else ""
    return Wait(one, one.events[begun].at, one.events[end].at if how else "", how, due)


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

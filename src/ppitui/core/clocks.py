"""When something must be done by: elapsed hours, working hours and working days. Pure: times and holidays are given.

All times are aware and in the place's own zone. Elapsed hours are counted on the world's clock, so a night on which
the clocks change is as long as it is; working days and hours are counted on the wall's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

Unit = Literal["hours", "working_hours", "working_days"]
Standing = Literal["running", "due_today", "overdue", "escalated"]
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Office:
    """When people are at work: hours of the day, Monday to Friday, and the days that are holidays."""

    opens: int
    closes: int
    holiday: Callable[[date], bool]

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() <= _FRIDAY and not self.holiday(day)

    def next_day(self, day: date) -> date:
        """The first working day after this one."""
        day += timedelta(days=1)
        while not self.works(day):
            day += timedelta(days=1)
        return day


def received(at: datetime, office: Office) -> datetime:
    """The moment from which working time counts: now at work, else the next opening.

    What comes at or after closing, or on a day that is no working day, counts from the opening of the next working day.
    """
    day = at.date()
    if office.works(day):
        if at.hour < office.opens:
            return _at(day, office.opens, at)
        if at.hour < office.closes:
            return at
    return _at(office.next_day(day), office.opens, at)


def deadline(start: datetime, amount: int, unit: Unit, office: Office) -> datetime:
    """When it must be done by. Of working days: the closing of the last; the day of receipt is not counted."""
    if unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(start.tzinfo)
    counted = received(start, office)
    if unit == "working_days":
        day = counted.date()
        for _ in range(amount):
            day = office.next_day(day)
        return _at(day, office.closes, start)
    left = timedelta(hours=amount)
    while True:
        today = _at(counted.date(), office.closes, start) - counted
        if left <= today:
            return counted + left
        left -= today
        counted = _at(office.next_day(counted.date()), office.opens, start)


def _at(day: date, hour: int, like: datetime) -> datetime:
    return datetime.combine(day, time(hour), like.tzinfo)


def standing(due: datetime, now: datetime, escalates_after: int) -> Standing:
    """How a deadline stands; escalated once it is late by more than so many elapsed hours."""
    late = now.astimezone(UTC) - due.astimezone(
        UTC
    )  # on the wall's clock an hour can be there twice
    if late > timedelta(hours=escalates_after):
        return "escalated"
    if late > timedelta(0):
        return "overdue"
    return "due_today" if due.date() == now.date() else "running"

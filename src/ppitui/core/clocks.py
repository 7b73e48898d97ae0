"""When something must be done by: hours, working time, a court's hours, days and months. Times and holidays are given.

All times are aware and in the place's own zone. Elapsed hours are counted on the world's clock, so a night on which
the clocks change is as long as it is; working days and hours are counted on the wall's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, get_args

from ppitui.core.calendar import months_after

Unit = Literal[
    "hours",
    "working_hours",
    "working_days",
    "court_hours",
    "days",
    "days_from_the_first",
    "months",
    "working_days_before",
]
UNITS: Final[tuple[str, ...]] = get_args(Unit)
Standing = Literal["running", "due_today", "overdue", "escalated"]
_FRIDAY, _SUNDAY = 4, 6


@dataclass(frozen=True, slots=True)
class Office:
    """When people are at work: hours of the day, Monday to Friday, and the days that are holidays."""

    opens: int
    closes: int
    holiday: Callable[[date], bool]

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() <= _FRIDAY and not self.holiday(day)

    def next_day(self, day: date, step: int = 1) -> date:
        """The first working day after this one; with a step of -1 the last before it."""
        day += timedelta(days=step)
        while not self.works(day):
            day += timedelta(days=step)
        return day

    def court_counts(self, day: date) -> bool:
        """Whether a day counts towards the hours in which a court hears a protection notice.

        Sundays, Christmas Day, Good Friday and bank holidays do not (Crime and Security Act 2010 s.27(10); the Domestic
        Abuse Act 2021 has the same for its notices). A holiday that falls on a Saturday is kept on another day, so that
        Saturday counts: the earlier end is the safe one.
        """
        if day.weekday() == _SUNDAY or (day.month, day.day) == (12, 25):
            return False
        return day.weekday() > _FRIDAY or not self.holiday(day)


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
    """When it must be done by. Of working days: the closing of the last; the day of receipt is not counted.

    `court_hours` leave out the days that a court's hours leave out. `days` and `months` end with the last day;
    `days_from_the_first` count the first day too. `working_days_before` end at a closing, so many days before `start`.
    """
    if unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(start.tzinfo)
    if unit == "court_hours":
        return _court(start, timedelta(hours=amount), office)
    if unit not in ("working_hours", "working_days"):
        return _by_the_calendar(start, amount, unit, office)
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


def _court(start: datetime, left: timedelta, office: Office) -> datetime:
    at = start
    while True:
        midnight = _at(at.date() + timedelta(days=1), 0, start)
        if office.court_counts(at.date()):
            today = midnight.astimezone(UTC) - at.astimezone(UTC)
            if left <= today:
                return (at.astimezone(UTC) + left).astimezone(start.tzinfo)
            left -= today
        at = midnight


def _by_the_calendar(start: datetime, amount: int, unit: Unit, office: Office) -> datetime:
    day = start.date()
    if unit == "working_days_before":
        for _ in range(amount):
            day = office.next_day(day, -1)
        return _at(day, office.closes, start)
    if unit == "months":
        day = months_after(day, amount)
    else:
        day += timedelta(days=amount - (unit == "days_from_the_first"))
    return datetime.combine(day, _END, start.tzinfo)


_END = time(23, 59)


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

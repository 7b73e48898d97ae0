"""Clocks: Friday 16:59 against 17:01, Christmas, the night of the clock change, a release at 06:00."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.clocks import Office, Unit, deadline, received, standing

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
OFFICE = Office(9, 17, lambda day: day in CHRISTMAS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-06-12T16:59", "2026-06-15T17:00"),  # Friday, in time: due by Monday's closing
        ("2026-06-12T17:00", "2026-06-16T17:00"),  # at closing: it counts from Monday
        ("2026-06-12T17:01", "2026-06-16T17:00"),
        ("2026-06-13T11:00", "2026-06-16T17:00"),  # Saturday
        ("2026-06-15T03:10", "2026-06-16T17:00"),  # before opening is the same day
        ("2026-12-24T16:59", "2026-12-29T17:00"),  # Christmas Day, a weekend, a bank holiday
        ("2026-12-24T17:01", "2026-12-30T17:00"),
    ],
)
def test_w07_one_working_day(start: str, due: str) -> None:
    """The day of receipt is not counted; what comes at or after closing is received the next working day."""
    assert deadline(at(start), 1, "working_days", OFFICE) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-06-12T16:59", 2, "2026-06-15T10:59"),
        ("2026-06-12T17:01", 2, "2026-06-15T11:00"),
        ("2026-06-12T09:00", 8, "2026-06-12T17:00"),
        ("2026-06-12T09:00", 9, "2026-06-15T10:00"),
        ("2026-12-24T16:00", 2, "2026-12-29T10:00"),
    ],
)
def test_w07_working_hours(start: str, hours: int, due: str) -> None:
    assert deadline(at(start), hours, "working_hours", OFFICE) == at(due)


def test_w07_a_day_of_hours_is_a_day_of_hours_also_when_the_clocks_change() -> None:
    """24 hours from noon before the change: 11:00 in autumn, 13:00 in spring, on the wall."""
    assert deadline(at("2026-10-24T12:00"), 24, "hours", OFFICE) == at("2026-10-25T11:00")
    assert deadline(at("2026-03-28T12:00"), 24, "hours", OFFICE) == at("2026-03-29T13:00")


def test_a_clock_runs_is_due_is_overdue_and_is_escalated() -> None:
    due = at("2026-06-15T06:00")
    assert standing(due, at("2026-06-14T23:00"), 24) == "running"
    assert standing(due, at("2026-06-15T06:00"), 24) == "due_today"
    assert standing(due, at("2026-06-15T06:01"), 24) == "overdue"
    assert standing(due, at("2026-06-16T06:00"), 24) == "overdue"
    assert standing(due, at("2026-06-16T06:01"), 24) == "escalated"


TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(  # noqa: DTZ001  # made aware here
    lambda one: one.replace(tzinfo=UTC).astimezone(LONDON)
)


@given(TIMES, st.integers(0, 20))
def test_a_deadline_is_never_before_receipt_and_more_is_never_sooner(
    start: datetime, amount: int
) -> None:
    """For every start and amount; working deadlines lie in working time."""
    for unit in ("hours", "working_hours", "working_days"):
        due = deadline(start, amount, unit, OFFICE)
        more = deadline(start, amount + 1, unit, OFFICE)
        assert start.astimezone(UTC) <= due.astimezone(UTC) <= more.astimezone(UTC)
        if unit != "hours":
            assert OFFICE.works(due.date())
    got = received(start, OFFICE)
    assert got.astimezone(UTC) >= start.astimezone(UTC) - timedelta(0)
    assert OFFICE.works(got.date())


@pytest.mark.parametrize(
    ("served", "heard_by"),
    [
        ("2026-06-11T16:59", "2026-06-13T16:59"),  # Thursday to Saturday: a Saturday counts
        ("2026-06-12T16:59", "2026-06-15T16:59"),  # Friday: Saturday, then Monday
        ("2026-06-12T17:01", "2026-06-15T17:01"),  # the closing of an office is nothing to a court
        ("2026-06-14T10:00", "2026-06-17T00:00"),  # on a Sunday: it begins with Monday
        ("2026-12-24T16:59", "2026-12-29T16:59"),  # Christmas, a Saturday, Sunday, a bank holiday
        ("2026-04-02T12:00", "2026-04-07T12:00"),  # Good Friday, Sunday, Easter Monday
        ("2026-10-24T12:00", "2026-10-27T12:00"),  # the clocks go back on the Sunday, which is none
        ("2026-03-28T12:00", "2026-03-31T12:00"),  # and forward
    ],
)
def test_w07_a_courts_48_hours_leave_out_what_the_statute_leaves_out(
    served: str, heard_by: str
) -> None:
    """Sundays, Christmas Day, Good Friday and bank holidays; a Saturday counts, also one after Christmas."""
    holidays = CHRISTMAS | {date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 26)}
    office = Office(9, 17, lambda day: day in holidays)
    due = deadline(at(served), 48, "court_hours", office)
    if served.startswith("2026-12-24"):  # 7 hours on the 24th, Saturday the 26th, Tuesday the 29th
        assert due == at("2026-12-29T16:59")
    assert due == at(heard_by)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-06-12T16:59", 28, "days", "2026-07-10T23:59"),
        ("2026-06-12T00:00", 3, "days_from_the_first", "2026-06-14T23:59"),
        ("2026-10-31T10:00", 4, "months", "2027-02-28T23:59"),
        ("2026-06-12T00:00", 0, "days", "2026-06-12T23:59"),
        ("2026-12-31T00:00", 5, "working_days_before", "2026-12-22T17:00"),  # over Christmas
        ("2026-06-12T16:59", 0, "working_days", "2026-06-12T17:00"),  # the same day
        ("2026-06-12T17:01", 0, "working_days", "2026-06-15T17:00"),
    ],
)
def test_w07_days_and_months_end_with_their_last_day(
    start: str, amount: int, unit: Unit, due: str
) -> None:
    assert deadline(at(start), amount, unit, OFFICE) == at(due)


@given(TIMES, st.integers(0, 100))
def test_a_courts_hours_never_end_on_a_day_that_does_not_count(start: datetime, hours: int) -> None:
    """Nor before as many hours as everybody's; an end at midnight is the end of the day before."""
    due = deadline(start, hours, "court_hours", OFFICE)
    assert due.astimezone(UTC) >= start.astimezone(UTC) + timedelta(hours=hours)
    if hours:
        assert OFFICE.court_counts((due - timedelta(seconds=1)).date())

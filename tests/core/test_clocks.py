"""Clocks: Friday 16:59 against 17:01, Christmas, the night of the clock change, a release at 06:00."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.clocks import Office, deadline, received, standing

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
def test_w06_one_working_day(start: str, due: str) -> None:
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
def test_w06_working_hours(start: str, hours: int, due: str) -> None:
    assert deadline(at(start), hours, "working_hours", OFFICE) == at(due)


def test_w06_a_day_of_hours_is_a_day_of_hours_also_when_the_clocks_change() -> None:
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

"""Ages, days and months, read from stored dates on a day (Y08)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shipped import pack
from ppitui.core.calendar import birthday, months_between, read_from, years_between
from ppitui.core.decide import decide
from ppitui.core.facts import Facts
from ppitui.core.values import NOTHING, Value

TODAY = date(2026, 6, 15)
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-06-16", "2026-06-15", 17),  # 17 years and 364 days
        ("2008-06-15", "2026-06-15", 18),  # 18 today
        ("2008-06-14", "2026-06-15", 18),
        ("2008-02-29", "2026-02-28", 17),  # a common year has no 29 February
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),  # a leap year has
        ("2008-02-29", "2028-02-29", 20),
        ("2026-06-15", "2026-06-15", 0),
        ("2025-06-16", "2026-06-15", 0),
        ("1900-01-01", "2026-06-15", 126),
    ],
)
def test_y08_age_turns_on_the_birthday_and_not_a_day_before(born: str, on: str, age: int) -> None:
    """Y08: youth and adult are told apart to the day, 29 February among them."""
    assert years_between(date.fromisoformat(born), date.fromisoformat(on)) == age
    assert read_from("years_since", born, date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("born", "left"),
    [
        ("2008-06-16", 1),
        ("2008-06-15", NOTHING),  # an adult has no days left
        ("2008-06-17", 2),
        ("2008-12-15", 183),
        ("1990-01-01", NOTHING),
        ("2026-06-15", 6575),
        ("2026-06-16", None),  # not born yet: a slip, and nothing may follow from it
        ("9999-12-31", None),
    ],
)
def test_days_to_eighteen_are_counted_to_the_birthday(born: str, left: Value) -> None:
    """Y08: days_to_18 is a count for a child, none for an adult, not known for a wrong date."""
    assert read_from("days_to_birthday_18", born, TODAY) == left


def test_one_born_on_29_february_is_18_on_1_march_by_every_count() -> None:
    """Y08: the age and the days left agree on the day that it turns."""
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert read_from("days_to_birthday_18", "2008-02-29", date(2026, 2, 28)) == 1
    assert read_from("days_to_birthday_18", "2008-02-29", date(2026, 3, 1)) is NOTHING


@pytest.mark.parametrize(
    "how", ["years_since", "days_since", "months_since", "days_to_birthday_18"]
)
def test_a_date_that_is_not_known_none_or_yet_to_come_gives_no_number(how: str) -> None:
    """Y08: not known stays not known, none stays none, and a future date is never a negative age."""
    assert read_from(how, None, TODAY) is None
    assert read_from(how, NOTHING, TODAY) is NOTHING
    assert read_from(how, "2026-06-16", TODAY) is None


@pytest.mark.parametrize(
    ("how", "stored", "number"),
    [
        ("days_since", "2026-06-15", 0),
        ("days_since", "2026-06-14", 1),
        ("days_since", "2026-03-29", 78),  # the clocks went forward between
        ("days_since", "2024-02-29", 837),
        ("months_since", "2026-05-15", 1),
        ("months_since", "2026-05-16", 0),
        ("months_since", "2025-06-15", 12),
        ("months_since", "2025-06-16", 11),
        ("days_until", "2026-06-15", 0),
        ("days_until", "2026-06-20", 5),
        ("days_until", "2026-06-14", NOTHING),  # the day has gone by: nothing to wait for
    ],
)
def test_days_and_months_are_whole_and_counted_by_date(
    how: str, stored: str, number: Value
) -> None:
    """Days are calendar days, whatever the clocks did; a month is complete on its own day."""
    assert read_from(how, stored, TODAY) == number


@given(DATES, DATES)
def test_an_age_grows_by_one_and_only_on_the_birthday(born: date, on: date) -> None:
    """From any day to the next the age stays, or grows by one, and then it is the birthday."""
    before, after = years_between(born, on), years_between(born, on + timedelta(days=1))
    assert after - before in (0, 1)
    if on >= born and after > before:
        assert birthday(born, after) == on + timedelta(days=1)


@given(DATES, DATES)
def test_under_18_and_days_left_say_the_same(born: date, on: date) -> None:
    """Y08: there are days left to the eighteenth birthday exactly while the age is under 18."""
    age, left = (
        read_from(how, born.isoformat(), on) for how in ("years_since", "days_to_birthday_18")
    )
    if born > on:
        assert (age, left) == (None, None)
    else:
        assert isinstance(age, int)
        assert (age < 18) is (left is not NOTHING)


@given(DATES, DATES)
def test_months_never_run_ahead_of_years(first: date, on: date) -> None:
    """Twelve months and a year are the same day, except that 29 February waits a day longer."""
    if first <= on and (first.month, first.day) != (2, 29):
        assert months_between(first, on) // 12 == years_between(first, on)


@pytest.mark.parametrize(("age", "youth"), [(17, True), (18, False), (None, None)])
def test_a_day_decides_between_the_childs_routes_and_the_adults(
    age: int | None, youth: bool | None
) -> None:
    """Y08: at 17 adult routes are shut; at 18 the child's are; not known settles neither."""
    result = decide(Facts({"age": age, "age_disputed": False}, {"A": {}}), pack().rules)
    childs, adults = result.route("YJS").status, result.route("MATAC").status
    if youth is None:
        assert (childs, adults) == ("open", "open")
    else:
        assert childs == ("recommend" if youth else "not_indicated")
        assert (adults == "excluded") is youth

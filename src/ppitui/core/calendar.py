"""Numbers read from stored dates, on the day on which the rules are applied."""

from __future__ import annotations

from datetime import date

from ppitui.core.values import NOTHING, Value


def day_words(day: date) -> str:
    """A day as people write it: 15 June 2026."""
    return f"{day.day} {day:%B %Y}"


def years_between(born: date, on: date) -> int:
    """Whole years of age; one born on 29 February is a year older on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_between(first: date, on: date) -> int:
    """Whole months from one date to a later one."""
    return (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError("no such month")


def birthday(born: date, age: int) -> date:
    """The day on which that age is reached; 1 March for 29 February where the year has none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def read_from(how: str, stored: Value, on: date) -> Value:
    """The number that a stored date gives on a day; not known or none where the date is so.

    `how` is one of years_since, days_since, months_since, days_until, days_to_birthday_18. A date
    that lies on the wrong side of the day gives not known: an age is never negative.
    """
    if not isinstance(stored, str):
        return NOTHING if stored is NOTHING else None
    day = date.fromisoformat(stored)
    if how == "days_until":
        left = (day - on).days
        return left if left >= 0 else NOTHING
    if day > on:
        return None
    if how == "days_to_birthday_18":
        left = (birthday(day, 18) - on).days
        return left if left > 0 else NOTHING
    if how == "years_since":
        return years_between(day, on)
    if how == "months_since":
        return months_between(day, on)
    return (on - day).days

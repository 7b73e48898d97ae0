"""Values as a letter prints them. What is not known says so, and says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ppitui.core.entries import Person
from ppitui.core.facts import FactType
from ppitui.core.text import visible
from ppitui.core.values import NOTHING, PartialSet, Range, Reason, Value

NOT_KNOWN = "not known"
NOT_ASKED = "not asked"
DECLINED = "chose not to answer"
NO_MATTER = "does not apply"
TO_BE_TOLD = "we will tell you"
# What is never said of a child, whoever reads it.
OF_ADULTS = re.compile(r"\b(?:perpetrator|offender|abuser)s?\b", re.IGNORECASE)
REASONS: Mapping[Reason, str] = {
    "not_asked": NOT_ASKED,
    "not_known": NOT_KNOWN,
    "declined": DECLINED,
}
UNKNOWN = frozenset((NOT_KNOWN, NOT_ASKED, DECLINED, NO_MATTER, TO_BE_TOLD))
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def long_date(day: str | date) -> str:
    """A day as people write it, `14 June 2026`; text that is no date stays as it is."""
    try:
        on = day if isinstance(day, date) else date.fromisoformat(day[:10])
    except ValueError:
        return visible(str(day))
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def fact_words(kind: FactType, value: Value, reason: Reason) -> str:
    """What a fact reads, in plain words safe to show; `reason` says why where it is not known."""
    if value is None:
        return REASONS[reason]
    if isinstance(value, PartialSet):
        return visible(_partial(kind, value, reason))
    if isinstance(value, Range):
        words = str(value.low) if value.low == value.high else f"{value.low} to {value.high}"
        return words + (", or none" if value.nothing else "")
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if kind.kind == "date" and isinstance(value, str):
        return long_date(value)
    return visible(kind.word(value))


def _partial(kind: FactType, value: PartialSet, reason: Reason) -> str:
    if not value.sure:
        return REASONS[reason]
    sure = kind.word(value.sure)
    left = [kind.word(word) for word in kind.values if word in value.maybe - value.sure]
    if len(left) > 3:
        return f"{sure}; the rest {REASONS[reason]}"
    return f"{sure}; {REASONS[reason]}: {', '.join(left)}"


def is_nothing(value: Value) -> bool:
    """Whether a known value says no, or that nothing is there."""
    if isinstance(value, (bool, int, frozenset)):
        return not value
    return value is NOTHING


def detail(person: Person | None, key: str) -> str:
    """One recorded detail of a person, safe to show; lists with commas, dates in words."""
    raw = person.details.get(key) if person else None
    if isinstance(raw, (list, tuple)):
        return visible(", ".join(str(one) for one in raw)).strip() or NOT_KNOWN
    if raw in (None, "", "not_known"):
        return NOT_KNOWN
    if key == "born":
        return long_date(str(raw))
    return visible(str(raw)).strip() or NOT_KNOWN


def or_unknown(text: str) -> str:
    """Text safe to show, or that it is not known."""
    return visible(text).strip() or NOT_KNOWN

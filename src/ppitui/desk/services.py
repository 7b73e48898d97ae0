"""Where a letter goes, from the force's directory, and whether anybody is there now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from ppitui.core.definitions import Pack, Service
from ppitui.core.text import visible
from ppitui.desk.bank_holidays import bank_holiday
from ppitui.letters.matter import NO_ONE_ROUTE, Letter

# As the directory writes them: `weekdays 8.30 to 5; duty team at night`, `every day 7 to 11`.
_HOURS = re.compile(
    r"\s*(weekdays|every day)\s+(\d{1,2})(?:[.:](\d\d))?\s+to\s+(\d{1,2})(?:[.:](\d\d))?\b"
)
_SATURDAY = 5
_READERS = {
    "subject": "the person assessed",
    "youth": "the child, or their parent or carer",
    "victim": "a person harmed",
}


def service_of(pack: Pack, letter: Letter) -> Service | None:
    """The service that a letter goes to or speaks of; None where the directory names none."""
    return next(iter(pack.services.get(letter.route, ())), None)


def recipient(pack: Pack, letter: Letter) -> str:
    """Who gets the letter, as its event keeps it: a service, the reader themselves, or the case file."""
    if letter.route in NO_ONE_ROUTE:
        return "the case file"
    if letter.audience in _READERS:
        return _READERS[letter.audience]
    found = service_of(pack, letter)
    return visible(f"{found.name} ({found.address})") if found else ""


def open_at(hours: str, when: datetime) -> bool | None:
    """Whether a service with these hours is open at a time in London; None where they cannot be read.

    The afternoon is meant where a day would end before it begins: `9 to 5`. A bank holiday is no weekday.
    """
    if "every day and night" in hours:
        return True
    found = _HOURS.match(hours)
    if found is None:
        return None
    first = int(found[2]) * 60 + int(found[3] or 0)
    last = int(found[4]) * 60 + int(found[5] or 0)
    if last <= first or int(found[4]) < 12:
        last += 12 * 60
    if found[1] == "weekdays" and (when.weekday() >= _SATURDAY or bank_holiday(when.date())):
        return False
    return first <= when.hour * 60 + when.minute < last


def service_lines(pack: Pack, letter: Letter, when: datetime) -> Iterator[str]:
    """Who gets it, and what its writer should know of them: nobody listed, or nobody there now; safe to show."""
    if letter.route in NO_ONE_ROUTE:
        yield "Goes to: the case file. It is not sent."
        return
    found = service_of(pack, letter)
    to = recipient(pack, letter)
    if found is None:
        yield f"Goes to: {to or 'nobody'}. The directory lists no service for {letter.route}: not available here."
        return
    yield f"Goes to: {to}."
    if not found.hours:
        yield visible(f"The directory does not say when {found.name} is open.")
        return
    about = visible(f"Open: {found.hours}.")
    if letter.audience in _READERS:
        yield visible(f"It speaks of {found.name}: {found.hours}.")
    elif open_at(found.hours, when) is False:
        # What stands after the hours, such as a duty team, is there when the rest is not.
        now = "outside those hours" if ";" in found.hours else "closed now"
        day = f"{when:%A}, a bank holiday" if bank_holiday(when.date()) else f"{when:%A}"
        yield f"{about} It is {when:%H:%M} on {day}: {now}. Where it cannot wait, ring somebody."
    else:
        yield about

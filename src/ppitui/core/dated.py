"""Is every date that an event carries a day that there is? One that came from elsewhere was typed by nobody here.

A date is read long after it was kept, by clocks, letters and lists. So one that is none is found when the event is
taken in or read, at its line, and not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from ppitui.core.case import Case, UnknownEvent, fold
from ppitui.core.events import Event
from ppitui.core.text import shown

if TYPE_CHECKING:
    from ppitui.core.definitions import Item
    from ppitui.core.facts import FactType

# What of each kind is a day or a moment. Nothing there, or nothing in it, is no date.
_DATES: Mapping[str, str] = {
    "journey_begun": "on",
    "submitted": "on",
    "rerun": "on",
    "todo_added": "on",
    "paused": "until",
    "glass_broken": "until",
    "release_planned": "at",
    "happened": "when",
    "retention_set": "review",
    "erased": "on",
}
_DATED = frozenset((*_DATES, "person_added", "person_changed"))
# Within these, every clock and every time zone can count.
_FIRST, _LAST = 1800, 9000


class Undated(UnknownEvent):
    """An event with a date that is none: the case is refused, as for any damage."""

    def __init__(self, seq: int, name: str) -> None:
        super().__init__(f"event {seq} is damaged: what it holds as {shown(name)} is not a date")


def fold_dated(events: Iterable[Event], case: Case | None = None) -> Case:
    """As `fold`, for events that may have come from elsewhere. Raises Undated, UnknownEvent."""
    return fold(map(dated, events), case)


def dated(event: Event) -> Event:
    """The event. Raises Undated, which names the event and what of it should be a date, where that is none."""
    if event.kind not in _DATED and (not event.at or is_date(event.at)):
        return event  # nearly every event: an answer
    wrong = next((name for name, text in _dates(event) if not is_date(text)), "")
    if wrong:
        raise Undated(event.seq, wrong)
    return event


def _dates(event: Event) -> Iterator[tuple[str, object]]:
    if event.at:
        yield "at", event.at
    payload = event.payload
    key = _DATES.get(event.kind, "")
    if payload.get(key):
        yield key, payload[key]
    people = event.kind in ("person_added", "person_changed")
    if people and _begins_as_date(payload.get("born")):
        yield "born", payload["born"]
    if event.kind in ("submitted", "rerun"):
        result = payload.get("result")
        for one in (result.get("dates") if isinstance(result, Mapping) else None) or ():
            name, _, day = str(one).partition("=")
            if day:
                yield name, day


def is_date(text: object) -> bool:
    """Whether it is a day (2026-06-15) or a moment (2026-06-15T02:10:00Z) that can be reckoned with."""
    if not isinstance(text, str):
        return False
    try:
        day = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return False
    return _FIRST <= day.year <= _LAST


def undated_value(
    case: Case, items: Mapping[str, Item], facts: Mapping[str, FactType]
) -> tuple[int, str] | None:
    """The event and the name of an answer, or of a recorded fact, that should be a date and is none."""
    for history in case.answers.values():
        for given in history:
            item = items.get(given.item)
            asked = item is not None and item.kind == "date" and given.value is not None
            if asked and not is_date(given.value):
                return given.seq, given.item
    for (name, _), newest in case.recorded.items():
        fact = facts.get(name)
        if fact is not None and fact.kind == "date":
            for one in (newest, *newest.others):
                if _begins_as_date(one.value) and not is_date(one.value):
                    return one.seq, name
    return None


def _begins_as_date(value: object) -> bool:
    """What does not is said in words, or not known."""
    return isinstance(value, str) and value[:1].isdigit()

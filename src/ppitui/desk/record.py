"""The thread of a case in plain words, grouped by day, and what happened when. All lines are safe to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ppitui.core.answers import Answer, plain
from ppitui.core.calendar import day_words
from ppitui.core.definitions import Pack
from ppitui.core.events import Event
from ppitui.core.text import visible
from ppitui.core.walk import Walk
from ppitui.desk.clock import in_london
from ppitui.desk.record_words import OF_LETTERS, in_words
from ppitui.desk.saying import TOGETHER, together_said


def thread(
    events: Sequence[Event],
    pack: Pack,
    names: Mapping[str, str],
    new: frozenset[int] = frozenset(),
) -> Iterator[str]:
    """The thread, a heading a day (as it was in London) and a line an event; a star at the numbers that are `new`."""
    day: date | None = None
    for event in events:
        if in_london(event.at).date() != day:
            day = in_london(event.at).date()
            yield day_words(day)
        line = thread_line(event, pack, names)
        yield f"*{line[1:]}" if event.seq in new and line.startswith(" ") else line


def thread_line(event: Event, pack: Pack, names: Mapping[str, str]) -> str:
    """One event: its number, the time of day in London, who, and what."""
    who = visible(names.get(event.actor.id, event.actor.id))
    return f"{event.seq:>4}  {in_london(event.at):%H:%M}  {who}: {said(event, pack)}"


def said(event: Event, pack: Pack) -> str:
    """One event in plain words."""
    payload = event.payload
    if event.kind in TOGETHER:
        return together_said(event)
    if event.kind in OF_LETTERS:
        return OF_LETTERS[event.kind](payload)
    match event.kind:
        case "answered":
            item = pack.items.get(payload["item"])
            about = f" ({payload['about']})" if payload["about"] else ""
            what = visible(str(payload.get("value", payload.get("state", "")))).replace("_", " ")
            if item is not None:
                what = _answer_words(event, pack)
            label = str(payload["item"]).rpartition(".")[2].replace("_", " ")
            return f"{visible(label)}{about}: {what}"
        case "person_added":
            return f"added {_PARTS.get(payload['part'], payload['part'])} ({payload['person']})"
        case "decided":
            return f"{payload['decision']} {payload['route']}: {visible(payload['reason'])}"
        case "grade_explained":
            about = payload["about"].replace("_", " ").lower()
            return f"said why the grade stands ({about}): {visible(payload['reason'])}"
        case "handed_over":
            about = f" ({payload['about']})" if payload["about"] else ""
            words = f": {payload['text']}" if payload.get("text") else ""
            label = str(payload["item"]).rpartition(".")[2].replace("_", " ")
            return visible(f"left {label}{about} for {payload['name']}{words}")
        case "refused":
            return f"was refused: {payload['action'].replace('_', ' ')}"
        case _:
            return in_words(event)


_PARTS = {
    "assessed": "the person assessed",
    "harmed": "a person harmed",
    "child": "a child",
    "other": "somebody else",
}


def _answer_words(event: Event, pack: Pack) -> str:
    payload = event.payload
    answer = Answer(
        payload.get("state", "answered"), payload.get("value"), tuple(payload.get("not_known", ()))
    )
    return visible(plain(pack.items[payload["item"]], answer))


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that has a date: the day, how many days ago that is, and words for it."""

    day: date
    ago: int
    words: str

    @property
    def age(self) -> str:
        """How long ago, in words."""
        return {0: "today", 1: "yesterday"}.get(self.ago, f"{self.ago} days ago")


def moments(walk: Walk) -> list[Moment]:
    """What was answered with a date that is past, oldest first."""
    found = []
    for step in walk.asked:
        if step.item.kind == "date" and step.given and step.given.state == "answered":
            day = date.fromisoformat(str(step.given.value))
            found.append(Moment(day, (walk.today - day).days, visible(walk.question(step).text)))
    return sorted((one for one in found if one.ago >= 0), key=lambda one: (one.day, one.words))


def timeline(walk: Walk) -> Iterator[str]:
    """What has a date, oldest first, in words."""
    found = moments(walk)
    if not found:
        yield "Nothing that was answered has a date."
    for one in found:
        yield f"{day_words(one.day)}, {one.age}"
        yield f"    {one.words}"

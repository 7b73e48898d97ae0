"""The thread as somebody reads it: filtered by person, kind, day and question, with marks at what is new to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.case import Case, slot
from ppitui.core.events import Event
from ppitui.core.facts import did_you_mean
from ppitui.core.life import KINDS as LIFE
from ppitui.core.steps import Step
from ppitui.core.text import shown, tidy
from ppitui.desk.clock import in_london
from ppitui.desk.queue import did_something, new_events
from ppitui.desk.record import thread
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

# By the word that a person filters by; what is in none of them is `record`.
KINDS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"answered", "undone", "fact_recorded", "handed_over"}),
    "people": frozenset({"person_added", "person_changed"}),
    "note": frozenset({"note_added", "grade_explained"}),
    "ask": frozenset({"asked", "ask_answered", "ask_closed"}),
    "decision": frozenset({"submitted", "returned", "decided", "signed_off", "rerun"}),
    "second": frozenset({"second_asked", "second_graded", "second_declined"}),
    "override": frozenset({"overridden", "countersigned", "aggressor_decided", "mirrored"}),
    "letter": frozenset({"letter_issued", "warning_lifted", "issue_reviewed", "referral_moved"})
    | {"letter_drafted"},
    "todo": frozenset({"todo_added", "todo_done", "release_planned", "happened"}),
    "outcome": frozenset({"outcome_recorded", "reassessed", "follows"}),
    "aside": frozenset({"paused", "resumed", "withdrawn", "reopened", "assigned"}),
    "look": frozenset({"looked", "disclosed"}),
    "refused": frozenset({"refused"}),
    "record": frozenset({"case_opened", "journey_begun", "taken_in", "migrated", *LIFE}),
}
_DAYS = ("today", "yesterday")
_NEW = "new"


@dataclass(slots=True)
class Wanted:
    """What of a thread is wanted; nothing said of a part means all of it."""

    people: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    new: bool = False

    @property
    def everything_new(self) -> bool:
        """Whether whoever reads this has then seen all that is new."""
        return not (self.people or self.kinds or self.days or self.items)

    def takes(self, event: Event) -> bool:
        """Whether an event is wanted."""
        return (
            (not self.people or event.actor.id in self.people)
            and (not self.kinds or any(event.kind in KINDS[one] for one in self.kinds))
            and (not self.days or in_london(event.at).date() in self.days)
            and (not self.items or str(event.payload.get("item", "")) in self.items)
        )


def wanted(desk: Desk, opened: OpenCase, line: str) -> Wanted:
    """What a line such as `ask vale today` wants: a person's name or `me`, a kind, a day, a question, `new`.

    Raises WrongCall for any other word, naming the nearest.
    """
    found = Wanted()
    people = {event.actor.id for event in opened.events} | set(desk.names())
    items = {step.item.key for step in desk.walk(opened).asked}
    for word in tidy(line).lower().split():
        kind = word.removesuffix("s") if word not in KINDS else word
        if word == _NEW:
            found.new = True
        elif word == "me" or word.removeprefix("@") in people:
            found.people.add(desk.user.id if word == "me" else word.removeprefix("@"))
        elif kind in KINDS:
            found.kinds.add(kind)
        elif word in items or any(one.endswith(f".{word}") for one in items):
            found.items |= {one for one in items if word in (one, one.partition(".")[2])}
        else:
            found.days.add(_day(desk, word, (*KINDS, *people, *items)))
    return found


def _day(desk: Desk, word: str, known: tuple[str, ...]) -> date:
    if word in _DAYS:
        return desk.today - timedelta(days=_DAYS.index(word))
    near = did_you_mean(word, (*known, *_DAYS, _NEW))
    try:
        return date.fromisoformat(typed_date(word, desk.today))
    except (NotAnAnswer, ValueError):
        raise WrongCall(
            f"Nothing in a thread is called {shown(word)}{near}"
            f" Say a person, a day, a question, new, or one of: {', '.join(KINDS)}."
        ) from None


def filter_words(desk: Desk, opened: OpenCase) -> list[str]:
    """Every word by which this thread can be filtered."""
    people = sorted({event.actor.id for event in opened.events})
    items = [step.item.key for step in desk.walk(opened).asked]
    return [*KINDS, _NEW, "me", *_DAYS, *people, *dict.fromkeys(items)]


def picked(desk: Desk, opened: OpenCase, what: Wanted) -> tuple[list[Event], frozenset[int]]:
    """The events that are wanted, and the numbers of those of the thread that are new to this person.

    To somebody who did nothing here yet all of it is, and so nothing is marked.
    """
    new = frozenset(one.seq for one in new_events(opened, desk.user.id))
    if not did_something(opened, desk.user.id):
        return [one for one in opened.events if what.takes(one)], frozenset()
    found = [one for one in opened.events if what.takes(one) and (not what.new or one.seq in new)]
    return found, new


def history(desk: Desk, opened: OpenCase, line: str) -> list[str]:
    """The thread in plain words, filtered, safe to show; what is new is marked, and counts as seen from then on.

    Raises as `wanted`.
    """
    what = wanted(desk, opened, line)
    found, new = picked(desk, opened, what)
    first = not did_something(opened, desk.user.id)
    lines = ["You have not looked at this case before."] if first else list(_head(found, new))
    lines += thread(found, opened.pack, desk.names(), new)
    if what.everything_new:
        seen(desk, opened)
    return lines


def _head(found: list[Event], new: frozenset[int]) -> Iterator[str]:
    count = sum(one.seq in new for one in found)
    if not found:
        yield "Nothing in the thread is like that."
    elif count:
        yield f"* marks what is new since you looked: {count} of {len(found)} lines."


def seen(desk: Desk, opened: OpenCase) -> None:
    """Record that this person read the thread, where others did something since they last looked."""
    if new_events(opened, desk.user.id):
        desk.record(opened, "look", "looked", {"at_what": "the thread"})


def about(event: Event, case: Case) -> str:
    """The key of the answer that an event is about, empty where it is about none."""
    payload = event.payload
    if event.kind in ("ask_answered", "ask_closed"):
        query = case.queries.get(payload["of_seq"])
        return slot(query.item, query.about) if query else ""
    if event.kind == "undone":
        return str(payload.get("key", ""))
    return slot(str(payload["item"]), str(payload["about"] or "")) if "item" in payload else ""


def answer_of_line(desk: Desk, opened: OpenCase, word: str) -> Step:
    """The question whose answer a line of the thread (`#57`) is about. Raises WrongCall, or Refused for none."""
    number = word.removeprefix("#")
    event = next((one for one in opened.events if str(one.seq) == number), None)
    if event is None:
        raise WrongCall(f"Give a line's number from 1 to {opened.case.seq}, as in #57.")
    step = desk.walk(opened).step(about(event, opened.case))
    if step is None:
        raise Refused(f"Line {event.seq} is about no answer that is asked for now.")
    return step

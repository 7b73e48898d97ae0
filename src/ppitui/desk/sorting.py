"""What of a case may go to the person assessed who asks for it, line by line: the careful answer to a right of access.

Data Protection Act 2018 section 45: a person may have what is held about them; what would endanger somebody, or the
prevention or detection of crime, may be left out (section 45(4)), and need not be said to exist (section 45(6)).
What is never sorted as given by default: anything about or from anybody else, which referrals there are, free words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ppitui.core.answers import Answer, plain
from ppitui.core.calendar import day_words
from ppitui.core.definitions import Item
from ppitui.core.events import Event
from ppitui.core.walk import Walk
from ppitui.desk.clock import in_london
from ppitui.desk.desk import OpenCase
from ppitui.desk.people import DETAILS
from ppitui.desk.record import said

GIVE, READ, KEEP = "give", "read", "keep"
WHY: Final[Mapping[str, str]] = {
    "another": "it is about another person",
    "said": "it is what another person said, feared or asked for",
    "referral": "whether there is such a referral is not told: it could put somebody in danger",
    "staff": "it is about people who work here, or how the record is guarded",
    "words": "free words, which a person has to read first",
    "source": "where it comes from may be another person, or an inquiry",
    "judgement": "a judgement or a grade",
    "rules": "what the rules put forward, which names referrals and grades",
}
_PARTS = {"about": "About you", "answers": "What you were asked, and what was recorded of you"}
SECTIONS = {**_PARTS, "decisions": "What was decided", "record": "The record itself"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held: what it says, where it came from, and whether it may go.

    `id` is the number of its event, by which a reviewer names it. `sort` is GIVE, READ (left out unless a person
    read it and says so) or KEEP (left out, whoever says what).
    """

    id: str
    day: date
    part: str
    words: str
    sort: str
    why: str = ""
    source: str = ""

    @property
    def on(self) -> str:
        """Its day in words."""
        return day_words(self.day)


def sorted_lines(opened: OpenCase, walk: Walk) -> list[Line]:
    """Every event of the case, sorted. An event of a kind that nobody sorted is kept back."""
    found: dict[int, list[Line]] = {}
    sorting = _Sorting(opened, walk)
    for event in opened.events:
        found[event.seq] = list(sorting.of(event))
    for event in opened.events:
        if event.kind == "undone":  # it tells of the answer that it took back
            first = next(iter(found.get(int(event.payload["of_seq"]), ())), None)
            sort, why = (first.sort, first.why) if first else (KEEP, "source")
            found[event.seq] = [replace(one, sort=sort, why=why) for one in found[event.seq]]
    return [line for lines in found.values() for line in lines]


class _Sorting:
    """The sorting of one case."""

    def __init__(self, opened: OpenCase, walk: Walk) -> None:
        self.opened = opened
        self.walk = walk
        case = opened.case
        self.subject = case.assessed.id if case.assessed else ""
        # The person knows of a route once a letter about it went to them.
        self.told = {
            str(event.payload.get("route", ""))
            for event in opened.events
            if event.kind == "letter_issued" and event.payload["audience"] in ("subject", "youth")
        }

    def of(self, event: Event) -> Iterator[Line]:
        """The lines of an event."""
        own: dict[str, Callable[[Event], Iterator[Line]]] = {
            "person_added": self._person,
            "person_changed": self._person,
            "answered": self._answer,
            "fact_recorded": self._fact,
            "decided": self._decision,
            "letter_issued": self._letter,
            "submitted": self._submitted,
            "retention_set": self._kept_until,
        }
        handler = own.get(event.kind)
        if handler is not None:
            yield from handler(event)
            return
        part, sort, why = _OTHERS.get(event.kind, ("record", KEEP, "staff"))
        words = _PLAIN.get(event.kind) or said(event, self.opened.pack)
        yield self._line(event, part, words, sort, why)

    def _line(
        self, event: Event, part: str, words: str, sort: str, why: str = "", *, more: str = ""
    ) -> Line:
        day = in_london(event.at).date()
        return Line(f"{event.seq}{more}", day, part, words, sort, why if sort != GIVE else "")

    def _person(self, event: Event) -> Iterator[Line]:
        asked = {one.id: one.ask for one in DETAILS}
        payload = event.payload
        mine = payload["person"] == self.subject
        details = [
            f"{asked.get(key, key)}: {_detail(value)}"
            for key, value in payload.items()
            if key not in ("person", "part")
        ]
        sort, why = (GIVE, "") if mine else (KEEP, "another")
        yield self._line(event, "about", "; ".join(details) or "a person was recorded", sort, why)

    def _answer(self, event: Event) -> Iterator[Line]:
        payload = event.payload
        item = self.opened.pack.items.get(payload["item"])
        about = str(payload["about"] or "")
        if item is None:
            yield self._line(event, "answers", said(event, self.opened.pack), KEEP, "source")
            return
        answer = Answer(
            payload.get("state", "answered"),
            payload.get("value"),
            tuple(payload.get("not_known", ())),
        )
        words = f"{self.walk.worded(item.ask, about)} {_stop(plain(item, answer))}"
        sort, why = _sort_of(item, about)
        line = self._line(event, "answers", words, sort, why)
        yield replace(line, source=f"{_FROM[item.source]}; {_BASIS.get(item.basis, item.basis)}")

    def _fact(self, event: Event) -> Iterator[Line]:
        payload = event.payload
        kind = self.opened.pack.rules.facts.get(str(payload["fact"]))
        means = kind.means if kind else str(payload["fact"]).replace("_", " ")
        sort, why = (KEEP, "another") if payload.get("about") else (READ, "source")
        line = self._line(event, "answers", f"{means}: {_detail(payload['value'])}", sort, why)
        yield replace(line, source=str(payload["source"]))

    def _route(self, route: str) -> tuple[str, str]:
        """Whether the person may know of a route: for sure where a letter about it went to them."""
        if route in self.told:
            return GIVE, ""
        known = self.opened.pack.routes.get(route)
        open_to = known is not None and {"subject", "youth"} & set(known.audiences)
        return (READ, "judgement") if open_to else (KEEP, "referral")

    def _decision(self, event: Event) -> Iterator[Line]:
        payload = event.payload
        route = self.opened.pack.routes.get(str(payload["route"]))
        name = route.name if route else str(payload["route"])
        done = "approved" if payload["decision"] == "approve" else "declined"
        sort, why = self._route(str(payload["route"]))
        yield self._line(event, "decisions", f"{name}: {done} by a named person.", sort, why)
        kept = KEEP if sort == KEEP else READ
        why = why if sort == KEEP else "words"
        reason = f"Why {name} was {done}: {payload['reason']}"
        yield self._line(event, "decisions", reason, kept, why, more="b")

    def _letter(self, event: Event) -> Iterator[Line]:
        payload = event.payload
        to_them = payload["audience"] in ("subject", "youth")
        sort, why = (GIVE, "") if to_them else self._route(str(payload.get("route", "")))
        if sort == GIVE and not to_them:
            sort, why = READ, "source"  # they know of the route, not of what was told to whom
        to = "to you" if to_them else f"for: {payload['audience']}"
        yield self._line(event, "decisions", f"A letter was written {to}.", sort, why)

    def _submitted(self, event: Event) -> Iterator[Line]:
        words = "The assessment was finished, and handed to a supervisor."
        yield self._line(event, "decisions", words, GIVE)
        result = event.payload.get("result", {})
        told = "; ".join(f"{key}: {_detail(value)}" for key, value in result.items() if value)
        yield self._line(event, "decisions", f"What followed: {told}", KEEP, "rules", more="b")

    def _kept_until(self, event: Event) -> Iterator[Line]:
        payload = event.payload
        day = day_words(date.fromisoformat(str(payload["review"])))
        words = f"How long this is kept was looked at; it is looked at again by {day}."
        yield self._line(event, "record", words, GIVE)
        reason = f"Group {payload['group']}: {payload['reason']}"
        yield self._line(event, "record", reason, READ, "words", more="b")


def _sort_of(item: Item, about: str) -> tuple[str, str]:
    if item.source == "person_harmed":
        return KEEP, "said"
    if about or item.each:
        return KEEP, "another"
    if item.source == "person_assessed":
        return (READ, "words") if item.kind == "text" else (GIVE, "")
    if item.kind == "text":
        return READ, "words"
    if item.source == "officer":
        return READ, "judgement"
    return (GIVE, "") if item.audience in ("subject", "youth") else (READ, "source")


def _detail(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(sorted(str(one) for one in value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_detail(one)}" for key, one in value.items())
    return {"True": "yes", "False": "no"}.get(str(value), str(value).replace("_", " "))


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


_FROM = {
    "person_assessed": "you said so",
    "person_harmed": "another person said so",
    "record": "a record",
    "observed": "it was observed",
    "officer": "an officer's judgement",
}
_BASIS = {"fact": "a fact", "reported": "reported", "opinion": "an opinion"}
_PLAIN = {"case_opened": "This record was begun.", "undone": "An answer was taken back."}
# What else there can be: in which part, whether it may go, and why not.
_OTHERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "case_opened": ("record", GIVE, ""),
    "journey_begun": ("record", GIVE, ""),
    "undone": ("answers", KEEP, "source"),
    **dict.fromkeys(
        ("note_added", "returned", "signed_off", "grade_explained", "asked", "ask_answered"),
        ("decisions", READ, "words"),
    ),
    **dict.fromkeys(
        ("handed_over", "todo_added", "todo_done", "release_planned", "countersigned"),
        ("record", READ, "words"),
    ),
    **dict.fromkeys(
        ("hold_placed", "hold_lifted", "erasure_asked", "erasure_withdrawn", "issue_reviewed"),
        ("record", READ, "source"),
    ),
    **dict.fromkeys(("looked", "disclosed", "ask_closed", "taken_in"), ("record", READ, "staff")),
    **dict.fromkeys(("overridden", "referral_moved"), ("decisions", KEEP, "referral")),
    "rerun": ("decisions", KEEP, "rules"),
    **dict.fromkeys(
        ("second_asked", "second_graded", "second_declined", "happened", "follows", "reassessed"),
        ("decisions", KEEP, "another"),
    ),
    **dict.fromkeys(("withdrawn", "reopened", "paused", "resumed"), ("decisions", READ, "words")),
    **dict.fromkeys(("assigned", "migrated"), ("record", KEEP, "staff")),
    **dict.fromkeys(("outcome_recorded", "letter_drafted"), ("decisions", KEEP, "referral")),
    "warning_lifted": ("decisions", KEEP, "another"),
    **dict.fromkeys(
        ("aggressor_decided", "mirrored", "linked", "unlinked"), ("record", KEEP, "another")
    ),
    **dict.fromkeys(
        ("restricted", "unrestricted", "excluded", "readmitted", "glass_broken", "glass_seen"),
        ("record", KEEP, "staff"),
    ),
    "refused": ("record", KEEP, "staff"),
}
SORTED: Final = frozenset(_OTHERS) | {
    *("person_added", "person_changed", "answered", "fact_recorded", "decided"),
    *("letter_issued", "submitted", "retention_set"),
}

"""Threads of events on the shipped pack, made by hand: what a desk would have written."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.shipped import pack
from ppitui.core.answers import from_data, from_line
from ppitui.core.case import Case, fold, step
from ppitui.core.definitions import Pack
from ppitui.core.events import GENESIS, Actor, Event
from ppitui.core.facts import Facts
from ppitui.core.steps import Step
from ppitui.core.walk import Walk

TODAY = date(2026, 6, 15)
ASH = Actor("ash", "officer")
HARMED: Mapping[str, Any] = {
    "name": "Jo Placeholder",
    "born": "1990-08-08",
    "sex": "female",
    "relationship": "ex_partner",
}
ADULT: Mapping[str, Any] = {"name": "Alex Sample", "born": "1989-01-19", "sex": "male"}


class Thread:
    """A case that grows by one event at a time; `case` is always its fold."""

    def __init__(
        self,
        journey: str = "custody",
        harmed: Sequence[Mapping[str, Any]] = (HARMED,),
        assessed: Mapping[str, Any] = ADULT,
        definitions: Pack | None = None,
    ) -> None:
        self.pack = definitions or pack()
        self.events: list[Event] = []
        self.case = Case()
        self.add("case_opened")
        self.add("person_added", person="P", part="assessed", **assessed)
        for who, details in zip("ABCD", harmed, strict=False):
            self.add("person_added", person=who, part="harmed", **details)
        if journey:
            self.add("journey_begun", journey=journey)

    def add(self, kind: str, **payload: Any) -> Event:
        """Put one more event at the end."""
        at = len(self.events) + 1
        event = Event(at, GENESIS, "2026-0001", ASH, f"2026-06-15T02:{at:06}Z", kind, "p", payload)
        self.events.append(event)
        self.case = step(self.case, event)
        return event

    @property
    def walk(self) -> Walk:
        return Walk(self.case, self.pack, TODAY)

    @property
    def facts(self) -> Facts:
        return self.walk.survey.facts

    def step(self, key: str) -> Step:
        """The step of that key (`today.da`, `grade.risk_grade@A`), asked or not."""
        wanted = key if "@" in key else f"{key}@"
        return next(one for one in self.walk.survey.steps if one.key == wanted)

    def type(self, key: str, line: str) -> Event:
        """Answer a step as a typed line does."""
        at = self.step(key)
        return self.add("answered", **self.walk.payload(at, from_line(at.item, line, TODAY)))

    def give(self, key: str, raw: object) -> Event:
        """Answer a step as a file does."""
        at = self.step(key)
        return self.add("answered", **self.walk.payload(at, from_data(at.item, raw, TODAY)))

    def undo(self) -> Event | None:
        """Take back the newest answer."""
        payload = self.walk.undo()
        return self.add("undone", **payload) if payload else None

    def refold(self) -> Case:
        """The case, folded anew from its first event."""
        return fold(self.events)


def some_answer(at: Step, rng: random.Random, *, known: bool) -> object:
    """An answer to a step as a file could give it; with `known` never not known."""
    item = at.item
    ids = [option.id for option in item.options]
    if not known and rng.random() < 0.2 and not item.required:
        return "d" if item.can_decline and rng.random() < 0.3 else "u"
    match item.kind:
        case "yes_no" | "one_of" | "lookup":
            return rng.choice(ids)
        case "any_of":
            chosen = [one for one in ids if rng.random() < 0.3]
            left = [one for one in ids if one not in chosen and rng.random() < 0.3]
            return chosen if known else {"chosen": chosen, "not_known": left}
        case "number":
            return rng.choice([one for one in (0, 1, 2, 3, 5, 14, 27, 80) if one <= item.high])
        case "date":
            return rng.choice(["2026-06-14", "2026-01-02", "2024-02-29", "1999-12-31"])
        case _:
            return "An invented sentence."


def some_people(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Persons harmed, everything about them known."""
    return [
        {
            "name": f"Invented {at}",
            "born": rng.choice(["1960-02-29", "1990-06-15", "2009-01-01", "2014-01-01"]),
            "sex": rng.choice(["male", "female", "other"]),
            "relationship": rng.choice(["partner", "ex_partner", "family", "not_connected"]),
        }
        for at in range(count)
    ]


def answer_all(thread: Thread, rng: random.Random, *, known: bool) -> int:
    """Answer whatever is asked next until nothing is; how many answers that took."""
    given = 0
    while (at := (walk := thread.walk).next()) is not None:
        raw = some_answer(at, rng, known=known)
        thread.add("answered", **walk.payload(at, from_data(at.item, raw, TODAY)))
        given += 1
        assert given <= len(walk.survey.steps), "the walk goes round in a circle"
    return given

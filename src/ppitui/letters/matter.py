"""What a letter is written from: its head, and the matter that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ppitui.core.case import Case
from ppitui.core.decide.results import Result
from ppitui.core.definitions import Audience, Pack
from ppitui.core.entries import Decision
from ppitui.core.facts import Facts
from ppitui.core.values import Range

# In place of a route: a letter about the whole case, and one for a case in which no route is proposed.
WHOLE_CASE: Final = "CASE"
NOTHING_PROPOSED: Final = "NO_ROUTE"
NO_ONE_ROUTE: Final = (WHOLE_CASE, NOTHING_PROPOSED)
_CODE = re.compile(r"[A-Z][0-9]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the pack. `name` is its file, `body` its text after the head.

    `body` keeps the line numbers of the file. `fields` are all that the letter and its partials may
    read. `words` are the words of its fixed text, in lower case: none of them shows that a person
    is named. `capitals` are those of them that stand there in capitals alone. `boxes` are what a
    person types for this one letter, by name, each with what it asks for; `must_fill` are those of them
    without which it does not leave. `may_name` are the parts whose names the reader knows and may be
    told: `harmed` or none.
    """

    id: str
    title: str
    route: str
    audience: Audience
    marking: str
    fields: tuple[str, ...]
    about: str
    name: str
    body: str
    words: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    boxes: Mapping[str, str] = field(default_factory=dict)
    may_name: tuple[str, ...] = ()
    must_fill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One case as a letter about one route sees it.

    `author` and `reviewer` are names as they may be printed; `head` is the hash of the event that
    approved the route. `about` names the one person harmed whom a letter to a person harmed is for.
    `boxes` is what was typed for this letter, by the name of its box; `gateway` is the ground that was chosen for it,
    none for the usual one. `watermark` stands across each page
    of a PDF and in the margins of a Word file.
    """

    case: Case
    facts: Facts
    result: Result
    pack: Pack
    route: str
    approval: Decision | None
    written_on: date
    author: str
    reviewer: str
    head: str
    specimen: bool = False
    contact: str = ""
    about: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""
    gateway: str = ""


def harmed_ids(matter: Matter) -> tuple[str, ...]:
    """The ids of the persons harmed, in order: as recorded, then those whom only facts name."""
    return tuple(dict.fromkeys([*(one.id for one in matter.case.harmed), *matter.facts.pairs]))


def harmed_codes(matter: Matter) -> dict[str, str]:
    """`Person A` and so on, by id; an id that could say who it is gives way to a letter."""
    ids = harmed_ids(matter)
    if all(_CODE.match(one) for one in ids):
        return {one: f"Person {one}" for one in ids}
    return {one: f"Person {_letter(at)}" for at, one in enumerate(ids)}


def _letter(at: int) -> str:
    turn, place = divmod(at, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def child_codes(matter: Matter) -> dict[str, str]:
    """`Child 1` and so on, by id."""
    return {one.id: f"Child {at}" for at, one in enumerate(matter.case.children, start=1)}


def is_child(matter: Matter) -> bool:
    """Whether the person assessed is, or may be, under 18: a disputed age counts as a child's."""
    age = matter.facts.person.get("age")
    if isinstance(age, Range):
        age = age.low
    if isinstance(age, int) and age < 18:
        return True
    if matter.facts.person.get("age_disputed") is True:
        return True
    route = matter.pack.routes.get(matter.route)
    return route is not None and route.ages[1] is not None and route.ages[1] < 18

"""What a letter may read, name by name and audience by audience: an allow-list, never a redaction.

The data of another person than the one who reads is not taken out for subject, youth and partner
letters: there is no name by which they could ask for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ppitui.core.definitions import Audience, Pack
from ppitui.letters import casework, persons
from ppitui.letters.audiences import answer_open_to, facts_open_to
from ppitui.letters.casework import View
from ppitui.letters.matter import Letter, Matter, is_child
from ppitui.letters.shapes import TEXT, ListOf, Shape, misfit, texts

__all__ = ["AUDIENCES", "FIELDS", "Field", "Letter", "Matter", "build", "is_child", "shapes_for"]

AUDIENCES: tuple[Audience, ...] = ("closed", "partner", "subject", "youth", "victim")
_Readers: TypeAlias = frozenset[Audience]
_ALL: _Readers = frozenset(AUDIENCES)
_CLOSED: _Readers = frozenset(("closed",))
_REFERRAL: _Readers = frozenset(("closed", "partner"))
_OWN: _Readers = frozenset(("subject", "youth"))
_BY_NAME: _Readers = frozenset(("closed", "victim"))
_DECIDED: _Readers = frozenset(("closed", "partner", "victim"))
_CASE = _REFERRAL | _OWN


@dataclass(frozen=True, slots=True)
class Field:
    """One name that a letter may read: who may, what it looks like, and how it is made."""

    means: str
    audiences: _Readers
    shape: Shape | Callable[[Pack, Audience], Shape]
    build: Callable[[View], Any]

    def looks(self, pack: Pack, audience: Audience) -> Shape:
        """Its shape in letters to this audience."""
        return self.shape(pack, audience) if callable(self.shape) else self.shape


def _facts(pack: Pack, audience: Audience) -> Shape:
    return texts(*(fact.name for fact in facts_open_to(pack, audience)))


def _answers(pack: Pack, audience: Audience) -> Shape:
    open_to = (item.key for item in pack.items.values() if answer_open_to(item, audience))
    return texts(*open_to)


def _pairs(pack: Pack, _audience: Audience) -> Shape:
    return ListOf({"code": TEXT, "facts": texts(*casework.pair_facts(pack))})


_ROW = texts("what", "words", "source")

FIELDS: dict[str, Field] = {
    "letter": Field(
        "the letter's own head, and the ground on which it leaves",
        _ALL,
        texts("id", "title", "about", "marking", "audience", "ground"),
        casework.letter,
    ),
    "reference": Field("the case reference", _ALL, TEXT, casework.reference),
    "written_on": Field("the day of the letter", _ALL, TEXT, casework.written_on),
    "sender": Field("who writes", _ALL, texts("name", "contact"), casework.sender),
    "pins": Field(
        "what pins the letter: the pack and the approval",
        _ALL,
        texts("pack", "head"),
        casework.pins,
    ),
    "service": Field(
        "where it goes, from the force's directory",
        _ALL,
        texts("name", "area", "address", "hours"),
        casework.service,
    ),
    "offer": Field("what is offered", _OWN, texts("name"), casework.offer),
    "route": Field(
        "the route",
        _REFERRAL,
        texts("id", "name", "short", "purpose", "owner", "clock"),
        casework.route,
    ),
    "reviewer": Field(
        "who decided, and what",
        _DECIDED,
        texts("name", "role", "on", "decision"),
        casework.reviewer,
    ),
    "decision_reason": Field("the reviewer's own words", _CLOSED, TEXT, casework.decision_reason),
    "assessed": Field(
        "the person assessed",
        _REFERRAL,
        texts("name", "also_known_as", "born", "age", "sex", "address", "phone", "school"),
        persons.assessed,
    ),
    "addressee": Field(
        "the person assessed, who reads the letter",
        _OWN,
        texts("name", "address"),
        persons.addressee,
    ),
    "harmed": Field(
        "persons harmed by name; in a letter to one of them, that person alone",
        _BY_NAME,
        ListOf(
            texts(
                *("code", "name", "also_known_as", "born", "sex", "relationship"),
                *("address", "phone", "workplace", "school"),
            )
        ),
        persons.harmed,
    ),
    "harmed_codes": Field("persons harmed by code", _CASE, ListOf(TEXT), persons.codes),
    "harmed_ties": Field(
        "persons harmed by code, and what each is to the person assessed",
        _REFERRAL,
        ListOf(texts("code", "relationship")),
        persons.ties,
    ),
    "children": Field(
        "children by name",
        _CLOSED,
        ListOf(texts("code", "name", "born", "school")),
        persons.children,
    ),
    "child_codes": Field(
        "children by code", _CLOSED, ListOf(texts("code", "age")), persons.child_codes_and_ages
    ),
    "facts": Field("facts of the person and the matter", _CASE, _facts, casework.facts),
    "answers": Field("answers as given", _CASE, _answers, casework.answers),
    "pairs": Field("facts about each person harmed", _CLOSED, _pairs, casework.pairs),
    "evidence": Field(
        "what is known, by how it is known",
        _CLOSED,
        ListOf({"title": TEXT, "rows": ListOf(_ROW)}),
        casework.evidence,
    ),
    "looked_for": Field(
        "looked for, and nothing found", _CLOSED, ListOf(TEXT), casework.looked_for
    ),
    "gaps": Field(
        "what is not known, and why", _CLOSED, ListOf(texts("what", "why")), casework.gaps
    ),
    "rfgv": Field(
        "recency, frequency, gravity and victims",
        _CLOSED,
        texts("recency", "frequency", "gravity", "victims", "score"),
        casework.rfgv,
    ),
    "standing": Field(
        "how the route stands, and for whom",
        _CLOSED,
        texts("status", "concerns"),
        casework.standing,
    ),
    "reasons": Field(
        "why the route is proposed",
        _CLOSED,
        ListOf(texts("because", "rule", "source")),
        casework.reasons,
    ),
    "against": Field("what speaks against the route", _CLOSED, ListOf(TEXT), casework.against),
    "other_routes": Field(
        "the other routes proposed", _CLOSED, ListOf(texts("name", "status")), casework.others
    ),
    "boxes": Field("what a person types for this letter", _ALL, lambda *_: {}, casework.boxes),
    "all_routes": Field(
        "every route of the pack, by how it stands, and why",
        _CLOSED,
        ListOf({"title": TEXT, "rows": ListOf(texts("name", "why"))}),
        casework.all_routes,
    ),
    "decisions": Field(
        "what was decided on each route",
        _CLOSED,
        ListOf(texts("route", "decision", "by", "on")),
        casework.decisions,
    ),
    "actions": Field(
        "tasks that the rules raise",
        _CLOSED,
        ListOf(texts("says", "owner", "clock")),
        casework.actions,
    ),
}


# What a letter about no one route has none of.
OF_ONE_ROUTE = frozenset(
    ("route", "offer", "standing", "reasons", "against", "reviewer", "decision_reason")
)


def shapes_for(pack: Pack, audience: Audience) -> dict[str, Shape]:
    """Every name that letters to this audience may read, with its shape."""
    return {
        name: field.looks(pack, audience)
        for name, field in FIELDS.items()
        if audience in field.audiences
    }


def build(letter: Letter, matter: Matter) -> dict[str, Any]:
    """The names that this letter's head lists, and nothing else: plain text, lists and mappings.

    Raises WrongCall where the audience cannot be served, and RuntimeError where a value is not what
    its shape promises, which is a fault of ours.
    """
    view = View(letter, matter)
    values: dict[str, Any] = {}
    for name in letter.fields:
        field = FIELDS[name]
        if letter.audience not in field.audiences:
            raise RuntimeError(
                f"{letter.name} lists '{name}', which {letter.audience} may not read"
            )
        values[name] = field.build(view)
        shape = (
            texts(*letter.boxes) if name == "boxes" else field.looks(matter.pack, letter.audience)
        )
        wrong = misfit(values[name], shape, name)
        if wrong:
            raise RuntimeError(f"the field {wrong} is not what its shape says")
    return values

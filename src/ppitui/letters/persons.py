"""The people in a letter: by name for those who may know it, by code for everybody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import years_between
from ppitui.core.entries import Person
from ppitui.errors import WrongCall
from ppitui.letters.words import NOT_KNOWN, detail

if TYPE_CHECKING:
    from ppitui.letters.casework import View

WITHHELD = "withheld: ask the sender before any contact"
_HARMED = (
    *("name", "also_known_as", "born", "sex"),
    *("address", "phone", "workplace", "school"),
)


def assessed(view: View) -> dict[str, str]:
    """The person assessed, as a referral names them."""
    person = view.matter.case.assessed
    keys = ("name", "also_known_as", "born", "sex", "address", "phone", "school")
    found = {key: detail(person, key) for key in keys}
    found["age"] = view.fact("age")
    if view.letter.audience == "partner":
        found.update({key: WITHHELD for key in ("address", "phone") if _shared_unsafely(view, key)})
    for key in ("born", "sex"):
        if found[key] == NOT_KNOWN:
            found[key] = view.fact(key)
    return found


def _shared_unsafely(view: View, key: str) -> bool:
    """Whether somebody harmed has the same address or phone, and writing there is not known to be safe."""
    person = view.matter.case.assessed
    mine = detail(person, key).casefold() if person else ""
    for one in view.matter.case.harmed:
        if mine and detail(one, key).casefold() == mine and mine != NOT_KNOWN:
            pair = view.matter.facts.pairs.get(one.id, {})
            if pair.get("safe_to_write") is not True:
                return True
    return False


def addressee(view: View) -> dict[str, str]:
    """The person assessed, as the one to whom a letter is addressed."""
    person = view.matter.case.assessed
    return {"name": detail(person, "name"), "address": detail(person, "address")}


def harmed(view: View) -> list[dict[str, str]]:
    """Persons harmed by name; in a letter to a person harmed, that person and nobody else."""
    people = {one.id: one for one in view.matter.case.harmed}
    wanted = tuple(view.codes)
    if view.letter.audience == "victim":
        wanted = (_whose_letter(view),)
    return [_harmed(view, one, people.get(one)) for one in wanted]


def _whose_letter(view: View) -> str:
    """The one person harmed to whom the letter goes. Raises WrongCall where that is not settled."""
    about, ids = view.matter.about, tuple(view.codes)
    if about in ids:
        return about
    if not about and len(ids) == 1:
        return ids[0]
    raise WrongCall("A letter to a person harmed is for one person: say for which of them.")


def _harmed(view: View, id: str, person: Person | None) -> dict[str, str]:
    found = {key: detail(person, key) for key in _HARMED}
    return {**found, "code": view.codes[id], "relationship": view.pair_fact("relationship", id)}


def codes(view: View) -> list[str]:
    """Persons harmed by code alone."""
    return list(view.codes.values())


def ties(view: View) -> list[dict[str, str]]:
    """Persons harmed by code, with what each is to the person assessed."""
    return [
        {"code": code, "relationship": view.pair_fact("relationship", id)}
        for id, code in view.codes.items()
    ]


def children(view: View) -> list[dict[str, str]]:
    """The children by name."""
    return [
        {
            "code": view.child_codes[one.id],
            **{key: detail(one, key) for key in ("name", "born", "school")},
        }
        for one in view.matter.case.children
    ]


def child_codes_and_ages(view: View) -> list[dict[str, str]]:
    """The children by code, with their age on the day of the letter."""
    return [
        {"code": view.child_codes[one.id], "age": _age(one, view.matter.written_on)}
        for one in view.matter.case.children
    ]


def _age(person: Person, on: date) -> str:
    try:
        born = date.fromisoformat(str(person.details.get("born")))
    except ValueError:
        return NOT_KNOWN
    return str(years_between(born, on)) if born <= on else NOT_KNOWN

"""The people in a case as they are entered: which details there are, and which are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ppitui.core.entries import Person
from ppitui.core.facts import nearest
from ppitui.core.text import refusal, shown, tidy
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.core.case import Case

SEXES = ("male", "female", "other")
RELATIONSHIPS = ("partner", "ex_partner", "family", "not_connected")
RELATIONSHIP_WORDS = {
    "partner": "partner",
    "ex_partner": "former partner",
    "family": "family",
    "not_connected": "not connected",
}
# The five broad groups of the 2021 census of England and Wales, as the person says. For equality monitoring
# alone: it is never asked for an assessment, settles no fact, and no rule, letter or list reads it.
ETHNICITIES = ("asian", "black", "mixed", "white", "other")
_MAX_AGE = 120


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of a person: what it is asked as, and how it is read."""

    id: str
    ask: str
    kind: str  # text, names, date, word
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("assessed", "harmed", "child", "other")
    required: bool = False


DETAILS = (
    Detail("name", "Full name", "text", required=True),
    Detail(
        "also_known_as", "Other names, with commas between", "names", parts=("assessed", "harmed")
    ),
    Detail("born", "Date of birth", "date"),
    Detail("sex", "Sex", "word", SEXES, ("assessed", "harmed")),
    Detail("ethnicity", "Ethnic group, as they say", "word", ETHNICITIES, ("assessed",)),
    Detail("relationship", "To the person assessed they are", "word", RELATIONSHIPS, ("harmed",)),
    Detail("address", "Address", "text", parts=("assessed", "harmed")),
    Detail("phone", "Phone", "text", parts=("assessed", "harmed")),
    Detail("workplace", "Place of work", "text", parts=("harmed",)),
    Detail("school", "School", "text", parts=("assessed", "harmed", "child")),
)


def details_for(part: str) -> tuple[Detail, ...]:
    """The details that are kept of somebody in this part."""
    return tuple(one for one in DETAILS if part in one.parts)


def as_part(person: Person, part: str) -> dict[str, Any]:
    """What is kept of somebody in this part, to enter them in another case; the rest stays where it is."""
    kept = {one.id for one in details_for(part)}
    return {name: value for name, value in person.details.items() if name in kept}


# Asked one by one in every face; the rest can stand in a file.
_ASKED = {
    "assessed": ("name", "also_known_as", "born", "sex", "address"),
    "harmed": (
        "name",
        "also_known_as",
        "born",
        "sex",
        "relationship",
        "address",
        "phone",
        "workplace",
    ),
    "child": ("name", "born", "school"),
    "other": ("name",),
}
PART_WORDS = {
    "assessed": "The person assessed",
    "harmed": "A person harmed",
    "child": "A child",
    "other": "Somebody else",
}


def asked_of(part: str) -> tuple[Detail, ...]:
    """The details that are asked of somebody in this part, in order."""
    return tuple(one for one in details_for(part) if one.id in _ASKED[part])


def picks(detail: Detail) -> str:
    """The words of a detail with the numbers that stand for them: `1 male, 2 female, 3 other, u not known`."""
    words = [RELATIONSHIP_WORDS.get(word, word) for word in detail.words]
    return ", ".join([*(f"{at} {word}" for at, word in enumerate(words, 1)), "u not known"])


def read_detail(detail: Detail, raw: object, today: date) -> Any:
    """A detail as it is kept; `u` or None is not known, a number stands for the word in that place.

    Raises WrongCall in plain words that repeat no name.
    """
    if raw is None or raw in ("u", "not_known"):
        if detail.required:
            raise WrongCall(f"{detail.ask}: enter a name, or a description such as 'unknown man'.")
        return "not_known" if detail.kind in ("date", "word") else None
    if detail.kind == "names":
        parts = raw if isinstance(raw, list) else str(raw).split(",")
        return [_text(detail, part) for part in parts if str(part).strip()]
    if detail.kind == "date":
        return _born(detail, str(raw), today)
    text = _text(detail, raw)
    if detail.kind == "word":
        return _word(detail, text.lower().replace(" ", "_"))
    if detail.required and not text:
        raise WrongCall(f"{detail.ask}: enter a name, or a description such as 'unknown man'.")
    return text


def _word(detail: Detail, text: str) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(detail.words):
        return detail.words[int(text) - 1]
    if text not in detail.words:
        near = nearest(text, detail.words)
        raise WrongCall(f"{detail.ask}: enter a number or its word: {picks(detail)}{near}")
    return text


def _text(detail: Detail, raw: object) -> str:
    if not isinstance(raw, (str, int)) or isinstance(raw, bool):
        raise WrongCall(f"{detail.ask}: expected text.")
    text = tidy(str(raw))
    why = refusal(text, max_chars=300)
    if why:
        raise WrongCall(f"{detail.ask} {why}.")
    return text


def _born(detail: Detail, raw: str, today: date) -> str:
    from ppitui.core.answers import NotAnAnswer, typed_date

    try:
        day = date.fromisoformat(typed_date(tidy(raw), today))
    except (NotAnAnswer, ValueError):
        raise WrongCall(f"{detail.ask}: enter day/month/year, such as 14/6/1990, or u.") from None
    if day > today:
        raise WrongCall(f"{detail.ask}: that date lies in the future.")
    if today.year - day.year > _MAX_AGE:
        raise WrongCall(f"{detail.ask}: that is more than {_MAX_AGE} years ago.")
    return day.isoformat()


def read_person(part: str, raw: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The details of a person from a file or a form. Raises WrongCall naming the field that is wrong."""
    known = {one.id: one for one in details_for(part)}
    for key in raw:
        if key not in known and key not in ("id", "facts"):
            raise WrongCall(f"people: there is no detail {shown(key)}{nearest(key, tuple(known))}")
    found: dict[str, Any] = {}
    for detail in known.values():
        if detail.id in raw or detail.required:
            value = read_detail(detail, raw.get(detail.id), today)
            if value not in (None, "", []):
                found[detail.id] = value
    return found


def person_id(case: Case, part: str, wanted: str) -> str:
    """The id of somebody who is added to a case: the one that is wanted, or the next free. Raises WrongCall."""
    from ppitui.desk.casefile import letter

    if part == "assessed":
        return "assessed"
    if part == "harmed":
        free = letter(len(case.harmed))
        if wanted and (not wanted.isalnum() or len(wanted) > 8):
            raise WrongCall(f"{shown(wanted)} cannot be the id of a person harmed; use a letter.")
        if wanted and wanted in case.people:
            raise WrongCall(f"There is already a person {shown(wanted)} in the case.")
        return wanted or free
    return f"{part}-{sum(one.part == part for one in case.people.values()) + 1}"

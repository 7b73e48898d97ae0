"""What earlier cases about the same person say: found once for an open case, read only, nothing written to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.asked_once import Earlier, Elsewhere, ago, carried
from ppitui.core.case import Case
from ppitui.core.entries import Person
from ppitui.core.facts import Facts, FactType
from ppitui.core.settle import survey
from ppitui.core.steps import Survey
from ppitui.core.values import PartialSet, Value
from ppitui.desk.clock import in_london
from ppitui.desk.looking import EARLIER
from ppitui.errors import PpituiError

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_MOST = 20  # earlier cases read, newest first: more would be slow and add nothing new


@dataclass(slots=True)
class Before:
    """What earlier cases settle that still holds, the grades that they gave, in words, newest first.

    `last` is what the newest of them settled, and which it is, in words.
    """

    facts: dict[tuple[str, str], tuple[Earlier, ...]] = field(default_factory=dict)
    grades: tuple[str, ...] = ()
    last: tuple[Facts, str] | None = None


def before(desk: Desk, opened: OpenCase) -> Before:
    """The earlier cases of the person assessed that were handed in; looked up once while nobody is added or renamed."""
    people = (opened.case.assessed, *opened.case.harmed)
    key = (*((one.id, *_identity(one)) for one in people if one), len(opened.case.reassessments))
    if opened.before is None or opened.before[0] != key:
        opened.before = (key, _look(desk, opened))
    return opened.before[1]


def elsewhere(desk: Desk, opened: OpenCase) -> Elsewhere:
    """What earlier cases say, by fact and person harmed of this case."""
    return before(desk, opened).facts


def earlier_grades(desk: Desk, opened: OpenCase) -> tuple[str, ...]:
    """Grades changed in this case and those of earlier cases, in words, newest first, each with its date."""
    return (*_changed(opened), *before(desk, opened).grades)


def _changed(opened: OpenCase) -> Iterator[str]:
    """The grades that stood in this case before the one that stands now."""
    for history in opened.case.answers.values():
        item = opened.pack.items.get(history[-1].item)
        if item is None or not any(target.fact == "risk_grade" for target in item.targets):
            continue
        for given in reversed(history[:-1]):
            option = item.option(str(given.value))
            if option is not None and given.value != history[-1].value:
                day = date.fromisoformat(given.at[:10])
                person = opened.case.people.get(given.about)
                whom = f" for {person.name}" if person else ""
                yield f"{option.id}{whom} on {day:%d/%m/%Y}, changed since in this case"


def _identity(person: Person) -> tuple[str, str]:
    return " ".join(person.name.casefold().split()), str(person.details.get("born") or "")


def earlier_cases(desk: Desk, opened: OpenCase) -> list[str]:
    """References of the earlier cases of the person assessed that were handed in, newest first."""
    linked = [one.case for one in opened.case.reassessments if one.way == "earlier"]
    assessed = opened.case.assessed
    name, born = _identity(assessed) if assessed else ("", "")
    if not born or born == "not_known":
        name = ""  # a name alone is not a person; a case that somebody linked is
    if not name and not linked:
        return []
    rows = [
        row
        for row in desk.cases()
        if row["case"] != opened.case.reference
        and row.get("state") in ("submitted", "decided")
        and (row["case"] in linked or _named(row) == (name, born))
    ]
    rows.sort(key=lambda row: str(row.get("submitted_at", "")), reverse=True)
    return [str(row["case"]) for row in rows[:_MOST]]


def _named(row: Mapping[str, object]) -> tuple[str, object]:
    return " ".join(str(row.get("name", "")).casefold().split()), row.get("born")


def _look(desk: Desk, opened: OpenCase) -> Before:
    found = Before()
    for reference in earlier_cases(desk, opened):
        with suppress(PpituiError), desk.open(reference, EARLIER) as other:
            seen = survey(other.case, other.pack, desk.today)
            if found.last is None:
                found.last = seen.facts, _against(other.case, desk.today)
            _take(found, opened, other.case, seen, desk.today)
    return found


def _against(case: Case, today: date) -> str:
    at = case.submission.at if case.submission else case.changed_at
    return f"case {case.reference}, {ago(in_london(at).date(), today)}"


def _take(found: Before, opened: OpenCase, other: Case, seen: Survey, today: date) -> None:
    day = date.fromisoformat((other.submission.at if other.submission else other.changed_at)[:10])
    same = {
        person.id: before.id
        for person in opened.case.harmed
        for before in other.harmed
        if same_person(person, before)
    }
    grades: list[str] = list(found.grades)
    for name, kind in opened.pack.rules.facts.items():
        whom = {"": ""} if kind.scope != "pair" else same
        for about, there in whom.items():
            value = _still(kind, seen.facts, there)
            if value is not None:
                at = _settled_at(
                    other, seen, name if not kind.earlier_of else kind.earlier_of, there
                )
                says = f"case {other.reference}, {ago(at or day, today)}"
                _add(found, kind, about, Earlier(value, says))
    for about, there in same.items():
        graded = seen.facts.pairs.get(there, {}).get("risk_grade")
        if isinstance(graded, str):
            who = opened.case.people[about].name
            grades.append(f"{graded} for {who} on {day:%d/%m/%Y} (case {other.reference})")
    found.grades = tuple(grades)


def same_person(person: Person, other: Person) -> bool:
    """The same name, and no two different dates of birth."""
    (name, born), (other_name, other_born) = _identity(person), _identity(other)
    unknown = {"", "not_known"}
    return name == other_name and (born == other_born or born in unknown or other_born in unknown)


def _still(kind: FactType, facts: Facts, about: str) -> Value:
    place = facts.pairs.get(about, {}) if about else facts.person
    if kind.scope == "pair" and not about:
        return None
    if not kind.earlier_of:
        return carried(kind, place.get(kind.name))
    known = [place.get(kind.earlier_of), place.get(kind.name)]
    words = [one for one in known if isinstance(one, str) and one in kind.values]
    return max(words, key=kind.values.index, default=None)


def _add(found: Before, kind: FactType, about: str, one: Earlier) -> None:
    """The newest source stands; a set gathers, and of earlier values the highest is kept."""
    key = (kind.name, about)
    have = found.facts.get(key)
    if have is None:
        found.facts[key] = (one,)
        return
    old = have[0].value
    if isinstance(old, PartialSet) and isinstance(one.value, PartialSet):
        if one.value.sure - old.sure:
            both = PartialSet(old.sure | one.value.sure, old.maybe)
            found.facts[key] = (Earlier(both, f"{have[0].says}; {one.says}"),)
    elif kind.earlier_of and kind.values.index(str(one.value)) > kind.values.index(str(old)):
        found.facts[key] = (one,)


def _settled_at(other: Case, seen: Survey, fact: str, about: str) -> date | None:
    """The day on which the answer was given that settled the fact there."""
    given = other.answer(seen.sources.get((fact, about), ""), about)
    return date.fromisoformat(given.at[:10]) if given else None

"""Assessing again, because something changed: a new case of the same people, linked both ways with the earlier one.

What the earlier case settled is offered in the new one for confirmation with its source (`earlier`); nothing is taken
over unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.answers import from_data
from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.entries import Person
from ppitui.core.facts import nearest
from ppitui.core.life import is_youth
from ppitui.core.reassessing import Trigger
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.clock import in_london
from ppitui.desk.people import as_part
from ppitui.desk.shut import keep_shut, may_keep_shut
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def reassess(desk: Desk, opened: OpenCase, line: str) -> str:
    """Open the case in which these people are assessed again (`TRIGGER words`); what was done, in words.

    The new case is made first, so that a stop between the two leaves a draft with its link and never a link to nothing.
    Raises WrongCall for what is no reason of the pack in force, Refused in a state or role that may not, for a journey
    of others, of a restricted record for who cannot restrict, and where the case was assessed again already.
    """
    if not any(may("reassess", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "reassess", "refused", {"action": "reassess"})
    trigger, text = _read(desk.pack, line)
    later = [one.case for one in opened.case.reassessments if one.way == "later"]
    if later:
        raise Refused(f"This case was assessed again in case {later[-1]}: go on with that one.")
    may_keep_shut(desk, opened.case)
    journey = _journey(desk, opened.case)
    seen = opened.case.seq
    reference = _new(desk, opened, journey, trigger, text)
    payload = {"case": reference, "trigger": trigger.id, "text": text}
    desk.record(opened, "reassess", "reassessed", payload, seen=seen)
    return (
        f"Case {reference} is open to assess again: {trigger.says}. Go on there;"
        f" what this case settled is offered in it for confirmation."
    )


def _read(pack: Pack, line: str) -> tuple[Trigger, str]:
    name, _, words = tidy(line).partition(" ")
    known = pack.reassess.triggers
    if name.lower() not in known:
        near = nearest(name, tuple(known))
        raise WrongCall(
            f"Say /reassess REASON and words. {shown(name)} is no reason{near or '.'} They are: {', '.join(known)}."
        )
    return known[name.lower()], plain_words(words, "A reason to assess again")


def _journey(desk: Desk, case: Case) -> str:
    """The journey of assessing again; a child goes through the one that was made for children."""
    before = desk.pack.journeys.get(case.journey)
    young = before is not None and "youth_worker" in before.who
    born = str(case.assessed.details.get("born", "")) if case.assessed else ""
    child = young and is_youth(young, born, case.opened_at, desk.today, 0)
    journey = case.journey if child else desk.pack.reassess.journey
    if journey not in desk.pack.journeys:
        raise Refused("The definitions in force have no journey for assessing again.")
    who = desk.pack.journeys[journey].who
    if not set(who) & set(desk.user.roles):
        raise Refused(f"The journey {journey} is for: {', '.join(who)}.")
    return journey


def _new(desk: Desk, opened: OpenCase, journey: str, trigger: Trigger, text: str) -> str:
    case = opened.case
    if case.assessed is None:
        raise Refused("Nobody is recorded as assessed.")
    reference = desk.new_case()
    with desk.open(reference) as again:
        keep_shut(desk, case, again)
        for person in case.people.values():
            desk.add_person(again, person.part, _as_before(person))
        link = {"case": case.reference, "trigger": trigger.id, "text": text}
        desk.record(again, "follow", "follows", link)
        desk.begin(again, journey)
        last = in_london(case.submission.at).date() if case.submission else None
        _give(desk, again, desk.pack.reassess.why, trigger.option)
        _give(desk, again, desk.pack.reassess.last_on, last.isoformat() if last else None)
    return reference


def _as_before(person: Person) -> dict[str, object]:
    raw: dict[str, object] = as_part(person, person.part)
    return {**raw, "id": person.id} if person.part == "harmed" else raw


def _give(desk: Desk, opened: OpenCase, item: str, value: str | None) -> None:
    """Answer a question by what the command said; a journey that does not ask it gets no answer."""
    walk = desk.walk(opened)
    step = walk.step(f"{item}@")
    if step is not None and value is not None:
        desk.answer(opened, walk, step, from_data(step.item, value, desk.today))


def reassessed_lines(case: Case, pack: Pack) -> Iterator[str]:
    """The earlier and the later case, each with why, safe to show."""
    for one in case.reassessments:
        known = pack.reassess.triggers.get(one.trigger)
        why = known.says if known else one.trigger.replace("_", " ")
        way = "Assessed again in case" if one.way == "later" else "The last assessment is case"
        yield visible(f"{way} {one.case}: {why}. {one.text}")

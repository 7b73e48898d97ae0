"""A supervisor decides who mainly causes the harm between two people: a case of its own opens for the other party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ppitui.core.aggressor import Roles
from ppitui.core.case import Case
from ppitui.core.decide import Result, decide
from ppitui.core.entries import Person
from ppitui.core.roles import may
from ppitui.core.settle import survey
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.asking import not_the_author
from ppitui.desk.people import as_part
from ppitui.desk.shut import keep_shut
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def decide_aggressor(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record who the primary aggressor is (`PERSON assessed|PERSON words`); what was done, in words.

    PERSON is the id of the person harmed. The other party's case is opened first, so that a stop between the two leaves
    an empty draft and never a decision without it. Decisions whose route reads otherwise now fall, and are named.
    Raises WrongCall for a call not of that form, Refused for the author, where the roles are not in question and where
    they are decided already, Unconfirmed where the passphrase is wanted.
    """
    if not any(may("decide_aggressor", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "decide_aggressor", "refused", {"action": "decide_aggressor"})
    not_the_author(desk, opened.case)
    about, who, reason = _read(opened.case, line)
    if about in opened.case.roles:
        raise Refused("Who the primary aggressor is was decided already for this pair.")
    before = desk.result(opened)
    if about not in in_question(before):
        raise Refused(
            "Between these two nothing asks who is harming whom: there is nothing to decide."
        )
    desk.proof.insist(desk.now(), "Decide who the primary aggressor is")
    seen = opened.case.seq
    after = _after(desk, opened, Roles(about, who, reason, "", desk.user.id, "", 0))
    mirror = _mirror(desk, opened, opened.case.people[about], who, reason)
    payload = {
        "about": about,
        "who": who,
        "reason": reason,
        "mirror": mirror,
        "result": _summary(after),
        "voids": _fallen(opened.case, before, after),
    }
    desk.record(opened, "decide_aggressor", "aggressor_decided", payload, seen=seen)
    fallen = f" These decisions fall: {', '.join(payload['voids'])}." if payload["voids"] else ""
    return f"Decided. Case {mirror} is open for the other party.{fallen}"


def in_question(result: Result) -> tuple[str, ...]:
    """The persons harmed for whom the roles are in question, or may be, by the rules' own name for it."""
    at = result.rules.slots.index.get("roles_in_question")
    if at is None:
        return ()
    return tuple(run.about for run in result.runs if run.about and run.env[at] is not False)


def _read(case: Case, line: str) -> tuple[str, str, str]:
    about, _, rest = tidy(line).partition(" ")
    who, _, words = rest.partition(" ")
    harmed = [one.id for one in case.harmed]
    if about not in harmed:
        raise WrongCall(
            f"Say /aggressor PERSON assessed|PERSON words; persons harmed: {', '.join(harmed)}."
        )
    if who not in ("assessed", about):
        raise WrongCall(f"Say who: assessed, or {about}. It cannot be {shown(who)}.")
    return about, who, plain_words(words, "A decision")


def _after(desk: Desk, opened: OpenCase, roles: Roles) -> Result:
    case = replace(opened.case, roles={**opened.case.roles, roles.about: roles})
    return decide(survey(case, opened.pack, desk.today).facts, opened.pack.rules)


def _summary(result: Result) -> dict[str, list[str]]:
    from ppitui.desk.desk import summary_of

    return summary_of(result)


def _fallen(case: Case, before: Result, after: Result) -> list[str]:
    """The routes whose decision or override was made on a status that is another now."""
    signed = sorted({*case.decisions, *case.overrides})
    return [one for one in signed if _stands(before, one) != _stands(after, one)]


def _stands(result: Result, route: str) -> tuple[str, tuple[str, ...]]:
    found = result.route(route)
    return found.status, found.whom


def _mirror(desk: Desk, opened: OpenCase, other: Person, who: str, reason: str) -> str:
    """A case with the parts swapped; the same decision stands in it."""
    assessed = opened.case.assessed
    if assessed is None:
        raise Refused("Nobody is recorded as assessed.")
    reference = desk.new_case()
    with desk.open(reference) as mirror:
        keep_shut(desk, opened.case, mirror)
        desk.add_person(mirror, "assessed", as_part(other, "assessed"))
        raw = as_part(assessed, "harmed")
        if "relationship" in other.details:
            raw["relationship"] = other.details["relationship"]
        about = desk.add_person(mirror, "harmed", raw)
        link = {
            "to": opened.case.reference,
            "about": about,
            "who": about if who == "assessed" else "assessed",
            "reason": reason,
        }
        desk.record(mirror, "mirror", "mirrored", link)
    return reference


def roles_lines(case: Case) -> Iterator[str]:
    """What was decided about each pair, and which cases are linked, safe to show."""
    for about, roles in case.roles.items():
        name = case.people[about].name
        whose = "the person assessed" if roles.releases else name
        yield visible(f"Between the person assessed and {name}: {whose} is the primary aggressor.")
        yield visible(f"    {roles.reason}")
        if not roles.releases:
            yield "    What treats the person assessed as the one who harms stays held."
    if case.links:
        yield visible(f"Linked case: {', '.join(case.links)}")

"""Whether a letter may leave now: the state of the case, the route, and whether its reader may be written to."""

from __future__ import annotations

from ppitui.core.aside import stopped
from ppitui.core.entries import Person
from ppitui.core.overriding import lowered
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.refusals import why_aside
from ppitui.letters.matter import NO_ONE_ROUTE, NOTHING_PROPOSED, Letter
from ppitui.letters.tokens import folded

_PUT_FORWARD = ("recommend", "consider")
_TO_THE_PERSON = ("subject", "youth")
# From a restricted record goes what cannot wait, to those who keep somebody safe, and to that person.
_FOR_SAFETY = ("closed", "victim")
# Made in a journey for children: whether any adult at home may be written to.
_SAFE_ADULT = "child.safe_adult"


def why_not(desk: Desk, opened: OpenCase, letter: Letter) -> str:
    """Why this letter may not leave now; empty where it may."""
    shut = _shut(opened, letter)
    if shut:
        return shut
    if stopped(opened.case, "issue_letter"):
        return why_aside(opened.case, "issue_letter")
    if letter.audience in _TO_THE_PERSON:
        locked = no_contact(desk, opened, letter)
        if locked:
            return locked
    if letter.route in NO_ONE_ROUTE:
        return _whole_case(desk, opened, letter)
    return _of_route(desk, opened, letter)


def _shut(opened: OpenCase, letter: Letter) -> str:
    """Why nothing of this kind leaves this record at all: not handed in, joined with another, restricted, withdrawn."""
    case = opened.case
    if case.submission is None:
        return "The case is not handed in yet."
    if case.life.merged_into:
        return f"This case was joined with {case.life.merged_into}, which goes on in its place."
    moves = case.referrals.get(letter.route, ())
    if moves and moves[-1].to == "withdrawn":
        return f"The referral to {letter.route} was withdrawn."
    route = opened.pack.routes.get(letter.route)
    urgent = letter.audience in _FOR_SAFETY and (route is None or route.before_approval)
    if case.life.only is not None and not urgent:
        return (
            "The record is restricted: only what keeps somebody safe leaves it, and the papers of the case itself."
            " Lift the restriction first."
        )
    return ""


def no_contact(desk: Desk, opened: OpenCase, letter: Letter) -> str:
    """Why nothing may go to the person assessed; empty where a letter to them is safe.

    Not safe unless every person harmed says so; not where the record says no contact; and not to an
    address that is somebody else's while an order is in force, because they would open it.
    """
    facts = desk.walk(opened).survey.facts
    if facts.person.get("no_contact") is True:
        return "Nothing goes to the person assessed: the record says no contact."
    if not all(pair.get("safe_to_write") is True for pair in facts.pairs.values()):
        return "Nothing goes to the person assessed unless it is safe to write: that is not settled as yes."
    case = opened.case
    for person in case.harmed:
        orders = facts.pairs.get(person.id, {}).get("live_orders")
        if orders != frozenset() and _same_address(case.assessed, person):
            return (
                "Nothing goes to the person assessed at the address of a person harmed while an order may be in force:"
                " record where they live now."
            )
    if letter.audience == "youth" and not _an_adult_is_safe(desk, opened):
        return (
            "Nothing goes to a child's home unless an adult there is safe to write to:"
            " that is not settled as yes."
        )
    return ""


def _an_adult_is_safe(desk: Desk, opened: OpenCase) -> bool:
    """Whether the journey answers yes; a pack that never asks leaves it to `safe_to_write`."""
    if _SAFE_ADULT not in opened.pack.items:
        return True
    return any(
        step.item.key == _SAFE_ADULT and step.given is not None and step.given.value == "yes"
        for step in desk.walk(opened).survey.steps
        if step.state == "answered"
    )


def _same_address(one: Person | None, other: Person) -> bool:
    mine = folded(str(one.details.get("address") or "")) if one else ""
    return bool(mine) and mine == folded(str(other.details.get("address") or ""))


def _whole_case(desk: Desk, opened: OpenCase, letter: Letter) -> str:
    if letter.route != NOTHING_PROPOSED:
        return ""
    put = [one.id for one in desk.result(opened).routes if one.status in (*_PUT_FORWARD, "open")]
    if not put:
        return ""
    return f"Some routes are recommended, to be considered or open: {', '.join(put)}."


def _of_route(desk: Desk, opened: OpenCase, letter: Letter) -> str:
    route = opened.pack.routes[letter.route]
    decision = opened.case.decisions.get(letter.route)
    if decision and decision.decision == "approve":
        return ""
    status = desk.result(opened).route(letter.route).status
    taken = letter.route in lowered(opened.case)
    if decision is None and route.before_approval and status in _PUT_FORWARD and not taken:
        return ""
    if taken:
        return f"{letter.route} was taken from those put forward by an override."
    if decision:
        return f"{letter.route} was declined."
    if route.before_approval:
        return f"{letter.route} is {status.replace('_', ' ')} on this case."
    return f"{letter.route} is not approved; a supervisor decides first."

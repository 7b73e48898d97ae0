"""Consultation, as the law asks it to be logged: who opened which case, when, and why.

Data Protection Act 2018 section 62. Whether a reason must be logged is not settled since the Data (Use
and Access) Act 2025; the policy says whether it is asked, and it is on as shipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppitui.core.mentions import named
from ppitui.core.text import shown
from ppitui.desk.clock import in_london
from ppitui.desk.permits import number
from ppitui.desk.queue import did
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

# What the work itself says, so that nobody is asked.
OWN = "own_case"
DECIDING = "review_or_decision"
LEFT = "left_for_me"
GIVEN = "given_to_me"
NAMED = "named_on_it"
WORKING = "working_on_this_case"  # an act that carries a reason of its own follows
EARLIER = "earlier_case_of_the_same_person"
_NOT_ASKED = "not_asked"


class ReasonWanted(WrongCall):
    """Why somebody opens a case that they did not write has to be said first."""


def reasons(desk: Desk) -> list[tuple[str, str]]:
    """The reasons that may be chosen: code and words, from the policy in force."""
    setting = desk.pack.policy.get("look_reasons")
    codes = setting.value if setting and isinstance(setting.value, frozenset) else frozenset()
    return [(one, one.replace("_", " ")) for one in sorted(codes)]


def look(desk: Desk, opened: OpenCase, why: str) -> None:
    """Log that the case was opened: at most once a person, case, day and reason.

    Not for a draft that the person worked on the same day. Raises ReasonWanted, and WrongCall for a
    reason that is not on the list.
    """
    code = _reason(desk, opened, why)
    today = [
        one for one in opened.events if one.actor.id == desk.user.id and _is_today(desk, one.at)
    ]
    looks = {one.payload.get("reason", "") for one in today if one.kind == "looked"}
    if code in looks or (looks and not why):
        return
    if code == OWN and opened.case.state == "draft" and today:
        return
    if not code:
        raise ReasonWanted(
            f"Case {opened.case.reference} is not yours: say why you open it."
            f" --reason, one of: {', '.join(one for one, _ in reasons(desk))}"
        )
    desk.record(opened, "look", "looked", {"at_what": "case", "reason": code})


def _reason(desk: Desk, opened: OpenCase, why: str) -> str:
    """The code to log; empty where it has to be asked."""
    case, user = opened.case, desk.user
    if why:
        allowed = [one for one, _ in reasons(desk)]
        if why not in (*allowed, EARLIER, WORKING):
            raise WrongCall(f"{shown(why)} is not a reason; they are: {', '.join(allowed)}.")
        return why
    if user.id == case.opened_by or user.id in case.authors:
        return OWN
    if case.state == "submitted" and "supervisor" in user.roles:
        return DECIDING
    if any(left.to == user.id for left in case.left.values()):
        return LEFT
    if case.given_to and case.given_to.to == user.id:
        return GIVEN
    if user.id in named(opened.events, did):
        return NAMED
    return "" if number(desk.pack, "look_reason_asked", 0) and reasons(desk) else _NOT_ASKED


def _is_today(desk: Desk, at: str) -> bool:
    return in_london(at).date() == desk.today

"""A supervisor decides: each route with a reason, the case returned, or signed off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppitui.core.asking import unclosed
from ppitui.core.early import unreviewed
from ppitui.core.facts import did_you_mean
from ppitui.core.overriding import lowered, unsigned
from ppitui.core.roles import may
from ppitui.core.text import shown
from ppitui.desk.asking import not_the_author
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def decide_route(desk: Desk, opened: OpenCase, route: str, decision: str, reason: str) -> None:
    """Approve or decline a route, with a reason.

    Raises Refused for the author, or a route not proposed; Unconfirmed where the passphrase is wanted.
    """
    case = opened.case
    why = plain_words(reason, "A reason")
    if route not in opened.pack.routes:
        raise WrongCall(
            f"There is no route {shown(route)}{did_you_mean(route, tuple(opened.pack.routes))}"
        )
    if may("decide_route", case.state, "supervisor") and "supervisor" in desk.user.roles:
        not_the_author(desk, case)
        _proposed(desk, opened, route, decision)
        desk.proof.insist(desk.now(), f"{decision.capitalize()} {route}")
    payload = {"route": route, "decision": decision, "reason": why}
    desk.record(opened, "decide_route", "decided", payload)


def _proposed(desk: Desk, opened: OpenCase, route: str, decision: str) -> None:
    result = desk.result(opened)
    status = result.route(route).status
    case = opened.case
    if decision == "approve" and route in lowered(case):
        raise Refused(f"{route} was taken from those put forward by an override; raise it first.")
    if status not in ("recommend", "consider", "open") and route not in case.proposed:
        words = status.replace("_", " ")
        raise Refused(
            f"{route} is {words}; only a route that is recommended, considered or open can be decided."
        )
    grades = [pair.get("risk_grade") for pair in result.facts.pairs.values()]
    high = status == "recommend" and "high" in grades and route not in lowered(case)
    if route == "MARAC" and decision == "decline" and high:
        raise Refused(
            "Declining MARAC from a high grade needs a second supervisor: lower it by /override, or return"
            " the case."
        )


def approve(desk: Desk, opened: OpenCase, line: str) -> str:
    """Approve a route (`ROUTE words`); what was done, in words. Raises as `decide_route`."""
    return _decide(desk, opened, line, "approve")


def decline(desk: Desk, opened: OpenCase, line: str) -> str:
    """Decline a route (`ROUTE words`); what was done, in words. Raises as `decide_route`."""
    return _decide(desk, opened, line, "decline")


def _decide(desk: Desk, opened: OpenCase, line: str, decision: str) -> str:
    route, _, words = line.strip().partition(" ")
    decide_route(desk, opened, route.upper(), decision, words)
    return f"Saved: {decision} {route.upper()}."


def send_back_by(desk: Desk, opened: OpenCase, line: str) -> str:
    """Return the case (`words`); what was done, in words. Raises as `send_back`."""
    send_back(desk, opened, line)
    return "Returned to its author. Every decision on it fell."


def sign_off_by(desk: Desk, opened: OpenCase, line: str) -> str:
    """Sign the case off (`words`); what was done, in words. Raises as `sign_off`."""
    sign_off(desk, opened, line)
    return "Signed off."


def send_back(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Return the case to its author with a reason; every decision on it falls. Raises as `decide_route`."""
    if "supervisor" in desk.user.roles and may("return", opened.case.state, "supervisor"):
        not_the_author(desk, opened.case)
        desk.proof.insist(desk.now(), "Return the case to its author")
    desk.record(opened, "return", "returned", {"reason": plain_words(reason, "A reason")})


def sign_off(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Close a case on which no proposed route waits. Raises Refused naming those that do, or Unconfirmed."""
    case = opened.case
    if "supervisor" in desk.user.roles and may("sign_off", case.state, "supervisor"):
        not_the_author(desk, case)
        waiting = sorted(case.proposed - set(case.decisions))
        if waiting:
            raise Refused(f"These routes still wait for a decision: {', '.join(waiting)}.")
        _nothing_open(opened)
        desk.proof.insist(desk.now(), "Sign the case off")
    desk.record(opened, "sign_off", "signed_off", {"reason": plain_words(reason, "A reason")})


def _nothing_open(opened: OpenCase) -> None:
    """Raises Refused where something on the case still waits for a supervisor."""
    case = opened.case
    waits = [
        ("questions about answers are not closed", len(unclosed(case))),
        ("overrides wait for a second supervisor", len(unsigned(case))),
        ("letters that left before a decision are not reviewed", len(unreviewed(case))),
    ]
    told = [f"{count} {words}" for words, count in waits if count]
    if told:
        raise Refused(f"The case cannot be signed off yet: {'; '.join(told)}.")

"""A referral goes on after it was approved: sent, accepted, begun, completed, or ended with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.facts import did_you_mean
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.core.workflow import ROUTE, may_move, route_status
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_WANT_REASON = ("declined_by_provider", "withdrawn", "breached", "on_hold")
_USE = "/moved ROUTE STATE words; of an end that was not wished for, a reason before the words"


def move_referral(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record what became of a referral (`ROUTE STATE [REASON] words`); what was done, in words.

    Raises WrongCall for a call not of that form, Refused for a move that the states do not have, and for sending what
    may not leave before a decision.
    """
    if not any(may("move_referral", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "move_referral", "refused", {"action": "move_referral"})
    route, to, code, text = _read(opened.pack, line)
    status = route_status(opened.case, route)
    if not may_move(opened.case, route, to):
        could = sorted(ROUTE.after(status, "referral_moved")) or ["nothing else"]
        raise Refused(
            f"{route} is {_words(status)}; from there it can become: {_words(', '.join(could))}."
        )
    if status == "waits":
        raise Refused(
            f"{route} is not approved; before that only its letter may leave, if any may."
        )
    payload = {"route": route, "to": to, "code": code, "text": text}
    desk.record(opened, "move_referral", "referral_moved", payload)
    return f"{route}: {_words(to)}."


def _read(pack: Pack, line: str) -> tuple[str, str, str, str]:
    route, _, rest = tidy(line).partition(" ")
    to, _, words = rest.partition(" ")
    route, to = route.upper(), to.lower()
    if route not in pack.routes:
        raise WrongCall(
            f"There is no route {shown(route)}{did_you_mean(route, tuple(pack.routes))} Say {_USE}."
        )
    states = tuple(dict.fromkeys(m.to for m in ROUTE.moves if m.event == "referral_moved"))
    if to not in states:
        raise WrongCall(f"Say what became of it: {', '.join(states)}.")
    code = ""
    if to in _WANT_REASON:
        code, _, words = words.partition(" ")
        if code not in pack.reasons:
            raise WrongCall(f"Give a reason before the words: {', '.join(pack.reasons)}.")
    return route, to, code, plain_words(words, "What became of a referral")


def referral_lines(case: Case) -> Iterator[str]:
    """What became of each referral, newest last, safe to show."""
    for route, moves in case.referrals.items():
        for one in moves:
            tail = f": {one.text}" if one.text else ""
            yield visible(f"{route} {_words(one.to)} on {one.at[:10]} ({one.actor}){tail}")


def _words(state: str) -> str:
    return state.replace("_", " ")

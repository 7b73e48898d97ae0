"""A supervisor overrides a route, with a reason of two levels; where it must be, a second one counter-signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.decide import Result
from ppitui.core.definitions import Pack
from ppitui.core.facts import did_you_mean
from ppitui.core.overriding import DIRECTIONS, Override, lowered, raised, wants_second
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.asking import not_the_author
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_USE = "/override ROUTE raise|lower REASON words"


def override(desk: Desk, opened: OpenCase, line: str) -> str:
    """Override the route that the line names (`ROUTE raise|lower REASON words`); what was done, in words.

    It stands beside the recommendation and has no effect until a second supervisor signs, where that is wanted.
    Raises WrongCall for a call that is not of that form, Refused for the author, for a decided route and for what
    would change nothing; Unconfirmed where the passphrase is wanted.
    """
    _insist(desk, opened, "override")
    route, direction, code, text = _read(opened.pack, line)
    case = opened.case
    if route in case.decisions:
        raise Refused(f"{route} is decided already; return the case to change that.")
    result = desk.result(opened)
    over = result.route(route).status
    _changes_something(case, route, direction, over)
    if direction == "raise" and opened.pack.routes[route].treats_as_harming and roles_open(result):
        raise Refused(
            f"{route} treats the person assessed as the one who harms, and that is in question: decide who"
            " the primary aggressor is (/aggressor). No override goes round that."
        )
    grades = [pair.get("risk_grade") for pair in result.facts.pairs.values()]
    second = wants_second(route, direction, over, grades)
    desk.proof.insist(desk.now(), f"{direction.capitalize()} {route} by an override")
    payload = {
        "route": route,
        "direction": direction,
        "over": over,
        "code": code,
        "text": text,
        "second": second,
    }
    desk.record(opened, "override", "overridden", payload)
    tail = " It has no effect until a second supervisor counter-signs it." if second else ""
    return f"Override of {route} saved ({direction}).{tail}"


def roles_open(result: Result) -> bool:
    """Whether between any two people it is in question who harms whom, and not decided for the person assessed."""
    at = result.rules.slots.index.get("roles_open")
    return at is not None and any(run.about and run.env[at] is True for run in result.runs)


def _changes_something(case: Case, route: str, direction: str, over: str) -> None:
    top = route in raised(case) or (over == "recommend" and route not in lowered(case))
    if direction == "raise" and top:
        raise Refused(f"{route} is put forward already: there is nothing to raise.")
    if direction == "lower" and route not in case.proposed:
        raise Refused(f"{route} is not put forward: there is nothing to lower.")


def _read(pack: Pack, line: str) -> tuple[str, str, str, str]:
    parts = tidy(line).split(" ", 3)
    if len(parts) < 4:
        raise WrongCall(f"Say {_USE}. {_codes(pack)}")
    route, direction, code, words = parts
    route, direction, code = route.upper(), direction.lower(), code.lower()
    if route not in pack.routes:
        raise WrongCall(
            f"There is no route {shown(route)}{did_you_mean(route, tuple(pack.routes))}"
        )
    if direction not in DIRECTIONS:
        raise WrongCall(f"Say raise or lower, not {shown(direction)}: {_USE}.")
    if code not in pack.reasons:
        raise WrongCall(f"There is no reason {shown(code)}. {_codes(pack)}")
    return route, direction, code, plain_words(words, "An override")


def _codes(pack: Pack) -> str:
    if not pack.reasons:
        return "The definitions of this case list no reasons, so nothing can be overridden."
    return f"Reasons: {', '.join(pack.reasons)}."


def countersign(desk: Desk, opened: OpenCase, line: str) -> str:
    """Counter-sign the override of a route (`ROUTE words`); what was done, in words.

    One that counts already may be signed as well: two names under a step up are never refused. Raises Refused for
    whoever made the override, for the case's author, and where there is none, or it is signed.
    """
    _insist(desk, opened, "countersign")
    route, _, words = tidy(line).partition(" ")
    waits = opened.case.overrides.get(route.upper())
    if waits is None or waits.signed:
        raise Refused("No override of that route waits for a second supervisor.")
    if waits.actor == desk.user.id:
        raise Refused("You made this override; a second supervisor counter-signs it.")
    text = plain_words(words, "A counter-signature")
    desk.proof.insist(desk.now(), f"Counter-sign the override of {waits.route}")
    payload = {"of_seq": waits.seq, "text": text}
    desk.record(opened, "countersign", "countersigned", payload, seen=opened.case.seq)
    return f"Override of {waits.route} counter-signed. It {'counts now' if waits.second else 'counted already'}."


def _insist(desk: Desk, opened: OpenCase, action: str) -> None:
    """Raises Refused, recorded, where the table does not allow it; and for somebody who worked on the case."""
    if not any(may(action, opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, action, "refused", {"action": action})
    not_the_author(desk, opened.case)


def override_lines(case: Case, pack: Pack) -> Iterator[str]:
    """Each override beside what the rules say, safe to show."""
    for one in case.overrides.values():
        yield from (f"  {line}" for line in told(one, pack))


def told(one: Override, pack: Pack) -> Iterator[str]:
    """One override: the recommendation that it stands beside, who, why, and whether it counts."""
    way = "put forward" if one.direction == "raise" else "taken from those put forward"
    known = pack.reasons.get(one.code)
    code = f"{known.category}: {known.says}" if known else one.code
    yield visible(
        f"{one.route}: the rules say {one.over.replace('_', ' ')}; {way} by {one.actor}. {code}. {one.text}"
    )
    if not one.counts:
        yield "    It has no effect yet: it waits for a second supervisor."
    elif one.signed:
        yield visible(f"    counter-signed by {one.signed.actor}: {one.signed.text}")


def override_mark(one: Override) -> str:
    """An override in a word or two, for a list."""
    way = "raised" if one.direction == "raise" else "lowered"
    return f"; {way} by an override" + ("" if one.counts else ", not counter-signed yet")

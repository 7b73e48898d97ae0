"""A supervisor decides, line by line."""

from __future__ import annotations

from functools import partial

from ppitui.core.decide import RouteResult
from ppitui.core.text import visible
from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.reviewing import look
from ppitui.desk.telling import check_answers, needs_lines, outcome, reasons
from ppitui.errors import PpituiError
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.signing import act_line, signed

_DECISIONS = {"a": "approve", "d": "decline"}


def review_case(desk: Desk, opened: OpenCase, console: Console) -> None:
    """Show what matters, then ask for a decision on each route that waits for one."""
    result = desk.result(opened)
    case, pack = opened.case, opened.pack
    people = ", ".join(visible(f"{one.name} ({one.id})") for one in case.harmed) or "nobody"
    assessed = visible(case.assessed.name) if case.assessed else "nobody recorded"
    console.say("", f"Case {case.reference}: {assessed}. Harmed: {people}.", "")
    console.say(*outcome(result, pack, case, earlier_grades(desk, opened)))
    console.say("", *look(desk, opened, together=False), "")
    for route in result.routes:
        waits = route.status in ("recommend", "consider", "open") and route.id not in case.decisions
        if waits and not _decide(desk, opened, console, route):
            return
    if opened.case.state == "decided":
        console.say("", "No route on this case waits for you.")
        _commands(desk, opened, console)
        return
    waiting = sorted(opened.case.proposed - set(opened.case.decisions))
    if waiting:
        console.say("", f"Left for later: {', '.join(waiting)}.")
        return
    line = console.ask("No proposed route waits. y signs the case off, Enter leaves it:")
    if line.strip().lower() in ("y", "yes"):
        reason = console.ask("Reason:", words=True)
        signed(desk, console, lambda: sign_off(desk, opened, reason))
        console.say("  Signed off.")


def _commands(desk: Desk, opened: OpenCase, console: Console) -> None:
    """Commands until Enter: what is left when every route is decided."""
    while line := console.ask("A command such as /reviewed, or Enter to leave:").strip():
        act_line(desk, opened, console, line)


def _signed_decision(
    desk: Desk, opened: OpenCase, console: Console, decision: tuple[str, str, str]
) -> None:
    signed(desk, console, lambda: decide_route(desk, opened, *decision))


def _decide(desk: Desk, opened: OpenCase, console: Console, route: RouteResult) -> bool:
    """Ask about one route; False when the supervisor stops here."""
    known = opened.pack.routes[route.id]
    result = desk.result(opened)
    console.say("", f"{route.id}  {visible(known.name)}: {route.status.replace('_', ' ')}")
    console.say(*(f"  - {reason}" for reason in reasons(result, route)))
    if route.status == "open":
        console.say(*(f"  {line}" for line in needs_lines(result, route)))
    while True:
        line = console.ask(
            "a approve, d decline, l all answers, r return the case, / command, Enter later, s stop:"
        )
        text = line.strip().lower()
        if text == "s":
            return False
        if not text:
            return True
        if text.startswith("/"):
            act_line(desk, opened, console, line)
            if opened.case.state == "draft" or route.id in opened.case.decisions:
                return opened.case.state != "draft"
            continue
        if text == "l":
            console.say(*check_answers(desk.walk(opened)))
            continue
        try:
            if text == "r":
                reason = console.ask("What is it returned for?", words=True)
                signed(desk, console, partial(send_back, desk, opened, reason))
                console.say("  Returned to its author.")
                return False
            if text in _DECISIONS:
                reason = console.ask("Reason:", words=True)
                _signed_decision(desk, opened, console, (route.id, _DECISIONS[text], reason))
                console.say(f"  Saved: {_DECISIONS[text]} {route.id}.")
                return True
        except PpituiError as why:
            console.say(f"  {why}")
            continue
        console.say("  a, d, l, r, s or Enter.")

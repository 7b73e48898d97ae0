"""Why something may not be done, and what would work: the words of the permission table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ppitui.core.roles import ROLES, may, states_for
from ppitui.core.text import visible

if TYPE_CHECKING:
    from ppitui.core.case import Case
    from ppitui.desk.users import User

_NAMES = 3
_ACTION_WORDS = {
    "open_case": "open a case",
    "add_person": "add people",
    "begin": "begin a journey",
    "answer": "answer",
    "hand_over": "leave a question for somebody",
    "submit": "hand the case in",
    "decide_route": "decide a route",
    "return": "return the case",
    "sign_off": "sign the case off",
    "lift_warning": "let a letter go with what was found in it",
    "meeting_papers": "make the papers of a meeting",
    "draft_letter": "write a letter",
    "issue_letter": "issue a letter",
    "manage_users": "manage users",
    "edit_pack": "change the definitions",
    "look": "open the case",
    "list": "list cases",
    "note": "add a note",
    "explain_grade": "say why a grade stands",
    "what_if": "try other facts",
    "rerun": "decide again on another day",
    "ask": "ask about an answer",
    "reply": "reply to a question",
    "close_ask": "close a question",
    "override": "override a route",
    "countersign": "counter-sign an override",
    "decide_aggressor": "decide who the primary aggressor is",
    "mirror": "open the other party's case",
    "move_referral": "say what became of a referral",
    "todo": "add or do a to-do",
    "plan_release": "say when release is planned",
    "happened": "say what happened",
    "reassess": "assess again",
    "follow": "begin a case that follows another",
    "record_outcome": "record an outcome",
    "review_issue": "review a letter that left before a decision",
    "assign": "give the case to somebody",
    "pause": "pause the case",
    "resume": "take the case up again",
    "withdraw": "withdraw the case",
    "reopen": "reopen the case",
    "ask_second": "ask for a blind second grade",
    "second_grade": "give a second grade",
    "report": "make reports",
    "report_names": "make reports that name people or cases",
    "disclose": "export the case",
    "access": "make a copy for the person assessed",
    "carry": "carry the case to another machine",
    "take_in": "take in a case from another machine",
    "restrict": "restrict who sees the case",
    "exclude": "exclude somebody from the case",
    "break_glass": "open a restricted record in an emergency",
    "note_alert": "take note of an alert",
    "link": "join cases",
    "due": "list what is due for review",
    "set_retention": "say how long the case is kept",
    "hold": "put the case on hold",
    "ask_erasure": "ask for an erasure",
    "erase": "erase a case",
    "back_up": "back up the workspace",
    "publish": "propose or publish definitions",
    "impact": "ask what a draft would change",
    "accept_impact": "accept what a draft would change",
    "accept_loss": "accept what a case would lose",
    "sign_table": "sign the decision table",
    "migrate": "bring the case to the definitions in force",
}


def why_not(action: str, state: str, roles: tuple[str, ...]) -> str:
    """The refusal of an action in plain words: in which state, or in whose role, it would work."""
    words = _ACTION_WORDS.get(action, action.replace("_", " "))
    elsewhere = sorted({one for role in roles for one in states_for(action, role)})
    if elsewhere:
        return f"You cannot {words} while the case is {state}; you can while it is {' or '.join(elsewhere)}."
    allowed = sorted(role for role in ROLES if states_for(action, role))
    whose = " or ".join(one.replace("_", " ") for one in allowed) or "nobody"
    return f"You cannot {words} as {' and '.join(roles).replace('_', ' ')}; that is for: {whose}."


def why_aside(case: Case, action: str) -> str:
    """The refusal of what must wait while a case is set aside, and what takes it up again."""
    from datetime import date

    from ppitui.core.calendar import day_words  # home, which comes through here, does without

    words = _ACTION_WORDS.get(action, action.replace("_", " "))
    aside = case.aside
    if aside is not None and aside.kind == "paused":
        until = day_words(date.fromisoformat(aside.until))
        return f"You cannot {words} while the case is paused until {until}. /resume WORDS takes it up again."
    return (
        f"You cannot {words}: the case is withdrawn. A supervisor takes it up again: /reopen WORDS."
    )


def who_may(action: str, state: str, known: Iterable[User]) -> str:
    """Who here may do this in this state, as the end of a refusal; empty where nobody may."""
    names = [
        one.name for one in known if one.active and any(may(action, state, r) for r in one.roles)
    ]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return visible(f" Here that is: {', '.join(names[:_NAMES])}{more}.") if names else ""

"""Who may do what, in which state: one table. What is not in it is refused."""

from __future__ import annotations

from typing import Final

ROLES: Final = ("officer", "youth_worker", "supervisor", "administrator", "auditor")
_ANY: Final = ("draft", "submitted", "decided")
_CASEWORK: Final = ("officer", "youth_worker", "supervisor")
_READERS: Final = (*_CASEWORK, "auditor")

# (action, states in which it is allowed, roles that may)
TABLE: Final[tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("open_case", ("new",), _CASEWORK),
    ("look", _ANY, _READERS),
    ("list", ("new",), _READERS),
    ("meeting_papers", ("new",), ("supervisor",)),
    ("add_person", ("draft",), _CASEWORK),
    ("begin", ("draft",), _CASEWORK),
    ("answer", ("draft",), _CASEWORK),
    ("undo", ("draft",), _CASEWORK),
    ("hand_over", ("draft",), _CASEWORK),
    ("note", _ANY, _CASEWORK),
    ("submit", ("draft",), _CASEWORK),
    ("explain_grade", _ANY, _CASEWORK),
    # An administrator opens no case: they try other facts on a case file (decide --whatif).
    ("what_if", _ANY, ("supervisor",)),
    ("rerun", ("submitted", "decided"), _CASEWORK),
    ("decide_route", ("submitted", "decided"), ("supervisor",)),
    ("sign_off", ("submitted",), ("supervisor",)),
    ("return", ("submitted", "decided"), ("supervisor",)),
    ("ask", ("submitted", "decided"), ("supervisor",)),
    ("reply", _ANY, _CASEWORK),
    ("close_ask", _ANY, ("supervisor",)),
    ("override", ("submitted", "decided"), ("supervisor",)),
    ("countersign", ("submitted", "decided"), ("supervisor",)),
    ("decide_aggressor", ("submitted", "decided"), ("supervisor",)),
    ("mirror", _ANY, ("supervisor",)),
    ("move_referral", ("submitted", "decided"), _CASEWORK),
    ("todo", _ANY, _CASEWORK),
    ("plan_release", _ANY, _CASEWORK),
    ("review_issue", _ANY, ("supervisor",)),
    ("assign", _ANY, _CASEWORK),
    ("pause", _ANY, _CASEWORK),
    ("resume", _ANY, _CASEWORK),
    # Nobody takes out of a supervisor's sight what they handed in.
    ("withdraw", ("draft",), _CASEWORK),
    ("withdraw", ("submitted", "decided"), ("supervisor",)),
    ("reopen", _ANY, ("supervisor",)),
    ("ask_second", ("submitted", "decided"), ("supervisor",)),
    ("second_grade", _ANY, ("supervisor",)),
    ("happened", _ANY, _CASEWORK),
    ("reassess", ("submitted", "decided"), _CASEWORK),
    ("follow", ("draft",), _CASEWORK),
    ("record_outcome", ("submitted", "decided"), _CASEWORK),
    ("lift_warning", ("submitted", "decided"), ("supervisor",)),
    ("draft_letter", ("submitted", "decided"), _CASEWORK),
    ("issue_letter", ("submitted", "decided"), _CASEWORK),
    # the life of the record
    ("disclose", _ANY, _READERS),
    ("access", _ANY, ("supervisor",)),
    ("carry", _ANY, _CASEWORK),
    ("take_in", ("new", *_ANY), _CASEWORK),
    ("restrict", _ANY, ("supervisor",)),
    ("exclude", _ANY, ("supervisor",)),
    ("break_glass", _ANY, _CASEWORK),
    ("note_alert", _ANY, ("supervisor",)),
    ("link", _ANY, ("supervisor",)),
    ("due", ("new",), ("supervisor", "auditor")),
    ("set_retention", _ANY, ("supervisor",)),
    ("hold", _ANY, ("supervisor",)),
    ("ask_erasure", _ANY, ("supervisor",)),
    ("erase", _ANY, ("supervisor",)),
    ("back_up", ("workspace",), ("administrator",)),
    ("manage_users", ("workspace",), ("administrator",)),
    ("edit_pack", ("workspace",), ("administrator",)),
    ("publish", ("workspace",), ("administrator",)),
    ("impact", ("workspace",), ("supervisor", "administrator")),
    ("accept_impact", ("workspace",), ("supervisor", "administrator")),
    # What a case would lose is judged by whoever decides cases; whoever wrote the rules signs none of them.
    ("accept_loss", ("workspace",), ("supervisor",)),
    ("sign_table", ("workspace",), ("supervisor",)),
    ("migrate", ("draft",), _CASEWORK),
    # Reports: without names, and with them, are two permissions.
    ("report", ("workspace",), ("supervisor", "administrator", "auditor")),
    ("report_names", ("workspace",), ("supervisor", "auditor")),
    ("verify", ("workspace",), (*_READERS, "administrator")),
)
_ALLOWED: Final = frozenset(
    (action, state, role) for action, states, roles in TABLE for state in states for role in roles
)
ACTIONS: Final = tuple(dict.fromkeys(action for action, _, _ in TABLE))


def may(action: str, state: str, role: str) -> bool:
    """Whether someone in this role may take this action in this state."""
    return (action, state, role) in _ALLOWED


def role_for(action: str, state: str, roles: tuple[str, ...]) -> str | None:
    """The first of a person's roles in which the action is allowed; None where none is."""
    return next((role for role in roles if may(action, state, role)), None)


def states_for(action: str, role: str) -> tuple[str, ...]:
    """The states in which the role may take the action: what a refusal can say would work."""
    return tuple(state for one, state, whose in sorted(_ALLOWED) if one == action and whose == role)

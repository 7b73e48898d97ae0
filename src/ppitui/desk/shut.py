"""A case that comes from another is shut to the same people, before anybody is named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.roles import may
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def may_keep_shut(desk: Desk, case: Case) -> None:
    """Raises Refused for somebody who could not shut the new case as this one is shut: it would be open to all."""
    life = case.life
    shut = life.only is not None or life.excluded
    if shut and not any(may("restrict", "draft", role) for role in desk.user.roles):
        raise Refused(
            "This is a restricted record: a supervisor opens the case that follows it, shut to the same people."
        )


def keep_shut(desk: Desk, case: Case, other: OpenCase) -> None:
    """Restrict the other case to the people who see this one, and shut it to those who are excluded."""
    reason = f"As case {case.reference}, which it comes from."
    if case.life.only is not None:
        who = sorted({*case.life.only, desk.user.id})
        desk.record(other, "restrict", "restricted", {"who": who, "reason": reason})
    for user in sorted(case.life.excluded):
        desk.record(other, "exclude", "excluded", {"user": user, "reason": reason})

"""What is done to the workspace as a whole, and to no case: one event of its own thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ppitui.core.events import Actor, Draft, touched

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def record_act(
    desk: Desk, action: str, kind: str, payload: Mapping[str, Any], *, seen: int | None = None
) -> None:
    """Record an act that the table allows for the workspace; raises Refused, and Conflict.

    `seen` is the newest event of the thread that the person had before them; by default there is nothing to miss.
    """
    role = desk.allow(action, "workspace")
    with desk.workspace.thread() as log:
        known = len(log.read())
        actor, marks = Actor(desk.user.id, role), touched(kind, payload)
        at = known if seen is None else seen
        log.append(Draft(actor, desk.at(), kind, desk.pack.hash, payload, at, marks))

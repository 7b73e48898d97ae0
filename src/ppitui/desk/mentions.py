"""What becomes of a name that somebody writes with `@` before it: who is told, and who is not and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.facts import did_you_mean
from ppitui.core.mentions import named_in
from ppitui.core.text import visible

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def told(desk: Desk, case: Case, text: str) -> str:
    """Who finds the case first on their list because this text names them, as the end of a sentence."""
    return "".join(_told(desk, case, text))


def _told(desk: Desk, case: Case, text: str) -> Iterator[str]:
    from ppitui.desk.permits import barred  # its rows read how a case is told, which reads this

    known = {one.id: one for one in desk.users().values() if one.active}
    for name in named_in(text):
        user = known.get(name)
        if user is None:
            near = did_you_mean(name, tuple(known))
            yield visible(f" Nobody here is called @{name}{near}")
        elif barred(desk, case, user):
            yield visible(f" {user.name} does not see this case and is not told.")
        elif user.id != desk.user.id:
            yield visible(f" {user.name} finds it first on their list.")

"""A case is not worked on where an answer that should be a date is none: nobody could say what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppitui.core.text import shown
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.core.case import Case
    from ppitui.core.definitions import Pack


def refuse_undated(case: Case, pack: Pack) -> None:
    """Raises Refused, naming the event, where an answer or a fact that `pack` calls a date is none."""
    from ppitui.core.dated import undated_value

    found = undated_value(case, pack.items, pack.rules.facts)
    if found:
        seq, name = found
        raise Refused(
            f"Case {case.reference}: event {seq} is damaged: what it holds as {shown(name)} is not a date."
            " Nothing was changed."
        )

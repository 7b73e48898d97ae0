"""Letters that left before a supervisor decided: each stays to be reviewed afterwards until somebody did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ppitui.core.entries import Issued, Note
from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


def unreviewed(case: Case) -> tuple[Issued, ...]:
    """The letters that left before a decision and were not reviewed since, oldest first."""
    return tuple(one for one in case.letters if one.early and one.review is None)


def _reviewed(case: Case, event: Event) -> Case:
    seq = event.payload["of_seq"]
    review = Note(str(event.payload["text"]), event.actor.id, event.at, event.seq)
    letters = tuple(
        replace(one, review=review) if one.seq == seq and one.early else one for one in case.letters
    )
    return replace(case, letters=letters)


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"issue_reviewed": _reviewed}

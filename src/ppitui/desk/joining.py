"""Two cases that belong together, or one that was about the wrong person: an event on both, and its undoing.

Nothing is copied and nothing is lost: the case that is closed takes no more answers and says which one
goes on; every answer stays where it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ppitui.core.life import CLOSED, KEPT, LINKS
from ppitui.core.text import shown
from ppitui.desk.looking import WORKING
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def join(desk: Desk, reference: str, other: str, how: str, reason: str) -> None:
    """Join two cases. As `duplicate` or `wrong_person` the first is closed and the other goes on.

    Cut short between the two, it is finished by saying it again. Raises Refused where either is shut to
    this person or joined already; WrongCall for what is no way of belonging together.
    """
    if how not in LINKS:
        raise WrongCall(f"Say how they belong together: {', '.join(LINKS)}; not {shown(how)}.")
    if reference == other:
        raise WrongCall("Those are one case.")
    why = plain_words(reason, "A reason")
    parts = (KEPT, KEPT) if how == "same_person" else (CLOSED, KEPT)
    with desk.open(reference, WORKING) as first, desk.open(other, WORKING) as second:
        if second.case.life.merged_into:
            raise Refused(f"{other} was itself joined with {second.case.life.merged_into}.")
        both = ((first, other, parts[0]), (second, reference, parts[1]))
        new = [(opened, of, part) for opened, of, part in both if not _joined(opened, of)]
        if not new:
            raise Refused("They are joined already.")
        for opened, of, part in new:
            payload = {"case": of, "how": how, "part": part, "reason": why}
            desk.record(opened, "link", "linked", payload)


def part_again(desk: Desk, reference: str, other: str, reason: str) -> None:
    """Undo it, on both. Every answer is where it was."""
    why = plain_words(reason, "A reason")
    with desk.open(reference, WORKING) as first, desk.open(other, WORKING) as second:
        joined = [
            (one, of) for one, of in ((first, other), (second, reference)) if _joined(one, of)
        ]
        if not joined:
            raise Refused("They are not joined.")
        for opened, of in joined:
            desk.record(opened, "link", "unlinked", {"case": of, "reason": why})


def _joined(opened: OpenCase, other: str) -> bool:
    return any(one.case == other for one in opened.case.life.links)

"""What a person types for one letter: its boxes, kept in the thread before the letter leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.drafting import place
from ppitui.core.roles import may
from ppitui.core.text import refusal, shown, tidy
from ppitui.errors import Refused, WrongCall
from ppitui.letters.matter import Letter

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

LONGEST_BOX = 600
_USE = "/box LETTER BOX words; of a letter to a person harmed: /box LETTER@PERSON BOX words"


def reader_of(opened: OpenCase, letter: Letter, about: str) -> str:
    """The id of the person harmed whom a letter to one is for; the only one where there is one, else as given."""
    if letter.audience != "victim":
        return ""
    there = [one.id for one in opened.case.harmed]
    return there[0] if not about and len(there) == 1 else about


def kept_boxes(case: Case, letter: Letter, about: str) -> Mapping[str, str]:
    """What was typed for a letter so far; of boxes that the letter still has."""
    draft = case.drafts.get(place(letter.id, about))
    return (
        {name: text for name, text in draft.boxes.items() if name in letter.boxes} if draft else {}
    )


def checked_boxes(letter: Letter, given: Mapping[str, str]) -> dict[str, str]:
    """The boxes as typed. Raises WrongCall for one that the letter has not, or for text that cannot be kept."""
    for name, text in given.items():
        if name not in letter.boxes:
            known = ", ".join(letter.boxes) or "none"
            raise WrongCall(f"The letter {letter.id} has no box {shown(name)}. It has: {known}.")
        why = refusal(text, max_chars=LONGEST_BOX)
        if why:
            raise WrongCall(f"The text of the box {name} {why}.")
    return dict(given)


def wanting(letter: Letter, boxes: Mapping[str, str]) -> list[str]:
    """The boxes that must be filled and are not."""
    return [name for name in letter.must_fill if not boxes.get(name, "").strip()]


def insist_filled(letter: Letter, boxes: Mapping[str, str]) -> None:
    """Raises Refused, naming them, where boxes that must be filled are not."""
    empty = wanting(letter, boxes)
    if not empty:
        return
    why = (
        "goes by the way agreed with its reader" if letter.audience == "victim" else "is not whole"
    )
    raise Refused(f"The letter {letter.id} {why}: fill the boxes {', '.join(empty)}.")


def fill(
    desk: Desk, opened: OpenCase, letter: Letter, about: str, given: Mapping[str, str]
) -> None:
    """Keep what was typed for a letter, in the thread. Raises WrongCall as `checked_boxes`, Refused by the table."""
    boxes = checked_boxes(letter, given)
    if letter.audience == "victim" and about not in {one.id for one in opened.case.harmed}:
        raise WrongCall("A letter to a person harmed is for one person: say for which of them.")
    before = kept_boxes(opened.case, letter, about)
    changed = {
        name: tidy(text) for name, text in boxes.items() if tidy(text) != before.get(name, "")
    }
    if changed:
        payload = {"letter": letter.id, "about": about, "boxes": changed}
        desk.record(opened, "draft_letter", "letter_drafted", payload)


def type_box(desk: Desk, opened: OpenCase, line: str) -> str:
    """Fill the box that the line names (`LETTER BOX words`); what was done, and what still stops the letter.

    Raises WrongCall for a call that is not of that form, Refused where the letter may not leave.
    """
    from ppitui.desk.previewing import preview_of, stops

    if not any(may("draft_letter", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "draft_letter", "refused", {"action": "draft_letter"})
    parts = tidy(line).split(" ", 2)
    if len(parts) < 2:
        raise WrongCall(f"Say {_USE}.")
    name, _, about = parts[0].partition("@")
    seen = preview_of(desk, opened, name.lower(), about)
    fill(desk, opened, seen.letter, seen.about, {parts[1].lower(): parts[2] if parts[2:] else ""})
    after = preview_of(desk, opened, name.lower(), about)
    return " ".join([f"Kept: the box {parts[1].lower()} of {seen.letter.id}.", *stops(after)])

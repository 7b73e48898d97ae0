"""`/letter`: the letters that may leave, one of them as it would leave, or saved to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.text import tidy

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def letter(desk: Desk, opened: OpenCase, line: str) -> list[str]:
    """The lines of `/letter`, `/letter NAME` (a letter's id, or its route) and `/letter NAME FILE`.

    Raises as `desk.posting` does: WrongCall for a name that no letter has, Refused where it may not leave.
    """
    from ppitui.desk import posting  # brings the templates, which few lines want

    name, _, file = tidy(line).partition(" ")
    if not name:
        found = posting.available(desk, opened)
        lines = [f"{one.id}: {one.title} [{one.audience}]" for one in found]
        return lines or [
            "No letter can be issued yet: its route is not approved, or has no letter here."
        ]
    if not file:
        text = posting.preview(desk, opened, name).splitlines()
        return [
            *text,
            "",
            f"/letter {name} FILE saves it; FILE ends in .pdf, .docx, .html, .txt or .md.",
        ]
    path = posting.issue(desk, opened, name, Path(file).expanduser())
    return [f"Saved as {path}, and recorded in the thread."]


def letter_names(desk: Desk, opened: OpenCase) -> list[str]:
    """The ids of the letters that may leave now."""
    from ppitui.desk import posting

    return [one.id for one in posting.available(desk, opened)]

"""The force's own files over the shipped ones: those that were published, and over them any put there by hand.

`published/<hash>/` holds the files of a published overlay, and the file `published/in-force` says which: one small file
is replaced at once, so nobody ever meets half of one pack and half of another.
"""

from __future__ import annotations

import re
from pathlib import Path

from ppitui.errors import WrongCall

PUBLISHED, IN_FORCE = "published", "in-force"
DRAFT = "draft"  # what an administrator is changing; no pack is read from it
_NAME = re.compile(r"[0-9a-f]{64}\n?\Z")


def layers(workspace: Path) -> list[Path]:
    """The folders to lay over the shipped files, lowest first. Raises WrongCall where what was published is gone."""
    pointer = workspace / PUBLISHED / IN_FORCE
    if not pointer.is_file():
        return [workspace]
    try:
        name = pointer.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        name = ""
    folder = workspace / PUBLISHED / name.strip()
    if not _NAME.match(name) or not folder.is_dir():
        raise WrongCall(
            f"The definitions that were published are not there: {pointer} names none. Restore it from a backup."
        )
    return [folder, workspace]

"""On which definitions a case is: where they came from, and whether they are those in force. In words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.desk.packs import files_of
from ppitui.pack.files import pack_hash

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

SHORT = 19  # how much of a hash is told: `sha256:` and twelve of it


def pinned(desk: Desk, opened: OpenCase) -> dict[str, object]:
    """The hash of the definitions of a case, where they came from, and whether new cases begin under them too."""
    digest = opened.pack.hash
    return {
        "pack": digest,
        "from": _origin(desk, digest),
        "in_force": digest == desk.pack.hash,
    }


def _origin(desk: Desk, digest: str) -> str:
    with desk.workspace.thread() as log:
        found = [
            event.at[:10]
            for event in log.read()
            if event.kind == "pack_published" and event.payload.get("after") == digest
        ]
    if found:
        return f"published on {day_words(date.fromisoformat(found[-1]))}"
    if digest == pack_hash(files_of()):
        return "shipped with this ppitui"
    return "not published here, so shipped with another version of ppitui"


def pinned_line(desk: Desk, opened: OpenCase) -> str:
    """The same as one line."""
    told = pinned(desk, opened)
    now = (
        "in force now"
        if told["in_force"]
        else f"not in force any more: new cases begin on {desk.pack.hash[:SHORT]}"
    )
    return f"On the definitions {opened.pack.hash[:SHORT]}, {told['from']}; {now}."

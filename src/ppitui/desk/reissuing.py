"""A letter that left before, and leaves again: what is different, and why it goes again."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ppitui.core.case import Case
from ppitui.core.entries import Issued
from ppitui.core.text import visible
from ppitui.desk.clock import in_london
from ppitui.letters.formats import plain
from ppitui.letters.matter import Letter


def last_issued(case: Case, letter: Letter, about: str) -> Issued | None:
    """The newest letter of this kind, for the same reader, that left."""
    same = (one for one in case.letters if one.letter == letter.id and one.about in ("", about))
    return max(same, key=lambda one: one.seq, default=None)


def differs(before: Issued | None, text: str) -> bool:
    """Whether a letter says something else than the one before; where that cannot be told, it may."""
    return before is not None and before.text != text


def difference(before: Issued, text: str) -> Iterator[str]:
    """What was taken out (-) and what is new (+), line by line; safe to show."""
    day = in_london(before.at)
    yield visible(
        f"It left before, on {day:%d/%m/%Y} at {day:%H:%M}, to {before.to or 'not recorded'}."
    )
    if not before.text:
        yield "What it said then was not kept by that version of ppitui: compare it with the copy that you hold."
        return
    old, new = _words(before.text), _words(text)
    changed = [
        line
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if line[:3] not in ("---", "+++") and line[:2] != "@@"
    ]
    if not changed:
        yield "It says the same now."
        return
    yield "What is different (- then, + now):"
    for line in changed:
        yield visible(f"  {line[:1]} {line[1:]}")


def _words(text: str) -> list[str]:
    return [line for line in plain(text).split("\n") if line.strip()]

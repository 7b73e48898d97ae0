"""Somebody named in a note or a question (`@ash`): who, and until when that waits for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ppitui.core.events import Event

# Not within a word: neither an address of e-mail nor `threats@A`, which says whom an answer is about.
_NAMED = re.compile(r"(?<![\w@.])@([a-z](?:[a-z0-9._-]{0,38}[a-z0-9])?)(?!@)")
_TEXT = {
    "note_added": "text",
    "asked": "text",
    "ask_answered": "text",
    "handed_over": "text",
    "assigned": "text",
    "todo_added": "text",
    "returned": "reason",
}


def named_in(text: str) -> tuple[str, ...]:
    """The names that a text says with `@` before them, each once."""
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def named(events: Iterable[Event], did: Callable[[Event], bool]) -> frozenset[str]:
    """Who was named on a case and did nothing there since; `did` says which events are doing something."""
    waits: set[str] = set()
    for event in events:
        if did(event):
            waits.discard(event.actor.id)
        waits |= {
            one
            for one in named_in(str(event.payload.get(_TEXT.get(event.kind, ""), "")))
            if one != event.actor.id
        }
    return frozenset(waits)

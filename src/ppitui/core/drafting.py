"""Letters that are being written: what a person typed for one, kept until it leaves and after.

What is typed stands in the thread, so that a supervisor reads the very letter that the writer sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was typed for one letter: the newest words of each box, and who typed last."""

    letter: str
    about: str
    boxes: Mapping[str, str]
    actor: str
    at: str
    seq: int


def place(letter: str, about: str) -> str:
    """The name under which the draft of a letter about somebody is kept."""
    return f"{letter}@{about}"


def _drafted(case: Case, event: Event) -> Case:
    letter, about = str(event.payload["letter"]), str(event.payload["about"])
    key = place(letter, about)
    before = case.drafts.get(key)
    typed = {str(name): str(text) for name, text in event.payload["boxes"].items()}
    boxes = {**(before.boxes if before else {}), **typed}
    one = Drafted(letter, about, boxes, event.actor.id, event.at, event.seq)
    return replace(case, drafts={**case.drafts, key: one})


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"letter_drafted": _drafted}

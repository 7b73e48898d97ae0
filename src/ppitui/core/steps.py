"""A case seen through its journey: each question about each person, whether it is asked and answered, and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ppitui.core.case import slot
from ppitui.core.definitions import Item
from ppitui.core.entries import Given
from ppitui.core.facts import Facts

StepState = Literal["answered", "to_confirm", "unanswered", "not_asked", "waiting"]


@dataclass(frozen=True, slots=True)
class Step:
    """One question about one person: whether it is asked, and whether it is answered.

    not_asked: its gate is a known no. waiting: its gate is not known yet.
    """

    item: Item
    about: str
    state: StepState
    given: Given | None

    @property
    def key(self) -> str:
        """The name of this step, the same as its answer's."""
        return slot(self.item.key, self.about)

    @property
    def is_due(self) -> bool:
        """Whether it still wants an answer."""
        return self.state in ("unanswered", "to_confirm")


@dataclass(frozen=True, slots=True)
class Survey:
    """A case seen through its journey: every step in order, and the facts that they settle."""

    steps: tuple[Step, ...]
    facts: Facts
    sources: Mapping[tuple[str, str], str]

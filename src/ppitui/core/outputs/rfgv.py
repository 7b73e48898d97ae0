"""RFGV: recency, frequency, gravity and victims, four numbers from 0 to 100.

The score is the plain mean, halves upwards: the only simple weighting that gives all ten rows that Durham's slides on
Multi-Agency Tasking and Coordination publish (docs/SOURCES.md, S2). How a force turns its records into the four
numbers is published nowhere, so the numbers are taken as they come and never worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppitui.core.values import Range

PARTS = ("recency", "frequency", "gravity", "victims")
Part = int | Range | None
_LEAST, _MOST = 0, 100


@dataclass(frozen=True, slots=True)
class Rfgv:
    """The four components and the score that they give: one number, or from `low` to `high`."""

    parts: tuple[Part, Part, Part, Part]
    low: int
    high: int

    @property
    def missing(self) -> tuple[str, ...]:
        """The components that are not known, or known only within bounds."""
        return tuple(
            name for name, part in zip(PARTS, self.parts, strict=True) if not isinstance(part, int)
        )


def score(parts: Sequence[int]) -> int:
    """The score of four known components: whole numbers only, so that no half is ever rounded to even."""
    recency, frequency, gravity, victims = parts
    return (recency + frequency + gravity + victims + 2) // 4


def rfgv(parts: Sequence[Part]) -> Rfgv:
    """The score as far as it is known; a component that is not known may be anything from 0 to 100."""
    bounds = [_bounds(part) for part in parts]
    low = score([least for least, _ in bounds])
    high = score([most for _, most in bounds])
    recency, frequency, gravity, victims = parts
    return Rfgv((recency, frequency, gravity, victims), low, high)


def _bounds(part: Part) -> tuple[int, int]:
    if part is None:
        return _LEAST, _MOST
    if isinstance(part, Range):
        return max(_LEAST, part.low), min(_MOST, part.high)
    return part, part


def rank(parts: Sequence[int]) -> tuple[int, int, int, int]:
    """What nominations are sorted by, highest first: the mean before rounding, then gravity, victims, recency."""
    recency, frequency, gravity, victims = parts
    return recency + frequency + gravity + victims, gravity, victims, recency

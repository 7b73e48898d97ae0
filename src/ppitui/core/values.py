"""What a fact may read: a value, nothing, a part of the truth, or not known.

- `None` is *not known*; why is kept beside it (`Reason`). It never counts as no or as zero. -
`NOTHING` is *none*: looked for and not there, or nobody harmed. Every comparison with it is false.
- `PartialSet` is a set of which some members are settled and some are not. - `Range` is a number of
which only the bounds are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias


class Nothing(Enum):
    """The one value that says: looked for, nothing there."""

    NOTHING = "none"


NOTHING = Nothing.NOTHING


@dataclass(frozen=True, slots=True)
class PartialSet:
    """A set: `sure` are in, `maybe` (a superset of `sure`) are in or could be, the rest are out."""

    sure: frozenset[str]
    maybe: frozenset[str]


@dataclass(frozen=True, slots=True)
class Range:
    """A number from `low` to `high`, both included; `nothing`: it may also read none."""

    low: int
    high: int
    nothing: bool = False


Value: TypeAlias = (
    bool | int | str | frozenset[str] | tuple[int, ...] | PartialSet | Range | Nothing | None
)
Truth: TypeAlias = bool | None
Reason = Literal["not_asked", "not_known", "declined"]


def is_open(value: Value) -> bool:
    """Whether anything about this value is still not known."""
    return value is None or isinstance(value, (PartialSet, Range))

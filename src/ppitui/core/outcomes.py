"""What became of a case: measures before, at and after the assessment. What is not known is never nought.

A change is told only where both ends are known, and never without the warning that stands in the pack beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case

Window = Literal["before", "at", "after"]
WINDOWS: Final[tuple[Window, ...]] = ("before", "at", "after")
NOT_KNOWN: Final = "not_known"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted or answered yes or no, in the windows in which it makes sense."""

    id: str
    says: str
    kind: Literal["number", "yes_no"]
    source: str
    windows: tuple[Window, ...] = WINDOWS


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a pack, how long each window is (a policy setting), and the warning beside every comparison."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    months: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One value of one measure in one window: a number, yes or no, or not known."""

    measure: str
    window: Window
    value: int | bool | None
    text: str
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Line:
    """One measure with what was recorded of it in each window; a window that is not there was not recorded."""

    measure: Measure
    values: Mapping[Window, Recorded]

    @property
    def change(self) -> str:
        """What became of it from before to after, in a word; empty where either is not known or not recorded."""
        first, last = self.values.get("before"), self.values.get("after")
        if first is None or last is None or first.value is None or last.value is None:
            return ""
        if self.measure.kind == "yes_no":
            return "as before" if first.value == last.value else "changed"
        if first.value == last.value:
            return "as before"
        return "rose" if last.value > first.value else "fell"


def value_words(value: object) -> str:
    """A recorded value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else "not known"


def lines(case: Case, measures: Measures) -> Iterator[Line]:
    """Every measure with the newest value of each window."""
    for one in measures.measures.values():
        values: dict[Window, Recorded] = {}
        for found in case.outcomes:
            if found.measure == one.id:
                values[found.window] = found
        yield Line(one, values)


def _recorded(case: Case, event: Event) -> Case:
    payload = event.payload
    window: Window = next(one for one in WINDOWS if one == payload["window"])
    raw = payload["value"]
    value = raw if isinstance(raw, (bool, int)) else None
    one = Recorded(
        str(payload["measure"]),
        window,
        value,
        str(payload.get("text", "")),
        event.actor.id,
        event.at,
        event.seq,
    )
    return replace(case, outcomes=(*case.outcomes, one))


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"outcome_recorded": _recorded}

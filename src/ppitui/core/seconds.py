"""A second grade, given blind: who was asked for one, what they gave beside which first grade, or that they declined.

It changes nothing of the case. It says how far two people who judge the same evidence agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Second:
    """One request. `grades` and `first` are by person harmed, empty until the grade is given; `at` is when it was."""

    who: str
    asked_by: str
    seq: int
    grades: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    at: str = ""
    declined: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is neither given nor declined."""
        return not self.grades and not self.declined


def awaited(case: Case, user: str) -> Second | None:
    """The second grade that this person was asked for and has not given; None where there is none."""
    return next((one for one in case.seconds if one.who == user and one.waits), None)


def graders_awaited(case: Case) -> list[str]:
    """Who was asked for a second grade and has not given it."""
    return sorted({one.who for one in case.seconds if one.waits})


def _asked(case: Case, event: Event) -> Case:
    one = Second(str(event.payload["who"]), event.actor.id, event.seq)
    return replace(case, seconds=(*case.seconds, one))


def _graded(case: Case, event: Event) -> Case:
    said = event.payload
    grades, first, text = said["grades"], said["first"], str(said["text"])
    return _done(case, event, {"grades": grades, "first": first, "text": text, "at": event.at})


def _declined(case: Case, event: Event) -> Case:
    return _done(
        case, event, {"declined": True, "text": str(event.payload["text"]), "at": event.at}
    )


def _done(case: Case, event: Event, change: Mapping[str, object]) -> Case:
    """Only whoever was asked can give it, and once."""
    seq = event.payload["of_seq"]
    seconds = tuple(
        replace(one, **change)  # type: ignore[arg-type]  # fields of Second, by name
        if one.seq == seq and one.who == event.actor.id and one.waits
        else one
        for one in case.seconds
    )
    return replace(case, seconds=seconds)


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {
    "second_asked": _asked,
    "second_graded": _graded,
    "second_declined": _declined,
}

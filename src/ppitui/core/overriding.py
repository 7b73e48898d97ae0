"""An override stands beside the recommendation and never edits it; some have no effect until a second person signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ppitui.core.entries import Note
from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case

DIRECTIONS: Final = ("raise", "lower")
PUT_FORWARD: Final = ("recommend", "consider")


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor's override of one route: which way, for which reason, and who signed it as well.

    `over` is the status that the rules gave; `second` says that somebody else must sign before it counts.
    """

    route: str
    direction: str
    over: str
    code: str
    text: str
    second: bool
    actor: str
    at: str
    seq: int
    signed: Note | None = None

    @property
    def counts(self) -> bool:
        """Whether it has an effect."""
        return not self.second or self.signed is not None


def wants_second(route: str, direction: str, over: str, grades: Iterable[object]) -> bool:
    """Whether a second supervisor must sign (design: what is decided, and by whom).

    Taking MARAC (Multi-Agency Risk Assessment Conference) from a high grade, and lifting what the rules hold, do. So
    does lifting what they rule out, which is ours: it undoes more than a hold does. A grade that is not known is not
    taken for a lower one.
    """
    if direction == "lower":
        return route == "MARAC" and any(grade in ("high", None) for grade in grades)
    return over in ("held", "excluded")


def raised(case: Case) -> frozenset[str]:
    """The routes that a supervisor put forward although the rules do not, where that counts."""
    return _in_force(case, "raise")


def lowered(case: Case) -> frozenset[str]:
    """The routes that a supervisor took from those put forward, where that counts."""
    return _in_force(case, "lower")


def _in_force(case: Case, direction: str) -> frozenset[str]:
    found = case.overrides.values()
    return frozenset(one.route for one in found if one.counts and one.direction == direction)


def unsigned(case: Case) -> tuple[Override, ...]:
    """The overrides that wait for a second supervisor."""
    return tuple(one for one in case.overrides.values() if not one.counts)


def _overridden(case: Case, event: Event) -> Case:
    payload = event.payload
    one = Override(
        route=str(payload["route"]),
        direction=str(payload["direction"]),
        over=str(payload["over"]),
        code=str(payload["code"]),
        text=str(payload["text"]),
        second=payload["second"] is not False,
        actor=event.actor.id,
        at=event.at,
        seq=event.seq,
    )
    return replace(case, overrides={**case.overrides, one.route: one})


def _countersigned(case: Case, event: Event) -> Case:
    seq = event.payload["of_seq"]
    one = next((each for each in case.overrides.values() if each.seq == seq), None)
    if one is None or one.actor == event.actor.id:  # nobody is their own second person
        return case
    signed = Note(str(event.payload["text"]), event.actor.id, event.at, event.seq)
    return replace(case, overrides={**case.overrides, one.route: replace(one, signed=signed)})


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {
    "overridden": _overridden,
    "countersigned": _countersigned,
}

"""What is recorded when it happens, for the clocks: a notice served, an order made, a first workshop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Happened:
    """Something happened: what (a name of the pack), when (a moment in UTC, or a day), and words."""

    what: str
    when: str
    text: str
    actor: str
    seq: int


def _happened(case: Case, event: Event) -> Case:
    payload = event.payload
    one = Happened(
        str(payload["what"]),
        str(payload["when"]),
        str(payload.get("text", "")),
        event.actor.id,
        event.seq,
    )
    return replace(case, happened=(*case.happened, one))


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"happened": _happened}

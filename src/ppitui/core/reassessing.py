"""Assessing again: the reasons for it as data, and how the earlier case and the later one name each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Trigger:
    """A reason to assess again. `option` is the answer that it gives to the question why."""

    id: str
    says: str
    option: str
    source: str


@dataclass(frozen=True, slots=True)
class Reassess:
    """The reasons of a pack, the journey that is begun, and the questions that the command answers by itself."""

    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    journey: str = ""
    why: str = ""
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class Reassessment:
    """That a case was assessed again. `way` says where the other case stands: later than this one, or earlier."""

    case: str
    way: Literal["later", "earlier"]
    trigger: str
    text: str
    actor: str
    at: str
    seq: int


def _linked(case: Case, event: Event) -> Case:
    payload = event.payload
    one = Reassessment(
        str(payload["case"]),
        "later" if event.kind == "reassessed" else "earlier",
        str(payload["trigger"]),
        str(payload.get("text", "")),
        event.actor.id,
        event.at,
        event.seq,
    )
    return replace(case, reassessments=(*case.reassessments, one))


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"reassessed": _linked, "follows": _linked}

"""What became of a referral: sent, accepted, begun, completed; each move with who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of a referral. `code` is the reason of two levels, where one was given."""

    route: str
    to: str
    code: str
    text: str
    actor: str
    at: str
    seq: int


def moved(case: Case, event: Event, route: str, to: str) -> Case:
    """The case after one more move of a referral."""
    payload = event.payload
    code, text = str(payload.get("code", "")), str(payload.get("text", ""))
    one = Moved(route, to, code, text, event.actor.id, event.at, event.seq)
    return replace(case, referrals={**case.referrals, route: (*case.referrals.get(route, ()), one)})


def _moved(case: Case, event: Event) -> Case:
    return moved(case, event, str(event.payload["route"]), str(event.payload["to"]))


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"referral_moved": _moved}

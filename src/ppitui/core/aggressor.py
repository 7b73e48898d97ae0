"""Who mainly causes the harm between two people: a supervisor's decision, with a reason, about each pair.

The fact `primary_aggressor_decided` releases what treats the person assessed as the one who harms. So it is settled to
yes only where the decision names the person assessed; where it names the other, everything held stays held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case

FACT: Final = "primary_aggressor_decided"
SOURCE: Final = "a supervisor's decision"


@dataclass(frozen=True, slots=True)
class Roles:
    """The decision about one pair: `who` is `assessed`, or the id of the person harmed; `mirror` the other's case."""

    about: str
    who: str
    reason: str
    mirror: str
    actor: str
    at: str
    seq: int

    @property
    def releases(self) -> bool:
        """Whether what was held over the roles may go on."""
        return self.who == "assessed"


def _decided(case: Case, event: Event) -> Case:
    payload = event.payload
    about = str(payload["about"])
    roles = Roles(
        about,
        str(payload["who"]),
        str(payload["reason"]),
        str(payload.get("mirror", "")),
        event.actor.id,
        event.at,
        event.seq,
    )
    fallen = set(payload.get("voids", ()))
    handed_in = case.submission
    return replace(
        case,
        roles={**case.roles, about: roles},
        links=(*case.links, roles.mirror) if roles.mirror else case.links,
        submission=replace(handed_in, result=payload["result"]) if handed_in else None,
        decisions={name: one for name, one in case.decisions.items() if name not in fallen},
        fallen=(
            *case.fallen,
            *(case.decisions[one] for one in sorted(fallen & set(case.decisions))),
        ),
        overrides={name: one for name, one in case.overrides.items() if name not in fallen},
    )


def _linked(case: Case, event: Event) -> Case:
    """The other party's case: who decided it there decided it here, the other way round."""
    payload = event.payload
    linked = replace(case, links=(*case.links, str(payload["to"])))
    if "about" not in payload:
        return linked
    about, who = str(payload["about"]), str(payload["who"])
    reason, there = str(payload["reason"]), str(payload["to"])
    roles = Roles(about, who, reason, there, event.actor.id, event.at, event.seq)
    return replace(linked, roles={**case.roles, about: roles})


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {
    "aggressor_decided": _decided,
    "mirrored": _linked,
}

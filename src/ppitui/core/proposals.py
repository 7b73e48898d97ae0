"""A draft of the definitions on its way into force: who proposed it, who accepted what it changes, what it waits for.

Two people put a draft in force, and neither alone: one proposes, another publishes. What it would change is accepted by
somebody else than its author, and each case that would lose protection by two supervisors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ppitui.core.events import Event

LOSS_NEEDS = 2  # people, for each case that would lose MARAC, safeguarding or support


@dataclass(frozen=True, slots=True)
class Accepted:
    """Somebody accepted what a draft changes; `digest` is the hash of what they saw."""

    who: str
    at: str
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that somebody put forward. `dropped` are the promises that it takes out on purpose.

    `tests` pins the author's tests that it changes; empty where it changes none.
    """

    author: str
    at: str
    before: str
    after: str
    reason: str
    dropped: tuple[str, ...] = ()
    unproved: bool = False
    accepted: tuple[Accepted, ...] = ()
    losses: Mapping[str, tuple[Accepted, ...]] = field(default_factory=dict)
    tests: str = ""

    def waits_for(self, changed: int, digest: str, losses: Mapping[str, str]) -> Iterator[str]:
        """What still stands against publishing, in words; nothing where nothing does.

        `changed` is how many cases would change, `digest` the hash of all of it, `losses` the hash of what each
        case would lose. An acceptance of something else counts for nothing.
        """
        if changed and not any(one.digest == digest for one in self.accepted):
            again = ", which is no longer what was accepted" if self.accepted else ""
            yield f"somebody other than {self.author} accepts what it changes{again}"
        for case, lost in losses.items():
            people = {one.who for one in self.losses.get(case, ()) if one.digest == lost}
            left = LOSS_NEEDS - len(people)
            if left > 0:
                many = "a second supervisor" if people else f"{LOSS_NEEDS} supervisors"
                yield f"{many} for case {case}, which would lose protection"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A proposal that was taken back: by whom, when and why."""

    proposal: Proposal
    who: str
    at: str
    reason: str


def proposals(events: Iterable[Event]) -> dict[str, Proposal]:
    """The drafts that stand proposed, by hash, from the thread of the workspace.

    One that was published or withdrawn is none any more.
    """
    return _read(events)[0]


def withdrawn(events: Iterable[Event]) -> list[Withdrawn]:
    """What was taken back since definitions last came into force, oldest first."""
    return _read(events)[1]


def _read(events: Iterable[Event]) -> tuple[dict[str, Proposal], list[Withdrawn]]:
    found: dict[str, Proposal] = {}
    gone: list[Withdrawn] = []
    for event in events:
        said = event.payload
        if event.kind == "pack_published":
            found.clear()  # what was weighed against other definitions is weighed again
            gone.clear()
        elif event.kind == "proposal_withdrawn" and said["after"] in found:
            proposal = found.pop(said["after"])
            gone.append(Withdrawn(proposal, event.actor.id, event.at, said["reason"]))
        elif event.kind == "pack_proposed":
            found[said["after"]] = Proposal(
                event.actor.id,
                event.at,
                said["before"],
                said["after"],
                said["reason"],
                tuple(said.get("dropped", ())),
                said.get("unproved") is True,
                tests=str(said.get("tests", "")),
            )
        elif event.kind in ("impact_accepted", "loss_accepted") and said["after"] in found:
            found[said["after"]] = _accepted(found[said["after"]], event)
    return found, gone


def _accepted(proposal: Proposal, event: Event) -> Proposal:
    said = event.payload
    one = Accepted(event.actor.id, event.at, said["digest"], said["reason"])
    if event.kind == "impact_accepted":
        return replace(proposal, accepted=(*proposal.accepted, one))
    case = str(said["case"])
    losses = {**proposal.losses, case: (*proposal.losses.get(case, ()), one)}
    return replace(proposal, losses=losses)

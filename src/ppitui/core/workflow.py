"""The states of an assessment and of a route, as data: status is computed from the thread and never set.

`faults` says which state cannot be reached or left; `picture` draws a machine. A test walks threads and holds every
step of the fold against these moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Move:
    """From one state to another, by which kind of event; `by` says it in words."""

    start: str
    event: str
    to: str
    by: str


@dataclass(frozen=True, slots=True)
class Machine:
    """States, the first, those in which it may rest for good, and the moves."""

    id: str
    title: str
    first: str
    ends: frozenset[str]
    moves: tuple[Move, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the moves name them."""
        named = [self.first]
        for move in self.moves:
            named += [move.start, move.to]
        return tuple(dict.fromkeys(named))

    def after(self, state: str, event: str) -> frozenset[str]:
        """Where an event of this kind may lead; nowhere else than here where no move says so."""
        return frozenset(m.to for m in self.moves if (m.start, m.event) == (state, event))


_OPEN: Final = ("draft", "returned", "submitted", "decided")


def _side(
    state: str, into: tuple[str, str], out: tuple[str, str], states: tuple[str, ...]
) -> Iterator[Move]:
    """A state beside others: from each of them into it, and out of it to where it was. (event, in words) each way."""
    for one in states:
        yield Move(one, into[0], state, into[1])
        yield Move(state, out[0], one, out[1])


ASSESSMENT: Final = Machine(
    "assessment",
    "The assessment",
    "draft",
    frozenset({"decided", "withdrawn", "superseded"}),
    (
        Move("draft", "submitted", "submitted", "handed in by its author"),
        Move("returned", "submitted", "submitted", "handed in again"),
        Move("submitted", "returned", "returned", "returned by a supervisor"),
        Move("decided", "returned", "returned", "returned by a supervisor"),
        Move("submitted", "decided", "decided", "the last proposed route decided"),
        Move("submitted", "signed_off", "decided", "signed off"),
        Move("submitted", "overridden", "decided", "the last open route taken back"),
        Move("submitted", "countersigned", "decided", "the last open route taken back"),
        Move("submitted", "aggressor_decided", "decided", "what was left waits no longer"),
        Move("decided", "overridden", "submitted", "another route put forward"),
        Move("decided", "countersigned", "submitted", "another route put forward"),
        Move("decided", "aggressor_decided", "submitted", "a signature fell, or more is proposed"),
        *_side("paused", ("paused", "paused until a day"), ("resumed", "taken up again"), _OPEN),
        *_side("withdrawn", ("withdrawn", "withdrawn"), ("reopened", "reopened"), _OPEN),
        Move("paused", "withdrawn", "withdrawn", "withdrawn"),
        *_side(
            "superseded",
            ("linked", "closed for another case"),
            ("unlinked", "two cases again"),
            (*_OPEN, "paused", "withdrawn"),
        ),
    ),
)

# What becomes of a referral once it left; `sent` is also what issuing its letter makes it.
SENT: Final = "sent"
_REFERRAL: Final = (
    ("waits", "sent", "sent before a decision, where that may be"),
    ("approved", "sent", "the letter left, or it was sent another way"),
    ("sent", "accepted", "the provider accepts"),
    ("sent", "declined_by_provider", "the provider declines"),
    ("sent", "withdrawn", "withdrawn"),
    ("accepted", "active", "the work began"),
    ("accepted", "withdrawn", "withdrawn"),
    ("accepted", "on_hold", "on hold before it began"),
    ("active", "completed", "the work is done"),
    ("active", "breached", "terms were broken"),
    ("active", "withdrawn", "withdrawn"),
    ("declined_by_provider", "sent", "sent elsewhere"),
    ("breached", "active", "begun again"),
    ("breached", "withdrawn", "withdrawn"),
    ("active", "on_hold", "on hold"),
    ("on_hold", "active", "goes on"),
    ("on_hold", "withdrawn", "withdrawn"),
    ("sent", "expired", "no answer came in time"),
    ("expired", "sent", "sent again"),
)

ROUTE: Final = Machine(
    "route",
    "A route",
    "waits",
    frozenset(
        {"declined", "taken_back", "completed", "withdrawn", "declined_by_provider", "expired"}
    ),
    (
        Move("waits", "decided", "approved", "approved by a supervisor"),
        Move("waits", "decided", "declined", "declined by a supervisor"),
        Move("approved", "decided", "declined", "declined after all"),
        Move("declined", "decided", "approved", "approved after all"),
        Move("waits", "overridden", "taken_back", "lowered by a supervisor"),
        Move("waits", "countersigned", "taken_back", "lowered, and counter-signed"),
        Move("taken_back", "overridden", "waits", "raised again"),
        *(Move("approved", kind, "waits", "the signature falls") for kind in ("returned",)),
        Move("declined", "returned", "waits", "the signature falls"),
        Move("taken_back", "returned", "waits", "the override falls"),
        Move("waits", "letter_issued", "sent", "a letter that may go before a decision left"),
        Move("approved", "letter_issued", "sent", "its letter left"),
        *(Move(start, "referral_moved", to, by) for start, to, by in _REFERRAL),
    ),
)
MACHINES: Final = (ASSESSMENT, ROUTE)


def assessment_status(case: Case) -> str:
    """The state of an assessment: that of the case, whether a draft was returned, and what set it aside."""
    if case.life.merged_into:
        return "superseded"
    if case.aside:
        return case.aside.kind
    return "returned" if case.state == "draft" and case.returned else case.state


def route_status(case: Case, route: str) -> str:
    """The state of a route of a case: what became of the referral, else what was decided, else that it waits."""
    from ppitui.core.overriding import lowered

    moves = case.referrals.get(route, ())
    if moves:
        return moves[-1].to
    decision = case.decisions.get(route)
    if decision is not None:
        return "approved" if decision.decision == "approve" else "declined"
    return "taken_back" if route in lowered(case) else "waits"


def may_move(case: Case, route: str, to: str) -> bool:
    """Whether a referral may go on to this state now."""
    return to in ROUTE.after(route_status(case, route), "referral_moved")


def faults(machine: Machine) -> Iterator[str]:
    """Each state that nothing leads to, and each that nothing leads out of though it is no end."""
    reached = {machine.first}
    while more := {move.to for move in machine.moves if move.start in reached} - reached:
        reached |= more
    left = {move.start for move in machine.moves}
    for state in machine.states:
        if state not in reached:
            yield f"{machine.id}: nothing leads to {state}"
        if state not in left and state not in machine.ends:
            yield f"{machine.id}: nothing leads out of {state}"


def picture(machine: Machine) -> Iterator[str]:
    """The machine as a Mermaid state diagram, a line at a time."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.first}"
    for move in machine.moves:
        yield f"    {move.start} --> {move.to}: {move.by}"
    for state in machine.states:
        if state in machine.ends:
            yield f"    {state} --> [*]"


def page() -> str:
    """The page of the documents that shows every machine."""
    lines = [
        "# What state it is in",
        "",
        "Made from `src/ppitui/core/workflow.py` by `scripts/workflow.py`: change it there. A status is",
        "computed from the thread and never set.",
    ]
    for machine in MACHINES:
        lines += ["", f"## {machine.title}", "", "```mermaid", *picture(machine), "```"]
    return "\n".join(lines) + "\n"

"""One case carried to another machine, worked on there, and brought back as one thread.

What comes back is held against what is here. Lines that are here already are passed over; new ones are
added in their order; where both sides went on with the same case, both are shown and nothing is merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ppitui.core.acts import ACTION_OF, BESIDE
from ppitui.core.aside import stopped
from ppitui.core.case import Case, UnknownEvent, fold, step
from ppitui.core.events import Draft, Event, touched
from ppitui.core.roles import may
from ppitui.core.text import shown
from ppitui.desk.looking import WORKING
from ppitui.desk.newfile import write_new
from ppitui.desk.packs import kept_pack
from ppitui.desk.users import User
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.keys import STANDARD, Cost

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_NONE = "That bundle holds no case that this version understands"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a bundle: which case, how many events were new, and whether the case itself was."""

    case: str
    events: int
    new: bool


def carry(
    desk: Desk, opened: OpenCase, path: Path, passphrase: str, to: str, *, cost: Cost = STANDARD
) -> None:
    """Write the case into a new encrypted file, and log who gets it. Raises WrongCall for a weak passphrase."""
    from ppitui.store.bundle import closed
    from ppitui.store.keys import fit

    fit(passphrase)
    if not to.strip():
        raise WrongCall("Say who gets it, as it is logged: --to NAME")
    desk.record(opened, "carry", "disclosed", {"what": "bundle", "to": to})
    packs = sorted({event.pack for event in opened.events})
    data = {
        "workspace": desk.workspace.vault.id,
        "case": opened.case.reference,
        "events": [event.to_json() for event in opened.events],
        "packs": {one: desk.workspace.pack(one) for one in packs},
    }
    write_new(path, closed(data, passphrase, cost))


def take_in(desk: Desk, raw: bytes, passphrase: str) -> Taken:
    """Take in a case, or what was added to one that is here.

    Raises Refused where a line is by somebody who may not have written it, where the case was erased
    here or is another of the same reference; Conflict, naming both sides, where both went on with it.
    """
    from ppitui.store.bundle import opened as bundle

    data = bundle(raw, passphrase)
    try:
        reference = str(data["case"])
        theirs = [Event.from_json(one) for one in data["events"]]
        packs = {str(name): dict(files) for name, files in data["packs"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WrongCall(_NONE) from None
    if not theirs or any(
        (one.seq, one.case) != (at, reference) for at, one in enumerate(theirs, 1)
    ):
        raise WrongCall(_NONE)
    path = desk.workspace.path(reference)
    desk.allow("take_in", "new")
    if reference in desk.presence.erased:
        raise Refused(f"Case {reference} was erased here. Nothing was taken in.")
    for name, files in packs.items():
        kept_pack(files, name)  # what it is not, its hash does not say
        desk.workspace.keep_pack(name, files)
    digest = hashlib.sha256(raw).hexdigest()
    if not path.exists():
        _judged(Case(), theirs, None)
        desk.workspace.adopt(reference, [_again(one) for one in theirs])
        with desk.reach(reference) as opened:
            _told(desk, opened, digest, len(theirs))
        return Taken(reference, len(theirs), new=True)
    with desk.open(reference, WORKING) as opened:
        new = _added(desk, opened, theirs)
        if new:
            _told(desk, opened, digest, new)
    return Taken(reference, new, new=False)


def _told(desk: Desk, opened: OpenCase, digest: str, events: int) -> None:
    payload = {"digest": f"sha256:{digest}", "events": events}
    desk.record(opened, "take_in", "taken_in", payload)


def _again(event: Event, seen: int = 0) -> Draft:
    marks = touched(event.kind, event.payload) if seen else frozenset()
    return Draft(event.actor, event.at, event.kind, event.pack, event.payload, seen, marks)


def _same(one: Event, other: Event) -> bool:
    return _again(one) == _again(other)


def _added(desk: Desk, opened: OpenCase, theirs: Sequence[Event]) -> int:
    """Add what is not here yet; how many events."""
    mine = opened.events
    common = 0
    while common < min(len(mine), len(theirs)) and _same(mine[common], theirs[common]):
        common += 1
    if not common:
        raise Refused(f"There is another case {opened.case.reference} here. Nothing was taken in.")
    rest, own = list(theirs[common:]), []
    for event in mine[common:]:  # a taking in that was cut short left some of them here already
        if rest and _same(event, rest[0]):
            rest.pop(0)
        else:
            own.append(event)
    _no_conflict(own, rest)
    _judged(fold(mine), rest, desk.users())
    seen = mine[-1].seq
    for event in rest:
        seen = opened.log.append(_again(event, seen)).seq
    desk.refresh(opened)
    return len(rest)


def _no_conflict(own: Sequence[Event], rest: Sequence[Event]) -> None:
    here = [one for one in own if one.kind not in BESIDE]
    there = [one for one in rest if one.kind not in BESIDE]
    if here and there:
        raise Conflict(
            "Both sides went on with this case, and nothing is merged."
            f" Here: {_words(here)}. In the bundle: {_words(there)}."
            " One of the two is entered again by hand",
            [*here, *there],
        )


def _words(events: Sequence[Event]) -> str:
    first = [f"event {one.seq} {one.kind} by {shown(one.actor.id)}" for one in events[:3]]
    more = f" and {len(events) - 3} more" if len(events) > 3 else ""
    return ", ".join(first) + more


def _judged(case: Case, events: Sequence[Event], known: dict[str, User] | None) -> None:
    """Raises Refused for a line that the permission table does not allow to whoever wrote it.

    `known` are the users of this workspace; None for a case that was never here, whose people are not.
    """
    for event in events:
        try:
            after = step(case, event)
        except (UnknownEvent, KeyError, TypeError):
            raise WrongCall(_NONE) from None
        if event.kind != "refused":
            _may_have(case, event, known)
        case = after


_BY_ANOTHER = ("decided", "signed_off", "returned")


def _may_have(case: Case, event: Event, known: dict[str, User] | None) -> None:
    action = ACTION_OF.get(event.kind, "")
    state: Any = case.state if case.reference else "new"
    who = known.get(event.actor.id) if known is not None else None
    role_is_theirs = known is None or (who is not None and event.actor.role in who.roles)
    alone = event.kind == "withdrawn" and case.submission is None  # one's own draft
    own = (
        event.kind in (*_BY_ANOTHER, "withdrawn")
        and not alone
        and (event.actor.id in case.authors or event.actor.id == case.opened_by)
    )
    may_now = may(action, state, event.actor.role) and not stopped(case, action)
    if not role_is_theirs or own or not may_now:
        raise Refused(
            f"Event {event.seq} of the bundle, {event.kind} by {shown(event.actor.id)} as"
            f" {shown(event.actor.role)}, is not one that they may write here. Nothing was taken in."
        )

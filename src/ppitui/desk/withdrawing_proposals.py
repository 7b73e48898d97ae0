"""A proposed draft taken back by an administrator, with a reason: nobody publishes it then, and who did it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.core.proposals import Proposal, Withdrawn, proposals, withdrawn
from ppitui.core.text import visible
from ppitui.desk.proposed import ONLY, named, proposed_by, short_id
from ppitui.desk.publishing import why_of
from ppitui.desk.workspace_acts import record_act

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def withdraw_proposal(desk: Desk, reason: str, which: str = ONLY) -> Proposal:
    """Take a proposal back; the proposal that it was. What stands in the studio stays there.

    Any administrator may: nothing comes into force by it, and its author may have left. Raises Refused for anybody
    else and as `named`, WrongCall for a missing reason, Unconfirmed where the passphrase is wanted, Conflict where it
    was published or withdrawn meanwhile.
    """
    desk.allow("publish", "workspace")
    why = why_of(reason)
    with desk.workspace.thread() as log:
        events = log.read()
    standing = proposals(events)
    digest = named(standing, which)
    desk.proof.once(desk.now(), "Withdraw the proposal")
    payload = {"after": digest, "reason": why, "author": standing[digest].author}
    record_act(desk, "publish", "proposal_withdrawn", payload, seen=len(events))
    return standing[digest]


def withdrawn_words(proposal: Proposal) -> str:
    """What was taken back, and what stays."""
    return f"Withdrawn: {short_id(proposal.after)}. Nobody publishes it now. What is in the studio's draft stays there."


def withdrawn_proposals(desk: Desk) -> list[Withdrawn]:
    """What was taken back since definitions last came into force, oldest first."""
    with desk.workspace.thread() as log:
        return withdrawn(log.read())


def withdrawn_lines(desk: Desk) -> Iterator[str]:
    """The same in words, safe to show: who proposed it and who took it back, when and why."""
    for one in withdrawn_proposals(desk):
        who = desk.names().get(one.who, one.who)
        on = day_words(date.fromisoformat(one.at[:10]))
        yield f"{short_id(one.proposal.after)} {proposed_by(desk, one.proposal)}"
        yield visible(f"    withdrawn by {who} on {on}: {one.reason}")

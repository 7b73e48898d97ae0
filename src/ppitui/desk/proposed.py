"""The drafts that stand proposed, for a list: what waits until somebody else looks. Light, as home reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.core.proposals import Proposal, proposals
from ppitui.core.roles import may
from ppitui.core.text import visible

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def standing_proposals(desk: Desk) -> dict[str, Proposal]:
    """The drafts that stand proposed, by hash, oldest first."""
    with desk.workspace.thread() as log:
        return proposals(log.read())


def proposed_by(desk: Desk, proposal: Proposal) -> str:
    """Who proposed a draft, when and why; safe to show."""
    who = desk.names().get(proposal.author, proposal.author)
    on = day_words(date.fromisoformat(proposal.at[:10]))
    return visible(f"proposed by {who} on {on}: {proposal.reason}")


def to_weigh(desk: Desk) -> Iterator[tuple[str, str]]:
    """The hash and the words of each draft that this person may look at; nothing for who may not."""
    if any(may("impact", "workspace", role) for role in desk.user.roles):
        for digest, proposal in standing_proposals(desk).items():
            yield digest, f"Definitions {proposed_by(desk, proposal)}"

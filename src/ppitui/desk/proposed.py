"""The drafts that stand proposed: what waits until somebody else looks, and by which id. Light, as home reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.core.proposals import Proposal, proposals
from ppitui.core.roles import may
from ppitui.core.text import shown, visible
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def standing_proposals(desk: Desk) -> dict[str, Proposal]:
    """The drafts that stand proposed, by hash, oldest first."""
    with desk.workspace.thread() as log:
        return proposals(log.read())


ONLY = "proposed"  # names the one that stands proposed
_HASH = "sha256:"
_ID = re.compile(r"[0-9a-f]{6,64}\Z")
_SHORT = len(_HASH) + 12


def is_id(name: str) -> bool:
    """Whether this can be the id of a proposal, or its beginning: with its prefix, or six digits of it without."""
    return name.startswith(_HASH) or bool(_ID.match(name))


def short_id(digest: str) -> str:
    """The id of a proposal as lists show it."""
    return digest[:_SHORT]


def name_of(standing: Mapping[str, Proposal], digest: str) -> str:
    """How a command names this proposal: by its id only where more than one stands."""
    return ONLY if list(standing) == [digest] else short_id(digest)


def named(standing: Mapping[str, Proposal], name: str = ONLY) -> str:
    """The hash of the proposal of this id, or the beginning of one; `proposed` is the only one that stands.

    Raises Refused where none stands, where none begins so, and where more than one could be meant, with their ids.
    """
    if not standing:
        raise Refused("No draft stands proposed. ppitui publish DIR proposes one.")
    if name == ONLY:
        found, no = list(standing), ""
    else:
        wanted = _HASH + name.removeprefix(_HASH)
        found = [one for one in standing if one.startswith(wanted)]
        no = f"No draft stands proposed as {shown(name)}."
    if len(found) == 1:
        return found[0]
    many = no if not found else f"{len(found)} drafts stand proposed: name one by its id."
    ids = ", ".join(short_id(one) for one in found or standing)
    raise Refused(f"{many} They are: {ids}. ppitui publish lists them.")


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

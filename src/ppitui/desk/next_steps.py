"""What has to be done with a proposed draft until it is in force: only the steps that there really are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.text import counted
from ppitui.desk.proposed import name_of, standing_proposals

if TYPE_CHECKING:
    from ppitui.core.proposals import Proposal
    from ppitui.desk.desk import Desk
    from ppitui.desk.impact import Impact

_MOST = 12  # cases named; the rest are counted
_SIGNS = "--reason WHY --as NAME"


def next_commands(desk: Desk, proposal: Proposal, found: Impact) -> Iterator[str]:
    """Each step with the command that does it; `found` is what the proposed draft would change."""
    standing = standing_proposals(desk)
    name = name_of(standing, proposal.after)
    if found.to_accept:
        yield f"What it changes is accepted by somebody else: ppitui impact {name} --accept {_SIGNS}"
    else:
        yield "No stored case would change, so nothing has to be accepted."
    if found.losses:
        refs = found.shown(list(found.losses))
        more = f" and {len(refs) - _MOST} more" if len(refs) > _MOST else ""
        yield (
            f"Two supervisors, for each case that would lose protection ({', '.join(refs[:_MOST])}{more}):"
            f" ppitui impact {name} --accept-loss CASE {_SIGNS}"
        )
    yield f"Then another administrator publishes it: ppitui publish {name} {_SIGNS}"
    if len(standing) > 1:
        yield (
            f"{len(standing)} drafts stand proposed: ppitui publish lists them, and"
            " ppitui publish ID --withdraw --reason WHY takes one back."
        )


def next_words(found: Impact | None) -> str:
    """The same for somebody before a screen; `found` None: nobody looked at what it would change."""
    another = "another administrator publishes it"
    if found is None:
        return f"Where it changes any case somebody else accepts that; {another}: each finds it under home."
    if not found.to_accept:
        return f"No stored case would change, so nothing has to be accepted; {another}, and finds it under home."
    losses = found.losses
    lost = f", two supervisors what {counted(len(losses), 'case')} would lose" if losses else ""
    return f"Somebody else accepts what it changes{lost}, and {another}: each finds it under home."

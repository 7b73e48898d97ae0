"""Accepting what a draft would change: by a named person, and each case that would lose protection by two supervisors.

What is accepted is what was seen: the hash of it stands in the event, and counts for nothing once it moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.conditions import in_english
from ppitui.core.definitions import Pack
from ppitui.core.explain import as_set
from ppitui.core.proposals import Proposal
from ppitui.core.text import visible
from ppitui.desk.impact import Impact, Moved, Progress, impact
from ppitui.desk.impact_words import moved_words
from ppitui.desk.looking import WORKING
from ppitui.desk.packs import insist_in_force
from ppitui.desk.proposed import standing_proposals
from ppitui.desk.words import plain_words
from ppitui.desk.workspace_acts import record_act
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk


def accept(
    desk: Desk,
    draft: Pack,
    reason: str,
    progress: Progress | None = None,
    *,
    seen: Impact | None = None,
    tests: str = "",
) -> Impact:
    """Accept all that a proposed draft would change; what that is. `seen` is what the person has before them, if so.

    `tests` pins the author's tests that the draft changes, where nothing was seen yet.

    Raises Refused for its author, where it is not proposed, where nothing would change, and for somebody who may not;
    Unconfirmed where the passphrase is wanted.
    """
    desk.allow("accept_impact", "workspace")
    tests = seen.tests if seen else tests
    _of_another(desk, draft, tests)
    why = plain_words(reason, "Accepting what a draft changes")
    found = seen or impact(desk, draft, progress, tests=tests)
    if not found.to_accept:
        raise Refused("No stored case would change, so there is nothing to accept.")
    payload = {"after": draft.hash, "digest": found.digest, "reason": why}
    counts = {"cases": found.cases, "changed": len(found.changed)}
    desk.proof.once(desk.now(), "Accept what it changes")
    record_act(desk, "accept_impact", "impact_accepted", {**payload, **counts})
    return found


def accept_loss(
    desk: Desk,
    draft: Pack,
    case: str,
    reason: str,
    progress: Progress | None = None,
    *,
    seen: Impact | None = None,
    tests: str = "",
) -> list[Moved]:
    """Accept, for one case, that it would lose MARAC, safeguarding or support; what it would lose.

    The case is opened, so that whoever signs has it before them and the look is logged. Raises as `accept`, and what
    opening the case raises.
    """
    desk.allow("accept_loss", "workspace")
    tests = seen.tests if seen else tests
    proposal = _of_another(desk, draft, tests)
    why = plain_words(reason, "Accepting a loss of protection")
    with desk.open(case, WORKING):
        found = seen or impact(desk, draft, progress, tests=tests)
    lost = found.losses.get(case)
    if lost is None:
        raise Refused(f"Case {case} would lose no protection, so there is nothing to accept.")
    if any(one.who == desk.user.id and one.digest == lost for one in proposal.losses.get(case, ())):
        raise Refused(f"You accepted this for case {case} already; a second supervisor is wanted.")
    payload = {"after": draft.hash, "case": case, "digest": lost, "reason": why}
    desk.proof.once(desk.now(), f"Accept what case {case} would lose")
    record_act(desk, "accept_loss", "loss_accepted", payload)
    return [one for one in found.of(case) if one.loses]


def _of_another(desk: Desk, draft: Pack, tests: str) -> Proposal:
    insist_in_force(desk)
    proposal = standing_proposals(desk).get(draft.hash)
    if proposal is None or proposal.tests != tests:
        raise Refused("Nobody has proposed this draft, as it is now. ppitui publish DIR does.")
    if proposal.author == desk.user.id:
        raise Refused("You proposed this draft; somebody else accepts what it changes.")
    return proposal


def one_case(desk: Desk, draft: Pack, case: str, found: Impact) -> Iterator[str]:
    """What would change of one case, and the rules behind it under both packs. Raises what opening the case raises."""
    with desk.open(case, WORKING) as opened:
        own = opened.pack
    moved = found.of(case)
    yield f"Case {case}: {len(moved) or 'nothing'} would change."
    for one in moved:
        mark = "LOSES PROTECTION  " if one.loses else ""
        yield visible(f"{mark}{moved_words(one, found.people(one, case))}")
        for rule in one.rules:
            yield from (visible(f"    {line}") for line in rule_lines(rule, own, draft))


def rule_lines(rule: str, own: Pack, draft: Pack) -> Iterator[str]:
    """What a rule asks for now, and what it would ask for."""
    now, then = (
        next(
            (
                in_english(one.when, pack.rules.types, as_set(pack.rules))
                for one in pack.rules.rules
                if one.id == rule
            ),
            "",
        )
        for pack in (own, draft)
    )
    if now == then:
        yield f"{rule}, which stays as it is: {now}"
    else:
        yield f"{rule} now: {now or 'there is no such rule'}"
        yield f"{rule} then: {then or 'there is no such rule'}"


def waiting(desk: Desk, proposal: Proposal) -> Iterator[str]:
    """One proposed draft: who, when, why, and who accepted what so far."""
    names = desk.names()
    who = names.get(proposal.author, proposal.author)
    yield visible(
        f"{proposal.after[:19]} proposed by {who} on {proposal.at[:10]}: {proposal.reason}"
    )
    for one in proposal.accepted:
        yield visible(
            f"    what it changes: accepted by {names.get(one.who, one.who)}: {one.reason}"
        )
    for case, signed in proposal.losses.items():
        people = ", ".join(names.get(one.who, one.who) for one in signed)
        yield visible(f"    case {case}: accepted by {people}")

"""What stands proposed, beside what is in the studio now: an edit made since is in no proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ppitui.core.text import visible
from ppitui.desk import pack_draft
from ppitui.desk.changed_tests import Tests, pin_of_tests
from ppitui.desk.proposed import name_of, proposed_by, short_id, standing_proposals, to_weigh
from ppitui.errors import Refused
from ppitui.pack.files import pack_hash

if TYPE_CHECKING:
    from ppitui.core.proposals import Proposal
    from ppitui.desk.desk import Desk


def as_proposed(standing: Mapping[str, Proposal], digest: str, tests: Tests) -> bool:
    """Whether definitions stand proposed with just these tests."""
    return digest in standing and standing[digest].tests == pin_of_tests(tests)


def _own(desk: Desk) -> tuple[str, Tests]:
    """The hash of the studio's draft as it is now, and the author's tests that it changes."""
    return pack_hash(pack_draft.draft_files(desk)), pack_draft.changed_tests(desk)


def insist_meant(desk: Desk) -> None:
    """Raises Refused where another person's proposal stands and the studio's draft is not, or no more, as in it.

    Whoever means to publish what was proposed would else propose later edits as their own.
    """
    standing = standing_proposals(desk)
    others = [one for one in standing.values() if one.author != desk.user.id]
    if not others or as_proposed(standing, *_own(desk)):
        return
    told = "; ".join(f"{short_id(one.after)} {proposed_by(desk, one)}" for one in others)
    ways = " or ".join(
        f"ppitui publish {name_of(standing, one.after)} --reason WHY" for one in others
    )
    raise Refused(
        f"The studio's draft differs from what stands proposed ({told.rstrip('.')}). Nothing was written."
        f" To publish what stands proposed: {ways}. To propose the studio's draft as it is now, as your own and"
        " beside that: ppitui publish studio --propose --reason WHY."
    )


def insist_new(desk: Desk, digest: str, tests: Tests) -> None:
    """Raises Refused where somebody else proposed just this: whoever says that they propose publishes nothing by it."""
    standing = standing_proposals(desk)
    if as_proposed(standing, digest, tests) and standing[digest].author != desk.user.id:
        raise Refused(
            f"{short_id(digest)} stands as it is, {proposed_by(desk, standing[digest]).rstrip('.')}. Nothing was"
            " written. Leave --propose out to publish it."
        )


def beside(desk: Desk, digest: str) -> str:
    """Whose proposals stand beside a draft that nobody proposed, in words; empty where no other person's do."""
    standing, names = standing_proposals(desk), desk.names()
    people = dict.fromkeys(
        one.author
        for one in standing.values()
        if one.author != desk.user.id and one.after != digest
    )
    who = " and ".join(visible(names.get(one, one)) for one in people)
    return f"it is another draft than what {who} proposed, which stands as it was" if who else ""


def other_proposals(desk: Desk) -> list[tuple[str, str]]:
    """What stands proposed and is not the studio's draft as it is now: the hash and the words of each."""
    own, tests = _own(desk)
    here = own if as_proposed(standing_proposals(desk), own, tests) else ""
    return [(digest, words) for digest, words in to_weigh(desk) if digest != here]


def left_out(desk: Desk) -> list[str]:
    """That what is in the studio now is in no proposal, where some stand; nothing where it is in one."""
    standing = standing_proposals(desk)
    if not standing or not pack_draft.changed(desk):
        return []
    if as_proposed(standing, *_own(desk)):
        return []
    ids = ", ".join(map(short_id, standing))
    words = f"The draft as it is now is in no proposal: what stands proposed ({ids}) is without the last changes."
    return [f"{words} Proposing it again takes them in."]


def changes_told(desk: Desk) -> list[str]:
    """What the draft changes, in words, and that it is in no proposal where that is so."""
    return [*pack_draft.change_lines(desk), *left_out(desk)]


def proposal_lines(desk: Desk) -> list[str]:
    """The same for somebody who edits: each proposal, and whether it has what is in the studio now."""
    others = dict(other_proposals(desk))
    since = " It stands without what was changed here since." if pack_draft.changed(desk) else ""
    return [
        f"{words.rstrip('.')}.{since}"
        if digest in others
        else "The draft stands proposed, as it is now."
        for digest, words in to_weigh(desk)
    ]

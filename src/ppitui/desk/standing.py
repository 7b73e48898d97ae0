"""What stands proposed, beside what is in the studio now: an edit made since is in no proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ppitui.desk import pack_draft
from ppitui.desk.changed_tests import Tests, pin_of_tests
from ppitui.desk.proposed import standing_proposals, to_weigh
from ppitui.pack.files import pack_hash

if TYPE_CHECKING:
    from ppitui.core.proposals import Proposal
    from ppitui.desk.desk import Desk


def as_proposed(standing: Mapping[str, Proposal], digest: str, tests: Tests) -> bool:
    """Whether definitions stand proposed with just these tests."""
    return digest in standing and standing[digest].tests == pin_of_tests(tests)


def other_proposals(desk: Desk) -> list[tuple[str, str]]:
    """What stands proposed and is not the studio's draft as it is now: the hash and the words of each."""
    own, tests = pack_hash(pack_draft.draft_files(desk)), pack_draft.changed_tests(desk)
    here = own if as_proposed(standing_proposals(desk), own, tests) else ""
    return [(digest, words) for digest, words in to_weigh(desk) if digest != here]


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

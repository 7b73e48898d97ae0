"""Several drafts stand proposed at once: each is named by its id, may be withdrawn, and none is meant by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.drafts import FEWER_CHILDREN, THRESHOLD, draft, everything, in_force, make_workspace
from desk.test_weighing import in_studio, weighed
from ppitui.core.events import touched
from ppitui.core.proposals import Proposal
from ppitui.desk import pack_draft
from ppitui.desk.accepting import accept
from ppitui.desk.impact import impact
from ppitui.desk.next_steps import next_commands, next_words
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.proposed import is_id, named, short_id, standing_proposals
from ppitui.desk.publishing import propose, proposed_pack, publish, put_forward
from ppitui.desk.standing import insist_meant, insist_new
from ppitui.desk.users import users
from ppitui.desk.withdrawing_proposals import withdraw_proposal, withdrawn_lines
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.workspace import Workspace

REPEAT = ("policy.yaml", "value: 12", "value: 6")
POLICY = "instruments/policy.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def two(tmp_path: Path, workspace: Workspace) -> tuple[str, str]:
    """Two drafts that stand proposed by one administrator; their hashes, the first with a loss of protection."""
    admin = kit.desk(workspace, "admin")
    loses = propose(admin, files_of(draft(tmp_path, FEWER_CHILDREN, name="one")), "Fewer.")
    other = propose(admin, files_of(draft(tmp_path, THRESHOLD, name="two")), "Shorter.")
    return loses.after, other.after


def test_one_of_two_proposals_is_named_by_its_id(tmp_path: Path, workspace: Workspace) -> None:
    """`proposed` alone says the ids; each of them, long or short, with or without its prefix, is the way out."""
    first, second = two(tmp_path, workspace)
    elm = kit.desk(workspace, "elm")
    with pytest.raises(Refused, match="name one by its id") as refused:
        put_forward(elm, None, "Read.")
    assert short_id(first) in str(refused.value)
    assert short_id(second) in str(refused.value)
    for name in (second, short_id(second), second.removeprefix("sha256:")[:6]):
        assert is_id(name)
        assert proposed_pack(elm, name).hash == second
    with pytest.raises(Refused, match="No draft stands proposed as 'sha256:000000000000'"):
        proposed_pack(elm, "sha256:000000000000")
    assert put_forward(elm, None, "Read.", which=short_id(second)).after == second
    assert not standing_proposals(in_force(workspace, "elm")), "the other was weighed against less"


def test_a_beginning_that_two_ids_share_names_neither() -> None:
    one = Proposal("admin", "", "", "", "")
    standing = {"sha256:abcdef1": one, "sha256:abcdef2": one, "sha256:123456": one}
    with pytest.raises(Refused, match="2 drafts stand proposed") as refused:
        named(standing, "abcdef")
    assert "sha256:123456" not in str(refused.value)
    assert named(standing, "abcdef1") == "sha256:abcdef1"
    assert not is_id("studio")
    assert not is_id("abc")


def test_edits_made_since_are_not_proposed_by_who_means_to_publish(workspace: Workspace) -> None:
    """The second administrator learns what stands and both commands; the author goes on, and nobody else's draft is."""
    admin, elm = kit.desk(workspace, "admin"), kit.desk(workspace, "elm")
    in_studio(admin, "value: 90", "value: 60", POLICY)
    pack_draft.publish_draft(admin, "Shorter.")
    insist_meant(elm)
    (first,) = standing_proposals(elm)
    in_studio(admin, "value: 60", "value: 61", POLICY)
    before = everything(workspace.folder)
    with pytest.raises(Refused, match="differs from what stands proposed") as refused:
        insist_meant(elm)
    said = str(refused.value)
    assert "ppitui publish proposed --reason WHY" in said
    assert "ppitui publish studio --propose --reason WHY" in said
    assert "Admin Example" in said
    assert short_id(first) in said
    assert everything(workspace.folder) == before
    in_studio(admin, "value: 61", "value: 60", POLICY)
    with pytest.raises(Refused, match="Leave --propose out to publish it"):
        insist_new(elm, first, {})
    insist_new(admin, first, {})
    insist_new(elm, first, {"instruments/tests/other.yaml": b""})
    in_studio(admin, "value: 60", "value: 61", POLICY)
    insist_meant(admin)
    (proposes, *_) = weighed(elm).missing()
    assert "another draft than what Admin Example proposed, which stands as it was" in proposes
    assert "another draft" not in weighed(admin).missing()[0]


def test_a_withdrawn_proposal_is_published_by_nobody(tmp_path: Path, workspace: Workspace) -> None:
    """By its author or another administrator, with a reason, in the sealed thread; the draft itself may come again."""
    first, second = two(tmp_path, workspace)
    elm, vale = kit.desk(workspace, "elm"), kit.desk(workspace, "vale")
    with pytest.raises(Refused):
        withdraw_proposal(vale, "A supervisor.", first)
    with pytest.raises(WrongCall, match="--reason"):
        withdraw_proposal(elm, " ", first)
    with pytest.raises(Refused, match="name one by its id"):
        withdraw_proposal(elm, "Which?")
    assert withdraw_proposal(elm, "Made by mistake.", first).after == first
    assert list(standing_proposals(elm)) == [second]
    with pytest.raises(Refused, match="Nobody has proposed"):
        publish(elm, files_of(tmp_path / "one" / "instruments"), "Read.")
    with pytest.raises(Refused, match="Nobody has proposed"):
        accept(vale, use_pack(tmp_path / "one" / "instruments"), "Seen.")
    with workspace.thread() as log:
        events = log.read()
    users(events)  # the thread of users still folds
    last = events[-1]
    assert (last.kind, last.actor.id, last.payload["author"]) == (
        "proposal_withdrawn",
        "elm",
        "admin",
    )
    told = " ".join(withdrawn_lines(vale))
    assert "proposed by Admin Example" in told
    assert "withdrawn by Elm Example" in told
    assert "Made by mistake." in told
    withdraw_proposal(kit.desk(workspace, "admin"), "My own.")
    again = propose(
        kit.desk(workspace, "admin"), files_of(tmp_path / "one" / "instruments"), "Yes."
    )
    assert (again.after, again.accepted) == (first, ())


def test_a_withdrawal_and_a_publication_meet(tmp_path: Path, workspace: Workspace) -> None:
    """Whichever is second is stopped: nothing comes into force that was taken back while its cases were weighed."""
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    here = draft(tmp_path, REPEAT)
    propose(kit.desk(workspace, "admin"), files_of(here), "Repeat period.")
    seen: list[int] = []

    def meanwhile(at: int, _of: int) -> None:
        if not seen:
            seen.append(at)
            withdraw_proposal(kit.desk(workspace, "admin"), "Wrong after all.")

    with pytest.raises(Conflict, match="the proposal"):
        publish(kit.desk(workspace, "elm"), files_of(here), "Read.", progress=meanwhile)
    assert use_pack(None, workspace.folder).hash == kit.pack().hash
    kinds = ("proposal_withdrawn", "pack_published")
    first, second = (touched(kind, {"after": "sha256:a"}) for kind in kinds)
    assert first & second
    assert not first & touched("pack_published", {"after": "sha256:b"})


def test_withdrawing_is_signed_where_there_are_passphrases(tmp_path: Path) -> None:
    desk = kit.make_encrypted(tmp_path)("admin", kit.words_of("admin"))
    desk.proof.confirm(kit.words_of("admin"), desk.now(), "Propose the draft")
    propose(desk, files_of(draft(tmp_path / "d", THRESHOLD)), "Shorter.")
    again = kit.door_of(desk.workspace.folder)("admin", kit.words_of("admin"))
    with pytest.raises(Unconfirmed):
        withdraw_proposal(again, "Longer after all.")
    assert standing_proposals(again)


def test_the_next_steps_are_those_that_there_are(tmp_path: Path, workspace: Workspace) -> None:
    """Nothing to accept where nothing changes; a loss names its command and case; an id where two stand."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    first, second = two(tmp_path, workspace)
    elm = kit.desk(workspace, "elm")
    standing = standing_proposals(elm)
    lost = impact(elm, proposed_pack(elm, first))
    lines = "\n".join(next_commands(elm, standing[first], lost))
    name = short_id(first)
    for words in (
        f"ppitui impact {name} --accept --reason WHY",
        f"({case}): ppitui impact {name} --accept-loss CASE --reason WHY",
        f"ppitui publish {name} --reason WHY",
        "ppitui publish ID --withdraw --reason WHY",
    ):
        assert words in lines
    assert "two supervisors what 1 case would lose" in next_words(lost)
    none = impact(elm, proposed_pack(elm, second))
    lines = "\n".join(next_commands(elm, standing[second], none))
    assert "nothing has to be accepted" in lines
    assert "--accept" not in lines
    assert "nothing has to be accepted" in next_words(none)
    assert "Where it changes any case" in next_words(None)
    withdraw_proposal(elm, "One at a time.", first)
    assert "ppitui publish proposed --reason" in "\n".join(
        next_commands(elm, standing[second], none)
    )

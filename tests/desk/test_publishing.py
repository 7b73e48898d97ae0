"""A draft comes into force by two people, once what it changes was accepted; and never for a case that was begun."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kit
from desk.drafts import (
    FEWER_CHILDREN,
    NO_SUPPORT,
    THRESHOLD,
    Edit,
    draft,
    everything,
    in_force,
    make_workspace,
    published,
    restricted,
)
from ppitui.core.proposals import Accepted, Proposal
from ppitui.desk.accepting import accept, accept_loss, one_case, rule_lines, waiting
from ppitui.desk.again import as_handed_in
from ppitui.desk.impact import HIDDEN, impact
from ppitui.desk.impact_words import told
from ppitui.desk.keeping import protect
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.proposed import standing_proposals
from ppitui.desk.publishing import (
    NotReady,
    Published,
    propose,
    proposed_pack,
    publish,
    put_forward,
)
from ppitui.desk.users import users
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def test_two_people_publish_and_the_event_names_both(tmp_path: Path, workspace: Workspace) -> None:
    """The author cannot publish; the thread has both hashes, both people and both reasons."""
    here = draft(tmp_path, THRESHOLD)
    admin, elm = kit.desk(workspace, "admin"), kit.desk(workspace, "elm")
    proposal = put_forward(admin, here, "The scheme changed its limit.")
    assert isinstance(proposal, Proposal)
    assert use_pack(None, workspace.folder).hash == kit.pack().hash, "nothing is in force yet"
    with pytest.raises(Refused, match="another administrator publishes"):
        publish(admin, files_of(here), "Myself.")
    with pytest.raises(Refused):
        publish(kit.desk(workspace, "vale"), files_of(here), "A supervisor.")
    assert any("Admin Example" in line for line in waiting(elm, proposal))
    done = put_forward(elm, None, "Read and agreed.")
    assert isinstance(done, Published)
    assert (done.before, done.after) == (kit.pack().hash, use_pack(here).hash)
    assert done.files == ("instruments/policy.yaml",)
    with workspace.thread() as log:
        events = log.read()
    users(events)  # the thread of users still folds
    last = events[-1]
    assert (last.kind, last.actor.id, last.payload["author"]) == ("pack_published", "elm", "admin")
    assert (last.payload["before"], last.payload["after"]) == (done.before, done.after)
    assert standing_proposals(in_force(workspace, "admin")) == {}


def test_only_what_was_proposed_is_published(tmp_path: Path, workspace: Workspace) -> None:
    """One more byte is another draft; and what was proposed is kept, whatever becomes of the folder."""
    here = draft(tmp_path, THRESHOLD)
    propose(kit.desk(workspace, "admin"), files_of(here), "Shorter.")
    text = (here / "policy.yaml").read_text("utf-8")
    (here / "policy.yaml").write_text(text.replace("value: 60", "value: 61"), "utf-8")
    with pytest.raises(Refused, match="Nobody has proposed"):
        publish(kit.desk(workspace, "elm"), files_of(here), "Agreed.")
    assert proposed_pack(kit.desk(workspace, "elm")).policy["checkpoint_days"].value == 60


def test_a_proposal_falls_when_something_else_is_published(
    tmp_path: Path, workspace: Workspace
) -> None:
    """What was weighed against other definitions is weighed again; a second publisher meets a conflict."""
    other = draft(tmp_path, ("policy.yaml", "value: 12", "value: 6"), name="other")
    here = draft(tmp_path, THRESHOLD)
    propose(kit.desk(workspace, "admin"), files_of(other), "Repeat period.")
    propose(kit.desk(workspace, "admin"), files_of(here), "Shorter.")
    with pytest.raises(Refused, match="2 drafts"):
        proposed_pack(kit.desk(workspace, "elm"))
    stale = kit.desk(workspace, "elm")
    publish(kit.desk(workspace, "elm"), files_of(here), "Agreed.")
    with pytest.raises(Refused, match="Nobody has proposed"):
        publish(stale, files_of(other), "Agreed.")
    seen: list[int] = []

    def meanwhile(at: int, _of: int) -> None:
        if not seen:
            seen.append(at)
            publish(in_force(workspace, "elm"), files_of(other), "First.")

    kit.answered(in_force(workspace, "ash"), "custody", submit=False)
    propose(in_force(workspace, "admin"), files_of(other), "Again.")
    with pytest.raises(Conflict):
        publish(in_force(workspace, "elm"), files_of(other), "Second.", progress=meanwhile)


def test_what_a_draft_changes_is_accepted_by_somebody_else_first(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Blocked until a named person accepts what is changed as it stands; a case more and it is weighed again."""
    ash = kit.desk(workspace, "ash")
    kit.answered(ash, "custody")
    here = draft(
        tmp_path, ("rules/safety.yaml", 'when: "child_linked"', 'when: "child_linked and serial"')
    )
    drafted = use_pack(here)
    found = impact(kit.desk(workspace, "vale"), drafted)
    assert found.changed, "the draft must change something for this test to say anything"
    assert not found.losses
    admin, elm, vale = (kit.desk(workspace, who) for who in ("admin", "elm", "vale"))
    with pytest.raises(Refused, match="Nobody has proposed"):
        accept(vale, drafted, "Fine.")
    propose(admin, files_of(here), "Lower.")
    with pytest.raises(Refused, match="somebody other than admin accepts what it changes"):
        publish(elm, files_of(here), "Agreed.")
    with pytest.raises(Refused, match="somebody else accepts"):
        accept(admin, drafted, "My own.")
    accept(vale, drafted, "Looked at all of them.")
    kit.answered(ash, "custody")
    with pytest.raises(Refused, match="no longer what was accepted"):
        publish(elm, files_of(here), "Agreed.")
    accept(vale, drafted, "Looked at the new one too.")
    assert publish(elm, files_of(here), "Agreed.").author == "admin"


def test_a_case_that_would_lose_protection_wants_two_supervisors(
    tmp_path: Path, workspace: Workspace
) -> None:
    """MARAC, safeguarding or support: each such case by two people, each of whom opened it and gave a reason."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    here = draft(tmp_path, FEWER_CHILDREN)
    drafted = use_pack(here)
    propose(kit.desk(workspace, "admin"), files_of(here), "Fewer.")
    vale, moss, elm = (kit.desk(workspace, who) for who in ("vale", "moss", "elm"))
    accept(vale, drafted, "Seen.")
    with pytest.raises(Refused, match=f"2 supervisors for case {case}, which would lose"):
        publish(elm, files_of(here), "Agreed.")
    with pytest.raises(Refused):
        accept_loss(elm, drafted, case, "An administrator decides no case.")
    (lost,) = accept_loss(vale, drafted, case, "The hub has it already.")
    assert (lost.what, lost.before, lost.loses) == ("MASH_CHILD", "recommend", True)
    with pytest.raises(Refused, match="a second supervisor is wanted"):
        accept_loss(vale, drafted, case, "Again myself.")
    with pytest.raises(Refused, match="a second supervisor for case"):
        publish(elm, files_of(here), "Agreed.")
    accept_loss(moss, drafted, case, "I looked too.")
    assert publish(elm, files_of(here), "Agreed.").after == drafted.hash
    looks = [one for one in kit.thread_of(workspace, case) if one.kind == "looked"]
    assert {one.actor.id for one in looks} >= {"vale", "moss"}


def test_one_case_on_demand_shows_the_rules_behind_it(tmp_path: Path, workspace: Workspace) -> None:
    """The rule as it is and as it would be; an administrator, who opens no case, is refused."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    drafted = use_pack(draft(tmp_path, FEWER_CHILDREN))
    vale = kit.desk(workspace, "vale")
    lines = list(one_case(vale, drafted, case, impact(vale, drafted)))
    assert lines[1].startswith("LOSES PROTECTION  MASH_CHILD: was recommended, would")
    assert any(line.strip().startswith("R64 now: ") for line in lines)
    assert any(line.strip().startswith("R64 then: ") for line in lines)
    assert "Sample" not in "\n".join(lines)
    admin = kit.desk(workspace, "admin")
    with pytest.raises(Refused):
        list(one_case(admin, drafted, case, impact(admin, drafted)))


def test_a_rule_that_reads_a_moved_value_says_both_numbers_and_the_policy() -> None:
    """Not a threshold by its description, and not that its words are the same: what it asks for did change."""
    old = kit.pack()
    new = replace(old, rules=old.rules.with_policy({"iom_ogrs": 80}))
    now, then = rule_lines("R32", old, new)
    assert now.startswith("R32 now: ")
    assert "is at least 75 (policy iom_ogrs)" in now
    assert then.startswith("R32 then: ")
    assert "is at least 80 (policy iom_ogrs)" in then
    assert list(rule_lines("R32", old, old)) == [
        f"R32, which stays as it is: {now.removeprefix('R32 now: ')}"
    ]


def test_impact_names_no_restricted_record_to_somebody_who_may_not_see_it(
    tmp_path: Path, workspace: Workspace
) -> None:
    """The case is counted and weighed; whoever is shut out learns neither its reference nor what it would lose."""
    case = restricted(workspace)
    vale = kit.desk(workspace, "vale")
    drafted = use_pack(draft(tmp_path, FEWER_CHILDREN))
    assert case in "\n".join(told(impact(vale, drafted)))
    for who in ("moss", "admin"):
        found = impact(kit.desk(workspace, who), drafted)
        assert found.digest == impact(vale, drafted).digest
        for said in ("\n".join(told(found)), str(found.to_json())):
            assert case not in said
            assert HIDDEN in said


def test_y09_an_old_case_is_run_again_with_the_same_bytes(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Y09: before and after a draft came into force, the result of a case that was handed in is the same text."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    before = _rerun(in_force(workspace, "ash"), case)
    here = draft(tmp_path, THRESHOLD)
    published(workspace, here)
    assert _rerun(in_force(workspace, "ash"), case) == before
    new = kit.answered(in_force(workspace, "ash"), "custody")
    with in_force(workspace, "ash").open(new) as opened:
        assert opened.pack.rules.policy["checkpoint_days"][1] == 60


def _rerun(desk: object, case: str) -> str:
    from ppitui.desk.desk import Desk

    assert isinstance(desk, Desk)
    with desk.open(case) as opened:
        return as_handed_in(desk, opened)


def test_encrypting_a_workspace_takes_what_was_published_along(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Else the shipped definitions would be in force again, and nobody would have said so."""
    done = published(workspace, draft(tmp_path, THRESHOLD))
    protect(workspace.folder, "admin", kit.pack(), kit.NIGHT, kit.words_of("admin"), cost=kit.FAST)
    assert use_pack(None, workspace.folder).hash == done.after


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (NO_SUPPORT, "The draft breaks SUPPORT_AT_EVERY_AGE"),
        (("rules/age.yaml", 'when: "age < 10"', 'when: "age > 130"'), "The draft has"),
        (("rules/age.yaml", 'when: "youth"', 'when: "yuoth"'), "The draft has"),
        (
            ("promises.yaml", "id: HIGH_GETS_AN_ADVISER", "id: OTHER"),
            "takes out or changes promises",
        ),
    ],
)
def test_a_draft_with_a_finding_or_a_broken_or_missing_promise_is_refused(
    tmp_path: Path, workspace: Workspace, edit: Edit, says: str
) -> None:
    """Nothing is written: not a file, not a line of the thread."""
    before = everything(workspace.folder)
    with pytest.raises(NotReady, match=says):
        propose(kit.desk(workspace, "admin"), files_of(draft(tmp_path, edit)), "Because.")
    assert everything(workspace.folder) == before


def test_without_a_reason_or_a_change_nothing_is_proposed(
    tmp_path: Path, workspace: Workspace
) -> None:
    admin = kit.desk(workspace, "admin")
    with pytest.raises(WrongCall, match="--reason"):
        propose(admin, files_of(draft(tmp_path, THRESHOLD)), "  ")
    with pytest.raises(Refused, match="in force already"):
        propose(admin, files_of(shipped("instruments")), "Again.")


def test_an_officer_may_ask_for_none_of_it(tmp_path: Path, workspace: Workspace) -> None:
    ash = kit.desk(workspace, "ash")
    with pytest.raises(Refused):
        impact(ash, kit.pack())
    with pytest.raises(Refused):
        propose(ash, files_of(draft(tmp_path, THRESHOLD)), "Shorter.")
    with pytest.raises(Refused):
        accept(ash, kit.pack(), "Fine.")


def test_a_file_put_there_by_hand_is_never_silently_over_or_under_a_draft(
    tmp_path: Path, workspace: Workspace
) -> None:
    own = workspace.folder / "instruments"
    own.mkdir()
    text = (shipped("instruments") / "policy.yaml").read_text("utf-8")
    (own / "policy.yaml").write_text(text.replace("value: 12", "value: 6", 1), "utf-8")
    with pytest.raises(Refused, match="put there by hand"):
        propose(in_force(workspace, "admin"), files_of(draft(tmp_path, THRESHOLD)), "Shorter.")


def test_publishing_is_all_or_nothing(tmp_path: Path, workspace: Workspace) -> None:
    """Until the one small file points at it, what was written for a draft is read by nobody."""
    published(workspace, draft(tmp_path, THRESHOLD))
    pointer = workspace.folder / "published" / "in-force"
    pointer.unlink()
    assert use_pack(None, workspace.folder).hash == kit.pack().hash
    pointer.write_text("0" * 64 + "\n", "utf-8")
    with pytest.raises(WrongCall, match="Restore it from a backup"):
        use_pack(None, workspace.folder)


def test_an_acceptance_of_something_else_counts_for_nothing() -> None:
    """Neither of another whole, nor of another loss of the same case, nor the same person twice."""
    one, two = Accepted("vale", "", "d1", ""), Accepted("moss", "", "d2", "")
    proposal = Proposal("admin", "", "a", "b", "", accepted=(one,), losses={"c": (one, one, two)})
    assert list(proposal.waits_for(0, "d9", {})) == []
    assert len(list(proposal.waits_for(1, "d2", {}))) == 1
    assert len(list(proposal.waits_for(1, "d1", {"c": "d1"}))) == 1
    assert len(list(proposal.waits_for(1, "d1", {"c": "d3"}))) == 1

"""A draft weighed: what is still missing as a list, what may be seen of it, and who may sign what."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.drafts import (
    FEWER_CHILDREN,
    THRESHOLD,
    draft,
    everything,
    in_force,
    make_workspace,
    published,
    restricted,
)
from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.impact import HIDDEN
from ppitui.desk.packs import PackFaults, files_of
from ppitui.desk.publishing import Waits, propose
from ppitui.desk.under_way import begin_mapping, leads_from, under_way, way_lines
from ppitui.desk.weighing import Stopped, Weighing, at_hand
from ppitui.errors import Conflict, Refused
from ppitui.pack.load import load
from ppitui.store.workspace import Workspace

RULES = "instruments/rules/safety.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def in_studio(desk: Desk, old: str, new: str, name: str = RULES) -> None:
    """A change in the studio's draft."""
    held = pack_draft.hold(desk, name)
    assert old in held.raw.decode()
    pack_draft.save(desk, held, held.raw.decode().replace(old, new, 1).encode())


def weighed(desk: Desk) -> Weighing:
    found = at_hand(desk)
    found.weigh()
    return found


def test_the_whole_way_of_a_draft_that_takes_protection_away(workspace: Workspace) -> None:
    """What is missing grows shorter step by step, and nobody takes two of the steps."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    admin, elm, vale, moss = (kit.desk(workspace, who) for who in ("admin", "elm", "vale", "moss"))
    in_studio(admin, *FEWER_CHILDREN[1:])
    begun = weighed(admin)
    assert begun.missing() == [
        "an administrator proposes it, with a reason",
        "somebody other than whoever proposes it accepts what it changes",
        f"2 supervisors for case {case}, which would lose protection",
        "another administrator than admin publishes it",
    ]
    assert "Proposed" in begun.go_on("Fewer.")[0]
    with pytest.raises(Refused, match="another administrator publishes it"):
        begun.go_on("Myself.")
    with pytest.raises(Refused, match="somebody else accepts"):
        begun.accept("My own.")
    by_elm = weighed(elm)
    with pytest.raises(Waits) as stopped:
        by_elm.go_on("Agreed.")
    assert [*stopped.value.waits, by_elm.missing()[-1]] == by_elm.missing()
    by_vale = weighed(vale)
    ((moved, refs),) = by_vale.groups()
    assert by_vale.case_row(moved, refs[0]) == f"{case}  to be accepted"
    by_vale.accept("Seen.")
    by_vale.accept_loss(case, "The hub has it.")
    assert by_vale.case_row(moved, case).endswith("a second supervisor is wanted")
    with pytest.raises(Refused, match="a second supervisor is wanted"):
        by_vale.accept_loss(case, "Again.")
    weighed(moss).accept_loss(case, "I looked too.")
    assert by_elm.missing() == ["another administrator than admin publishes it"]
    assert "In force" in by_elm.go_on("Agreed.")[0]
    assert (by_elm.missing(), by_elm.acts()) == ([], [])


def test_somebody_alone_is_told_who_is_missing(tmp_path: Path) -> None:
    """One administrator and not two supervisors: the way out is named."""
    workspace = kit.make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    admin.disable_user("both")
    kit.answered(kit.desk(workspace, "ash"), "custody")
    in_studio(admin, *FEWER_CHILDREN[1:])
    found = weighed(admin)
    missing = " ".join(found.missing())
    assert "here is only 1 administrator: ppitui user add NAME --role administrator" in missing
    assert "here is only 1 supervisor: ppitui user add NAME --role supervisor" in missing
    found.go_on("Fewer.")
    with pytest.raises(Refused, match="here is only 1 administrator"):
        found.go_on("Alone.")


def test_a_draft_with_an_error_says_so_and_is_not_weighed(workspace: Workspace) -> None:
    admin = kit.desk(workspace, "admin")
    in_studio(admin, 'when: "child_linked or', 'when: "child_lnked or')
    found = at_hand(admin)
    assert "1 finding of check to be mended" in found.missing()
    with pytest.raises(PackFaults):
        found.weigh()


def test_what_was_weighed_is_what_is_proposed(workspace: Workspace) -> None:
    """A change saved meanwhile is seen by nobody yet: nothing is proposed."""
    admin = kit.desk(workspace, "admin")
    in_studio(admin, *FEWER_CHILDREN[1:])
    found = weighed(admin)
    in_studio(kit.desk(workspace, "elm"), "value: 90", "value: 60", "instruments/policy.yaml")
    with pytest.raises(Conflict, match="look at it again"):
        found.go_on("Fewer.")
    assert found.proposal is None


def test_stopping_in_the_middle_writes_nothing(workspace: Workspace) -> None:
    kit.answered(kit.desk(workspace, "ash"), "custody")
    admin = kit.desk(workspace, "admin")
    in_studio(admin, *FEWER_CHILDREN[1:])

    def stop(_at: int, _of: int) -> None:
        raise Stopped("Stopped.")

    found = at_hand(admin)
    with pytest.raises(Stopped):
        found.weigh(stop)
    assert found.found is None


def test_a_restricted_record_is_weighed_and_never_named(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Whoever is shut out sees that there is one, may not look at it and may not sign for it."""
    case = restricted(workspace)
    propose(kit.desk(workspace, "admin"), files_of(draft(tmp_path, FEWER_CHILDREN)), "Fewer.")
    found = weighed(kit.desk(workspace, "moss"))
    ((moved, refs),) = found.groups()
    said = [found.head(), *found.lines(), found.case_row(moved, refs[0]), *found.why(moved)]
    assert case not in " ".join(said)
    assert HIDDEN in " ".join(found.missing())
    for doing in (lambda: found.case_lines(case), lambda: found.accept_loss(case, "Known.")):
        with pytest.raises(Refused, match="You may not see this record"):
            doing()
    weighed(kit.desk(workspace, "vale")).accept_loss(case, "Known.")
    assert case not in " ".join(found.lines())


def test_drafts_under_way_are_counted_and_a_mapping_begun(workspace: Workspace) -> None:
    """Without a mapping they stay; the one that is begun carries what is the same, and check finds nothing in it."""
    ash, admin = kit.desk(workspace, "ash"), kit.desk(workspace, "admin")
    kit.answered(ash, "custody")
    for _ in range(2):
        kit.answered(ash, "custody", submit=False)
    in_studio(admin, "value: 90", "value: 60", "instruments/policy.yaml")
    drafts = under_way(admin)
    assert drafts == {kit.pack().hash: 2}
    pack = load(pack_draft.draft_files(admin)).pack
    told = " ".join(way_lines(pack, drafts, waiting=True))
    assert "2 of them cannot be brought over" in told
    assert "done before publishing, it saves a second round" in told
    assert "second round" not in " ".join(way_lines(pack, drafts)), "too late once it is in force"
    held = begin_mapping(admin)
    assert begin_mapping(admin) == held, "the one that is there is gone on with"
    pack = load(pack_draft.draft_files(admin)).pack
    assert pack is not None
    assert leads_from(pack, kit.pack().hash) == held.name
    told = " ".join(weighed(admin).standing())
    assert f"2 of them can be brought over by {held.name} once this draft is published" in told
    assert "once this draft" not in " ".join(way_lines(pack, drafts))
    assert [one for one in pack_draft.findings(admin) if one.severity != "note"] == []
    with pytest.raises(Refused):
        under_way(ash)


def test_a_session_that_is_behind_writes_nothing_for_what_was_in_force(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Else a mapping would lead from older definitions alone, and drafts begun since would stay where they are."""
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    behind = kit.desk(workspace, "admin")
    in_studio(behind, "Harbourlight change", "Harbourside change", "instruments/services.yaml")
    seen = weighed(behind)
    begun = everything(workspace.folder / "draft")
    done = published(workspace, draft(tmp_path, THRESHOLD))
    kit.answered(in_force(workspace, "ash"), "custody", submit=False)
    for doing in (
        lambda: begin_mapping(behind),
        lambda: at_hand(behind),
        lambda: seen.go_on("Old."),
    ):
        with pytest.raises(Refused, match="Start ppitui again"):
            doing()
    assert everything(workspace.folder / "draft") == begun
    held = begin_mapping(in_force(workspace, "admin"))
    for one in (kit.pack().hash, done.after):
        assert one[:19] in held.raw.decode()


def test_a_draft_of_which_nothing_is_read_says_so(workspace: Workspace) -> None:
    """A remark alone: the heading does not stand with nothing under it."""
    admin = kit.desk(workspace, "admin")
    in_studio(admin, "kind: services", "kind: services\n# A remark.", "instruments/services.yaml")
    found = weighed(admin)
    assert found.lines()[-2:] == ["What it changes:", "  Nothing that is read differs."]
    assert pack_draft.change_lines(admin) == ["Nothing that is read differs."]
    assert "that comes first" in found.stopped("accept")
    found.go_on("For drafts.")
    assert "nothing to accept" in weighed(kit.desk(workspace, "vale")).stopped("accept")

"""A change to the definitions: what it is in words, whose result it would change, and how it comes into force."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kit
from ppitui.desk.desk import Desk
from ppitui.desk.impact import impact, told
from ppitui.desk.keeping import protect
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.publishing import NotReady, publish
from ppitui.desk.users import users
from ppitui.errors import Refused, WrongCall
from ppitui.pack.difference import differences
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace

Edit = tuple[str, str, str]
THRESHOLD: Edit = ("policy.yaml", "value: 90", "value: 60")
NO_SUPPORT: Edit = (
    "rules/safety.yaml",
    "risk_grade == 'medium' and not marac_limb",
    "risk_grade == 'medium' and serial and not marac_limb",
)


def draft(folder: Path, *edits: Edit) -> Path:
    """The shipped definitions with these changes, as a folder of instruments."""
    shutil.copytree(shipped("templates"), folder / "draft" / "templates")
    here = folder / "draft" / "instruments"
    shutil.copytree(shipped("instruments"), here)
    for name, old, new in edits:
        text = (here / name).read_text("utf-8")
        assert old in text, (name, old)
        (here / name).write_text(text.replace(old, new, 1), "utf-8")
    return here


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def in_force(workspace: Workspace, user: str) -> Desk:
    """A desk under what is in force now, as a command would open it."""
    files = files_of(None, workspace.folder)
    return Desk(workspace, use_pack(None, workspace.folder), files, user, kit.clock)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_difference_is_told_in_words(tmp_path: Path) -> None:
    """Policy, a rule's reach, a condition and a reworded choice, each on its own line and nothing besides."""
    here = draft(
        tmp_path,
        THRESHOLD,
        ("policy.yaml", "value: [standard]", "value: [standard, medium]"),
        ("rules/diversion.yaml", "NOT_DA: [CARA]", "NOT_DA: [CARA, CHECKPOINT]"),
        ("rules/age.yaml", 'when: "youth"', 'when: "child"'),
    )
    changes = {(one.sort, one.id): one.words for one in differences(use_pack(), use_pack(here))}
    assert changes == {
        ("policy", "checkpoint_days"): "value: was 90, is 60",
        ("policy", "cara_grades"): "value: now also medium",
        ("rule", "R22q"): "test: now also CHECKPOINT (NOT_DA)",
        ("rule", "R02y"): "was so when aged 10 to 17; is so when under 18",
    }
    assert differences(use_pack(), use_pack()) == []


def test_a_moved_line_is_no_difference(tmp_path: Path) -> None:
    here = draft(tmp_path, ("rules/age.yaml", "rules:\n", "# moved down\n\nrules:\n"))
    assert differences(use_pack(), use_pack(here)) == []


def test_impact_names_each_case_that_would_change_and_writes_nothing(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Support taken away from a medium grade comes first and says so; no name of a person is told."""
    ash = kit.desk(workspace, "ash")
    medium = kit.answered(ash, "custody")
    kit.answered(ash, "first_offence")
    before = everything(workspace.folder)
    found = impact(kit.desk(workspace, "admin"), use_pack(draft(tmp_path, NO_SUPPORT)))
    assert found.cases == 2
    assert medium in found.changed
    (daio,) = [one for one in found.moved if one.what == "DAIO" and medium in found.moved[one]]
    assert (daio.before, daio.loses) == ("recommend", True)
    lines = list(told(found))
    assert lines[1].startswith("LOSES PROTECTION")
    assert "Sample" not in "\n".join(lines)
    assert "Placeholder" not in "\n".join(lines)
    assert everything(workspace.folder) == before


def test_impact_of_what_is_in_force_is_nothing(workspace: Workspace) -> None:
    kit.answered(kit.desk(workspace, "ash"), "custody")
    assert impact(kit.desk(workspace, "vale"), kit.pack()).changed == set()


def test_an_officer_may_ask_for_neither(tmp_path: Path, workspace: Workspace) -> None:
    ash = kit.desk(workspace, "ash")
    with pytest.raises(Refused):
        impact(ash, kit.pack())
    with pytest.raises(Refused):
        publish(ash, draft(tmp_path, THRESHOLD), "Shorter.")


def test_a_published_draft_is_in_force_for_new_cases_and_old_ones_stay(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Y10: the old case is decided as it was, under the pack that it was begun under; the event has both hashes."""
    old = kit.answered(kit.desk(workspace, "ash"), "custody")
    with kit.desk(workspace, "ash").open(old) as opened:
        result = kit.desk(workspace, "ash").result(opened).to_json(opened.pack.hash)
    here = draft(tmp_path, THRESHOLD)
    done = publish(kit.desk(workspace, "admin"), here, "The scheme changed its limit.")
    assert (done.before, done.after) == (kit.pack().hash, use_pack(here).hash)
    assert done.files == ("instruments/policy.yaml",)
    with workspace.thread() as log:
        events = log.read()
    users(events)  # the thread of users still folds
    assert events[-1].kind == "pack_published"
    assert events[-1].actor.id == "admin"
    assert events[-1].payload["before"] == done.before
    assert events[-1].payload["after"] == done.after
    ash = in_force(workspace, "ash")
    assert ash.pack.hash == done.after
    with ash.open(old) as opened:
        assert opened.pack.hash == done.before
        assert ash.result(opened).to_json(opened.pack.hash) == result
    new = kit.answered(ash, "two_harmed")
    with ash.open(new) as opened:
        assert opened.pack.rules.policy["checkpoint_days"][1] == 60


def test_encrypting_a_workspace_takes_what_was_published_along(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Else the shipped definitions would be in force again, and nobody would have said so."""
    done = publish(kit.desk(workspace, "admin"), draft(tmp_path, THRESHOLD), "Shorter.")
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
        publish(kit.desk(workspace, "admin"), draft(tmp_path, edit), "Because.")
    assert everything(workspace.folder) == before


def test_without_a_reason_or_a_change_nothing_is_published(
    tmp_path: Path, workspace: Workspace
) -> None:
    admin = kit.desk(workspace, "admin")
    with pytest.raises(WrongCall, match="--reason"):
        publish(admin, draft(tmp_path, THRESHOLD), "  ")
    with pytest.raises(Refused, match="in force already"):
        publish(admin, shipped("instruments"), "Again.")


def test_a_file_put_there_by_hand_is_never_silently_over_or_under_a_draft(
    tmp_path: Path, workspace: Workspace
) -> None:
    own = workspace.folder / "instruments"
    own.mkdir()
    text = (shipped("instruments") / "policy.yaml").read_text("utf-8")
    (own / "policy.yaml").write_text(text.replace("value: 12", "value: 6", 1), "utf-8")
    with pytest.raises(Refused, match="put there by hand"):
        publish(in_force(workspace, "admin"), draft(tmp_path, THRESHOLD), "Shorter.")


def test_publishing_is_all_or_nothing(tmp_path: Path, workspace: Workspace) -> None:
    """Until the one small file points at it, what was written for a draft is read by nobody."""
    publish(kit.desk(workspace, "admin"), draft(tmp_path, THRESHOLD), "Shorter.")
    pointer = workspace.folder / "published" / "in-force"
    pointer.unlink()
    assert use_pack(None, workspace.folder).hash == kit.pack().hash
    pointer.write_text("0" * 64 + "\n", "utf-8")
    with pytest.raises(WrongCall, match="Restore it from a backup"):
        use_pack(None, workspace.folder)

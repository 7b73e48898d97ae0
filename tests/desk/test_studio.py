"""A change to the definitions: what it is in words, and whose result it would change."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.drafts import NO_SUPPORT, THRESHOLD, draft, everything, make_workspace
from ppitui.desk.impact import impact, told
from ppitui.desk.packs import use_pack
from ppitui.pack.difference import differences
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


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

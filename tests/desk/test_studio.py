"""A change to the definitions: what it is in words, and whose result it would change."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from core.drawing import seeded
from desk.drafts import (
    FEWER_CHILDREN,
    NO_SUPPORT,
    THRESHOLD,
    Edit,
    draft,
    everything,
    make_workspace,
)
from ppitui.core.case import fold
from ppitui.core.decide import decide
from ppitui.core.settle import survey
from ppitui.desk.impact import Replay, changes, impact
from ppitui.desk.impact_words import told
from ppitui.desk.packs import use_pack
from ppitui.pack.difference import differences
from ppitui.store.workspace import Workspace

DASH: Edit = ("policy.yaml", "value: 14", "value: 3")
HELD: Edit = ("derived.yaml", 'is: "da_victims >= 2"', 'is: "da_victims >= 1"')


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


def test_what_is_not_decided_again_would_have_come_out_the_same(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Only the routes that a draft can touch are decided, and only where they can differ: never a change missed."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    drafts = [
        use_pack(draft(tmp_path, edit, name=f"d{at}"))
        for at, edit in enumerate((THRESHOLD, NO_SUPPORT, FEWER_CHILDREN, DASH, HELD))
    ]
    rng, seen = seeded(3), 0
    for name in ("custody", "two_harmed", "first_offence"):
        events = kit.thread_of(workspace, kit.answered(ash, name))
        for _ in range(12):
            kept = [one for one in events if one.kind != "answered" or rng.random() > 0.1]
            case = fold(kept)
            facts = survey(case, kit.pack(), vale.today).facts
            before = decide(facts, kit.pack().rules)
            for one in drafts:
                after = decide(facts, one.rules)
                whole = {
                    (m.what, m.before, m.after) for m in changes(before, after, kit.pack(), one)
                }
                quick = {
                    (m.what, m.before, m.after)
                    for m in Replay(kit.pack(), one, vale).changes(case)
                    if not m.what.startswith(("grade indication", "letter"))
                }
                assert quick == whole
                seen += len(whole)
    assert seen > 20


def test_letters_and_the_grade_indication_are_compared_too(
    tmp_path: Path, workspace: Workspace
) -> None:
    """A letter with another text, a service at another address, a sign of a grade that moved: each told, and how."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")

    def told_of(*edits: Edit) -> set[tuple[str, str]]:
        at = len(list(tmp_path.iterdir()))
        found = impact(vale, use_pack(draft(tmp_path, *edits, name=f"l{at}")))
        assert set(found.changed) <= {case}
        return {(one.what, one.after) for one in found.moved}

    text = (
        "../templates/closed/daio_referral.md.j2",
        "{% include 'partials/footer",
        "More.\n{% include 'partials/footer",
    )
    assert told_of(text) == {("letter daio_referral", "another text")}
    moved = ("services.yaml", "daio@overton-police.example", "daio@elsewhere.example")
    assert told_of(moved) == {("letter daio_referral", "reads otherwise")}
    assert (
        told_of(("services.yaml", "marac@overton-police.example", "m@elsewhere.example")) == set()
    )
    sign = (
        "grade_signs.yaml",
        'grade: high, when: "judgement_high"',
        'grade: high, when: "child_linked"',
    )
    assert told_of(sign) == {("grade indication", "high")}
    assert told_of(("today.yaml", "What outcome does", "Which outcome does")) == set()

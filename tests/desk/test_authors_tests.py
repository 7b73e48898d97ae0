"""Case files beside the pack: `check` runs them, a stored case becomes one without a name, a counter-example is one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import kit
from desk.drafts import FEWER_CHILDREN, THRESHOLD, draft, make_workspace
from ppitui.core.findings import Finding
from ppitui.desk.authors_tests import files_beside, from_case, run
from ppitui.desk.checking import check_folder
from ppitui.desk.packs import use_pack
from ppitui.desk.proving import proofs, write_cases
from ppitui.desk.publishing import NotReady, put_forward
from ppitui.errors import Refused

OLD = """id: too-old
facts: {age: 30, current_offence.days_old: 89, current_offence.da: true}
expect:
  why: one day before the limit
  not_indicated: [MARAC, MATAC]
"""


def differs(folder: Path) -> list[Finding]:
    return [one for one in check_folder(folder)[0] if one.id.startswith("CASE_")]


def put(folder: Path, name: str, text: str) -> Path:
    (folder / "tests").mkdir(exist_ok=True)
    path = folder / "tests" / name
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_tests_come_out_as_they_say() -> None:
    """They are part of `check`, and there are some."""
    assert [one for one in check_folder(None)[0] if one.id.startswith("CASE_")] == []


def test_a_test_that_differs_is_found_at_its_line(tmp_path: Path) -> None:
    """The place is the very expectation; what came instead is said; the hash of the pack does not move."""
    here = draft(tmp_path)
    before = check_folder(here)[1]
    put(here, "mine.yaml", OLD.replace("[MARAC, MATAC]", "[MARAC, CHECKPOINT]"))
    assert check_folder(here)[1] == before
    (found,) = differs(here)
    assert found.id == "CASE_DIFFERS"
    assert (found.place.line, found.message) == (
        5,
        "not indicated: CHECKPOINT is open; MARAC is open",
    )


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("id: nothing\nfacts: {age: 30}\n", "CASE_EMPTY"),
        ("facts: {age: 30}\nexpect: {recomend: []}\n", "KEY"),
        ("facts: {age: 30}\nkeeps: [NO_SUCH]\n", "UNKNOWN_NAME"),
        ("facts: {aeg: 30}\nexpect: {recommend: []}\n", "UNKNOWN_FACT"),
        ("facts: {age: 30}\nexpect: {without: {xconsider: [MARAC]}}\n", "KEY"),
        ("facts: {age: 30}\nexpect: {without: {recommend: [MARACC]}}\n", "UNKNOWN_NAME"),
        ("facts: {age: 30}\nexpect: {without: [MARAC]}\n", "SHAPE"),
        ("facts: {age: 30}\nexpect: {among: {open: MARAC}}\n", "SHAPE"),
        ("facts: {age: 30}\nexpect: {open: [MARACC]}\n", "UNKNOWN_NAME"),
        ("facts: {age: 30}\nexpect: {actions: [MARAC]}\n", "UNKNOWN_NAME"),
        ("facts: {age: 30}\nexpect: {codes: {MARACC: []}}\n", "UNKNOWN_NAME"),
        ("facts: {age: 30}\nexpect: {codes: {MARAC: [TOO_LITTLE]}}\n", "UNKNOWN_NAME"),
        ("facts: {age: 30}\nexpect: {for: {MARAC: [Q]}}\n", "UNKNOWN_NAME"),
    ],
)
def test_a_test_that_says_nothing_or_cannot_be_read_is_told(
    text: str, id: str, tmp_path: Path
) -> None:
    here = draft(tmp_path)
    path = put(here, "mine.yaml", text)
    assert [one.id for one in run(use_pack(here), [path]).findings] == [id]


def test_a_draft_whose_own_test_differs_is_not_proposed(tmp_path: Path) -> None:
    """The author said what must come of a case; as long as something else does, the draft is not ready."""
    workspace = make_workspace(tmp_path)
    here = draft(tmp_path, THRESHOLD)
    put(here, "mine.yaml", "facts: {age: 30}\nexpect: {recommend: [MARAC]}\n")
    with pytest.raises(NotReady, match="a test differs"):
        put_forward(kit.desk(workspace, "admin"), here, "Shorter.")


def test_a_stored_case_becomes_a_test_without_a_name(tmp_path: Path) -> None:
    """Its facts and what followed; no name, no date, nobody's words; it passes, and fails where a rule is changed."""
    workspace = make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    case = kit.answered(ash, "two_harmed")
    with ash.open(case) as opened:
        text = from_case(ash, opened)
        people = [one.details for one in opened.case.people.values()]
        assert [one.kind for one in opened.events][-1] == "disclosed"
    kept = ("sex", "relationship")
    told = {
        str(value)
        for details in people
        for key, value in details.items()
        if key not in kept and len(str(value)) > 6
    }
    assert told
    assert not [one for one in told if one in text]
    assert case not in text
    data = yaml.safe_load(text)
    assert not [name for name in data["facts"] if name in ("born", "assessed_on")]
    here = draft(tmp_path)
    path = put(here, "stored.yaml", text)
    assert run(use_pack(here), [path]).findings == ()
    custody = kit.answered(ash, "custody")
    with ash.open(custody) as opened:
        path = put(here, "custody.yaml", from_case(ash, opened))
    fewer = use_pack(draft(tmp_path, FEWER_CHILDREN, name="fewer"))
    assert run(use_pack(here), [path]).findings == ()
    assert any("MASH_CHILD" in one.message for one in run(fewer, [path]).findings)


def test_nothing_is_made_of_a_draft_case(tmp_path: Path) -> None:
    ash = kit.desk(make_workspace(tmp_path), "ash")
    case = kit.answered(ash, "custody", submit=False)
    with ash.open(case) as opened, pytest.raises(Refused, match="not handed in"):
        from_case(ash, opened)


def test_a_counter_example_is_a_test_that_passes_once_the_rules_are_mended(tmp_path: Path) -> None:
    """`check --prove --cases instruments/tests` writes it; broken rules fail it, mended ones pass."""
    broken = use_pack(draft(tmp_path, ("rules/age.yaml", 'when: "child"', 'when: "age < 17"')))
    found = [one for one in proofs(broken) if one.counter is not None]
    paths = write_cases(tmp_path / "cases", found)
    assert paths
    assert {one.id for one in run(broken, paths).findings} == {"CASE_DIFFERS"}
    assert run(use_pack(), paths).findings == ()


def test_a_test_of_the_workspace_stands_in_the_place_of_the_shipped_one_of_its_name(
    tmp_path: Path,
) -> None:
    """A force that moved a threshold moved its tests too; both at once could never come out."""
    own = tmp_path / "instruments" / "tests"
    own.mkdir(parents=True)
    (own / "age_10.yaml").write_text("kind: test\n", "utf-8")
    (own / "ours.yaml").write_text("kind: test\n", "utf-8")
    shipped_alone, both = files_beside(None), files_beside(None, tmp_path)
    assert len(both) == len(shipped_alone) + 1
    assert [one for one in both if one.name == "age_10.yaml"] == [own / "age_10.yaml"]

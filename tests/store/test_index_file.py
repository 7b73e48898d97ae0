"""The file of the list of cases: changes are added behind it, and whatever became of it, the list is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.events import Event
from ppitui.store.columns import NOT_PACKED, packed, unpacked
from ppitui.store.index import Index
from ppitui.store.vault import key_path
from ppitui.store.workspace import Workspace
from store.kit import FailingDisk, chance, draft, keyed_workspace, new_workspace, note, reopened

CASES = 40
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(0, 1) | st.sampled_from(["a", "1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=4,
)


def summary(events: list[Event]) -> dict[str, Any]:
    return {
        "n": len(events),
        "last": events[-1].payload.get("text", ""),
        "marks": {"a": len(events)},
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = new_workspace(tmp_path / "w")
    for _ in range(CASES):
        made.new_case(draft("case_opened"))
    return made


def add(workspace: Workspace, ref: str, text: str) -> None:
    with workspace.case(ref) as log:
        log.append(note(text))


def fresh(workspace: Workspace) -> list[dict[str, Any]]:
    return Index(workspace, summary, shape="rebuild").rows()


def rebuilt(workspace: Workspace) -> list[dict[str, Any]]:
    """The list made from the cases alone, and the file put back."""
    path = workspace.folder / "index.json"
    kept = path.read_bytes()
    rows = fresh(workspace)
    path.write_bytes(kept)
    return rows


@given(
    st.lists(st.fixed_dictionaries({"case": st.text(max_size=3), "b": _PLAIN, "c": _PLAIN}))
    | st.lists(st.dictionaries(st.sampled_from("abc"), _PLAIN))
)
def test_rows_come_back_from_columns_as_they_were(rows: list[dict[str, Any]]) -> None:
    """To the kind: 1 is not true, and keys stand in their order."""
    back = unpacked(json.loads(json.dumps(packed(rows))))
    assert json.dumps(back) == json.dumps(rows)


def test_columns_that_were_cut_are_no_rows() -> None:
    rows = [{"case": str(n), "kind": n % 2, "marks": {"a": n}} for n in range(50)]
    whole = packed(rows)
    for cut in (
        {**whole, "own": {}},
        {**whole, "sorts": {}},
        {**whole, "which": ["B", ""]},
        {**whole, "own": {**whole["own"], "case": {"list": ["1"]}}},
        {**whole, "own": {**whole["own"], "marks": {**whole["own"]["marks"], "keys": [[]]}}},
    ):
        with pytest.raises(NOT_PACKED):
            unpacked(cut)


def test_a_change_is_added_behind_the_rest(workspace: Workspace) -> None:
    Index(workspace, summary).rows()
    path = workspace.folder / "index.json"
    before = path.read_bytes()
    add(workspace, "2026-0003", "more")
    rows = Index(workspace, summary).rows()
    after = path.read_bytes()
    assert after.startswith(before)
    assert len(after) - len(before) < 500
    assert rows == rebuilt(workspace)
    assert Index(workspace, refusing).rows() == rows, "a case was folded that had not changed"


def refusing(events: list[Event]) -> dict[str, Any]:
    raise AssertionError(events[0].case)


def test_many_changes_are_written_together_again(workspace: Workspace) -> None:
    path = workspace.folder / "index.json"
    index = Index(workspace, summary)
    index.rows()
    first = path.stat().st_ino, path.stat().st_size
    longest = first[1]
    for number in range(30):
        add(workspace, "2026-0003", f"more {number}")
        index.rows()
        longest = max(longest, path.stat().st_size)
    assert longest < first[1] + 2500
    assert Index(workspace, refusing).rows() == rebuilt(workspace)


def test_several_at_work_take_in_what_the_others_folded(workspace: Workspace) -> None:
    dice = chance(7)
    people = [Index(workspace, summary) for _ in range(3)]
    for step in range(60):
        if dice.random() < 0.15:
            workspace.new_case(draft("case_opened"))
        elif dice.random() < 0.1:
            workspace.path(dice.choice(workspace.cases())).unlink()
        add(workspace, dice.choice(workspace.cases()), f"step {step}")
        rows = dice.choice(people).rows()
        assert rows == rebuilt(workspace)
        assert dice.choice(people).rows() == rows
    folded: list[str] = []

    def counting(events: list[Event]) -> dict[str, Any]:
        folded.append(events[0].case)
        return summary(events)

    add(workspace, "2026-0005", "one more")
    people[0].rows()
    other = Index(workspace, counting)
    other.rows()
    assert folded == []


def test_a_list_that_could_not_be_written_is_written_with_the_next(workspace: Workspace) -> None:
    index = Index(workspace, summary)
    index.rows()
    add(workspace, "2026-0002", "while another writes")
    with workspace.alone():
        index.rows()
    add(workspace, "2026-0009", "afterwards")
    index.rows()
    assert Index(workspace, refusing).rows() == rebuilt(workspace)


def test_a_later_part_is_left_where_a_bit_of_it_flips(workspace: Workspace) -> None:
    path = workspace.folder / "index.json"
    Index(workspace, summary).rows()
    start = len(path.read_bytes())
    for text in ("one", "two"):
        add(workspace, "2026-0003", text)
        Index(workspace, summary).rows()
    whole, right = path.read_bytes(), rebuilt(workspace)
    for bit in range(start * 8, len(whole) * 8, 37):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        assert Index(workspace, summary).rows() == right
    for size in range(start, len(whole), 13):
        path.write_bytes(whole[:size])
        assert Index(workspace, summary).rows() == right
        assert Index(workspace, refusing).rows() == right


def test_a_part_of_an_older_file_is_not_taken(tmp_path: Path) -> None:
    keyed = keyed_workspace(tmp_path / "w")
    for _ in range(CASES):
        keyed.new_case(draft("case_opened"))
    path = keyed.folder / "index.json"
    Index(keyed, summary).rows()
    first = len(path.read_bytes())
    add(keyed, "2026-0003", "more")
    Index(keyed, summary).rows()
    part = path.read_bytes()[first:]
    path.unlink()
    right = Index(keyed, summary).rows()
    add(keyed, "2026-0004", "and more")
    right = fresh(reopened(keyed.folder))
    path.unlink()
    Index(keyed, summary).rows()
    with path.open("ab") as file:
        file.write(part)
    assert Index(keyed, summary).rows() == right


def test_a_failed_addition_leaves_the_list_right(workspace: Workspace) -> None:
    """The disk is full, or the process dies in the middle of a write."""
    Index(workspace, summary).rows()
    for fault in ("ENOSPC", "torn", "EIO on"):
        add(workspace, "2026-0006", fault)
        disk = FailingDisk(1, fault, only=("write",))
        Index(Workspace(workspace.folder, workspace.vault, disk), summary).rows()
        assert Index(workspace, summary).rows() == rebuilt(workspace)


def test_a_case_whose_key_is_gone_leaves_no_word_in_the_list(tmp_path: Path) -> None:
    """Somebody's list was made before the erasure and would be written after it."""
    keyed = keyed_workspace(tmp_path / "w")
    for _ in range(CASES):
        keyed.new_case(draft("case_opened"))
    path = keyed.folder / "index.json"

    def erased_meanwhile(events: list[Event]) -> dict[str, Any]:
        if events[0].case == "2026-0007":
            keyed.destroy_key("2026-0007")
        return summary(events)

    Index(keyed, erased_meanwhile).rows()
    assert not key_path(keyed.folder, "2026-0007").exists()
    assert not path.exists()
    Index(keyed, summary).rows()
    assert path.exists()
    add(keyed, "2026-0009", "more")

    def another_erased(events: list[Event]) -> dict[str, Any]:
        keyed.destroy_key("2026-0008")  # its row came from the file, and is in memory
        return summary(events)

    slow = Index(reopened(keyed.folder), another_erased)
    slow.rows()
    assert not path.exists()
    gone = [row["case"] for row in slow.rows() if "fault" in row]
    assert gone == ["2026-0007", "2026-0008"]

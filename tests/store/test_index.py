"""The list of cases: always what a full rebuild would give, whatever became of the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ppitui.core.events import Event
from ppitui.errors import Refused
from ppitui.store.index import Index
from ppitui.store.workspace import Workspace
from store.kit import NO_MOUNTS, FailingDisk, chance, draft, new_workspace, note


class Counting:
    """A summary that counts how often it was asked for."""

    def __init__(self) -> None:
        self.folds: list[str] = []

    def __call__(self, events: list[Event]) -> dict[str, Any]:
        self.folds.append(events[0].case)
        texts = tuple(event.payload.get("text") for event in events)
        return {"events": len(events), "texts": texts[-2:], "share": len(events) / 7}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = new_workspace(tmp_path / "w")
    for _ in range(8):
        made.new_case(draft("case_opened"))
    return made


def _rebuilt(workspace: Workspace) -> list[dict[str, Any]]:
    return Index(workspace, Counting(), shape="rebuild").rows()


def _add(workspace: Workspace, ref: str, text: str) -> None:
    with workspace.case(ref) as log:
        log.append(note(text))


def test_the_index_equals_a_full_rebuild_after_any_changes(workspace: Workspace) -> None:
    dice = chance(5)
    index = Index(workspace, Counting())
    for step in range(60):
        if dice.random() < 0.1:
            workspace.new_case(draft("case_opened", at=f"{dice.randrange(2024, 2028)}-01-01"))
        _add(workspace, dice.choice(workspace.cases()), f"step {step}")
        rows = index.rows()
        (workspace.folder / "index.json").rename(workspace.folder / "aside")
        assert rows == Index(workspace, Counting()).rows()
        (workspace.folder / "aside").rename(workspace.folder / "index.json")
    assert [row["case"] for row in rows] == workspace.cases()


def test_only_changed_cases_are_folded_again(workspace: Workspace) -> None:
    counting = Counting()
    Index(workspace, counting).rows()
    assert len(counting.folds) == 8
    counting.folds.clear()
    _add(workspace, "2026-0003", "more")
    rows = Index(workspace, counting).rows()
    assert counting.folds == ["2026-0003"]
    assert rows[2]["events"] == 2
    Index(workspace, counting).rows()
    assert counting.folds == ["2026-0003"]


def test_a_save_never_touches_the_index(workspace: Workspace) -> None:
    Index(workspace, Counting()).rows()
    path = workspace.folder / "index.json"
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
    _add(workspace, "2026-0003", "more")
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_an_unchanged_index_is_not_written_and_none_is_ever_flushed(workspace: Workspace) -> None:
    disk = FailingDisk()
    watched = Workspace(workspace.folder, workspace.vault, disk)
    Index(watched, Counting()).rows()
    assert "replace" in disk.calls
    assert not {"fsync", "fdatasync"} & set(disk.calls)
    disk.calls.clear()
    Index(watched, Counting()).rows()
    assert disk.calls == ["open", "read"]


def test_a_damaged_cache_is_rebuilt_wherever_a_bit_flips(workspace: Workspace) -> None:
    path = workspace.folder / "index.json"
    right = Index(workspace, Counting()).rows()
    whole = path.read_bytes()
    bits = chance(9)
    damaged: list[bytes] = [b"", b"{}", b"[]", whole[:-1], whole[: len(whole) // 2], b"\xff" * 50]
    for _ in range(200):
        flipped = bytearray(whole)
        bit = bits.randrange(len(whole) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        damaged.append(bytes(flipped))
    for data in damaged:
        path.write_bytes(data)
        assert Index(workspace, Counting()).rows() == right
        assert path.read_bytes() == whole


def test_a_cache_sealed_over_other_data_is_rebuilt(workspace: Workspace) -> None:
    path = workspace.folder / "index.json"
    right = Index(workspace, Counting()).rows()
    for plain in (b"[]", b"7", b'{"shape":"1","rows":7}', b'{"shape":"1","rows":[]}', b"{}"):
        path.write_bytes(workspace.index_seal.close_file(plain, "index/0"))
        assert Index(workspace, Counting()).rows() == right


def test_a_cache_that_cannot_be_read_or_written_is_done_without(workspace: Workspace) -> None:
    (workspace.folder / "index.json").mkdir()
    assert Index(workspace, Counting()).rows() == _rebuilt(workspace)
    (workspace.folder / "index.json").rmdir()
    with workspace.alone():
        assert len(Index(workspace, Counting()).rows()) == 8
    assert not (workspace.folder / "index.json").exists()


def test_a_summary_of_another_shape_is_not_taken_from_the_cache(workspace: Workspace) -> None:
    Index(workspace, Counting(), shape="1").rows()
    rows = Index(workspace, lambda events: {"n": len(events)}, shape="2").rows()
    assert rows[0] == {"case": "2026-0001", "n": 1}


def test_a_damaged_case_is_one_row_and_the_others_stand(workspace: Workspace) -> None:
    Index(workspace, Counting()).rows()
    path = workspace.path("2026-0004")
    good = path.read_bytes()
    path.write_bytes(good.replace(b"ash", b"asp"))
    for _ in range(2):
        rows = Index(workspace, Counting()).rows()
        assert [("fault" in row) for row in rows] == [False] * 3 + [True] + [False] * 4
        assert "2026-0004 is damaged at event 1" in rows[3]["fault"]
    path.write_bytes(good)
    assert Index(workspace, Counting()).rows()[3]["events"] == 1


def test_a_case_that_the_fold_refuses_is_one_row(workspace: Workspace) -> None:
    def refusing(events: list[Event]) -> dict[str, Any]:
        if events[0].case == "2026-0002":
            raise Refused("It holds an event of a kind that this version does not know")
        return {}

    rows = Index(Workspace.open(workspace.folder, mounts=NO_MOUNTS), refusing).rows()
    assert [row.get("fault", "") != "" for row in rows] == [False, True] + [False] * 6


def test_a_case_that_took_another_ones_place_in_the_folder_is_noticed(tmp_path: Path) -> None:
    """As many names as before, and not the same: the list is put in order anew."""
    workspace = new_workspace(tmp_path / "w")
    for _ in range(3):
        workspace.new_case(draft("case_opened"))

    def rows() -> list[str]:
        return [row["case"] for row in Index(workspace, lambda events: {"n": len(events)}).rows()]

    assert rows() == rows() == ["2026-0001", "2026-0002", "2026-0003"]
    workspace.path("2026-0002").rename(tmp_path / "away.log")
    workspace.adopt("2025-0009", [draft("case_opened")])
    assert rows() == rows() == ["2025-0009", "2026-0001", "2026-0003"]
    (workspace.folder / "cases" / "2026-0003.log").rename(workspace.folder / "cases" / "stray.txt")
    assert rows() == ["2025-0009", "2026-0001"]

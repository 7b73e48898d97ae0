"""Death and a failing disk at every moment: what was acknowledged is there."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppitui.errors import StoreFault
from ppitui.store.index import Index
from ppitui.store.verify import verify
from ppitui.store.workspace import Workspace
from store.kit import (
    CASE,
    ERRORS,
    KILLS,
    NO_MOUNTS,
    SEAL,
    Child,
    FailingDisk,
    chance,
    draft,
    new_log,
    new_workspace,
    note,
    opened,
    opening,
    texts,
)
from store.sweep import outcomes


def _append(folder: Path, disk: FailingDisk) -> int:
    with opened(folder, disk=disk) as log:
        return log.append(note("new")).seq


@pytest.mark.parametrize("torn", [False, True], ids=["whole", "torn before"])
@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_s04_an_append_under_any_fault_is_old_or_new(
    tmp_path: Path, fault: str, torn: bool
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    with new_log(start, 2) as log:
        if torn:
            log.path.write_bytes(log.path.read_bytes() + b"p1 torn")
    hit = set()
    for folder, acknowledged, call in outcomes(start, _append, fault):
        hit.add(call)
        with opened(folder) as log:
            kept = texts(log)
            assert kept[:2] == ["note 0", "note 1"]
            assert kept[2:] in ([], ["new"])
            if acknowledged is not None:
                assert kept[2:] == ["new"]
            elif fault in ("ENOSPC", "EIO", "torn"):
                assert kept[2:] == [], "an error that was told leaves nothing behind"
            log.append(note("after"))
        verdict = verify(folder / f"{CASE}.log", CASE, SEAL)
        assert (verdict.whole, verdict.unfinished) == (True, 0)
    if fault in ("ENOSPC", "EIO"):
        tail = {"ftruncate"} if torn else set()
        assert hit == {"open", "read", "write", "fdatasync", None} | tail


@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
def test_s04_after_a_failed_flush_the_handle_takes_no_more_events(
    tmp_path: Path, fault: str
) -> None:
    new_log(tmp_path, 1).close()
    disk = FailingDisk(1, fault, only=["fdatasync"])
    with opened(tmp_path, disk=disk) as log:
        with pytest.raises(StoreFault, match="takes no more events"):
            log.append(note("unsure"))
        for _ in range(3):
            with pytest.raises(StoreFault, match="not confirmed by the disk"):
                log.append(note("never"))
        assert disk.calls == ["fdatasync"], "the flush is not asked again"
        assert len(log.read()) == 2, "reading goes on"
    with opened(tmp_path) as again:
        assert again.append(note("later")).seq == 3


def test_s02_a_failed_write_leaves_the_handle_good_once_there_is_space(tmp_path: Path) -> None:
    new_log(tmp_path, 1).close()
    disk = FailingDisk(1, "torn", only=["write"])
    with opened(tmp_path, disk=disk) as log:
        with pytest.raises(StoreFault, match="nothing was lost"):
            log.append(note("too much"))
        assert log.append(note("fits")).seq == 3
        assert texts(log) == ["note 0", "fits"]


def test_s01_nothing_acknowledged_is_lost_to_a_kill_at_any_of_200_moments(tmp_path: Path) -> None:
    moments = chance(20260614)
    most = 0
    for trial in range(200):
        folder = tmp_path / str(trial)
        folder.mkdir()
        new_log(folder).close()

        def child(say: Callable[[Any], None], folder: Path = folder) -> None:
            with opened(folder) as log:
                for number in itertools.count():
                    say(log.append(note(f"note {number}")).seq)

        process = Child(child)
        process.said(moments.randrange(1, 12))
        for _ in range(moments.randrange(20_000)):
            pass
        process.kill()
        acknowledged = process.end()
        with opened(folder) as log:
            events = log.read()
            assert acknowledged == list(range(2, 2 + len(acknowledged)))
            assert len(events) - 1 in (len(acknowledged), len(acknowledged) + 1)
            assert texts(log) == [f"note {number}" for number in range(len(events) - 1)]
        assert verify(folder / f"{CASE}.log", CASE, SEAL).whole
        most = max(most, len(acknowledged))
    assert most > 10


def _case(folder: Path, disk: FailingDisk) -> str:
    workspace = Workspace.open(folder, disk=disk, mounts=NO_MOUNTS)
    return workspace.new_case(draft("case_opened"))[0]


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_a_new_case_under_any_fault_is_whole_or_absent(tmp_path: Path, fault: str) -> None:
    start = tmp_path / "start"
    new_workspace(start).new_case(draft("case_opened"))
    for folder, acknowledged, _ in outcomes(start, _case, fault):
        workspace = Workspace.open(folder, mounts=NO_MOUNTS)
        cases = workspace.cases()
        assert cases in (["2026-0001"], ["2026-0001", "2026-0002"])
        if acknowledged is not None:
            assert (acknowledged, cases[-1]) == ("2026-0002", "2026-0002")
        for ref in cases:
            with workspace.case(ref) as log:
                assert [event.kind for event in log.read()] == ["case_opened"]
        assert not list(folder.rglob("*.tmp"))
        assert workspace.new_case(draft("case_opened"))[0] == f"2026-{len(cases) + 1:04d}"


def _pack(folder: Path, disk: FailingDisk) -> bool:
    Workspace.open(folder, disk=disk, mounts=NO_MOUNTS).keep_pack("b" * 64, {"a.yaml": "kind: a"})
    return True


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_a_pack_under_any_fault_is_whole_or_absent(tmp_path: Path, fault: str) -> None:
    start = tmp_path / "start"
    new_workspace(start)
    for folder, acknowledged, _ in outcomes(start, _pack, fault):
        workspace = Workspace.open(folder, mounts=NO_MOUNTS)
        assert not list(folder.rglob("*.tmp"))
        if acknowledged:
            assert workspace.pack("b" * 64) == {"a.yaml": "kind: a"}
        workspace.keep_pack("b" * 64, {"a.yaml": "kind: a"})
        assert workspace.pack("b" * 64) == {"a.yaml": "kind: a"}


def _create(folder: Path, disk: FailingDisk) -> bool:
    Workspace.create(folder / "w", opening=opening(), disk=disk, mounts=NO_MOUNTS)
    return True


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_a_workspace_under_any_fault_is_whole_or_none(tmp_path: Path, fault: str) -> None:
    start = tmp_path / "start"
    start.mkdir()
    for folder, acknowledged, _ in outcomes(start, _create, fault):
        made = (folder / "w" / "workspace.json").exists()
        assert made or not acknowledged
        if made:
            with Workspace.open(folder / "w", mounts=NO_MOUNTS).thread() as log:
                assert [event.kind for event in log.read()] == ["workspace_opened"]
        elif fault in ("ENOSPC", "EIO", "torn"):
            assert _create(folder, FailingDisk()), "the same folder can be tried again"


def _rows(folder: Path, disk: FailingDisk) -> Any:
    workspace = Workspace.open(folder, disk=disk, mounts=NO_MOUNTS)
    return Index(workspace, lambda events: {"events": len(events)}).rows()


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_the_index_under_any_fault_is_right_or_says_what_it_could_not_read(
    tmp_path: Path, fault: str
) -> None:
    start = tmp_path / "start"
    new_workspace(start).new_case(draft("case_opened"))
    right = [{"case": "2026-0001", "events": 1}]
    for folder, rows, _ in outcomes(start, _rows, fault):
        assert rows is None or rows == right or "fault" in rows[0]
        assert _rows(folder, FailingDisk()) == right
        assert _rows(folder, FailingDisk()) == right

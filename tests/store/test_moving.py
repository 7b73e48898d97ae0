"""An unencrypted workspace becomes an encrypted one: the same events, compared, or nothing is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ppitui.core.events import Draft
from ppitui.errors import Refused, WrongCall
from ppitui.store.checkup import check, where
from ppitui.store.disk import Disk
from ppitui.store.moving import beside, finish, interrupted, move
from ppitui.store.workspace import Workspace
from store.kit import (
    NO_MOUNTS,
    FailingDisk,
    decided,
    draft,
    keyed,
    new_workspace,
    note,
    opening,
    reopened,
)
from store.sweep import outcomes

CANARY = "ZQX-CANARY-STREET"


def start(folder: Path, notes: int = 2, cases: int = 2) -> Workspace:
    workspace = new_workspace(folder)
    workspace.keep_pack("c" * 64, {"a.yaml": "kind: a"})
    for _ in range(cases):
        ref, _ = workspace.new_case(draft("case_opened"))
        with workspace.case(ref) as log:
            for number in range(notes):
                log.append(note(f"{CANARY} {number}"))
            log.append(decided())
    return workspace


def beginning() -> Draft:
    return opening(keyed().name)


def essence(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for name in ("workspace", *workspace.cases()):
        with workspace.thread() if name == "workspace" else workspace.case(name) as log:
            found[name] = [(e.actor, e.at, e.kind, e.pack, e.payload) for e in log.read()]
    return found


def test_every_event_is_there_sealed_and_the_old_workspace_beside(tmp_path: Path) -> None:
    old = start(tmp_path / "w")
    before, heads = essence(old), check(old).heads
    kept = move(old, keyed(), beginning(), mounts=NO_MOUNTS)
    new = reopened(tmp_path / "w")
    after = essence(new)
    assert (after["workspace"][0][2], after["workspace"][1:]) == (
        "workspace_opened",
        before["workspace"],
    )
    assert {name: after[name] for name in new.cases()} == {
        name: before[name] for name in new.cases()
    }
    assert new.pack("c" * 64) == {"a.yaml": "kind: a"}
    found = check(new)
    assert found.whole
    for path in (tmp_path / "w").rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path.name
    assert essence(Workspace.open(kept, mounts=NO_MOUNTS)) == before
    letter = heads["2026-0002"][3][:12]
    assert where(new, found, letter) == [
        "event 4 of 2026-0002, as it stood before the workspace was encrypted anew"
    ]


def test_a_workspace_that_is_not_whole_is_not_moved(tmp_path: Path) -> None:
    old = start(tmp_path / "w")
    path = old.path("2026-0002")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    with pytest.raises(Refused, match="2026-0002 is not whole"):
        move(old, keyed(), beginning(), mounts=NO_MOUNTS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["w"]


def test_what_was_written_meanwhile_stops_the_move(tmp_path: Path) -> None:
    old = start(tmp_path / "w")

    class Busy(Disk):
        def replace(self, source: Path, target: Path) -> None:
            if target == beside(tmp_path / "w")[1]:
                with Workspace.open(tmp_path / "w", mounts=NO_MOUNTS).case("2026-0001") as log:
                    log.append(note("meanwhile"))
            super().replace(source, target)

    old.disk = Busy()
    with pytest.raises(Refused, match="Somebody wrote in the workspace meanwhile"):
        move(old, keyed(), beginning(), mounts=NO_MOUNTS)
    again = Workspace.open(tmp_path / "w", mounts=NO_MOUNTS)
    with again.case("2026-0001") as log:
        assert log.read()[-1].payload["text"] == "meanwhile"
    move(again, keyed(), beginning(), mounts=NO_MOUNTS)
    with reopened(tmp_path / "w").case("2026-0001") as log:
        assert log.read()[-1].payload["text"] == "meanwhile"


def _move(folder: Path, disk: FailingDisk) -> bool:
    old = Workspace.open(folder / "w", mounts=NO_MOUNTS)
    old.disk = disk
    move(old, keyed(), beginning(), mounts=NO_MOUNTS)
    return True


@pytest.mark.parametrize("fault", ["EIO", "kill"])
def test_s10_a_move_killed_at_any_step_can_be_run_again(tmp_path: Path, fault: str) -> None:
    """Until its last two steps the workspace is the old one; between them, one more call ends it."""
    (tmp_path / "start").mkdir()
    before = essence(start(tmp_path / "start" / "w", 0, 1))
    done = []
    for folder, _, _ in outcomes(tmp_path / "start", _move, fault):
        here = folder / "w"
        if interrupted(here):
            with pytest.raises(WrongCall, match="ppitui protect again"):
                Workspace.open(here, mounts=NO_MOUNTS)
            finish(here)
        elif not beside(here)[1].exists():
            assert essence(Workspace.open(here, mounts=NO_MOUNTS)) == before
            _move(folder, FailingDisk())
        new = reopened(here)
        assert {name: essence(new)[name] for name in new.cases()} == {
            name: before[name] for name in new.cases()
        }
        assert len(new.cases()) == 1
        assert check(new).whole
        done.append(folder)
    assert len(done) > 20


def test_an_old_one_that_is_still_there_is_not_written_over(tmp_path: Path) -> None:
    old = start(tmp_path / "w", notes=0)
    move(old, keyed(), beginning(), mounts=NO_MOUNTS)
    shutil.rmtree(tmp_path / "w")
    again = start(tmp_path / "w", notes=0)
    with pytest.raises(Refused, match="Move it away first"):
        move(again, keyed(), beginning(), mounts=NO_MOUNTS)

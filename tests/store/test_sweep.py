"""The fault sweep over a whole encrypted workspace, a small disk and a file that may not grow."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppitui.errors import StoreFault
from ppitui.store.checkup import check
from ppitui.store.index import Index
from ppitui.store.workspace import Workspace
from store.kit import (
    ERRORS,
    KILLS,
    Child,
    FailingDisk,
    decided,
    draft,
    keyed_workspace,
    note,
    reopened,
)
from store.sweep import outcomes


def _rows(workspace: Workspace) -> list[dict[str, Any]]:
    return Index(workspace, lambda events: {"events": len(events)}).rows()


def _work(workspace: Workspace, say: Callable[[str], None]) -> str:
    """A morning at the desk: a case, two notes, a decision, the list. Says what was acknowledged."""
    ref, _ = workspace.new_case(draft("case_opened"))
    say("case")
    with workspace.case(ref) as log:
        for one in (note("one"), note("two"), decided()):
            log.append(one)
            say(one.kind)
    _rows(workspace)
    with workspace.thread() as log:
        log.append(draft("user_disabled", user="ash"))
    say("user")
    return "all"


def _told(folder: Path) -> list[str]:
    path = folder.with_name(folder.name + ".told")
    return path.read_text().split() if path.exists() else []


def _act(folder: Path, disk: FailingDisk) -> str:
    told = folder.with_name(folder.name + ".told")

    def say(word: str) -> None:
        with told.open("a") as file:
            file.write(word + "\n")

    return _work(reopened(folder, disk=disk), say)


_points: Counter[str] = Counter()


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_the_fault_sweep_over_a_morning_at_the_desk(tmp_path: Path, fault: str) -> None:
    """Old or new, never between; every chain verifies; nothing that was acknowledged is missing."""
    keyed_workspace(tmp_path / "start")
    for folder, acknowledged, call in outcomes(tmp_path / "start", _act, fault):
        if call is not None:
            _points[fault] += 1
        told = _told(folder)
        workspace = reopened(folder)
        kinds: list[str] = []
        for ref in workspace.cases():
            with workspace.case(ref) as log:
                kinds += [event.kind for event in log.read()]
        with workspace.thread() as log:
            users = [event.kind for event in log.read()][1:]
        whole = ["case_opened", "note_added", "note_added", "decided"]
        assert kinds == whole[: len(kinds)]
        assert users in ([], ["user_disabled"])
        kept = ["case", *kinds[1:], *(["user"] if users else [])] if kinds else []
        assert told == kept[: len(told)], "what was acknowledged is there"
        assert len(kept) - len(told) in (0, 1)
        assert (acknowledged is None) or kept == ["case", *whole[1:], "user"]
        assert check(workspace).whole
        assert not list(folder.rglob("*.tmp"))
        assert [row["events"] for row in _rows(workspace)] == ([len(kinds)] if kinds else [])
        assert workspace.new_case(draft("case_opened"))[0] == f"2026-{1 + bool(kinds):04d}"
    assert _points[fault] > 40
    print(f"\n{fault}: {_points[fault]} points, {sum(_points.values())} in all so far")


def _limited(folder: Path, ignored: bool) -> Callable[[Any], None]:  # a case of the table
    def work(say: Callable[[Any], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignored else signal.SIG_DFL)
        with reopened(folder).case("2026-0001") as log:
            size = log.path.stat().st_size
            say(log.append(note("fits")).seq)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 700, resource.RLIM_INFINITY))
            try:
                log.append(note("x" * 4000))
            except StoreFault as fault:
                say(str(fault))
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            say(log.append(note("after")).seq)

    return work


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
@pytest.mark.parametrize("ignored", [True, False], ids=["told", "killed"])
def test_s03_a_file_that_may_not_grow_keeps_what_it_had(tmp_path: Path, ignored: bool) -> None:
    workspace = keyed_workspace(tmp_path / "w")
    workspace.new_case(draft("case_opened"))
    said = Child(_limited(tmp_path / "w", ignored)).end()
    assert said[0] == 2
    if ignored:
        assert "The disk is full: nothing was lost" in said[1]
        assert said[2] == 3, "the handle is good again once there is space"
    else:
        assert said == [2], "the system killed it in the middle of the write"
    with reopened(tmp_path / "w").case("2026-0001") as log:
        kept = [event.payload.get("text") for event in log.read()]
        assert kept == [None, "fits", *(["after"] if ignored else [])]
        log.append(note("later"))
    assert check(reopened(tmp_path / "w")).whole


_SMALL = """
import sys
sys.path[:0] = [{src!r}, {tests!r}]
from pathlib import Path
from ppitui.errors import StoreFault
from ppitui.store.checkup import check
from store.kit import draft, keyed_workspace, note, reopened
folder = Path({folder!r}) / "w"
workspace = keyed_workspace(folder)
ref, _ = workspace.new_case(draft("case_opened"))
kept = 1
with workspace.case(ref) as log:
    while True:
        try:
            log.append(note("x" * 1500))
            kept += 1
        except StoreFault as fault:
            assert "The disk is full: nothing was lost" in str(fault), fault
            break
with reopened(folder).case(ref) as log:
    assert len(log.read()) == kept
assert check(reopened(folder)).whole
assert not list(folder.rglob("*.tmp"))
print(kept)
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare on this machine")
def test_s03_a_disk_of_64_kib_fills_and_nothing_is_lost(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    root = Path(__file__).resolve().parents[2]
    script = tmp_path / "small.py"
    script.write_text(
        _SMALL.format(src=str(root / "src"), tests=str(root / "tests"), folder=str(disk))
    )
    done = subprocess.run(
        [
            "unshare",
            "-rm",
            "sh",
            "-c",
            f"mount -t tmpfs -o size=64k tmpfs {disk} || exit 77; exec {sys.executable} {script}",
        ],
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3


def test_s13_the_sequence_orders_events_whatever_the_clock_says(tmp_path: Path) -> None:
    """An hour put back, the hour that comes twice in October, a leap day, the year 9999, an older year."""
    workspace = keyed_workspace(tmp_path / "w")
    ref, _ = workspace.new_case(draft("case_opened", at="2026-10-25T01:30:00Z"))
    times = [
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2028-02-29T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1999-01-01T00:00:00Z",
    ]
    with workspace.case(ref) as log:
        for number, at in enumerate(times):
            log.append(draft("note_added", at=at, text=str(number)))
    with reopened(tmp_path / "w").case(ref) as log:
        events = log.read()
    assert [event.at for event in events[1:]] == times
    assert [event.payload["text"] for event in events[1:]] == ["0", "1", "2", "3", "4"]
    assert workspace.new_case(draft("case_opened", at="9999-12-31T23:59:59Z"))[0] == "9999-0001"
    assert check(reopened(tmp_path / "w")).whole

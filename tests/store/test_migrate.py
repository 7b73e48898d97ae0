"""Workspaces of older formats open, verify and read the same; killed anywhere, they still do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ppitui.errors import Refused, WrongCall
from ppitui.store.chain import Mark
from ppitui.store.checkup import check
from ppitui.store.settings import FORMAT, read_settings
from ppitui.store.verify import verify
from ppitui.store.workspace import Workspace
from store.kit import ERRORS, KILLS, NO_MOUNTS, SEAL, FailingDisk, draft, note
from store.sweep import outcomes

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def golden(into: Path, number: int = 1) -> Path:
    """A copy of a golden workspace, with the modes that git does not keep."""
    shutil.copytree(GOLDEN / f"format-{number}", into)
    for path in [into, *into.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return into


def logs_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.log"))}


def opened(folder: Path, disk: FailingDisk | None = None) -> Workspace:
    return Workspace.open(folder, disk=disk or FailingDisk(), mounts=NO_MOUNTS)


def test_s09_a_golden_workspace_of_format_1_opens_verifies_and_reads_the_same(
    tmp_path: Path,
) -> None:
    folder = golden(tmp_path / "w")
    before = logs_of(folder)
    workspace = opened(folder)
    assert read_settings(folder).format == FORMAT
    assert {name: data for name, data in logs_of(folder).items() if name in before} == before
    found = check(workspace)
    assert found.whole
    assert [(one.case, one.events) for one in found.verdicts] == [
        ("workspace", 7),
        ("2026-0001", 50),
        ("2026-0002", 47),
    ]
    for name in ("workspace", "2026-0001", "2026-0002"):
        assert workspace.anchors.last(name) == Mark(len(found.heads[name]), found.heads[name][-1])
    with workspace.case("2026-0002") as log:
        assert log.read()[-1].kind == "undone"
        log.append(note("written by the present version"))
    assert workspace.new_case(draft("case_opened"))[0] == "2026-0003"
    assert check(opened(folder)).whole


def test_s10_a_migration_runs_once(tmp_path: Path) -> None:
    folder = golden(tmp_path / "w")
    identity = opened(folder).vault.id
    anchors = (folder / "anchors.log").read_bytes()
    assert opened(folder).vault.id == identity
    assert (folder / "anchors.log").read_bytes() == anchors


def _migrate(folder: Path, disk: FailingDisk) -> bool:
    opened(folder, disk)
    return True


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s10_a_migration_under_any_fault_leaves_the_old_or_the_new(
    tmp_path: Path, fault: str
) -> None:
    start = golden(tmp_path / "start")
    shutil.rmtree(start / "packs")
    (start / "packs").mkdir(mode=0o700)
    (start / "workspace.lock").touch(mode=0o600)
    before = logs_of(start)
    for folder, _, _ in outcomes(start, _migrate, fault):
        read_settings(folder)
        assert {n: d for n, d in logs_of(folder).items() if n in before} == before
        assert check(opened(folder)).whole
        assert read_settings(folder).format == FORMAT


def test_a_damaged_case_does_not_keep_the_others_from_being_migrated(tmp_path: Path) -> None:
    folder = golden(tmp_path / "w")
    path = folder / "cases/2026-0001.log"
    path.write_bytes(path.read_bytes().replace(b"birch", b"birsh").replace(b"PC Ash", b"PC Asp"))
    path.write_bytes(path.read_bytes()[:2000] + b"X" + path.read_bytes()[2001:])
    workspace = opened(folder)
    assert [one.case for one in check(workspace).verdicts if not one.whole] == ["2026-0001"]
    assert workspace.anchors.last("2026-0001") is None
    assert workspace.anchors.last("2026-0002") is not None


@pytest.mark.parametrize("number", [0, 3, 999])
def test_s09_any_other_format_is_refused_politely(tmp_path: Path, number: int) -> None:
    folder = golden(tmp_path / "w")
    settings = json.loads((folder / "workspace.json").read_bytes())
    (folder / "workspace.json").write_text(json.dumps({**settings, "format": number, "id": "1"}))
    before = logs_of(folder)
    with pytest.raises(Refused, match=f"format {number}; this ppitui reads formats 1 to {FORMAT}"):
        opened(folder)
    assert logs_of(folder) == before


def test_s09_the_golden_folder_itself_is_never_opened(tmp_path: Path) -> None:
    """What the old version wrote stays as it wrote it."""
    folder = GOLDEN / "format-1"
    assert json.loads((folder / "workspace.json").read_bytes())["format"] == 1
    assert not (folder / "anchors.log").exists()
    assert verify(folder / "cases/2026-0001.log", "2026-0001", SEAL).whole
    with pytest.raises(WrongCall):
        opened(tmp_path)

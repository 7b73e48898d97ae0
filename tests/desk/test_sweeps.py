"""The fault sweep over what is rare and must not go wrong: a backup, a restored workspace, an erasure."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

import kit
from ppitui.desk.backups import backup, restore
from ppitui.desk.desk import Desk
from ppitui.desk.erasing import ask_erasure, erase
from ppitui.errors import PpituiError
from ppitui.store.checkup import check
from ppitui.store.workspace import Workspace
from store.kit import KILLS, FailingDisk
from store.sweep import outcomes

WORDS = kit.words_of("admin")
# Each call, in the two ways that leave most behind: the rest of them are swept in store/test_sweep.
FAULTS = ("EIO on", "kill after")
_points: Counter[str] = Counter()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted workspace with two cases, one of which somebody asked to be erased; a backup of it beside."""
    folder = tmp_path_factory.mktemp("sweeps") / "start"
    folder.mkdir()
    door = kit.make_encrypted(folder)
    ash = door("ash", kit.words_of("ash"))
    gone, _ = kit.answered(ash, "custody"), kit.answered(ash, "first_offence")
    both = door("both", kit.words_of("both"))
    with both.open(gone, kit.WHY) as opened:
        ask_erasure(both, opened, "retention_over")
    backup(door("admin", WORDS), folder / "one.backup", folder / "one.keys")
    return folder


def _at(folder: Path, user: str, disk: FailingDisk) -> Desk:
    """Somebody's desk on a disk that fails."""
    keyring = kit.door_of(folder / "encrypted").keyring
    assert keyring is not None
    vault = keyring.unlock(user, kit.words_of(user)).vault
    workspace = Workspace.open(folder / "encrypted", vault=vault, disk=disk)
    disk.calls.clear()
    return Desk(workspace, kit.pack(), kit.files(), user, kit.clock)


def _sound(folder: Path) -> None:
    assert check(kit.door_of(folder)("admin", WORDS).workspace).whole


def _backed_up(folder: Path, disk: FailingDisk) -> bool:
    backup(_at(folder, "admin", disk), folder / "two.backup", folder / "two.keys")
    return True


@pytest.mark.parametrize("fault", FAULTS)
def test_s01_s02_s14_a_backup_under_any_fault_is_whole_or_not_there(
    start: Path, fault: str
) -> None:
    """What has the name of a backup restores; the workspace is as it was; the next try gets through."""
    for folder, acknowledged, call in outcomes(start, _backed_up, fault):
        _points[f"backup, {fault}"] += call is not None
        _sound(folder / "encrypted")
        file, keys = folder / "two.backup", folder / "two.keys"
        if file.exists():
            given = keys if keys.exists() else folder / "one.keys"
            restored = restore(file, given, folder / "r", "admin", WORDS, kit.NIGHT, cost=kit.FAST)
            assert check(restored).whole
            assert len(restored.cases()) == 2
        else:
            assert acknowledged is None
            assert _backed_up(folder, FailingDisk())
        assert not acknowledged or keys.exists()
    print(f"\n{dict(_points)}")


def _restored(folder: Path, disk: FailingDisk) -> bool:
    """As the command does, on a disk that fails where it writes."""
    file, keys = folder / "one.backup", folder / "one.keys"
    restore(file, keys, folder / "again", "admin", WORDS, kit.NIGHT, disk=disk, cost=kit.FAST)
    return True


@pytest.mark.parametrize("fault", FAULTS)
def test_s01_s02_s14_a_restored_workspace_is_whole_or_not_there(start: Path, fault: str) -> None:
    """Nothing has its name before all of it was looked at; an error leaves nothing beside it."""
    for folder, acknowledged, call in outcomes(start, _restored, fault):
        _points[f"restore, {fault}"] += call is not None
        into, part = folder / "again", folder / "again.restoring"
        if into.exists():
            _sound(into)
        else:
            assert acknowledged is None
            assert fault in KILLS or not part.exists(), "an error leaves nothing"
            shutil.rmtree(part, ignore_errors=True)
            assert _restored(folder, FailingDisk())
    print(f"\n{dict(_points)}")


def _erased(folder: Path, disk: FailingDisk) -> bool:
    vale = _at(folder, "vale", disk)
    erase(vale, "2026-0001", "retention_over")
    return True


@pytest.mark.parametrize("fault", FAULTS)
def test_s01_s02_w09_an_erasure_under_any_fault_is_told_and_can_be_finished(
    start: Path, fault: str
) -> None:
    """The key goes only after the line that says so; said again, it is finished; the other case is whole."""
    for folder, acknowledged, call in outcomes(start, _erased, fault):
        _points[f"erase, {fault}"] += call is not None
        key = folder / "encrypted" / "keys" / "2026-0001.key"
        vale = kit.door_of(folder / "encrypted")("vale", kit.words_of("vale"), signs=True)
        with vale.workspace.thread() as log:
            told = [one.kind for one in log.read()].count("erased")
        if not key.exists():
            assert told == 1, "no key is gone without its line"
        assert not acknowledged or not key.exists()
        erase(vale, "2026-0001", "retention_over")
        assert not key.exists()
        _sound(folder / "encrypted")
        with vale.open("2026-0002", kit.WHY) as opened:
            assert opened.case.assessed
        with pytest.raises(PpituiError, match="erased"), vale.open("2026-0001", kit.WHY):
            pass
    print(f"\n{dict(_points)}")

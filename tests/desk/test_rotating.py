"""Other keys for a workspace: what was copied before opens nothing that is written from now on."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

import kit
from faces_here import Here
from ppitui.desk.backups import backup, restore
from ppitui.desk.door import Door
from ppitui.desk.erasing import ask_erasure, erase
from ppitui.desk.keeping import hand_passphrase, rotate
from ppitui.errors import PpituiError, Refused
from ppitui.store.checkup import check, where
from ppitui.store.keyring import Keyring
from ppitui.store.moving import ROTATED, beside, destroy, finish, interrupted, move
from ppitui.store.secret import Secret
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace
from store.kit import (
    NO_MOUNTS,
    FailingDisk,
    decided,
    draft,
    keyed_workspace,
    note,
    opening,
    reopened,
)
from store.sweep import outcomes

WORDS = kit.words_of("admin")


def turned(door: Door) -> Door:
    """The same workspace under other keys."""
    assert door.keyring is not None
    rotate(door.folder, door.keyring, "admin", kit.pack(), kit.NIGHT, WORDS)
    return kit.door_of(door.folder)


def essence(door: Door, reference: str) -> object:
    return kit.essence(kit.thread_of(door("admin", WORDS).workspace, reference))


def test_old_copies_and_old_passphrases_open_nothing_new(tmp_path: Path) -> None:
    """Every event is there; nobody but the administrator comes in; a copy of the day before reads no new line."""
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    before = essence(door, reference)
    head = check(door("admin", WORDS).workspace).heads[reference][5]
    stolen = tmp_path / "stolen"
    shutil.copytree(door.folder, stolen)
    vault = Keyring(stolen).unlock("ash", kit.words_of("ash")).vault
    new = turned(door)
    assert essence(new, reference) == before
    assert {one.name for one in tmp_path.iterdir()} == {"encrypted", "stolen"}, "nothing is left"
    with pytest.raises(Refused, match="do not open"):
        new("ash", kit.words_of("ash"))
    with pytest.raises(PpituiError, match="another workspace"):
        Workspace.open(new.folder, vault=vault)
    shutil.copy(new.folder / "cases" / f"{reference}.log", stolen / "cases" / f"{reference}.log")
    with pytest.raises(PpituiError), Workspace.open(stolen, vault=vault).case(reference) as log:
        log.read()
    admin = new("admin", WORDS)
    assert new.keyring is not None
    hand_passphrase(admin, new.keyring, "ash", "a first passphrase to change")
    ash = new.change("ash", "a first passphrase to change", kit.words_of("ash"))
    with ash.open(reference) as opened:
        ash.note(opened, "after")
    found = check(admin.workspace)
    assert found.whole
    assert where(admin.workspace, found, head[:16]) == [
        f"event 6 of {reference}, as it stood before the workspace was encrypted anew"
    ]
    found = check(turned(new)("admin", WORDS).workspace)
    workspace = kit.door_of(door.folder)("admin", WORDS).workspace
    (place,) = where(workspace, found, head[:16])
    assert place.startswith(f"event 6 of {reference}, before that"), "also after a second time"


def test_what_was_erased_stays_erased_and_a_backup_restores(tmp_path: Path) -> None:
    """The chain of a case whose key is gone is taken along as it lies, and followed."""
    door = kit.make_encrypted(tmp_path)
    ash = door("ash", kit.words_of("ash"))
    gone, kept = kit.answered(ash, "custody"), kit.answered(ash, "first_offence")
    both = door("both", kit.words_of("both"))
    with both.open(gone, kit.WHY) as opened:
        ask_erasure(both, opened, "retention_over")
    erase(door("vale", kit.words_of("vale"), signs=True), gone, "retention_over")
    raw = (door.folder / "cases" / f"{gone}.log").read_bytes()
    new = turned(door)
    assert (door.folder / "cases" / f"{gone}.log").read_bytes() == raw
    admin = new("admin", WORDS)
    found = check(admin.workspace)
    assert found.whole
    assert found.gone == {gone}
    with pytest.raises(Refused, match="erased"), admin.reach(gone):
        pass
    assert essence(new, kept)
    backup(admin, tmp_path / "b", tmp_path / "k")
    assert check(restore(tmp_path / "b", tmp_path / "k", tmp_path / "r", "admin", WORDS, kit.NIGHT))


def test_only_an_administrator_and_only_what_is_whole(tmp_path: Path) -> None:
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    assert door.keyring is not None
    with pytest.raises(Refused, match="not an administrator"):
        rotate(door.folder, door.keyring, "ash", kit.pack(), kit.NIGHT, kit.words_of("ash"))
    path = door.folder / "cases" / f"{reference}.log"
    whole = path.read_bytes()
    path.write_bytes(whole[:-300])
    with pytest.raises(Refused, match="not whole"):
        turned(door)
    assert {one.name for one in tmp_path.iterdir()} == {"encrypted"}
    path.write_bytes(whole)
    assert essence(door, reference)


def _other() -> KeyedVault:
    return KeyedVault("f" * 32, Secret(b"o" * 32), b'{"v":1,"users":{},"keepers":{}}\n')


def _turn(folder: Path, disk: FailingDisk) -> bool:
    """As `rotate` does, on a disk that fails; said again, it goes on from where it was cut."""
    here = folder / "w"
    _, aside = beside(here, ROTATED)
    if interrupted(here, ROTATED):
        finish(here, disk=disk)
    if not aside.exists():
        old = reopened(here)
        old.disk = disk
        move(old, _other(), opening(_other().name), mounts=NO_MOUNTS, aside=ROTATED)
    destroy(aside, disk)
    return True


def _is_new(here: Path) -> bool:
    """Whether the new keys open it."""
    try:
        Workspace.open(here, vault=_other(), mounts=NO_MOUNTS)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("fault", ["EIO on", "kill after"])
def test_s01_s10_k06_new_keys_under_any_fault_are_the_old_or_the_new(
    tmp_path: Path, fault: str
) -> None:
    """Either set of keys opens everything, and saying it again finishes; then no old key is left."""
    (tmp_path / "start").mkdir()
    workspace = keyed_workspace(tmp_path / "start" / "w")
    ref, _ = workspace.new_case(draft("case_opened"))
    with workspace.case(ref) as log:
        for one in (note("one"), decided()):
            log.append(one)
        kinds = [event.kind for event in log.read()]
    points: Counter[str] = Counter()
    for folder, acknowledged, call in outcomes(tmp_path / "start", _turn, fault):
        points[fault] += call is not None
        here = folder / "w"
        _, aside = beside(here, ROTATED)
        done = acknowledged or (
            not aside.exists() and not interrupted(here, ROTATED) and _is_new(here)
        )
        if not done:
            if not aside.exists() and not interrupted(here, ROTATED):
                assert check(reopened(here)).whole, "the old one, as it was"
            assert _turn(folder, FailingDisk())
        new = Workspace.open(here, vault=_other(), mounts=NO_MOUNTS)
        with new.case(ref) as log:
            assert [event.kind for event in log.read()] == kinds
        assert check(new).whole
        assert {one.name for one in folder.iterdir()} == {"w"}
    print(f"\n{dict(points)}")
    assert points[fault] > 40


def test_new_keys_in_a_script(tmp_path: Path) -> None:
    """Without a passphrase it is a wrong call; an unencrypted workspace is refused; then it is done, and said."""
    place = Here(tmp_path)
    door = kit.make_encrypted(tmp_path)
    door.folder.rename(tmp_path / "w")
    words = tmp_path / "admin.words"
    words.write_text(WORDS + "\n", "utf-8")
    words.chmod(0o600)
    place.run("protect", "--rotate", "--as", "admin", expect=2)
    said = place.run("protect", "--rotate", "--as", "admin", "--passphrase-file", str(words)).stderr
    assert "old keys are destroyed" in said
    assert "Give each of the other 5 a first passphrase" in said
    place.run("verify", "--as", "admin", "--passphrase-file", str(words))
    place.run("init", "--unencrypted", "--workspace", str(tmp_path / "p"), "--as", "admin")
    plain = ("protect", "--rotate", "--workspace", str(tmp_path / "p"), "--as", "admin")
    assert "not encrypted" in place.run(*plain, expect=3).stderr

"""A backup while others write, what it lacks later, and a workspace made of it: whole, or none."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from multiprocessing import get_context
from pathlib import Path

import pytest

import kit
from ppitui.desk.backups import backup, restore
from ppitui.errors import PpituiError, Refused, WrongCall
from ppitui.store.backup import lacking
from ppitui.store.checkup import check
from ppitui.store.workspace import Workspace


def _write(folder: Path, reference: str, count: int) -> None:
    ash = kit.desk(Workspace.open(folder), "ash")
    with ash.open(reference) as opened:
        for number in range(count):
            ash.note(opened, f"note {number}")
    for _ in range(10):
        ash.new_case()


@pytest.mark.skipif(sys.platform == "win32", reason="fork is POSIX")
def test_backups_while_others_write_are_each_whole_and_of_one_moment(tmp_path: Path) -> None:
    """Three writers, a backup again and again: each restores, verifies, and is a beginning of what is here."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    context = get_context("fork")
    writers = [
        context.Process(target=_write, args=(workspace.folder, reference, 40)) for _ in range(3)
    ]
    for writer in writers:
        writer.start()
    admin = kit.desk(workspace, "admin")
    made = 0
    while any(writer.is_alive() for writer in writers) or not made:
        backup(admin, tmp_path / f"{made}.backup", None)
        made += 1
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    for number in range(made):
        file = tmp_path / f"{number}.backup"
        assert all(one.first for one in lacking(file, workspace.folder)), "a beginning of each"
        restored = restore(file, None, tmp_path / f"r{number}", "admin", "", kit.NIGHT)
        assert check(restored).whole
    print(f"\n{made} backups while three processes wrote")


def test_it_says_which_events_would_be_missing(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    ash, admin = kit.desk(workspace, "ash"), kit.desk(workspace, "admin")
    reference = kit.answered(ash, "custody", submit=False)
    count = len(kit.thread_of(workspace, reference))
    file = tmp_path / "one.backup"
    assert backup(admin, file, None) == 1
    with ash.open(reference) as opened:
        ash.note(opened, "after")
        ash.note(opened, "and after")
    new = ash.new_case()
    lacks = {one.thread: (one.first, one.last) for one in lacking(file, workspace.folder)}
    assert lacks[reference] == (count + 1, count + 2)
    assert lacks[new] == (1, 1)
    assert lacks["workspace"][0] > 0  # that it was backed up
    with pytest.raises(Refused, match="already a file"):
        backup(admin, file, None)
    with pytest.raises(Refused):
        backup(ash, tmp_path / "other", None)


def test_a_backup_that_was_changed_is_not_restored_and_nothing_is_left(tmp_path: Path) -> None:
    """A changed byte, a line cut off below its anchor, a name that leads out of the folder."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    file, into = tmp_path / "one.backup", tmp_path / "into"
    backup(kit.desk(workspace, "admin"), file, None)
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        try:
            restored = restore(file, None, into, "admin", "", kit.NIGHT)
        except PpituiError:
            assert not into.exists()
            assert not into.with_name("into.restoring").exists()
            continue
        assert check(restored).whole  # a byte that says nothing, such as the time in the archive
        into.rename(tmp_path / f"fine-{at}")
    file.write_bytes(whole)
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    name = f"cases/{reference}.log"
    content[name] = content[name][: content[name][:-1].rfind(b"\n") + 1]
    for extra in ({}, {"../escaped.log": b"x"}):
        files = {**content, **extra}
        listed = json.loads(files.pop("backup.json"))
        listed["files"] = {one: hashlib.sha256(data).hexdigest() for one, data in files.items()}
        forged = tmp_path / f"forged-{len(extra)}"
        with zipfile.ZipFile(forged, "w") as archive:
            for one, data in {**files, "backup.json": json.dumps(listed).encode()}.items():
                archive.writestr(one, data)
        with pytest.raises(PpituiError, match=r"not whole|not a backup"):
            restore(forged, None, into, "admin", "", kit.NIGHT)
        assert not into.exists()
    assert not (tmp_path.parent / "escaped.log").exists()


def test_an_encrypted_backup_holds_no_key_and_nothing_in_the_clear(tmp_path: Path) -> None:
    """Neither file alone opens a case; the passphrase, both files and an administrator do."""
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    admin = door("admin", kit.words_of("admin"))
    file, keys = tmp_path / "one.backup", tmp_path / "one.keys"
    with pytest.raises(WrongCall, match="--keys"):
        backup(admin, file, None)
    backup(admin, file, keys)
    assert keys.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert not [one for one in names if "key" in one]
        assert f"cases/{reference}.log" in names
        assert not [one for one in names if b"Alex Sample" in archive.read(one)]
    into = tmp_path / "into"
    for user, words, given, says in (
        ("admin", "a wrong passphrase", keys, "do not open"),
        ("ash", kit.words_of("ash"), keys, "administrator"),
        ("admin", kit.words_of("admin"), None, "--keys"),
    ):
        with pytest.raises(PpituiError, match=says):
            restore(file, given, into, user, words, kit.NIGHT)
        assert not into.exists()
    restore(file, keys, into, "admin", kit.words_of("admin"), kit.NIGHT)
    vale = kit.door_of(into)("vale", kit.words_of("vale"))
    with vale.open(reference) as opened:
        assert opened.case.assessed
        assert opened.case.assessed.name == "Alex Sample"

"""The force's own definitions in a backup and out of it; and backups that somebody made up."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import kit
from desk.drafts import THRESHOLD, draft, in_force, make_workspace, published
from ppitui.desk.backups import backup, restore
from ppitui.desk.pack_draft import changed, hold, laid_out, save
from ppitui.desk.packs import files_of
from ppitui.errors import PpituiError, Refused
from ppitui.pack.files import pack_hash
from ppitui.pack.overlay import IN_FORCE, PUBLISHED
from ppitui.paths import shipped
from ppitui.store.own_files import by_hand
from ppitui.store.workspace import Workspace

NOTE = "notes on our own words.txt"


def _word_file(path: Path) -> None:
    from docx import Document

    document = Document()
    document.sections[0].header.paragraphs[0].text = "Overton Police"
    document.save(str(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Workspace]:
    """A workspace with a published change, a letterhead, a file put in by hand, and a backup of it all."""
    folder = tmp_path_factory.mktemp("own")
    workspace = make_workspace(folder)
    own = draft(folder, THRESHOLD)
    _word_file(own.parent / "templates" / "letterhead.docx")
    published(workspace, own)
    (workspace.folder / "instruments").mkdir()
    (workspace.folder / "instruments" / NOTE).write_text("By hand.", "utf-8")
    (workspace.folder / "instruments" / "away").symlink_to("/etc")
    backup(in_force(workspace, "admin"), folder / "one.backup", None)
    return folder, workspace


def _again(folder: Path, file: Path, name: str) -> Workspace:
    return restore(file, None, folder / name, "admin", "", kit.NIGHT)


def test_s14_a_restored_workspace_decides_under_the_same_definitions(
    made: tuple[Path, Workspace], tmp_path: Path
) -> None:
    """What was published, what was put there by hand, the letterhead: the same pack, byte for byte."""
    folder, workspace = made
    restored = _again(tmp_path, folder / "one.backup", "r")
    assert pack_hash(files_of(None, restored.folder)) == pack_hash(files_of(None, workspace.folder))
    assert pack_hash(files_of(None, restored.folder)) != pack_hash(files_of())
    top = next((restored.folder / PUBLISHED).glob("*/templates/letterhead.docx"))
    assert top.read_bytes().startswith(b"PK"), "a Word file, not the text that a pack keeps of it"
    assert by_hand(restored.folder) == [f"instruments/{NOTE}"], "and no link"
    for path in restored.folder.rglob("*"):
        assert path.lstat().st_mode & 0o077 == 0, path


def test_s14_the_draft_in_the_studio_comes_back_as_it_was(tmp_path: Path) -> None:
    """What is not published yet, and on which content it was begun; nothing of it is in force."""
    workspace = kit.make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    policy = hold(admin, "instruments/policy.yaml")
    save(admin, policy, policy.raw + b"# ours\n")
    letter = hold(admin, "templates/partner/own_words.md.j2")
    save(admin, letter, b"Not finished.")
    laid_out(admin)
    backup(admin, tmp_path / "one.backup", None)
    restored = _again(tmp_path, tmp_path / "one.backup", "r")
    again = kit.desk(restored, "admin")
    assert changed(again) == changed(admin)
    assert [one.name for one in changed(again)] == [policy.name, letter.name]
    begun = "draft/begun.json"
    assert (restored.folder / begun).read_bytes() == (workspace.folder / begun).read_bytes()
    assert not (restored.folder / "draft" / "whole").exists(), "it is made anew from the rest"
    assert files_of(None, restored.folder) == files_of()
    assert by_hand(restored.folder) == []
    for path in restored.folder.rglob("*"):
        assert path.lstat().st_mode & 0o077 == 0, path


Change = Callable[[dict[str, bytes]], None]


def _add(name: str, data: bytes = b"x") -> Change:
    return lambda files: files.update({name: data})


def _another_rule(files: dict[str, bytes]) -> None:
    name = next(one for one in files if one.endswith("policy.yaml"))
    files[name] = files[name].replace(b"value: 60", b"value: 1")


def _never_published(files: dict[str, bytes]) -> None:
    """The shipped rules under a hash that the thread does not know."""
    texts = {name: raw.decode() for name, raw in files_of().items()}
    digest = pack_hash(files_of()).removeprefix("sha256:")
    files[f"packs/{digest}.json"] = json.dumps(texts).encode()
    files[f"{PUBLISHED}/{digest}/instruments/policy.yaml"] = files_of()["instruments/policy.yaml"]
    files[f"{PUBLISHED}/{IN_FORCE}"] = digest.encode() + b"\n"


HOSTILE = {
    "a way up": _add("../escaped"),
    "a way up in the middle": _add("instruments/../../escaped"),
    "a way up among the published": _add(f"published/{'a' * 64}/instruments/../../../escaped"),
    "the root": _add("/escaped"),
    "a drive": _add("instruments/C:escaped"),
    "a way up with backslashes": _add("instruments\\..\\..\\escaped"),
    "a line break": _add("instruments/a\nb.yaml"),
    "an escape": _add("instruments/\x1b[2J.yaml"),
    "a way up out of the draft": _add("draft/instruments/../../../escaped"),
    "another file beside the draft": _add("draft/escaped"),
    "a key": _add("keys/2026-0001.key"),
    "the keys": _add("keys.json"),
    "another folder": _add("bin/ppitui"),
    "a file where a folder is": _add("instruments/notes on our own words.txt/x"),
    "a rule that was changed": _another_rule,
    "rules that were never published": _never_published,
    "what is in force, gone": _add(f"{PUBLISHED}/{IN_FORCE}", b"0" * 64),
}


def _rewritten(file: Path, to: Path, change: Change, mode: int = 0o600) -> Path:
    """The backup after a change, with a list that agrees with it."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(files.pop("backup.json"))
    change(files)
    listed["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "backup.json": json.dumps(listed).encode()}.items():
            one = zipfile.ZipInfo(name)
            one.external_attr = mode << 16 if name.startswith("instruments/") else 0
            archive.writestr(one, data, zipfile.ZIP_DEFLATED)
    return to


@pytest.mark.parametrize("name", HOSTILE)
def test_s14_a_backup_that_somebody_made_up_is_refused_and_leaves_nothing(
    made: tuple[Path, Workspace], tmp_path: Path, name: str
) -> None:
    """Out of the folder, over a key, another rule than was published: not one file is left."""
    forged = _rewritten(made[0] / "one.backup", tmp_path / "forged", HOSTILE[name])
    with pytest.raises(PpituiError):
        _again(tmp_path, forged, "into")
    assert {one.name for one in tmp_path.iterdir()} == {"forged"}
    assert not list(tmp_path.parent.glob("*escaped*"))


def test_s14_a_link_in_a_backup_is_refused(made: tuple[Path, Workspace], tmp_path: Path) -> None:
    forged = _rewritten(
        made[0] / "one.backup", tmp_path / "forged", lambda _: None, stat.S_IFLNK | 0o777
    )
    with pytest.raises(PpituiError, match="not a backup"):
        _again(tmp_path, forged, "into")


def test_s14_a_small_archive_that_claims_very_much_is_refused_before_it_is_unpacked(
    made: tuple[Path, Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file that is too long; and many, each short enough, that would fill the disk together."""
    bomb = bytes(300 * 2**20)
    forged = _rewritten(made[0] / "one.backup", tmp_path / "long", _add("instruments/x.yaml", bomb))
    del bomb
    assert forged.stat().st_size < 2**20
    with pytest.raises(PpituiError, match="not a backup"):
        _again(tmp_path, forged, "into")
    many = _rewritten(
        made[0] / "one.backup",
        tmp_path / "many",
        lambda files: files.update({f"instruments/{n}.yaml": bytes(2**20) for n in range(20)}),
    )
    room = type("Room", (), {"free": 10 * 2**20})
    monkeypatch.setattr("ppitui.store.backup.shutil.disk_usage", lambda _: room)
    with pytest.raises(PpituiError, match="no room"):
        _again(tmp_path, many, "into")
    assert not (tmp_path / "into").exists()


def test_what_no_backup_could_hold_is_told_and_not_left_out(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    (workspace.folder / "templates").mkdir()
    (workspace.folder / "templates" / "a:b.j2").write_text("x", "utf-8")
    with pytest.raises(Refused, match="plain one"):
        backup(kit.desk(workspace, "admin"), tmp_path / "one.backup", None)
    assert {one.name for one in tmp_path.iterdir()} == {"workspace"}, "no half backup"


def test_the_shipped_definitions_are_not_copied(tmp_path: Path) -> None:
    """A workspace without files of its own holds none of them in its backup."""
    workspace = kit.make_workspace(tmp_path)
    backup(kit.desk(workspace, "admin"), tmp_path / "one.backup", None)
    with zipfile.ZipFile(tmp_path / "one.backup") as archive:
        assert not [one for one in archive.namelist() if shipped("instruments").name in one]

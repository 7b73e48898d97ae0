"""A workspace: where it may live, what it refuses, how cases get their references."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.disk import Disk
from ppitui.store.place import file_system
from ppitui.store.verify import verify
from ppitui.store.workspace import Workspace
from store.kit import NO_MOUNTS, SEAL, FailingDisk, draft, new_log, new_workspace, note, opening


def _snapshot(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"": (folder.stat().st_mtime_ns, folder.stat().st_mode)}
    for path in folder.rglob("*"):
        facts = path.lstat()
        data = path.read_bytes() if path.is_file() else None
        found[str(path)] = (facts.st_mtime_ns, facts.st_mode, facts.st_ino, data)
    return found


def _open(folder: Path, disk: Disk | None = None) -> Workspace:
    return Workspace.open(folder, disk=disk or Disk(), mounts=NO_MOUNTS)


def test_a_new_workspace_has_its_opening_event_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    new_workspace(folder)
    workspace = _open(folder)
    settings = json.loads((folder / "workspace.json").read_text())
    assert settings.pop("id") == workspace.vault.id
    assert settings == {"format": 2, "made": "2026-06-14T13:58:00Z", "sealing": "none"}
    with workspace.thread() as thread:
        assert [event.kind for event in thread.read()] == ["workspace_opened"]
    assert workspace.cases() == []


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_h01_files_are_0600_and_folders_0700_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        workspace = new_workspace(tmp_path / "a" / "w")
        workspace.new_case(draft("case_opened"))
        workspace.keep_pack("c" * 64, {"a.yaml": "x"})
    finally:
        os.umask(before)
    for path in [tmp_path / "a", *(tmp_path / "a").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path.name


def test_an_empty_folder_may_become_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir(mode=0o755)
    new_workspace(tmp_path / "w")
    assert (tmp_path / "w").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        new_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.txt"]
    workspace = new_workspace(tmp_path / "w")
    with pytest.raises(Refused, match="not empty"):
        new_workspace(tmp_path / "w")
    assert _open(workspace.folder)


def test_the_thread_of_a_workspace_begins_with_its_sealing(tmp_path: Path) -> None:
    for wrong in (note("hello"), opening("age")):
        with pytest.raises(WrongCall):
            Workspace.create(tmp_path / "w", opening=wrong, mounts=NO_MOUNTS)
    with pytest.raises(Refused, match="sealing"):
        Workspace.create(tmp_path / "w", "age", opening=opening("age"), mounts=NO_MOUNTS)
    assert not (tmp_path / "w").exists()


def test_no_workspace_is_a_wrong_call_that_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(WrongCall, match=r"There is no workspace at .* ppitui init"):
            _open(folder)
    assert list(tmp_path.iterdir()) == []


def test_s09_a_newer_format_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    (folder / "cases" / "half.tmp").write_text("not ours to sweep")
    settings = {"format": 3, "sealing": "none", "id": "1", "made": "2031"}
    (folder / "workspace.json").write_text(json.dumps(settings))
    before = _snapshot(folder)
    with pytest.raises(Refused, match="format 3"):
        _open(folder)
    assert _snapshot(folder) == before


def test_another_sealing_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    settings = {"format": 2, "sealing": "keys", "id": "1", "made": "2027"}
    (folder / "workspace.json").write_text(json.dumps(settings))
    before = _snapshot(folder)
    with pytest.raises(Refused, match="'keys'"):
        _open(folder)
    assert _snapshot(folder) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": "1", "sealing": "none"}',
        '{"format": 1}',
        "\x00" * 40,
        '{"format": true, "sealing": "none"}',
        "[" * 100_000,
    ],
)
def test_s08_damaged_settings_are_said_to_be_damaged(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    (folder / "workspace.json").write_text(text)
    with pytest.raises(StoreFault, match=r"workspace\.json is damaged"):
        _open(folder)


def _loose(folder: Path) -> None:
    folder.chmod(0o770)


def _loose_inside(folder: Path) -> None:
    (folder / "cases").chmod(0o702)


def _linked(folder: Path) -> None:
    (folder / "cases").rename(folder.with_name("elsewhere"))
    (folder / "cases").symlink_to(folder.with_name("elsewhere"))


def _lost(folder: Path) -> None:
    (folder / "packs").rmdir()


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (_loose, Refused, "The workspace folder can be changed by other users"),
        (_loose_inside, Refused, "The folder of cases can be changed by other users"),
        (_linked, StoreFault, "The folder of cases is not a folder"),
        (_lost, StoreFault, "The folder of packs is missing"),
    ],
)
def test_h01_an_unsafe_or_broken_folder_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], kind: type[Exception], words: str
) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    spoil(folder)
    with pytest.raises(kind, match=words):
        _open(folder)


def test_another_users_folder_is_refused(tmp_path: Path) -> None:
    class Stranger(Disk):
        asked = 0

        def user(self) -> int | None:
            self.asked += 1  # the settings may be read; the folder then is another's
            return os.geteuid() + (self.asked > 1)

    new_workspace(tmp_path / "w")
    with pytest.raises(Refused, match="another user"):
        _open(tmp_path / "w", Stranger())


def test_a_folder_that_cannot_be_written_is_said_to_be_read_only(tmp_path: Path) -> None:
    class ReadOnly(Disk):
        def writable(self, *_: Any) -> bool:
            return False

    new_workspace(tmp_path / "w")
    with pytest.raises(Refused, match="cannot be written"):
        _open(tmp_path / "w", ReadOnly())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_the_real_disk_knows_a_read_only_folder(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir(mode=0o500)
    assert not Disk().writable(tmp_path / "w")


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_s07_a_network_file_system_is_refused(tmp_path: Path, kind: str) -> None:
    share = tmp_path / "a share"
    new_workspace(share / "w")
    mounts = tmp_path / "mounts"
    escaped = str(share.resolve()).replace(" ", "\\040")
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {escaped} {kind} rw 0 0\n")
    with pytest.raises(Refused, match="network file system"):
        Workspace.open(share / "w", mounts=mounts)
    with pytest.raises(Refused, match="network file system"):
        Workspace.create(share / "v", opening=opening(), mounts=mounts)
    assert Workspace.create(tmp_path / "local", opening=opening(), mounts=mounts)


def test_s07_the_nearest_and_latest_mount_counts() -> None:
    mounts = (
        "/dev/a / ext4 rw 0 0\nsrv:/h /data nfs rw 0 0\n/dev/b /data/me ext4 rw 0 0\n"
        "srv:/s /s nfs rw 0 0\ntmpfs /s tmpfs rw 0 0\nbroken\n"
    )
    found = {place: file_system(Path(place), mounts) for place in ("/data/me/w", "/data/you", "/s")}
    assert found == {"/data/me/w": "ext4", "/data/you": "nfs", "/s": "tmpfs"}
    assert file_system(Path("/datas"), mounts) == "ext4"
    assert file_system(Path("/x"), "") is None


def test_what_dead_processes_left_is_swept_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    workspace = new_workspace(folder)
    left = [folder / "index.json.tmp", folder / "cases/2026-0001.log.tmp", folder / "packs/x.tmp"]
    for path in left:
        path.write_text("half")
    with workspace.alone():
        _open(folder)
        assert all(path.exists() for path in left), "somebody is at work: not theirs to take"
    _open(folder)
    assert not any(path.exists() for path in left)


def test_references_count_up_within_their_year(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    made = [
        workspace.new_case(draft("case_opened", at=f"{year}-01-02T00:00:00Z"))[0]
        for year in (2026, 2026, 2027, 2026)
    ]
    assert made == ["2026-0001", "2026-0002", "2027-0001", "2026-0003"]
    assert workspace.cases() == ["2026-0001", "2026-0002", "2026-0003", "2027-0001"]


def test_a_reference_is_never_given_again_and_grows_beyond_four_digits(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    ref, event = workspace.new_case(draft("case_opened"))
    workspace.path(ref).rename(workspace.path("2026-9999"))
    (tmp_path / "w/cases/notes.txt").write_text("not a case")
    (tmp_path / "w/cases/2026-99999.log.bak").write_text("not a case")
    assert event.seq == 1
    assert workspace.new_case(draft("case_opened"))[0] == "2026-10000"
    assert workspace.cases() == ["2026-9999", "2026-10000"]
    workspace.path("2026-10000").rename(workspace.path("2026-999999"))
    with pytest.raises(Refused, match="used up"):
        workspace.new_case(draft("case_opened"))


def test_a_new_case_never_lands_on_another_even_where_the_lock_is_lost(tmp_path: Path) -> None:
    class Racing(Disk):
        """Somebody takes the name between the look and the link."""

        def link(self, source: Path, target: Path) -> None:
            target.write_bytes(b"another's case")
            super().link(source, target)

    new_workspace(tmp_path / "w")
    workspace = _open(tmp_path / "w", Racing())
    with pytest.raises(StoreFault, match="is there already"):
        workspace.new_case(draft("case_opened"))
    assert workspace.path("2026-0001").read_bytes() == b"another's case"


@pytest.mark.parametrize("at", ["", "26-01-01", "year", "20260102", "\u0662\u0660\u0662\u0666-01"])
def test_a_case_needs_a_year(tmp_path: Path, at: str) -> None:
    workspace = new_workspace(tmp_path / "w")
    with pytest.raises(WrongCall):
        workspace.new_case(draft("case_opened", at=at))
    assert workspace.cases() == []


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "2026",
        "2026-1",
        "2026-0001\n",
        "../workspace",
        "2026-0001/..",
        "2026-0000001",
        "\u0662\u0660\u0662\u0666-0001",
        "2026-0001\x00",
        "2026-0001.log",
    ],
)
def test_x01_what_is_no_reference_never_becomes_a_path(tmp_path: Path, ref: str) -> None:
    workspace = new_workspace(tmp_path / "w")
    with pytest.raises(WrongCall, match="is not a case reference"):
        workspace.case(ref)


def test_a_new_name_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w")
    disk = FailingDisk()
    workspace = _open(tmp_path / "w", disk)
    for make, naming in (
        (lambda: workspace.new_case(draft("case_opened")), "link"),
        (lambda: workspace.keep_pack("c" * 64, {"a.yaml": "x"}), "replace"),
    ):
        disk.calls.clear()
        make()
        before, after = (
            disk.calls[: disk.calls.index(naming)],
            disk.calls[disk.calls.index(naming) :],
        )
        assert {"fdatasync", "fsync"} & set(before[before.index("write") :]), "the bytes first"
        assert after[:3] == [naming, "open", "fsync"], "then the folder that holds the name"


def test_a_case_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="There is no case '2026-0007'"):
        new_workspace(tmp_path / "w").case("2026-0007")


def test_a_case_copied_over_another_is_damage(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    for _ in range(2):
        workspace.new_case(draft("case_opened"))
    workspace.path("2026-0002").write_bytes(workspace.path("2026-0001").read_bytes())
    fault = verify(workspace.path("2026-0002"), "2026-0002", SEAL).fault
    assert fault is not None
    assert fault.seq == 1


def test_a_pack_is_kept_once_and_comes_back_as_it_was(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    files = {"rules/age.yaml": "kind: rules\n", "facts.yaml": "kind: facts # \u00e9\n"}
    workspace.keep_pack("sha256:" + "d" * 64, files)
    before = _snapshot(tmp_path / "w" / "packs")
    workspace.keep_pack("d" * 64, dict(reversed(files.items())))
    assert _snapshot(tmp_path / "w" / "packs") == before
    assert workspace.pack("d" * 64) == files
    with pytest.raises(StoreFault, match="Another pack"):
        workspace.keep_pack("d" * 64, {"facts.yaml": "other"})
    assert workspace.pack("sha256:" + "d" * 64) == files


def test_a_pack_that_is_not_there_or_not_a_hash_is_a_wrong_call(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    for digest in ("e" * 64, "../workspace", "E" * 64, "e" * 63, "e" * 64 + "\n"):
        with pytest.raises(WrongCall):
            workspace.pack(digest)
    with pytest.raises(WrongCall):
        workspace.keep_pack("e" * 64, {"a.yaml": "\ud800"})


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_pack_is_said_to_be_damaged(tmp_path: Path, data: bytes) -> None:
    workspace = new_workspace(tmp_path / "w")
    (tmp_path / "w/packs" / ("f" * 64 + ".json")).write_bytes(data)
    with pytest.raises(StoreFault, match="pack is damaged"):
        workspace.pack("f" * 64)


def test_a_save_touches_its_own_log_and_nothing_else(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    ref, _ = workspace.new_case(draft("case_opened"))
    workspace.new_case(draft("case_opened"))
    before = _snapshot(tmp_path / "w")
    with workspace.case(ref) as log:
        log.append(note("x"))
    after = _snapshot(tmp_path / "w")
    assert {path for path in after if after[path] != before.get(path)} == {str(log.path)}


def test_cases_work_where_the_lock_file_was_deleted(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w")
    (tmp_path / "w" / "workspace.lock").unlink()
    assert workspace.new_case(draft("case_opened"))[0] == "2026-0001"


def test_logs_of_a_workspace_are_opened_through_its_disk(tmp_path: Path) -> None:
    new_workspace(tmp_path / "w").new_case(draft("case_opened"))
    disk = FailingDisk()
    workspace = _open(tmp_path / "w", disk)
    disk.calls.clear()
    with workspace.case("2026-0001") as log, workspace.thread() as thread:
        log.read()
        thread.read()
    # Of each thread the anchors first.
    assert disk.calls == ["open", "read", "open", "open", "read", "open", "read", "read"]
    new_log(tmp_path).close()

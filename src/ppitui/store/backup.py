"""A backup: every thread as it is on the disk in one file, and the keys in another, which is kept apart.

The file can be copied and kept for years: without the keys no case in it opens. The file of keys is
small, and is made anew with each backup; where only the newest is kept, the key of a case that was
erased is in none. So an erasure reaches every backup without any backup being touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppitui.core.events import canonical
from ppitui.core.text import shown
from ppitui.errors import PpituiError, Refused, StoreFault, WrongCall
from ppitui.store.anchors import NAME as ANCHORS
from ppitui.store.disk import DISK, WRITE, Disk
from ppitui.store.files import open_file, plainly, put_file, read_file, sync_folder, write_all
from ppitui.store.moving import BEFORE
from ppitui.store.own_files import NAMES, make_room, own_files
from ppitui.store.settings import NAME as SETTINGS
from ppitui.store.vault import key_path
from ppitui.store.workspace import THREAD, Workspace

_MANIFEST = "backup.json"
_KIND, _KEYS_KIND = "ppitui backup", "ppitui backup keys"
_NAME = re.compile(
    r"workspace\.json|workspace\.log|anchors\.log|before\.sealed"
    r"|cases/[0-9]{4}-[0-9]{4,6}\.log|packs/[0-9a-f]{64}\.json|" + NAMES
)
# The longest file that goes in or comes out: an archive may claim any length, and be very small.
LONGEST = 256 * 2**20
_WHAT = "the backup"
# What the reader of archives raises for bytes that were changed.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, KeyError, IndexError, OSError),
)
_NO_BACKUP = "That file is not a backup of ppitui, or is damaged"


@dataclass(frozen=True, slots=True)
class Keys:
    """The file of keys: who can open the workspace, the wrapped key of each case, and what was erased."""

    workspace: str
    keyring: str
    cases: Mapping[str, bytes]
    erased: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Lack:
    """What a backup lacks of a thread: events `first` to `last`; `first` 0 where the two do not belong together."""

    thread: str
    first: int
    last: int


def write_backup(workspace: Workspace, path: Path, at: str) -> str:
    """Copy everything but the keys into a new file while others go on writing; the digest of its list.

    The anchors are read before the threads, which only grow: nothing anchored is missing. So is what is
    in force, which is told in the thread first. Raises Refused where the file is there already, or
    something cannot go in; StoreFault where the disk fails; then no file is left.
    """
    part = path.with_name(path.name + ".part")
    if os.path.lexists(path):
        raise Refused(f"There is already a file {shown(path.name)}. Nothing is overwritten")
    with plainly(_WHAT):
        disk = workspace.disk
        disk.unlink(part)  # left by one that died
        fd = disk.open(part, WRITE | os.O_CREAT | os.O_EXCL)
        try:
            try:
                manifest = _pack(workspace, _Through(disk, fd), at)
                disk.fsync(fd)
            finally:
                os.close(fd)
            disk.link(part, path)
            sync_folder(disk, path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                disk.unlink(part)
            raise
        with contextlib.suppress(OSError):  # the backup is there; the next one takes this away
            disk.unlink(part)
    return hashlib.sha256(manifest).hexdigest()


class _Through(io.RawIOBase):
    """What the writer of archives writes to: the file, through the one seam of all calls that can fail."""

    def __init__(self, disk: Disk, fd: int) -> None:
        self._disk = disk
        self._fd = fd

    def writable(self) -> bool:
        """Only that: what was written is never gone back to."""
        return True

    def write(self, data: Any) -> int:
        """Every byte; raises OSError."""
        write_all(self._disk, self._fd, data)
        return len(data)


def _pack(workspace: Workspace, file: _Through, at: str) -> bytes:
    """Write all of it; the list of what was written."""
    digests: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _content(workspace):
            if len(data) > LONGEST:
                raise Refused(f"{name} is too long for a backup. Nothing was written")
            digests[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(name, data)
        listed = {"kind": _KIND, "v": 1, "at": at, "files": digests}
        manifest = canonical({**listed, "workspace": workspace.vault.id})
        archive.writestr(_MANIFEST, manifest)
    return manifest


def _content(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    yield from own_files(workspace)
    yield ANCHORS, _whole_lines(workspace, workspace.folder / ANCHORS)
    for name, path in workspace.threads():
        place = f"{THREAD}.log" if name == THREAD else f"cases/{name}.log"
        yield place, _whole_lines(workspace, path)
    yield SETTINGS, read_file(workspace.disk, workspace.folder / SETTINGS, SETTINGS)
    if (workspace.folder / BEFORE).exists():
        yield BEFORE, read_file(workspace.disk, workspace.folder / BEFORE, "the old hashes")
    for path in sorted((workspace.folder / "packs").glob("*.json")):
        yield f"packs/{path.name}", read_file(workspace.disk, path, "a kept pack")


def _whole_lines(workspace: Workspace, path: Path) -> bytes:
    data = read_file(workspace.disk, path, path.name)
    return data[: data.rfind(b"\n") + 1]  # what comes after was told to nobody


def write_keys(workspace: Workspace, path: Path, erased: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the keys of today into a file, in place of those of the last backup, which are overwritten.

    Raises StoreFault. The file system or the drive may keep the old bytes: SECURITY.md says so.
    """
    cases = {}
    for ref in workspace.cases():
        place = key_path(workspace.folder, ref)
        if ref not in erased and place.exists():
            cases[ref] = read_file(workspace.disk, place, f"the key of {ref}").hex()
    keyring = read_file(workspace.disk, workspace.folder / "keys.json", "keys.json").decode()
    data = {"kind": _KEYS_KIND, "v": 1, "workspace": workspace.vault.id, "keyring": keyring}
    whole = canonical({**data, "cases": cases, "erased": dict(erased)}) + b"\n"
    with plainly("the file of keys"):
        old = open_file(workspace.disk, path, WRITE, "the file of keys") if path.exists() else -1
        try:
            put_file(workspace.disk, path, whole)
            if old >= 0:  # it has no name any more, and its bytes shall not stay
                write_all(workspace.disk, old, bytes(os.fstat(old).st_size))
                workspace.disk.fsync(old)
        finally:
            if old >= 0:
                os.close(old)


def read_keys(path: Path) -> Keys:
    """The file of keys. Raises WrongCall for what is none."""
    try:
        data = json.loads(path.read_bytes())
        if data["kind"] != _KEYS_KIND or data["v"] != 1:
            raise ValueError("another kind")
        cases = {str(ref): bytes.fromhex(key) for ref, key in data["cases"].items()}
        if not all(_NAME.fullmatch(f"cases/{ref}.log") for ref in (*cases, *data["erased"])):
            raise ValueError("no references")
        return Keys(str(data["workspace"]), str(data["keyring"]), cases, dict(data["erased"]))
    except OSError as fault:
        raise WrongCall(f"The file of keys cannot be read: {fault.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise WrongCall("That is not a file of keys of a backup") from None


def opened(path: Path) -> tuple[dict[str, Any], zipfile.ZipFile]:
    """The list of a backup and the archive, to be closed by the caller. Raises WrongCall for what is none."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as fault:
        raise WrongCall(f"The backup cannot be read: {fault.strerror}") from None
    except _BROKEN:
        raise WrongCall(_NO_BACKUP) from None
    try:
        _plain_files(archive)
        listed: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        names = archive.namelist()
        fits = listed["kind"] == _KIND and listed["v"] == 1
        if not fits or sorted(names) != sorted((*listed["files"], _MANIFEST)):
            raise ValueError("another kind")
        if not all(map(_NAME.fullmatch, listed["files"])):
            raise ValueError("names that no workspace has")
    except (*_BROKEN, TypeError, RecursionError):
        archive.close()
        raise WrongCall(_NO_BACKUP) from None
    return listed, archive


def _plain_files(archive: zipfile.ZipFile) -> None:
    """Raises ValueError for a link, a folder, or a length that no workspace has: before a byte is unpacked."""
    for one in archive.infolist():
        mode = one.external_attr >> 16
        if one.is_dir() or (stat.S_IFMT(mode) or stat.S_IFREG) != stat.S_IFREG:
            raise ValueError("no plain file")
        if one.file_size > LONGEST:
            raise ValueError("too long")


def _entry(listed: Mapping[str, Any], archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        data = archive.read(name)
    except _BROKEN:
        data = b""
    if hashlib.sha256(data).hexdigest() != listed["files"][name]:
        raise WrongCall(f"The backup is damaged: {name} is not what its list says")
    return data


def lacking(path: Path, folder: Path) -> list[Lack]:
    """What a workspace has that the backup lacks, thread by thread; needs no key. Raises WrongCall."""
    found = []
    listed, archive = opened(path)
    with archive:
        threads = [folder / "workspace.log", *sorted((folder / "cases").glob("*.log"))]
        for live in threads:
            name = live.name if live.parent == folder else f"cases/{live.name}"
            kept = _entry(listed, archive, name) if name in listed["files"] else b""
            with plainly(live.name):
                data = live.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            if not whole.startswith(kept):
                found.append(Lack(live.stem, 0, 0))
            elif len(whole) > len(kept):
                found.append(Lack(live.stem, kept.count(b"\n") + 1, whole.count(b"\n")))
    return found


def _fits(listed: Mapping[str, Any], archive: zipfile.ZipFile, folder: Path) -> None:
    """Raises StoreFault where all of it together would fill the disk: a small archive can claim very much."""
    wanted = sum(archive.getinfo(name).file_size for name in listed["files"])
    if wanted > shutil.disk_usage(folder).free:
        raise StoreFault(f"There is no room for the {wanted // 2**20} MB of that backup")


def unpack(path: Path, keys: Keys | None, folder: Path, disk: Disk = DISK) -> str:
    """Make the files of a workspace in a new folder; the digest of the backup's list.

    No key of a case that was erased is put there. Raises WrongCall for a backup that is damaged or
    another workspace's than the keys, StoreFault; then nothing is left.
    """
    listed, archive = opened(path)
    with archive:
        if keys is not None and keys.workspace != listed["workspace"]:
            raise WrongCall("The backup and the file of keys are of two workspaces")
        try:
            with plainly("the restored workspace"):
                for name in ("", "cases", "packs", *(["keys"] if keys else [])):
                    disk.mkdir(folder / name)
                _fits(listed, archive, folder)
                for name in listed["files"]:
                    make_room(disk, folder, name)
                    put_file(disk, folder / name, _entry(listed, archive, name))
                if keys is not None:
                    put_file(disk, folder / "keys.json", keys.keyring.encode())
                    for ref, key in keys.cases.items():
                        if ref not in keys.erased:
                            put_file(disk, key_path(folder, ref), key)
                put_file(disk, folder / "workspace.lock", b"")
        except PpituiError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return hashlib.sha256(archive.read(_MANIFEST)).hexdigest()

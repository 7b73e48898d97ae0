"""Whole files: opened with care, written at once or not at all, their faults in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ppitui.errors import StoreFault
from ppitui.store.disk import NEW, READ, WRITE, Disk

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_WORDS = {
    errno.ENOENT: "is missing",
    errno.ENOTDIR: "is missing",
    errno.EISDIR: "is a folder where a file should be",
    errno.ELOOP: "is a symbolic link, which is not followed",
    errno.EEXIST: "is there already",
    errno.EACCES: "may not be read or changed by you",
    errno.EPERM: "may not be read or changed by you",
    errno.EROFS: "is on a disk that cannot be written",
}


def told(fault: OSError, what: str) -> StoreFault:
    """The fault of a system call in plain words; `what` names the thing, never its content."""
    number = fault.errno or 0
    if number in _FULL:
        return StoreFault(
            f"The disk is full: nothing was lost, but this change to {what} was not saved."
            " Free some space, then save again"
        )
    if number in _WORDS:
        return StoreFault(f"{_first(what)} {_WORDS[number]}. Nothing was changed")
    code = errno.errorcode.get(number, "unknown")
    return StoreFault(
        f"The disk gave an error ({code}) at {what}. This was not saved; what was saved before"
        " stands. Try again, and tell whoever looks after this machine if it comes back"
    )


def _first(what: str) -> str:
    return what[:1].upper() + what[1:]


@contextlib.contextmanager
def plainly(what: str) -> Iterator[None]:
    """Turn the OSError of a block into a StoreFault about `what`."""
    try:
        yield
    except OSError as fault:
        raise told(fault, what) from fault


def open_file(disk: Disk, path: Path, flags: int, what: str) -> int:
    """A descriptor of a plain file of this user's own; raises StoreFault for anything else."""
    with plainly(what):
        fd = disk.open(path, flags)
    try:
        facts = os.fstat(fd)
        if not stat.S_ISREG(facts.st_mode):
            raise StoreFault(f"{_first(what)} is not a plain file, and is left alone")
        if disk.user() not in (None, facts.st_uid):
            raise StoreFault(
                f"{_first(what)} belongs to another user of this machine, and is left alone"
            )
    except BaseException:
        os.close(fd)
        raise
    return fd


def read_file(disk: Disk, path: Path, what: str) -> bytes:
    """All bytes of a plain file; raises StoreFault."""
    fd = open_file(disk, path, READ, what)
    try:
        with plainly(what):
            return disk.read(fd, os.fstat(fd).st_size, 0)
    finally:
        os.close(fd)


def write_all(disk: Disk, fd: int, data: bytes) -> None:
    """Write every byte, in one call where the system takes them in one; raises OSError."""
    rest = memoryview(data)
    while rest:
        done = disk.write(fd, rest)
        if done <= 0:
            raise OSError(errno.ENOSPC, "the system took no bytes")
        rest = rest[done:]


def wipe(disk: Disk, path: Path, what: str) -> None:
    """Write noughts over a file, if it is there, and remove it; raises OSError and StoreFault.

    The file system or the drive may keep the old bytes somewhere: SECURITY.md says so.
    """
    if not os.path.lexists(path):
        return
    fd = open_file(disk, path, WRITE, what)
    try:
        write_all(disk, fd, bytes(os.fstat(fd).st_size))
        disk.fsync(fd)
    finally:
        os.close(fd)
    disk.unlink(path)


def sync_folder(disk: Disk, folder: Path) -> None:
    """Put the names in a folder on the disk; raises OSError."""
    if os.name == "nt":  # untried: folders cannot be flushed there
        return
    fd = disk.open(folder, READ)
    try:
        disk.fsync(fd)
    finally:
        os.close(fd)


def put_file(disk: Disk, path: Path, data: bytes, *, flush: bool = True) -> None:
    """Write a whole file under a temporary name, then give it its own; raises OSError.

    A reader sees the old file or the new one. The caller holds the workspace's lock, so a temporary
    file that is already there was left by a process that died. Without `flush` a power cut may lose
    the file.
    """
    temp = path.with_name(path.name + ".tmp")
    disk.unlink(temp)
    try:
        fd = disk.open(temp, NEW)
        try:
            write_all(disk, fd, data)
            if flush:
                disk.fsync(fd)
        finally:
            os.close(fd)
        disk.replace(temp, path)
    except OSError:
        with contextlib.suppress(OSError):
            disk.unlink(temp)
        raise
    if flush:
        sync_folder(disk, path.parent)


@contextlib.contextmanager
def looking_in(folder: Path) -> Iterator[Callable[[str], os.stat_result]]:
    """Ask for the particulars of files by name alone: half the time of whole paths, for a long list."""
    if os.stat not in os.supports_dir_fd:  # untried: Windows
        yield lambda name: os.stat(folder / name, follow_symlinks=False)
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        yield partial(os.stat, dir_fd=fd, follow_symlinks=False)
    finally:
        os.close(fd)

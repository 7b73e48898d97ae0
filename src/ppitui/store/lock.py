"""One writer at a time: a lock on an open file, which the system frees when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ppitui.errors import Refused
from ppitui.store.disk import LOCK, Disk
from ppitui.store.files import open_file

PATIENCE = 10.0  # seconds; a write takes milliseconds: who holds it longer is stopped or stuck
_PAUSE = 0.001

if sys.platform == "win32":  # untried: nobody has run this branch
    import msvcrt

    _FAR = 2**62  # locks bind other readers there, so the locked byte lies where no data ever will

    def _take(fd: int) -> bool:
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


@contextlib.contextmanager
def exclusive(fd: int, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of an open file for a block.

    Raises Refused where somebody else still holds it after `patience` seconds, and OSError where
    the file system knows no locks. Not for two threads on one descriptor: both would hold it.
    """
    until = time.monotonic() + patience
    while not _take(fd):
        if time.monotonic() >= until:
            raise Refused(
                "Somebody else is writing here and has not finished. Nothing was changed."
                " Try again; if it stays so, look for a stopped ppitui on this machine"
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _give(fd)


@contextlib.contextmanager
def alone_in(folder: Path, disk: Disk, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a workspace for a block. Raises as `exclusive`, and StoreFault."""
    fd = open_file(disk, folder / "workspace.lock", LOCK, "the workspace's lock")
    try:
        with exclusive(fd, patience):
            yield
    finally:
        os.close(fd)

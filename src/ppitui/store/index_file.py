"""The file of the index: all of it in one sealed part, and behind that a small sealed part for each later change.

A part is its length and what was sealed. A later part is sealed for its place behind this first part, so that no part
of another file is taken. What does not open, and all behind it, counts as not there: it is only a cache.
"""

from __future__ import annotations

import contextlib
import os

from ppitui.errors import PpituiError
from ppitui.store.disk import APPEND, READ
from ppitui.store.files import open_file, plainly, put_file, write_all
from ppitui.store.workspace import Workspace

NAME = "index.json"
_WHAT = "the index"
_LENGTH = 8  # bytes of the length of a part
# Of the first part as many bytes as tell it from any other: the nonce of its seal, or its checksum, is among them.
_HEAD = _LENGTH + 48
# Parts behind the first: many more would take longer to open than one part of all.
_MOST = 256


class IndexFile:
    """What this process has read of the file, and what it adds to it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.folder / NAME
        self._seen = (b"", 0)  # the head of the first part and the length of the file
        self._good = 0  # where the last part that opened ends
        self._parts = 0

    def parts(self) -> tuple[bool, list[bytes]]:
        """The parts that were not read yet; and whether the file is another, so that what was read of it is void."""
        disk = self._workspace.disk
        try:
            fd = open_file(disk, self._path, READ, _WHAT)
            try:
                with plainly(_WHAT):
                    before, size = self._seen, os.fstat(fd).st_size
                    same = before[1] > 0 and self._state(fd)[0] == before[0] and size >= before[1]
                    if same and size == before[1]:
                        return False, []
                    start = self._good if same else 0
                    data = disk.read(fd, size - start, start)
            finally:
                os.close(fd)
        except PpituiError:
            was = self._seen[1] > 0
            self._seen, self._good, self._parts = (b"", 0), 0, 0
            return was, []
        self._seen = (before[0] if same else data[:_HEAD], size)
        if not same:
            self._good = self._parts = 0
        return not same, self._opened(data)

    def _opened(self, data: bytes) -> list[bytes]:
        seal, at = self._workspace.index_seal, 0
        found: list[bytes] = []
        while at < len(data):
            end = at + _LENGTH + int.from_bytes(data[at : at + _LENGTH], "big")
            if end > len(data):
                break
            try:
                found.append(seal.open_file(data[at + _LENGTH : end], self._place()))
            except ValueError:
                break
            at = end
            self._parts += 1
        self._good += at
        return found

    def untouched(self) -> bool:
        """Whether nobody wrote the file or took it away since it was read: then it may be written.

        An erasure takes it away, and with it words that this process may still remember. The caller holds the
        workspace's lock, here and at `add` and `put`. Raises StoreFault.
        """
        try:
            fd = open_file(self._workspace.disk, self._path, READ, _WHAT)
        except PpituiError:
            return self._seen[1] == 0
        try:
            with plainly(_WHAT):
                return self._state(fd) == self._seen
        finally:
            os.close(fd)

    @property
    def has_room(self) -> bool:
        """Whether one part more fits behind those that were read."""
        return 1 <= self._parts <= _MOST and self._good == self._seen[1]

    def put(self, plain: bytes) -> None:
        """All of it anew; raises OSError."""
        self._parts = self._good = 0
        part = self._shut(plain)
        put_file(self._workspace.disk, self._path, part, flush=False)
        self._seen, self._good, self._parts = (part[:_HEAD], len(part)), len(part), 1

    def add(self, plain: bytes) -> None:
        """One part more, where there is room. Raises OSError, StoreFault; then the file is as it was."""
        disk = self._workspace.disk
        part = self._shut(plain)
        fd = open_file(disk, self._path, APPEND, _WHAT)
        try:
            write_all(disk, fd, part)
        except BaseException:
            with contextlib.suppress(
                OSError
            ):  # what cannot be cut off does not open, and is written over
                disk.ftruncate(fd, self._good)
            raise
        finally:
            os.close(fd)
        self._good += len(part)
        self._seen = (self._seen[0], self._good)
        self._parts += 1

    def _state(self, fd: int) -> tuple[bytes, int]:
        return self._workspace.disk.read(fd, _HEAD, 0), os.fstat(fd).st_size

    def _shut(self, plain: bytes) -> bytes:
        shut = self._workspace.index_seal.close_file(plain, self._place())
        return len(shut).to_bytes(_LENGTH, "big") + shut

    def _place(self) -> str:
        return f"index/{self._parts}/{self._seen[0].hex()}" if self._parts else "index/0"

"""The anchors: heads of threads, remembered apart from the threads in one log that only grows.

A thread that lacks what was anchored of it was cut, replaced or put back to an older copy. Where the
workspace has keys each line is signed (Ed25519); without keys the lines can be made anew by whoever
can write here, and only a head of the anchors kept elsewhere tells.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ppitui.core.events import GENESIS, Event, canonical
from ppitui.errors import PpituiError, StoreFault
from ppitui.store.chain import Mark
from ppitui.store.disk import APPEND, READ, Disk
from ppitui.store.files import open_file, plainly, write_all
from ppitui.store.lock import PATIENCE, exclusive

NAME = "anchors.log"
# What leaves the desk or binds somebody, and who may come in. Answers and notes are not anchored: a
# save stays one write and one flush.
ANCHORED = frozenset(
    {"submitted", "returned", "decided", "signed_off", "letter_issued"}
    | {"overridden", "countersigned", "aggressor_decided"}
    | {"withdrawn", "reopened"}
    | {"disclosed", "glass_broken", "linked", "erasure_asked", "erased"}
    | {"workspace_opened", "user_added", "user_disabled", "keys_changed"}
    | {"pack_published", "impact_accepted", "loss_accepted", "table_signed"}
    | {"proposal_withdrawn"}  # cut off, it would bring back what nobody stands for
)
_HEX = re.compile(r"[0-9a-f]*")
_FIELDS = {"v", "n", "prev", "case", "seq", "head", "why", "at", "sig"}
_WHAT = "the file of anchors"
_FEW = 8  # lookups before a list of all is worth its making
_LAST = 8192  # bytes; the last whole line is well within them
# Our own lines, read in a hurry: a list of all cases needs the newest of each.
_QUICK = re.compile(
    rb'"case":"([^"\n]+)","head":"([0-9a-f]{64})","n":\d+,"prev":"[0-9a-f]{64}","seq":(\d+),'
)


class Unwitnessed(StoreFault):
    """An event was kept, but its head could not be anchored."""


class Signer(Protocol):
    """Signs anchors, or does not (then signatures are empty)."""

    @property
    def id(self) -> str:
        """The workspace's own id, which every signature binds."""
        ...

    def sign(self, data: bytes) -> str:
        """The signature in hexadecimal digits."""
        ...

    def signed(self, data: bytes, signature: str) -> bool:
        """Whether the signature is this workspace's own."""
        ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: the number of the anchor, which event of which thread, the hash of its line, and why."""

    number: int
    case: str
    mark: Mark
    why: str
    at: str
    line: bytes

    @property
    def head(self) -> str:
        """The hash of this line: what to keep elsewhere."""
        return hashlib.sha256(self.line).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """The good anchors from the first on, what is wrong with the next (or nothing), the bytes unfinished."""

    anchors: list[Anchor]
    fault: str
    unfinished: int


class Anchors:
    """The anchors of one workspace. Implements the witness of its logs."""

    def __init__(self, folder: Path, signer: Signer, disk: Disk) -> None:
        self.path = folder / NAME
        self._signer = signer
        self._disk = disk
        self._seen: dict[str, Mark] = {}
        self._offset = 0
        self._asked = 0

    def last(self, case: str) -> Mark | None:
        """The newest anchor of a thread. Raises StoreFault where the anchors cannot be read."""
        if self._offset == 0 and self._asked < _FEW:
            self._asked += 1
            return self._sought(case)
        self._look()
        return self._seen.get(case)

    def _sought(self, case: str) -> Mark | None:
        """Looked for from the end: for one thread among very many that is quicker than a list of all."""
        data = self._read_from(0)
        at = data.rfind(f'"case":"{case}","head":"'.encode())
        found = _QUICK.match(data, at) if at >= 0 else None
        return Mark(int(found[3]), found[2].decode()) if found else None

    def cases(self) -> frozenset[str]:
        """Every thread of which anything was anchored."""
        self._look()
        return frozenset(self._seen)

    def saw(self, event: Event, head: str) -> None:
        """Anchor an event of the kinds in ANCHORED. Raises Unwitnessed where that fails."""
        if event.kind in ANCHORED:
            try:
                self.add(event.case, Mark(event.seq, head), event.kind, event.at)
            except PpituiError as fault:
                raise Unwitnessed(
                    f"Event {event.seq} of {event.case} was saved, but its anchor was not: {fault}."
                    " The next one of this case covers both"
                ) from fault

    def add(self, case: str, mark: Mark, why: str, at: str) -> None:
        """Remember a head, durably. Raises StoreFault, Refused where another writer does not finish."""
        fd = open_file(self._disk, self.path, APPEND, _WHAT)
        try:
            with plainly(_WHAT), exclusive(fd, PATIENCE):
                self._append(fd, case, mark, why, at)
        finally:
            os.close(fd)

    def _append(self, fd: int, case: str, mark: Mark, why: str, at: str) -> None:
        size = os.fstat(fd).st_size
        start = max(0, size - _LAST)
        tail = self._disk.read(fd, size - start, start)
        end = tail.rfind(b"\n") + 1  # what comes after was torn off, and told to nobody
        lines = tail[:end].splitlines(keepends=True)
        before = _parsed(lines[-1]) if lines else None
        if lines and before is None:
            raise StoreFault("The last of the anchors is damaged. Run ppitui verify")
        size = start + end
        line = self._line(
            {
                "v": 1,
                "n": before.number + 1 if before else 1,
                "prev": before.head if before else GENESIS,
                "case": case,
                "seq": mark.seq,
                "head": mark.head,
                "why": why,
                "at": at,
            }
        )
        if os.fstat(fd).st_size > size:
            self._disk.ftruncate(fd, size)
        try:
            write_all(self._disk, fd, line)
            self._disk.fdatasync(fd)
        except BaseException:
            with contextlib.suppress(OSError):
                self._disk.ftruncate(fd, size)
            raise

    def _line(self, data: dict[str, Any]) -> bytes:
        signature = self._signer.sign(_signed_bytes(self._signer.id, data))
        return canonical({**data, "sig": signature}) + b"\n"

    def _look(self) -> None:
        whole = self._read_from(self._offset)
        for case, head, seq in _QUICK.findall(whole):
            self._seen[case.decode()] = Mark(int(seq), head.decode())
        self._offset += len(whole)

    def _read_from(self, offset: int) -> bytes:
        """The whole lines from there on."""
        fd = open_file(self._disk, self.path, READ, _WHAT)
        try:
            with plainly(_WHAT):
                size = os.fstat(fd).st_size
                if size < offset:
                    raise StoreFault(
                        "The anchors are shorter than they were: something other than ppitui cut them."
                        " Run ppitui verify"
                    )
                data = self._disk.read(fd, size - offset, offset) if size > offset else b""
        finally:
            os.close(fd)
        return data[: data.rfind(b"\n") + 1]

    def read(self) -> Found:
        """All of them, checked from the first on. Raises StoreFault where the file cannot be read."""
        fd = open_file(self._disk, self.path, READ, _WHAT)
        try:
            with plainly(_WHAT):
                data = self._disk.read(fd, os.fstat(fd).st_size, 0)
        finally:
            os.close(fd)
        whole = data[: data.rfind(b"\n") + 1]
        anchors, fault = checked(whole, self._signer.id, self._signer.signed)
        return Found(anchors, fault, len(data) - len(whole))


def checked(
    lines: bytes, workspace: str, signed: Callable[[bytes, str], bool]
) -> tuple[list[Anchor], str]:
    """The good anchors from the first on, and what is wrong with the line after them (or nothing)."""
    found: list[Anchor] = []
    head = GENESIS
    for number, line in enumerate(lines.splitlines(keepends=True), 1):
        anchor = _parsed(line)
        if anchor is None or anchor.number != number:
            return found, f"anchor {number} is not whole"
        data = json.loads(line)
        signature = data.pop("sig")
        if data["prev"] != head:
            return found, f"anchor {number} does not follow the one before it"
        if not signed(_signed_bytes(workspace, data), signature):
            return found, f"anchor {number} was not signed by this workspace"
        found.append(anchor)
        head = anchor.head
    return found, ""


def _parsed(line: bytes) -> Anchor | None:
    """The anchor of a line; None where it is none. Its signature is not looked at."""
    try:
        data = json.loads(line)
        if canonical(data) + b"\n" != line or set(data) != _FIELDS or data["v"] != 1:
            return None
        if not _HEX.fullmatch(data["sig"]):  # one spelling: capitals would be read as the same
            return None
        mark = Mark(int(data["seq"]), str(data["head"]))
        return Anchor(
            int(data["n"]), str(data["case"]), mark, str(data["why"]), str(data["at"]), line
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _signed_bytes(workspace: str, data: dict[str, Any]) -> bytes:
    return canonical({**data, "workspace": workspace})

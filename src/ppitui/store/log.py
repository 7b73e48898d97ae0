"""One thread on disk: a file to which whole lines are added and in which nothing ever changes.

An event is acknowledged after one write and one flush. Readers take no lock: a line counts once its
line break is there. What a writer that died left unfinished was never acknowledged; the next writer
cuts it.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ppitui.core.events import Draft, Event, touched
from ppitui.errors import Conflict, Damaged, StoreFault
from ppitui.store.chain import Chain, Mark
from ppitui.store.disk import APPEND, DISK, NEW, READ, Disk
from ppitui.store.files import open_file, plainly, sync_folder, told, write_all
from ppitui.store.lock import PATIENCE, exclusive
from ppitui.store.seal import Seal

_THINGS = {
    "item": "the answer to",
    "fact": "the fact",
    "person": "person",
    "route": "the decision on",
    "answers": "the answers",
    "decisions": "the decisions",
    "state": "the state of the case",
    "user": "this user's account",
    "life": "how the record is kept",
    "erased": "the erasure of",
    "definitions": "the definitions in force",
    "proposal": "the proposal",
}


class Witness(Protocol):
    """Who remembers heads apart from the threads."""

    def last(self, case: str) -> Mark | None:
        """The newest thing witnessed of a thread; None where nothing was."""
        ...

    def saw(self, event: Event, head: str) -> None:
        """An event was kept, and is now the head: to be remembered where its kind asks for it."""
        ...


class Log:
    """An open thread. Made by `create` or `open`; may be used by several threads of one process."""

    def __init__(
        self,
        fd: int,
        path: Path,
        chain: Chain,
        disk: Disk,
        *,
        fresh: bool,
        patience: float = PATIENCE,
        witness: Witness | None = None,
    ) -> None:
        self.path = path
        self._fd = fd
        self._chain = chain
        self._disk = disk
        self._fresh = fresh  # made by this handle, so it may be empty as yet
        self._patience = patience
        self._witness = witness
        self._process = os.getpid()
        self._shut: str | None = None
        self._mutex = threading.Lock()

    @classmethod
    def create(
        cls,
        path: Path,
        case: str,
        seal: Seal,
        *,
        disk: Disk = DISK,
        witness: Witness | None = None,
    ) -> Log:
        """A new, empty log, its name on the disk. Raises StoreFault where the path is taken."""
        what = f"the log of {case}"
        fd = open_file(disk, path, NEW, what)
        try:
            with plainly(what):
                disk.fsync(fd)
                sync_folder(disk, path.parent)
        except BaseException:
            os.close(fd)
            with contextlib.suppress(OSError):
                disk.unlink(path)
            raise
        return cls(fd, path, Chain(case, seal), disk, fresh=True, witness=witness)

    @classmethod
    def open(
        cls,
        path: Path,
        case: str,
        seal: Seal,
        *,
        disk: Disk = DISK,
        writable: bool = True,
        patience: float = PATIENCE,
        witness: Witness | None = None,
    ) -> Log:
        """A log that exists; raises StoreFault for a link, a folder, a pipe, another's file."""
        mark = witness.last(case) if witness else None  # before the file: a thread only grows
        fd = open_file(disk, path, APPEND if writable else READ, f"the log of {case}")
        chain = Chain(case, seal, mark)
        log = cls(fd, path, chain, disk, fresh=False, patience=patience, witness=witness)
        if not writable:
            log._shut = "was opened for reading only"
        return log

    @property
    def case(self) -> str:
        """The reference that every event of this log carries."""
        return self._chain.case

    @property
    def head(self) -> str:
        """SHA-256 of the last line read, as written; GENESIS before the first."""
        return self._chain.head

    @property
    def count(self) -> int:
        """How many events have been read so far."""
        return len(self._chain.events)

    @property
    def unfinished(self) -> int:
        """How many bytes stood after the last whole line at the last read."""
        return self._chain.unfinished

    @property
    def believed(self) -> list[Event]:
        """The events that were read and found good so far, also where those after them were not."""
        return list(self._chain.events)

    def read(self) -> list[Event]:
        """Every event, oldest first; reads only what was added since the last call.

        Raises Damaged at the first line that cannot be believed, StoreFault where the file was
        replaced or became shorter.
        """
        self._check_usable()
        with self._mutex, plainly(self._what()):
            try:
                self._catch_up()
            except Damaged:
                # A writer may have been cutting a torn tail meanwhile: look again while none can.
                with exclusive(self._fd, self._patience):
                    self._catch_up()
            return list(self._chain.events)

    def append(self, draft: Draft) -> Event:
        """Keep one event; when this returns, it is on the disk.

        Raises Conflict where something in `draft.touches` moved after `draft.seen`; WrongCall for
        an event that cannot be kept; Refused where another writer does not finish; StoreFault where
        the disk fails, with the file as it was; Unwitnessed where the event is kept but its head could
        not be remembered elsewhere. After a failed flush the handle takes no more
        events: what the disk then holds is not known, and asking it again may get a false yes.
        """
        self._check_usable()
        with self._mutex, plainly(self._what()), exclusive(self._fd, self._patience):
            if self._shut:
                raise StoreFault(
                    f"The log of {self.case} {self._shut} and takes no more events."
                    " Nothing was saved. Open the case again"
                )
            self._catch_up()
            self._refuse_conflicts(draft)
            event, line = self._chain.next_line(draft)
            self._write(line)
            self._chain.accept(event, line)
            if self._witness:
                self._witness.saw(event, self._chain.head)
            return event

    def close(self) -> None:
        """Let go of the file; safe to call twice."""
        with self._mutex:
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _what(self) -> str:
        return f"the log of {self.case}"

    def _check_usable(self) -> None:
        # Before any lock: a handle that came through a fork shares its lock with the other process,
        # and letting go of it here would let go of it there, in the middle of a write.
        if self._process != os.getpid():
            raise StoreFault(f"The log of {self.case} was opened by another process. Open it here")
        if self._fd < 0:
            raise StoreFault(f"The log of {self.case} is closed. Open the case again")

    def _catch_up(self) -> None:
        size = self._size()
        chain = self._chain
        if size < chain.offset:
            raise StoreFault(
                f"The log of {self.case} is shorter than when it was last read: something other"
                " than ppitui cut it."
                " Nothing was changed. Restore it from a backup"
            )
        if size > chain.offset:
            chain.take(self._disk.read(self._fd, size - chain.offset, chain.offset))
        else:
            chain.unfinished = 0
        chain.check_length()
        if not chain.events and not self._fresh:
            raise Damaged(self.case, 1, "the file holds no whole event")

    def _size(self) -> int:
        """The file's length, once it is sure that this handle still is the file of that name."""
        here = os.fstat(self._fd)
        try:
            named = os.stat(self.path, follow_symlinks=False)
        except FileNotFoundError:
            named = None
        if named is None or (named.st_dev, named.st_ino) != (here.st_dev, here.st_ino):
            raise StoreFault(
                f"The log of {self.case} was replaced or removed while open. Open it again"
            )
        return here.st_size

    def _refuse_conflicts(self, draft: Draft) -> None:
        events = self._chain.events
        if draft.seen > len(events):
            raise StoreFault(
                f"The log of {self.case} holds {len(events)} events, fewer than had been seen."
                " Nothing was saved. Open the case again"
            )
        if not draft.touches:
            return
        later = [(event, _moved(event) & draft.touches) for event in events[draft.seen :]]
        clashes = [(event, marks) for event, marks in later if marks]
        if clashes:
            things = sorted({_thing(mark) for _, marks in clashes for mark in marks})
            raise Conflict(
                f"Not saved: {', '.join(things)} changed after you looked"
                f" (event {clashes[0][0].seq}). Look again, then decide",
                [event for event, _ in clashes],
            )

    def _write(self, line: bytes) -> None:
        size = self._chain.offset
        if os.fstat(self._fd).st_size > size:
            self._disk.ftruncate(self._fd, size)
        try:
            write_all(self._disk, self._fd, line)
        except BaseException:
            self._cut_back(size)
            raise
        try:
            self._disk.fdatasync(self._fd)
        except OSError as fault:
            self._shut = "was not confirmed by the disk at an earlier save"
            self._cut_back(size)
            raise StoreFault(
                f"{told(fault, self._what())}."
                " This log takes no more events until the case is opened again"
            ) from fault
        except BaseException:
            self._cut_back(size)
            raise

    def _cut_back(self, size: int) -> None:
        """Undo an unacknowledged write; what cannot be undone now, the next writer cuts."""
        with contextlib.suppress(OSError):
            self._disk.ftruncate(self._fd, size)


def _moved(event: Event) -> frozenset[str]:
    try:
        return touched(event.kind, event.payload)
    except (KeyError, TypeError) as fault:
        raise Damaged(event.case, event.seq, "it lacks what its kind must carry") from fault


def _thing(mark: str) -> str:
    kind, _, name = mark.partition(":")
    words = _THINGS.get(kind, kind)
    return words if kind == "user" or not name else f"{words} {name.rstrip('@')}"

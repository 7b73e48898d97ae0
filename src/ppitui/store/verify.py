"""Is a stored thread whole? Answers with a verdict, whatever it meets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ppitui.core.events import GENESIS
from ppitui.errors import Damaged, PpituiError
from ppitui.store.disk import DISK, Disk
from ppitui.store.log import Log, Witness
from ppitui.store.seal import Seal


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: at which event (0: the file itself), and what."""

    seq: int
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: whole events before any fault, the hash of the last, bytes after it."""

    case: str
    events: int
    head: str
    unfinished: int
    fault: Fault | None = None

    @property
    def whole(self) -> bool:
        """Whether every line can be believed. Unfinished bytes are no fault: nobody was told."""
        return self.fault is None


def verify(
    path: Path, case: str, seal: Seal, *, disk: Disk = DISK, witness: Witness | None = None
) -> Verdict:
    """Read a log from its first line, changing nothing. Damage is reported, never raised."""
    try:
        log = Log.open(path, case, seal, disk=disk, writable=False, witness=witness)
    except PpituiError as fault:
        return Verdict(case, 0, GENESIS, 0, Fault(0, str(fault)))
    with log:
        found: Fault | None = None
        try:
            log.read()
        except Damaged as fault:
            found = Fault(fault.seq, fault.words)
        except PpituiError as fault:
            found = Fault(log.count + 1, str(fault))
        return Verdict(case, log.count, log.head, log.unfinished, found)

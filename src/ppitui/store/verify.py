"""Is a stored thread whole? Answers with a verdict, whatever it meets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ppitui.core.events import GENESIS, Event
from ppitui.errors import Damaged, PpituiError
from ppitui.store.anchors import Anchor
from ppitui.store.disk import DISK, Disk
from ppitui.store.files import read_file
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
    return read_through(path, case, seal, disk=disk, witness=witness)[0]


def read_through(
    path: Path, case: str, seal: Seal, *, disk: Disk = DISK, witness: Witness | None = None
) -> tuple[Verdict, list[Event]]:
    """As `verify`, with the events that can be believed."""
    try:
        log = Log.open(path, case, seal, disk=disk, writable=False, witness=witness)
    except PpituiError as fault:
        return Verdict(case, 0, GENESIS, 0, Fault(0, str(fault))), []
    with log:
        found: Fault | None = None
        try:
            log.read()
        except Damaged as fault:
            found = Fault(fault.seq, fault.words)
        except PpituiError as fault:
            found = Fault(log.count + 1, str(fault))
        return Verdict(case, log.count, log.head, log.unfinished, found), log.believed


def heads_of(events: list[Event], head: str) -> list[str]:
    """The hash of the line of each event; `head` is that of the last."""
    return [event.prev for event in events[1:]] + ([head] if events else [])


def against_anchors(verdict: Verdict, heads: list[str], anchors: Iterable[Anchor]) -> Verdict:
    """The verdict once the thread was held against everything that was anchored of it."""
    faults = [verdict.fault] if verdict.fault else []
    for anchor in anchors:
        seq = anchor.mark.seq
        if seq > len(heads):
            if not faults:  # else what is damaged explains what is missing
                words = f"the thread was cut: event {seq} of it was anchored ({anchor.why})"
                faults.append(Fault(len(heads) + 1, words))
        elif heads[seq - 1] != anchor.mark.head:
            faults.append(
                Fault(seq, "it is not the event that was anchored: the thread was replaced")
            )
    if not faults:
        return verdict
    return replace(verdict, fault=min(faults, key=lambda fault: fault.seq))


def linked(path: Path, case: str, *, disk: Disk = DISK) -> tuple[Verdict, list[str]]:
    """Follow the chain of a sealed log without any key: is each line the one after the line before?

    What the lines say is not looked at: this is for a case whose key is gone. Also gives the hash of
    each line.
    """
    heads: list[str] = []
    try:
        data = read_file(disk, path, f"the log of {case}")
    except PpituiError as fault:
        return Verdict(case, 0, GENESIS, 0, Fault(0, str(fault))), []
    whole = data[: data.rfind(b"\n") + 1]
    broken: Fault | None = None
    head = GENESIS
    for number, line in enumerate(whole.splitlines(keepends=True), 1):
        if line[:-1].rpartition(b" ")[2] != head.encode():
            broken = Fault(number, "it does not follow the line before it")
            break
        head = hashlib.sha256(line).hexdigest()
        heads.append(head)
    return Verdict(case, len(heads), head, len(data) - len(whole), broken), heads

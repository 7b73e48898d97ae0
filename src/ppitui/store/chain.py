"""The chain of lines: what makes a line the next one. Bytes in, events out, no disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from ppitui.core.events import GENESIS, KINDS, Draft, Event, canonical, touched
from ppitui.errors import Damaged, WrongCall
from ppitui.store.seal import Seal


@dataclass(frozen=True, slots=True)
class Mark:
    """What was witnessed of a thread, apart from it: the hash of the line of this event."""

    seq: int
    head: str


class Chain:
    """The whole lines of one thread read so far, each checked against the one before.

    `offset` is where the last whole line ends; `unfinished` counts the bytes seen after it. `mark` is
    what was witnessed of the thread, if anything: a thread that lacks it is damaged.
    """

    def __init__(self, case: str, seal: Seal, mark: Mark | None = None) -> None:
        self.case = case
        self.events: list[Event] = []
        self.head = GENESIS
        self.offset = 0
        self.unfinished = 0
        self._seal = seal
        self._mark = mark

    def take(self, data: bytes) -> None:
        """Add the whole lines of `data`, which was read from `offset` on.

        Raises Damaged at the first bad line; those before it are added.
        """
        start = 0
        while (end := data.find(b"\n", start)) >= 0:
            line = data[start : end + 1]
            event = self._read(line)
            self._compare(event, line)
            self.accept(event, line)
            start = end + 1
        self._tail(data[start:])
        self.check_length()

    def check_length(self) -> None:
        """Raises Damaged where the thread ends before the event that was witnessed."""
        if self._mark is not None and len(self.events) < self._mark.seq:
            raise self._bad(f"the thread was cut: event {self._mark.seq} of it was anchored")

    def _compare(self, event: Event, line: bytes) -> None:
        mark = self._mark
        if mark and mark.seq == event.seq and hashlib.sha256(line).hexdigest() != mark.head:
            raise self._bad("it is not the event that was anchored here: the thread was replaced")

    def accept(self, event: Event, line: bytes) -> None:
        """Add one line that is known to be good."""
        self.events.append(event)
        self.head = hashlib.sha256(line).hexdigest()
        self.offset += len(line)
        self.unfinished = 0

    def next_line(self, draft: Draft) -> tuple[Event, bytes]:
        """The event a draft becomes, and its line; raises WrongCall for what cannot be kept."""
        _fit(draft)
        event = Event(
            len(self.events) + 1,
            self.head,
            self.case,
            draft.actor,
            draft.at,
            draft.kind,
            draft.pack,
            draft.payload,
        )
        try:
            plain = canonical(event.to_json())
        except (ValueError, TypeError, RecursionError) as fault:
            raise WrongCall(
                f"A {draft.kind} event holds something that cannot be kept faithfully"
                " (only text, whole numbers, yes or no, nothing, lists and named values can)."
                " Nothing was saved"
            ) from fault
        line = self._seal.close(plain, self._place())
        if self._seal.links:
            line += b" " + self.head.encode("ascii")
        line += b"\n"
        if line.index(b"\n") != len(line) - 1:
            raise ValueError(f"the seal {self._seal.name!r} makes lines that hold a line break")
        try:
            return self._read(line), line  # as any reader will see it, so that memory equals disk
        except Damaged as fault:
            raise WrongCall(f"A {draft.kind} event is not whole. Nothing was saved") from fault

    def _place(self) -> str:
        return f"{self.case}/{len(self.events) + 1}"

    def _bad(self, words: str) -> Damaged:
        return Damaged(self.case, len(self.events) + 1, words)

    def _read(self, line: bytes) -> Event:
        try:
            plain = self._open(line[:-1])
        except _Astray as fault:
            raise self._bad("it does not follow the line before it") from fault
        except ValueError as fault:
            raise self._bad("its seal does not match") from fault
        try:
            data = json.loads(str(plain, "utf-8"))
            event = Event.from_json(data if isinstance(data, dict) else {})
        except (ValueError, RecursionError) as fault:
            raise self._bad("it is not an event that this version reads") from fault
        if event.case != self.case:
            raise self._bad("it belongs to another case")
        if type(event.seq) is not int or event.seq != len(self.events) + 1:
            raise self._bad("it is out of order")
        if event.prev != self.head:
            raise self._bad("it does not follow the line before it")
        words = (event.at, event.kind, event.pack, event.actor.id, event.actor.role)
        if not isinstance(event.payload, dict) or not all(isinstance(w, str) for w in words):
            raise self._bad("it is not whole")
        return event

    def _open(self, body: bytes) -> bytes:
        """What a line holds; raises ValueError, or _Astray where the line names another before it."""
        if not self._seal.links:
            return self._seal.open(body, self._place())
        sealed, _, prev = body.rpartition(b" ")
        plain = self._seal.open(sealed, self._place())
        if prev != self.head.encode("ascii"):
            raise _Astray
        return plain

    def _tail(self, tail: bytes) -> None:
        """Count a torn write. It is the beginning of a line; a line whose break changed is not."""
        self.unfinished = len(tail)
        if not tail:
            return
        try:
            self._open(tail[:-1])
        except ValueError:
            return
        raise self._bad("its line end was overwritten")


class _Astray(ValueError):
    """A good seal, but the line before it is another."""


def _fit(draft: Draft) -> None:
    needed = KINDS.get(draft.kind)
    if needed is None:
        raise WrongCall("An event of a kind that this version does not know is not kept")
    if not isinstance(draft.payload, Mapping):
        raise WrongCall(f"A {draft.kind} event carries no named values. Nothing was saved")
    missing = sorted(needed - set(draft.payload))
    if missing:
        raise WrongCall(f"A {draft.kind} event lacks {', '.join(missing)}. Nothing was saved")
    try:
        touched(draft.kind, draft.payload)  # every later writer will ask this of it
    except TypeError as fault:
        raise WrongCall(f"A {draft.kind} event is not whole. Nothing was saved") from fault

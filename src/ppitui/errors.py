"""What can go wrong, told to a person; the command line turns each into its exit status.

Messages are plain words without personal data: they may end up on a terminal, in a log or in a
ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class PpituiError(Exception):
    """The root of every failure that ppitui explains to the person at the keyboard."""

    exit_status = 2
    against: Sequence[str] = ()  # where several things stand against it: a line or more each

    @property
    def brief(self) -> str:
        """The message for whoever has the lines of `against` before them."""
        return str(self)


class WrongCall(PpituiError):
    """The call or its input was wrong: says where, what was expected and what to do (exit 2)."""


class Refused(PpituiError):
    """The call was understood and is not allowed now: permission, conflict, lock (exit 3)."""

    exit_status = 3


class Conflict(Refused):
    """Something that this change depends on was changed by somebody else meanwhile.

    `events` holds the events that moved it, for a face that may show both values.
    """

    def __init__(self, message: str, events: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.events: tuple[Any, ...] = tuple(events)


class AnswerIsNo(PpituiError):
    """The question asked of the tool has the answer no: faults found, chain broken (exit 1)."""

    exit_status = 1


class StoreFault(PpituiError):
    """The disk, or a file on it, failed or is not what it must be (exit 3)."""

    exit_status = 3


class Damaged(StoreFault):
    """A stored thread cannot be believed from event `seq` of `case` onwards; `words` says why."""

    def __init__(self, case: str, seq: int, words: str) -> None:
        super().__init__(case, seq, words)
        self.case = case
        self.seq = seq
        self.words = words

    def __str__(self) -> str:
        return (
            f"The log of {self.case} is damaged at event {self.seq}: {self.words}."
            " Nothing was changed. Restore it from a backup"
        )

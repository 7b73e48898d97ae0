"""What is handed in or decided is signed by the person who is there: the passphrase is asked again before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ppitui.errors import Refused

LASTS = timedelta(minutes=5)  # as long as the screen stays uncovered with nobody there


class Unconfirmed(Refused):
    """The passphrase is wanted again before this can be done."""


class Proof:
    """Whether the person at the desk has shown lately that it is they. Without a check there is none to show."""

    def __init__(self, check: Callable[[str], None] | None = None) -> None:
        self._check = check
        self._at: datetime | None = None

    @property
    def wanted(self) -> bool:
        """Whether this desk has passphrases at all."""
        return self._check is not None

    def check(self, passphrase: str) -> None:
        """Raises Refused where it is not the person's passphrase. It signs nothing."""
        if self._check is not None:
            self._check(passphrase)

    def confirm(self, passphrase: str, now: datetime) -> None:
        """As `check`; for five minutes it then signs decisions."""
        self.check(passphrase)
        self._at = now

    def given(self, now: datetime) -> None:
        """The passphrase was given just now, for this very act."""
        self._at = now

    def insist(self, now: datetime) -> None:
        """Raises Unconfirmed unless the passphrase was given in the last five minutes."""
        if self._check is None:
            return
        if self._at is None or not timedelta(0) <= now - self._at <= LASTS:
            raise Unconfirmed("Your passphrase is wanted again, to sign this. Nothing was done")

"""What is handed in or decided is signed by the person who is there: the passphrase is asked again before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ppitui.errors import Refused

LASTS = timedelta(minutes=5)  # as long as the screen stays uncovered with nobody there


class Unconfirmed(Refused):
    """The passphrase is wanted again before this can be done; `act` says what it would sign."""

    def __init__(self, act: str) -> None:
        super().__init__(f"{act}: your passphrase is wanted again, to sign it. Nothing was done")
        self.act = act

    @property
    def asks(self) -> str:
        """What a face says where it asks for the passphrase."""
        return f"{self.act}: your passphrase signs it."


class Proof:
    """Whether the person at the desk has shown lately that it is they. Without a check there is none to show."""

    def __init__(self, check: Callable[[str], None] | None = None) -> None:
        self._check = check
        self._at: datetime | None = None
        self._given: datetime | None = None
        self._for = ""  # the act that the passphrase was asked for, until that is tried

    @property
    def wanted(self) -> bool:
        """Whether this desk has passphrases at all."""
        return self._check is not None

    def check(self, passphrase: str) -> None:
        """Raises Refused where it is not the person's passphrase. It signs nothing."""
        if self._check is not None:
            self._check(passphrase)

    def confirm(self, passphrase: str, now: datetime, act: str) -> None:
        """As `check`; it then signs `act` once, and for five minutes what is decided on cases."""
        self.check(passphrase)
        self._at, self._for = now, act

    def given(self, now: datetime) -> None:
        """The passphrase was given just now, for this very act: on the command line, with all that is done."""
        self._at = self._given = now

    def insist(self, now: datetime, act: str) -> None:
        """Raises Unconfirmed unless the passphrase was given in the last five minutes."""
        if self._check is not None and not _lately(self._at, now):
            raise Unconfirmed(act)

    def once(self, now: datetime, act: str) -> None:
        """Raises Unconfirmed unless the passphrase was asked for this very act and not used yet; it is used up here.

        For what every later case hangs on: the five minutes of another act do not reach it.
        """
        asked, self._for = self._for, ""
        if self._check is None or _lately(self._given, now):
            return
        if asked != act or not _lately(self._at, now):
            raise Unconfirmed(act)


def _lately(at: datetime | None, now: datetime) -> bool:
    return at is not None and timedelta(0) <= now - at <= LASTS

"""What is signed in line mode is signed with the passphrase, where the desk has one."""

from __future__ import annotations

from collections.abc import Callable

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.lookups import carry
from ppitui.desk.proof import Unconfirmed
from ppitui.errors import PpituiError
from ppitui.faces.plain.console import Console


def signed(desk: Desk, console: Console, doing: Callable[[], None]) -> None:
    """Carry out a decision; where the passphrase is wanted again, ask for it first."""
    try:
        doing()
    except Unconfirmed as wanted:
        words = console.hidden(wanted.asks)
        desk.proof.confirm(words, desk.now(), wanted.act)
        doing()


def act_line(desk: Desk, opened: OpenCase, console: Console, line: str) -> None:
    """One command where no question is on the screen; what it did, or why it was refused, is said."""

    def doing() -> None:
        console.say(*(f"  {one}" for one in carry(desk, opened, line).lines))

    try:
        signed(desk, console, doing)
    except PpituiError as why:
        console.say(f"  {why}")

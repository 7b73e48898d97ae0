"""The unit that somebody works in: a part of the force, said by the administrator. Reports count by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ppitui.core.events import Event
from ppitui.core.text import refusal, shown, tidy
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk

NO_UNIT = "no unit recorded"
_MAX = 60


def set_unit(desk: Desk, user: str, unit: str) -> None:
    """Say where somebody works from now on; an empty unit takes it away. Only an administrator may.

    Raises WrongCall for somebody who is no user, and for a name that cannot be kept.
    """
    if user not in desk.users():
        raise WrongCall(f"There is no user {shown(user)}.")
    plain = tidy(unit)
    why = refusal(plain, max_chars=_MAX) if plain else ""
    if why or plain == NO_UNIT:
        raise WrongCall(f"The unit {why or 'needs another name'}.")
    desk.manage("unit_set", {"user": user, "unit": plain})


@dataclass(frozen=True, slots=True)
class Units:
    """Where each user worked, since when: a case stays with the unit in which it was opened."""

    moves: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, user: str, at: str) -> str:
        """The unit of somebody at a time, as events write it.

        Who had no unit yet, but was given one since, counts there: on the day that units are first said, the cases so
        far are nobody else's.
        """
        moves = self.moves.get(user, ())
        before = [unit for since, unit in moves if since <= at]
        return (before[-1] if before else moves[0][1] if moves else "") or NO_UNIT

    @property
    def names(self) -> tuple[str, ...]:
        """Every unit that there is or was, in order of name."""
        return tuple(sorted({unit for moves in self.moves.values() for _, unit in moves if unit}))


def units(events: Iterable[Event]) -> Units:
    """The units, from the workspace's own thread."""
    moves: dict[str, tuple[tuple[str, str], ...]] = {}
    for event in events:
        said = event.payload
        if event.kind == "unit_set":
            moves[said["user"]] = (*moves.get(said["user"], ()), (event.at, said["unit"]))
    return Units(moves)

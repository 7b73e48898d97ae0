"""Who signed which rows of the decision table: a signature is on the hash of a row, and falls when that moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ppitui.core.events import Event
from ppitui.core.table import Row


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: who, when, why, on which row and the hash of what it said."""

    row: str
    fingerprint: str
    who: str
    at: str
    reason: str


def signatures(events: Iterable[Event]) -> tuple[Signed, ...]:
    """Every signature in the thread of the workspace, oldest first."""
    return tuple(
        Signed(row, fingerprint, event.actor.id, event.at, event.payload["reason"])
        for event in events
        if event.kind == "table_signed"
        for row, fingerprint in sorted(event.payload["rows"].items())
    )


def standing(row: Row, signed: Iterable[Signed], names: Mapping[str, str]) -> str:
    """Whether a row is signed, in words: by whom and when; or that it changed since; or not at all."""
    of_row = [one for one in signed if one.row == row.id or one.fingerprint == row.fingerprint]
    now = [one for one in of_row if one.fingerprint == row.fingerprint]
    if now:
        people = {one.who: one.at[:10] for one in now}
        return "; ".join(f"signed by {names.get(who, who)}, {day}" for who, day in people.items())
    if of_row:
        last = of_row[-1]
        return (
            f"NOT SIGNED: changed since {names.get(last.who, last.who)} signed it, {last.at[:10]}"
        )
    return "not signed"

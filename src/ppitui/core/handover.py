"""A question left for a named colleague: part of a case, and open until somebody answers it."""

from __future__ import annotations

from dataclasses import dataclass

from ppitui.core.events import Event


@dataclass(frozen=True, slots=True)
class Left:
    """Which question was left, for whom (id and name), with which words, by whom and when."""

    item: str
    about: str
    to: str
    name: str
    words: str
    actor: str
    at: str
    seq: int


def left_by(event: Event) -> Left:
    """What a `handed_over` event says."""
    payload = event.payload
    return Left(
        item=payload["item"],
        about=payload["about"] or "",
        to=payload["to"],
        name=payload["name"],
        words=payload.get("text", ""),
        actor=event.actor.id,
        at=event.at,
        seq=event.seq,
    )

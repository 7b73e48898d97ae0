"""The life of a record: who may see it, how long it is kept, what holds it, and what it was joined with.

Nothing here is about what was assessed: it is what a data controller has to know of any record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ppitui.core.calendar import birthday
from ppitui.core.events import Event

# Nobody is merged by likeness: a person says which two, and how they belong together.
LINKS = ("duplicate", "wrong_person", "same_person")
KEPT, CLOSED = "kept", "closed"


@dataclass(frozen=True, slots=True)
class Glass:
    """A restricted record opened in an emergency: by whom, until when, why, and who has taken note of it."""

    seq: int
    who: str
    at: str
    until: str
    reason: str
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked for the record to be erased. `code` is a word of the policy's list."""

    who: str
    at: str
    code: str
    seq: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another case that this one was joined with; `part` says which of the two goes on (kept, closed)."""

    case: str
    how: str
    part: str
    seq: int


@dataclass(frozen=True, slots=True)
class Life:
    """What stands of a record. `only` is None where nobody restricted it."""

    only: tuple[str, ...] | None = None
    excluded: frozenset[str] = frozenset()
    glass: tuple[Glass, ...] = ()
    group: int = 0
    review: str = ""
    holds: Mapping[str, str] = field(default_factory=dict)
    asked: Asked | None = None
    links: tuple[Link, ...] = ()

    @property
    def merged_into(self) -> str:
        """The case that goes on in place of this one; empty where this one goes on."""
        return next((one.case for one in self.links if one.part == CLOSED), "")

    def shut_to(self, user: str, now: str) -> str:
        """Why somebody may not see the record: `excluded`, `restricted`, or nothing.

        `now` is the time as events write it. A break-glass lets in the one who broke it, for its time;
        it never lets in somebody who is excluded.
        """
        if user in self.excluded:
            return "excluded"
        if self.only is None or user in self.only:
            return ""
        broken = any(one.who == user and one.at <= now < one.until for one in self.glass)
        return "" if broken else "restricted"


def _given(event: Event) -> dict[str, Any]:
    said = event.payload
    return {"group": said["group"], "review": said["review"]}


def _asked(event: Event) -> Asked:
    return Asked(event.actor.id, event.at, event.payload["code"], event.seq)


def _broken(event: Event) -> Glass:
    said = event.payload
    return Glass(event.seq, event.actor.id, event.at, said["until"], said["reason"])


def _joined(event: Event) -> Link:
    said = event.payload
    return Link(said["case"], said["how"], said["part"], event.seq)


def _but(held: Mapping[str, str], name: str) -> dict[str, str]:
    return {one: why for one, why in held.items() if one != name}


# What each kind changes.
_CHANGES: Mapping[str, Callable[[Life, Event], dict[str, Any]]] = {
    "restricted": lambda _, event: {"only": tuple(event.payload["who"])},
    "unrestricted": lambda *_: {"only": None},
    "excluded": lambda life, event: {"excluded": life.excluded | {event.payload["user"]}},
    "readmitted": lambda life, event: {"excluded": life.excluded - {event.payload["user"]}},
    "glass_broken": lambda life, event: {"glass": (*life.glass, _broken(event))},
    "glass_seen": lambda life, event: {"glass": tuple(_noted(one, event) for one in life.glass)},
    "retention_set": lambda _, event: _given(event),
    "hold_placed": lambda life, event: {
        "holds": {**life.holds, event.payload["hold"]: event.payload["reason"]}
    },
    "hold_lifted": lambda life, event: {"holds": _but(life.holds, event.payload["hold"])},
    "erasure_asked": lambda _, event: {"asked": _asked(event)},
    "erasure_withdrawn": lambda *_: {"asked": None},
    "linked": lambda life, event: {"links": (*life.links, _joined(event))},
    "unlinked": lambda life, event: {
        "links": tuple(one for one in life.links if one.case != event.payload["case"])
    },
}
KINDS = tuple(_CHANGES)


def lived(life: Life, event: Event) -> Life:
    """The life of a record after one more event; as it was for a kind that is not in KINDS."""
    change = _CHANGES.get(event.kind)
    return replace(life, **change(life, event)) if change else life


def _noted(one: Glass, event: Event) -> Glass:
    return replace(one, seen_by=event.actor.id) if one.seq == event.payload["of_seq"] else one


def is_youth(young: bool, born: str, opened_at: str, today: date, days: int) -> bool:
    """Whether a case is one that a youth worker sees. `young`: it is on a journey of theirs.

    Under 18 it is. From the eighteenth birthday on it stays one for the policy's `days` where it was a
    youth case before: begun on such a journey, or opened before that day. Where no date of birth is
    known the journey decides.
    """
    try:
        turns = birthday(date.fromisoformat(born), 18)
    except ValueError:  # not known, or nobody is recorded yet
        return young
    if today < turns:
        return True
    before = young or opened_at[:10] < turns.isoformat()
    return before and today <= turns + timedelta(days=days)

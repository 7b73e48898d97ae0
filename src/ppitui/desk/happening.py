"""What happened outside this tool and starts or stops a clock: a notice served, an order made, a hearing held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.calendar import day_words
from ppitui.core.case import Case
from ppitui.core.clock_rules import Happening
from ppitui.core.definitions import Pack
from ppitui.core.facts import nearest
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.clock import in_london
from ppitui.desk.clocks import on_the_wall
from ppitui.desk.words import plain_words
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_BACK, _AHEAD = 20, 3
_USE = "Say /happened WHAT DAY/MONTH/YEAR, the time as HH:MM where it is known, and words if any."


def record_happening(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record what happened (`WHAT DATE [TIME] words`); what was done, in words.

    What may happen is a list of the pack in force. Raises WrongCall for what is not on it, for a day that is none, and
    for a day to come where only what is past can be said.
    """
    if not any(may("happened", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "happened", "refused", {"action": "happened"})
    name, _, rest = tidy(line).partition(" ")
    found = _known(desk.pack, name.lower())
    when, words = _when(desk, rest)
    if not found.ahead and when > (desk.at() if "T" in when else desk.today.isoformat()):
        raise WrongCall(
            "That is still to come. Say it once it happened; /todo keeps what is to be done."
        )
    text = plain_words(words, "What happened") if words else ""
    payload = {"what": found.id, "when": when, "text": text}
    desk.record(opened, "happened", "happened", payload)
    return f"Recorded: {found.says}, {when_words(when)}."


def _known(pack: Pack, name: str) -> Happening:
    known = pack.clocks.happenings
    if name not in known:
        near = nearest(name, tuple(known))
        raise WrongCall(
            f"{shown(name)} is not on the list{near or '.'} It has: {', '.join(known)}. {_USE}"
        )
    return known[name]


def _when(desk: Desk, rest: str) -> tuple[str, str]:
    """The moment or the day, as it is kept, and the words that are left."""
    day, _, after = rest.partition(" ")
    hour, _, words = after.partition(" ")
    if ":" in hour:
        at = on_the_wall(day, hour, desk.today)
        if at is None or not _near(at.year, desk.today.year):
            raise WrongCall(_USE)
        return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", words
    try:
        read = date.fromisoformat(typed_date(day, desk.today))
    except (NotAnAnswer, ValueError):
        raise WrongCall(_USE) from None
    if not _near(read.year, desk.today.year):
        raise WrongCall(_USE)
    return read.isoformat(), after


def _near(year: int, now: int) -> bool:
    """Whether a year can be meant: what is further away is a slip of the finger."""
    return now - _BACK <= year <= now + _AHEAD


def when_words(when: str) -> str:
    """A moment or a day in words."""
    if "T" not in when:
        return day_words(date.fromisoformat(when))
    at: datetime = in_london(when)
    return f"{day_words(at.date())}, {at:%H:%M}"


def happened_lines(case: Case, pack: Pack) -> Iterator[str]:
    """What was recorded, oldest first, safe to show."""
    for one in case.happened:
        known = pack.clocks.happenings.get(one.what)
        says = known.says if known else one.what.replace("_", " ")
        tail = f": {one.text}" if one.text else ""
        yield visible(f"{says}, {when_words(one.when)} ({one.actor}){tail}")

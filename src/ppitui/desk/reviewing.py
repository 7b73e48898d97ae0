"""What a supervisor needs on one screen: clock, news, people, grades, gaps, questions to put, the officer's notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ppitui.core.explain import value_word
from ppitui.core.text import visible
from ppitui.desk.acting import together_lines
from ppitui.desk.contradictions import contradiction_lines
from ppitui.desk.due import clock_lines
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.known import known_so_far
from ppitui.desk.queue import did_something, new_events
from ppitui.desk.record import thread_line

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


@dataclass(frozen=True, slots=True)
class Forced:
    """A question that a supervisor answers to themselves, and the facts that bear on it."""

    asks: str
    facts: tuple[str, ...] = ()


# Put before every decision, in our own words; what is on record stands beside each.
FORCED = (
    Forced(
        "Is there a new partner, and does anybody know whether they are safe?",
        ("new_partner_at_risk",),
    ),
    Forced("Where are the children tonight?", ("child_linked",)),
    Forced("What is the pattern, beyond this incident?", ("ccb_evidence", "da_incidents_10y")),
    Forced("What did the first grade say, and what changed since?"),
    Forced("What offending outside domestic abuse is on record?", ("nonda_incidents_10y",)),
    Forced("How has the person kept to orders, bail and licence?", ("flags",)),
    Forced(
        "Could the person assessed be the one who is harmed?",
        ("counter_allegation", "victim_history_count"),
    ),
    Forced("Is anything in a letter unsafe if the person assessed reads it?", ("safe_to_write",)),
    Forced("What happens if the person assessed says no?", ("willing",)),
)


def look(desk: Desk, opened: OpenCase, *, together: bool = True) -> list[str]:
    """The lines of the review, and the record that somebody looked, where there was something new to see.

    `together`: with what people asked and overrode, where that is not shown anyway.
    """
    lines = list(review_lines(desk, opened, together=together))
    if new_events(opened, desk.user.id):
        desk.record(opened, "look", "looked", {"at_what": "the case, to review it"})
    return lines


def review_lines(desk: Desk, opened: OpenCase, *, together: bool = True) -> Iterator[str]:
    """What matters of a case, safe to show. Nothing here decides anything."""
    case, walk = opened.case, desk.walk(opened)
    yield from clock_lines(desk, opened)
    yield from _news(desk, opened)
    if together:
        yield from together_lines(case, opened.pack)
        yield from contradiction_lines(desk.result(opened), opened.pack, case)
    yield "People and safety"
    yield from (f"  {line}" for line in known_so_far(walk))
    yield ""
    grades = [visible(one) for one in earlier_grades(desk, opened)]
    yield "Earlier grades"
    yield from (f"  {line}" for line in grades or ["none found here"])
    yield ""
    yield from _unknown(desk, opened)
    yield "Ask yourself"
    for one in FORCED:
        yield f"  {one.asks}"
        yield from (f"      on record: {line}" for line in _on_record(desk, opened, one))
    yield ""
    yield "The officer's notes"
    yield from (f"  {visible(note.text)}" for note in case.notes)
    if not case.notes:
        yield "  none"


def _news(desk: Desk, opened: OpenCase) -> Iterator[str]:
    names, news = desk.names(), new_events(opened, desk.user.id)
    if news and did_something(opened, desk.user.id):
        yield f"New since you last did something here: {len(news)}"
        yield from (f"  {thread_line(one, opened.pack, names)}" for one in news[-_NEWS:])
    elif news:
        yield "You have not looked at this case before."
    yield ""


_NEWS = 12


def _unknown(desk: Desk, opened: OpenCase) -> Iterator[str]:
    facts, types = desk.walk(opened).survey.facts, opened.pack.rules.facts
    yield "Asked, and not known"
    for (name, about), why in facts.reasons.items():
        whom = f" ({opened.case.people[about].name})" if about in opened.case.people else ""
        yield visible(f"  {types[name].means}{whom}: {why.replace('_', ' ')}")
    if not facts.reasons:
        yield "  nothing"
    yield ""


def _on_record(desk: Desk, opened: OpenCase, one: Forced) -> Iterator[str]:
    result = desk.result(opened)
    for name in one.facts:
        kind = result.rules.facts.get(name)
        if kind is None:
            continue
        if kind.scope == "pair":
            for who, pair in result.facts.pairs.items():
                person = opened.case.people[who].name
                value = value_word(result, name, pair.get(name))
                yield visible(f"{kind.means} ({person}): {value}")
        else:
            value = value_word(result, name, result.facts.person.get(name))
            yield visible(f"{kind.means}: {value}")

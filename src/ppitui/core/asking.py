"""A supervisor's question about one answer: open, answered, closed. It hangs on the answer itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ppitui.core.entries import Note
from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Query:
    """A question about an answer. `of_seq` is the answer that stood when it was asked, 0 for none."""

    item: str
    about: str
    text: str
    actor: str
    at: str
    seq: int
    of_seq: int
    reply: Note | None = None
    closed_at: str = ""

    @property
    def state(self) -> Literal["open", "answered", "closed"]:
        """Computed: closed by a supervisor, else answered once somebody replied."""
        if self.closed_at:
            return "closed"
        return "answered" if self.reply else "open"

    def is_on(self, item: str, about: str) -> bool:
        """Whether it hangs on the answer to this item about this person."""
        return (self.item, self.about) == (item, about)


def asked_on(case: Case, item: str, about: str) -> Query | None:
    """The question on an answer that is not closed, if there is one: never more than one."""
    on = (one for one in case.queries.values() if one.is_on(item, about))
    return next((one for one in on if one.state != "closed"), None)


def unclosed(case: Case) -> tuple[Query, ...]:
    """The questions that are not closed, oldest first."""
    return tuple(one for one in case.queries.values() if one.state != "closed")


def _asked(case: Case, event: Event) -> Case:
    item, about = str(event.payload["item"]), str(event.payload["about"] or "")
    stands = case.answer(item, about)
    query = Query(
        item,
        about,
        str(event.payload["text"]),
        event.actor.id,
        event.at,
        event.seq,
        stands.seq if stands else 0,
    )
    before = asked_on(case, item, about)  # asked again: what was answered is closed by that
    kept = {**case.queries, before.seq: replace(before, closed_at=event.at)} if before else {}
    return replace(case, queries={**case.queries, **kept, event.seq: query})


def _replied(case: Case, event: Event) -> Case:
    reply = Note(str(event.payload["text"]), event.actor.id, event.at, event.seq)
    return _changed(case, event, lambda one: replace(one, reply=reply))


def _closed(case: Case, event: Event) -> Case:
    return _changed(case, event, lambda one: replace(one, closed_at=event.at))


def _changed(case: Case, event: Event, change: Callable[[Query], Query]) -> Case:
    query = case.queries.get(event.payload["of_seq"])
    if query is None:
        return case
    return replace(case, queries={**case.queries, query.seq: change(query)})


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {
    "asked": _asked,
    "ask_answered": _replied,
    "ask_closed": _closed,
}

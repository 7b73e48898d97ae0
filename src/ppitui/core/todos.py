"""Dated to-dos of a case: what somebody said is to be done, by which day, and who did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ppitui.core.entries import Note
from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do by a day (`on`, YYYY-MM-DD); `done` says who did it and how."""

    text: str
    on: str
    actor: str
    at: str
    seq: int
    done: Note | None = None


def undone(case: Case) -> tuple[Todo, ...]:
    """What is still to be done, soonest first."""
    waiting = (one for one in case.todos if not one.done)
    return tuple(sorted(waiting, key=lambda one: (one.on, one.seq)))


def _added(case: Case, event: Event) -> Case:
    payload = event.payload
    one = Todo(str(payload["text"]), str(payload["on"]), event.actor.id, event.at, event.seq)
    return replace(case, todos=(*case.todos, one))


def _done(case: Case, event: Event) -> Case:
    seq = event.payload["of_seq"]
    how = Note(str(event.payload["text"]), event.actor.id, event.at, event.seq)
    todos = tuple(replace(one, done=how) if one.seq == seq else one for one in case.todos)
    return replace(case, todos=todos)


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {"todo_added": _added, "todo_done": _done}

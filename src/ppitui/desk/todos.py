"""Dated to-dos: said, listed with the soonest first, and done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.calendar import day_words
from ppitui.core.case import Case
from ppitui.core.text import tidy, typed_number, visible
from ppitui.core.todos import undone
from ppitui.desk.words import plain_words
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def add_todo(desk: Desk, opened: OpenCase, line: str) -> str:
    """Add a to-do (`DATE words`); what was done, in words. Raises WrongCall for a day that is past or none."""
    day, _, words = tidy(line).partition(" ")
    try:
        on = date.fromisoformat(typed_date(day, desk.today))
    except (NotAnAnswer, ValueError):
        raise WrongCall("Say /todo DAY/MONTH/YEAR and what is to be done.") from None
    if on < desk.today:
        raise WrongCall("That day is past.")
    text = plain_words(words, "A to-do")
    desk.record(opened, "todo", "todo_added", {"on": on.isoformat(), "text": text})
    return f"To do by {day_words(on)}."


def do_todo(desk: Desk, opened: OpenCase, line: str) -> str:
    """A to-do is done (`NUMBER words`, its number in the list); what was done, in words. Raises WrongCall."""
    number, _, words = tidy(line).partition(" ")
    waiting = undone(opened.case)
    at = typed_number(number, len(waiting))
    if not at:
        raise WrongCall(f"Give a to-do's number from 1 to {len(waiting)}, and how it was done.")
    one = waiting[at - 1]
    text = plain_words(words, "What was done")
    desk.record(opened, "todo", "todo_done", {"of_seq": one.seq, "text": text})
    return "Done."


def todo_lines(case: Case) -> Iterator[str]:
    """What is still to be done, numbered for `/done`, soonest first; safe to show."""
    for number, one in enumerate(undone(case), start=1):
        yield visible(f"{number}. by {day_words(date.fromisoformat(one.on))}: {one.text}")

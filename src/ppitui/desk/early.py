"""A letter that left before a supervisor decided is looked at afterwards; until then it stays a to-do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.early import unreviewed
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.asking import not_the_author
from ppitui.desk.words import plain_words
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def review_letter(desk: Desk, opened: OpenCase, line: str) -> str:
    """Review the letter that the line names (`LETTER words`) after it left; what was done, in words.

    Raises Refused where none of that name waits, for who issued it, and for the case's author.
    """
    if not any(may("review_issue", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "review_issue", "refused", {"action": "review_issue"})
    name, _, words = tidy(line).partition(" ")
    waiting = unreviewed(opened.case)
    found = next((one for one in waiting if one.letter == name.lower()), None)
    if found is None:
        names = ", ".join(one.letter for one in waiting) or "none"
        raise Refused(f"No letter {shown(name)} waits for a review. Waiting: {names}.")
    not_the_author(desk, opened.case, "review it")
    if found.actor == desk.user.id:
        raise Refused("You issued this letter; somebody else reviews it.")
    text = plain_words(words, "A review")
    desk.record(opened, "review_issue", "issue_reviewed", {"of_seq": found.seq, "text": text})
    return f"Reviewed: {found.letter}."


def early_lines(case: Case) -> Iterator[str]:
    """The letters that wait for a review after they left, a line each, safe to show."""
    for one in unreviewed(case):
        yield visible(f"{one.letter} left before a decision: to be reviewed by a supervisor")

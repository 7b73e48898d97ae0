"""Leaving a question for a named colleague, and what is told of it. The question stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.facts import did_you_mean
from ppitui.core.handover import Left
from ppitui.core.roles import may
from ppitui.core.steps import Step
from ppitui.core.text import refusal, shown, tidy, visible
from ppitui.core.walk import Walk
from ppitui.desk.users import User
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_WORDS = 500


def leave(desk: Desk, opened: OpenCase, step: Step | None, line: str) -> Left:
    """Leave a question for the colleague that the line names (`NAME`, then words); what was left.

    Raises WrongCall for a name that is nobody's and for words that cannot be kept, Refused where the
    question has an answer already or the colleague may not answer it.
    """
    if step is None:
        raise Refused("There is no question here to leave.")
    if step.state == "answered":
        raise Refused("This question has an answer; take it back with /undo before you leave it.")
    who, _, words = tidy(line).partition(" ")
    to = colleague(desk, opened.case, who, "answer", "/leave NAME")
    why = refusal(words, max_chars=_WORDS)
    if why:
        raise WrongCall(f"These words cannot be kept: the text {why}.")
    item, about = step.item.key, step.about
    payload = {"item": item, "about": about or None, "to": to.id, "name": to.name, "text": words}
    desk.record(opened, "hand_over", "handed_over", payload)
    return opened.case.left[step.key]


def colleague(desk: Desk, case: Case, who: str, action: str, use: str) -> User:
    """The colleague of that name, who may take this action on the case, and sees it.

    Raises WrongCall for a name that is nobody's, Refused for oneself and for somebody who may not.
    """
    from ppitui.desk.permits import barred  # its rows read how a question is told, which reads this

    known = {one.id: one for one in desk.users().values() if one.active}
    if not who:
        raise WrongCall(f"Say for whom: {use}. There are {', '.join(sorted(known))}.")
    if who not in known:
        raise WrongCall(f"There is no user {shown(who)}{did_you_mean(who, tuple(sorted(known)))}")
    if who == desk.user.id:
        raise Refused("That is you; /skip leaves a question for later.")
    if not any(may(action, "draft", role) for role in known[who].roles):
        what = "answer questions" if action == "answer" else "work on cases"
        raise Refused(f"{visible(known[who].name)} does not {what}.")
    if barred(desk, case, known[who]):
        raise Refused(f"{visible(known[who].name)} does not see this case. Choose somebody else.")
    return known[who]


def left_words(walk: Walk, key: str) -> str:
    """`left for NAME: words` of a question, safe to show; empty where it is left for nobody."""
    left = walk.case.left.get(key)
    if left is None:
        return ""
    return visible(f"left for {left.name}" + (f": {left.words}" if left.words else ""))


def waits_for(walk: Walk) -> str:
    """For whom questions that are still asked were left, as the end of a refusal; empty for nobody."""
    names = list(left_for_others(walk))
    return f" {'; '.join(names)}." if names else ""


def left_for_others(walk: Walk) -> Iterator[str]:
    """A line for each colleague for whom questions were left that are still asked."""
    names = Counter(walk.case.left[one.key].name for one in walk.due if one.key in walk.case.left)
    yield from (visible(f"left for {name}: {count}") for name, count in names.items())

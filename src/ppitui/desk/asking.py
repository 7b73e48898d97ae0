"""A supervisor asks about one answer, its author replies, the supervisor closes it; and what is told of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.asking import Query, asked_on, unclosed
from ppitui.core.case import Case
from ppitui.core.facts import did_you_mean
from ppitui.core.roles import may
from ppitui.core.steps import Step
from ppitui.core.text import shown, tidy, typed_number, visible
from ppitui.core.walk import Walk
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def ask(desk: Desk, opened: OpenCase, line: str) -> str:
    """Ask about the answer that the line names (`ITEM words`, or its number); what was done, in words.

    Raises WrongCall for a question that is not on this case or words that cannot be kept, Refused where one is open
    there already, and for somebody who worked on the case.
    """
    if "supervisor" in desk.user.roles and may("ask", opened.case.state, "supervisor"):
        not_the_author(desk, opened.case, "ask about it")
    which, _, words = tidy(line).partition(" ")
    step = _named(desk.walk(opened), which)
    text = plain_words(words, "A question to the author")
    before = asked_on(opened.case, step.item.key, step.about)
    if before is not None and before.state == "open":
        raise Refused(f"Somebody asked about {_label(before)} already and waits for a reply.")
    payload = {"item": step.item.key, "about": step.about or None, "text": text}
    desk.record(opened, "ask", "asked", payload)
    return f"Asked about {_label(_on(opened.case, step))}."


def reply(desk: Desk, opened: OpenCase, line: str) -> str:
    """Reply to the question about an answer (`ITEM words`). Raises WrongCall, or Refused where nothing is asked."""
    query, words = _asked(desk, opened, line, "reply")
    if query.actor == desk.user.id:
        raise Refused("You asked this; somebody who knows the answer replies.")
    payload = {"of_seq": query.seq, "text": plain_words(words, "A reply")}
    desk.record(opened, "reply", "ask_answered", payload)
    return f"Replied about {_label(query)}."


def close(desk: Desk, opened: OpenCase, line: str) -> str:
    """Close the question about an answer (`ITEM`). Raises as `reply` does, and Refused for the case's author."""
    query, _ = _asked(desk, opened, line, "close_ask")
    if may("close_ask", opened.case.state, "supervisor") and "supervisor" in desk.user.roles:
        not_the_author(desk, opened.case, "close the question")
    desk.record(opened, "close_ask", "ask_closed", {"of_seq": query.seq})
    return f"Closed the question about {_label(query)}."


def not_the_author(desk: Desk, case: Case, what: str = "decide it") -> None:
    """Raises Refused for whoever worked on the case: author and approver differ."""
    if desk.user.id in case.authors or desk.user.id == case.opened_by:
        raise Refused(f"You worked on this case; somebody else must {what}.")


def _on(case: Case, step: Step) -> Query:
    found = asked_on(case, step.item.key, step.about)
    if found is None:
        raise Refused("The question was closed meanwhile.")
    return found


def _asked(desk: Desk, opened: OpenCase, line: str, action: str) -> tuple[Query, str]:
    """The unclosed question on the answer that the line names, and the words after it."""
    if not any(may(action, opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, action, "refused", {"action": action})
    which, _, words = tidy(line).partition(" ")
    step = _named(desk.walk(opened), which)
    found = asked_on(opened.case, step.item.key, step.about)
    if found is None:
        asked = ", ".join(_label(one) for one in unclosed(opened.case)) or "none"
        raise Refused(f"Nobody asks about {_name(step)} now. There are questions about: {asked}.")
    return found, words


def _named(walk: Walk, which: str) -> Step:
    """The asked step that a word names: its number in check answers, `dara.threats`, `threats`, with `@A` for whom."""
    if not which:
        raise WrongCall("Say about which answer: its number in check answers, or its name.")
    if which.isdigit():
        step = walk.numbered(typed_number(which, len(walk.asked)))
        if step is None:
            raise WrongCall(f"Enter a question's number from 1 to {len(walk.asked)}.")
        return step
    item, _, about = which.partition("@")
    named = [
        one
        for one in walk.asked
        if item in (one.item.key, one.item.key.partition(".")[2]) and about in ("", one.about)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        names = ", ".join(_name(one) for one in named)
        raise WrongCall(f"{shown(which)} is more than one question; say which: {names}.")
    keys = tuple(dict.fromkeys(one.item.key for one in walk.asked))
    raise WrongCall(f"This case asks no question {shown(which)}{did_you_mean(which, keys)}")


def _name(step: Step) -> str:
    return step.key.rstrip("@")


def _label(query: Query) -> str:
    return visible(f"{query.item}@{query.about}".rstrip("@"))


def asked_lines(case: Case) -> Iterator[str]:
    """Every question that is not closed, a line each and its reply under it, safe to show."""
    for query in unclosed(case):
        yield f"Question about {_label(query)} ({query.state}): {visible(query.text)}"
        if query.reply:
            yield f"    reply: {visible(query.reply.text)}"

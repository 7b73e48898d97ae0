"""Where something sits oddly with a grade: what it is, and the reason given. The grade is never changed."""

from __future__ import annotations

from ppitui.core.case import Case
from ppitui.core.decide import Result
from ppitui.core.definitions import Pack
from ppitui.core.text import refusal, tidy
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.outputs import QUESTIONS, reason_for
from ppitui.errors import Refused, WrongCall


def open_questions(result: Result, pack: Pack, case: Case) -> list[str]:
    """The questions about the grade that the facts raise and to which no reason is given yet."""
    raised = [one.id for one in result.actions if one.id in QUESTIONS]
    return [one for one in raised if reason_for(one, pack, case) is None]


def explain_grade(desk: Desk, opened: OpenCase, reason: str) -> list[str]:
    """Record why the grade stands; the questions that this answers, in words.

    Raises Refused before a grade is set or where nothing asks for a reason, WrongCall for a reason with no words.
    """
    if opened.case.state == "draft" and not desk.walk(opened).graded():
        raise Refused("Set the grade with its reason first.")
    words = tidy(reason)
    why = refusal(words, max_chars=4000, multiline=True) if words else "needs words"
    if why:
        raise WrongCall(f"A reason {why}." if words else "A reason needs words: /explain REASON.")
    waiting = open_questions(desk.result(opened), opened.pack, opened.case)
    if not waiting:
        raise Refused(
            "Nothing waits for a reason: nothing sits oddly with the grade, or the reason is given."
        )
    for about in waiting:
        payload = {"about": about, "reason": words}
        desk.record(opened, "explain_grade", "grade_explained", payload)
    return [QUESTIONS[one] for one in waiting]

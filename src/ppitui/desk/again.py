"""Deciding again: as the case was handed in, to the same bytes; or on another day, both results side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.decide import Result, decide
from ppitui.core.settle import day_of, survey
from ppitui.core.text import shown, tidy
from ppitui.desk.desk import Desk, OpenCase, summary_of
from ppitui.errors import AnswerIsNo, Refused, WrongCall

_ALWAYS = ("recommend", "consider", "open", "held", "excluded", "actions", "open_actions")


def read_day(text: str, today: date, flag: str = "--on") -> date:
    """A day as people type it everywhere here, or as YYYY-MM-DD. Raises WrongCall naming the flag."""
    try:
        return date.fromisoformat(typed_date(tidy(text), today))
    except (ValueError, NotAnAnswer):
        raise WrongCall(
            f"{flag}: {shown(text)} is no day; write 2026-06-14, 14/6/2026, today or yesterday."
        ) from None


def as_handed_in(desk: Desk, opened: OpenCase) -> str:
    """The result of a case under its own definitions, on its own day, as text: the same bytes whenever it is asked.

    Nothing is written. Raises Refused for a case that was never handed in, and AnswerIsNo where it is no longer what
    was recorded when it was.
    """
    case = opened.case
    if case.submission is None:
        raise Refused("The case was not handed in, so there is no result to run again.")
    result = decide(survey(case, opened.pack, desk.today).facts, opened.pack.rules)
    was, now = case.submission.result, summary_of(result)
    # Of what each version keeps of a result, what both know; the rest, such as marks for the clocks, follows from it.
    common = was.keys() & now.keys()
    if not common.issuperset(_ALWAYS) or any(was[name] != now[name] for name in common):
        raise AnswerIsNo(
            "The result is not what was recorded when the case was handed in: ppitui verify says"
            " whether the thread is whole."
        )
    data = {"case": case.reference, "on": case.submission.on, **result.to_json(opened.pack.hash)}
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True)


def decide_again(desk: Desk, opened: OpenCase, day: date) -> Result:
    """What follows from the answers of a case on another day, recorded beside what followed when it was handed in.

    Raises Refused for a day before the case, and in a state in which the table does not allow it.
    """
    case = opened.case
    first = day_of(case, desk.today)
    if day < first:
        raise Refused(
            f"The case was decided as of {first:%d/%m/%Y}; choose that day or a later one."
        )
    handed_in = case.submission and replace(case.submission, on=day.isoformat())
    moved = replace(case, on=day.isoformat(), submission=handed_in)
    result = decide(survey(moved, opened.pack, desk.today).facts, opened.pack.rules)
    payload = {"on": day.isoformat(), "result": summary_of(result)}
    desk.record(opened, "rerun", "rerun", payload)
    return result

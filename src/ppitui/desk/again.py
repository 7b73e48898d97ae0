"""Deciding again on another day: both results are kept and shown side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ppitui.core.decide import Result, decide
from ppitui.core.settle import day_of, survey
from ppitui.desk.desk import Desk, OpenCase, summary_of
from ppitui.errors import Refused, WrongCall


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises WrongCall."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCall("--on: expected a date as YYYY-MM-DD.") from None


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

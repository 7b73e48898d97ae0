"""Answers that do not fit together: told to whoever checks, hands in or reviews a case; nothing is stopped by it."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.case import Case
from ppitui.core.decide import Result
from ppitui.core.definitions import Pack
from ppitui.core.outputs.beside import sign
from ppitui.core.text import visible


def contradiction_lines(result: Result, pack: Pack, case: Case | None) -> Iterator[str]:
    """A heading and a line each, safe to show; nothing where all that is known fits together."""
    found = [sign(result, one) for one in pack.besides.shown_as("contradiction")]
    told = [one for one in found if one.truth is True]
    if not told:
        return
    yield "! Answers that do not fit together (look again; a note can say why both are right)"
    for one in told:
        names = [case.people[who].name for who in one.whom if case and who in case.people]
        whom = f" ({', '.join(names)})" if names and len(result.runs) > 1 else ""
        yield visible(f"  {one.prompt.says}{whom}")
    yield ""

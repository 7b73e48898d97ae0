"""What people who work together on a case do with one line each: the same in every face."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.desk.aggressor import decide_aggressor, roles_lines
from ppitui.desk.asking import ask, asked_lines, close, reply
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.early import early_lines, review_letter
from ppitui.desk.overriding import countersign, override, override_lines

Act = Callable[[Desk, OpenCase, str], str]

# By the names of desk.commands; each takes the words after the name.
ACTS: Mapping[str, Act] = {
    "ask": ask,
    "reply": reply,
    "close": close,
    "override": override,
    "countersign": countersign,
    "aggressor": decide_aggressor,
    "reviewed": review_letter,
}


def together_lines(case: Case, pack: Pack) -> Iterator[str]:
    """Questions on answers, overrides, who harms whom, letters to review; a heading each; safe to show."""
    parts = (
        ("Questions about answers", asked_lines(case)),
        ("Overrides (beside what the rules say)", override_lines(case, pack)),
        ("Who is harming whom", roles_lines(case)),
        ("To review: a letter left before a decision", early_lines(case)),
    )
    for heading, lines in parts:
        found = list(lines)
        if found:
            yield heading
            yield from (f"  {line.strip()}" for line in found)
            yield ""

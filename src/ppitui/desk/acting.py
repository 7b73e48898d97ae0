"""What people who work together on a case do with one line each: the same in every face."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.text import visible
from ppitui.desk.aggressor import decide_aggressor, roles_lines
from ppitui.desk.aside import aside_lines, assign, pause, reopen, resume, withdraw
from ppitui.desk.asking import ask, asked_lines, close, reply
from ppitui.desk.clocks import plan_release
from ppitui.desk.commands import NoCommand, read_command
from ppitui.desk.deciding import approve, decline, send_back_by, sign_off_by
from ppitui.desk.drafting import type_box
from ppitui.desk.early import early_lines, review_letter
from ppitui.desk.happening import happened_lines, record_happening
from ppitui.desk.lifting import lift_named
from ppitui.desk.mentions import told
from ppitui.desk.migrating import migrate_line
from ppitui.desk.outcomes import record_outcome
from ppitui.desk.overriding import countersign, override, override_lines
from ppitui.desk.reassessing import reassess, reassessed_lines
from ppitui.desk.referrals import move_referral, referral_lines
from ppitui.desk.seconds import ask_second, second_lines
from ppitui.desk.todos import add_todo, do_todo, todo_lines
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_NAME_PEOPLE = ("note", "ask", "reply", "return", "todo", "assign")
Act = Callable[["Desk", "OpenCase", str], str]


def _explain(desk: Desk, opened: OpenCase, line: str) -> str:
    from ppitui.desk.grades import explain_grade  # it reads how a case is told, which reads this

    return " ".join(f"Reason saved for: {one}." for one in explain_grade(desk, opened, line))


def note(desk: Desk, opened: OpenCase, line: str) -> str:
    """Add a note; that it is saved. Raises WrongCall for a note without words."""
    desk.note(opened, line)
    return "Note saved."


# By the names of desk.commands; each takes the words after the name.
ACTS: Mapping[str, Act] = {
    "approve": approve,
    "decline": decline,
    "return": send_back_by,
    "signoff": sign_off_by,
    "ask": ask,
    "reply": reply,
    "close": close,
    "override": override,
    "countersign": countersign,
    "aggressor": decide_aggressor,
    "reviewed": review_letter,
    "release": plan_release,
    "moved": move_referral,
    "assign": assign,
    "pause": pause,
    "resume": resume,
    "withdraw": withdraw,
    "reopen": reopen,
    "note": note,
    "explain": _explain,
    "todo": add_todo,
    "done": do_todo,
    "box": type_box,
    "lift": lift_named,
    "migrate": migrate_line,
    "second": ask_second,
    "happened": record_happening,
    "reassess": reassess,
    "outcome": record_outcome,
}


def act(desk: Desk, opened: OpenCase, line: str) -> str:
    """Carry out one of these commands; what was done, in words. Raises WrongCall for any other, and what refuses it."""
    try:
        found = read_command(line)
    except NoCommand as why:
        raise WrongCall(str(why)) from None
    if found is None or found[0].name not in ACTS:
        raise WrongCall(f"Here: {', '.join('/' + one for one in ACTS)}.")
    return carry_out(desk, opened, found[0].name, found[1])


def carry_out(desk: Desk, opened: OpenCase, name: str, line: str) -> str:
    """Carry out the act of that name; what was done, and whom its words tell (`@ash`). Raises what refuses it."""
    done = ACTS[name](desk, opened, line)
    return done + (told(desk, opened.case, line) if name in _NAME_PEOPLE else "")


def fallen_lines(case: Case) -> Iterator[str]:
    """The decisions that no longer stand and were not given anew, safe to show."""
    for one in case.fallen:
        decided = "approved" if one.decision == "approve" else "declined"
        yield visible(f"{one.route} was {decided} by {one.actor} on {one.at[:10]}: {one.reason}")


def together_lines(case: Case, pack: Pack) -> Iterator[str]:
    """Questions on answers, overrides, who harms whom, letters to review; a heading each; safe to show."""
    parts = (
        ("Set aside, or given to somebody", aside_lines(case, pack)),
        ("Questions about answers", asked_lines(case)),
        ("Overrides (beside what the rules say)", override_lines(case, pack)),
        ("Second grades, given blind", second_lines(case)),
        ("Signatures that fell, because the case changed", fallen_lines(case)),
        ("Who is harming whom", roles_lines(case)),
        ("Assessed before, and again", reassessed_lines(case, pack)),
        ("What happened", happened_lines(case, pack)),
        ("To-dos, soonest first", todo_lines(case)),
        ("Referrals", referral_lines(case)),
        ("To review: a letter left before a decision", early_lines(case)),
    )
    for heading, lines in parts:
        found = list(lines)
        if found:
            yield heading
            yield from (f"  {line.strip()}" for line in found)
            yield ""

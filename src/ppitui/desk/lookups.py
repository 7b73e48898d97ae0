"""Commands that are read, and how any command that needs no question on the screen is carried out: in every face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ppitui.desk import acting
from ppitui.desk.acting import ACTS
from ppitui.desk.commands import Command, NoCommand, help_lines, help_on, read_command
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.history import answer_of_line, history
from ppitui.desk.known import known_so_far
from ppitui.desk.lettering import letter
from ppitui.desk.telling import check_answers, outcome, progress
from ppitui.desk.whatif import what_if
from ppitui.desk.why import why
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

Read = Callable[["Desk", "OpenCase", str], list[str]]


def _why(desk: Desk, opened: OpenCase, what: str) -> list[str]:
    if not what:
        raise WrongCall("Say of what: /why and a route, a fact, or a question's name or number.")
    if what.startswith("#"):
        what = answer_of_line(desk, opened, what).key
    return why(desk, opened, what)


def _known(desk: Desk, opened: OpenCase, _rest: str) -> list[str]:
    walk = desk.walk(opened)
    return [f"{progress(walk)}.", *known_so_far(walk)]


def _routes(desk: Desk, opened: OpenCase, _rest: str) -> list[str]:
    if opened.case.submission is None and not desk.walk(opened).graded():
        raise Refused("Routes show once a grade with a reason is set for each person harmed.")
    grades = earlier_grades(desk, opened)
    return list(outcome(desk.result(opened), opened.pack, opened.case, grades))


def _help(desk: Desk, opened: OpenCase, name: str) -> list[str]:
    try:
        every = help_lines(state=opened.case.state, roles=desk.user.roles)
        return [help_on(name)] if name else list(every)
    except NoCommand as wrong:
        raise WrongCall(str(wrong)) from None


# By the names of desk.commands; each takes the words after the name and answers with lines to read.
READS: Mapping[str, Read] = {
    "why": _why,
    "check": lambda desk, opened, _: list(check_answers(desk.walk(opened))),
    "known": _known,
    "routes": _routes,
    "history": history,
    "whatif": lambda desk, opened, line: list(what_if(desk, opened, line)),
    "letter": letter,
    "help": _help,
}


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did, in words safe to show; `read`: lines to be read rather than an act that was carried out."""

    lines: tuple[str, ...]
    read: bool


def carry(desk: Desk, opened: OpenCase, line: str) -> Done:
    """Carry out a command where no question is on the screen.

    Raises WrongCall for a line that is no command or needs a question, and whatever refuses the command.
    """
    command, rest = command_of(line)
    return carry_out(desk, opened, command, rest)


def command_of(line: str) -> tuple[Command, str]:
    """The command of a line and what follows it. Raises WrongCall."""
    try:
        found = read_command(line)
    except NoCommand as wrong:
        raise WrongCall(str(wrong)) from None
    if found is None:
        raise WrongCall("A command begins with a slash, such as /note WORDS. /help lists them.")
    return found


def carry_out(desk: Desk, opened: OpenCase, command: Command, rest: str) -> Done:
    """As `carry`, for a command that was read already."""
    if command.name in ACTS:
        words = acting.carry_out(desk, opened, command.name, rest)
        return Done(tuple(words.split("\n")), read=False)
    if command.name in READS:
        return Done(tuple(READS[command.name](desk, opened, rest)), read=True)
    raise WrongCall(f"/{command.name} works at the questions of a draft: {command.help}.")

"""The commands that may stand in place of an answer: each described once, and help made from the descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppitui.core.facts import nearest
from ppitui.core.text import shown


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what follows it, and what it does."""

    name: str
    takes: str
    help: str
    short: str = ""


COMMANDS = (
    Command("why", "", "why this is asked; /why ROUTE why a route has its status", "?"),
    Command("back", "", "go to the question before", "b"),
    Command("go", "NUMBER", "go to a question by its number"),
    Command("undo", "", "take back the newest answer"),
    Command("skip", "", "leave this question for now"),
    Command("note", "TEXT", "add a note to the thread"),
    Command("check", "", "all questions and answers so far, numbered", "l"),
    Command("known", "", "what is settled so far, and what is not known"),
    Command("routes", "", "what follows so far, once a grade with a reason is set"),
    Command("submit", "", "hand the case in, when every question has an answer"),
    Command("save", "", "stop here; every answer is already saved", "s"),
    Command("repeat", "", "show this question again", "r"),
    Command("help", "", "this list", "h"),
)


class NoCommand(ValueError):
    """What was typed after the slash is no command; the message says what would be."""


def read_command(line: str) -> tuple[Command, str] | None:
    """The command of a line and what follows it; None for a line that is an answer. Raises NoCommand."""
    text = line.strip()
    for command in COMMANDS:
        if command.short and text.lower() == command.short:
            return command, ""
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    for command in COMMANDS:
        if command.name == name.lower():
            return command, rest.strip()
    names = tuple(command.name for command in COMMANDS)
    raise NoCommand(
        f"There is no command {shown('/' + name)}{nearest(name, names)}. /help lists them."
    )


def help_lines() -> Iterator[str]:
    """The commands, one a line."""
    yield "Answer with a number, or with a command:"
    for command in COMMANDS:
        call = f"/{command.name} {command.takes}".strip()
        also = f" (or {command.short})" if command.short else ""
        yield f"  {call:<14} {command.help}{also}"
    yield "u is not known. d is chose not to answer. Neither is ever counted as no."

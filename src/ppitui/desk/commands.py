"""The commands of a case, each described once.

The command line under the thread, the keys, the footer, the palette, the help of the full screen and the line mode all
come from these descriptions; none keeps its own list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ppitui.core.roles import may
from ppitui.core.text import shown


class Command(NamedTuple):  # not a dataclass: `ppitui --help` reads these, and has no time for that
    """One command: its name, what follows it, what it does, and who may give it.

    `takes` names what follows, word by word: ITEM, ROUTE, NAME (of a user), LETTER, REASON, PERSON, STATE, WHAT,
    MEASURE, TRIGGER, FILTER, COMMAND are completed from the case; a|b are words to choose from; WORDS are free. `short`
    is what line mode takes in place of the whole word; `key` is the full screen's key; `action` names the row of the
    permission table that must allow it (empty: everybody who may look).
    """

    name: str
    takes: str
    help: str
    short: str = ""
    key: str = ""
    action: str = ""
    label: str = ""


COMMANDS = (
    # at a question
    Command(
        "why",
        "ROUTE or ITEM",
        "why this is asked; /why X for a route, a fact or a question",
        "?",
        "f1",
        label="why",
    ),
    Command("back", "", "go to the question before", "b", "escape", "answer", "back"),
    Command(
        "go",
        "NUMBER",
        "go to a question by its number, or to the answer of a line: #57",
        action="answer",
    ),
    Command("undo", "", "take back the newest answer", key="f9", action="undo", label="undo"),
    Command("skip", "", "leave this question for now", key="f8", action="answer", label="skip"),
    Command("leave", "NAME WORDS", "leave this question for a colleague", action="hand_over"),
    Command("note", "WORDS", "add a note to the thread; @name tells a colleague", action="note"),
    # to read
    Command("check", "", "all questions and answers so far, numbered", "l", "f5", label="check"),
    Command("known", "", "what is settled so far, and what is not known"),
    Command(
        "routes",
        "",
        "what follows so far, once a grade with a reason is set",
        key="f6",
        label="routes",
    ),
    Command(
        "history",
        "FILTER ...",
        "the thread: all of it, or by person, kind, day, question; new",
    ),
    Command(
        "whatif",
        "FACT=VALUE",
        "what would stand otherwise; a trial, nothing is written",
        action="what_if",
    ),
    Command(
        "explain",
        "WORDS",
        "say why the grade stands, where something sits oddly with it",
        action="explain_grade",
    ),
    # a supervisor decides
    Command("approve", "ROUTE WORDS", "approve a route, with a reason", action="decide_route"),
    Command("decline", "ROUTE WORDS", "decline a route, with a reason", action="decide_route"),
    Command("return", "WORDS", "return the case to its author, with a reason", action="return"),
    Command("signoff", "WORDS", "close a case on which no route waits", action="sign_off"),
    # people work together
    Command("ask", "ITEM WORDS", "ask about an answer, as a supervisor", action="ask"),
    Command("reply", "ITEM WORDS", "reply to a question about an answer", action="reply"),
    Command("close", "ITEM", "close a question about an answer", action="close_ask"),
    Command(
        "override",
        "ROUTE raise|lower REASON WORDS",
        "put a route forward, or take it back, with a reason",
        action="override",
    ),
    Command(
        "countersign",
        "ROUTE WORDS",
        "sign another supervisor's override",
        action="countersign",
    ),
    Command(
        "aggressor",
        "PERSON assessed|PERSON WORDS",
        "decide who mainly causes the harm between two people",
        action="decide_aggressor",
    ),
    Command("second", "NAME", "ask a supervisor for a blind second grade", action="ask_second"),
    Command("assign", "NAME WORDS", "give the case to a colleague", action="assign"),
    Command(
        "release", "DATE TIME", "when release is planned, for the clocks", action="plan_release"
    ),
    Command(
        "letter",
        "LETTER FILE",
        "the letters that may leave; /letter X shows one, with a file saves it",
        action="issue_letter",
    ),
    Command(
        "reviewed",
        "LETTER WORDS",
        "review a letter that left before a decision",
        action="review_issue",
    ),
    Command(
        "moved",
        "ROUTE STATE WORDS",
        "what became of a referral: sent, accepted, active, completed",
        action="move_referral",
    ),
    Command(
        "happened",
        "WHAT DATE TIME WORDS",
        "what happened and starts or stops a clock, such as a notice served",
        action="happened",
    ),
    Command(
        "reassess",
        "TRIGGER WORDS",
        "assess the same people again in a new case, and say why",
        action="reassess",
    ),
    Command(
        "outcome",
        "MEASURE before|at|after VALUE",
        "record an outcome; u where nobody knows",
        action="record_outcome",
    ),
    Command("todo", "DATE WORDS", "add what is to be done by a day", action="todo"),
    Command("done", "NUMBER WORDS", "a to-do is done", action="todo"),
    Command(
        "box",
        "LETTER BOX WORDS",
        "fill a box of a letter; what still stops it is said",
        action="draft_letter",
    ),
    Command(
        "lift",
        "LETTER WORDS",
        "let a letter go with what was found in it, as a supervisor",
        action="lift_warning",
    ),
    Command(
        "migrate",
        "confirm",
        "bring a draft to the definitions in force; alone, what would become of it",
        action="migrate",
    ),
    # set aside
    Command("pause", "REASON DATE WORDS", "pause the case; its clocks go on", action="pause"),
    Command("resume", "WORDS", "take a paused case up again", action="resume"),
    Command("withdraw", "REASON WORDS", "withdraw the case; nothing is erased", action="withdraw"),
    Command("reopen", "WORDS", "take a withdrawn case up again", action="reopen"),
    Command("submit", "", "hand the case in, when every question has an answer", action="submit"),
    Command("save", "", "stop here; every answer is already saved", "s", "f2", label="stop"),
    Command("repeat", "", "show this question again", "r"),
    Command("help", "COMMAND", "this list, or one command", "h", "f3", label="help"),
)


# What `ppitui review` takes as flags, the words apart; decisions have flags of their own there, with --reason.
_FLAGS = frozenset({"ask", "reply", "close", "override", "countersign", "aggressor", "assign"})
_FLAGS |= {"second", "box", "lift", "happened", "reassess", "outcome"}
_FLAGS |= {"release", "reviewed", "moved", "todo", "done", "pause", "resume", "withdraw", "reopen"}


# On a draft of the definitions: the full screen's keys, line mode's choices and the flags of `ppitui impact`.
# Function keys: no word that somebody goes on typing after a refusal may be one of these acts.
DRAFT_COMMANDS = (
    Command(
        "accept",
        "REASON",
        "accept all that the draft would change, as somebody else than whoever proposed it",
        key="f8",
        action="accept_impact",
        label="accept",
    ),
    Command(
        "accept-loss",
        "CASE REASON",
        "accept that one case would lose protection: two supervisors, each with a reason",
        key="f9",
        action="accept_loss",
        label="accept a loss",
    ),
    Command(
        "publish",
        "REASON",
        "propose the draft, or put in force for new cases what another administrator proposed",
        key="f10",
        action="publish",
        label="propose or publish",
    ),
)


def flags() -> tuple[Command, ...]:
    """The commands that `ppitui review` takes as flags."""
    return tuple(one for one in COMMANDS if one.name in _FLAGS)


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
    from ppitui.core.facts import did_you_mean  # only a wrong line needs it

    names = tuple(command.name for command in COMMANDS)
    raise NoCommand(
        f"There is no command {shown('/' + name)}{did_you_mean(name, names)} /help lists them."
    )


def allowed(command: Command, state: str, roles: tuple[str, ...]) -> bool:
    """Whether somebody in these roles may give the command while the case is in this state."""
    return not command.action or any(may(command.action, state, role) for role in roles)


def help_on(name: str) -> str:
    """One command: how it is said, and what it does. Raises NoCommand."""
    found = read_command(f"/{name.removeprefix('/')}")
    assert found is not None  # noqa: S101  # a line with a slash is a command or raises
    return f"/{found[0].name} {found[0].takes}".strip() + f": {found[0].help}"


def help_lines(
    *, shorts: bool = True, state: str = "", roles: tuple[str, ...] = ()
) -> Iterator[str]:
    """The commands, one a line, with what line mode takes in place of each if `shorts`.

    On a case in this `state`, those that these roles may not give now stand apart, by name.
    """
    now = [one for one in COMMANDS if not state or allowed(one, state, roles)]
    yield "Answer with a number, or with a command:"
    for command in now:
        call = f"/{command.name} {command.takes}".strip()
        also = f" (or {command.short})" if command.short and shorts else ""
        yield f"  {call:<14} {command.help}{also}"
    if len(now) < len(COMMANDS):
        others = ", ".join(f"/{one.name}" for one in COMMANDS if one not in now)
        yield f"Not in this state, or not yours to give: {others}"
    yield "u is not known. d is chose not to answer. Neither is ever counted as no."

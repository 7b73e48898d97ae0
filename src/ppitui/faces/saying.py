"""`ppitui case say`: the lines that somebody would type at a case, given with the call; and its thread, filtered."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from ppitui.core.answers import NotAnAnswer
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.history import history, picked, wanted
from ppitui.desk.lookups import READS, command_of
from ppitui.errors import Refused, WrongCall
from ppitui.faces.at_questions import AtQuestions, answered

Args = argparse.Namespace


class Saying(AtQuestions):
    """Line mode without its questions: each line is carried out, and what it says is kept."""

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        self.begin(desk, opened)
        self.said: list[str] = []

    def say(self, *lines: str) -> None:
        """Keep the lines."""
        self.said += lines

    def line(self, line: str) -> None:
        """A command, or the answer to the question that is due (or where /go went). Raises what refuses it."""
        if _is_command(line):
            self.carry_out(*command_of(line))
            return
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
        if step is None:
            raise Refused("Every question has an answer; /go NUMBER changes one, /submit hands in.")
        try:
            answer = answered(walk, step, line)
        except NotAnAnswer as wrong:
            raise WrongCall(f"{walk.question(step).key.rstrip('@')}: {wrong}.") from None
        if answer is not None:
            self.save(walk, step, answer)

    def do_repeat(self, _rest: str) -> None:
        """The question that is due, with its choices."""
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
        if step is None:
            self.say("Every question has an answer.")
            return
        question = walk.question(step)
        self.say(f"Question {question.number} of {question.of}. {question.text}")
        self.say(*(f"  {at} {words}" for at, words in enumerate(question.choices, 1)))


def _is_command(line: str) -> bool:
    return line.lstrip().startswith("/")


def say(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    """Carry out the lines in order, up to the first that is refused: what stood before it stays done.

    Raises WrongCall where there is no line, and what refuses one.
    """
    if not args.words:
        raise WrongCall("Say what: ppitui case say CASE '/note WORDS'. /help lists the commands.")
    saying = Saying(desk, opened)
    try:
        for line in args.words:
            saying.line(line)
    except Exception:
        print("\n".join(saying.said), file=sys.stderr)
        raise
    return saying.said


def reads_some(lines: Iterable[str]) -> bool:
    """Whether a line only reads: then it is said why the case is opened, as no act says so.

    Raises WrongCall for a line that is no command, before any is carried out.
    """
    names = [command_of(line)[0].name for line in lines if _is_command(line)]
    return any(name in READS for name in names)


def thread_of(args: Args, desk: Desk, opened: OpenCase) -> tuple[list[object], list[str]]:
    """The thread, filtered by the words of the call: as data, and in words."""
    line = " ".join(args.words)
    found, _ = picked(desk, opened, wanted(desk, opened, line))
    return [event.to_json() for event in found], history(desk, opened, line)

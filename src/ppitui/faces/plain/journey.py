"""A journey in line mode: question, answer, saved; question, answer, saved."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.answers import NotAnAnswer
from ppitui.core.steps import Step
from ppitui.core.walk import Question, Walk
from ppitui.desk.commands import Command, NoCommand, read_command
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.telling import check_answers
from ppitui.errors import Conflict, PpituiError
from ppitui.faces.at_questions import AtQuestions, answered
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.signing import signed

_FEW = 12
# What is asked for where a command came without words.
_ASKS = {"note": "Note:", "leave": "For whom:", "explain": "Why does the grade stand?"}


def question_lines(question: Question) -> Iterator[str]:
    """A question as line mode puts it: its words, whom it is asked of, the choices, what else may be answered."""
    named = not question.about or question.about in question.text
    about = "" if named else f"  About {question.about}."
    yield f"Question {question.number} of {question.of}. {question.text}"
    yield f"  ({question.asked_of}){about}"
    if len(question.choices) <= _FEW:
        yield from (f"  {at} {words}" for at, words in enumerate(question.choices, 1))
    yield "  " + ".  ".join(question.hints)
    if question.known:
        yield f"  {question.known_line()}"
    if question.asked:
        yield f"  {question.asked}  /reply {question.key.rstrip('@')} WORDS replies."


class JourneyFace(AtQuestions):
    """Walks one open case. `run` answers True once the case was submitted, False when the person stopped."""

    def __init__(self, desk: Desk, opened: OpenCase, console: Console) -> None:
        self.begin(desk, opened)
        self.console = console
        self._title = ""

    def say(self, *lines: str) -> None:
        """On the console."""
        self.console.say(*lines)

    def run(self) -> bool:
        """The conversation, to its end."""
        while not self.done and not self.stopped:
            walk = self.desk.walk(self.opened)
            step = self.here(walk)
            if step is None:
                self._at_the_end(walk)
            else:
                self._ask(walk, step)
        if self.stopped:
            self.console.say("", "Stopped. Everything that you answered is saved.")
        return self.done

    def _ask(self, walk: Walk, step: Step) -> None:
        self._show(walk.question(step))
        line = self.console.ask("Answer:", step=step, words=step.item.kind == "text")
        if self._commanded(line):
            return
        try:
            answer = answered(walk, step, line)
        except NotAnAnswer as wrong:
            self.console.say(f"  {wrong}")
            return
        if answer is None:
            self.at = ""
            return
        try:
            self.save(walk, step, answer)
        except Conflict as clash:
            self.desk.refresh(self.opened)
            self.console.say(f"  {clash}", "  Here is the question as it stands now.")
            self.at = step.key
        except PpituiError as why:
            self.console.say(f"  Not saved: {why}")
            self.stopped = True

    def _show(self, question: Question) -> None:
        if question.title != self._title:
            self._title = question.title
            self.console.say("", f"== {question.title} ==")
        self.console.say("", *question_lines(question))

    def _at_the_end(self, walk: Walk) -> None:
        left = len(walk.due)
        if left:
            words = f"{left} questions were left for later."
            line = self.console.ask(f"{words} Enter asks them, s stops here:")
            self.skipped.clear()
        else:
            self.console.say("", "Every question has an answer. Check them:", "")
            self.console.say(*check_answers(walk))
            line = self.console.ask(
                "A number changes an answer, y hands the case in, s stops here:"
            )
        text = line.strip().lower()
        if text.isdigit():
            self._doing("go", text)
        elif text in ("y", "yes") and not left:
            self._doing("submit", "")
        elif text and not self._commanded(line) and text not in ("y", "yes"):
            self.console.say("  A number, y or s.")

    def _commanded(self, line: str) -> bool:
        """Carry out a command; False where the line is none."""
        try:
            found = read_command(line)
        except NoCommand as why:
            self.console.say(f"  {why}")
            return True
        if found is not None:
            command, rest = found
            if not rest and command.name in _ASKS:
                rest = self.console.ask(_ASKS[command.name], words=command.name != "leave")
            self._carried(command, rest)
        return found is not None

    def _doing(self, name: str, rest: str) -> None:
        self._commanded(f"/{name} {rest}")

    def _carried(self, command: Command, rest: str) -> None:
        try:
            signed(self.desk, self.console, lambda: self.carry_out(command, rest))
        except PpituiError as why:
            self.console.say(f"  {why}")

"""The commands at the questions of a case: the full screen, line mode and `ppitui case say` carry out the same ones."""

from __future__ import annotations

from ppitui.core.answers import Answer, NotAnAnswer, from_line, plain
from ppitui.core.events import Event
from ppitui.core.steps import Step
from ppitui.core.text import visible
from ppitui.core.walk import Walk
from ppitui.desk.commands import Command
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.handover import leave
from ppitui.desk.history import answer_of_line
from ppitui.desk.lookups import READS, carry_out
from ppitui.errors import Refused, WrongCall


class AtQuestions:
    """Where somebody stands in a case, and the commands that move them; `say` shows lines.

    Every `do_NAME` takes the words after the command. They raise what refuses them; whoever calls says it.
    """

    desk: Desk
    opened: OpenCase
    skipped: set[str]
    at: str  # the step that the person asked to see, else the next that is due
    done = False
    stopped = False

    def begin(self, desk: Desk, opened: OpenCase, at: str = "") -> None:
        """Stand at a case: where it goes on, or at a step."""
        self.desk, self.opened = desk, opened
        self.skipped, self.at = set(), at

    def say(self, *lines: str) -> None:
        """Show lines."""
        raise NotImplementedError

    def here(self, walk: Walk) -> Step | None:
        """The step where the person is."""
        if self.at:
            return walk.step(self.at)
        return next((one for one in walk.due if one.key not in self.skipped), None)

    def carry_out(self, command: Command, rest: str) -> None:
        """One command of the shared list. Raises what refuses it."""
        move = getattr(self, f"do_{command.name}", None)
        if move is not None:
            move(rest)
        else:
            self.say(
                *(f"  {line}" for line in carry_out(self.desk, self.opened, command, rest).lines)
            )

    def save(self, walk: Walk, step: Step, answer: Answer) -> Event:
        """Save an answer and say so; then the next that is due is where the person is."""
        event = self.desk.answer(self.opened, walk, step, answer)
        self.at = ""
        self.skipped.discard(step.key)
        self.say(f"  Saved: {visible(plain(step.item, answer))}")
        marks = event.payload.get("confirm", ())
        if marks:
            self.say(f"  {len(marks)} answers hung on this one; they are asked again to confirm.")
        return event

    def do_why(self, what: str) -> None:
        """Why this is asked; or why a route, a fact or another question is as it is."""
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
        if not what and step is not None:
            question = walk.question(step)
            self.say(f"  Why: {question.why}", f"  It is {question.asked_of}.")
        else:
            self.say(*READS["why"](self.desk, self.opened, what))

    def do_back(self, _rest: str) -> None:
        """The question before."""
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
        before = walk.before(step.key if step else "")
        if before is None:
            raise Refused("This is the first question.")
        self.at = before.key

    def do_go(self, text: str) -> None:
        """A question by its number, or the answer of a line of the thread."""
        walk = self.desk.walk(self.opened)
        if text.startswith("#"):
            self.at = answer_of_line(self.desk, self.opened, text).key
            return
        step = walk.numbered(int(text)) if text.isdecimal() else None
        if step is None:
            raise WrongCall(f"Enter a question's number from 1 to {len(walk.asked)}.")
        self.at = step.key

    def do_undo(self, _rest: str) -> None:
        """Take back the newest answer."""
        key = self.desk.undo(self.opened)
        if key is None:
            raise Refused("There is no answer to take back.")
        self.at = key
        self.say("  Taken back.")

    def do_skip(self, _rest: str) -> None:
        """Leave this question for now."""
        step = self.here(self.desk.walk(self.opened))
        self.at = ""
        if step is not None:
            self.skipped.add(step.key)

    def do_leave(self, line: str) -> None:
        """Leave this question for a colleague, and go on."""
        left = leave(self.desk, self.opened, self.here(self.desk.walk(self.opened)), line)
        self.say(f"  Left for {visible(left.name)}. It stays open until it is answered.")
        self.do_skip("")

    def do_submit(self, _rest: str) -> None:
        """Hand the case in."""
        self.desk.submit(self.opened)
        self.done = True
        self.say("", f"Case {self.opened.case.reference} is handed in. A supervisor decides.", "")
        self.carried("routes")

    def carried(self, name: str) -> None:
        """What a command that is read shows, without its indent."""
        self.say(*READS[name](self.desk, self.opened, ""))

    def do_save(self, _rest: str) -> None:
        """Stop here."""
        self.stopped = True

    def do_repeat(self, _rest: str) -> None:
        """The question is shown again."""


ALONE = "Enter alone is no answer here. u is not known; /help lists the commands."


def answered(walk: Walk, step: Step, line: str, alone: str = ALONE) -> Answer | None:
    """The answer of a line; of Enter alone what is known, None where that is an answer already.

    Raises NotAnAnswer.
    """
    question = walk.question(step)
    if line.strip() or (step.item.kind == "text" and not question.known):
        return from_line(step.item, line, walk.today)
    given = step.given
    if given is not None and step.state == "to_confirm":
        return Answer(given.state, given.value, given.rest_not_known)
    if given is not None:
        return None
    if question.keeps is None:
        raise NotAnAnswer(alone)
    return question.keeps

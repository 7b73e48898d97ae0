"""A journey in line mode: question, answer, saved; question, answer, saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ppitui.core.answers import Answer, NotAnAnswer, from_line, plain
from ppitui.core.decide import Result
from ppitui.core.settle import Step
from ppitui.core.text import visible
from ppitui.core.walk import Question, Walk
from ppitui.desk.acting import ACTS
from ppitui.desk.commands import NoCommand, help_lines, read_command
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.grades import explain_grade
from ppitui.desk.handover import leave
from ppitui.desk.known import known_so_far
from ppitui.desk.telling import check_answers, outcome, progress
from ppitui.desk.whatif import what_if
from ppitui.desk.why import why
from ppitui.errors import Conflict, PpituiError
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.review import signed

_FEW = 12


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


class JourneyFace:
    """Walks one open case. `run` answers True once the case was submitted, False when the person stopped."""

    def __init__(self, desk: Desk, opened: OpenCase, console: Console) -> None:
        self.desk = desk
        self.opened = opened
        self.console = console
        self.skipped: set[str] = set()
        self.at = ""  # the step that the person asked to see, else the next that is due
        self.done = False
        self.stopped = False
        self._title = ""

    def run(self) -> bool:
        """The conversation, to its end."""
        while not self.done and not self.stopped:
            walk = self.desk.walk(self.opened)
            step = walk.step(self.at) if self.at else self._next(walk)
            if step is None:
                self._at_the_end(walk)
            else:
                self._ask(walk, step)
        if self.stopped:
            self.console.say("", "Stopped. Everything that you answered is saved.")
        return self.done

    def _next(self, walk: Walk) -> Step | None:
        return next((one for one in walk.due if one.key not in self.skipped), None)

    def _ask(self, walk: Walk, step: Step) -> None:
        question = walk.question(step)
        self._show(question)
        line = self.console.ask("Answer:", step=step, words=step.item.kind == "text")
        if self._commanded(walk, step, line):
            return
        if not line.strip() and not (step.item.kind == "text" and not question.known):
            self._keep(walk, step, question)
            return
        try:
            answer = from_line(step.item, line, walk.today)
        except NotAnAnswer as wrong:
            self.console.say(f"  {wrong}")
            return
        self._save(walk, step, answer)

    def _show(self, question: Question) -> None:
        if question.title != self._title:
            self._title = question.title
            self.console.say("", f"== {question.title} ==")
        self.console.say("", *question_lines(question))

    def _keep(self, walk: Walk, step: Step, question: Question) -> None:
        """Enter alone: keep or confirm what is known; never an answer of its own."""
        given = step.given
        if given is not None and step.state == "to_confirm":
            self._save(walk, step, Answer(given.state, given.value, given.rest_not_known))
        elif given is not None:
            self.at = ""
        elif question.keeps is not None:
            self._save(walk, step, question.keeps)
        else:
            words = "Enter alone is no answer here. u is not known; /help lists the commands."
            self.console.say(f"  {words}")

    def _save(self, walk: Walk, step: Step, answer: Answer) -> None:
        try:
            event = self.desk.answer(self.opened, walk, step, answer)
        except Conflict as clash:
            self.desk.refresh(self.opened)
            self.console.say(f"  {clash}", "  Here is the question as it stands now.")
            self.at = step.key
            return
        except PpituiError as why:
            self.console.say(f"  Not saved: {why}")
            self.stopped = True
            return
        self.at = ""
        self.skipped.discard(step.key)
        self.console.say(f"  Saved: {visible(plain(step.item, answer))}")
        marks = event.payload.get("confirm", ())
        if marks:
            self.console.say(
                f"  {len(marks)} answers hung on this one; they are asked again to confirm."
            )

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
            self._go(walk, text)
        elif text in ("y", "yes") and not left:
            self._submit()
        elif text and not self._commanded(walk, None, line) and text not in ("y", "yes"):
            self.console.say("  A number, y or s.")

    def _submit(self) -> None:
        try:
            results: list[Result] = []
            signed(self.desk, self.console, lambda: results.append(self.desk.submit(self.opened)))
        except PpituiError as why:
            self.console.say(f"  {why}")
            return
        self.done = True
        self.console.say(
            "", f"Case {self.opened.case.reference} is handed in. A supervisor decides.", ""
        )
        self.console.say(*self._outcome(results[0]))

    def _commanded(self, walk: Walk, step: Step | None, line: str) -> bool:
        """Carry out a command; False where the line is none."""
        try:
            found = read_command(line)
        except NoCommand as why:
            self.console.say(f"  {why}")
            return True
        if found is None:
            return False
        command, rest = found
        doing: dict[str, Callable[[], None]] = {
            "why": lambda: self._why(walk, step, rest),
            "back": lambda: self._back(walk, step),
            "go": lambda: self._go(walk, rest),
            "undo": self._undo,
            "skip": lambda: self._skip(step),
            "leave": lambda: self._leave(step, rest),
            "note": lambda: self._note(rest),
            "check": lambda: self.console.say(*check_answers(walk)),
            "known": lambda: self._known(walk),
            "routes": lambda: self._routes(walk),
            "explain": lambda: self._say_of(lambda: self._explained(rest)),
            "whatif": lambda: self._say_of(lambda: what_if(self.desk, self.opened, rest)),
            "submit": self._submit,
            "save": self._stop,
            "repeat": lambda: None,
            "help": lambda: self.console.say(*help_lines()),
        }
        if command.name in ACTS:
            act = ACTS[command.name]
            self._say_of(lambda: [f"  {act(self.desk, self.opened, rest)}"])
        else:
            doing[command.name]()
        return True

    def _why(self, walk: Walk, step: Step | None, what: str) -> None:
        if what:
            self._say_of(lambda: why(self.desk, self.opened, what))
        elif step is not None:
            question = walk.question(step)
            self.console.say(f"  Why: {question.why}", f"  It is {question.asked_of}.")

    def _explained(self, reason: str) -> list[str]:
        words = reason or self.console.ask("Why does the grade stand?", words=True)
        told = explain_grade(self.desk, self.opened, words)
        return [f"  Reason saved for: {one}." for one in told]

    def _say_of(self, lines: Callable[[], Iterable[str]]) -> None:
        try:
            self.console.say(*lines())
        except PpituiError as refused:
            self.console.say(f"  {refused}")

    def _back(self, walk: Walk, step: Step | None) -> None:
        before = walk.before(step.key if step else "")
        if before is None:
            self.console.say("  This is the first question.")
        else:
            self.at = before.key

    def _go(self, walk: Walk, text: str) -> None:
        step = walk.numbered(int(text)) if text.isdigit() else None
        if step is None:
            self.console.say(f"  Enter a question's number from 1 to {len(walk.asked)}.")
        else:
            self.at = step.key

    def _undo(self) -> None:
        key = self.desk.undo(self.opened)
        self.at = key or ""
        self.console.say("  Taken back." if key else "  There is no answer to take back.")

    def _skip(self, step: Step | None) -> None:
        self.at = ""
        if step is not None:
            self.skipped.add(step.key)

    def _leave(self, step: Step | None, line: str) -> None:
        try:
            left = leave(self.desk, self.opened, step, line or self.console.ask("For whom:"))
        except PpituiError as why:
            self.console.say(f"  {why}")
            return
        self.console.say(f"  Left for {visible(left.name)}. It stays open until it is answered.")
        self._skip(step)

    def _note(self, text: str) -> None:
        try:
            self.desk.note(self.opened, text or self.console.ask("Note:", words=True))
            self.console.say("  Note saved.")
        except PpituiError as why:
            self.console.say(f"  {why}")

    def _known(self, walk: Walk) -> None:
        self.console.say(f"  {progress(walk)}.", *(f"  {line}" for line in known_so_far(walk)))

    def _routes(self, walk: Walk) -> None:
        if not walk.graded():
            self.console.say(
                "  Routes show once a grade with a reason is set for each person harmed."
            )
            return
        self.console.say(*self._outcome(self.desk.result(self.opened)))

    def _outcome(self, result: Result) -> Iterable[str]:
        grades = earlier_grades(self.desk, self.opened)
        return outcome(result, self.opened.pack, self.opened.case, grades)

    def _stop(self) -> None:
        self.stopped = True

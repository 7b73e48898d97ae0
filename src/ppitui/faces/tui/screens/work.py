"""The working screen: the journey, one question, what is known, the thread, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer

from ppitui.core.answers import Answer, NotAnAnswer, from_line
from ppitui.core.settle import Step
from ppitui.core.walk import Walk
from ppitui.desk.acting import ACTS
from ppitui.desk.clock import in_london
from ppitui.desk.commands import COMMANDS, Command, NoCommand, read_command
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.grades import explain_grade
from ppitui.desk.handover import leave
from ppitui.desk.known import known_so_far
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.record import thread_line
from ppitui.desk.telling import outcome
from ppitui.desk.whatif import what_if
from ppitui.desk.why import why
from ppitui.errors import Conflict, PpituiError
from ppitui.faces.tui.screens.answers import AnswersScreen
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.screens.reading import ReadingScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.sidebars import JourneyList, KnownSoFar
from ppitui.faces.tui.widgets.thread import CommandLine, ThreadTail

if TYPE_CHECKING:
    from ppitui.faces.tui.app import PpituiApp

_TAIL = 6
_ENTER_ALONE = "Enter alone is no answer here. u is not known; F3 lists keys and commands."
_SELDOM = ("routes", "save")  # not in the footer, which must fit 80 columns; F3 lists them


class WorkScreen(OneSize, Screen[bool]):
    """Walks one open case; dismissed with True once it was handed in."""

    CSS_PATH = "work.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                command.key,
                f"command('{command.name}')",
                command.label,
                id=f"work.{command.name}",
                show=command.name not in _SELDOM,
            )
            for command in COMMANDS
            if command.key and command.name != "help"
        ),
        Binding("f10", "command('submit')", "hand in", id="work.submit", show=False),
        # Priority: the focus has moved before the next key is handed on, so fast typing loses nothing.
        Binding("slash", "type('/')", "command", id="work.type", show=False, priority=True),
        Binding("question_mark", "type('?')", "why", id="work.ask", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.skipped: set[str] = set()
        self.at = ""
        self.names: dict[str, str] = {}

    @property
    def ppitui(self) -> PpituiApp:
        """The application, as what it is."""
        return cast("PpituiApp", self.app)

    def compose(self) -> ComposeResult:
        """The room."""
        yield Marking()
        with Horizontal(id="middle"):
            yield JourneyList()
            with Vertical(id="centre"):
                yield QuestionView()
            yield KnownSoFar()
        yield ThreadTail()
        yield CommandLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show where the case stands; look for what others did every second."""
        self.names = self.desk.names()
        self.set_interval(1.0, self.look_for_others)
        self.show()

    def look_for_others(self) -> None:
        """Others' events join the thread as they land."""
        if self.app.screen is self and self.desk.refresh(self.opened):
            self.names = (
                self.desk.names()
            )  # one of them may be new; an answer of our own brings nobody
            self.show()

    def show(self) -> None:
        """Everything anew from the case: the walk is cheap, and so nothing can be stale."""
        walk = self.desk.walk(self.opened)
        step = self.step(walk)
        question = walk.question(step) if step else None
        case = self.opened.case
        title = walk.journey.title if walk.journey else "no journey"
        saved = f"saved {in_london(case.changed_at):%H:%M}"
        self.query_one(Marking).show(f"case {case.reference}", saved, title, self.desk.user.name)
        with self.app.batch_update():
            self.query_one(QuestionView).show(question)
            self.query_one(JourneyList).show(walk.progress(), question.title if question else "")
            self.query_one(KnownSoFar).show(list(known_so_far(walk)))
            self.query_one(ThreadTail).show(
                [
                    thread_line(one, self.opened.pack, self.names)
                    for one in self.opened.events[-_TAIL:]
                ]
            )
        self.settle_focus()

    def settle_focus(self) -> None:
        """Where the next key belongs: a line that was begun keeps it, else the question, else the command line."""
        line, view = self.query_one(CommandLine), self.query_one(QuestionView)
        if not (line.has_focus and line.value):
            # set_focus and not focus(): that one comes a moment later, and keys typed meanwhile would go astray.
            self.set_focus(view.listed if view.is_listed else line)

    def on_screen_resume(self) -> None:
        """Back from another screen: somebody must have the focus, or keys go nowhere."""
        if self.is_mounted:
            self.settle_focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A slash begins a command at the question; in the command line it is a character."""
        if action == "type":
            return self.focused is not self.query_one(CommandLine)
        return super().check_action(action, parameters)

    def action_type(self, first: str) -> None:
        """Begin a command."""
        self.query_one(CommandLine).begin(first)

    def step(self, walk: Walk) -> Step | None:
        """The step to show: the one asked for, else the next that is due, skipped ones last."""
        if self.at:
            return walk.step(self.at)
        due = [one for one in walk.due if one.key not in self.skipped]
        if not due and self.skipped:
            self.skipped.clear()
            due = list(walk.due)
        return due[0] if due else None

    @on(QuestionView.Typing)
    def to_the_command_line(self, message: QuestionView.Typing) -> None:
        """Keys that reached the question but belong on the command line, in the order in which they came."""
        line = self.query_one(CommandLine)
        line.begin(line.value + message.text)

    @on(QuestionView.Answered)
    def answered(self, message: QuestionView.Answered) -> None:
        """Picked at the question; if another stands there by now, that one is shown and nothing saved."""
        step = self.step(self.desk.walk(self.opened))
        if step is not None and step.key == message.key:
            self.take(message.line)
        else:
            self.show()

    @on(CommandLine.Line)
    def entered(self, message: CommandLine.Line) -> None:
        """Entered on the command line."""
        self.take(message.text)

    def take(self, line: str) -> None:
        """A line, from wherever: a command, an answer, or Enter alone."""
        walk = self.desk.walk(self.opened)
        step = self.step(walk)
        try:
            found = read_command(line)
        except NoCommand as why:
            self.query_one(QuestionView).say_wrong(str(why))
            return
        if found:
            self.carry_out(found[0], found[1])
        elif step is None:
            words = "every question has an answer; F10 hands the case in, /go NUMBER changes one"
            self.query_one(QuestionView).say_wrong(words)
        else:
            self.answer(walk, step, line)

    def answer(self, walk: Walk, step: Step, line: str) -> None:
        """Save an answer, or say beside the question why it is none."""
        wrong = self.query_one(QuestionView).say_wrong
        try:
            answer = self.read(walk, step, line)
        except NotAnAnswer as why:
            wrong(str(why))
            return
        try:
            if answer is not None:
                self.desk.answer(self.opened, walk, step, answer)
        except Conflict as clash:
            self.desk.refresh(self.opened)
            self.at = step.key
            self.show()
            wrong(f"not saved: {clash}")
            return
        except PpituiError as why:
            wrong(f"not saved: {why}")
            return
        self.at = ""
        self.skipped.discard(step.key)
        self.show()

    def read(self, walk: Walk, step: Step, line: str) -> Answer | None:
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
            raise NotAnAnswer(_ENTER_ALONE)
        return question.keeps

    def action_command(self, name: str) -> None:
        """A key that stands for a command."""
        self.carry_out(next(one for one in COMMANDS if one.name == name), "")

    def carry_out(self, command: Command, rest: str) -> None:
        """One command of the shared list; what refuses it is said beside the question."""
        try:
            if command.name in ACTS:
                self.act(command.name, rest)
            else:
                getattr(self, f"do_{command.name}")(rest)
        except PpituiError as why:
            self.query_one(QuestionView).say_wrong(str(why))

    def act(self, name: str, rest: str) -> None:
        """What people who work together do with one line; without words, the line is begun."""
        if not rest:
            self.query_one(CommandLine).begin(f"/{name} ")
            return
        ACTS[name](self.desk, self.opened, rest)
        self.show()

    def do_why(self, what: str) -> None:
        """Why this is asked, or why a route, a fact or another question is as it is."""
        walk = self.desk.walk(self.opened)
        step = self.step(walk)
        what = what or (step.key if step is not None else "")
        if what:
            self.app.push_screen(ReadingScreen("Why", why(self.desk, self.opened, what)))

    def do_explain(self, reason: str) -> None:
        """Say why the grade stands."""
        if not reason:
            self.query_one(CommandLine).begin("/explain ")
            return
        explain_grade(self.desk, self.opened, reason)
        self.show()

    def do_whatif(self, changes: str) -> None:
        """What would stand otherwise."""
        lines = list(what_if(self.desk, self.opened, changes))
        self.app.push_screen(ReadingScreen("What if", lines))

    def do_back(self, _rest: str) -> None:
        """The question before; from the first, back to where one came from."""
        walk = self.desk.walk(self.opened)
        step = self.step(walk)
        before = walk.before(step.key if step else "")
        if before is None:
            self.dismiss(False)
            return
        self.at = before.key
        self.show()

    def do_go(self, text: str) -> None:
        """A question by its number."""
        walk = self.desk.walk(self.opened)
        step = walk.numbered(int(text)) if text.isdigit() else None
        if step is None:
            self.query_one(QuestionView).say_wrong(
                f"enter a question's number from 1 to {len(walk.asked)}"
            )
            return
        self.at = step.key
        self.show()

    def do_undo(self, _rest: str) -> None:
        """Take back the newest answer."""
        key = self.desk.undo(self.opened)
        self.at = key or ""
        self.show()
        if key is None:
            self.query_one(QuestionView).say_wrong("there is no answer to take back")

    def do_skip(self, _rest: str) -> None:
        """Leave this question for now."""
        step = self.step(self.desk.walk(self.opened))
        self.at = ""
        if step is not None:
            self.skipped.add(step.key)
        self.show()

    def do_leave(self, line: str) -> None:
        """Leave this question for a colleague, and go on."""
        if not line:
            self.query_one(CommandLine).begin("/leave ")
            return
        leave(self.desk, self.opened, self.step(self.desk.walk(self.opened)), line)
        self.do_skip("")

    def do_note(self, text: str) -> None:
        """Add a note."""
        if not text:
            self.query_one(CommandLine).begin("/note ")
            return
        self.desk.note(self.opened, text)
        self.show()

    def do_check(self, _rest: str) -> None:
        """All answers, each with a number to change it."""
        self.app.push_screen(AnswersScreen(self.desk.walk(self.opened)), self.checked)

    def checked(self, key: str | None) -> None:
        """Come back from the answers: to change one, to hand in, or to go on."""
        if key == "/submit":
            self.action_command("submit")
        elif key:
            self.at = key
            self.show()

    def do_known(self, _rest: str) -> None:
        """What is settled so far."""
        self.app.push_screen(
            ReadingScreen("Known so far", list(known_so_far(self.desk.walk(self.opened))))
        )

    def do_routes(self, _rest: str) -> None:
        """What follows so far, once a grade with a reason is set."""
        if not self.desk.walk(self.opened).graded():
            words = "routes show once a grade with a reason is set for each person harmed"
            self.query_one(QuestionView).say_wrong(words)
            return
        grades = earlier_grades(self.desk, self.opened)
        result = self.desk.result(self.opened)
        lines = list(outcome(result, self.opened.pack, self.opened.case, grades))
        self.app.push_screen(ReadingScreen("What follows so far", lines))

    def do_submit(self, _rest: str) -> None:
        """Hand the case in; where the passphrase is wanted, once it was given."""
        try:
            self.desk.submit(self.opened)
        except Unconfirmed:
            self.app.push_screen(PassphraseScreen(self.desk), self.signed)
        else:
            self.dismiss(True)

    def signed(self, done: bool | None) -> None:
        """The passphrase was given, or not."""
        if done:
            self.action_command("submit")

    def do_save(self, _rest: str) -> None:
        """Stop here."""
        self.dismiss(False)

    def do_repeat(self, _rest: str) -> None:
        """Show the question again."""
        self.show()

    def do_help(self, _rest: str) -> None:
        """Keys and commands."""
        self.ppitui.action_show_help()

"""The working screen: the journey, one question, what is known, the thread, the command line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer

from ppitui.core.answers import NotAnAnswer
from ppitui.core.steps import Step
from ppitui.core.walk import Walk
from ppitui.desk.acting import ACTS
from ppitui.desk.clock import in_london
from ppitui.desk.commands import COMMANDS, Command, NoCommand, read_command
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.known import known_so_far
from ppitui.desk.lookups import READS
from ppitui.desk.record import thread_line
from ppitui.errors import Conflict, PpituiError
from ppitui.faces.at_questions import AtQuestions, answered
from ppitui.faces.tui.commanding import Commanding
from ppitui.faces.tui.ordered import hand_on
from ppitui.faces.tui.screens.answers import AnswersScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.sidebars import JourneyList, KnownSoFar
from ppitui.faces.tui.widgets.thread import CommandLine, ThreadTail

_TAIL = 6
_ENTER_ALONE = "Enter alone is no answer here. u is not known; F3 lists keys and commands."
_MOVES = ("back", "go", "undo", "skip", "leave", "repeat")
_SELDOM = ("routes", "save")  # not in the footer, which must fit 80 columns; F3 lists them


class WorkScreen(OneSize, Commanding, AtQuestions, Screen[bool]):
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

    def __init__(self, desk: Desk, opened: OpenCase, at: str = "") -> None:
        super().__init__()
        self.begin(desk, opened, at)
        self.names: dict[str, str] = {}

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
        """Show where the case stands; look for what others do."""
        self.names = self.desk.names()
        self.watch_others()
        self.show()

    def others_came(self, _count: int) -> None:
        """Others' events join the thread as they land; the question stays where fingers are about to answer."""
        self.names = self.desk.names()  # one of them may be new
        shown = self.query_one(QuestionView).question
        step = self.desk.walk(self.opened).step(shown.key) if shown else None
        self.at = step.key if step else ""
        self.show()
        if shown and step is None:
            self.tell("What stood here is asked no more, by what somebody else answered.")
        elif shown and step and step.given != shown.step.given:
            self.tell("Somebody else answered this meanwhile. Enter keeps that.")

    def show(self) -> None:
        """Everything anew from the case: the walk is cheap, and so nothing can be stale."""
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
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
            if not view.is_listed:
                line.begin_with(line.value + view.take_ahead())
                hand_on(view, view.listed)

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
        self.query_one(CommandLine).begin_with(first)

    def here(self, walk: Walk) -> Step | None:
        """The step to show: the one asked for, else the next that is due, skipped ones last."""
        if not self.at and self.skipped >= {one.key for one in walk.due}:
            self.skipped.clear()
        return super().here(walk)

    def tell(self, words: str) -> None:
        """Beside the question."""
        self.query_one(QuestionView).tell(words)

    def offer(self, words: str) -> None:
        """Beside the question."""
        self.tell(words)

    def wrong(self, words: str) -> None:
        """Beside the question."""
        self.query_one(QuestionView).say_wrong(words)

    @on(QuestionView.Answered)
    def answered(self, message: QuestionView.Answered) -> None:
        """Picked at the question; if another stands there by now, that one is shown and nothing saved."""
        step = self.here(self.desk.walk(self.opened))
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
        step = self.here(walk)
        try:
            found = read_command(line)
        except NoCommand as why:
            self.wrong(str(why))
            return
        if found:
            self.command(*found)
        elif step is None:
            self.wrong(
                "every question has an answer; F10 hands the case in, /go NUMBER changes one"
            )
        else:
            self.answer(walk, step, line)

    def answer(self, walk: Walk, step: Step, line: str) -> None:
        """Save an answer, or say beside the question why it is none."""
        try:
            answer = answered(walk, step, line, _ENTER_ALONE)
        except NotAnAnswer as why:
            self.wrong(str(why))
            return
        try:
            if answer is not None:
                self.desk.answer(self.opened, walk, step, answer)
        except Conflict as clash:
            self.desk.refresh(self.opened)
            self.at = step.key
            self.show()
            self.wrong(f"not saved: {clash}")
            return
        except PpituiError as why:
            self.wrong(f"not saved: {why}")
            return
        self.at = ""
        self.skipped.discard(step.key)
        self.show()

    def action_command(self, name: str) -> None:
        """A key that stands for a command."""
        self.command(next(one for one in COMMANDS if one.name == name), "")

    def doing(self, command: Command, rest: str) -> None:
        """One command; a line is begun for one that wants words. Where the person then is, is shown."""
        if not rest and (command.name in ACTS or "WORDS" in command.takes):
            self.query_one(CommandLine).begin_with(f"/{command.name} ")
            return
        super().doing(command, rest)
        if command.name in _MOVES:
            self.show()

    def say(self, *lines: str) -> None:
        """What was done stands in the thread; nothing more is said of it here."""

    def jumped(self, key: str | None) -> None:
        """To the answer of a line of the thread."""
        self.at = key or self.at
        self.show()

    def do_why(self, what: str) -> None:
        """Why this is asked, or why a route, a fact or another question is as it is."""
        step = self.here(self.desk.walk(self.opened))
        what = what or (step.key if step is not None else "")
        if what:
            self.read("Why", READS["why"](self.desk, self.opened, what))

    def do_back(self, rest: str) -> None:
        """The question before; from the first, back to where one came from."""
        walk = self.desk.walk(self.opened)
        step = self.here(walk)
        if walk.before(step.key if step else "") is None:
            self.dismiss(False)
        else:
            super().do_back(rest)

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

    def do_submit(self, _rest: str) -> None:
        """Hand the case in. Raises Unconfirmed where the passphrase is wanted first."""
        self.desk.submit(self.opened)
        self.dismiss(True)

    def do_save(self, _rest: str) -> None:
        """Stop here."""
        self.dismiss(False)

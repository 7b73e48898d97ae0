"""A case as it stands: what follows, who decides, the letters, the thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.workflow import assessment_status
from ppitui.desk.against import against_lines
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.due import clock_lines, headed_clocks
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.migrating import offered
from ppitui.desk.needs import needs_compared
from ppitui.desk.outcomes import outcome_lines
from ppitui.desk.record import moments
from ppitui.desk.telling import outcome, progress
from ppitui.desk.words import STATE_WORDS
from ppitui.errors import PpituiError, Refused
from ppitui.faces.at_questions import AtQuestions
from ppitui.faces.tui.commanding import Commanding
from ppitui.faces.tui.safe import SafeInput, headed, told
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.screens.picture import PictureScreen
from ppitui.faces.tui.screens.review import ReviewScreen
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.line import CommandInput
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.needs import NeedsChart
from ppitui.faces.tui.widgets.timeline import TimelineChart
from ppitui.faces.tui.widgets.wrong import Wrong


class CaseScreen(OneSize, Commanding, Screen[None]):
    """What can be done with one case, and what follows from it."""

    CSS_PATH = "case.tcss"
    AUTO_FOCUS = "#doing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="case.back"),
        Binding("slash", "command", "command", id="case.command"),
        Binding(
            "pagedown", "read(1)", "read on", key_display="PgDn", id="case.down", priority=True
        ),
        Binding(
            "pageup",
            "read(-1)",
            "read back",
            key_display="PgUp",
            id="case.up",
            show=False,
            priority=True,
        ),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, *, just_now: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.just_now = just_now

    def compose(self) -> ComposeResult:
        """What to do on top, what follows under it."""
        yield Marking(f"case {self.opened.case.reference}")
        yield Wrong()
        yield Choices(id="doing", at_once=True)
        yield CommandInput(placeholder="a command such as /reply (Esc leaves it)", id="line")
        with VerticalScroll(id="following"):
            yield Static(id="follows", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The line shows when somebody asks for it."""
        self.query_one("#line").display = False
        self.watch_others()

    def on_screen_resume(self) -> None:
        """Show it: at first, and whenever something was done meanwhile."""
        self.show()
        self.look_for_others()

    def show(self) -> None:
        """Everything anew from the case."""
        case = self.opened.case
        name = case.assessed.name if case.assessed else "nobody yet"
        state = STATE_WORDS[assessment_status(case)]
        self.query_one(Marking).show(f"case {case.reference}", name, state)
        listed = self.query_one("#doing", Choices)
        at = listed.highlighted or 0
        listed.clear_options()
        for what, words in self.choices():
            listed.add_option(Option(told(words), id=what))
        listed.highlighted = min(at, listed.option_count - 1)
        self.query_one("#follows", Static).update(headed(list(self.lines())))

    def choices(self) -> Iterator[tuple[str, str]]:
        """What can be done now."""
        case = self.opened.case
        if case.state == "draft":
            yield from self.journeys()
            yield "people", "Add people"
        else:
            if "supervisor" in self.desk.user.roles:
                yield "review", "Decide"
            yield "letters", "Letters"
        yield "answers", "All answers"
        yield "thread", "The thread"
        yield "against", "This assessment against the last"
        if case.state != "draft":
            yield "outcomes", "Outcomes, before and after"
        yield "record", "The record: who sees it, how long it is kept, copies, its end"
        yield "timeline", "Timeline"
        yield "needs", "Needs now, and last time"

    def journeys(self) -> Iterator[tuple[str, str]]:
        """The journey that the case is on, else those that may be begun."""
        if self.opened.case.journey:
            yield "journey", f"Go on with the questions ({progress(self.desk.walk(self.opened))})"
            return
        for journey in self.opened.pack.journeys.values():
            if set(journey.who) & set(self.desk.user.roles):
                yield f"begin:{journey.id}", f"Begin: {journey.title}"

    def lines(self) -> Iterator[str]:
        """What follows, or that it shows once a grade is set."""
        case = self.opened.case
        if self.just_now:
            yield f"Case {case.reference} is handed in. What happens next: a supervisor decides each route."
            yield ""
        if case.returned:
            yield f"Returned: {case.returned}"
            yield ""
        if case.state != "draft":
            grades = earlier_grades(self.desk, self.opened)
            yield from headed_clocks(list(clock_lines(self.desk, self.opened)))
            yield from outcome(self.desk.result(self.opened), self.opened.pack, case, grades)
        else:
            words = offered(self.desk, self.opened)
            yield from (words, "") if words else ()
            yield "What follows shows when the case is handed in."

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do it."""
        event.stop()
        what, _, journey = str(event.option.id).partition(":")
        try:
            if what == "begin":
                self.desk.begin(self.opened, journey)
                what = "journey"
            getattr(self, f"do_{what}")()
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def do_journey(self) -> None:
        """Go on with the questions."""
        self.app.push_screen(WorkScreen(self.desk, self.opened), self.worked)

    def worked(self, done: bool | None) -> None:
        """Back from the questions."""
        self.just_now = bool(done)
        self.show()

    def do_people(self) -> None:
        """Add people."""
        self.app.push_screen(PeopleScreen(self.desk, self.opened))

    def do_review(self) -> None:
        """Decide, route by route."""
        self.app.push_screen(ReviewScreen(self.desk, self.opened))

    def do_letters(self) -> None:
        """The letters that may be issued."""
        self.do_letter("")

    def do_answers(self) -> None:
        """All answers, to read."""
        self.command_line("/check")

    def do_thread(self) -> None:
        """The whole record."""
        self.do_history("")

    def jumped(self, key: str | None) -> None:
        """To the answer that was picked in the thread: to change it in a draft, else to read why it is asked."""
        if key and self.opened.case.state == "draft":
            self.app.push_screen(WorkScreen(self.desk, self.opened, key), self.worked)
        elif key:
            self.command_line(f"/why {key}")

    def do_record(self) -> None:
        """What may be done to the record."""
        from ppitui.faces.tui.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.desk, self.opened), self.left)

    def left(self, gone: bool | None) -> None:
        """A record that is gone is left behind."""
        if gone:
            self.dismiss(None)

    def do_timeline(self) -> None:
        """What happened when, drawn and in words."""
        found = moments(self.desk.walk(self.opened))
        chart = TimelineChart(found) if found else None
        self.app.push_screen(PictureScreen("Timeline", chart, "Nothing answered has a date."))

    def do_against(self) -> None:
        """What rose and what fell since the last assessment."""
        lines = list(against_lines(self.desk, self.opened))
        self.read("This assessment against the last", lines)

    def do_outcomes(self) -> None:
        """Before, at and after."""
        lines = list(outcome_lines(self.desk, self.opened))
        self.read("Outcomes", lines)

    def do_needs(self) -> None:
        """Needs now against last time, drawn and in words."""
        found = needs_compared(self.desk, self.opened)
        chart = NeedsChart(found) if found.rows else None
        self.app.push_screen(PictureScreen("Needs", chart, "This journey asks nothing of needs."))

    def action_read(self, pages: int) -> None:
        """Scroll what follows, wherever the focus is."""
        following = self.query_one("#following", VerticalScroll)
        following.scroll_relative(y=pages * max(1, following.size.height - 1), animate=False)

    def action_command(self) -> None:
        """A line for what people who work together do."""
        line = self.query_one("#line", SafeInput)
        line.display = True
        line.value = "/"
        self.set_focus(line)
        line.cursor_position = 1

    def entered(self, line: SafeInput) -> None:
        """Carry the command out, or say what refuses it."""
        self.command_line(line.value)

    def tell(self, words: str) -> None:
        """On top; the line is done with."""
        self.leave_line()
        super().tell(words)

    def read(self, heading: str, lines: list[str]) -> None:
        """The line is done with."""
        self.leave_line()
        super().read(heading, lines)

    def do_go(self, line: str) -> None:
        """To a question of a draft, by its number or by a line of the thread."""
        if self.opened.case.state != "draft":
            raise Refused("The answers of a case that was handed in are read: F5, or /why NUMBER.")
        at = AtQuestions()
        at.begin(self.desk, self.opened)
        at.do_go(line)
        self.app.push_screen(WorkScreen(self.desk, self.opened, at.at), self.worked)

    def leave_line(self) -> None:
        """Back to what can be done."""
        self.query_one("#line").display = False
        self.set_focus(self.query_one("#doing"))

    def action_back(self) -> None:
        """From the line to the list; from the list home."""
        if self.query_one("#line").has_focus:
            self.leave_line()
        else:
            self.dismiss(None)

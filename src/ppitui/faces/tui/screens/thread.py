"""The thread of a case: grouped by day, filtered, what is new marked; from a line to its answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.calendar import day_words
from ppitui.core.events import Event
from ppitui.desk.clock import in_london
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.history import about, answer_of_line, picked, seen, wanted
from ppitui.desk.queue import did_something
from ppitui.desk.record import thread_line
from ppitui.errors import PpituiError
from ppitui.faces.tui.commanding import Commanding
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.line import CommandInput
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

_LINE = "ask, vale, today, new: only these; /command; Enter: the line's answer"


class ThreadScreen(OneSize, Commanding, Screen[str]):
    """Dismissed with the key of the answer that was picked; empty where the person goes back.

    The focus stays on the line: arrows move the bar, words filter, a slash begins a command.
    """

    CSS_PATH = "thread.tcss"
    AUTO_FOCUS = "#line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", "up", id="thread.up", show=False),
        Binding("down", "move('cursor_down')", "down", id="thread.down", show=False),
        Binding("pageup", "move('page_up')", "page up", id="thread.page_up", show=False),
        Binding("pagedown", "move('page_down')", "page down", id="thread.page_down", show=False),
        Binding("f5", "command_line('/check')", "all answers", id="thread.check"),
        Binding("escape", "back", "back", id="thread.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, only: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.only = only
        self.new: frozenset[int] = frozenset()
        self.first = not did_something(opened, desk.user.id)

    def compose(self) -> ComposeResult:
        """What it shows, the lines, the line to type in."""
        yield Marking("thread", f"case {self.opened.case.reference}")
        yield Wrong()
        yield Static("", id="only", markup=False)
        yield Choices(id="events", at_once=True)
        yield CommandInput(placeholder=_LINE, id="line")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show it, at the first line that is new; look for what others do."""
        try:
            self.show()
        except PpituiError as why:  # a filter that came with the command
            self.only = ""
            self.show()
            self.wrong(str(why))
        self.watch_others()

    def show(self) -> None:
        """The lines anew; raises WrongCall for a filter that says nothing."""
        what = wanted(self.desk, self.opened, self.only)
        _, fresh = picked(self.desk, self.opened, what)
        self.new |= fresh
        what.new, only_new = False, what.new
        found, _ = picked(self.desk, self.opened, what)
        found = [one for one in found if not only_new or one.seq in self.new]
        self.query_one("#only", Static).update(told(self.said(found)))
        self.fill(found)
        if what.everything_new:
            seen(self.desk, self.opened)

    def said(self, found: list[Event]) -> str:
        """What of the thread is on the screen."""
        news = sum(one.seq in self.new for one in found)
        only = f"Only: {self.only}. " if self.only else ""
        of = f"{len(found)} of {len(self.opened.events)} lines"
        if self.first:
            return f"{only}{of}. You have not looked at this case before."
        return f"{only}{of}" + (f"; * marks what is new since you looked: {news}" if news else "")

    def fill(self, found: list[Event]) -> None:
        """The list; the bar stays where it was, else goes to what is new, else to the end."""
        listed, names = self.query_one("#events", Choices), self.desk.names()
        before = listed.highlighted
        was = listed.get_option_at_index(before).id if before is not None else None
        at_end = before == listed.option_count - 1
        listed.clear_options()
        day = None
        for event in found:
            if in_london(event.at).date() != day:
                day = in_london(event.at).date()
                listed.add_option(Option(told(day_words(day)), disabled=True))
            line = thread_line(event, self.opened.pack, names)
            mark = "* " if event.seq in self.new else "  "
            listed.add_option(Option(told(mark + line), id=str(event.seq)))
        if not found:
            return
        ids = [one.id for one in listed.options]
        first = next((str(one.seq) for one in found if one.seq in self.new), ids[-1])
        to = first if was is None else was if was in ids and not at_end else ids[-1]
        listed.highlighted = ids.index(to)

    def as_command(self, line: str) -> str:
        """Words without a slash filter."""
        return line if line.startswith("/") else f"/history {line}"

    def do_history(self, line: str) -> None:
        """Only these lines."""
        before, self.only = self.only, line
        try:
            self.show()
        except PpituiError:
            self.only = before
            raise
        self.wrong("")

    def do_go(self, line: str) -> None:
        """To the answer of a line."""
        self.dismiss(answer_of_line(self.desk, self.opened, line).key)

    def entered(self, line: SafeInput) -> None:
        """A command, a filter, or the answer of the line where the bar is."""
        words, line.value = line.value.strip(), ""
        if words or (self.only and not self._at()):
            self.command_line(self.as_command(words))
        else:
            self.pick()

    def _at(self) -> str:
        listed = self.query_one("#events", Choices)
        at = listed.highlighted
        return str(listed.get_option_at_index(at).id) if at is not None else ""

    def pick(self) -> None:
        """To the answer that the line at the bar is about."""
        at = self._at()
        event = next((one for one in self.opened.events if str(one.seq) == at), None)
        if event is None or not about(event, self.opened.case):
            self.wrong("this line is about no answer")
        else:
            self.command_line(f"/go #{at}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The same from the list."""
        event.stop()
        self.pick()

    def action_move(self, how: str) -> None:
        """Move the bar, wherever the focus is."""
        getattr(self.query_one("#events", Choices), f"action_{how}")()

    def action_command_line(self, line: str) -> None:
        """A key that stands for a command."""
        self.command_line(line)

    def action_back(self) -> None:
        """From a line that was begun, or a filter, to the whole thread; else back."""
        line = self.query_one("#line", SafeInput)
        if line.value:
            line.value = ""
        elif self.only:
            self.command_line("/history")
        else:
            self.dismiss("")

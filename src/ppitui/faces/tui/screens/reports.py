"""Reports: choose a kind, read the table, write it as CSV."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk
from ppitui.desk.reports import Report, kinds, making, may_report, read_asked, read_days
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.faces.tui.working import is_left

_AT_ONCE = 25  # cases read between two looks at the keyboard: less than a tenth of a second


class ReportsScreen(OneSize, Screen[None]):
    """The kinds above, the report under them. `found` is one that is there already."""

    CSS_PATH = "reports.tcss"
    AUTO_FOCUS = "#kinds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="reports.back"),
        Binding("slash", "days", "days and unit", id="reports.days"),
        Binding("n", "names", "names or none", id="reports.names"),
        Binding("w", "write", "write CSV", id="reports.write"),
        Binding("pagedown", "read(1)", "read on", key_display="PgDn", id="reports.down"),
        Binding("pageup", "read(-1)", "read back", id="reports.up", show=False),
    ]

    def __init__(self, desk: Desk, found: Report | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.found = found
        self.days = ""
        self.names = False
        self.writing = False
        self.kind = ""

    def compose(self) -> ComposeResult:
        """Kinds, a line for days or a name, the report."""
        yield Marking("reports")
        yield Wrong()
        options = [
            Option(told(f"{one.title}: {one.about}"), id=kind) for kind, one in kinds().items()
        ]
        yield Choices(*options, id="kinds")
        yield SafeInput(id="line")
        with VerticalScroll(id="found"):
            yield Static(id="report", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Nothing is made yet: a report is made when somebody asks for it."""
        self.query_one("#line").display = False
        self.show()

    def show(self) -> None:
        """The report, or how to get one."""
        names = "with names, which is logged" if self.names else "without names"
        self.query_one(Marking).show("reports", self.days or "all days, by unit", names)
        lines = ["Choose a report. / names the days and the unit, n switches names on and off."]
        if self.found is not None:
            lines = self.found.lines(max(40, self.size.width - 6))
        self.query_one("#report", Static).update(said(*lines))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make that one."""
        event.stop()
        self.kind = str(event.option.id)
        self.make()

    def make(self) -> None:
        """Make the report that was chosen, while keys are still listened to; a second wish takes the place of it."""
        if self.kind:
            self.run_worker(self._make(), exclusive=True)

    async def _make(self) -> None:
        if is_left(self):
            return
        wrong = self.query_one(Wrong)
        wrong.say("")
        try:
            named = self.names and kinds()[self.kind].named
            steps = making(
                self.desk, read_asked(self.desk, self.kind, *read_days(self.days), names=named)
            )
            while True:
                left = next(steps)
                if left % _AT_ONCE == 0:
                    self.query_one("#report", Static).update(said(f"Reading: {left} cases to go."))
                    await asyncio.sleep(0)
                    if is_left(self):
                        return
        except StopIteration as done:
            self.found = done.value
        except PpituiError as why:
            self.found = None
            wrong.say(str(why))
        self.show()

    def action_names(self) -> None:
        """With names, or without: two permissions."""
        if not self.names and not may_report(self.desk, names=True):
            self.query_one(Wrong).say("Your roles may make reports without names only.")
            return
        self.names = not self.names
        self.show()
        self.make()

    def action_days(self) -> None:
        """A line for the days and the unit."""
        self._line("from DAY to DAY unit NAME, each where it is wanted (Esc leaves it)", self.days)
        self.writing = False

    def action_write(self) -> None:
        """A line for the name of the file."""
        if self.found is None:
            self.query_one(Wrong).say("There is no report here to write. Choose one first.")
            return
        self._line("a name that ends in .csv (Esc leaves it)", f"{self.found.asked.kind}.csv")
        self.writing = True

    def _line(self, placeholder: str, value: str) -> None:
        line = self.query_one("#line", SafeInput)
        line.placeholder, line.value, line.display = placeholder, value, True
        line.cursor_position = len(value)
        self.set_focus(line)

    def entered(self, line: SafeInput) -> None:
        """Take the days, or write the file."""
        wrong = self.query_one(Wrong)
        try:
            if self.writing:
                self._write(line.value)
                wrong.tell(f"Written to {line.value}, for nobody but you to read.")
            else:
                read_days(line.value)
                self.days = line.value.strip()
        except PpituiError as why:
            wrong.say(str(why))
            return
        self._leave_line()
        if not self.writing:
            self.show()
            self.make()

    def _write(self, name: str) -> None:
        from ppitui.faces.reporting import write_csv

        if self.found is not None:
            write_csv(self.found, Path(name.strip()))

    def _leave_line(self) -> None:
        self.query_one("#line").display = False
        self.set_focus(self.query_one("#kinds"))

    def action_read(self, pages: int) -> None:
        """Scroll the report, wherever the focus is."""
        found = self.query_one("#found", VerticalScroll)
        found.scroll_relative(y=pages * max(1, found.size.height - 1), animate=False)

    def action_back(self) -> None:
        """From the line to the kinds; from the kinds home."""
        if self.query_one("#line").has_focus:
            self._leave_line()
        else:
            self.dismiss(None)

"""The papers of a meeting: which day, why the cases are opened, what they hold, and their file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk
from ppitui.desk.looking import reasons
from ppitui.desk.papers import Wanted, day_of, make, save
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

_DAY = "day of the meeting, YYYY-MM-DD (Enter is today)"
_SAVE_AS = "save as: a name ending in .pdf, .docx, .html, .txt or .md"


class PapersScreen(OneSize, Screen[None]):
    """First why the cases are opened, then the day, then the papers to read and the line for their file."""

    CSS_PATH = "papers.tcss"
    AUTO_FOCUS = "#why"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="papers.save"),
        Binding("escape", "back", "back", id="papers.back"),
    ]

    def __init__(self, desk: Desk, route: str) -> None:
        super().__init__()
        self.desk = desk
        self.route = route
        self.why = ""
        self.on: date | None = None

    def compose(self) -> ComposeResult:
        """Why, what, and a line."""
        yield Marking(f"papers for the {self.route} meeting")
        yield Wrong()
        rows = (Option(told(words), id=code) for code, words in reasons(self.desk))
        yield Choices(*rows, id="why")
        with VerticalScroll(id="page"):
            yield Static(
                told(
                    "Why do you open the cases? It is logged in each.",
                    "Restricted records stay out.",
                ),
                id="lines",
                markup=False,
            )
        yield SafeInput(placeholder=_DAY, id="file", disabled=True)
        yield Footer(show_command_palette=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Why; then the day."""
        event.stop()
        self.why = str(event.option.id)
        line = self.query_one("#file", SafeInput)
        line.disabled = False
        self.set_focus(line)

    def entered(self, line: SafeInput) -> None:
        """The day, then the file."""
        try:
            if self.on is None:
                self.show(day_of(self.desk, line.value))
            elif line.value.strip():
                path = Path(line.value.strip()).expanduser()
                save(self.desk, self.wanted(self.on), path)
                self.query_one(Wrong).tell(f"Saved as {path}, and recorded in each of its cases.")
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def wanted(self, on: date) -> Wanted:
        """What is asked for."""
        return Wanted(self.route, on, (), self.why)

    def show(self, on: date) -> None:
        """The papers as they would leave. Raises what refuses them."""
        text = make(self.desk, self.wanted(on), "txt").data.decode("utf-8")
        self.on = on
        self.query_one("#lines", Static).update(told("DRAFT: not saved", "", *text.splitlines()))
        self.query_one("#why").display = False
        self.query_one(Wrong).say("")
        line = self.query_one("#file", SafeInput)
        line.value, line.placeholder = "", _SAVE_AS
        self.set_focus(self.query_one("#page"))

    def action_save(self) -> None:
        """To the line for the file, once there is something to save."""
        if self.on is not None:
            self.set_focus(self.query_one("#file"))

    def action_back(self) -> None:
        """Home."""
        self.dismiss(None)

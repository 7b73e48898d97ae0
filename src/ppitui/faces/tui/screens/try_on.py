"""Which case the preview is tried on: an invented example, or a case file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, OptionList
from textual.widgets.option_list import Option

from ppitui.desk.rehearsing import case_named, worked_examples
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class TryOnScreen(OneSize, Screen[Path | None]):
    """The examples, and a line for a file."""

    CSS_PATH = "try_on.tcss"
    AUTO_FOCUS = "#cases"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type", "a file", id="try_on.file"),
        Binding("escape", "back", "back", id="try_on.back"),
    ]

    def compose(self) -> ComposeResult:
        """A row an example."""
        yield Marking("studio", "try it on")
        yield Wrong()
        rows = [Option(told(f"  {one.stem}"), id=one.stem) for one in worked_examples()]
        yield Choices(Option(told("Invented examples"), disabled=True), *rows, id="cases")
        yield SafeInput(placeholder="or the path of a case file", id="file")
        yield Footer(show_command_palette=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        event.stop()
        self.dismiss(case_named(str(event.option.id)))

    def entered(self, line: SafeInput) -> None:
        """That file."""
        try:
            self.dismiss(case_named(line.value.strip()))
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))

    def action_type(self) -> None:
        """To the line."""
        self.set_focus(self.query_one("#file"))

    def action_back(self) -> None:
        """The one that was."""
        self.dismiss(None)

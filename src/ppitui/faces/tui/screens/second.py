"""A blind second grade: what it is given from, and a line to give it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from ppitui.desk.desk import Desk
from ppitui.desk.seconds import decline_second, give_second
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, headed
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class SecondScreen(OneSize, Screen[None]):
    """`lines` are what may be read before the first grade is seen."""

    CSS_PATH = "second.tcss"
    AUTO_FOCUS = "#line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", id="second.back"),
        Binding("pagedown", "read(1)", "read on", key_display="PgDn", id="second.down"),
        Binding("pageup", "read(-1)", "read back", id="second.up", show=False),
    ]

    def __init__(self, desk: Desk, reference: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.desk = desk
        self.reference = reference
        self.lines = lines

    def compose(self) -> ComposeResult:
        """What to read, and the line."""
        yield Marking(f"case {self.reference}", "second grade")
        yield Wrong()
        yield SafeInput(placeholder="A=high B=medium and why; or: decline and why", id="line")
        with VerticalScroll(id="read"):
            yield Static(headed(self.lines), id="lines", markup=False)
        yield Footer(show_command_palette=False)

    def entered(self, line: SafeInput) -> None:
        """Give it, or decline."""
        first, _, rest = line.value.strip().partition(" ")
        try:
            if first.lower() == "decline":
                decline_second(self.desk, self.reference, rest)
            else:
                give_second(self.desk, self.reference, line.value)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        self.dismiss(None)

    def action_read(self, pages: int) -> None:
        """Scroll what there is to read."""
        read = self.query_one("#read", VerticalScroll)
        read.scroll_relative(y=pages * max(1, read.size.height - 1), animate=False)

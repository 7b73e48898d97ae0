"""Something to read, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from ppitui.faces.tui.safe import headed
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking


class ReadingScreen(OneSize, Screen[None]):
    """Lines under a heading; arrows scroll, Escape goes back."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", id="reading.back"),
    ]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.heading = heading
        self.lines = lines

    def compose(self) -> ComposeResult:
        """Heading and lines."""
        yield Marking(self.heading)
        with VerticalScroll():
            yield Static(headed(self.lines), id="lines", markup=False)
        yield Footer(show_command_palette=False)

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

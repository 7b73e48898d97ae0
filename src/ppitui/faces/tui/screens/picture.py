"""A picture to look at, with its words on the same rows, and back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from ppitui.faces.tui.safe import told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking


class PictureScreen(OneSize, Screen[None]):
    """A chart under a heading, or `nothing` where there is none to draw."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", id="picture.back"),
    ]

    def __init__(self, heading: str, chart: Static | None, nothing: str) -> None:
        super().__init__()
        self.heading = heading
        self.chart = chart
        self.nothing = nothing

    def compose(self) -> ComposeResult:
        """The chart, or that there is nothing to draw."""
        yield Marking(self.heading)
        with VerticalScroll():
            yield self.chart or Static(told(self.nothing), id="lines", markup=False)
        yield Footer(show_command_palette=False)

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

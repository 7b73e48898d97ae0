"""What happened when: a line of time, and the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Static

from ppitui.desk.record import Moment
from ppitui.faces.tui.safe import told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.timeline import TimelineChart


class TimelineScreen(OneSize, Screen[None]):
    """Oldest on the left, today on the right; every point is also told in words."""

    CSS_PATH = "reading.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "back", id="timeline.back"),
    ]

    def __init__(self, found: Sequence[Moment]) -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        """The chart, or that there is nothing to draw."""
        yield Marking("Timeline")
        with VerticalScroll():
            if self.found:
                yield TimelineChart(self.found)
            else:
                yield Static(
                    told("Nothing that was answered has a date."), id="lines", markup=False
                )
        yield Footer(show_command_palette=False)

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

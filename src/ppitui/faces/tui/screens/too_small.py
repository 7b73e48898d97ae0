"""The cover of a terminal that is too small to read anything in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from ppitui.faces.tui.sizes import OneSize

COLUMNS, ROWS = 40, 12


def too_small(size: Size) -> bool:
    """Whether a question and its choices cannot be shown whole."""
    return size.width < COLUMNS or size.height < ROWS


class TooSmallScreen(OneSize, Screen[None]):
    """Says how large the terminal must be; the application takes it away when it is. What was typed stays."""

    CSS_PATH = "too_small.tcss"
    covers = True

    def compose(self) -> ComposeResult:
        """One calm line, short enough for twenty columns by five rows."""
        words = f"ppitui needs at least {COLUMNS} columns by {ROWS} rows. Nothing is lost."
        yield Static(words, id="too-small", markup=False)

    def on_key(self, event: Key) -> None:
        """A key pressed blind must not answer a question."""
        event.stop()
        event.prevent_default()

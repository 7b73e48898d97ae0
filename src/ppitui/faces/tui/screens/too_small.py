"""The cover of a terminal that is too small to read anything in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Event, Key, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

COLUMNS, ROWS = 40, 12


def too_small(size: Size) -> bool:
    """Whether a question and its choices cannot be shown whole."""
    return size.width < COLUMNS or size.height < ROWS


class TooSmallScreen(Screen[None]):
    """Says how large the terminal must be; the application takes it away when it is. What was typed stays."""

    CSS_PATH = "too_small.tcss"

    def compose(self) -> ComposeResult:
        """One calm line, short enough for twenty columns by five rows."""
        words = f"ppitui needs at least {COLUMNS} columns by {ROWS} rows. Nothing is lost."
        yield Static(words, id="too-small", markup=False)

    async def on_event(self, event: Event) -> None:
        """A size that is no longer so is dropped: two at once would follow each other in Textual without an end."""
        if not isinstance(event, Resize) or event.size == self.app.size:
            await super().on_event(event)

    def on_key(self, event: Key) -> None:
        """A key pressed blind must not answer a question."""
        event.stop()
        event.prevent_default()

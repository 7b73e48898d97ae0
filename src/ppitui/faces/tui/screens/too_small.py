"""The cover of a terminal that is too small to read anything in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

COLUMNS, ROWS = 40, 12


def too_small(size: Size) -> bool:
    """Whether a question and its choices cannot be shown whole."""
    return size.width < COLUMNS or size.height < ROWS


class TooSmallScreen(ModalScreen[None]):
    """Says how large the terminal must be, and goes by itself when it is; what was typed stays under it."""

    CSS_PATH = "too_small.tcss"

    def compose(self) -> ComposeResult:
        """One calm line, short enough for twenty columns by five rows."""
        words = f"ppitui needs at least {COLUMNS} columns by {ROWS} rows. Nothing is lost."
        yield Static(words, id="too-small", markup=False)

    def on_resize(self) -> None:
        """There may be room again."""
        self.leave()

    def on_screen_resume(self) -> None:
        """Room may have come while another cover lay on this one."""
        self.leave()

    def leave(self) -> None:
        """Go, if there is room."""
        if self.is_current and not too_small(self.app.size):
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """A key pressed blind must not answer a question."""
        event.stop()
        event.prevent_default()

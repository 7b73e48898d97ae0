"""The cover: nothing of the case is on the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from ppitui.faces.tui.sizes import OneSize


class BlankScreen(OneSize, ModalScreen[None]):
    """Shown by F12, and by itself after five minutes; any key takes it away. What was typed stays under it."""

    CSS_PATH = "blank.tcss"

    def compose(self) -> ComposeResult:
        """One line that says nothing."""
        yield Static("ppitui. Press any key.", id="blank", markup=False)

    def on_key(self, event: Key) -> None:
        """Any key uncovers; it does nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)

"""The cover: nothing of the case is on the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from ppitui.desk.desk import Desk
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said
from ppitui.faces.tui.sizes import OneSize


class BlankScreen(OneSize, ModalScreen[None]):
    """Shown by F12, and by itself after five minutes. What was typed stays under it.

    Any key takes it away; where the desk has a passphrase, only that does.
    """

    CSS_PATH = "blank.tcss"
    covers = True

    def __init__(self, desk: Desk | None = None) -> None:
        super().__init__()
        self.desk = desk

    @property
    def locked(self) -> bool:
        """Whether a passphrase is wanted."""
        return self.desk is not None and self.desk.proof.wanted

    def compose(self) -> ComposeResult:
        """One line that says nothing; where it is locked, the passphrase below it."""
        with Vertical(id="cover"):
            words = (
                "ppitui. Your passphrase uncovers it." if self.locked else "ppitui. Press any key."
            )
            yield Static(words, id="blank", markup=False)
            if self.locked:
                yield SafeInput(password=True, id="again")

    def on_key(self, event: Key) -> None:
        """Any key uncovers what is not locked; it does nothing else."""
        if not self.locked:
            event.stop()
            event.prevent_default()
            self.dismiss(None)

    def entered(self, line: SafeInput) -> None:
        """Uncover, or say why not. A passphrase given here signs nothing."""
        words, line.value = line.value, ""
        if self.desk is None:
            return
        try:
            self.desk.proof.check(words)
        except PpituiError as why:
            self.query_one("#blank", Static).update(said(str(why)))
            return
        self.dismiss(None)

    def uncover(self) -> None:
        """Take the cover away, unless it is locked."""
        if not self.locked:
            self.dismiss(None)

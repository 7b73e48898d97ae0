"""The passphrase, once more: what is handed in or decided is signed by the person who is there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from ppitui.desk.desk import Desk
from ppitui.desk.proof import Unconfirmed
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.wrong import Wrong


class PassphraseScreen(OneSize, ModalScreen[bool]):
    """True once the passphrase was right; False where the person leaves it. `wanted` says what it signs."""

    CSS_PATH = "passphrase.tcss"
    BINDINGS = [Binding("escape", "dismiss(False)", "back", id="passphrase.back")]  # noqa: RUF012  # Textual's own kind

    def __init__(self, desk: Desk, wanted: Unconfirmed) -> None:
        super().__init__()
        self.desk = desk
        self.wanted = wanted

    def compose(self) -> ComposeResult:
        """One question."""
        with Vertical(id="sign"):
            yield Static(said(f"{self.wanted.asks} Esc leaves it."), markup=False)
            yield Wrong()
            yield SafeInput(password=True, id="words")

    def entered(self, line: SafeInput) -> None:
        """Confirm, or say why not."""
        words, line.value = line.value, ""
        try:
            self.desk.proof.confirm(words, self.desk.now(), self.wanted.act)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        self.dismiss(True)

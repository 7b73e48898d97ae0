"""Why somebody opens a case that they did not write."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ppitui.faces.tui.safe import said, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices


class ReasonScreen(OneSize, ModalScreen[str]):
    """The code of the reason that was chosen; empty where the person leaves. `reasons` are codes and words."""

    CSS_PATH = "reason.tcss"
    AUTO_FOCUS = "#reasons"
    BINDINGS = [Binding("escape", "dismiss('')", "back", id="reason.back")]  # noqa: RUF012  # Textual's own kind

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__()
        self.reasons = reasons

    def compose(self) -> ComposeResult:
        """One question."""
        words = "This case is not yours. That you open it is logged, with your reason. Esc leaves."
        with Vertical(id="why"):
            yield Static(said(words), markup=False)
            yield Choices(*(Option(told(says)) for _, says in self.reasons), id="reasons")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That is why."""
        event.stop()
        self.dismiss(self.reasons[event.option_index][0])

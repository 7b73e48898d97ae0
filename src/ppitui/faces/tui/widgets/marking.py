"""The line on top of every screen: where one is, who one is, and the marking."""

from __future__ import annotations

from textual.widgets import Static

from ppitui.core.text import visible
from ppitui.faces.tui.safe import said


class Marking(Static):
    """One line: what is open on the left, the protective marking on the right."""

    def __init__(self, left: str = "") -> None:
        super().__init__(classes="marking", markup=False)
        self.left = left

    def on_mount(self) -> None:
        """Show it."""
        self.show(self.left)

    def on_resize(self) -> None:
        """Keep the marking at the right edge."""
        self.show(self.left)

    def show(self, left: str) -> None:
        """Say what is open now."""
        self.left = left
        right = (
            "DEMONSTRATION  " if getattr(self.app, "demo", False) else "not encrypted  "
        ) + "OFFICIAL-SENSITIVE"
        room = max(0, self.content_size.width - len(right) - 2)
        text = visible(f"ppitui  {left}")
        short = text if len(text) <= room else text[: max(0, room - 1)] + "…"
        self.update(said(f"{short:<{room}}  {right}"))

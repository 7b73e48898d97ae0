"""The line on top of every screen: where one is, who one is, and the marking."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from ppitui.faces.tui.safe import said

MARKING = "OFFICIAL-SENSITIVE"


class Marking(Static):
    """One line: what is open on the left, the protective marking on the right."""

    def __init__(self, left: str = "") -> None:
        super().__init__(classes="marking", markup=False)
        self.left = left

    def show(self, left: str) -> None:
        """Say what is open now."""
        self.left = left
        self.refresh()

    def render(self) -> Content:
        """The line at its present width: the marking always at the right edge, whole."""
        demo = bool(getattr(self.app, "demo", False))
        locked = bool(getattr(self.app, "encrypted", False))
        how = "DEMONSTRATION  " if demo else "" if locked else "not encrypted  "
        right = f"{how}{MARKING}"
        width = self.content_size.width
        if width < len(right) + 16:
            right = MARKING
        room = max(0, width - len(right) - 2)
        left = said(f"ppitui  {self.left}").truncate(room, ellipsis=True, pad=True)
        return Content.assemble(left, "  ", right)

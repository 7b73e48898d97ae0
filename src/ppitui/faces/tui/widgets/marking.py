"""The line on top of every screen: where one is, who one is, and the marking."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from ppitui.faces.tui.safe import said

MARKING = "OFFICIAL-SENSITIVE"
_WORTH = 12  # columns: with fewer left, the beginning of a part says nothing


class Marking(Static):
    """What is open on the left, the protective marking on the right. What does not fit is cut, or left out."""

    def __init__(self, *parts: str) -> None:
        super().__init__(classes="marking", markup=False)
        self.parts = parts

    def show(self, *parts: str) -> None:
        """Say what is open now, what matters most first."""
        self.parts = parts
        self.refresh()

    def render(self) -> Content:
        """The line at its present width: the marking always at the right edge, whole."""
        tour = getattr(self.app, "tour", None)
        demo = bool(getattr(self.app, "demo", False))
        locked = bool(getattr(self.app, "encrypted", False))
        how = "DEMONSTRATION  " if demo else "" if locked else "not encrypted  "
        right = f"{how}{MARKING}"
        width = self.content_size.width
        if width < len(right) + 16:
            right = MARKING
        room = max(0, width - len(right) - 2)
        line = Content.assemble(self._left(room), "  ", right)
        return Content.assemble(line, "\n", Content.styled(tour.words, "bold")) if tour else line

    def on_mount(self) -> None:
        """In a demonstration a second line says what to try."""
        if getattr(self.app, "tour", None):
            self.styles.height = 2

    def _left(self, room: int) -> Content:
        """As many parts as fit, each whole; the first one cut where even that is too long."""
        first = said(self.parts[0] if self.parts else "")
        left = Content.assemble("ppitui  ", first)
        if left.cell_length > room:
            left = first
        for part in self.parts[1:]:
            longer = Content.assemble(left, "  ", said(part))
            if longer.cell_length > room and room - left.cell_length < _WORTH:
                break
            left = longer
        return left.truncate(room, ellipsis=True, pad=True)

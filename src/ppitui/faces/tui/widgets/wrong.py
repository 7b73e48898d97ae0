"""What is wrong, in one place on every screen, and told in words."""

from __future__ import annotations

from textual.widgets import Static

from ppitui.faces.tui.safe import told


class Wrong(Static):
    """Takes no room while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__("", id="wrong", classes="wrong", markup=False)
        self.display = False

    def say(self, problem: str) -> None:
        """A problem, or nothing any more."""
        self.tell(f"There is a problem: {problem}" if problem else "")

    def tell(self, words: str) -> None:
        """Something that is no problem, such as where a file was saved."""
        self.update(told(words))
        self.display = bool(words)

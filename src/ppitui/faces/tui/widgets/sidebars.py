"""What stands beside a question: the journey, and what is known so far. Each is told in words, not in colour."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

from ppitui.core.walk import Progress
from ppitui.desk.known import band
from ppitui.faces.tui.safe import told
from ppitui.faces.tui.theme import band_styles


class JourneyList(Static):
    """The parts of the journey and how far each is."""

    def __init__(self) -> None:
        super().__init__(id="journey", classes="panel", markup=False)
        self.border_title = "Journey"

    def show(self, parts: Sequence[Progress], current: str) -> None:
        """A line a part: done, here, or to come."""
        lines = []
        for number, part in enumerate(parts, start=1):
            done = part.done == part.total
            mark = "▸" if part.title == current else "✓" if done else " "
            tail = f" {part.done}/{part.total}" if part.title == current else ""
            lines.append(f"{mark} {number} {part.title}{tail}")
        confirm = sum(part.to_confirm for part in parts)
        if confirm:
            lines.append(f"to confirm: {confirm}")
        self.update(told(*lines))


class KnownSoFar(Static):
    """Facts, gaps and safety prompts."""

    def __init__(self) -> None:
        super().__init__(id="known", classes="panel", markup=False)
        self.border_title = "Known so far"

    def show(self, lines: Sequence[str]) -> None:
        """The lines as they are told; a grade in the colour of its band, beside its word and symbol."""
        grades = {f"  grade {band(name)}": style for name, style in band_styles(self.app).items()}
        styles = {at: grades[line] for at, line in enumerate(lines) if line in grades}
        self.update(told(*lines, styles=styles))

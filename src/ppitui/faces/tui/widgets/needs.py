"""Needs now against last time: a bar each for the eye, and the words on the same row."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from ppitui.core.text import cells, padded
from ppitui.desk.needs import MOST, Need, Needs, level_words
from ppitui.faces.tui.safe import told


class NeedsChart(Static):
    """Two bars a part of life, last time's above now's."""

    def __init__(self, found: Needs) -> None:
        super().__init__(id="lines", markup=False)
        self.found = found

    def render(self) -> Content:
        """The chart at its present width."""
        against = self.found.against or "no earlier assessment"
        rows = [*told(f"last: {against}", "now: this case", "").rows(self.content_size.width)]
        wide = max((cells(one.label) for one in self.found.rows), default=0)
        for one in self.found.rows:
            rows.extend(self._bars(one, min(wide, max(8, self.content_size.width - 30))))
        return Content("\n").join(rows)

    def _bars(self, need: Need, wide: int) -> Iterator[Content]:
        label = padded(need.label, wide)
        if cells(need.label) > wide:  # a narrow screen: the label whole, on rows of its own
            yield from told(need.label).rows(self.content_size.width)
            label = "  "
            wide = 2
        if self.found.against:
            yield from told(f"{label}  last {bar(need.last)} {level_words(need.last)}").rows(200)
            label = " " * wide
        change = f", {need.change}" if need.change else ""
        yield from told(f"{label}  now  {bar(need.now)} {level_words(need.now)}{change}").rows(200)


def bar(level: int | None) -> str:
    """A level as blocks; what is not known is a question mark, never an empty bar."""
    if level is None:
        return "?" + " " * (MOST - 1)
    return "■" * level + "·" * (MOST - level)

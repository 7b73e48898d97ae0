"""Moments on a line of time: drawn for the eye, told in words on the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import Static

from ppitui.core.calendar import day_words
from ppitui.desk.record import Moment
from ppitui.faces.tui.safe import told

_LEAST = 12  # columns of line below which the words alone say more


class TimelineChart(Static):
    """A row of line and a row of words for each moment, oldest first."""

    def __init__(self, found: Sequence[Moment]) -> None:
        super().__init__(id="lines", markup=False)
        self.found = found

    def render(self) -> Content:
        """The chart at its present width."""
        width = self.content_size.width
        return Content("\n").join(row for one in self.found for row in self._moment(one, width))

    def _moment(self, moment: Moment, width: int) -> Iterator[Content]:
        if width >= _LEAST:
            yield Content(self._line(moment, width))
        yield from told(f"{day_words(moment.day)}, {moment.age}", f"    {moment.words}").rows(width)
        yield Content("")

    def _line(self, moment: Moment, width: int) -> str:
        """From the oldest moment on the left to today on the right, a point where this one is."""
        span = max(1, *(one.ago for one in self.found))
        at = round((width - 1) * (span - moment.ago) / span)
        return "─" * at + "●" + "─" * (width - 1 - at)

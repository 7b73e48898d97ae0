"""A list of choices that the terminal's own cursor follows, so that a braille line or a screen reader can too."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import OptionList


class Choices(OptionList):
    """An OptionList whose highlighted row carries the hardware cursor (Textual hides it, and leaves it behind)."""

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the cursor with the highlight."""
        self.call_after_refresh(self.follow, event.option_index)

    def on_focus(self) -> None:
        """Bring the cursor here."""
        if self.highlighted is not None:
            self.follow(self.highlighted)

    def follow(self, index: int) -> None:
        """Put the terminal's cursor on a row."""
        region = self.content_region
        row = index  # every prompt is one line: `said` makes them so
        if self.has_focus:
            self.app.cursor_position = Offset(region.x, region.y + row - self.scroll_offset.y)

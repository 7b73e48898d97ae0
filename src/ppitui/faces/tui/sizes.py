"""One size at a time."""

from __future__ import annotations

from textual.events import Event, Resize

from ppitui.faces.tui.standing import Standing


class OneSize(Standing):
    """For screens: a size that is no longer the terminal's is dropped.

    Two sizes in a screen's queue at once, as when a window is dragged while a screen opens, would answer each other in
    Textual 8.2 without an end, and the screen would stand still.
    """

    async def on_event(self, event: Event) -> None:
        """Everything but sizes that have passed."""
        if not isinstance(event, Resize) or event.size == self.app.size:
            await super().on_event(event)

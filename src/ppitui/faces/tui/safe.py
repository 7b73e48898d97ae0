"""The boundary to the terminal: text from people and files, made into content that nothing can act on.

Textual hands escape codes in data to the terminal, and reads square brackets in a string as markup. So a value never
reaches a widget as a string: it goes through `said`, and what is typed or pasted goes through `SafeInput`.
"""

from __future__ import annotations

from textual.content import Content
from textual.events import Paste
from textual.widgets import Input

from ppitui.core.text import in_columns, visible

MAX_PASTE = 4000


def said(*lines: str) -> Content:
    """Lines as content: hidden characters replaced, nothing read as markup, one width on every terminal."""
    return Content("\n".join(in_columns(line) for line in lines))


class SafeInput(Input):
    """One line of input that never holds a character that acts on a terminal, however it got there."""

    def validate_value(self, value: str) -> str:
        """What is kept of a value, whether typed, pasted or set."""
        return visible(value[:MAX_PASTE])

    def action_copy(self) -> None:
        """Not to the clipboard: say so, and how to leave."""
        self.app.action_help_quit()

    def action_cut(self) -> None:
        """Neither: what is cut would be lost, as nothing is copied."""
        self.app.action_help_quit()

    def _on_paste(self, event: Paste) -> None:
        """A paste of any size becomes one safe line; Textual's own would keep escape codes."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(visible(event.text[:MAX_PASTE]).replace("\n", " "))

"""The boundary to the terminal: text from people and files, made into content that nothing can act on.

Textual hands escape codes in data to the terminal, and reads square brackets in a string as markup. So a value never
reaches a widget as a string: it goes through `said`, and what is typed or pasted goes through `SafeInput`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.events import Key, Paste
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Input

from ppitui.core.text import in_columns, visible
from ppitui.faces.tui.ordered import act_now

MAX_PASTE = 4000


def said(*lines: str) -> Content:
    """Lines as content: hidden characters replaced, nothing read as markup, one width on every terminal."""
    return Content("\n".join(in_columns(line) for line in lines))


_HANG = re.compile(r"\s*(?:(?:[-!?*▸✓]|\d{1,4}\.?|\[[ x?]\])\s+)*")
_LEAST = 16  # below this many columns an indent would leave no room for words


class Told(Visual):
    """Lines as content, each wrapped under its own first word: an indent, a number or a dash hangs out.

    `styles` gives a line, by its index, a style of our own making; text never carries one.
    """

    def __init__(self, lines: tuple[str, ...], styles: Mapping[int, str]) -> None:
        self.lines = tuple(in_columns(line) for line in lines)
        self.styles = styles
        self._wrapped: tuple[int, list[Content]] = (-1, [])

    def __str__(self) -> str:
        """The lines as they are, for who reads rather than paints."""
        return "\n".join(self.lines)

    def rows(self, width: int) -> list[Content]:
        """The rows at this width in columns."""
        if self._wrapped[0] != width:
            rows = [row for at in range(len(self.lines)) for row in self._hung(at, width)]
            self._wrapped = (width, rows)
        return self._wrapped[1]

    def _hung(self, at: int, width: int) -> list[Content]:
        line = self.lines[at]
        found = _HANG.match(line)
        first = found[0] if found else ""
        hang = cell_len(first)
        if width - hang < _LEAST:
            first, hang = "", 0
        wrapped = Content(line[len(first) :]).wrap(max(1, width - hang))
        if at in self.styles:
            wrapped = [row.stylize(self.styles[at]) for row in wrapped]
        if not hang:
            return wrapped
        return [
            Content.assemble(" " * hang if row else first, words)
            for row, words in enumerate(wrapped)
        ]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The rows, painted."""
        return Content("\n").join(self.rows(width)).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002  # Textual's own
        """The width of the longest line."""
        return max((cell_len(line) for line in self.lines), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002  # Textual's own
        """The number of rows at this width."""
        return len(self.rows(width))


def headed(lines: Sequence[str]) -> Told:
    """Lines some of which are headings: those that stand at the margin above something that is indented."""
    below = [*lines[1:], ""]
    heads = [
        at
        for at, (line, after) in enumerate(zip(lines, below, strict=True))
        if line and not line.startswith(" ") and after.startswith("  ")
    ]
    return Told(tuple(lines), dict.fromkeys(heads, "bold"))


def told(*lines: str, styles: Mapping[int, str] | None = None) -> Told:
    """Lines for a widget that may wrap them: safe as `said` makes them, and hanging."""
    return Told(lines, styles or {})


@runtime_checkable
class TakesLines(Protocol):
    """A screen with a line of input: it acts on Enter at once, and moves the focus before it returns."""

    def entered(self, line: SafeInput) -> None:
        """Enter was pressed in this line."""


class SafeInput(Input):
    """One line of input that never holds a character that acts on a terminal, however it got there.

    Keys act in the order in which they were typed: see `act_now`.
    """

    async def _on_key(self, event: Key) -> None:
        """What is not text acts at once; text is Textual's own."""
        if not event.is_printable:
            await act_now(self, event)

    async def action_submit(self) -> None:
        """Enter: the screen takes the line."""
        if isinstance(self.screen, TakesLines):
            self.screen.entered(self)
        else:
            await super().action_submit()

    def validate_value(self, value: str) -> str:
        """What is kept of a value, whether typed, pasted or set."""
        return visible(value[:MAX_PASTE])

    def action_copy(self) -> None:
        """Not to the clipboard: say so, and how to leave."""
        self.app.action_help_quit()

    def action_cut(self) -> None:
        """Neither: what is cut would be lost, as nothing is copied."""
        self.app.action_help_quit()

    def action_paste(self) -> None:
        """Nothing of ours is there to paste: it would only erase what is selected. The terminal pastes for itself."""

    def _on_paste(self, event: Paste) -> None:
        """A paste of any size becomes one safe line; Textual's own would keep escape codes."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(visible(event.text[:MAX_PASTE]).replace("\n", " "))

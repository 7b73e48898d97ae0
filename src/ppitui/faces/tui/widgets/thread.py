"""The thread under the question, and the command line under the thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Static

from ppitui.faces.tui.safe import told
from ppitui.faces.tui.widgets.line import CommandInput


class ThreadTail(Static):
    """The newest lines of the thread."""

    def __init__(self) -> None:
        super().__init__(id="thread", classes="panel", markup=False)
        self.border_title = "Thread"

    def show(self, lines: Sequence[str]) -> None:
        """The last lines, newest at the bottom."""
        self.update(told(*lines[-2:]))


class CommandLine(CommandInput):
    """A line without a slash answers the question; with one it is a command."""

    @dataclass
    class Line(Message):
        """The person entered this line."""

        text: str

    def __init__(self) -> None:
        super().__init__(id="command", placeholder="answer, or /command", select_on_focus=False)

    async def action_submit(self) -> None:
        """Enter hands the line over."""
        text, self.value = self.value, ""
        self.post_message(self.Line(text))

    def begin_with(self, first: str) -> None:
        """Take the focus with what was typed so far."""
        self.value = first
        self.screen.set_focus(self)  # at once: focus() would let the next key pass by
        self.cursor_position = len(first)

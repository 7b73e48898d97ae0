"""Textual's palette of commands, which acts once and takes nothing else away."""

from __future__ import annotations

from typing import Any

from textual.command import CommandList, CommandPalette
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker

from ppitui.faces.tui.standing import Standing


class Palette(Standing, CommandPalette):
    """As Textual's own. A second Enter would take away the screen under it, and a key behind Esc end ppitui."""

    async def _on_message(self, message: Message) -> None:
        """Nothing is typed or chosen once it was left, or covered: its list may be gone."""
        if self.on_top_now or not isinstance(message, (Input.Changed, Input.Submitted)):
            await super()._on_message(message)

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Look for commands. That the list goes meanwhile is no fault: nobody looks at it any more."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})

    def _action_command_list(self, action: str) -> None:
        """Move the bar, once the list has a size."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)

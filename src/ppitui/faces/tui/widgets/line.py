"""A line for commands: Tab completes what was begun."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from textual.binding import Binding, BindingType

from ppitui.faces.tui.safe import SafeInput


@runtime_checkable
class Completes(Protocol):
    """A screen that knows what a line could become."""

    def completed(self, line: SafeInput) -> None:
        """Complete the line as far as it can only go one way, and say what it could be."""


class CommandInput(SafeInput):
    """Tab completes a line that was begun; from an empty one it moves the focus on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", id="line.complete", show=False)
    ]

    def on_mount(self) -> None:
        """What a line was begun with stays when the focus comes: selected, the next key would take its place."""
        self.select_on_focus = False

    def action_complete(self) -> None:
        """Tab."""
        if self.value and isinstance(self.screen, Completes):
            self.screen.completed(self)
        else:
            self.screen.focus_next()

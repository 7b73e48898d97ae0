"""Help, made from the descriptions of the commands."""

from __future__ import annotations

from ppitui.desk.commands import help_lines
from ppitui.desk.telling import SUPPORTS
from ppitui.faces.tui.screens.reading import ReadingScreen

_KEYS = (
    "Keys",
    "  1-9        answer, or mark where several may apply",
    "  0          none of these",
    "  u, d       not known, chose not to answer",
    "  Enter      next; keeps what is known",
    "  Esc        back",
    "  Tab        from the question to the command line and back",
    "  F12        cover the screen; any key uncovers it",
    "  Ctrl+P     everything that can be done here",
    "  Ctrl+Q     leave; every answer is saved",
    "",
)


class HelpScreen(ReadingScreen):
    """Keys and commands."""

    def __init__(self) -> None:
        super().__init__("Help", [*_KEYS, *help_lines(keys=True), "", SUPPORTS])

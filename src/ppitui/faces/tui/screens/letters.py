"""Letters: which may leave, what one says, and saving it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.posting import available, issue, preview
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong


class LettersScreen(OneSize, Screen[str | None]):
    """The letters that may be issued; dismissed with the id of one."""

    CSS_PATH = "letters.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back", id="letters.back")]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened

    def compose(self) -> ComposeResult:
        """A row a letter."""
        letters = available(self.desk, self.opened)
        yield Marking(f"letters of case {self.opened.case.reference}")
        if not letters:
            yield Static(
                told(
                    "No letter can be issued: its route is not approved yet, or has no letter here."
                ),
                classes="title",
                markup=False,
            )
        rows = [Option(told(f"{one.title}   [{one.audience}]"), id=one.id) for one in letters]
        yield Choices(*rows, id="letters")
        yield Footer(show_command_palette=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        event.stop()
        self.dismiss(event.option.id)

    def action_back(self) -> None:
        """None of them."""
        self.dismiss(None)


class LetterScreen(OneSize, Screen[None]):
    """A letter as it would leave, and a line for the file it is saved to."""

    CSS_PATH = "letters.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", "save", id="letter.save", priority=True),
        Binding("escape", "back", "back", id="letter.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase, letter: str) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.letter = letter

    def compose(self) -> ComposeResult:
        """The text, then the file."""
        yield Marking(f"letter {self.letter}", f"case {self.opened.case.reference}")
        yield Wrong()
        try:
            text = preview(self.desk, self.opened, self.letter)
        except PpituiError as why:
            text = f"There is a problem: {why}"
        with VerticalScroll():
            yield Static(told(*text.splitlines()), id="text", markup=False)
        yield SafeInput(
            placeholder="save as: a name ending in .pdf, .docx, .html, .txt or .md", id="file"
        )
        yield Footer(show_command_palette=False)

    def action_save(self) -> None:
        """To the file's name."""
        self.set_focus(self.query_one("#file"))

    def entered(self, line: SafeInput) -> None:
        """Write it, once, and record that it left."""
        try:
            path = issue(self.desk, self.opened, self.letter, Path(line.value.strip()).expanduser())
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        self.query_one(Wrong).tell(f"Saved as {path}, and recorded in the thread.")

    def action_back(self) -> None:
        """Back to the case."""
        self.dismiss(None)

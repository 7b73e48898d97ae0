"""A text field for definition files: safe text in, names completed with Tab, nothing to the clipboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from ppitui.core.text import visible
from ppitui.desk.suggesting import Names, Offer, offer
from ppitui.faces.tui.ordered import act_now
from ppitui.faces.tui.safe import MAX_PASTE

_NOTHING = Names({})


def showable(text: str) -> str:
    """The text as it may stand in the field: line ends and tabs stay, what is hidden or acts does not."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(visible(part) for part in line.split("\t")) for line in lines)


class DefinitionArea(TextArea):
    """A file being typed. What is cut or copied stays in here; the clipboard outlives the session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+k",
            "delete_to_end_of_line",
            "empty up to the closing quote; Tab completes names, Ctrl+Z undoes",
            id="editor.empty",
            show=False,
        ),
    ]

    @dataclass
    class Offered(Message):
        """Names that could stand here, the one that was put in at `at`."""

        names: tuple[str, ...]
        at: int

    def __init__(self) -> None:
        super().__init__(
            "", id="area", soft_wrap=True, show_line_numbers=True, tab_behavior="indent"
        )
        self.indent_width = 2
        self.cursor_blink = False  # calm, and no repainting while nobody types
        self.names = _NOTHING
        self.cut = ""
        self._offer: Offer | None = None
        self._at = 0
        self._put = ""  # what Tab put in
        self._fresh = True  # nobody did anything in here yet

    @dataclass
    class Opened(Message):
        """Enter was pressed before anything else."""

    def open(self, text: str) -> None:
        """Show a file; one with characters that cannot be shown can be read and not changed."""
        safe = showable(text)
        self.load_text(safe)
        self.read_only = safe != text.replace("\r\n", "\n")

    def go(self, line: int, column: int = 1) -> None:
        """To a place, both counted from 1."""
        row = min(max(0, line - 1), self.document.line_count - 1)
        self.move_cursor((row, min(max(0, column - 1), len(self.document[row]))), center=True)

    def edit(self, edit: Edit) -> EditResult:
        """Every change passes here, however it came: nothing that acts on a terminal gets in."""
        edit.text = showable(edit.text)
        return super().edit(edit)

    def take_over(self, text: str) -> None:
        """Another text in place of this one, as one change that can be undone."""
        last = self.document.line_count - 1
        self.replace(showable(text), (0, 0), (last, len(self.document[last])))

    # Textual calls the key handler of each class in turn: whoever wants the last word says prevent_default.
    async def _on_key(self, event: Key) -> None:
        first, self._fresh = self._fresh, False
        if event.key == "tab" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._complete()
            return
        if self._offer is not None:
            self._offer = None
            self.post_message(self.Offered((), 0))
        if first and event.key == "enter" and self.text:  # one Enter too many on the way here
            event.stop()
            event.prevent_default()
            self.post_message(self.Opened())
        if event.key == "escape":  # the screen's: a field must never hold somebody fast
            event.prevent_default()
        if (
            not event.is_printable and event.key != "enter"
        ):  # else what is typed behind it would pass it by
            await act_now(self, event)

    def _complete(self) -> None:
        """As far as all go that fit; then the first of them; again, the next. Where none fits, go two columns in."""
        row, column = self.cursor_location
        before = self._put
        if self._offer is None:
            self._offer = offer(self.names, self.document[row][:column])
            if not self._offer.names:
                self._offer = None
                self.insert(" " * (2 - column % 2))
                return
            before, self._put, self._at = self._offer.typed, self._offer.sure, -1
            if self._put == self._offer.names[0]:
                self._at = 0
        if self._put == before:  # no further together
            self._at = (self._at + 1) % len(self._offer.names)
            self._put = self._offer.names[self._at]
        self.replace(self._put, (row, column - len(before)), (row, column))
        self.post_message(self.Offered(self._offer.names, max(0, self._at)))

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if not self.read_only:
            self.insert(event.text[:MAX_PASTE])

    def get_cursor_line_end_location(self) -> Location:
        """The end of the line, and not of the row in which a part of it is shown: there a sentence goes on."""
        row, _ = self.cursor_location
        return row, len(self.document[row])

    def action_delete_to_end_of_line(self) -> None:
        """Inside quotes to the closing one, else to the end of the line (not of the row in which it is shown).

        Quotes may have been opened a line before: then one alone stands at the end of this one.
        """
        row, column = self.cursor_location
        line = self.document[row]
        quote = next((one for one in "\"'" if line[:column].count(one) % 2), "")
        end = line.find(quote, column) if quote else -1
        rest = line[column:].rstrip(" ,]}")
        if not quote and rest[-1:] in ('"', "'") and rest.count(rest[-1]) % 2:
            end = column + len(rest) - 1
        if not self.read_only:
            self.delete((row, column), (row, end if end >= 0 else len(line)))

    def action_copy(self) -> None:
        """Keep what is marked, in here."""
        self.cut = self.selected_text or self.cut

    def action_cut(self) -> None:
        """Take out what is marked, or the line; Ctrl+V puts it back elsewhere."""
        if self.read_only:
            return
        row, _ = self.cursor_location
        self.cut = self.selected_text or self.document[row] + "\n"
        if self.selected_text:
            self.replace("", *self.selection)
        else:
            self.action_delete_line()

    def action_paste(self) -> None:
        """Put in what was cut or copied in here."""
        if self.cut and not self.read_only:
            self.replace(self.cut, *self.selection)

"""A list of choices that the terminal's own cursor follows, so that a braille line or a screen reader can too."""

from __future__ import annotations

from typing import TypeVar

from textual._widget_navigation import Direction
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ppitui.faces.tui.ordered import act_now, hand_on
from ppitui.faces.tui.safe import Told, told

T = TypeVar("T")


def headline(words: str) -> Option:
    """A line of a list that is no choice: it says what the choices under it are."""
    return Option(told(words), disabled=True)


class Choice(Option):
    """A choice that holds what it stands for, and means that also where the list was made anew meanwhile."""

    def __init__(self, words: str, id: str, what: object) -> None:
        super().__init__(told(words), id=id)
        self.what = what


def meant(option: Option | None, kind: type[T]) -> T | None:
    """What a choice stands for, where that is of this kind."""
    return option.what if isinstance(option, Choice) and isinstance(option.what, kind) else None


class Choices(OptionList):
    """An OptionList whose highlighted row carries the hardware cursor (Textual hides it, and leaves it behind)."""

    def __init__(self, *content: Option, id: str | None = None, at_once: bool = False) -> None:
        super().__init__(*content, id=id)
        self.at_once = at_once  # letters are commands here, and a line of text follows them

    async def _on_key(self, event: Key) -> None:
        """A key acts before the next one is looked at, where that is wanted."""
        if self.at_once:
            await act_now(self, event)

    class Entered(Message):
        """Enter was pressed where no choice is highlighted."""

    def on_mount(self) -> None:
        """Begin at the first choice, where there are any yet."""
        if self.highlighted is None and self.option_count:
            self.action_first()

    def action_select(self) -> None:
        """Pick the highlighted choice, or say that Enter stood alone."""
        if self.highlighted is None:
            self.post_message(self.Entered())
        else:
            super().action_select()

    def _move_page(self, direction: Direction) -> None:
        """A page up or down. Before it has a size Textual would look for a line that is not there, and end."""
        if self.scrollable_content_region:
            super()._move_page(direction)

    def on_option_list_option_highlighted(self) -> None:
        """Move the cursor with the highlight."""
        self.call_after_refresh(self.follow)

    def on_focus(self) -> None:
        """Bring the cursor here."""
        self.call_after_refresh(self.follow)

    def on_resize(self) -> None:
        """The rows may wrap otherwise now."""
        self.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Put the terminal's cursor on the first line of the highlighted choice; on the first row where none is."""
        if not (self.has_focus and self.is_running):  # it may have gone since this was asked for
            return
        region = self.scrollable_content_region
        padding = self.get_component_styles("option-list--option").padding
        width = max(1, region.width - padding.width)
        above = sum(
            len(option.prompt.rows(width))
            for option in self.options[: self.highlighted or 0]
            if isinstance(option.prompt, Told)
        )
        corner = self.content_region.offset
        to = Offset(corner.x, corner.y + above - self.scroll_offset.y)
        if self.app.cursor_position != to:
            self.app.cursor_position = to
            self.refresh()  # the cursor is only sent along with something painted


class Wordless(Choices):
    """Choices where no letter is a key: a line that somebody goes on typing here is let go, and its Enter with it."""

    class Stray(Message):
        """Words were typed where nothing asked for any, and Enter after them."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, at_once=True)
        self.stray = False

    async def _on_key(self, event: Key) -> None:
        """Words, until a key that is none."""
        if event.key != "enter":
            self.stray = event.is_printable
        await super()._on_key(event)

    def action_select(self) -> None:
        """Pick the highlighted choice, unless this Enter belongs to words."""
        if self.stray:
            self.stray = False
            self.post_message(self.Stray())
        else:
            super().action_select()


class Lettered(Choices):
    """Choices where letters are keys: after one that is none, what is typed acts on nothing until Esc or an arrow."""

    class Stray(Message):
        """Words began where nothing asked for any; or, where it is not `begins`, Esc ended them."""

        def __init__(self, *, begins: bool) -> None:
            super().__init__()
            self.begins = begins

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, at_once=True)
        self.stray = False

    async def _on_key(self, event: Key) -> None:
        bound = self.screen.active_bindings.get(event.key)
        is_key = bound is not None and bound.enabled
        if event.is_printable and (self.stray or not is_key):
            self._let_go(event)
            if not self.stray:
                self.stray = True
                self.post_message(self.Stray(begins=True))
        elif self.stray and event.key in ("enter", "escape"):
            self._let_go(event)
            if event.key == "escape":
                self.stray = False
                self.post_message(self.Stray(begins=False))
        else:
            self.stray = False
            await super()._on_key(event)

    def _let_go(self, event: Key) -> None:
        event.stop()
        event.prevent_default()


class Narrowed(Choices):
    """Choices over a line that narrows them: letters and digits typed here go to the end of that line."""

    def __init__(self, line: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.line = line

    async def _on_key(self, event: Key) -> None:
        """At once: the next key may already be on its way to the line."""
        if event.character and event.character.isalnum():
            event.stop()
            event.prevent_default()
            self.type_on(event.character)

    def type_on(self, text: str) -> None:
        """Go on in the line with this text, and with what was typed here behind it."""
        line = self.screen.query_one(self.line, Input)
        line.value += text
        line.cursor_position = len(line.value)
        self.screen.set_focus(line)  # at once: focus() would let the next key pass by
        hand_on(self)

"""The flow as an outline: journey, instrument, question, gates in words; narrowed by what is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.core.definitions import Pack
from ppitui.desk.desk import Desk
from ppitui.desk.outline import FILTERS, Line, outline, read_filter
from ppitui.desk.pack_draft import draft_files
from ppitui.desk.packs import SEE_DRAFT, checked
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices, Narrowed
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.pack.load import load


class OutlineScreen(OneSize, Screen[str | None]):
    """Enter on a question opens it: dismissed with its key."""

    CSS_PATH = "outline.tcss"
    of_definitions = True
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "filter", id="outline.filter"),
        Binding("f6", "put('asked:')", "asked of", id="outline.asked"),
        Binding("f7", "put('fact:')", "fact", id="outline.fact"),
        Binding("f8", "put('unread')", "no rule reads", id="outline.unread"),
        Binding("escape", "back", "back", id="outline.back"),
    ]

    def __init__(self, desk: Desk, pack: Pack | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.pack = pack  # else the draft's

    def compose(self) -> ComposeResult:
        """The outline over its filter."""
        yield Marking("studio", "the flow")
        yield Wrong()
        yield Narrowed("#filter", id="list")
        yield Static(told(FILTERS), id="filters", classes="muted", markup=False)
        yield SafeInput(placeholder="filter", id="filter", select_on_focus=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the draft; where it has errors there is no flow yet."""
        if self.pack is not None:
            self.show()
            return
        try:
            self.pack = checked(load(draft_files(self.desk)), SEE_DRAFT)
        except PpituiError as why:
            self.query_one(Wrong).say(f"{why} The flow shows then.")
            return
        self.show()

    def show(self) -> None:
        """The lines that the filter leaves."""
        listed, wrong = self.query_one("#list", Choices), self.query_one(Wrong)
        if self.pack is None:
            return
        try:
            wanted = read_filter(self.query_one("#filter", Input).value, self.pack)
        except PpituiError as why:
            wrong.say(str(why))
            return
        wrong.say("")
        lines = outline(self.pack, wanted)
        listed.clear_options()
        # The same question stands in several journeys, so its place in the list is part of its id.
        listed.add_options(_option(line, at) for at, line in enumerate(lines))
        count = len({line.key for line in lines if line.key})
        self.query_one(Marking).show("studio", "the flow", f"{count} questions")
        if not lines:
            wrong.tell("No question is left by this filter.")
        listed.highlighted = next(
            (at for at, one in enumerate(listed.options) if not one.disabled), None
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow it."""
        event.stop()
        self.show()

    def entered(self, _line: SafeInput) -> None:
        """From the filter to the lines."""
        self.set_focus(self.query_one("#list"))

    def action_put(self, text: str) -> None:
        """Begin a filter by a key."""
        before = self.query_one("#filter", Input).value
        gap = " " if before and not before.endswith(" ") else ""
        self.query_one(Narrowed).type_on(gap + text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This question."""
        event.stop()
        self.dismiss(str(event.option.id).rpartition("@")[0])

    def action_search(self) -> None:
        """To the filter."""
        self.set_focus(self.query_one("#filter"))

    def action_back(self) -> None:
        """Everything again, then back."""
        field = self.query_one("#filter", Input)
        if field.value:
            field.value = ""
            self.set_focus(self.query_one("#list"))
        else:
            self.dismiss(None)


def _option(line: Line, at: int) -> Option:
    return Option(told(*line.rows()), id=f"{line.key}@{at}", disabled=not line.key)

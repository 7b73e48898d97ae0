"""A bare Textual application to measure against: the widgets and style sheets of a screen of ours, and no desk.

python tests/bench_bare.py FRAMES     FRAMES is JSON: what was recorded of our screen (see bench_screens)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

SHEETS = Path(__file__).parents[1] / "src" / "ppitui" / "faces" / "tui"
Frame = dict[str, Any]


class BareHome(Screen[None]):
    """The widgets of home, filled from a list."""

    CSS_PATH = str(SHEETS / "screens" / "home.tcss")
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "key('/')", "search"),
        Binding("f5", "key('f5')", "refresh"),
    ]

    def __init__(self, frames: list[Frame]) -> None:
        super().__init__()
        self.frame = frames[0]

    def compose(self) -> ComposeResult:
        yield Static(Content(self.frame["marking"]), classes="marking")
        yield Static("", id="wrong", classes="wrong")
        yield OptionList(*(Option(Content(one)) for one in self.frame["rows"]), id="list")
        yield Input(placeholder="search: name or reference", id="search")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#wrong").display = False


class BareTable(Screen[None]):
    """A table of rows, and nothing else that home has but its line and its keys."""

    CSS_PATH = str(SHEETS / "screens" / "home.tcss")
    AUTO_FOCUS = "#list"
    BINDINGS = BareHome.BINDINGS

    def __init__(self, frames: list[Frame]) -> None:
        super().__init__()
        self.frame = frames[0]

    def compose(self) -> ComposeResult:
        yield Static(Content(self.frame["marking"]), classes="marking")
        yield DataTable[str](id="list", cursor_type="row")
        yield Input(placeholder="search: name or reference", id="search")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one("#list", DataTable)
        table.add_columns(*self.frame["columns"])
        table.add_rows(self.frame["table"])


class BareWork(Screen[None]):
    """The widgets of the working screen; after the last key of a question the next one's texts are swapped in."""

    CSS_PATH = str(SHEETS / "screens" / "work.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"key('{key}')", words)
        for key, words in (
            ("f1", "why"),
            ("escape", "back"),
            ("f9", "undo"),
            ("f8", "skip"),
            ("f5", "check"),
        )
    ]

    def __init__(self, frames: list[Frame]) -> None:
        super().__init__()
        self.frames = frames
        self.at = 0
        self.pressed = 0

    def compose(self) -> ComposeResult:
        yield Static(id="marking", classes="marking")
        with Horizontal(id="middle"):
            yield Static(id="journey", classes="panel")
            with Vertical(id="centre"), Vertical(id="question"):
                yield Static(id="question-wrong", classes="wrong")
                yield Static(id="question-text", classes="title")
                yield Static(id="question-of", classes="muted")
                yield OptionList(id="choices")
                yield Static(id="question-known")
                yield Static(id="question-hints", classes="muted")
            yield Static(id="known", classes="panel")
        yield Static(id="thread", classes="panel")
        yield Input(id="command", placeholder="answer, or /command")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.swap()

    def swap(self) -> None:
        frame = self.frames[self.at]
        self.pressed = 0
        listed, line = self.query_one(OptionList), self.query_one(Input)
        with self.app.batch_update():
            for part, text in frame["texts"].items():
                shown = self.query_one(f"#{part}", Static)
                shown.update(Content(text))
                shown.display = bool(text) or not part.startswith("question-")
            self.query_one("#question").border_title = Content(frame["title"])
            listed.display = bool(frame["rows"])
            listed.clear_options()
            listed.add_options(Option(Content(one)) for one in frame["rows"])
        self.set_focus(listed if frame["rows"] else line)

    def press(self) -> None:
        self.pressed += 1
        self.query_one(OptionList).highlighted = (
            self.pressed - 1
        )  # so that a mark paints something, as ours does
        if self.pressed == len(self.frames[self.at]["keys"]):
            self.at += 1
            self.swap()

    def on_key(self, event: Key) -> None:
        if self.frames[self.at]["rows"] and event.character:
            event.stop()
            self.press()

    def on_option_list_option_selected(self, _event: OptionList.OptionSelected) -> None:
        self.press()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.value = ""
        self.at += 1
        self.swap()


class Bare(App[None]):
    """One screen."""

    CSS_PATH = str(SHEETS / "app.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # Textual's own kind
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "key('f12')", "blank", priority=True),
        Binding("f3", "key('f3')", "help"),
    ]

    def __init__(self, frames: list[Frame]) -> None:
        super().__init__()
        self.frames = frames
        self.animation_level = "none"

    def action_key(self, key: str) -> None:
        """Nothing: these keys are here for the footer."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#A9B4BE", "line": "#6B7782"}

    def on_mount(self) -> None:
        kinds = {"texts": BareWork, "table": BareTable, "rows": BareHome}
        kind = next(kind for part, kind in kinds.items() if part in self.frames[0])
        self.push_screen(kind(self.frames))


if __name__ == "__main__":
    Bare(json.loads(Path(sys.argv[1]).read_text("utf-8"))).run()

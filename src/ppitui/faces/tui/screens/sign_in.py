"""Who is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

if TYPE_CHECKING:
    from ppitui.faces.tui.app import PpituiApp


class SignInScreen(OneSize, Screen[None]):
    """Asks for a short name; `wrong` says why the one that came with the call will not do."""

    CSS_PATH = "sign_in.tcss"

    def __init__(self, user: str, wrong: str = "") -> None:
        super().__init__()
        self.user = user
        self.wrong = wrong

    def compose(self) -> ComposeResult:
        """One question."""
        yield Marking("sign in")
        yield Static(told("Who are you?"), classes="title", markup=False)
        yield Static(
            told(
                "Your short name here. In this version it is a claim, not a proof: there are no passphrases yet."
            ),
            classes="muted",
            markup=False,
        )
        yield Wrong()
        people = cast("PpituiApp", self.app).people
        if people:
            yield Choices(*(Option(told(words), id=who) for who, words in people), id="who")
        else:
            yield SafeInput(value=self.user, id="who")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Say what was wrong with the name that came with the call."""
        self.query_one(Wrong).say(self.wrong)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One of the people of the demonstration."""
        self.enter(str(event.option.id))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the name that was typed."""
        self.enter(event.value.strip())

    def enter(self, user: str) -> None:
        """Go home, or say why not."""
        from ppitui.faces.tui.screens.home import HomeScreen

        app = cast("PpituiApp", self.app)
        try:
            desk = app.sign_in(user)
        except PpituiError as why:
            self.query_one(Wrong).say(str(why))
            return
        app.switch_screen(HomeScreen(desk))

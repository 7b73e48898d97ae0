"""Who is at work, and where the workspace is encrypted the proof of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.desk import Desk
from ppitui.desk.door import Door, FirstPassphrase
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, said
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

if TYPE_CHECKING:
    from ppitui.faces.tui.app import PpituiApp

_CLAIM = "Your short name here. It is a claim, not a proof: this workspace is not encrypted and has no passphrases."
_PROOF = "Your short name here, then your passphrase."
_OWN = "This passphrase was chosen for you. Choose your own, twice: nobody else may know it."


class SignInScreen(Screen[None]):
    """Asks for a short name where the login name is not a user; goes straight on where it is.

    On an encrypted workspace it asks for the passphrase too, and for a new one where the old was
    somebody else's choice.
    """

    CSS_PATH = "sign_in.tcss"

    def __init__(self, user: str, passphrase: str = "") -> None:
        super().__init__()
        self.user = user
        self.passphrase = passphrase

    @property
    def _app(self) -> PpituiApp:
        return cast("PpituiApp", self.app)

    def compose(self) -> ComposeResult:
        """One question; with passphrases two."""
        locked = self._app.encrypted
        yield Marking("sign in")
        yield Static(said("Who are you?"), classes="title", markup=False)
        yield Static(said(_PROOF if locked else _CLAIM), id="how", classes="muted", markup=False)
        yield Wrong()
        people = self._app.people
        if people:
            yield Choices(*(Option(said(words), id=who) for who, words in people), id="who")
        else:
            yield SafeInput(value=self.user, id="who")
        if locked:
            yield SafeInput(password=True, placeholder="passphrase", id="words")
            yield SafeInput(
                password=True, placeholder="your new passphrase", id="new", classes="own"
            )
            yield SafeInput(password=True, placeholder="the same again", id="again", classes="own")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Try the name that came with the call, and the passphrase where one did."""
        self.query(".own").set(display=False)
        if self._app.encrypted:
            given, self.passphrase = self.passphrase, ""
            if self.user and given:
                self.prove(self.user, given)
            elif self.user:
                self.query_one("#words").focus()
        elif self.user:
            self.enter(self.user)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One of the people of the demonstration."""
        self.enter(str(event.option.id))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From line to line; after the last, try."""
        fields = [one for one in self.query(Input) if one.display]
        at = fields.index(event.input)
        if at + 1 < len(fields):
            fields[at + 1].focus()
            return
        user = self.query_one("#who", Input).value.strip()
        if not self._app.encrypted:
            self.enter(user)
        elif self.query_one("#new").display:
            self._choose(user)
        else:
            self.prove(user, self.query_one("#words", Input).value)

    def enter(self, user: str) -> None:
        """Go home, or say why not."""
        try:
            self._home(self._app.sign_in(user))
        except PpituiError as why:
            self._say(str(why))

    def prove(self, user: str, passphrase: str) -> None:
        """Go home, ask for a passphrase of their own, or say why not."""
        door = cast("Door", self._app.sign_in)
        try:
            self._home(door(user, passphrase))
        except FirstPassphrase:
            words = self.query_one("#words", Input)
            words.value = passphrase
            self.query(".own").set(display=True)
            self.query_one("#how", Static).update(said(_OWN))
            self._say("")
            self.query_one("#new").focus()
        except PpituiError as why:
            self.query_one("#words", Input).value = ""
            self._say(str(why))

    def _choose(self, user: str) -> None:
        new, again = (self.query_one(name, Input) for name in ("#new", "#again"))
        chosen, same = new.value, new.value == again.value
        new.value = again.value = ""
        if not same:
            self._say("The two were not the same. Nothing was changed.")
            new.focus()
            return
        door = cast("Door", self._app.sign_in)
        try:
            self._home(door.change(user, self.query_one("#words", Input).value, chosen))
        except PpituiError as why:
            self._say(str(why))
            new.focus()

    def _say(self, words: str) -> None:
        self.query_one(Wrong).say(words)

    def _home(self, desk: Desk) -> None:
        from ppitui.faces.tui.screens.home import HomeScreen

        for one in self.query(Input):
            one.value = ""
        self._app.desk = desk
        self._app.switch_screen(HomeScreen(desk))

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
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

if TYPE_CHECKING:
    from ppitui.faces.tui.app import PpituiApp

_CLAIM = "Your short name here. It is a claim, not a proof: this workspace is not encrypted and has no passphrases."
_PROOF = "Your short name here, then your passphrase."
_OWN = "This passphrase was chosen for you. Choose your own, twice: nobody else may know it."


class SignInScreen(OneSize, Screen[None]):
    """Asks for a short name; `wrong` says why the one that came with the call will not do.

    On an encrypted workspace it asks for the passphrase too, and for a new one where the old was
    somebody else's choice.
    """

    CSS_PATH = "sign_in.tcss"

    def __init__(self, user: str, passphrase: str = "", *, wrong: str = "") -> None:
        super().__init__()
        self.user = user
        self.passphrase = passphrase
        self.wrong = wrong

    @property
    def _app(self) -> PpituiApp:
        return cast("PpituiApp", self.app)

    def compose(self) -> ComposeResult:
        """One question; with passphrases two."""
        locked = self._app.encrypted
        yield Marking("sign in")
        yield Static(told("Who are you?"), classes="title", markup=False)
        yield Static(told(_PROOF if locked else _CLAIM), id="how", classes="muted", markup=False)
        yield Wrong()
        people = self._app.people
        if people:
            yield Choices(*(Option(told(words), id=who) for who, words in people), id="who")
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
        """Say what was wrong with the name that came with the call; try the passphrase where one did."""
        self.query(".own").set(display=False)
        self._say(self.wrong)
        if self._app.encrypted:
            given, self.passphrase = self.passphrase, ""
            if self.user and given:
                self.prove(self.user, given)
            elif self.user:
                self.set_focus(self.query_one("#words"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One of the people of the demonstration."""
        self.enter(str(event.option.id))

    def entered(self, line: SafeInput) -> None:
        """From line to line; after the last, try."""
        fields = [one for one in self.query(SafeInput) if one.display]
        at = fields.index(line)
        if at + 1 < len(fields):
            self.set_focus(fields[at + 1])
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
            self.query_one("#how", Static).update(told(_OWN))
            self._say("")
            self.set_focus(self.query_one("#new"))
        except PpituiError as why:
            self.query_one("#words", Input).value = ""
            self._say(str(why))

    def _choose(self, user: str) -> None:
        new, again = (self.query_one(name, Input) for name in ("#new", "#again"))
        chosen, same = new.value, new.value == again.value
        new.value = again.value = ""
        if not same:
            self._say("The two were not the same. Nothing was changed.")
            self.set_focus(new)
            return
        door = cast("Door", self._app.sign_in)
        try:
            self._home(door.change(user, self.query_one("#words", Input).value, chosen))
        except PpituiError as why:
            self._say(str(why))
            self.set_focus(new)

    def _say(self, words: str) -> None:
        self.query_one(Wrong).say(words)

    def _home(self, desk: Desk) -> None:
        from ppitui.faces.tui.screens.home import HomeScreen

        for one in self.query(Input):
            one.value = ""
        self._app.desk = desk
        # Swapped is the screen on top, whichever that is.
        self.once_on_top(lambda: self._app.switch_screen(HomeScreen(desk)))

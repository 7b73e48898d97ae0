"""The application: themes, the desk, the boundary, and nothing else. Screens do the work."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen

from ppitui.desk.desk import Desk
from ppitui.faces.crash import report
from ppitui.faces.tui.theme import OWN_COLOURS, THEMES

IDLE_SECONDS = 300.0


class PpituiApp(App[None]):
    """The full screen. `sign_in` gives somebody's desk; `user` is who starts, or empty to be asked.

    `people` (short name, words) to pick from make it a demonstration, marked as one.
    """

    CSS_PATH = "app.tcss"
    TITLE = "ppitui"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # Textual's own kind
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "blank", "blank", id="blank", priority=True),
        Binding("ctrl+q", "quit", "quit", id="quit", show=False),
        Binding("f3", "show_help", "help", id="help"),
    ]

    def __init__(
        self,
        sign_in: Callable[[str], Desk],
        user: str,
        *,
        environ: Mapping[str, str],
        people: tuple[tuple[str, str], ...] = (),
        passphrase: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # NO_COLOR is read once, in Textual's own constructor: choosing the terminal's colours later paints black on
        # black there.
        super().__init__(ansi_color=bool(environ.get("NO_COLOR")))
        self.sign_in = sign_in
        self.first_user = user
        self.first_passphrase = passphrase
        self.encrypted = bool(getattr(sign_in, "encrypted", False))
        self.desk: Desk | None = None  # whoever signed in; a cover asks their passphrase
        self.people = people
        self.demo = bool(people)
        self.clock = clock
        self.crash_report = ""
        self._last_touched = clock()
        for theme in THEMES:
            self.register_theme(theme)
        own = bool(environ.get("NO_COLOR")) or environ.get("PPITUI_THEME") == "terminal"
        names = {theme.name for theme in THEMES}
        asked = f"ppitui-{environ.get('PPITUI_THEME', 'dark')}"
        self.theme = OWN_COLOURS if own else asked if asked in names else THEMES[0].name
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Sign in, or ask who it is."""
        from ppitui.faces.tui.screens.sign_in import SignInScreen

        self.set_interval(5.0, self.blank_when_idle)
        self.push_screen(SignInScreen(self.first_user, self.first_passphrase))
        self.first_passphrase = ""

    async def on_event(self, event: Event) -> None:
        """Remember when somebody was last there; then as ever."""
        if isinstance(event, (Key, MouseEvent, Paste)):
            self._last_touched = self.clock()
        await super().on_event(event)

    def blank_when_idle(self) -> None:
        """After five minutes with nobody there the screen is covered; what was typed stays under it."""
        from ppitui.faces.tui.screens.blank import BlankScreen

        idle = self.clock() - self._last_touched >= IDLE_SECONDS
        if idle and not isinstance(self.screen, BlankScreen):
            self.action_blank()

    def action_blank(self) -> None:
        """Cover the screen at once; F12 again uncovers it, where no passphrase is wanted."""
        from ppitui.faces.tui.screens.blank import BlankScreen

        if isinstance(self.screen, BlankScreen):
            self.screen.uncover()
        else:
            self.push_screen(BlankScreen(self.desk))

    def action_show_help(self) -> None:
        """Everything that can be done here, made from the descriptions of the commands."""
        from ppitui.faces.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on the keyboard."""
        words = {"escape": "Esc", "enter": "Enter", "slash": "/"}
        first = binding.key.split(",")[0]
        if first in words:
            return words[first]
        return first.upper() if first.startswith("f") else super().get_key_display(binding)

    def action_command_palette(self) -> None:
        """Everything that can be done here; while the screen is covered, nothing."""
        from ppitui.faces.tui.screens.blank import BlankScreen

        if not isinstance(self.screen, BlankScreen):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The palette's own entries: ours alone. Textual's would write a picture of the screen to a file."""
        yield SystemCommand("Blank", "Cover the screen", self.action_blank)
        yield SystemCommand("Help", "Keys and commands", self.action_show_help)
        for theme in (*(one.name for one in THEMES), OWN_COLOURS):
            yield SystemCommand(f"Colours: {theme}", "Use these colours", self._use(theme))
        yield SystemCommand("Quit", "Leave; every answer is saved", self.exit)

    def _use(self, theme: str) -> Callable[[], None]:
        return lambda: setattr(self, "theme", theme)

    def deliver_screenshot(self, *_args: object, **_kwargs: object) -> str | None:
        """No pictures of personal data are ever written."""
        return None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our style sheets need and a theme of Textual's own lacks: the terminal's own text colour."""
        return {"muted": "ansi_default"}

    def panic(self, *_renderables: object) -> None:
        """Textual would print what it was given, and that may quote data."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Textual's own prints every local variable: names and addresses. Ours prints an id."""
        if self._exception is not None and not self.crash_report:
            self.crash_report = report(self._exception)
        self._close_messages_no_wait()


def run(
    sign_in: Callable[[str], Desk],
    user: str,
    *,
    people: tuple[tuple[str, str], ...] = (),
    passphrase: str = "",
) -> int:
    """Run the full screen on this terminal; the exit status. The terminal is restored whatever happens."""
    app = PpituiApp(sign_in, user, environ=os.environ, people=people, passphrase=passphrase)
    app.run()
    if app.crash_report:
        print(app.crash_report, file=sys.stderr)
        return 70
    return app.return_code or 0

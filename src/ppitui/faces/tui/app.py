"""The application: themes, the desk, the boundary, and nothing else. Screens do the work."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Key, MouseEvent, Paste, Resize
from textual.notifications import SeverityLevel
from textual.screen import Screen

from ppitui.core.text import visible
from ppitui.desk.desk import Desk, OpenCase
from ppitui.errors import PpituiError
from ppitui.faces.tui.standing import Covering
from ppitui.faces.tui.theme import OWN_COLOURS, THEMES, theme_for
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.paths import keys_file

if TYPE_CHECKING:
    from ppitui.faces.tui.tour import Tour

IDLE_SECONDS = 300.0
_STOPS = ("SIGHUP", "SIGTERM")  # what ends a program from outside; Windows has no hang-up


class PpituiApp(Covering):
    """The full screen. `sign_in` gives somebody's desk; `user` is who starts, or empty to be asked.

    `people` (short name, words) to pick from make it a demonstration, marked as one.
    """

    CSS_PATH = "app.tcss"
    TITLE = "ppitui"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False  # a selection's only use is the clipboard, which outlives the case
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # Textual's own kind
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "blank", "blank", id="blank", priority=True),
        Binding("ctrl+q", "quit", "quit", id="quit", show=False),
        Binding("f3,f1", "show_help", "help", id="help"),
    ]

    def __init__(
        self,
        sign_in: Callable[[str], Desk],
        user: str,
        *,
        environ: Mapping[str, str],
        people: tuple[tuple[str, str], ...] = (),
        keys: Mapping[str, str] | None = None,
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
        self.tour: Tour | None = None  # set before it runs, where somebody is to be led through
        self._saved: dict[str, int] = {}
        self.clock = clock
        self.crash_report = ""
        self._last_touched = clock()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for(environ, self.console.color_system)
        self.animation_level = "none"
        self.set_keymap(dict(keys or {}))

    def on_mount(self) -> None:
        """Home, for somebody whose name came with the call and is known here; else ask who it is."""
        from ppitui.faces.tui.screens.home import HomeScreen
        from ppitui.faces.tui.screens.sign_in import SignInScreen

        self.set_interval(5.0, self.blank_when_idle)
        if self.tour:
            self.set_interval(0.5, self.look_round)
        if not self.is_headless:
            self._leave_well()
        self.screen_change_signal.subscribe(self, self._fit)
        wrong = ""
        if self.first_user and not self.encrypted:
            try:
                self.desk = self.sign_in(self.first_user)
            except PpituiError as why:
                wrong = str(why)
            else:
                self.push_screen(HomeScreen(self.desk))
                return
        self.push_screen(SignInScreen(self.first_user, self.first_passphrase, wrong=wrong))
        self.first_passphrase = ""

    def get_driver_class(self) -> type[Driver]:
        """Our own driver where Textual would take the one for Linux and macOS."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from ppitui.faces.tui.driver import TerminalDriver

        return TerminalDriver

    def _leave_well(self) -> None:
        """A hang-up or a request to stop restores the terminal; unhandled they would leave it unusable."""
        loop = asyncio.get_running_loop()
        for name in _STOPS:
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32":
                loop.add_signal_handler(number, self.stopped, int(number))
        # Textual stops and wakes in the handler itself, which may interrupt the very lock that it then waits for.
        for name in ("SIGTSTP", "SIGCONT"):
            number = getattr(signal, name, None)
            held = signal.getsignal(number) if number is not None else None
            if number is not None and callable(held):
                loop.add_signal_handler(number, held, int(number), None)

    def stopped(self, number: int) -> None:
        """Leave, as a program that this signal ended; every acknowledged answer is in the case."""
        self.exit(return_code=128 + number)

    def terminal_gone(self) -> None:
        """Nobody can see or type any more: leave as after a hang-up."""
        self.stopped(getattr(signal, "SIGHUP", signal.SIGTERM))

    def on_resize(self, _event: Resize) -> None:
        """The terminal may be too small now, or large enough again."""
        self._fit()

    def _fit(self, _screen: Screen[object] | None = None) -> None:
        # A moment later: Textual has not taken the new size, or finished with the stack of screens, yet.
        self.call_next(self._cover_what_cannot_be_read)

    def _cover_what_cannot_be_read(self) -> None:
        """Let no key reach what cannot be read; the cover goes when there is room."""
        from ppitui.faces.tui.screens.blank import BlankScreen
        from ppitui.faces.tui.screens.sign_in import SignInScreen
        from ppitui.faces.tui.screens.too_small import TooSmallScreen, too_small

        small, ready = too_small(self.size), len(self.screen_stack) > 1
        if isinstance(self.screen, TooSmallScreen):
            if not small:
                self.screen.dismiss(None)
        # Signing in swaps the screen on top, whatever that is, and shows nobody's case.
        elif small and ready and not isinstance(self.screen, (BlankScreen, SignInScreen)):
            self.push_screen(TooSmallScreen())

    async def on_event(self, event: Event) -> None:
        """Remember when somebody was last there; then as ever."""
        if isinstance(event, (Key, MouseEvent, Paste)):
            self._last_touched = self.clock()
        await super().on_event(event)
        if self.tour and isinstance(event, Key):
            self.call_after_refresh(self.look_round)

    def look_round(self) -> None:
        """Whether what is there now is a step further on the tour."""
        if self.tour is None:
            return
        from ppitui.faces.tui.tour import Seen

        opened, desk = self._at_work()
        case, saved = "", frozenset[str]()
        if opened:
            case = opened.case.reference
            before = self._saved.setdefault(case, len(opened.events))
            saved = frozenset(event.kind for event in opened.events[before:])
            self._saved[case] = len(opened.events)
        user = desk.user.id if desk else ""
        if self.tour.look(Seen(type(self.screen).__name__, user, case, saved)):
            for marking in self.screen.query(Marking):
                marking.refresh()

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
        from ppitui.faces.tui.screens.blank import BlankScreen
        from ppitui.faces.tui.screens.help import HelpScreen
        from ppitui.faces.tui.screens.too_small import TooSmallScreen

        if not isinstance(self.screen, (HelpScreen, BlankScreen, TooSmallScreen)):
            active = self.screen.active_bindings.values()
            opened, desk = self._at_work()
            state = opened.case.state if opened else ""
            roles = desk.user.roles if desk else ()
            bindings = [one.binding for one in active]
            cases = not getattr(self.screen, "of_definitions", False)
            self.push_screen(
                HelpScreen(bindings, self.get_key_display, state, roles, on_cases=cases)
            )

    def _at_work(self) -> tuple[OpenCase | None, Desk | None]:
        """The case and the desk of the screen on top, where it has them."""
        opened, desk = getattr(self.screen, "opened", None), getattr(self.screen, "desk", None)
        return (
            opened if isinstance(opened, OpenCase) else None,
            desk if isinstance(desk, Desk) else None,
        )

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on the keyboard."""
        words = {"escape": "Esc", "enter": "Enter", "slash": "/"}
        first = binding.key.split(",")[0]
        if first in words:
            return words[first]
        return first.upper() if first.startswith("f") else super().get_key_display(binding)

    def action_command_palette(self) -> None:
        """Everything that can be done here; while the screen is covered, nothing."""
        from ppitui.faces.tui.palette import Palette
        from ppitui.faces.tui.screens.blank import BlankScreen
        from ppitui.faces.tui.screens.too_small import TooSmallScreen

        if not isinstance(self.screen, (BlankScreen, TooSmallScreen, Palette)):
            self.push_screen(Palette())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The palette's own entries: ours alone. Textual's would write a picture of the screen to a file."""
        yield SystemCommand("Blank", "Cover the screen", self.action_blank)
        yield SystemCommand("Help", "Keys and commands", self.action_show_help)
        for theme in (*(one.name for one in THEMES), OWN_COLOURS):
            yield SystemCommand(f"Colours: {theme}", "Use these colours", self._use(theme))
        yield SystemCommand("Quit", "Leave; every answer is saved", self.exit)

    def _use(self, theme: str) -> Callable[[], None]:
        return lambda: setattr(self, "theme", theme)

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing: other programs, and other people at this machine, read the clipboard."""

    def action_help_quit(self) -> None:
        """Ctrl+C copies elsewhere, or ends a program: say what is so here."""
        self.clear_notifications()
        self.notify("Nothing is copied. Ctrl+Q leaves; every answer is saved.")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  # Textual's own signature; a notice is never markup
    ) -> None:
        """A notice, its words shown as they are."""
        super().notify(
            visible(message),
            title=visible(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    def deliver_screenshot(self, *_args: object, **_kwargs: object) -> str | None:
        """No pictures of personal data are ever written."""
        return None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our style sheets need and a theme of Textual's own lacks: the terminal's own text colour."""
        return {"muted": "ansi_default", "line": "ansi_default"}

    def panic(self, *_renderables: object) -> None:
        """Textual would print what it was given, and that may quote data."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Textual's own prints every local variable: names and addresses. Ours prints an id."""
        if (
            not self.crash_report
        ):  # reading the keyboard can fail too, and that leaves no exception here
            from ppitui.faces.crash import report

            self.crash_report = report(self._exception or RuntimeError())
        self._close_messages_no_wait()


def run(
    sign_in: Callable[[str], Desk],
    user: str,
    *,
    people: tuple[tuple[str, str], ...] = (),
    passphrase: str = "",
) -> int:
    """Run the full screen on this terminal; the exit status. The terminal is restored whatever happens.

    Raises FileFaults where the person's own keys are not understood: before anything is shown.
    """
    own = keys_file(os.environ)
    keys: Mapping[str, str] = {}
    if own.exists():  # reading them looks at every screen there is
        from ppitui.faces.tui.keys import read_keys

        keys = read_keys(own)
    app = PpituiApp(
        sign_in,
        user,
        environ=os.environ,
        people=people,
        keys=keys,
        passphrase=passphrase,
    )
    if people:
        from ppitui.faces.tui.tour import Tour

        app.tour = Tour()
    app.run()
    if app.crash_report:
        print(app.crash_report, file=sys.stderr)
        return 70
    status = app.return_code or 0
    if status == 128 + signal.SIGTERM:
        print("Stopped. Every answer that was given is saved.", file=sys.stderr)
    return status

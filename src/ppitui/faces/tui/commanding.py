"""Commands on a screen: carried out as everywhere, with a screen of their own where there is something to read."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from textual.message_pump import MessagePump
from textual.screen import Screen

from ppitui.desk.commands import Command, help_on
from ppitui.desk.completing import complete
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.lookups import carry_out, command_of
from ppitui.desk.proof import Unconfirmed
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput
from ppitui.faces.tui.widgets.wrong import Wrong

_SHOWN = 20  # names offered at once
_EVERY = 0.5  # seconds: so that what others do is there within one, painted and all
_HEADINGS = {
    "why": "Why",
    "check": "All answers",
    "known": "Known so far",
    "routes": "What follows so far",
    "whatif": "What if",
}


class Commanding(MessagePump):
    """For screens on a case: what is typed after a slash, what others do meanwhile, and Tab."""

    desk: Desk
    opened: OpenCase

    def show(self) -> None:
        """Everything anew from the case."""
        raise NotImplementedError

    @property
    def on_top(self) -> Wrong:
        """Where such a screen says what was done, and what is wrong."""
        return cast("Screen[object]", cast("object", self)).query_one(Wrong)

    def tell(self, words: str) -> None:
        """What was done."""
        self.on_top.tell(words)

    def wrong(self, words: str) -> None:
        """What is wrong; the line stays."""
        self.on_top.say(words)

    def offer(self, words: str) -> None:
        """What a line that was begun could become."""
        self.on_top.tell(words)

    def watch_others(self) -> None:
        """Look for what others did, twice a second."""
        self.set_interval(_EVERY, self.look_for_others)

    def look_for_others(self) -> None:
        """Others' events are taken in as they land."""
        if cast("object", self.app.screen) is self:
            try:
                events = self.desk.refresh(self.opened)
            except PpituiError as why:
                self.wrong(str(why))
                return
            if events:
                self.others_came(len(events))

    def others_came(self, _count: int) -> None:
        """Somebody else did something on the case."""
        self.show()

    def command_line(self, line: str) -> None:
        """Carry out the command of a line, or say what is wrong with it."""
        try:
            command, rest = command_of(line)
        except PpituiError as why:
            self.wrong(str(why))
            return
        self.command(command, rest)

    def command(self, command: Command, rest: str) -> None:
        """Carry out one command, or say what refuses it; a decision is signed first where that is wanted."""
        try:
            self.doing(command, rest)
        except Unconfirmed:
            self.sign(partial(self.command, command, rest))
        except PpituiError as why:
            self.wrong(str(why))

    def sign(self, then: partial[None]) -> None:
        """Ask for the passphrase, then go on."""
        from ppitui.faces.tui.screens.passphrase import PassphraseScreen

        self.app.push_screen(PassphraseScreen(self.desk), lambda done: then() if done else None)

    def doing(self, command: Command, rest: str) -> None:
        """What a command does here. Raises what refuses it."""
        own = getattr(self, f"do_{command.name}", None)
        if own is not None:
            own(rest)
            return
        done = carry_out(self.desk, self.opened, command, rest)
        if done.read:
            self.read(_HEADINGS.get(command.name, command.name), list(done.lines))
        else:
            self.show()
            self.tell(" ".join(done.lines))

    def read(self, heading: str, lines: list[str]) -> None:
        """Something to read."""
        from ppitui.faces.tui.screens.reading import ReadingScreen

        self.app.push_screen(ReadingScreen(heading, lines))

    def do_history(self, line: str) -> None:
        """The thread, filtered."""
        from ppitui.faces.tui.screens.thread import ThreadScreen

        screen: Screen[str] = ThreadScreen(self.desk, self.opened, line)
        self.app.push_screen(screen, self.jumped)

    def jumped(self, key: str | None) -> None:
        """Back from the thread: to an answer that was picked there, or not."""

    def do_letter(self, line: str) -> None:
        """The letters that may leave; one as it would; or saved."""
        from ppitui.faces.tui.screens.letters import LetterScreen, LettersScreen

        if not line:
            chosen: Any = self.show_letter
            self.app.push_screen(LettersScreen(self.desk, self.opened), chosen)
        elif " " not in line:
            self.app.push_screen(LetterScreen(self.desk, self.opened, line))
        else:
            command, _ = command_of("/letter")
            self.tell(" ".join(carry_out(self.desk, self.opened, command, line).lines))

    def show_letter(self, letter: str | None) -> None:
        """Preview one letter."""
        from ppitui.faces.tui.screens.letters import LetterScreen

        if letter:
            self.app.push_screen(LetterScreen(self.desk, self.opened, letter))

    def do_help(self, name: str) -> None:
        """Keys and commands; or one command."""
        if name:
            command, _ = command_of("/help")
            self.tell(carry_out(self.desk, self.opened, command, name).lines[0])
        else:
            self.app.call_later(self.app.run_action, "show_help")

    def completed(self, line: SafeInput) -> None:
        """Complete the line as far as it can only go one way, and say what it could be."""
        text, could = complete(self.desk, self.opened, self.as_command(line.value))
        line.value = text.removeprefix(self.as_command(""))
        line.cursor_position = len(line.value)
        if not could:
            self.offer("Nothing begins like that; F3 lists the commands.")
        elif len(could) > 1:
            more = f" and {len(could) - _SHOWN} more" if len(could) > _SHOWN else ""
            self.offer(f"{', '.join(could[:_SHOWN])}{more}")
        else:
            self.offer(help_on(could[0]) if could[0].startswith("/") else "")

    def as_command(self, line: str) -> str:
        """A line as the command that it would be."""
        return line

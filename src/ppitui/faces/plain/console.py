"""Lines out and lines in. Everything that line mode says or asks goes through a console."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from typing import Protocol, TextIO

from ppitui.core.steps import Step

WIDTH = 78


class Ended(Exception):
    """There is nobody there any more: the end of the input."""


class Console(Protocol):
    """What a line mode conversation needs."""

    def say(self, *lines: str) -> None:
        """Show lines, wrapped at 78 columns; an empty one is a blank line."""

    def ask(self, prompt: str, *, step: Step | None = None, words: bool = False) -> str:
        """One line from the person. `step` is the question it answers, if any; `words` says that prose is wanted.

        Raises Ended when there is no more input.
        """

    def hidden(self, prompt: str) -> str:
        """As `ask`, but nobody sees what is typed. Raises Ended when there is no more input."""


def wrapped(lines: Iterable[str]) -> Iterable[str]:
    """Lines at most 78 columns wide, continuations indented like the line they continue."""
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(
            line, WIDTH, subsequent_indent=indent + "  ", break_on_hyphens=False
        ) or [""]


class StreamConsole:
    """Plain streams: a terminal without cursor movement, a screen reader's pipe, a script."""

    def __init__(self, source: TextIO, sink: TextIO, *, echo: bool = False) -> None:
        self.source = source
        self.sink = sink
        self.echo = echo

    def say(self, *lines: str) -> None:
        """Write the lines and flush."""
        for line in wrapped(lines):
            self.sink.write(line + "\n")
        self.sink.flush()

    def ask(self, prompt: str, *, step: Step | None = None, words: bool = False) -> str:  # noqa: ARG002  # the protocol's
        """Write the prompt and read a line."""
        self.sink.write("\n".join(wrapped([prompt])) + " ")
        self.sink.flush()
        line = self.source.readline()
        if not line:
            self.sink.write("\n")
            raise Ended
        if self.echo:
            self.sink.write(line if line.endswith("\n") else line + "\n")
        return line.rstrip("\r\n")

    def hidden(self, prompt: str) -> str:
        """At a terminal unseen; else a line, which is never echoed."""
        if self.source.isatty():
            from getpass import getpass

            try:
                return getpass(prompt + " ", self.sink)
            except EOFError:
                raise Ended from None
        self.sink.write(prompt + "\n")
        line = self.source.readline()
        if not line:
            raise Ended
        return line.rstrip("\r\n")


class PromptConsole(StreamConsole):
    """A capable terminal where nobody asked for --plain: prose can be edited with the arrow keys."""

    def ask(self, prompt: str, *, step: Step | None = None, words: bool = False) -> str:
        """Prose with an editable prompt; everything else as a plain line."""
        if not words:
            return super().ask(prompt, step=step)
        import questionary  # slow to import, and only prose wants it

        *above, last = wrapped([prompt])
        for line in above:
            self.sink.write(line + "\n")
        self.sink.flush()
        answer = questionary.text(last, qmark="", style=questionary.Style([])).ask()
        if answer is None:
            raise Ended
        return str(answer)


def console_for(*, plain: bool, environ: dict[str, str]) -> Console:
    """The console for this process's streams."""
    capable = sys.stdin.isatty() and sys.stdout.isatty() and environ.get("TERM", "dumb") != "dumb"
    if capable and not plain and not environ.get("NO_COLOR"):
        return PromptConsole(sys.stdin, sys.stdout)
    return StreamConsole(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())

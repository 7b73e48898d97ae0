"""The terminal's own end: pastes taken whole, and a terminal that has gone away.

Textual reads a paste character by character (seconds for half a megabyte), keeps all of it, and hands an escape
sequence inside it on as key presses: pasted text could answer a question. Here a paste is cut out of the input before
Textual's parser sees it.
"""

from __future__ import annotations

import contextlib
import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste

from ppitui.faces.tui.safe import MAX_PASTE

if TYPE_CHECKING:
    from textual.app import App

START, END = "\x1b[200~", "\x1b[201~"
_WAIT = 0.1
_WAIT_FOR_REST = 0.03  # for the rest of a marker: somebody who pressed Escape should not feel it
_AT_ONCE = 65_536


def _begun(text: str, marker: str) -> int:
    """How many characters at the end of the text may be the beginning of the marker."""
    most = min(len(text), len(marker) - 1)
    return next((n for n in range(most, 0, -1) if text.endswith(marker[:n])), 0)


class Pastes:
    """Splits what a terminal sends into keys (text, for Textual's parser) and pastes, each cut to MAX_PASTE."""

    def __init__(self) -> None:
        self.held = ""
        self.pasted: str | None = None

    def feed(self, text: str) -> Iterator[str | Paste]:
        """What of this text is complete; the beginning of a marker is held back."""
        text, self.held = self.held + text, ""
        while text:
            marker = START if self.pasted is None else END
            before, found, text = text.partition(marker)
            if not found:
                kept = _begun(before, marker)
                before, self.held = before[: len(before) - kept], before[len(before) - kept :]
            if self.pasted is not None:
                self.pasted += before[: MAX_PASTE - len(self.pasted)]
            elif before:
                yield before
            if found and self.pasted is not None:
                paste, self.pasted = Paste(self.pasted), None
                yield paste
            elif found:
                self.pasted = ""

    def waited(self) -> str:
        """What was held back and is keys after all, because nothing followed; empty inside a paste."""
        if self.pasted is not None:
            return ""
        held, self.held = self.held, ""
        return held


class Screenward:
    """What Textual writes to. Once the terminal is gone there is nobody to write to, and nobody to tell."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.gone = False

    def write(self, text: str) -> int:
        """Write, or drop what nobody can see any more."""
        if not self.gone:
            try:
                return self.file.write(text)
            except OSError:
                self.gone = True
        return len(text)

    def flush(self) -> None:
        """Flush, or nothing."""
        if not self.gone:
            try:
                self.file.flush()
            except OSError:
                self.gone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class TerminalDriver(LinuxDriver):
    """Textual's driver with our own reading, and an end when the terminal has gone."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        file: Any = Screenward(cast("TextIO", self._file))
        self._file = file

    def run_input_thread(self) -> None:
        """Read until told to stop, or until the terminal has gone: then leave as after a hang-up."""
        pastes, parser = Pastes(), XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_WAIT_FOR_REST if pastes.held else _WAIT):
                    data = self._read()
                    if not data:
                        self._app.call_later(cast("Any", self._app).terminal_gone)
                        return
                    self._hand_on(parser, pastes.feed(decode(data)))
                elif held := pastes.waited():
                    self._hand_on(parser, [held])
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """What the terminal sent; nothing where there is none any more."""
        with contextlib.suppress(OSError):
            return os.read(self.fileno, _AT_ONCE)
        return b""

    def _hand_on(self, parser: XTermParser, parts: Iterator[str | Paste] | list[str]) -> None:
        for part in parts:
            if isinstance(part, Paste):
                self.process_message(part)
            else:
                for event in parser.feed(part):
                    self.process_message(event)

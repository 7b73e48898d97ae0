"""A real pseudo-terminal with ppitui on it: every byte is kept, and shown to a terminal in memory."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

HERE = Path(__file__).parent
# Synchronised output (mode 2026): the question whether a terminal knows it, "yes, and it is off now", and the two
# ends of one picture of the screen.
ASKED, YES, BEGINS, ENDS = b"\x1b[?2026$p", b"\x1b[?2026;2$y", b"\x1b[?2026h", b"\x1b[?2026l"
SECONDS = float(os.environ.get("PPITUI_TEST_PATIENCE", "30"))
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f10": "\x1b[21~",
    "f12": "\x1b[24~",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
}


class Terminal:
    """`child.py` on a terminal of a fixed size. Leaves with ctrl+q, or kills what is left."""

    def __init__(
        self, *args: str, size: tuple[int, int] = (120, 40), env: dict[str, str] | None = None
    ) -> None:
        width, height = size
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        # A test runner may say how wide its own output is: here the terminal alone says its size.
        leave = {"COLUMNS", "LINES", "NO_COLOR"}
        base = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("TEXTUAL") and key not in leave
        }
        base |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "child.py"), *args],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env=base | (env or {}),
            start_new_session=True,
            preexec_fn=self._take_hold,  # noqa: PLW1509  # no thread of ours is running
        )
        self.hung_up = False
        self.raw = b""
        self.answered = False
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)

    def _take_hold(self) -> None:
        """In the child: this terminal is its own, so that hanging up reaches it."""
        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if not self.hung_up:
            os.close(self.ours)
        os.close(self.theirs)

    def hang_up(self) -> int:
        """Close the terminal's window; the exit status."""
        os.close(self.ours)
        self.hung_up = True
        return self.process.wait(SECONDS)

    def resize(self, width: int, height: int) -> None:
        """Another size, as when a window is dragged."""
        self.screen.resize(height, width)
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def signal(self, number: int) -> None:
        """A signal from outside."""
        self.process.send_signal(number)

    def stopped(self) -> None:
        """Read until the process is stopped, as by Ctrl+Z in a shell."""
        end = time.monotonic() + SECONDS
        while not os.WIFSTOPPED(os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)[1] or 0):
            assert time.monotonic() < end, "it never stopped"
            self._take(0.1)
        while self._take(0.05):
            pass

    @property
    def text(self) -> str:
        """What is on the screen now."""
        rows, columns = range(self.screen.lines), range(self.screen.columns)
        return "\n".join("".join(self.screen.buffer[y][x].data for x in columns) for y in rows)

    def _take(self, seconds: float) -> bool:
        """Read what there is, waiting at most so long."""
        if not select.select([self.ours], [], [], max(0.0, seconds))[0]:
            return False
        data = os.read(self.ours, 65536)
        self.raw += data
        # pyte does not know the answerback to "which version are you" and reads it as text
        self.stream.feed(data.replace(b"\x1b[>0q", b"").replace(b"\x1b[>1u", b""))
        if not self.answered and ASKED in self.raw:
            self.answered = True
            os.write(self.ours, YES)
        return True

    @property
    def half_drawn(self) -> bool:
        """Whether a picture has begun and not ended: what is on the screen is then partly the picture before it."""
        return self.raw.rfind(BEGINS) > self.raw.rfind(ENDS)

    def _shows(self, words: tuple[str, ...], gone: str) -> bool:
        if self.half_drawn:
            return False
        text = self.text
        return all(one in text for one in words) and not (gone and gone in text)

    def until(self, *words: str, gone: str = "") -> str:
        """Read until all these words are on the screen (and one is not); what was on it then."""
        end = time.monotonic() + SECONDS
        while not self._shows(words, gone):
            left = end - time.monotonic()
            if left <= 0 or (self.process.poll() is not None and not self._take(0.2)):
                raise AssertionError(f"never saw {words} (gone: {gone!r}):\n{self.text}")
            self._take(min(left, 0.5))
        return self.text

    def when(self, ready: Callable[[], bool], what: str) -> None:
        """Read until something elsewhere is so."""
        end = time.monotonic() + SECONDS
        while not ready():
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"never: {what}\n{self.text}")
            self._take(0.05)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text."""
        for key in keys:
            self.send(KEYS.get(key, key).encode())

    def send(self, data: bytes) -> None:
        """Bytes as from the keyboard, reading meanwhile so that nobody waits for the other."""
        end = time.monotonic() + SECONDS
        while data:
            assert time.monotonic() < end, "the terminal takes no more input"
            _, ready, _ = select.select([], [self.ours], [], 0.05)
            if ready:
                data = data[os.write(self.ours, data[:1024]) :]
            while self._take(0.0):
                pass

    def ended(self) -> int:
        """Read to the end; the exit status."""
        end = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it never ended:\n{self.text}"
            self._take(0.2)
        while self._take(0.05):
            pass
        return int(self.process.returncode)

    def restored(self) -> bool:
        """Whether the terminal is as it was: own screen left, cursor shown, echo and lines on."""
        off, on = self.raw.rfind(b"\x1b[?1049l"), self.raw.rfind(b"\x1b[?1049h")
        shown, hidden = self.raw.rfind(b"\x1b[?25h"), self.raw.rfind(b"\x1b[?25l")
        now = termios.tcgetattr(self.theirs)
        return off > on and shown > hidden and now[:4] == self.before[:4]

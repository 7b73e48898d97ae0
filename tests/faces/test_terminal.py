"""Line mode on a real terminal: appended lines, no cursor movement, no colour."""

from __future__ import annotations

import os
import pty
import select
import sys
from pathlib import Path

import kit

PATIENCE = 30.0


def typed_on_a_terminal(arguments: list[str], lines: list[str], env: dict[str, str]) -> bytes:
    """Run ppitui on a pseudo-terminal, type a line whenever it waits at a prompt; every byte that it wrote."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(  # noqa: S606  # our own interpreter
            sys.executable, [sys.executable, "-m", "ppitui", *arguments], env
        )
    written = b""
    waiting = list(lines)
    while True:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, written[-400:]
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other side has gone
            break
        if not piece:
            break
        written += piece
        if waiting and written.endswith((b": ", b"? ")):
            os.write(terminal, (waiting.pop(0) + "\n").encode())
    os.waitpid(child, 0)
    os.close(terminal)
    assert not waiting
    return written


def test_plain_writes_no_escape_code_and_no_colour(tmp_path: Path) -> None:
    """From sign-in through questions to the end: not one escape byte, no carriage return that is not a line's end."""
    workspace = kit.make_workspace(tmp_path)
    env = {**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "xterm-256color"}
    people = [line.text for line in kit.typed_people(dict(kit.example("custody").people))]
    lines = ["1", *people, "2", "9", "?", "1", "/known", "s", "q"]
    written = typed_on_a_terminal(["--plain", "--as", "ash"], lines, env)
    assert b"\x1b" not in written
    assert b"\r" not in written.replace(b"\r\n", b"")
    assert b"Everything that you answered is saved." in written


def test_a_dumb_terminal_gets_line_mode_by_itself(tmp_path: Path) -> None:
    """TERM=dumb: no full screen, no escape byte."""
    workspace = kit.make_workspace(tmp_path)
    env = {**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "dumb"}
    written = typed_on_a_terminal(["--as", "ash"], ["q"], env)
    assert b"\x1b" not in written
    assert b"What now?" in written

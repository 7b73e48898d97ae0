"""Line mode on a real terminal: appended lines, no cursor movement, no colour."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import kit
from ppitui.desk import pack_draft

PATIENCE = float(os.environ.get("PPITUI_TEST_PATIENCE", "60"))
PROMPTS = (b": ", b"? ")
RECORD = "instruments/record_keeping.yaml"


def talked(
    arguments: list[str], env: dict[str, str], next_keys: Callable[[bytes], bytes]
) -> tuple[bytes, int]:
    """Run ppitui on a pseudo-terminal, typing after each piece that it wrote; all that it wrote, the exit status."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(  # noqa: S606  # our own interpreter
            sys.executable, [sys.executable, "-m", "ppitui", *arguments], env
        )
    written = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        if not ready:
            os.kill(child, signal.SIGKILL)
        assert ready, written[-400:]
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other side has gone
            break
        if not piece:
            break
        written += piece
        if keys := next_keys(written):
            os.write(terminal, keys)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return written, os.waitstatus_to_exitcode(status)


def typed_on_a_terminal(arguments: list[str], lines: list[str], env: dict[str, str]) -> bytes:
    """Type a line whenever it waits at a prompt; every byte that it wrote."""
    waiting = [one.encode() + b"\n" for one in lines]

    def next_keys(written: bytes) -> bytes:
        return waiting.pop(0) if waiting and written.endswith(PROMPTS) else b""

    written, _ = talked(arguments, env, next_keys)
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


def test_a_new_passphrase_says_what_it_must_be_and_is_asked_again_until_it_is(
    tmp_path: Path,
) -> None:
    """Too short, then not the same twice, then well: nobody begins anew for a slip that is not shown."""
    env = {**os.environ, "PPITUI_HOME": str(tmp_path / "w"), "PPITUI_PLAIN": "1", "TERM": "dumb"}
    good = "four calm green boats"
    lines = ["short", good, "four calm green boat", good, good]
    written = typed_on_a_terminal(["init", "--as", "admin"], lines, env)
    assert written.index(b"At least 12 characters") < written.index(b"New passphrase for admin:")
    assert b"has at least 12 characters" in written
    assert b"The two were not the same. Type it twice again." in written
    assert b"It is encrypted." in written
    assert b"boat" not in written


def stopped_at(
    arguments: list[str], lines: list[str], prompt: bytes, env: dict[str, str]
) -> tuple[bytes, int]:
    """The same, and Ctrl+C instead of a line at the prompt that comes after them; what was written, exit status."""
    typed = [*(one.encode() + b"\n" for one in lines), b"\x03"]

    def next_keys(written: bytes) -> bytes:
        wanted = prompt if len(typed) == 1 else PROMPTS
        return typed.pop(0) if typed and written.endswith(wanted) else b""

    found = talked(arguments, env, next_keys)
    assert not typed
    return found


def test_ctrl_c_in_a_form_says_that_what_was_typed_is_not_saved(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    env = {**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "dumb"}
    form = ["1", "5", "ogrs", "1", "Which OGRS score stands there?"]
    written, status = stopped_at(["--plain", "--as", "admin"], form, b"]: ", env)
    assert status == 130
    assert b"Stopped. What was said to be saved is saved; what was being typed is not." in written
    assert pack_draft.changed(kit.desk(workspace, "admin")) == []


def test_ctrl_c_ends_the_prompt_after_a_draft_was_proved(tmp_path: Path) -> None:
    """What proves promises takes Ctrl+C for itself meanwhile; after it no Enter is wanted."""
    workspace = kit.make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    held = pack_draft.hold(admin, RECORD)
    pack_draft.save(admin, held, held.raw.replace(b"value: 60", b"value: 61"))
    env = {**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "dumb"}
    ways = ["1", "10", "3", "Agreed by the board."]
    written, status = stopped_at(["--plain", "--as", "admin"], ways, b"Impact: ", env)
    assert b"Nothing is in force yet" in written
    assert status == 130


def test_a_dumb_terminal_gets_line_mode_by_itself(tmp_path: Path) -> None:
    """TERM=dumb: no full screen, no escape byte."""
    workspace = kit.make_workspace(tmp_path)
    env = {**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "dumb"}
    written = typed_on_a_terminal(["--as", "ash"], ["q"], env)
    assert b"\x1b" not in written
    assert b"What now?" in written

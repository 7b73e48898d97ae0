"""T09 and T13: sizes, signals, a terminal that goes away, and a clipboard that stays empty."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import Input

import kit
from faces.tui.driving import Hands, app_for
from faces.tui.terminal import SECONDS, Terminal
from ppitui.faces.full import wanted
from ppitui.faces.tui.screens.blank import BlankScreen
from ppitui.faces.tui.screens.too_small import TooSmallScreen
from ppitui.store.workspace import Workspace


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Workspace, str]:
    """A workspace with one case half answered."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for _ in range(20):
            desk.undo(opened)
    return workspace, reference


def to_work(term: Terminal) -> None:
    """From home to the question."""
    term.until("New case")
    for at in range(4):
        term.press("0001"[at])
        term.until(f"▌ {'0001'[: at + 1]}")
    term.press("enter")
    term.until("Go on with the questions")
    term.press("enter")
    term.until("Thread", "Esc back")


def test_t09_too_small_says_so_and_keeps_what_was_typed(
    begun: tuple[Workspace, str],
) -> None:
    """Twenty by five in the middle of a question: covered, then back as it was, with what was typed."""
    workspace, reference = begun
    before = len(kit.thread_of(workspace, reference))
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        term.press("/note half a li")
        term.until("half a li")
        term.resize(20, 5)
        shown = term.until("needs at", "lost.", gone="half a li")
        assert "OFFICIAL" not in shown
        term.resize(120, 40)
        term.until("half a li", "Thread", gone="needs at")
        term.press("ne", "enter")
        term.until("note: half a line")
        term.press("ctrl+q")
        assert term.ended() == 0
    added = kit.thread_of(workspace, reference)[before:]
    assert [(one.kind, one.payload.get("text")) for one in added] == [("note_added", "half a line")]


@pytest.mark.parametrize("size", [(20, 5), (39, 40), (80, 11)])
def test_t09_a_terminal_that_begins_too_small(tmp_path: Path, size: tuple[int, int]) -> None:
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        app = app_for(workspace, "ash")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, TooSmallScreen)
            await pilot.press("1", "enter", "x", "f3", "ctrl+p")
            await pilot.pause(0.1)
            assert isinstance(app.screen, TooSmallScreen), "a key pressed blind does nothing"
            assert kit.desk(workspace, "ash").cases() == []
            await pilot.resize_terminal(40, 12)
            hands = Hands(pilot)
            await hands.until("New case")
            assert not isinstance(app.screen, TooSmallScreen)

    asyncio.run(main())


def test_t09_five_hundred_columns(begun: tuple[Workspace, str]) -> None:
    """Also a very large terminal is only a terminal."""
    workspace, _ = begun
    with Terminal(str(workspace.folder), "ash", size=(500, 200)) as term:
        to_work(term)
        assert "OFFICIAL-SENSITIVE" in term.text
        term.press("f5")
        term.until("Check answers")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()


@pytest.mark.parametrize("opened", ["f12", "ctrl+p", "f3"])
def test_t09_resizing_under_a_cover_the_palette_or_help(
    begun: tuple[Workspace, str], opened: str
) -> None:
    """Smaller, too small, large again: whatever lay on top lies there still, and nothing is uncovered."""
    workspace, _ = begun
    words = {"f12": "Press any key", "ctrl+p": "Cover the screen", "f3": "Keys here"}[opened]
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        under = "" if opened == "ctrl+p" else "Thread"
        term.press(opened)
        term.until(words, gone=under)
        for size in ((80, 24), (20, 5), (200, 50), (20, 5)):
            term.resize(*size)
            covered = size[0] > 20 or opened == "f12"
            term.until(words[:11] if covered else "needs at", gone=under)
        term.resize(120, 40)
        term.until(words, gone="needs at")
        term.press("esc")
        term.until("Thread", "Esc back", gone=words)
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()


def test_t09_a_cover_put_on_a_terminal_that_is_too_small_stays(tmp_path: Path) -> None:
    """F12 is F12 at any size: the room that comes back does not take it away."""

    async def main() -> None:
        app = app_for(kit.make_workspace(tmp_path), "ash")
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            await pilot.press("f12")
            await pilot.resize_terminal(80, 24)
            await pilot.pause(0.1)
            assert isinstance(app.screen, BlankScreen)
            await pilot.press("x")
            await Hands(pilot).until("New case")
            assert not [one for one in app.screen_stack if isinstance(one, TooSmallScreen)]

    asyncio.run(main())


def test_t09_a_request_to_stop_restores_the_terminal(begun: tuple[Workspace, str]) -> None:
    """SIGTERM with half an answer typed: exit 143, the case whole, the half line nowhere, no traceback."""
    workspace, reference = begun
    before = kit.thread_of(workspace, reference)
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        term.press("/note half a li")
        term.until("half a li")
        term.signal(signal.SIGTERM)
        assert term.ended() == 128 + signal.SIGTERM
        assert term.restored()
        after = term.raw[term.raw.rfind(b"\x1b[?1049l") :]
        assert b"Stopped. What was said to be saved is saved; what was being typed is not." in after
        assert b"Traceback" not in term.raw
        assert b"half" not in after
    assert kit.thread_of(workspace, reference) == before


@pytest.mark.parametrize("ignored", [False, True], ids=["hang-up", "hang-up ignored, as by nohup"])
def test_t09_a_closed_window_ends_it(begun: tuple[Workspace, str], ignored: bool) -> None:
    """No process stays behind, nothing is damaged, and what was acknowledged is there."""
    workspace, reference = begun
    before = len(kit.thread_of(workspace, reference))
    with Terminal(str(workspace.folder), "ash", "-", "nohup" if ignored else "compose") as term:
        to_work(term)
        term.press("/note kept", "enter")
        term.until("note: kept")
        term.press("/note half a li")
        term.until("half a li")
        assert term.hang_up() == 128 + signal.SIGHUP
    added = kit.thread_of(workspace, reference)[before:]
    assert [one.payload.get("text") for one in added] == ["kept"]
    workspace_again = Workspace.open(workspace.folder)
    assert not [one for one in kit.desk(workspace_again, "ash").cases() if one["case"] != reference]


def test_t09_stopped_and_brought_back(begun: tuple[Workspace, str]) -> None:
    """Ctrl+Z from a shell, or SIGTSTP: the case leaves the screen, and comes back with what was typed."""
    workspace, _ = begun
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        term.press("/note half a li")
        term.until("half a li")
        term.signal(signal.SIGTSTP)
        term.stopped()
        assert term.restored()
        at = len(term.raw)
        term.signal(signal.SIGCONT)
        while b"\x1b[?1049h" not in term.raw[at:]:
            assert term._take(30.0), "it never came back"
        term.screen.reset()
        term.resize(121, 40)
        term.until("half a li", "Thread")
        term.press("ne", "enter")
        term.until("note: half a line")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()


@pytest.mark.parametrize("away", ["stdin", "stdout", "stderr"])
def test_t09_without_a_terminal_nothing_is_drawn(tmp_path: Path, away: str) -> None:
    """Textual draws on standard error; `ppitui 2>errors` must not put every screen of a case into that file."""
    workspace = kit.make_workspace(tmp_path)
    ours, theirs = os.openpty()
    file = tmp_path / "away"
    file.touch()
    with file.open("r+b") as elsewhere:
        ends = {"stdin": theirs, "stdout": theirs, "stderr": theirs, away: elsewhere.fileno()}
        process = subprocess.Popen(
            [sys.executable, "-m", "ppitui", "--as", "ash"],
            env={**os.environ, "PPITUI_HOME": str(workspace.folder), "TERM": "xterm"},
            start_new_session=True,
            stdin=ends["stdin"],
            stdout=ends["stdout"],
            stderr=ends["stderr"],
        )
        os.close(theirs)
        os.write(ours, b"q\r")
        seen = b""
        with contextlib.suppress(OSError):  # Linux says so where the other side has closed
            while select.select([ours], [], [], SECONDS)[0] and (piece := os.read(ours, 65536)):
                seen += piece
        if process.poll() is None and b"\x1b[?1049h" in seen + file.read_bytes():
            process.kill()
        assert process.wait(60) in (0, 2)
    os.close(ours)
    for text in (seen, file.read_bytes()):
        assert b"\x1b[?1049h" not in text
        assert b"Traceback" not in text


def test_t09_a_dumb_terminal_is_not_wanted() -> None:
    assert not wanted({"TERM": "dumb"}, plain=False)
    assert not wanted({}, plain=False)


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("case", "list", "--as", "ash"),
        ("check",),
        ("--plain", "--as", "ash"),
        ("demo",),
    ],
    ids=lambda words: words[0],
)
def test_t09_a_closed_pipe_is_no_crash(
    begun: tuple[Workspace, str], words: tuple[str, ...]
) -> None:
    """`ppitui … | head -0`: silence."""
    workspace, _ = begun
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ppitui", *words],
            env={**os.environ, "PPITUI_HOME": str(workspace.folder)},
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    finally:
        os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.returncode in (0, 2)


CLIPBOARD = [b"\x03", b"\x18", b"\x16", b"\x1b[1;2H", b"\x1b[1;2F", b"\x1b[99;6u", b"\x1b[99;9u"]


def test_t13_nothing_is_ever_copied(begun: tuple[Workspace, str]) -> None:
    """Ctrl+C, Ctrl+X, super+C, select all, a mouse drawn over the case: no OSC 52, on any screen; text stays."""
    workspace, _ = begun
    drag = b"\x1b[<0;4;1M\x1b[<32;40;9M\x1b[<32;90;20M\x1b[<0;90;20m"  # over a list a click would choose
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        for screen in ("", "f5", "f3"):
            if screen:
                term.press(screen)
                term.until({"f5": "Check answers", "f3": "Keys"}[screen])
            term.send(drag + b"\x03\x18")
            term.until("Nothing is copied")
            if screen:
                term.press("esc")
                term.until("Thread", "Esc back")
        term.press("/note kept whole")
        term.send(b"\x1b[1;2H" + b"".join(CLIPBOARD) + b"\x05")
        term.press("!", "enter")
        term.until("note: kept whole!")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert b"\x1b]52" not in term.raw


def test_t13_whatever_asks_for_the_clipboard_gets_nothing(tmp_path: Path) -> None:
    """Every way that Textual has: the application's, a field's, the screen's, a selection by mouse."""

    async def main() -> None:
        app = app_for(kit.make_workspace(tmp_path), "")
        async with app.run_test() as pilot:
            await pilot.pause()
            app.copy_to_clipboard("secret")
            field = app.screen.query_one(Input)
            field.value = "secret"
            field.action_select_all()
            field.action_copy()
            field.action_cut()
            assert field.value == "secret"
            assert app.clipboard == ""
            assert not app.ALLOW_SELECT
            await pilot.mouse_down(offset=(2, 1))
            await pilot.hover(offset=(40, 5))
            await pilot.mouse_up(offset=(40, 5))
            assert not app.screen.selections

    asyncio.run(main())


def test_w11_killed_in_the_middle_of_a_line_a_draft_comes_back_with_its_gaps(
    begun: tuple[Workspace, str],
) -> None:
    """What was half typed is no answer, nothing is handed in by coming back, and the gaps still stop it."""
    workspace, reference = begun
    before = len(kit.thread_of(workspace, reference))
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        term.press("/note half a li")
        term.until("half a li")
        term.signal(signal.SIGKILL)
        assert term.ended() != 0
    with Terminal(str(workspace.folder), "ash") as term:
        to_work(term)
        assert "half a li" not in term.text
        term.press("/submit")
        term.until("▌ /submit")
        term.press("enter")
        term.until("still want an answer")
        term.press("ctrl+q")
        assert term.ended() == 0
    assert len(kit.thread_of(workspace, reference)) == before

"""T08: what is pasted. Whole, safe, cut, quick; and never taken for keys."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste
from textual.widgets import Input

import kit
from faces.tui import hostile
from faces.tui.driving import app_for
from faces.tui.terminal import Terminal
from ppitui.faces.tui.driver import END, START, Pastes
from ppitui.faces.tui.safe import MAX_PASTE

HALF_A_MEGABYTE = 524_288
FIVE_MEGABYTES = 5_242_880


def split(text: str, at: list[int]) -> list[str]:
    """The text in pieces, as reads of a terminal may give it."""
    cuts = sorted({0, len(text), *(one % (len(text) + 1) for one in at)})
    return [text[here:there] for here, there in pairwise(cuts)]


def told(pieces: list[str]) -> tuple[str, list[str]]:
    """The keys and the pastes in it."""
    keys, pasted = "", []
    pastes = Pastes()
    for piece in pieces:
        for part in pastes.feed(piece):
            if isinstance(part, Paste):
                pasted.append(part.text)
            else:
                keys += part
    return keys + pastes.waited(), pasted


@given(
    before=st.text("a1\x1b[20~"),
    pasted=st.text(st.characters() | st.sampled_from("\x1b[201~")).filter(lambda t: END not in t),
    after=st.text("b2\x1b["),
    at=st.lists(st.integers(0, 200), max_size=8),
)
def test_t08_a_paste_is_found_however_the_bytes_arrive(
    before: str, pasted: str, after: str, at: list[int]
) -> None:
    """What is pasted is never a key, and what is a key is never lost."""
    text = before + START + pasted + END + after
    if text.find(START) != len(before) or text.find(END, len(before)) != len(
        before + START + pasted
    ):
        return  # the letters around it made a marker of their own
    assert told(split(text, at)) == (before + after, [pasted[:MAX_PASTE]])


def test_t08_a_huge_paste_is_cut_while_it_arrives() -> None:
    """Five megabytes are never held."""
    pastes = Pastes()
    assert not list(pastes.feed(START))
    for _ in range(FIVE_MEGABYTES // 65_536):
        assert not list(pastes.feed("x" * 65_536))
        assert len(pastes.pasted or "") + len(pastes.held) <= MAX_PASTE + len(END)
    (paste,) = pastes.feed(END)
    assert isinstance(paste, Paste)
    assert paste.text == "x" * MAX_PASTE


def test_t08_half_a_megabyte_on_a_terminal_is_one_safe_line(tmp_path: Path) -> None:
    """With escape sequences and line ends in it; the screen goes on at once, and nothing acts."""
    workspace = kit.make_workspace(tmp_path)
    with Terminal(str(workspace.folder), "ash") as term:
        term.until("New case")
        term.press("/", "x")
        term.until("▌ x")
        text = "pasted" + hostile.SEQUENCES["clipboard"] + hostile.SEQUENCES["title"] + "\r\n"
        pasted = (text.encode() * (HALF_A_MEGABYTE // len(text) + 1))[:HALF_A_MEGABYTE]
        term.send(b"\x1b[200~" + pasted + b"\x1b[201~")
        term.until("]2;PWNED")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert b"\x1b]2;" not in term.raw
        assert b"\x1b]52;" not in term.raw


@pytest.mark.parametrize("keys", [b"\x1b[24~", b"\x1bOR", b"\x1b[<0;5;9M", b"\x1b]9;9\x071d\x11"])
def test_t08_keys_inside_a_paste_are_text(tmp_path: Path, keys: bytes) -> None:
    """F12, F3, a click, digits behind a sequence that nobody knows: a paste presses no key."""
    workspace = kit.make_workspace(tmp_path)
    with Terminal(str(workspace.folder), "ash") as term:
        term.until("New case")
        term.press("/", "x")
        term.until("▌ x")
        term.send(b"\x1b[200~one" + keys + b"two\x1b[201~")
        shown = term.until("one\ufffd", "two")
        assert "Press any key" not in shown
        assert "Keys and commands" not in shown
        assert term.process.poll() is None
        term.press("ctrl+q")
        assert term.ended() == 0


def test_t08_five_megabytes_through_the_application(tmp_path: Path) -> None:
    """A driver that hands it over whole, as on Windows, does no harm either."""

    async def main() -> None:
        app = app_for(kit.make_workspace(tmp_path), "")
        async with app.run_test() as pilot:
            await pilot.pause()
            line = app.screen.query_one(Input)
            text = "\x1b]2;x\x07" + "a\r\n" * (FIVE_MEGABYTES // 3)
            line.post_message(Paste(text))
            await pilot.pause()
            assert 0 < len(line.value) <= MAX_PASTE
            assert line.value.isprintable()
            line.value = text
            assert len(line.value) <= MAX_PASTE

    asyncio.run(main())

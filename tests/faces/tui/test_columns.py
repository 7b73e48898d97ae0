"""T05: whatever a name is written in, the columns of the screen stand straight on a real terminal."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from faces.tui import hostile
from faces.tui.terminal import Terminal
from ppitui.faces.tui.safe import said

NAMES = {
    "arabic": "محمد",
    "chinese": "王小明",
    "persian": "علی\u200cرضا",
    "hindi": "क्\u200dषमा",
    "marks": "n" + "\u0301" * 40,
    "family": "👩\u200d👩\u200d👧\u200d👦",
    "skin and style": "👩🏽 ❤\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "flag": "🇬🇧",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_t05_a_line_is_as_wide_as_its_characters(name: str) -> None:
    """However Textual joins them: it is where it takes some together that terminals differ."""
    text = said(name).plain
    assert cell_len(text) == sum(cell_len(char) for char in text)


def pyte_can(text: str) -> bool:
    """Whether pyte shows this: it drops a line behind a sign without width that is no accent, as no terminal does."""
    return all(cell_len(char) or unicodedata.combining(char) for char in text)


def test_t05_the_right_border_is_straight(tmp_path: Path) -> None:
    """The working screen at 120 by 40, all these names in its panels: each border in one column on every row."""
    name = " ".join(one for one in NAMES.values() if pyte_can(said(one).plain))
    table = dict.fromkeys(("Alex Sample", "Jo Placeholder", "Pip Placeholder"), name)
    workspace, _, _ = hostile.make(tmp_path, table)
    with Terminal(str(workspace.folder), hostile.USER, size=(120, 40)) as term:
        term.until("New case", "2026-0002")
        for at in range(4):
            term.press("0002"[at])
            term.until(f"▌ {'0002'[: at + 1]}")
        term.press("enter")
        term.until("This case is not yours")
        term.press("enter")
        term.until("Go on with the questions")
        term.press("enter")
        term.until("Thread", "Esc back", "王小明")
        rows = [
            [x for x in range(120) if term.screen.buffer[y][x].data[:1] in set("│╮╯╭╰")]
            for y in range(40)
        ]
        thread = next(
            y
            for y in range(40)
            if "Thread" in "".join(term.screen.buffer[y][x].data for x in range(120))
        )
        beside = [row for row in rows[2 : thread - 1] if row]
        assert len(beside) > 20
        assert {row[-1] for row in beside} == {119}
        assert len({tuple(row) for row in beside}) == 1, term.text
        term.press("ctrl+q")
        assert term.ended() == 0

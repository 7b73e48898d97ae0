"""The boundary to the terminal (T01 to T12): on a real pseudo-terminal, every byte looked at."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import kit
from faces.tui import hostile
from faces.tui.terminal import Terminal
from ppitui.faces.tui.app import PpituiApp


@dataclass
class Tour:
    """What was seen on each screen, and all the bytes that got there."""

    seen: dict[str, str]
    raw: bytes
    title: str
    status: int
    restored: bool

    @property
    def words(self) -> str:
        """Everything that was shown, with line breaks and frames out of the way."""
        return re.sub(r"[\s│]+", "", "".join(self.seen.values()))


def tour(folder: Path, table: dict[str, str], size: tuple[int, int] = (200, 50)) -> Tour:
    """Every screen that shows a case, by keys, on a terminal."""
    workspace, _, _ = hostile.make(folder, table)
    seen: dict[str, str] = {}
    with Terminal(str(workspace.folder), hostile.USER, size=size) as term:
        _the_draft(term, seen)
        _the_case_handed_in(term, seen)
        term.press("ctrl+q")
        status = term.ended()
        return Tour(seen, term.raw, term.screen.title, status, term.restored())


def _search(term: Terminal, wanted: str) -> None:
    """Type at the list, each character once the one before is there; open what is found."""
    for at in range(len(wanted)):
        term.press(wanted[at])
        term.until(f"▌ {wanted[: at + 1]}")
    term.press("enter")


def _the_draft(term: Terminal, seen: dict[str, str]) -> None:
    seen["home"] = term.until("New case", "2026-0002", "2026-0003")
    _search(term, "0002")
    term.until("This case is not yours")
    term.press("enter")
    seen["case"] = term.until("Go on with the questions")
    term.press("enter")
    seen["work"] = term.until("Thread", "Esc back")
    term.press("f1")
    seen["why"] = term.until("Why", gone="Thread")
    term.press("esc")
    term.until("Thread", "Esc back")
    term.press("f5")
    seen["answers"] = term.until("Check answers")
    term.press("esc")
    term.until("Thread", "Esc back")
    term.press("/known", "enter")
    seen["known"] = term.until("Known so far", gone="F9 undo")
    term.press("esc")
    term.until("F9 undo")
    while "Go on with the questions" not in term.text:
        term.press("/save", "enter")
        term.until("Go on with the questions")


def _the_case_handed_in(term: Terminal, seen: dict[str, str]) -> None:
    term.press("esc")
    term.until("search", gone="Timeline")
    term.press("esc")
    term.until("2026-0003", "2026-0001")
    _search(term, "0003")
    seen["handed in"] = term.until("Timeline", "Decide", "Letters")
    term.press("enter")
    seen["review"] = term.until("decide case")
    term.press("esc")
    term.until("Timeline")
    term.press("down", "enter")
    seen["letters"] = term.until("letters of case")
    term.press("enter")
    seen["letter"] = term.until("save as")
    term.press("esc")
    term.until("Timeline", gone="save as")
    term.press("down", "down", "enter")
    seen["thread"] = term.until("only these", gone="Timeline")


def table_of(text: str) -> dict[str, str]:
    """The same text in every place where a person's words stand."""
    places = (
        "Alex Sample",
        "Jo Placeholder",
        "Pip Placeholder",
        "A note.",
        "A reason.",
        "Odd Name",
    )
    texts = (*places, "Six reports in four years", "3 Specimen Yard", "8 Example Walk")
    return dict.fromkeys(texts, text)


@pytest.fixture(scope="module")
def hijack(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """A tour of a workspace whose every text tries to act on the terminal."""
    return tour(tmp_path_factory.mktemp("hijack"), table_of("".join(hostile.SEQUENCES.values())))


@pytest.fixture(scope="module")
def literal(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """A tour of a workspace whose names are markup and templates."""
    words = " ".join((*hostile.MARKUP, *hostile.TEMPLATES))
    return tour(tmp_path_factory.mktemp("literal"), table_of(words))


def test_t01_a_name_cannot_set_the_title(hijack: Tour) -> None:
    assert hijack.status == 0
    assert "PWNED" not in hijack.title
    assert b"\x1b]2;" not in hijack.raw
    for screen in ("home", "case", "work", "review", "thread", "letter"):
        assert "]2;PWNED" in hijack.seen[screen].replace("\n", ""), screen  # shown, not obeyed


@pytest.mark.parametrize("what", list(hostile.SEQUENCES))
def test_t02_t03_t04_no_hidden_sequence_reaches_the_terminal(hijack: Tour, what: str) -> None:
    sequence = hostile.SEQUENCES[what].encode()
    assert sequence not in hijack.raw


def test_t02_the_terminal_is_never_asked_in_the_name_of_data(hijack: Tour) -> None:
    for question in (b"\x1b[6n", b"\x1b[c", b"\x1b]52;", b"\x1bc", b"\x1b]8;;http"):
        assert question not in hijack.raw


def test_t03_c1_controls_and_the_rest_are_replaced(hijack: Tour) -> None:
    text = hijack.raw.decode("utf-8")
    assert not {char for char in text if "\x80" <= char <= "\x9f"}
    assert "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg" in hijack.words


def test_t04_nothing_that_turns_or_hides_text_is_shown(hijack: Tour) -> None:
    text = hijack.raw.decode("utf-8")
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0001"} & set(text)
    assert "pw\ufffdned" in hijack.words


def test_t06_markup_in_data_is_literal_on_every_screen(literal: Tour) -> None:
    assert literal.status == 0
    for screen in ("home", "case", "work", "answers", "review", "thread", "letter", "known"):
        flat = re.sub(r"[\s│]+", "", literal.seen[screen])
        for one in ("[/]", "[a=1]", "[@click=app.quit]x[/]", "Smith[b"):
            assert one in flat, (screen, one)
    assert b"\x1b]8;" not in literal.raw


def test_t06_no_action_hides_in_data() -> None:
    """Content made from data carries no style, so nothing in it can be clicked."""
    from ppitui.faces.tui.safe import said

    content = said("[@click=app.quit]x[/]")
    assert content.plain == "[@click=app.quit]x[/]"
    assert not content.spans


def test_t07_templates_in_names_are_literal(literal: Tour) -> None:
    for screen in ("home", "case", "review", "letter"):
        flat = re.sub(r"[\s│]+", "", literal.seen[screen])
        for one in ("$name", "{0}", "{0.__class__}", "%s", "{{7*7}}", "{%raw%}"):
            assert one in flat, (screen, one)


def _no_desk(_user: str) -> Any:
    raise AssertionError("nobody signs in here")


def test_t11_textuals_own_switches_write_nothing(tmp_path: Path) -> None:
    """No log of keys, no picture of the screen, no debugger's port."""
    workspace = kit.make_workspace(tmp_path / "w")
    away = tmp_path / "away"
    away.mkdir()
    switches = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": str(away / "log"),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(away),
        "TEXTUAL_SCREENSHOT_FILENAME": "picture.svg",
        "TEXTUAL_PRESS": "f12",
        "TEXTUAL_THEME": "textual-dark",
    }
    with Terminal(str(workspace.folder), "ash", env=switches) as term:
        term.until("New case")
        term.press("ctrl+p")
        shown = term.until("Cover the screen")
        assert "creenshot" not in shown
        term.press("screenshot")
        term.until("No matches")
        term.press("esc")
        term.until("New case", gone="No matches")
        term.press("ctrl+q")
        assert term.ended() == 0
    assert list(away.iterdir()) == []


def test_t11_no_picture_is_ever_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = PpituiApp(_no_desk, "", environ={})
    assert app.deliver_screenshot() is None

    async def main() -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            titles = [one.title for one in app.get_system_commands(app.screen)]
            assert not [one for one in titles if "creenshot" in one]
            await app.run_action("screenshot")
            await pilot.pause()

    asyncio.run(main())
    assert list(tmp_path.iterdir()) == []


def test_t12_no_title_is_set_at_all(hijack: Tour) -> None:
    """Not even ours: a title stays in window lists, tmux panes and logs."""
    assert not re.search(rb"\x1b\][012];", hijack.raw)
    assert hijack.restored

"""How the full screen looks: contrast, no colour, sizes, focus, marking, the cover, the cursor."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from rich._palettes import STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

import kit
from faces.tui.driving import Hands, app_for
from faces.tui.terminal import Terminal
from ppitui.faces.tui.app import IDLE_SECONDS, PpituiApp
from ppitui.faces.tui.screens.blank import BlankScreen
from ppitui.faces.tui.theme import BANDS, CONTRAST, FOCUS, THEMES, theme_for
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.thread import CommandLine

SIZES = [(80, 24), (120, 40), (200, 50), (40, 20)]


def ratio(one: str, other: str) -> float:
    """The contrast ratio of the WCAG."""
    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def light(colour: str) -> float:
    """The relative luminance of the WCAG."""
    found = Color.parse(colour)
    parts = [part / 255 for part in (found.r, found.g, found.b)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def pairs(theme: Theme) -> list[tuple[str, str]]:
    """Every text colour on every ground that our style sheets put it on."""
    grounds = [str(theme.background), str(theme.surface), str(theme.panel)]
    muted = theme.variables["muted"]
    texts = [str(theme.foreground), muted, str(theme.accent), str(theme.error), str(theme.primary)]
    found = [(text, ground) for text in texts for ground in grounds]
    return [*found, (str(theme.background), str(theme.accent))]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_pair_of_text_and_ground_can_be_read(theme: Theme) -> None:
    least = 7.0 if theme is CONTRAST else 4.5
    poor = [(pair, round(ratio(*pair), 1)) for pair in pairs(theme) if ratio(*pair) < least]
    assert not poor
    line, grounds = theme.variables["line"], (str(theme.background), str(theme.surface))
    assert min(ratio(line, ground) for ground in grounds) >= 3  # what shows where a thing ends


def test_bands_and_focus_can_be_read_and_the_measure_measures() -> None:
    assert all(ratio(*pair) >= 4.5 for pair in (*BANDS.values(), FOCUS))
    assert ratio("#FFFFFF", "#D55E00") < 4.5  # the pair that is known to be too weak
    assert round(ratio("#000000", "#FFFFFF")) == 21


def sixteen(colour: str) -> str:
    """The colour that a terminal of sixteen shows for this one, on the usual palette."""
    number = RichColor.parse(colour).downgrade(ColorSystem.STANDARD).number
    assert number is not None
    return "#{:02x}{:02x}{:02x}".format(*STANDARD_PALETTE[number])


def test_with_sixteen_colours_every_pair_can_still_be_read(tmp_path: Path) -> None:
    """The theme that is taken there, its colours brought down to sixteen; and the bytes that are sent."""
    assert theme_for({}, "standard") == CONTRAST.name
    assert theme_for({}, "truecolor") == THEMES[0].name
    assert theme_for({"PPITUI_THEME": "light"}, "standard") == "ppitui-light"
    poor = [pair for pair in pairs(CONTRAST) if ratio(*map(sixteen, pair)) < 4.5]
    assert not poor
    workspace = kit.make_workspace(tmp_path)
    with Terminal(str(workspace.folder), "ash", env={"TERM": "xterm", "COLORTERM": ""}) as term:
        term.until("New case", "OFFICIAL-SENSITIVE")
        term.press("ctrl+q")
        assert term.ended() == 0
    sent = set(re.findall(rb"\x1b\[((?:\d;)?\d+;\d+)m", term.raw))
    assert sent
    assert {one.split(b";")[-2:][0] + b" on " + one.split(b";")[-1] for one in sent} <= {
        *(b"97 on 40", b"93 on 40", b"30 on 103")
    }


def test_style_sheets_name_no_colour_of_their_own() -> None:
    """Else a pair would escape the test above."""
    folder = Path(kit.__file__).parents[1] / "src" / "ppitui" / "faces" / "tui"
    used = set()
    for sheet in folder.rglob("*.tcss"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r":[^;]*(#[0-9a-fA-F]{3}|\brgb|\bred\b|\bwhite\b|\bblack\b)", text)
        used |= set(re.findall(r"\$([a-z-]+)", text))
    assert used <= {
        *("background", "foreground", "surface", "panel"),
        *("accent", "error", "primary", "muted", "line"),
    }


def test_no_color_sends_no_colour_and_can_still_be_read(tmp_path: Path) -> None:
    """NO_COLOR at the start: bold and reverse only; never black on black."""
    workspace = kit.make_workspace(tmp_path)
    with Terminal(str(workspace.folder), "ash", env={"NO_COLOR": "1"}) as term:
        term.until("New case", "OFFICIAL-SENSITIVE")
        term.press("ctrl+q")
        assert term.ended() == 0
    codes = {
        code
        for found in re.findall(rb"\x1b\[([0-9;]*)m", term.raw)
        for code in found.decode().split(";")
        if code
    }
    coloured = {*map(str, [*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)])}
    assert not codes & coloured, sorted(codes & coloured)


async def walk_screens(hands: Hands) -> dict[str, str]:
    """The text of each screen on the way through a half-answered case."""
    seen = {"home": hands.text}
    await hands.keys("slash")
    hands.app.screen.query_one("#search").focus()
    await hands.line("0001")
    seen["case"] = hands.text
    await hands.keys("enter")
    seen["work"] = hands.text
    for name, key in (("why", "f1"), ("answers", "f5"), ("routes", "f6"), ("help", "f3")):
        await hands.keys(key)
        seen[name] = hands.text
        assert hands.app.screen.focused is not None, name
        await hands.keys("escape")
    return seen


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_marking_focus_and_whole_words_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for _ in range(20):
            desk.undo(opened)
        walk = desk.walk(opened)
        question = walk.question(walk.due[0])

    async def main() -> dict[str, str]:
        async with app_for(workspace, "ash").run_test(size=size) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            return await walk_screens(hands)

    seen = asyncio.run(main())
    for name, text in seen.items():
        first = text.splitlines()[0]
        assert first.rstrip().endswith("OFFICIAL-SENSITIVE"), (name, first)
    words = set(re.findall(r"\w+", seen["work"]))
    for word in re.findall(r"\w+", " ".join([question.text, *question.choices[:3]])):
        assert word in words, word
    assert "blank" in seen["work"].splitlines()[-1] or size[0] < 80


def test_f12_covers_everything_and_any_key_uncovers(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            assert "Alex" in hands.text
            await hands.keys("f12")
            assert hands.text.split() == ["ppitui.", "Press", "any", "key."]
            await hands.keys("ctrl+p")
            assert "Alex" not in hands.text
            await hands.keys("x")
            assert "Alex" in hands.text
            await hands.keys("f12", "f12")
            assert "Alex" in hands.text

    asyncio.run(main())


def test_after_five_idle_minutes_the_screen_is_covered_and_the_draft_stays(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    time = [0.0]

    async def main() -> None:
        app = PpituiApp(
            lambda who: kit.desk(workspace, who), "ash", environ={}, clock=lambda: time[0]
        )
        async with app.run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("slash", "d", "r")
            time[0] = IDLE_SECONDS - 1
            app.blank_when_idle()
            await pilot.pause()
            assert not isinstance(app.screen, BlankScreen)
            time[0] = IDLE_SECONDS + 1
            app.blank_when_idle()
            await pilot.pause()
            assert isinstance(app.screen, BlankScreen)
            assert "dr" not in hands.text.replace("draft", "")
            await hands.keys("x")
            assert getattr(app.screen.focused, "value", "") == "dr"

    asyncio.run(main())


@pytest.mark.parametrize("width", [80, 40])
def test_the_terminals_cursor_follows_the_highlight_also_where_choices_wrap(
    tmp_path: Path, width: int
) -> None:
    """For a braille line or a screen reader, which read where the cursor is."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        while desk.walk(opened).undo():
            desk.undo(opened)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(width, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("slash")
            await hands.line("0001")
            await hands.keys("enter")
            assert isinstance(hands.app.screen.query_one(QuestionView), QuestionView)
            choices = hands.app.screen.query_one(Choices)
            for index in range(choices.option_count):
                await hands.keys("down")
                await pilot.pause()
                at = hands.app.cursor_position
                row = hands.text.splitlines()[at.y]
                assert re.match(rf".*\b{index + 1}  \w", row), (index, row)
            await hands.keys("tab")
            assert isinstance(hands.app.screen.focused, CommandLine)

    asyncio.run(main())

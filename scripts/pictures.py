"""Draw the pictures of the documents: nine screens at two sizes, and line mode.

python scripts/pictures.py                  draw all of docs/pictures anew
python scripts/pictures.py --check [SIZE]   exit 1 where a picture, or one of that size, is not what is drawn today

Everything is drawn from a throw-away demonstration at its fixed night, by keys, so two runs give the same bytes.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from readme import between, demo
from rich.console import Console
from rich.text import Text
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from ppitui.faces.demo import furnish, throw_away
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.widgets.choices import Choices

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SCREENS = {
    "home": "Home: what can be begun, and the cases",
    "people": "The people of a case: one form at a time",
    "work": "The working screen: the journey, one question, what is known so far, the thread, the command line",
    "answers": "Check answers: every question and its answer, each with change",
    "outcome": "The outcome: each route with its reasons",
    "thread": "The thread: the whole record of a case",
    "review": "Review: a supervisor decides each route with a reason",
    "letter": "A letter before it is saved",
    "studio": "The studio: a question as text, beside what it will look like, over what is found while it is typed",
}
_LINE_MODE = "line-mode"
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_MAKER = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_OWN_ID = re.compile(r"terminal-\d+")


def tidied(svg: str) -> str:
    """A picture without fonts from the network, with an id that never changes, and with spaces that can be copied."""
    plain = _OWN_ID.sub("ppitui", _MAKER.sub("", _FONTS.sub("", svg))).replace("&#160;", " ")
    return plain.replace(
        '<g class="ppitui-matrix">', '<g class="ppitui-matrix" xml:space="preserve">'
    )


class Hands:
    """A person at the keyboard, and a camera."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    async def keys(self, *keys: str) -> None:
        """Press keys; wait until the screen has settled."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def to(self, words: str) -> None:
        """Move to the choice that holds these words, and pick it."""
        await self.pilot.pause()
        listed = self.pilot.app.screen.query_one(Choices)
        chosen = [one for one in listed.options if not one.disabled]
        at = next(n for n, one in enumerate(chosen) if words in str(one.prompt))
        await self.keys("home", *["down"] * at, "enter")

    async def text(self, *lines: str) -> None:
        """Paste a line into each field in turn."""
        for line in lines:
            self.pilot.app.screen.post_message(Paste(line))
            await self.keys("enter")

    async def seen(self, words: str) -> None:
        """Wait for what is worked out beside the screen."""
        while words not in self.pilot.app.export_screenshot().replace("&#160;", " "):
            await self.pilot.pause(0.05)

    async def picture(self) -> str:
        """The screen as it stands, with no cursor half-way between two blinks."""
        for field in self.pilot.app.screen.query("*"):
            if isinstance(field, (Input, TextArea)):
                field.cursor_blink = False
        await self.pilot.pause()
        return tidied(self.pilot.app.export_screenshot(title="ppitui"))


async def officer(hands: Hands) -> AsyncIterator[str]:
    """Home, a case half answered, one that was decided, and a new one; the name of each screen when it stands."""
    yield "home"
    await hands.to(" draft")
    await hands.to("Go on with the questions")
    yield "work"
    await hands.keys("f5")
    yield "answers"
    await hands.keys("escape", "f2", "escape")
    await hands.to("2026-0002")
    yield "outcome"
    await hands.to("The thread")
    yield "thread"
    await hands.keys("escape", "escape")
    await hands.to("New case: ")
    await hands.text("Rory Example", "Roz Example", "31/2/1990")
    await hands.keys("f2")
    yield "people"


async def supervisor(hands: Hands) -> AsyncIterator[str]:
    """A case that waits, and the letter of one that was decided."""
    await hands.to("2026-0003")
    await hands.to("Decide")
    yield "review"
    await hands.keys("escape", "escape")
    await hands.to("2026-0002")
    await hands.to("Letters")
    await hands.keys("enter")
    yield "letter"


async def administrator(hands: Hands) -> AsyncIterator[str]:
    """A question being reworded in the studio, with a finding."""
    await hands.to("Studio")
    await hands.keys(*"today.da", "enter")
    await hands.seen("no findings")
    await hands.keys("ctrl+k", *"Is it domestic abuse and/or not?")
    await hands.seen("two things at once")
    yield "studio"


async def drawn(size: str) -> dict[str, str]:
    """Every screen at one size, by its name."""
    found: dict[str, str] = {}
    with throw_away() as desks:
        furnish(desks)
        lives = (("officer", officer), ("supervisor", supervisor), ("administrator", administrator))
        for who, life in lives:
            desk = desks[who]
            people = ((desk.user.id, desk.user.name),)  # marked as a demonstration
            app = PpituiApp(
                lambda _user, at=desk: at,
                desk.user.id,
                environ={"PPITUI_THEME": "dark"},
                people=people,
            )
            async with app.run_test(size=SIZES[size]) as pilot:
                await pilot.pause()
                hands = Hands(pilot)
                async for name in life(hands):
                    found[name] = await hands.picture()
    return found


def line_mode() -> str:
    """Line mode as a picture: its own lines, in a terminal's frame."""
    shown = between(demo(), "== The matter in hand ==", "Question 11")
    console = Console(record=True, width=80, file=io.StringIO(), color_system=None)
    for line in shown:
        console.print(Text(line))
    return tidied(console.export_svg(title="ppitui --plain"))


def page() -> str:
    """The page that shows the pictures."""
    lines = [
        "# Pictures",
        "",
        "Made by `make pictures` from the invented cases of `ppitui demo`, by keys. Nobody in them is real.",
        "The text in each picture can be marked and searched. Each screen at 80 columns by 24 lines, then 120 by 40.",
    ]
    for name, says in SCREENS.items():
        lines += ["", f"## {says}", ""]
        lines += [f"![{says}, {size}]({name}-{size}.svg)" for size in SIZES]
    lines += ["", "## Line mode: the same questions as plain lines", ""]
    lines += [
        f"![A question in line mode: numbered choices, and the answer saved]({_LINE_MODE}.svg)"
    ]
    return "\n".join(lines) + "\n"


def files(sizes: list[str]) -> dict[str, str]:
    """What each file of the folder holds today: the pictures of these sizes, line mode, the page."""
    found = {"README.md": page(), f"{_LINE_MODE}.svg": line_mode()}
    for size in sizes:
        drawings = asyncio.run(drawn(size))
        found |= {f"{name}-{size}.svg": drawings[name] for name in SCREENS}
    return found


def main(args: list[str]) -> int:
    """Draw, or check."""
    checking = args[:1] == ["--check"]
    now = files(args[1:] if checking and args[1:] else list(SIZES))
    if not checking:
        FOLDER.mkdir(exist_ok=True)
        for name, text in now.items():
            (FOLDER / name).write_text(text, "utf-8")
        return 0
    old = [name for name, text in now.items() if _stored(FOLDER / name) != text]
    if old:
        print(
            f"docs/pictures is not what is drawn today ({', '.join(sorted(old))}); run make pictures"
        )
    return 1 if old else 0


def _stored(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

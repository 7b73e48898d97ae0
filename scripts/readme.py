"""Fill README's blocks with what the tool really prints, and draw the picture of line mode.

python scripts/readme.py           rewrite README.md and docs/line-mode.svg
python scripts/readme.py --check   exit 1 where README is not what the tool prints today
"""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
README = HERE / "README.md"
PICTURE = HERE / "docs" / "line-mode.svg"
_BLOCK = re.compile(
    r"(<!-- printed by: (?P<what>[a-z-]+) -->\n```text\n).*?(^```$)", re.DOTALL | re.MULTILINE
)


def demo() -> list[str]:
    """The lines that `ppitui demo` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "ppitui", "demo"],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.splitlines()


def between(lines: list[str], first: str, last: str) -> list[str]:
    """The lines from one that holds `first` up to, without, the next that holds `last`."""
    start = next(at for at, line in enumerate(lines) if first in line)
    end = next(at for at in range(start + 1, len(lines)) if last in lines[at])
    return lines[start:end]


def explained() -> list[str]:
    """What `decide --explain` prints of one route of a worked case."""
    case = HERE / "tests" / "cases" / "SYN-13c.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "ppitui", "decide", "--facts", str(case), "--explain"],
        capture_output=True,
        text=True,
        check=True,
    )
    return between(done.stdout.splitlines(), "CARA: open", "DVPP: open")


def blocks() -> dict[str, str]:
    """Each block of README by name."""
    lines = demo()
    question = between(lines, "== Each person harmed ==", "Saved:")
    outcome = between(lines, "is handed in", "Ruled out")
    return {
        "demo-question": "\n".join(question).strip("\n"),
        "demo-outcome": "\n".join(outcome).strip("\n"),
        "decide-explain": "\n".join(explained()).strip("\n"),
    }


def filled(text: str) -> str:
    """README with every block as it is printed today."""
    now = blocks()
    return _BLOCK.sub(lambda found: found[1] + now[found["what"]] + "\n" + found[3], text)


def draw() -> None:
    """Line mode as a picture: the same lines, in a terminal's frame."""
    from rich.console import Console
    from rich.text import Text

    lines = demo()
    shown = between(lines, "== The matter in hand ==", "Question 11")
    console = Console(record=True, width=80, file=io.StringIO(), color_system=None)
    for line in shown:
        console.print(Text(line))
    svg = console.export_svg(title="ppitui --plain", unique_id="ppitui")
    PICTURE.write_text(offline(svg), "utf-8")
    asyncio.run(full_screen())


def offline(svg: str) -> str:
    """The picture without the fonts that it would fetch from the network."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


async def full_screen() -> None:
    """The working screen as a picture: the first questions of an invented case."""
    from ppitui.desk.answersfile import add_people, read_answers
    from ppitui.faces.demo import throw_away
    from ppitui.faces.tui.app import PpituiApp
    from ppitui.faces.tui.screens.work import WorkScreen

    with throw_away() as desks:
        desk = desks["officer"]
        with desk.open(desk.new_case()) as opened:
            file = read_answers(HERE / "instruments" / "examples" / "custody.yaml")
            desk.begin(opened, file.journey)
            add_people(desk, opened, file)
            people = (("demo-officer", "PC Ash Example"),)
            app = PpituiApp(lambda _user: desk, "demo-officer", environ={}, people=people)
            async with app.run_test(size=(110, 30)) as pilot:
                await pilot.pause()
                app.push_screen(WorkScreen(desk, opened))
                await pilot.pause()
                await pilot.press("2")
                await pilot.pause()
                await pilot.pause()
                picture = offline(app.export_screenshot(title="ppitui"))
    (HERE / "docs" / "full-screen.svg").write_text(picture, "utf-8")


def main() -> int:
    """Rewrite or check."""
    text = README.read_text("utf-8")
    if "--check" in sys.argv:
        if filled(text) != text:
            print("README.md shows what the tool no longer prints; run python scripts/readme.py")
            return 1
        return 0
    README.write_text(filled(text), "utf-8")
    draw()
    return 0


if __name__ == "__main__":
    sys.exit(main())

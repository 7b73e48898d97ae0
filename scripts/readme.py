"""Fill README's blocks with what the tool really prints. Its pictures are made by scripts/pictures.py.

python scripts/readme.py           rewrite README.md
python scripts/readme.py --check   exit 1 where README is not what the tool prints today
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
README = HERE / "README.md"
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


def main() -> int:
    """Rewrite or check."""
    text = README.read_text("utf-8")
    if "--check" in sys.argv:
        if filled(text) != text:
            print("README.md shows what the tool no longer prints; run python scripts/readme.py")
            return 1
        return 0
    README.write_text(filled(text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Draw the letters of the documents: three of them from invented cases, page by page, as they are set for PDF.

python scripts/letters.py            draw docs/pictures/letters anew
python scripts/letters.py --check    exit 1 where a picture is not what is set today

The pages are set by the same source as the PDFs, with the fonts that come with typst, so two runs give the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from ppitui.desk.casefile import read_case_file
from ppitui.desk.packs import use_pack
from ppitui.desk.posting import draft_specimen, letters_of
from ppitui.letters.page import pictures
from ppitui.letters.render import compose

HERE = Path(__file__).resolve().parents[1]
FOLDER = HERE / "docs" / "pictures" / "letters"
CASES = HERE / "tests" / "cases"
ON = date(2026, 6, 15)
_POINTS = 66.0  # pixels an inch: small enough to keep, large enough to read
_MOST_PAGES = 2
_MEETING = {"worker": "Sam Madeup", "day": "Wednesday 1 July at 4", "place": "The Hall, Overton"}
# The letter, the invented case, what is typed, and what the picture shows.
LETTERS = (
    ("matac_referral", "SYN-05", {}, "A nomination to MATAC: closed, people harmed by code"),
    ("young_person_letter", "SYN-09", _MEETING, "A letter to a child: larger, in easy words"),
    ("marac_referral", "SYN-01", {}, "A referral to MARAC: closed, the person at risk by name"),
)


def drawn() -> dict[str, bytes]:
    """Every picture by the name of its file."""
    # The same definitions under a name that never changes: a picture is no record of a pack.
    pack = replace(use_pack(), hash="sha256:" + "0" * 64)
    found: dict[str, bytes] = {"README.md": page().encode()}
    for name, case, boxes, _ in LETTERS:
        file = read_case_file(CASES / f"{case}.yaml", pack.rules)
        _, letter, matter = draft_specimen(pack, file, name, ON)
        matter = replace(matter, specimen=False, author="PC Alex Invented", boxes=boxes)
        text = compose(letter, matter, letters_of(pack))
        pages = pictures(text, letter, matter, _POINTS)[:_MOST_PAGES]
        found |= {f"{name}-{at}.png": one for at, one in enumerate(pages, start=1)}
    return found


def page() -> str:
    """The page that shows them."""
    lines = [
        "# Letters",
        "",
        "Made by `make pictures` from invented cases; the first pages of each, as the PDF is set. Nobody is real.",
        "A PDF is tagged for a screen reader and holds its fonts; these pictures are only for looking at.",
    ]
    for name, case, _, says in LETTERS:
        lines += ["", f"## {says}", "", f"Case `tests/cases/{case}.yaml`.", ""]
        lines += [f"![{says}, page 1]({name}-1.png)"]
        if name != "young_person_letter":
            lines += [f"![{says}, page 2]({name}-2.png)"]
    return "\n".join(lines) + "\n"


def main(args: list[str]) -> int:
    """Draw, or check."""
    now = drawn()
    if args[:1] != ["--check"]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, data in now.items():
            (FOLDER / name).write_bytes(data)
        return 0
    old = [name for name, data in now.items() if _stored(FOLDER / name) != data]
    if old:
        print(f"{FOLDER.name} is not what is set today ({', '.join(old)}); run make pictures")
    return 1 if old else 0


def _stored(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

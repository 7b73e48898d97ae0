"""Each known fault that concerns how records are kept has a test by its id; the list is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
# W06, W07 and W11 are of the walk, the calendar and the screen; T, X and Y have their own rooms.
WANTED = (
    *(f"w{n:02}" for n in (1, 2, 3, 4, 5, 8, 9, 10)),
    *(f"s{n:02}" for n in range(1, 16)),
    *(f"k{n:02}" for n in range(1, 7)),
    *(f"a{n:02}" for n in range(1, 7)),
    *(f"h{n:02}" for n in range(1, 7)),
)


def named() -> dict[str, list[str]]:
    """The tests of each id: one test may carry several, as in test_s01_s02_…"""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(HERE.rglob("test_*.py")):
        for name in re.findall(
            r"^\s*(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE
        ):
            for one in re.findall(r"(?<=_)[a-z]\d\d(?=_)", name):
                found[one].append(f"{path.relative_to(HERE)}::{name}")
    return found


def test_every_fault_of_keeping_has_its_test() -> None:
    found = named()
    for one in WANTED:
        print(one.upper(), *found[one], sep="\n    ")
    assert [one for one in WANTED if not found[one]] == []

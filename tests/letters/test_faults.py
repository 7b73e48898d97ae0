"""The faults of letters and files that are guarded against by name: each has its test, and none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
# What somebody tries; the tests that begin with the same letter and number say what happens then.
FAULTS = {
    "x01": "a template or a case by a name that is a path",
    "x02": "a template that reaches for Python",
    "x03": "a template that never ends, or grows without one",
    "x04": "a variable that is not there",
    "x05": "a name that is markup in some form",
    "x06": "another person's address, number or name in a letter to the person assessed",
    "x07": "a letter for a restricted record, about a child, of a withdrawn case",
    "x08": "a cell that a spreadsheet reckons",
    "x09": "a file that is there, a link, a folder that is not",
    "x10": "a file named after somebody",
    "x11": "a file from outside that is too large, too deep or none",
    "x12": "what is left behind, and what a document says about itself",
    "x13": "two renders of the same approved case",
}


def guards() -> dict[str, list[str]]:
    """The names of the tests of each fault."""
    found: dict[str, list[str]] = {id: [] for id in FAULTS}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name in re.findall(
            r"^ *(?:async )?def (test_\w+)", path.read_text("utf-8"), re.MULTILINE
        ):
            for id in FAULTS:
                if re.search(rf"_{id}(?:_|$)", name):
                    found[id].append(f"{path.relative_to(TESTS)}::{name}")
    return found


def test_every_fault_of_letters_and_files_has_its_test() -> None:
    found = guards()
    for id, says in FAULTS.items():
        print(f"{id}  {says}: {len(found[id])} tests, the first {(found[id] or ['none'])[0]}")
    assert [id for id in FAULTS if not found[id]] == []

"""Every finding says why it matters and how to mend it: an administrator need not guess."""

from __future__ import annotations

import re
from pathlib import Path

import ppitui
from ppitui.core.findings import Finding, Place
from ppitui.core.whys import WHYS, why

_MADE = re.compile(
    r"(?:Finding|fault|warn|finding|_finding|note)\(\s*(?:code\s*,\s*)?\"([A-Z][A-Z0-9_]+)\""
)


def ids() -> set[str]:
    """Every id that the code gives a finding."""
    sources = Path(ppitui.__file__).parent.rglob("*.py")
    return {id for path in sources for id in _MADE.findall(path.read_text("utf-8"))}


def test_every_id_says_why_it_matters_and_how_to_mend_it() -> None:
    assert ids() - set(WHYS) == set()
    assert all(one.why.endswith(".") and one.mend for one in WHYS.values())


def test_no_reason_is_given_for_what_is_never_found() -> None:
    assert set(WHYS) - ids() == set()


def test_a_finding_shows_place_caret_reason_and_mend() -> None:
    """In this order, for a terminal; the same as data."""
    place = Place("instruments/a.yaml", 3, 5, "key: valeu")
    one = Finding("WORD", place, "'valeu' is not one of the words", "Expected one of value.")
    assert one.lines() == [
        "instruments/a.yaml:3:5: error WORD: 'valeu' is not one of the words",
        "    key: valeu",
        "        ^",
        f"    {why('WORD').why}",
        "    Expected one of value.",
    ]
    assert set(one.to_json()) == {
        "id", "severity", "file", "line", "column", "message", "why", "mend",
    }  # fmt: skip

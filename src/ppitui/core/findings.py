"""A finding: one thing that is wrong, or odd, in a definition; where, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ppitui.core.text import counted, visible
from ppitui.core.whys import why

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: line and column count from 1; `text` is that line."""

    file: str
    line: int = 1
    column: int = 1
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `id` is stable, `mend` says what to do where there is more to say than of all of that id."""

    id: str
    place: Place
    message: str
    mend: str = ""
    severity: Severity = "error"

    def lines(self) -> list[str]:
        """The finding for a terminal: the place, the line itself and a caret under the spot."""
        out = [f"{self.place}: {self.severity} {self.id}: {visible(self.message)}"]
        if self.place.text:
            out.append("    " + visible(self.place.text))
            out.append("    " + " " * (self.place.column - 1) + "^")
        out.append("    " + visible(self.why))
        out.append("    " + visible(self.how))
        return out

    @property
    def why(self) -> str:
        """Why it matters."""
        return why(self.id).why

    @property
    def how(self) -> str:
        """How to mend it."""
        return self.mend or why(self.id).mend

    def to_json(self) -> dict[str, object]:
        """The finding as plain data."""
        place = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return {
            "id": self.id,
            "severity": self.severity,
            **place,
            "message": self.message,
            "why": self.why,
            "mend": self.how,
        }


def until_mended(found: Sequence[Finding]) -> str:
    """That a draft with these cannot be published, in a sentence; empty where none of them stands against it."""
    sorts = [one for one in ("error", "warning") if any(one == each.severity for each in found)]
    what = " and ".join(f"the {one}s" for one in sorts)
    return f"This draft cannot be published until {what} are mended." if what else ""


def tally(found: Sequence[Finding]) -> str:
    """How many errors and warnings there are, in words; and notes, where there are any."""
    count = Counter(one.severity for one in found)
    notes = [counted(count["note"], "note")] if count["note"] else []
    return ", ".join(
        [counted(count["error"], "error"), counted(count["warning"], "warning"), *notes]
    )

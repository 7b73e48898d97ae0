"""The decision table with the case files that cover each row, as Markdown, CSV or HTML."""

from __future__ import annotations

import csv
import html
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ppitui.core.decide import decide
from ppitui.core.definitions import Pack
from ppitui.core.table import HEADINGS, Row, covers, rows
from ppitui.core.text import visible
from ppitui.desk.casefile import read_case_file
from ppitui.errors import WrongCall

FORMATS = ("md", "csv", "html")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon rather than show


@dataclass(frozen=True, slots=True)
class Covered:
    """A row and the ids of the case files that lie in it."""

    row: Row
    cases: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts that are safe to show, the cases last."""
        return tuple(visible(one) for one in (*self.row.cells, ", ".join(self.cases) or "NONE"))


def table(pack: Pack, cases: Path | None = None) -> list[Covered]:
    """Every row of the pack. Raises WrongCall for a folder of cases that is none, FileFaults for a wrong file."""
    if cases is not None and not cases.is_dir():
        raise WrongCall(f"--cases: there is no folder {visible(str(cases))}.")
    files = sorted(cases.glob("[!_]*.yaml")) if cases else []
    read = [read_case_file(path, pack.rules) for path in files]
    results = [(one.id, decide(one.facts, pack.rules)) for one in read]
    found: list[Covered] = []
    for row in rows(pack.rules):
        inside = (id for id, result in results if covers(row, result.runs, result.rules))
        found.append(Covered(row, tuple(inside)))
    return found


def written(found: Sequence[Covered], kind: str, pack: str) -> str:
    """The table in one of the formats; `pack` is the hash that it stands for."""
    return {"md": _markdown, "csv": _csv, "html": _html}[kind](found, pack)


_TOP = (*HEADINGS, "cases")


def _markdown(found: Sequence[Covered], pack: str) -> str:
    lines = [f"Decision table of pack {pack}.", "", _line(_TOP), _line(["---"] * len(_TOP))]
    return "\n".join([*lines, *(_line(one.cells) for one in found), ""])


def _line(cells: Sequence[str]) -> str:
    safe = (html.escape(one, quote=False).replace("|", "\\|").replace("\n", " ") for one in cells)
    return "| " + " | ".join(safe) + " |"


def _csv(found: Sequence[Covered], pack: str) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow((*_TOP, "pack"))
    for one in found:
        writer.writerow([_plain(cell) for cell in (*one.cells, pack)])
    return sink.getvalue()


def _plain(cell: str) -> str:
    """A cell that a spreadsheet shows as text whatever it begins with."""
    # A spreadsheet reads past blanks and a byte-order mark, and takes a wide sign for a narrow one.
    bare = unicodedata.normalize("NFKC", cell).lstrip("\ufeff ")
    return "'" + cell if bare.startswith(_FORMULA) or bare.lstrip().startswith(_FORMULA) else cell


def _html(found: Sequence[Covered], pack: str) -> str:
    def cells(texts: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}>{html.escape(one)}</{tag}>" for one in texts)

    body = "\n".join(f"<tr>{cells(one.cells, 'td')}</tr>" for one in found)
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>Decision table</title></head><body>\n<p>Pack {html.escape(pack)}</p>\n"
        f"<table><thead><tr>{cells(_TOP, 'th')}</tr></thead><tbody>\n{body}\n</tbody></table>\n</body></html>\n"
    )

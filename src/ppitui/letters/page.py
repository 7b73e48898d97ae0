"""A letter as a PDF: tagged for a screen reader (PDF/UA-1), its fonts within, set by typst.

The letter reaches typst as data and never as its language: `letter.typ` is fixed, and reads one
JSON text. The same letter gives the same bytes.
"""

from __future__ import annotations

import json
from calendar import timegm
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from ppitui.errors import WrongCall
from ppitui.letters.blocks import Block, Runs, Table, Words, blocks
from ppitui.letters.formats import parts, plain, title
from ppitui.letters.matter import Letter, Matter

if TYPE_CHECKING:
    from typst import Compiler

_STANDARD: Final = "ua-1"


def pdf(text: str, letter: Letter, matter: Matter) -> bytes:
    """A composed letter as a PDF. Raises WrongCall where the fonts here cannot show one of its letters."""
    above, inner, below = parts(text, letter, matter)
    on = matter.written_on
    data = {
        "title": title(letter, matter),
        "marking": letter.marking,
        "day": [on.year, on.month, on.day],
        "above": plain(above),
        "below": plain(below),
        "blocks": [_data(block) for block in blocks(inner)],
    }
    made = _set(json.dumps(data, ensure_ascii=False), timegm(on.timetuple()), system_fonts=False)
    made = made or _set(json.dumps(data), timegm(on.timetuple()), system_fonts=True)
    if made is None:
        raise WrongCall(
            "The PDF cannot show every letter of this text with the fonts here. Use .docx or .html for it."
        )
    return made


def _set(data: str, stamp: int, *, system_fonts: bool) -> bytes | None:
    """The PDF; None where a font lacks a letter: the standard forbids an empty box in its place."""
    from typst import TypstError

    try:
        made = _compiler(system_fonts=system_fonts).compile(
            _source(),  # a compiler forgets a source in memory after its first use
            sys_inputs={"letter": data},
            format="pdf",
            pdf_standards=_STANDARD,
            timestamp=stamp,
        )
    except TypstError as error:
        if "could not be displayed" in error.diagnostic:
            return None
        raise RuntimeError("the PDF of a letter cannot be set: a fault of ours") from None
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


@cache
def _compiler(*, system_fonts: bool) -> Compiler:
    """Fonts that come with typst first: a PDF looks the same on every machine."""
    from typst import Compiler

    return Compiler(ignore_system_fonts=not system_fonts)


@cache
def _source() -> bytes:
    return files("ppitui.letters").joinpath("letter.typ").read_bytes()


def _data(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [[_runs(cell) for cell in row] for row in block.rows]
        return {"kind": "table", "head": [_runs(one) for one in block.head], "rows": rows}
    if isinstance(block, Words):
        return {"kind": block.kind, "level": block.level, "runs": _runs(block.runs)}
    return {"kind": "line"}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [{"text": one.text, "bold": one.bold, "italic": one.italic} for one in runs]

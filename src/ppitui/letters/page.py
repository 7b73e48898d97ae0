"""A letter as a PDF: tagged for a screen reader (PDF/UA-1), its fonts within, set by typst.

The letter reaches typst as data and never as its language: `letter.typ` is fixed, and reads one
JSON text. The same letter gives the same bytes.
"""

from __future__ import annotations

import json
from calendar import timegm
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from ppitui.errors import WrongCall
from ppitui.letters.blocks import Block, Runs, Table, Words, blocks
from ppitui.letters.formats import parts, plain, title
from ppitui.letters.matter import Letter, Matter

if TYPE_CHECKING:
    from typst import Compiler

_STANDARD: Final = "ua-1"
# Points: larger for people, and larger still for a child, as guides to easy reading ask.
_SIZES: Final = {"subject": 12, "victim": 12, "youth": 13}


def pdf(text: str, letter: Letter, matter: Matter) -> bytes:
    """A composed letter as a PDF. Raises WrongCall where the fonts here cannot show one of its letters."""
    made = _set(text, letter, matter, "pdf")
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def pictures(text: str, letter: Letter, matter: Matter, ppi: float) -> list[bytes]:
    """The same pages as pictures (PNG), for who has to look at them; raises as `pdf`."""
    made = _set(text, letter, matter, "png", ppi)
    return made if isinstance(made, list) else [made]


def _set(
    text: str, letter: Letter, matter: Matter, form: Literal["pdf", "png"], ppi: float | None = None
) -> bytes | list[bytes]:
    above, inner, below = parts(text, letter, matter)
    on = matter.written_on
    data = {
        "title": title(letter, matter),
        "marking": letter.marking,
        "size": _SIZES.get(letter.audience, 11),
        "day": [on.year, on.month, on.day],
        "watermark": "SPECIMEN" if above else matter.watermark,
        "above": plain(above),
        "below": plain(below),
        "blocks": [_data(block) for block in blocks(inner)],
    }
    for system_fonts in (False, True):
        letters = json.dumps(data, ensure_ascii=system_fonts)
        made = _compiled(letters, timegm(on.timetuple()), form, ppi, system_fonts=system_fonts)
        if made is not None:
            return made
    raise WrongCall(
        "The PDF cannot show every letter of this text with the fonts here. Use .docx or .html for it."
    )


def _compiled(
    data: str, stamp: int, form: Literal["pdf", "png"], ppi: float | None, *, system_fonts: bool
) -> bytes | list[bytes] | None:
    """The pages; None where a font lacks a letter: the standard forbids an empty box in its place."""
    from typst import TypstError

    try:
        return _compiler(system_fonts=system_fonts).compile(
            _source(),  # a compiler forgets a source in memory after its first use
            sys_inputs={"letter": data},
            format=form,
            ppi=ppi,
            pdf_standards=_STANDARD if form == "pdf" else [],
            timestamp=stamp,
        )
    except TypstError as error:
        if "could not be displayed" in error.diagnostic:
            return None
        raise RuntimeError("the PDF of a letter cannot be set: a fault of ours") from None


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

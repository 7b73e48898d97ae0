"""A letter for Word (.docx): real headings, lists and tables, the marking on every page.

The force's letterhead, `templates/letterhead.docx` of its pack, is the base where there is one.
The same letter gives the same bytes: nothing in the file says when, where or by whom it was made.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import docx as word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.letters.blocks import Block, Line, Runs, Table, blocks
from ppitui.letters.formats import parts, plain, title
from ppitui.letters.matter import Letter, Matter
from ppitui.pack.files import LETTERHEAD

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer, _Header
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

# A zip member carries a date; this is the first that the format knows, and says nothing.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LARGEST: Final = 20_000_000
_GRID: Final = "Table Grid"
_STYLES: Final = {"bullet": "List Bullet", "number": "List Number", "paragraph": "Normal"}


def docx(text: str, letter: Letter, matter: Matter) -> bytes:
    """A composed letter as a Word file. Raises WrongCall where the pack's letterhead cannot be used."""
    above, inner, below = parts(text, letter, matter)
    document = _base(matter)
    _furnish(document)
    _properties(document, letter, matter)
    beside = "SPECIMEN: not to be sent" if above else matter.watermark
    _marked(document, letter, visible(beside))
    if above:
        _notice(document, plain(above))
    styles = _Styles(document)
    for block in blocks(inner):
        _add(document, block, styles)
    if below:
        _notice(document, plain(below))
    out = io.BytesIO()
    document.save(out)
    return _without_dates(out.getvalue())


def letterhead_fault(text: str) -> str:
    """Why a letterhead cannot be used, in words; empty where it can."""
    try:
        raw = base64.b64decode(text, validate=False)
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            if sum(one.file_size for one in file.infolist()) > _LARGEST:
                return f"is larger than {_LARGEST // 1_000_000} MB when unpacked"
            for name in file.namelist():
                if "vbaProject" in name:
                    return "holds macros"
                if name.endswith(".rels") and b'TargetMode="External"' in file.read(name):
                    return "reads something from outside: take out linked pictures and addresses"
        word.Document(io.BytesIO(raw))
    except (binascii.Error, zipfile.BadZipFile, OpcError, KeyError, ValueError):
        return "is not a Word file (.docx)"
    return ""


def _base(matter: Matter) -> Document:
    """The letterhead without its own words, or an empty page of A4."""
    text = matter.pack.templates.get(LETTERHEAD, "")
    if not text:
        return _plain_page()
    fault = letterhead_fault(text)
    if fault:
        raise WrongCall(f"The letterhead of the pack, templates/{LETTERHEAD}, {fault}.")
    document = word.Document(io.BytesIO(base64.b64decode(text)))
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    return document


def _plain_page() -> Document:
    document = word.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    return document


def _properties(document: Document, letter: Letter, matter: Matter) -> None:
    """What the file says about itself: the letter, the case and its day, and no person or machine."""
    about = document.core_properties
    day = datetime.combine(matter.written_on, datetime.min.time(), UTC)
    about.title, about.language = title(letter, matter), "en-GB"
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.category = about.content_status = about.identifier = about.version = ""
    about.revision = 1
    about.created = about.modified = about.last_printed = day


def _marked(document: Document, letter: Letter, beside: str) -> None:
    """The marking at the head and foot of every page, and beside it that it is a specimen, or what it is for."""
    for section in document.sections:
        section.different_first_page_header_footer = False
        for part in (section.header, section.footer):
            line = _margin_line(part)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.add_run(letter.marking).bold = True
            if beside:
                line.add_run(f"  {beside}").bold = True


def _margin_line(part: _Header | _Footer) -> Paragraph:
    """An empty line at the edge of the page, after what a letterhead has there."""
    if part.is_linked_to_previous:
        part.is_linked_to_previous = False
    last = part.paragraphs[-1]
    return last if not last.text and len(part.paragraphs) == 1 else part.add_paragraph()


def _notice(document: Document, text: str) -> None:
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(text).bold = True


class _Styles:
    """The styles of a document by name. python-docx reads all of them anew for each paragraph, half of its time."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._known: dict[tuple[str, WD_STYLE_TYPE], str | None] = {}

    def id(self, name: str, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> str | None:
        """What the file calls a style; None for the one that holds anyway."""
        if (name, kind) not in self._known:
            self._known[name, kind] = self._part.get_style_id(name, kind)  # type: ignore[no-untyped-call]  # its own stubs are partial
        return self._known[name, kind]


def _add(document: Document, block: Block, styles: _Styles) -> None:
    if isinstance(block, Table):
        _add_table(document, block, styles)
        return
    line = document.add_paragraph()
    if isinstance(block, Line):
        return
    name = f"Heading {block.level}" if block.kind == "heading" else _STYLES[block.kind]
    line._p.style = styles.id(name)  # noqa: SLF001  # by id: `line.style` looks the name up again
    _write(line, block.runs)


def _furnish(document: Document) -> None:
    """Add the styles that letters use and a letterhead lacks."""
    there = {one.name for one in document.styles}
    for name in (*(f"Heading {level}" for level in range(1, 7)), *_STYLES.values()):
        if name not in there:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if _GRID not in there:
        document.styles.add_style(_GRID, WD_STYLE_TYPE.TABLE)


def _write(line: Paragraph, runs: Runs) -> None:
    for run in runs:
        made = line.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None


def _add_table(document: Document, block: Table, styles: _Styles) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table._tbl.tblStyle_val = styles.id(_GRID, WD_STYLE_TYPE.TABLE)  # noqa: SLF001  # as above
    said = [run for row in (block.head, *block.rows) for run in row]
    for at, (cell, runs) in enumerate(zip(table._cells, said, strict=True)):  # noqa: SLF001  # table.cell looks them all up for each
        _fill(cell, runs, bold=at < len(block.head))
    _repeats(table.rows[0])
    document.add_paragraph()


def _repeats(row: _Row) -> None:
    """This row is the head: repeated on each page, and told as such to a screen reader."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no name for it


def _fill(cell: _Cell, runs: Runs, *, bold: bool) -> None:
    line = cell.paragraphs[0]
    _write(line, runs)
    for run in line.runs if bold else ():
        run.bold = True


def _without_dates(data: bytes) -> bytes:
    """The same zip with its members in order and no times of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr, member.create_system = 0o600 << 16, 3
            new.writestr(member, old.read(name))
    return out.getvalue()

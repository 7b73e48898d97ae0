"""Letters read back from the files in which they leave: what a person who opens one can read."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import docx
import pypdf
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from ppitui.letters.formats import plain


def word(data: bytes) -> Document:
    """A Word file, parsed."""
    return docx.Document(io.BytesIO(data))


def pdf(data: bytes) -> pypdf.PdfReader:
    """A PDF, parsed."""
    return pypdf.PdfReader(io.BytesIO(data))


def pages_of(data: bytes) -> list[str]:
    """The words of each page of a PDF."""
    return [page.extract_text() for page in pdf(data).pages]


def words(data: bytes, form: str) -> str:
    """All words of the body of a letter in one form, without blanks: forms break lines their own way."""
    return re.sub(r"\s+", "", _said(data, form))


def _said(data: bytes, form: str) -> str:
    if form == "docx":
        return "\n".join(_of_word(word(data)))
    if form == "pdf":
        return "\n".join(page.extract_text() for page in pdf(data).pages)
    text = data.decode("utf-8")
    if form == "html":
        return html.unescape(re.sub(r"<[^>]+>", " ", text.partition("<body>")[2]))
    return plain(text) if form == "md" else text


def _of_word(document: Document) -> Iterator[str]:
    for part in document.iter_inner_content():
        match part:
            case Paragraph():
                yield part.text
            case Table():
                yield from (cell.text for row in part.rows for cell in row.cells)

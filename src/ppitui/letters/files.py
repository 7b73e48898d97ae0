"""A letter as the bytes of a file, in any of the forms in which it leaves."""

from __future__ import annotations

from ppitui.letters.formats import FORMATS, TEXTS, formatted, no_format
from ppitui.letters.matter import Letter, Matter

__all__ = ["FORMATS", "as_file"]


def as_file(text: str, form: str, letter: Letter, matter: Matter) -> bytes:
    """A composed letter in one of FORMATS: the same letter and form give the same bytes.

    Raises WrongCall for any other form, naming those there are, and where a form cannot show it.
    """
    if form in TEXTS:
        return formatted(text, form, letter, matter).encode("utf-8")
    if form == "docx":
        from ppitui.letters.word import docx

        return docx(text, letter, matter)
    if form == "pdf":
        from ppitui.letters.page import pdf

        return pdf(text, letter, matter)
    raise no_format(form)

"""Text that came from a person or a file: what may enter, and how it is shown.

Terminals, Word and spreadsheets act on characters that no one sees. Two doors keep them out:
`refusal` at entry, and `visible` at every exit (a file edited by hand passes no entry door).
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = frozenset("\u200c\u200d")  # needed to write names in Persian, Hindi and others
# Cf has the marks that turn the order of reading round, invisible tags and blanks without width.
_BAD_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MAX_MARKS = 8  # combining marks on one letter; more only serves to paint over the lines above
REPLACEMENT = "\ufffd"


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _BAD_CATEGORIES and char not in _JOINERS


def visible(text: str, *, multiline: bool = False) -> str:
    """Text as it may be shown anywhere: what is hidden or acts on the display becomes U+FFFD.

    Line breaks stay only with `multiline`; a tab becomes a space; a run of combining marks is
    capped.
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    marks = 0
    for char in text:
        if char == "\n" and multiline:
            out.append(char)
        elif char in "\t\n":
            out.append(" ")
        elif _hidden(char):
            out.append(REPLACEMENT)
        elif char in _JOINERS:
            out.append(char)
            continue  # no new letter: marks on both sides of a joiner pile up on the same one
        elif unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
            if marks <= _MAX_MARKS:
                out.append(char)
            continue
        else:
            out.append(char)
        marks = 0
    return "".join(out)


# Terminals disagree on how wide these make a character, so one of them moves every column after it.
_NO_WIDTH = dict.fromkeys([0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)])
_FLAG_LETTERS = {0x1F1E6 + n: chr(ord("A") + n) for n in range(26)}
_STEADY = {**_NO_WIDTH, **_FLAG_LETTERS}


def in_columns(text: str) -> str:
    """One line as it may stand in columns: `visible`, and as wide on every terminal.

    A joiner between characters, a skin tone and a choice of emoji style are left out, a flag becomes its two letters.
    For screens only: what is kept, and what a letter says, stays as it was typed.
    """
    return visible(text) if text.isascii() else visible(text).translate(_STEADY)


def refusal(text: str, *, max_chars: int, multiline: bool = False) -> str | None:
    """Why this text may not enter, in plain words that never repeat it; None when it may."""
    if len(text) > max_chars:
        return f"is {len(text)} characters long; {max_chars} is the most. Shorten it"
    if text.isprintable():  # one call in C; nothing hidden is printable
        return None
    for position, char in enumerate(text, start=1):
        if char == "\n" and multiline:
            continue
        if char != "\t" and _hidden(char):
            return (
                f"holds a character that cannot be seen (U+{ord(char):04X} at position {position})."
                " Type it again without it"
            )
    return None


def tidy(text: str) -> str:
    """Text as it is kept: NFC, outer blanks off, Windows line ends made plain, tabs to blanks."""
    plain = text.replace("\r\n", "\n").replace("\t", " ").strip()
    return unicodedata.normalize("NFC", plain)


def typed_number(text: str, most: int) -> int:
    """The number from 1 to `most` that somebody typed; 0 for anything else, such as "²", which is a digit to Python."""
    number = int(text) if re.fullmatch(r"\s*[0-9]{1,9}\s*", text) else 0
    return number if number <= most else 0


def shown(value: object) -> str:
    """A quoted value for an error message: one line, nothing hidden, at most 60 characters."""
    text = visible(str(value)[:200])
    return "'" + (text if len(text) <= 60 else text[:57] + "...") + "'"


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two, combining marks none."""
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int) -> str:
    """A text in a column of that width: filled with blanks, or cut with an ellipsis."""
    if cells(text) <= width:
        return text + " " * (width - cells(text))
    while cells(text) > width - 1:
        text = text[:-1]
    return padded(text + "…", width)


def counted(many: int, what: str) -> str:
    """A number of things in words: `no findings`, `1 finding`, `2 findings`."""
    return f"{many or 'no'} {what}{'' if many == 1 else 's'}"

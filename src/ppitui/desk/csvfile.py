"""A table as a CSV file that a spreadsheet cannot be made to act on."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ppitui.core.text import visible

# A spreadsheet takes a cell that begins so for a formula, which can call out or run a program (OWASP, CSV injection).
# The wide forms of the same signs count in some. A tab or line break at the front is taken off before it looks.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(cell: str | float | None) -> str | int | float:
    """One cell: numbers as they are, nothing as an empty cell, text such that no program takes it for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, (int, float)):
        return cell
    text = visible(cell)
    # Blanks in front do not stop a spreadsheet, and a lone sign after a semicolon begins a cell in some countries.
    begins = cell.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if begins else text


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]) -> bytes:
    """The table as CSV (RFC 4180): the columns' names, then a line a row; every text quoted. UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")

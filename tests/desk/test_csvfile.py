"""X11: a cell that a spreadsheet would run is text and nothing else."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.desk.csvfile import csv_bytes, safe_cell

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "  =", "\t@"]


@pytest.mark.parametrize("sign", SIGNS)
def test_x11_no_cell_begins_as_a_formula(sign: str) -> None:
    cell = str(safe_cell(f"{sign}cmd|' /C calc'!A0"))
    assert cell.startswith("'")


@given(st.lists(st.lists(st.text(max_size=20) | st.integers(), min_size=2, max_size=2), max_size=5))
def test_x11_what_is_written_reads_back_as_so_many_cells(rows: list[list[str | int]]) -> None:
    """Quotes, commas and line breaks in a name make no new cell and no new row; nothing begins as a formula."""
    text = csv_bytes(["a", "b"], rows).decode("utf-8")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows) + 1
    for row, given_row in zip(read[1:], rows, strict=True):
        assert len(row) == 2
        for cell, raw in zip(row, given_row, strict=True):
            number = isinstance(raw, int)
            assert number or not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not number or cell == str(raw)


def test_a_number_stays_a_number_and_nothing_is_empty() -> None:
    """A spreadsheet can still add up; what is held back or not there is no nought."""
    assert csv_bytes(["n"], [[3], [None], [0.5]]) == b'"n"\r\n3\r\n""\r\n0.5\r\n'

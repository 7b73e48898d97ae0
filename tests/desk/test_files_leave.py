"""Files on their way out and in: never over another, no name in theirs, nothing left behind, nothing swallowed."""

from __future__ import annotations

import base64
import csv
import io
import os
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import kit
from desk.approved import APPOINTMENT, WHERE, approved_case
from letters.reading_back import pdf
from ppitui.desk import tables
from ppitui.desk.bundles import take_in
from ppitui.desk.casefile import read_case_file
from ppitui.desk.posting import Typed, draft_specimen, issue, letters_of
from ppitui.errors import PpituiError, Refused, WrongCall
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.word import letterhead_fault
from ppitui.store.workspace import Workspace

TYPED = Typed(WHERE)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A case whose letters may leave."""
    made = kit.make_workspace(tmp_path)
    approved_case(made)
    return made


def _issue(workspace: Workspace, path: Path) -> Path:
    desk = kit.desk(workspace, "ash")
    with desk.open("2026-0001", kit.WHY) as opened:
        return issue(desk, opened, APPOINTMENT, path, TYPED)


@pytest.mark.parametrize(
    "cell",
    ["=cmd|' /C calc'!A0", "+1", "-5", "@x", "\t=1", "\r=1", "\ufeff=1", "\uff1d1", "  =1"],
)
def test_x08_a_cell_that_a_spreadsheet_would_reckon_stays_text(cell: str) -> None:
    """In the one table that leaves as CSV; a number of ours stands there as it is."""
    row = tables.table(kit.pack())[0].row
    shown = tables.written([tables.Covered(row, ((cell,),))], "csv", "p")
    *_, last, _signed, _pack = list(csv.reader(io.StringIO(shown)))[1]
    assert last[0] in "'\ufffd"


@pytest.mark.parametrize("form", FORMATS)
def test_x09_a_letter_is_never_written_over_a_file_or_through_a_link(
    workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """Nor is it recorded then; a new file is its owner's alone, whatever the mask says."""
    there = tmp_path / f"there.{form}"
    there.write_text("kept", "utf-8")
    link, loose = tmp_path / f"link.{form}", tmp_path / f"loose.{form}"
    link.symlink_to(there)
    loose.symlink_to(tmp_path / "nowhere")
    for path in (there, link, loose):
        with pytest.raises(Refused, match="nothing is overwritten"):
            _issue(workspace, path)
    assert there.read_text("utf-8") == "kept"
    assert not (tmp_path / "nowhere").exists()
    before = os.umask(0)
    try:
        made = _issue(workspace, tmp_path / f"new.{form}")
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o600
    kinds = [one.kind for one in kit.thread_of(workspace, "2026-0001")]
    assert kinds.count("letter_issued") == 1


def test_x09_where_nothing_can_be_written_nothing_is_recorded(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(WrongCall, match="cannot be written"):
        _issue(workspace, tmp_path / "no such folder" / "a.txt")
    assert "letter_issued" not in [one.kind for one in kit.thread_of(workspace, "2026-0001")]


@pytest.mark.parametrize("form", FORMATS)
def test_x12_nothing_but_the_letter_is_left_behind(
    workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """Neither when it left nor when it was refused."""
    folder = tmp_path / "out"
    folder.mkdir()
    _issue(workspace, folder / f"a.{form}")
    with pytest.raises(Refused):
        _issue(workspace, folder / f"a.{form}")
    assert [one.name for one in folder.iterdir()] == [f"a.{form}"]


@pytest.mark.parametrize("name", ["../../x", "a/b", "-rf", "CON", ".", "x" * 300, "Zyx Qorn"])
def test_x10_no_file_and_no_title_is_named_after_anybody(name: str) -> None:
    """A document calls itself by its letter and its case; the files of many letters are named by their ids."""
    pack = kit.pack()
    file = read_case_file(kit.CASES / "SYN-05.yaml", pack.rules)
    people = {**file.people, "assessed": {**file.people["assessed"], "name": name}}
    text, letter, matter = draft_specimen(
        pack, replace(file, people=people), "dvpp_referral", date(2026, 6, 15)
    )
    page = as_file(text, "html", letter, matter).decode("utf-8")
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title == "Referral to a domestic violence perpetrator programme (DVPP), SYN-05"
    assert pdf(as_file(text, "pdf", letter, matter)).metadata.title == title  # type: ignore[union-attr]
    for one in letters_of(pack).letters:
        assert set(one) <= set("abcdefghijklmnopqrstuvwxyz_")


def _zip_bomb() -> str:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 25_000_000)
    return base64.b64encode(out.getvalue()).decode()


def test_x11_a_letterhead_that_unpacks_without_an_end_is_refused() -> None:
    assert "larger than 20 MB when unpacked" in letterhead_fault(_zip_bomb())


@pytest.mark.parametrize(
    "raw",
    [
        b"facts: {age: 30}\n" + b"#" * 2_000_000,
        b"facts: {age: 30}\nfacts: {age: 31}\n",
        b"\xff\xfe\x00f",
        b"[" * 5000,
        b"a: &a [*a]\n",
        b"PK\x03\x04" + b"\x00" * 64,
    ],
)
def test_x11_a_case_file_of_any_bytes_is_refused_in_words(tmp_path: Path, raw: bytes) -> None:
    """Too long, a key twice, not UTF-8, too deep, in a circle, no text at all."""
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    with pytest.raises(PpituiError):
        read_case_file(path, kit.pack().rules)


@pytest.mark.parametrize("raw", [b"", b"{}", b"PK\x03\x04", b"\x00" * 4096])
def test_x11_a_bundle_that_is_none_is_refused_in_words(workspace: Workspace, raw: bytes) -> None:
    with pytest.raises(PpituiError):
        take_in(kit.desk(workspace, "ash"), raw, "three invented boats")

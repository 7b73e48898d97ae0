"""Letters as Word files and PDFs: opened again, they say what the letter says, and nothing besides."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import docx
import pytest

from ppitui.errors import WrongCall
from ppitui.letters.catalogue import catalogue
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.formats import plain
from ppitui.letters.matter import Letter, Matter
from ppitui.letters.render import compose
from ppitui.pack.files import LETTERHEAD

from .kit import letter, matter_of, renamed, shipped_letters, shipped_pack, with_templates
from .reading_back import pdf, word, words

PAGES = ("docx", "pdf")
NAMES = (
    "O'Brien & Sons <b>",
    "#panic() $x$ `y` *z* \\ @here",
    "=cmd|' /C calc'!A0",
    "{{ reference }} {% x %}",
    "Łukasz Żółć-Ng",
)


def _made(matter: Matter, form: str, id: str = "matac_referral") -> bytes:
    one: Letter = letter(id)
    return as_file(compose(one, matter, shipped_letters()), form, one, matter)


@pytest.fixture
def karl() -> Matter:
    return matter_of("SYN-05", "MATAC")


def _parts(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {one: file.read(one) for one in file.namelist()}


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_holds_every_word_of_the_letter(form: str, karl: Matter) -> None:
    text = compose(letter("matac_referral"), karl, shipped_letters())
    said = words(_made(karl, form), form)
    for line in plain(text).split("\n"):
        if line == "OFFICIAL-SENSITIVE":
            continue  # at the edges of each page; a test of its own looks there
        bare = re.sub(r"\s+", "", line)
        if form == "txt":  # a table's head is said with each cell of it, or left out
            bare = bare.rstrip(".") if len(bare) > 12 else ""
        # A page of a PDF may end within a line.
        whole = form != "pdf" or len(bare) < 100
        assert bare in said if whole else bare[:60] in said, line


@pytest.mark.parametrize("form", PAGES)
@pytest.mark.parametrize("name", NAMES)
def test_x05_a_name_is_read_as_it_was_typed(name: str, form: str, karl: Matter) -> None:
    matter = renamed(karl, "S", name=name)
    assert re.sub(r"\s+", "", name) in words(_made(matter, form), form)


@pytest.mark.parametrize("form", PAGES)
def test_t01_no_control_character_reaches_a_file(form: str, karl: Matter) -> None:
    matter = renamed(karl, "S", name="Al\x07ex\x1b[2J\x00\u202eSample\x0b")
    said = words(_made(matter, form), form)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", said)
    assert "Sample" in said


@pytest.mark.parametrize("form", FORMATS)
def test_x13_the_same_letter_gives_the_same_bytes(form: str) -> None:
    def once() -> bytes:
        return _made(matter_of("SYN-29", "MATAC"), form)

    assert once() == once()


def test_x13_no_member_of_a_word_file_says_when_it_was_made(karl: Matter) -> None:
    with zipfile.ZipFile(io.BytesIO(_made(karl, "docx"))) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_x12_what_a_word_file_says_about_itself_names_nobody(karl: Matter) -> None:
    about = word(_made(karl, "docx")).core_properties
    assert about.title == "Nomination to Multi-Agency Tasking and Coordination (MATAC), SYN-05"
    assert (about.author, about.last_modified_by, about.comments, about.keywords) == ("",) * 4
    assert {about.created, about.modified} == {about.last_printed}
    assert about.created is not None
    assert about.created.date() == karl.written_on


def test_x12_what_a_pdf_says_about_itself_names_nobody(karl: Matter) -> None:
    about = pdf(_made(karl, "pdf")).metadata
    assert about is not None
    assert about.title == "Nomination to Multi-Agency Tasking and Coordination (MATAC), SYN-05"
    assert (about.author, about.subject, about.keywords) == (None, None, None)
    assert about.creation_date is not None
    assert about.creation_date.date() == karl.written_on


def test_a_word_file_has_real_headings_lists_and_tables(karl: Matter) -> None:
    document = word(_made(karl, "docx"))
    styles = {one.style.name for one in document.paragraphs if one.style}
    assert {"Heading 1", "Heading 2", "List Bullet"} <= styles
    assert document.tables[0].rows[1].cells[1].text == "SYN-05"
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml


def test_every_page_of_a_word_file_is_marked_at_its_head_and_foot(karl: Matter) -> None:
    section = word(_made(karl, "docx")).sections[0]
    assert section.header.paragraphs[-1].text == "OFFICIAL-SENSITIVE"
    assert section.footer.paragraphs[-1].text == "OFFICIAL-SENSITIVE"


def test_every_page_of_a_pdf_is_marked_and_numbered(karl: Matter) -> None:
    pages = pdf(_made(karl, "pdf")).pages
    assert len(pages) > 1
    for at, page in enumerate(pages, start=1):
        said = page.extract_text()
        assert said.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {at} of {len(pages)}" in said


def test_a_pdf_is_tagged_says_its_language_and_holds_its_fonts(karl: Matter) -> None:
    file = pdf(_made(karl, "pdf"))
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(file.trailer["/Root"]["/Lang"]) == "en-GB"  # type: ignore[index]
    assert file.xmp_metadata is not None
    assert b"pdfuaid" in file.xmp_metadata.stream.get_data()
    fonts = [one.get_object() for one in file.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner)


@pytest.mark.parametrize("form", PAGES)
def test_a_specimen_says_so_on_every_page(form: str, karl: Matter) -> None:
    data = _made(replace(karl, specimen=True), form)
    if form == "pdf":
        assert all("SPECIMEN" in one.extract_text() for one in pdf(data).pages)
    else:
        assert "SPECIMEN: not to be sent" in word(data).sections[0].header.paragraphs[-1].text
    assert "SPECIMEN:nottobesent.Safetowritetothepersonassessed:PersonAyes." in words(data, form)


def test_a_pdf_that_cannot_show_a_letter_is_refused_and_word_still_writes_it(karl: Matter) -> None:
    matter = renamed(karl, "S", name="\U00012000\U00012001 Sample")  # cuneiform: in no font here
    with pytest.raises(WrongCall, match=r"Use \.docx or \.html"):
        _made(matter, "pdf")
    assert "\U00012000" in words(_made(matter, "docx"), "docx")


def test_a_form_that_there_is_not_is_refused_naming_those_there_are(karl: Matter) -> None:
    with pytest.raises(WrongCall, match="There are: md, txt, html, docx, pdf"):
        _made(karl, "rtf")


def _letterhead(words: str = "Overton Police") -> str:
    document = docx.Document()
    document.add_paragraph("Sample body, to be left out")
    document.sections[0].header.paragraphs[0].text = words
    document.core_properties.author = "A. Designer"
    out = io.BytesIO()
    document.save(out)
    return base64.b64encode(out.getvalue()).decode()


def test_the_letterhead_of_the_pack_is_the_base(karl: Matter) -> None:
    pack = replace(
        shipped_pack(), templates={**shipped_pack().templates, LETTERHEAD: _letterhead()}
    )
    found = catalogue(pack)
    assert found.errors == ()
    one = found.letter("matac_referral")
    matter = replace(karl, pack=pack)
    document = word(as_file(compose(one, matter, found), "docx", one, matter))
    assert [line.text for line in document.sections[0].header.paragraphs] == [
        "Overton Police",
        "OFFICIAL-SENSITIVE",
    ]
    assert "Sample body" not in "".join(line.text for line in document.paragraphs)
    assert document.core_properties.author == ""


def _with_member(name: str, data: bytes) -> str:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for member, content in _parts(base64.b64decode(_letterhead())).items():
            file.writestr(member, content)
        file.writestr(name, data)
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not a file", "is not a Word file"),
        (base64.b64encode(b"PK\3\4 broken").decode(), "is not a Word file"),
        (_with_member("word/vbaProject.bin", b"x"), "holds macros"),
        (
            _with_member("word/_rels/x.xml.rels", b'<a TargetMode="External"/>'),
            "reads something from outside",
        ),
    ],
    ids=["text", "broken", "macros", "outside"],  # a Word file holds the second that made it
)
def test_a_letterhead_that_cannot_be_trusted_is_a_finding(text: str, why: str) -> None:
    pack = replace(with_templates(), templates={**shipped_pack().templates, LETTERHEAD: text})
    (one,) = catalogue(pack).errors
    assert (one.id, one.place.file) == ("LETTERHEAD", f"templates/{LETTERHEAD}")
    assert why in one.message

"""What data does on its way through a template: nothing. It comes out as it went in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.context import Letter, Matter
from ppitui.letters.environment import environment, literal
from ppitui.letters.formats import TEXTS, formatted, plain
from ppitui.letters.render import LetterFault, compose

from .kit import (
    a_letter,
    letter,
    matter_of,
    renamed,
    shipped_letters,
    with_templates,
    words_of,
)

NAMES = (
    "O'Brien & Sons <b>",
    "[x](y)",
    "![x](http://example.invalid/y.png)",
    "# h",
    "## h ##",
    "h #",
    "{{7*7}}",
    "{% raw %}",
    "{# gone #}",
    "$name",
    "{0.__class__}",
    "%s %n",
    "*a*",
    "__a__ _b_",
    "~~a~~",
    "`a`",
    "| a |",
    "a | b",
    "\\| a \\",
    "a\\",
    "\\*",
    "- item",
    "+ item",
    "1. item",
    "1986) item",
    "> quote",
    "---",
    "***",
    "===",
    "+44 7700 900123",
    "    code",
    "&amp; &#35; &copy;",
    "R&D;",
    "<script>alert(1)</script>",
    "<http://example.invalid>",
    "http://example.invalid www.example.invalid a@example.invalid",
    "[a]: http://example.invalid",
    "[/]",
    "[@click=app.quit]x[/]",
    '"quoted" \u2018curly\u2019',
    "Zoë Ćwikła \u0645\u0631\u06cc\u0645 李小龍",
    "</td></tr></table>",
    "a:b",
    ":--",
    "a  b",
    "--- | ---",
)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _written(matter: Matter, id: str = "matac_referral") -> str:
    return compose(letter(id), matter, shipped_letters())


@pytest.mark.parametrize("form", ["txt", "html"])
@pytest.mark.parametrize("name", NAMES)
def test_x05_t06_t07_a_name_comes_out_as_it_is_in_every_form(name: str, form: str) -> None:
    matter = renamed(matter_of("SYN-05", "MATAC"), "S", name=name, address=f"{name}, 1 Row")
    page = formatted(_written(matter), form, letter("matac_referral"), matter)
    said = _one_line(words_of(page) if form == "html" else page)
    assert f"Name{':' if form == 'txt' else ''} {_one_line(name)} " in said
    assert f"{_one_line(name)}, 1 Row" in said


@pytest.mark.parametrize("name", NAMES)
def test_x05_a_name_adds_no_element_to_the_page(name: str) -> None:
    def shape(text: str) -> list[str]:
        matter = renamed(matter_of("SYN-05", "MATAC"), "S", name=text)
        page = formatted(_written(matter), "html", letter("matac_referral"), matter)
        return [part.partition(">")[0] for part in page.split("<")[1:]]

    assert shape(name) == shape("Plain Person")


# Anywhere a value can stand: alone, after a list mark, in a heading, between marks, in a cell.
PLACES = ("{v}", "- {v}", "## {v}", "**{v}**", "({v})", "Dear {v},", "| A | B |\n|-|-|\n| {v} |x|")


@settings(database=None, deadline=None, max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from(PLACES))
def test_any_text_is_literal_wherever_it_stands(text: str, place: str) -> None:
    wanted = _one_line(visible(text))
    words = plain(place.replace("{v}", literal(text) or "\u2205"))
    expected = plain(place.replace("{v}", "placeholder")).replace("placeholder", wanted or "\u2205")
    assert _one_line(words) == _one_line(expected)


def test_line_breaks_in_a_value_begin_no_block() -> None:
    text = plain("Dear " + literal("A\n\n# B\n- C"))
    assert text == "Dear A  # B - C"


def test_t01_no_form_lets_a_control_character_through() -> None:
    bad = "Smith\x1b]2;X\x07\u202e\u200b\x00\x9b"
    matter = renamed(matter_of("SYN-05", "MATAC"), "S", name=bad)
    matter = replace(matter, author=bad, reviewer=bad, contact=bad)
    for form in TEXTS:
        page = formatted(_written(matter), form, letter("matac_referral"), matter)
        assert not set(page) & set("\x1b\x07\u202e\u200b\x00\x9b")
        assert "Smith\ufffd" in page


def test_the_title_of_the_page_names_the_letter_and_the_case_and_nobody() -> None:
    matter = matter_of("SYN-05", "DVPP")
    page = formatted(_written(matter, "dvpp_referral"), "html", letter("dvpp_referral"), matter)
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title == "Referral to a domestic violence perpetrator programme (DVPP), SYN-05"
    assert 'lang="en-GB"' in page
    assert '<meta charset="utf-8">' in page
    assert "<script" not in page
    assert "http://" not in page.replace("http-equiv", "")


def test_lines_of_text_are_78_wide_at_most() -> None:
    matter = matter_of("SYN-05", "MATAC")
    page = formatted(_written(matter), "txt", letter("matac_referral"), matter)
    assert max(map(len, page.splitlines())) <= 78


def test_markdown_is_the_letter_as_it_was_composed() -> None:
    matter = matter_of("SYN-05", "MATAC")
    text = _written(matter)
    assert formatted(text, "md", letter("matac_referral"), matter) == text


@pytest.mark.parametrize("form", ["docx", "pdf", "rtf", "", "../x"])
def test_a_form_that_there_is_not_is_refused_naming_those_there_are(form: str) -> None:
    matter = matter_of("SYN-05", "MATAC")
    with pytest.raises(WrongCall, match="There are: md, txt, html"):
        formatted("x", form, letter("matac_referral"), matter)


def _trial(body: str, *fields: str) -> tuple[Letter, Matter, Catalogue]:
    pack = with_templates(closed__trial=a_letter(body, *fields))
    found = catalogue(pack)
    return found.letter("trial"), matter_of("SYN-05", "MATAC", pack), found


def _unchecked(body: str) -> tuple[Letter, Matter, Catalogue]:
    """A letter whose body never went through the check."""
    one, matter, found = _trial("Plain.")
    bent = replace(one, body=one.body.replace("Plain.", body))
    return bent, matter, replace(found, letters={**found.letters, "trial": bent})


def test_x04_a_missing_variable_is_told_with_template_and_line_and_nothing_is_written() -> None:
    one, matter, found = _unchecked("Fine.\n{{ reference }}\n{{ letter.nmae }}")
    with pytest.raises(LetterFault, match="'nmae' is undefined") as fault:
        compose(one, matter, found)
    assert (fault.value.template, fault.value.line) == ("closed/trial.md.j2", 14)
    assert fault.value.exit_status == 2


def test_x04_a_missing_variable_in_a_partial_is_told_with_the_partial() -> None:
    one, matter, found = _trial("Plain.")
    partials = {**found.partials, "partials/header.md.j2": "**OFFICIAL-SENSITIVE**\n{{ gone }}"}
    with pytest.raises(LetterFault) as fault:
        compose(one, matter, replace(found, partials=partials))
    assert (fault.value.template, fault.value.line) == ("partials/header.md.j2", 2)


@pytest.mark.parametrize(
    "probe",
    [
        "{{ letter.__class__ }}",
        "{{ letter['__class__'] }}",
        "{{ letter.items() }}",
        "{{ letter.pop('id') }}",
        "{{ ''.__class__ }}",
        "{{ reference.upper() }}",
        "{{ self }}",
        "{{ self.blocks }}",
        "{{ lipsum(5) }}",
        "{{ cycler('a') }}",
        "{{ range(9) }}",
        "{{ letter | attr('id') }}",
        "{{ letter }}",
        "{% include '../../etc/passwd' %}",
        "{% include 'partials/none.md.j2' %}",
        "{% for x in letter.values() %}{% endfor %}",
    ],
)
def test_x02_the_sandbox_holds_also_where_nothing_was_checked(probe: str) -> None:
    one, matter, found = _unchecked(probe)
    with pytest.raises(LetterFault) as fault:
        compose(one, matter, found)
    assert "May" not in str(fault.value)
    assert fault.value.line in (1, 12)


def test_x02_a_template_cannot_change_what_it_is_given() -> None:
    made = environment({"t": "{{ one.append('x') }}{{ two.update(a=1) }}"})
    values: dict[str, Any] = {"one": ["a"], "two": {}}
    with pytest.raises(Exception, match="nothing can be called here"):
        made.get_template("t").render(values)
    assert values == {"one": ["a"], "two": {}}


@pytest.mark.parametrize("value", [None, 1.5, object(), ["a"], {"a": "b"}, True, b"x"])
def test_only_text_and_counts_are_ever_written(value: object) -> None:
    with pytest.raises(SecurityError):
        literal(value)


def test_x03_a_letter_that_grows_beyond_the_cap_is_not_written() -> None:
    loops = "{% for a in gaps %}{% for b in gaps %}{% for c in gaps %}"
    body = loops + "x" * 100 + "{% endfor %}" * 3
    one, matter, found = _trial(body, "gaps")
    empty = replace(matter, facts=replace(matter.facts, person={}))
    with pytest.raises(LetterFault, match="grows beyond 200,000 characters"):
        compose(one, empty, found)


def test_a_letter_for_another_route_is_refused() -> None:
    with pytest.raises(WrongCall, match="is for MATAC, not DVPP"):
        compose(letter("matac_referral"), matter_of("SYN-05", "DVPP"), shipped_letters())


def test_a_letter_of_another_pack_is_refused() -> None:
    matter = matter_of("SYN-05", "MATAC")
    other = replace(matter, pack=replace(matter.pack, hash="sha256:" + "1" * 64))
    with pytest.raises(WrongCall, match="two different packs"):
        compose(letter("matac_referral"), other, shipped_letters())


def test_a_letter_that_is_not_the_catalogues_own_is_refused() -> None:
    bent = replace(letter("matac_referral"), body="{{ harmed }}")
    with pytest.raises(WrongCall, match="not in this catalogue"):
        compose(bent, matter_of("SYN-05", "MATAC"), shipped_letters())


def test_a_letter_to_a_person_harmed_reads_of_that_person_alone() -> None:
    body = "{% for one in harmed %}{{ one.code }}, {{ one.name }}, {{ one.phone }}.{% endfor %}"
    pack = with_templates(
        victim__trial=a_letter(body, "harmed", audience="victim", route="DVDS_RIGHT_TO_KNOW")
    )
    found = catalogue(pack)
    matter = matter_of("SYN-29", "DVDS_RIGHT_TO_KNOW", pack)
    text = compose(found.letter("trial"), replace(matter, about="B"), found)
    assert "Person B, Rose Tull, 07700 900772." in text
    assert "Heather" not in text
    with pytest.raises(WrongCall, match="for one person"):
        compose(found.letter("trial"), matter, found)

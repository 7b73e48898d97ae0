"""What a template may say, and what is refused of it: by file, line and column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ppitui.core.findings import Finding
from ppitui.errors import WrongCall
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.context import AUDIENCES, FIELDS, shapes_for
from ppitui.pack.schema import kinds

from .kit import a_letter, shipped_letters, shipped_pack, with_templates

FIRST = 12  # the line on which the body of a trial letter begins


def _catalogue(
    body: str, *fields: str, audience: str = "closed", route: str = "MATAC"
) -> Catalogue:
    text = a_letter(body, *fields, audience=audience, route=route)
    return catalogue(with_templates(**{f"{audience}__trial": text}))


def _errors(
    body: str, *fields: str, audience: str = "closed", route: str = "MATAC"
) -> list[Finding]:
    found = _catalogue(body, *fields, audience=audience, route=route)
    assert ("trial" in found.letters) == (not found.errors)
    return list(found.errors)


def _told(finding: Finding) -> str:
    return "\n".join(finding.lines())


def test_a_sound_letter_enters_the_catalogue() -> None:
    found = _catalogue("Dear {{ service.name }}, {{ assessed.name | sentence }}.", "assessed")
    assert found.findings == ()
    assert found.letter("trial").title == "A letter"


def test_the_schema_of_definition_files_knows_letters() -> None:
    assert "letter" in kinds()


@pytest.mark.parametrize(
    "field", ["harmed", "children", "child_codes", "pairs", "evidence", "rfgv"]
)
def test_a_partner_letter_that_reads_another_persons_data_is_refused_with_its_line(
    field: str,
) -> None:
    (listed,) = _errors("Plain.", field, audience="partner", route="DVPP")
    assert (listed.id, listed.place.line) == ("AUDIENCE", 8)
    assert field in listed.place.text
    (read,) = _errors(f"One.\n\n{{{{ {field} }}}}", audience="partner", route="DVPP")
    assert (read.id, read.place.line, read.place.column) == ("AUDIENCE", FIRST + 2, 4)
    assert "templates/partner/trial.md.j2:14:4" in _told(read)


@pytest.mark.parametrize("audience", ["partner", "subject", "youth"])
def test_no_letter_outside_closed_and_victim_has_a_name_for_another_persons_data(
    audience: str,
) -> None:
    assert audience in AUDIENCES
    shapes = shapes_for(shipped_pack(), audience)
    assert not {"harmed", "children", "pairs", "decision_reason"} & set(shapes)
    facts, answers = shapes["facts"], shapes["answers"]
    assert isinstance(facts, dict)
    assert isinstance(answers, dict)
    pair = {one.name for one in shipped_pack().rules.facts.values() if one.scope == "pair"}
    assert not pair & set(facts)
    assert not [key for key in answers if shipped_pack().items[key].each]


def test_a_victim_letter_reads_nothing_of_the_person_assessed() -> None:
    shapes = shapes_for(shipped_pack(), "victim")
    assert not {"assessed", "addressee", "facts", "answers", "evidence", "rfgv"} & set(shapes)


@pytest.mark.parametrize("fact", ["flags", "court_order_current", "mappa", "priority_judgement"])
def test_a_partner_letter_may_not_read_a_fact_that_the_pack_keeps_closed(fact: str) -> None:
    (one,) = _errors(f"{{{{ facts.{fact} }}}}", "facts", audience="partner", route="DVPP")
    assert one.id == "AUDIENCE"
    assert fact in one.message


def test_a_partner_letter_may_not_quote_an_answer_that_the_pack_keeps_closed() -> None:
    body = "{{ answers['grade.reason'] }}"
    (one,) = _errors(body, "answers", audience="partner", route="DVPP")
    assert one.id == "AUDIENCE"
    assert _errors(body, "answers") == []


def test_y03_every_missing_name_is_told_with_the_nearest_not_only_the_first() -> None:
    body = (
        "{{ asessed.name }}\n{{ assessed.nmae }}\n{{ facts.wiling }}\n{{ answers['needs.aeras'] }}"
    )
    found = _errors(body, "assessed", "facts", "answers")
    assert [one.place.line for one in found] == [FIRST, FIRST + 1, FIRST + 2, FIRST + 3]
    for one, near in zip(found, ("assessed", "name", "willing", "needs.areas"), strict=True):
        assert f"Did you mean '{near}'?" in one.message


def test_a_field_that_is_read_must_be_listed() -> None:
    (one,) = _errors("{{ assessed.name }}")
    assert one.id == "NOT_LISTED"


def test_a_field_that_is_listed_and_not_read_is_a_warning() -> None:
    (one,) = _catalogue("Plain.", "assessed").findings
    assert (one.id, one.severity, one.place.line) == ("NOT_USED", "warning", 8)


HOSTILE = (
    "{{ letter.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ letter|attr('format') }}",
    "{{ letter['__class__'] }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ lipsum(n=100000000) }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ letter.items }}",
    "{{ letter.items() }}",
    "{{ letter.title.upper() }}",
    "{{ reference.format(1) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9999999 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ [1, 2] }}",
    "{{ reference[0] }}",
    "{{ reference[1:] }}",
    "{{ reference|center(1000000000) }}",
    "{{ reference|replace('a', 'b') }}",
    "{{ reference is sameas reference }}",
    "{{ 'x' if reference else 'y' }}",
    "{{ namespace() }}",
    "{{ range(9) }}",
    "{{ loop }}",
    "{% for a in range(9999) %}x{% endfor %}",
    "{% for a in reference %}x{% endfor %}",
    "{% for a in [1, 2, 3] %}x{% endfor %}",
    "{% for letter in harmed_codes %}x{% endfor %}",
    "{% for a in harmed_codes %}{{ loop.index }}{% endfor %}",
    "{% for a in harmed_codes recursive %}x{% endfor %}",
    "{% for a, b in harmed_codes %}x{% endfor %}",
    "{% set x = reference %}",
    "{% set x %}y{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% block x %}y{% endblock %}",
    "{% extends 'partials/header.md.j2' %}",
    "{% import 'partials/header.md.j2' as h %}",
    "{% from 'partials/header.md.j2' import h %}",
    "{% filter sentence %}x{% endfilter %}",
    "{% with x = reference %}{{ x }}{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% include reference %}",
    "{% include ['partials/header.md.j2'] %}",
    "{% include 'partials/header.md.j2' without context %}",
    "{% include 'partials/none.md.j2' ignore missing %}",
    "{{ harmed_codes }}",
    "{{ letter }}",
    "{{ reference | join }}",
    "{{ harmed_codes | join(reference) }}",
    "{{ harmed_codes | sentence }}",
)


@pytest.mark.parametrize("body", HOSTILE)
def test_x02_x03_what_is_outside_the_small_language_is_refused_with_its_line(body: str) -> None:
    found = _errors(f"Text.\n{body}", "harmed_codes")
    assert found
    assert {one.place.line for one in found} == {FIRST + 1}
    assert all(one.place.file == "templates/closed/trial.md.j2" for one in found)


NAMES = (
    "../../etc/passwd",
    "/etc/passwd",
    "..\\\\secrets",
    "CON",
    "%2e%2e/header.md.j2",
    "partials/../closed/matac_referral.md.j2",
    "closed/matac_referral.md.j2",
    "partials/header.md.j2{",
    "PARTIALS/HEADER.MD.J2",
    "partials/header.md.j2 ",
)


@pytest.mark.parametrize("name", NAMES)
def test_x01_only_a_partial_of_the_pack_can_be_included(name: str) -> None:
    (one,) = _errors(f"{{% include '{name}' %}}")
    assert one.id == "UNKNOWN_NAME"


@pytest.mark.parametrize("id", [*NAMES, "", "matac_referral\n", "a\0b", "MATAC_REFERRAL"])
def test_x01_only_a_letter_of_the_pack_can_be_asked_for(id: str) -> None:
    with pytest.raises(WrongCall, match="There is no letter called"):
        shipped_letters().letter(id)


def test_a_letter_asked_for_by_nearly_its_name_is_suggested() -> None:
    with pytest.raises(WrongCall, match=r"Did you mean 'matac_referral'\?"):
        shipped_letters().letter("matac_referal")


def test_partials_that_include_one_another_are_refused() -> None:
    pack = with_templates(
        partials__a="{% include 'partials/b.md.j2' %}",
        partials__b="{% include 'partials/a.md.j2' %}",
        closed__trial=a_letter("{% include 'partials/a.md.j2' %}"),
    )
    (one,) = catalogue(pack).errors
    assert (one.id, one.place.file) == ("TOO_DEEP", "templates/partials/b.md.j2")


def test_x03_partials_cannot_multiply() -> None:
    ten = "{% include 'partials/b.md.j2' %}" * 20
    pack = with_templates(
        partials__a=ten,
        partials__b=ten.replace("b.md", "c.md"),
        partials__c=ten.replace("b.md", "d.md"),
        partials__d="x",
        closed__trial=a_letter("{% include 'partials/a.md.j2' %}"),
    )
    assert {one.id for one in catalogue(pack).errors} == {"TOO_DEEP"}


def test_x03_loops_stand_three_deep_at_most_and_partials_count() -> None:
    loop = "{% for x in harmed_codes %}"
    deep = f"{loop}{loop.replace('x', 'y')}" + "{% include 'partials/a.md.j2' %}"
    pack = with_templates(
        partials__a=f"{loop}{loop}".replace("x in", "z in") + "{% endfor %}" * 2,
        closed__trial=a_letter(deep + "{% endfor %}" * 2, "harmed_codes"),
    )
    (one,) = catalogue(pack).errors
    assert (one.id, one.place.file) == ("TOO_DEEP", "templates/partials/a.md.j2")


def test_a_partial_is_checked_for_the_letter_that_includes_it() -> None:
    pack = with_templates(
        partials__a="Fine.\n{{ rfgv.score }}\n",
        partner__trial=a_letter(
            "{% include 'partials/a.md.j2' %}", audience="partner", route="DVPP"
        ),
    )
    (one,) = catalogue(pack).errors
    assert (one.id, str(one.place)) == ("AUDIENCE", "templates/partials/a.md.j2:2:4")


def test_a_template_that_is_none_is_told_with_its_line() -> None:
    (one,) = _errors("Text.\n{% if reference %}\nMore.")
    assert one.id == "TEMPLATE"
    assert one.place.line >= FIRST + 1


def test_a_template_nested_beyond_reason_is_refused() -> None:
    assert _errors("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}")


@pytest.mark.parametrize("hidden", ["\u202e", "\x1b]2;x\x07", "\u200b", "\ufffd", "\x00"])
def test_t04_a_template_may_hide_nothing(hidden: str) -> None:
    (one,) = _errors(f"Text.\nHere{hidden}.")
    assert one.place.line == FIRST + 1


def _head_errors(old: str, new: str, **kind: str) -> list[Finding]:
    text = a_letter("Plain.", **kind).replace(old, new)
    return list(catalogue(with_templates(closed__trial=text)).errors)


@pytest.mark.parametrize(
    ("old", "new", "id", "line"),
    [
        ("kind: letter", "kind: route", "KIND", 2),
        ("kind: letter\n", "", "KIND", 1),
        ("id: trial", "id: ../trial", "PATTERN", 3),
        ("id: trial", "id: matac_referral", "TWICE", 3),
        ("id: trial", "id: trial\nid: other", "DUPLICATE_KEY", 4),
        ("route: MATAC", "route: MATAK", "UNKNOWN_NAME", 5),
        ("route: MATAC", "route: DVPP", "AUDIENCE", 6),
        ("audience: closed", "audience: everyone", "WORD", 6),
        ("OFFICIAL-SENSITIVE", "OFFICIAL", "MARKING", 7),
        ("OFFICIAL-SENSITIVE", "SECRET", "WORD", 7),
        ("[letter,", "[leter,", "UNKNOWN_NAME", 8),
        ("about: A", "abut: A", "KEY", 9),
        ("title: A letter", "title: &a A letter", "ALIAS", 4),
    ],
)
def test_a_head_that_cannot_be_is_told_with_its_line(
    old: str, new: str, id: str, line: int
) -> None:
    found = _head_errors(old, new)
    assert id in {one.id for one in found}
    assert line in {one.place.line for one in found if one.id == id}


def test_a_letter_without_a_head_is_told() -> None:
    (one,) = catalogue(with_templates(closed__trial="Dear all")).errors
    assert one.id == "HEAD"


def test_a_letter_lies_in_the_folder_of_its_audience() -> None:
    text = a_letter("Plain.", audience="partner", route="DVPP")
    (one,) = catalogue(with_templates(closed__trial=text)).errors
    assert (one.id, one.place.line) == ("FOLDER", 6)


def test_a_letter_without_the_shared_header_and_footer_is_refused() -> None:
    text = a_letter("Plain.").replace("{% include 'partials/footer.md.j2' %}", "")
    found = catalogue(with_templates(closed__trial=text)).errors
    assert "FRAME" in {one.id for one in found}


def test_one_bad_letter_leaves_the_others_in_the_catalogue() -> None:
    found = _catalogue("{{ nothing }}")
    assert set(found.letters) == set(shipped_letters().letters)


def test_a_pack_without_templates_has_no_letters() -> None:
    empty = catalogue(replace(shipped_pack(), templates={}))
    assert (dict(empty.letters), empty.findings) == ({}, ())


def test_every_field_says_what_it_means() -> None:
    assert all(field.means and field.audiences for field in FIELDS.values())

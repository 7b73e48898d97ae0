"""The last look: what would give somebody away stops the letter, and ordinary words do not."""

from __future__ import annotations

import pytest

from ppitui.letters.catalogue import catalogue
from ppitui.letters.context import Letter, Matter
from ppitui.letters.lint import Warning_, lint

from .kit import a_letter, letter, matter_of, renamed, with_facts, with_templates


def _hits(text: str, matter: Matter, one: Letter | None = None) -> list[Warning_]:
    return lint(one or letter("dvpp_referral"), text, matter)


@pytest.fixture
def may_will() -> Matter:
    """Karl Rusk; May Will harmed, of 62 Canal Side; her child Ada."""
    return matter_of("SYN-05", "DVPP")


@pytest.fixture
def june() -> Matter:
    """Rory O'Dell & Sons; June O'Dell harmed, known as Junie, at the same address."""
    return matter_of("SYN-13", "DVPP")


@pytest.fixture
def grace() -> Matter:
    """Edwin Fenn; Grace Fenn harmed, known as Gracie Hale, Flat 9, 21 Mill Lane, Thornby."""
    return matter_of("SYN-01", "DVPP")


@pytest.mark.parametrize(
    "text",
    [
        "He rang May Will.",
        "He rang MAY WILL.",
        "he rang may will at home",
        "Will, May",
        "He rang M. Will again.",
        "Ms Will called.",
        "Then Will's car was hit.",
        "May's injuries",
        "He told May that it was over.",
        "| Name | Will |\n|---|---|\n| Will | x |",
        "He waits at 62 Canal Side, Overton.",
        "He waits at 62  canal-side.",
        "He waits in Canal Side.",
        "07700 900456",
        "07700900456",
        "+44 7700 900 456",
        "0044 (0)7700-900456",
        "She works at Bright Start Nursery.",
        "She works at bright start.",
        "Ada saw it.",
        "ADA WILL",
        "St Brannock Primary",
        "st. brannock primary",
        "born 9 September 2019",
        "born 2019-09-09",
        "born 09/09/2019",
    ],
)
def test_x06_what_gives_somebody_away_is_found(text: str, may_will: Matter) -> None:
    found = _hits(text, may_will)
    assert found
    assert {one.id for one in found} == {"NAMES_A_PERSON"}


@pytest.mark.parametrize(
    "text",
    [
        "The client may attend, and will be told when.",
        "May the client bring somebody? Will there be a fee?",
        "On 15 May 2026 and 1 May.",
        "Karl Rusk, 17 Tannery Row, Overton",
        "Overton and Thornby",
        "Adapt the group where that helps.",
        "A canal runs along the side.",
        "Ring 07700 900111.",
        "Person A: ex-partner",
        "",
    ],
)
def test_ordinary_words_dates_and_the_client_are_not_found(text: str, may_will: Matter) -> None:
    assert _hits(text, may_will) == []


@pytest.mark.parametrize(
    "text",
    [
        "June O'Dell",
        "june odell",
        "June O Dell",
        "Junie",
        "JUNIE.",
        "He says June hit him.",
        "Ms June",
    ],
)
def test_x06_a_name_that_is_a_month_is_found_where_it_names_somebody(
    text: str, june: Matter
) -> None:
    assert _hits(text, june)


@pytest.mark.parametrize(
    "text",
    [
        "15 June 2026",
        "June 2026",
        "Rory O'Dell & Sons",
        "12 Acre Street, Overton",  # shared with the person assessed
        "O'Dell",  # a shared surname
        "juniper",
    ],
)
def test_a_month_a_shared_surname_and_a_shared_address_are_not_found(
    text: str, june: Matter
) -> None:
    assert _hits(text, june) == []


@pytest.mark.parametrize(
    "text",
    [
        "Grace Fenn",
        "Gracie",
        "gracie hale",
        "Hale",
        "21 Mill Lane",
        "Flat 9, 21 Mill Lane, Thornby",
        "flat 9 21 mill lane",
        "moved to Thornby",
        "Thornby Library",
        "(07700) 900123",
    ],
)
def test_x06_an_alias_a_new_surname_and_a_town_are_found(text: str, grace: Matter) -> None:
    assert _hits(text, grace)


def test_the_town_in_the_services_own_name_is_not_found(grace: Matter) -> None:
    assert _hits("To: Overton and Thornby. Edwin Fenn. By grace of the court.", grace) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zoë Świątek", "Zoe Swiatek rang"),
        ("Zoe Swiatek", "ZOË ŚWIĄTEK"),
        ("Anne-Marie Sørby", "anne marie sorby"),
        ("Anne-Marie Sørby", "Marie"),
        ("D'Arcy N'Golo", "DArcy"),
        ("D'Arcy N'Golo", "n\u2019golo"),
        ("Siân McBride", "Mc Bride"),
        ("مریم نمونه", "با مریم نمونه"),
        ("李小龍", "他是李小龍的朋友"),
        ("Ms Invented Person", "Invented came"),
    ],
)
def test_names_are_found_whatever_the_accent_case_or_spacing(
    name: str, text: str, may_will: Matter
) -> None:
    assert _hits(text, renamed(may_will, "A", name=name))


def test_a_name_hidden_by_markdown_is_found(may_will: Matter) -> None:
    assert _hits("He rang M*a*y W**i**ll and May\\_Will.", may_will)


def test_a_postcode_is_found_with_or_without_its_blank(may_will: Matter) -> None:
    moved = renamed(may_will, "A", address="5 Invented Way, Nowhere, ZZ9 9ZZ")
    assert _hits("near ZZ9 9ZZ", moved)
    assert _hits("near zz99zz", moved)


def test_a_name_in_the_staffs_or_services_own_is_not_found(may_will: Matter) -> None:
    moved = renamed(may_will, "A", name="Alex Harbourlight")
    assert _hits("From PC Alex Invented to Harbourlight change programme", moved) == []
    assert _hits("He met Alex.", moved)


def test_a_hit_tells_the_line_and_whom_and_repeats_nothing(may_will: Matter) -> None:
    (one,) = _hits("Dear all,\n\nfine.\n\nOn **62 Canal Side** he waits.\n", may_will)
    assert one == Warning_(5, "NAMES_A_PERSON", "the letter holds an address of Person A")


def test_closed_letters_may_name_people(may_will: Matter) -> None:
    assert lint(letter("matac_referral"), "May Will, 62 Canal Side", may_will) == []


@pytest.fixture
def subject() -> Letter:
    pack = with_templates(subject__trial=a_letter("Plain.", audience="subject", route="CHECKPOINT"))
    return catalogue(pack).letter("trial")


@pytest.mark.parametrize(
    "text",
    [
        "A MARAC was held.",
        "the Multi-Agency Risk Assessment Conference",
        "an IDVA",
        "your grade is high",
        "Graded medium",
        "your score",
        "high-risk",
        "intelligence shows",
        "a disruption plan",
        "a typology",
        "RFGV 70",
        "safeguarding referral",
        "Clare\u2019s Law",
    ],
)
def test_words_for_others_never_reach_the_person_assessed(
    text: str, subject: Letter, may_will: Matter
) -> None:
    assert "NEVER_TO_SUBJECT" in {one.id for one in _hits(text, may_will, subject)}
    assert {one.id for one in _hits(text, may_will)} <= {"ACRONYM"}


@pytest.mark.parametrize(
    "text", ["You can say no.", "an upgraded bus pass", "Cidva Road", "underscored"]
)
def test_words_that_only_look_alike_do_reach_the_person_assessed(
    text: str, subject: Letter, may_will: Matter
) -> None:
    assert _hits(text, may_will, subject) == []


@pytest.mark.parametrize("text", ["the Perpetrator", "young offenders", "re-offender", "an abuser"])
def test_a_child_is_never_called_so_to_anyone(text: str) -> None:
    child = matter_of("SYN-19", "YJS")
    (one,) = lint(letter("yjs_notification"), text, child)
    assert one.id == "NEVER_OF_CHILD"
    assert lint(letter("matac_referral"), text, matter_of("SYN-05", "MATAC")) == []


def test_an_age_in_dispute_counts_as_a_childs() -> None:
    disputed = with_facts(matter_of("SYN-05", "MATAC"), age_disputed=True)
    assert lint(letter("matac_referral"), "the offender", disputed)

"""Three of the letters as they ship, read from worked cases in every form."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ppitui.core.facts import Facts
from ppitui.letters.context import FIELDS, Letter, Matter, build, is_child
from ppitui.letters.formats import TEXTS, formatted, plain
from ppitui.letters.lint import lint
from ppitui.letters.render import compose
from ppitui.letters.tokens import folded

from .kit import (
    CASES,
    ROUTES,
    letter,
    matter_from_answers,
    matter_of,
    shipped_letters,
    shipped_pack,
    with_facts,
    words_of,
)

WORKED = ("SYN-05", "SYN-05b", "SYN-02", "SYN-09", "SYN-19", "SYN-13", "SYN-29", "own-03", "own-14")
EVERY = sorted(path.stem for path in CASES.glob("*-*.yaml"))
CHILDREN = ("SYN-09", "SYN-19", "own-07")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _written(id: str, matter: Matter) -> str:
    return compose(letter(id), matter, shipped_letters())


def _read(id: str, name: str, form: str = "txt") -> str:
    """The words of a letter from a worked case in one form, on one line."""
    matter = matter_of(name, ROUTES[id])
    page = formatted(_written(id, matter), form, letter(id), matter)
    return _one_line(words_of(page) if form == "html" else page)


def test_the_catalogue_holds_these_letters_and_no_finding() -> None:
    found = shipped_letters()
    assert set(ROUTES) <= set(found.letters)
    assert [one.lines() for one in found.findings] == []


@pytest.mark.parametrize("id", ROUTES)
def test_every_name_in_the_head_is_open_to_the_audience_and_no_other_is_given(id: str) -> None:
    one = letter(id)
    values = build(one, matter_of("SYN-05", one.route))
    assert set(values) == set(one.fields)
    assert all(one.audience in FIELDS[name].audiences for name in one.fields)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("id", ROUTES)
def test_each_letter_is_whole_from_every_worked_case(id: str, name: str) -> None:
    matter = matter_of(name, ROUTES[id])
    text = _written(id, matter)
    assert "None" not in text
    assert not re.search(r"\{\{|\{%|frozenset|PartialSet|Range\(|NOTHING", text)
    assert not re.search(r"\| *\|", text), "an empty cell"
    if letter(id).audience == "partner":
        found = {one.id for one in lint(letter(id), text, matter)}
        # An adult programme's own name stops a letter about a child.
        assert found == ({"NEVER_OF_CHILD"} if is_child(matter) else set())


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("name", WORKED)
@pytest.mark.parametrize("id", ROUTES)
def test_a_letter_opens_with_its_marking_and_closes_with_it(id: str, name: str, form: str) -> None:
    words = _read(id, name, form).replace("*", "")
    assert words.startswith("OFFICIAL-SENSITIVE")
    assert words.endswith("OFFICIAL-SENSITIVE")


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("id", ROUTES)
def test_the_footer_pins_case_pack_and_approval(id: str, form: str) -> None:
    digest = shipped_pack().hash.removeprefix("sha256:")[:12]
    words = _read(id, "SYN-05", form)
    assert f"Case SYN-05. Definitions {digest}. Approval 3fa85f64c0de." in words
    assert "from the marking at its head to the marking at its foot" in words


@pytest.mark.parametrize("id", ROUTES)
def test_only_closed_letters_carry_a_handling_line(id: str) -> None:
    closed = letter(id).audience == "closed"
    assert ("Handling:" in _read(id, "SYN-05")) == closed


@pytest.mark.parametrize("form", TEXTS)
def test_the_matac_letter_says_what_the_meeting_needs(form: str) -> None:
    words = _read("matac_referral", "SYN-05", form)
    for said in (
        "Karl Rusk",
        "30 January 1988",
        "17 Tannery Row, Overton",
        "Overton and Thornby MATAC coordinator",
        "PC Alex Invented",
        "Insp. Sam Madeup",
        "approved",
        "The risk grade is medium, two or more incidents are on record",
        "enforcement: the offer of an offender manager was refused",
        "non-molestation order",
        "breach of a protective order",
        "Agreed at the desk.",
        "Child 1, age 6",
        "Next monthly or four-weekly meeting",
    ):
        assert said in words, said


def test_the_matac_letter_ranks_by_the_rounded_mean_of_four_scores() -> None:
    words = _read("matac_referral", "SYN-05")
    assert "Recency: 100 Frequency: 100 Gravity: 28 Victims: 50 Score: 70" in words


def test_the_matac_letter_names_persons_harmed_and_children_by_code() -> None:
    words = _read("matac_referral", "SYN-05")
    assert "Person A" in words
    for name in ("May Will", "62 Canal Side", "07700 900456", "Bright Start", "Ada Will"):
        assert name not in words


@pytest.mark.parametrize("form", TEXTS)
def test_the_dvpp_letter_says_what_the_provider_needs(form: str) -> None:
    words = _read("dvpp_referral", "SYN-05", form)
    for said in (
        "Karl Rusk",
        "17 Tannery Row, Overton",
        "Harbourlight change programme",
        "breach of a non-molestation order",
        "denies or plays down nearly all of it",
        "Person A: ex-partner",
        "No agreement is recorded",
        "not shared in this letter: ask the sender",
    ):
        assert said in words, said


@pytest.mark.parametrize("name", EVERY)
def test_x06_the_dvpp_letter_holds_nothing_that_finds_or_names_a_person_harmed(name: str) -> None:
    matter = matter_of(name, "DVPP")
    words = folded(plain(_written("dvpp_referral", matter)))
    own = matter.case.assessed
    shared = {folded(str(value)) for value in own.details.values()} if own else set()
    for person in (*matter.case.harmed, *matter.case.children):
        for key in ("name", "address", "phone", "workplace", "school"):
            said = folded(str(person.details.get(key, "")))
            if said and said not in shared:
                assert said not in words, key


@pytest.mark.parametrize("word", ["grade", "medium", "marac", "idva", "coercive", "strangulation"])
def test_the_dvpp_letter_keeps_the_risk_to_the_person_harmed_to_itself(word: str) -> None:
    assert not re.search(rf"\b{word}\b", _read("dvpp_referral", "SYN-05").lower())


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("name", CHILDREN)
def test_no_letter_of_a_child_calls_the_child_a_perpetrator_or_offender(
    name: str, form: str
) -> None:
    words = _read("yjs_notification", name, form).lower()
    assert not re.search(r"perpetrator|offender|abuser|\bsuspects?\b", words)
    matter = matter_of(name, "YJS")
    assert lint(letter("yjs_notification"), _written("yjs_notification", matter), matter) == []


def test_the_letter_about_a_child_begins_with_strengths_and_comes_to_behaviour_last() -> None:
    matter = matter_from_answers("youth", "YJS")
    text = _written("yjs_notification", matter)
    order = ("What is going well", "What the child needs", "Harm to the child", "child's behaviour")
    places = [text.index(f"## {head}" if head[0].isupper() else head) for head in order]
    assert places == sorted(places)
    words = _one_line(plain(text))
    for said in (
        "friends; sport, music or another interest; hopes or plans of their own",
        "His football coach and his nan.",
        "a death, or parents living apart",
        "Person A: to the child they are family",
        "Child 1, age 7",
        "Help at home with anger",
    ):
        assert said in words, said
    assert "Dana" not in words
    assert "Max" not in words


def test_what_is_not_known_says_so_and_says_why() -> None:
    matter = matter_of("SYN-05", "DVPP")
    matter = with_facts(matter, willing=None, mh=None, substance=None)
    reasons = {**matter.facts.reasons, ("mh", ""): "not_known", ("willing", ""): "declined"}
    facts = Facts(matter.facts.person, matter.facts.pairs, reasons)
    words = _one_line(plain(_written("dvpp_referral", replace(matter, facts=facts))))
    assert "outside the interview chose not to answer" in words
    assert "Mental health not known" in words
    assert "Alcohol and drugs not asked" in words


@pytest.mark.parametrize("id", ROUTES)
def test_a_case_of_which_nothing_is_known_still_gives_a_whole_letter(id: str) -> None:
    matter = matter_of("SYN-05", ROUTES[id])
    empty = Facts({}, {"A": {}})
    matter = replace(matter, case=replace(matter.case, people={}), facts=empty, approval=None)
    words = plain(_written(id, replace(matter, head="", author="", reviewer="", contact="")))
    assert words.count("not asked") > 10
    assert "not yet decided" in words
    assert "Approval none yet" in words


def test_two_persons_harmed_stand_apart_by_code() -> None:
    matter = matter_from_answers("two_harmed", "MATAC")
    words = _one_line(plain(_written("matac_referral", matter)))
    assert "Person A To the person nominated" in words.replace(" Item Detail", "")
    assert "Person A: Threats at her door this week." in words
    assert "Person B: Shouting and borrowed money." in words
    for name in ("Heather", "Rose", "Poppy"):
        assert name not in words


def test_an_id_that_says_who_it_is_gives_way_to_a_letter_of_the_alphabet() -> None:
    matter = matter_of("SYN-05", "DVPP")
    facts = replace(matter.facts, pairs={"mum": matter.facts.pairs["A"]})
    people = {"S": matter.case.people["S"]}
    matter = replace(matter, facts=facts, case=replace(matter.case, people=people))
    text = _written("dvpp_referral", matter)
    assert "Person A" in text
    assert "mum" not in text


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("id", ROUTES)
def test_x13_the_same_matter_gives_the_same_bytes(id: str, form: str) -> None:
    def once() -> bytes:
        matter = matter_of("SYN-29", ROUTES[id])
        return formatted(_written(id, matter), form, letter(id), matter).encode()

    assert once() == once()


@pytest.mark.parametrize("form", TEXTS)
def test_a_specimen_says_so_above_and_below_and_whether_writing_is_safe(form: str) -> None:
    matter = replace(matter_of("SYN-05", "DVPP"), specimen=True)
    one: Letter = letter("dvpp_referral")
    page = formatted(compose(one, matter, shipped_letters()), form, one, matter)
    words = _one_line(words_of(page) if form == "html" else page).replace("*", "")
    assert words.startswith("SPECIMEN: not to be sent. Safe to write to the person assessed:")
    assert "Person A yes." in words
    assert words.endswith("SPECIMEN: not to be sent.")
    assert words.count("OFFICIAL-SENSITIVE") == 2
    assert lint(one, compose(one, matter, shipped_letters()), matter) == []

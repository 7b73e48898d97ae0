"""Every letter that ships, from every worked case: whole, readable, and holding nobody whom it must not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest

from ppitui.core.facts import Facts
from ppitui.letters.catalogue import catalogue
from ppitui.letters.context import Letter, Matter, is_child
from ppitui.letters.formats import plain
from ppitui.letters.lint import NEVER_TO_SUBJECT, lint
from ppitui.letters.matter import NO_ONE_ROUTE
from ppitui.letters.render import compose
from ppitui.letters.tokens import folded

from .kit import (
    EVERY_CASE,
    a_letter,
    letter,
    matter_of,
    renamed,
    shipped_letters,
    shipped_pack,
    with_templates,
)

LETTERS = tuple(sorted(shipped_letters().letters))
TO_THE_PERSON = tuple(one for one in LETTERS if letter(one).audience in ("subject", "youth"))
# Sent by nobody: the person assessed is offered nothing there, or the law or another agency sends its own form.
WITHOUT_A_LETTER: set[str] = set()


def matter_for(name: str, one: Letter) -> Matter:
    """A worked case as this letter sees it; a letter to a person harmed is for the first of them."""
    found = matter_of(name, one.route)
    ids = [*found.facts.pairs, *(person.id for person in found.case.harmed)]
    return replace(found, about=ids[0] if one.audience == "victim" and ids else "")


def reachable(name: str, one: Letter) -> bool:
    """Whether a letter can ever be issued on a case: not a route for adults on a child, nor to nobody."""
    matter = matter_for(name, one)
    if one.audience == "victim" and not matter.about:
        return False
    route = shipped_pack().routes.get(one.route)
    low = route.ages[0] if route else None
    return not (is_child(matter) and low is not None and low >= 18)


def _text(one: Letter, matter: Matter) -> str:
    return compose(one, matter, shipped_letters())


def test_every_route_has_a_letter() -> None:
    sent = {letter(one).route for one in LETTERS}
    assert set(shipped_pack().routes) - sent == WITHOUT_A_LETTER


def test_every_audience_of_every_route_that_hears_by_letter_has_one() -> None:
    there = {(letter(one).route, letter(one).audience) for one in LETTERS}
    missing = {
        (route.id, audience)
        for route in shipped_pack().routes.values()
        for audience in route.audiences
    } - there
    # A person at risk is told by a person under the disclosure scheme, and of a MARAC by an adviser.
    assert missing == {("MARAC", "victim"), ("DVDS_RIGHT_TO_KNOW", "victim")}


def test_x06_the_lint_raises_no_false_alarm_on_any_worked_case() -> None:
    """Counted over worked cases and the letters that can reach them. Nobody typed a name into any of
    them that is not its own, so every hit would be a false alarm."""
    written, alarms = 0, []
    for name in EVERY_CASE:
        for one in filter(partial(reachable, name), map(letter, LETTERS)):
            matter = matter_for(name, one)
            written += 1
            alarms += [(one.id, name, hit.message) for hit in lint(one, _text(one, matter), matter)]
    print(f"{len(alarms)} false alarms in {written} letters")
    assert written > 2000
    assert alarms == []


@pytest.mark.parametrize("id", LETTERS)
def test_every_letter_is_whole_from_every_worked_case(id: str) -> None:
    one = letter(id)
    for name in EVERY_CASE[::4]:  # each has every shape of knowing; the lint test writes them all
        if not reachable(name, one):
            continue
        text = _text(one, matter_for(name, one))
        assert not re.search(r"\{\{|\{%|frozenset|PartialSet|Range\(|NOTHING|None", text), name
        assert not re.search(r"\| *\|", text), f"{name}: an empty cell"
        assert f"Case {name}. Definitions" in plain(text)
        assert ("Handling:" in text) == (one.audience == "closed")


@pytest.mark.parametrize("id", LETTERS)
def test_a_letter_of_which_nothing_is_known_is_still_whole(id: str) -> None:
    one = letter(id)
    matter = matter_for("SYN-05", one)
    if one.audience == "victim":
        return  # there is nobody to write to
    empty = replace(matter.case, people={})
    blank = replace(matter, case=empty, facts=Facts({}, {}), approval=None, head="", author="")
    text = _text(one, blank)
    assert one.title in plain(text)
    assert not re.search(r"\| *\||None", text)


PLANTED = "Zzyxa Qwortle"
WHERE = "99 Vexing Hollow, Nowhere QX9 9ZZ"


@pytest.mark.parametrize("name", ["SYN-05", "SYN-13", "SYN-09", "SYN-29"])
@pytest.mark.parametrize("id", TO_THE_PERSON)
def test_x06_no_letter_to_the_person_assessed_holds_anything_of_another_person(
    id: str, name: str
) -> None:
    one = letter(id)
    matter = matter_of(name, one.route)
    for person in (*matter.case.harmed, *matter.case.children):
        matter = renamed(
            matter, person.id, name=PLANTED, address=WHERE, phone="07700 900999", school="Vexham"
        )
    said = folded(plain(_text(one, matter)))
    for token in ("zzyxa", "qwortle", "vexing", "qx9", "900999", "vexham", "person a", "child 1"):
        assert token not in said


@pytest.mark.parametrize("id", TO_THE_PERSON)
def test_no_letter_to_the_person_assessed_says_what_others_were_told(id: str) -> None:
    one = letter(id)
    for name in EVERY_CASE:
        said = folded(plain(_text(one, matter_of(name, one.route))))
        found = [word for word in NEVER_TO_SUBJECT if re.search(rf"\b{word}\b", said)]
        assert found == [], name
        assert "coordinator" not in said


@pytest.mark.parametrize("id", TO_THE_PERSON)
def test_no_letter_to_the_person_assessed_offers_another_persons_field(id: str) -> None:
    one = letter(id)
    other = {"harmed", "harmed_codes", "harmed_ties", "children", "child_codes", "pairs"}
    assert not other & set(one.fields)


@pytest.mark.parametrize("field", ["harmed", "harmed_ties", "children", "child_codes", "pairs"])
@pytest.mark.parametrize("audience", ["subject", "youth"])
def test_a_letter_that_could_print_another_persons_field_is_refused_with_its_line(
    field: str, audience: str
) -> None:
    route = "CHECKPOINT" if audience == "subject" else "YJS"
    body = f"Hello.\n\n{{% for one in {field} %}}{{{{ one.address }}}}{{% endfor %}}"
    text = a_letter(body, audience=audience, route=route)
    errors = catalogue(with_templates(**{f"{audience}__trial": text})).errors
    (one,) = [found for found in errors if found.id == "AUDIENCE"]
    assert (one.place.file, one.place.line) == (f"templates/{audience}/trial.md.j2", 14)
    assert f"({audience}) may not read '{field}'" in one.message


def test_a_box_reaches_its_letter_and_its_words_are_searched() -> None:
    one = letter("support_offer")
    matter = matter_of("SYN-05", one.route)
    filled = replace(matter, boxes={"worker": "Sam Madeup", "place": "62 Canal Side, Overton"})
    text = _text(one, filled)
    assert "Sam Madeup" in text
    found = lint(one, text, filled)
    assert {(hit.id, hit.lifts) for hit in found} == {("NAMES_A_PERSON", False)}


def test_a_name_may_stand_in_a_condition_where_the_letter_declares_it_and_an_address_not() -> None:
    one = letter("workshop_conditions")
    matter = matter_of("SYN-05", one.route)
    named = replace(matter, boxes={"conditions": "You do not contact May Will."})
    assert lint(one, _text(one, named), named) == []
    placed = replace(matter, boxes={"conditions": "You do not go to 62 Canal Side."})
    assert {hit.lifts for hit in lint(one, _text(one, placed), placed)} == {False}
    child = replace(matter, boxes={"conditions": "You do not contact May Will or Ada Will."})
    assert lint(one, _text(one, child), child)
    other = letter("support_offer")
    elsewhere = replace(matter_of("SYN-05", "MATAC"), boxes={"day": "when May Will is out"})
    assert lint(other, _text(other, elsewhere), elsewhere)


def test_what_somebody_typed_as_an_answer_reaches_closed_letters_only() -> None:
    text = a_letter("{{ answers['my_plan.i_want'] }}", "answers", audience="youth", route="YJS")
    (one,) = catalogue(with_templates(youth__trial=text)).errors
    assert (one.id, one.place.line) == ("AUDIENCE", 12)


def test_syn_14_is_told_that_no_route_is_recommended_and_what_was_ruled_out() -> None:
    one = letter("no_route")
    said = " ".join(plain(_text(one, matter_of("SYN-14", one.route))).split())
    assert "No route is recommended on what is known" in said
    assert "Ruled out" in said
    assert "the risk grade is standard" in said.lower()


@pytest.mark.parametrize("name", ["SYN-12", "SYN-21"])
def test_a_womens_centre_letter_calls_nobody_an_offender(name: str) -> None:
    one = letter("womens_centre_referral")
    assert not re.search(r"offender|perpetrator", plain(_text(one, matter_for(name, one))).lower())


@pytest.mark.parametrize("name", ["SYN-09", "SYN-19"])
@pytest.mark.parametrize("id", LETTERS)
def test_x07_no_letter_that_can_reach_a_child_says_perpetrator_or_offender(
    id: str, name: str
) -> None:
    one = letter(id)
    if reachable(name, one):
        said = plain(_text(one, matter_for(name, one))).lower()
        assert not re.search(r"perpetrator|offender|abuser", said)


@pytest.mark.parametrize("field", ["route", "standing", "reviewer"])
def test_a_letter_about_no_one_route_cannot_read_of_one(field: str) -> None:
    for route in NO_ONE_ROUTE:
        text = a_letter("Plain.", field, route=route)
        assert "UNKNOWN_NAME" in {
            one.id for one in catalogue(with_templates(closed__trial=text)).errors
        }


def test_a_letter_about_no_one_route_is_closed() -> None:
    text = a_letter("Plain.", audience="subject", route="CASE")
    assert "AUDIENCE" in {one.id for one in catalogue(with_templates(subject__trial=text)).errors}

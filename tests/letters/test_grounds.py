"""The ground that a letter prints: the one that was chosen for it, in every form, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ppitui.core.entries import Person
from ppitui.letters.context import Letter
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.grounds import ground_words, usual_ground
from ppitui.letters.lint import lint
from ppitui.letters.matter import NO_ONE_ROUTE, Matter
from ppitui.letters.render import compose

from .kit import letter, matter_of, shipped_letters, shipped_pack
from .reading_back import words
from .test_every_letter import LETTERS

TO_AGENCIES = tuple(
    one for one in LETTERS
    if letter(one).audience in ("closed", "partner") and letter(one).route not in NO_ONE_ROUTE
)  # fmt: skip
NO_OPINION = "This letter is no legal opinion."


def _matter(one: Letter, gateway: str = "") -> Matter:
    return replace(matter_of("SYN-05", one.route), gateway=gateway)


def _text(one: Letter, gateway: str = "") -> str:
    return compose(one, _matter(one, gateway), shipped_letters())


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("id", TO_AGENCIES)
def test_a_letter_to_an_agency_prints_its_usual_ground_and_another_that_was_chosen(id: str) -> None:
    """Each once, in the row that proposes it; the two texts differ in that line alone."""
    one = letter(id)
    usual, gateways = usual_ground(one, shipped_pack()), shipped_pack().gateways
    other = "law_enforcement"
    first, second = _text(one), _text(one, other)
    assert f"| Basis proposed | {gateways[usual].says} |" in first
    assert f"| Basis proposed | {gateways[other].says} |" in second
    differing = [a for a, b in zip(first.split("\n"), second.split("\n"), strict=True) if a != b]
    assert len(differing) == 1
    assert _text(one, usual) == first


@pytest.mark.parametrize("id", TO_AGENCIES)
def test_it_says_with_the_ground_that_it_is_no_legal_opinion(id: str) -> None:
    assert NO_OPINION in _text(letter(id))


@pytest.mark.parametrize("id", [one for one in LETTERS if one not in TO_AGENCIES])
def test_a_letter_to_the_person_or_for_the_file_prints_no_ground(id: str) -> None:
    """Nothing is shared with an agency by it; a choice is recorded, and changes not one word."""
    one = letter(id)
    about = (
        next(iter(matter_of("SYN-05", one.route).facts.pairs)) if one.audience == "victim" else ""
    )
    matters = [replace(_matter(one, which), about=about) for which in ("", "law_enforcement")]
    first, second = (compose(one, matter, shipped_letters()) for matter in matters)
    assert "Basis proposed" not in first
    assert first == second


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("id", "gateway"), [("mappa_brief", ""), ("dvpp_referral", "policing")])
def test_the_ground_can_be_read_in_every_form(id: str, gateway: str, form: str) -> None:
    one = letter(id)
    matter = _matter(one, gateway)
    data = as_file(_text(one, gateway), form, one, matter)
    assert _bare(ground_words(one, matter)) in words(data, form)


def test_the_words_of_the_law_name_nobody() -> None:
    """Somebody called Law, or Act, or Care: the ground is words of the pack, and stops no letter by itself."""
    one = letter("dvpp_referral")
    for name in ("Robin Law", "Robin Act", "Robin Care", "Robin Children"):
        matter = matter_of("SYN-05", one.route)
        people = {"A": Person("A", "harmed", {"name": name, "relationship": "partner"})}
        for gateway in shipped_pack().gateways:
            seen = replace(
                matter,
                gateway=gateway,
                case=replace(matter.case, people={**matter.case.people, **people}),
            )
            text = compose(one, seen, shipped_letters())
            assert [hit for hit in lint(one, text, seen) if hit.id == "NAMES_A_PERSON"] == [], (
                name,
                gateway,
            )

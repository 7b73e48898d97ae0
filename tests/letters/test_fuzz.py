"""Other people's words planted everywhere: none comes out in a letter to the person assessed or a child.

And the other way round: names that are ordinary words raise few false alarms, and the number is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppitui.core.case import Case
from ppitui.core.entries import Given, Note, Person
from ppitui.letters.context import Matter
from ppitui.letters.formats import plain
from ppitui.letters.lint import lint
from ppitui.letters.render import compose
from ppitui.letters.tokens import folded

from .kit import (
    EVERY_CASE,
    letter,
    matter_from_answers,
    matter_of,
    renamed,
    shipped_letters,
    shipped_pack,
)
from .test_every_letter import LETTERS, TO_THE_PERSON, matter_for, reachable

ANSWERED = ("custody", "youth", "first_offence", "two_harmed")
WORKED = ("SYN-05", "SYN-13", "SYN-09", "SYN-29", "SYN-12", "own-07")
PARTS = ("harmed", "child", "other")
# Syllables in no word of any letter, so that a find is a find; some with marks that a search must see through.
_SYLLABLES = ("qux", "zyv", "vöx", "wąq", "xiz", "jyq", "kvø", "zaß")


def _word() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_SYLLABLES), min_size=2, max_size=3).map(
        lambda parts: "".join(parts).capitalize()
    )


@st.composite
def _details(draw: st.DrawFn) -> dict[str, Any]:
    """One invented person: every detail that a case keeps, and an address that they moved to."""
    words = [draw(_word()) for _ in range(9)]
    digits = draw(st.text("0123456789", min_size=9, max_size=9).filter(lambda one: one[0] != "0"))
    return {
        "name": f"{words[0]} {draw(st.sampled_from((' ', '-'))).strip()}{words[1]}",
        "also_known_as": [words[2], f"{words[3]} {words[1]}"],
        "address": f"{draw(st.integers(1, 99))} {words[4]} Hollow, {words[5]} QX9 9ZZ",
        "new_address": f"{words[6]} House, {words[7]}",
        "phone": f"0{digits}",
        "school": f"{words[8]} Primary",
        "workplace": f"{words[3]} Works",
        "born": "1987-11-29",
    }


def _tokens(details: Mapping[str, Any]) -> Iterator[str]:
    """What must not be found, as `_bare` leaves it: each word of a name or place, the number, the day, the code."""
    kept = ("name", "address", "new_address", "school", "workplace")
    said = " ".join([*details["also_known_as"], *(details[key] for key in kept)])
    for word in re.findall(r"[^\W\d_]{4,}", said):
        if word not in ("Hollow", "House", "Primary", "Works"):
            yield _bare(word)
    yield from (details["phone"].lstrip("0"), "qx99zz", "19871129", "29november1987")


def _bare(text: str) -> str:
    """Text as a tolerant reader sees it: without case, accents, blanks and what stands between words."""
    return re.sub(r"[\W_]+", "", folded(text))


@cache
def _matter(name: str, route: str) -> Matter:
    return matter_from_answers(name, route) if name in ANSWERED else matter_of(name, route)


def _planted(matter: Matter, people: list[dict[str, Any]]) -> Matter:
    """The matter with these people in place of everybody but the person assessed, and in every free text."""
    words = "; ".join(str(value) for one in people for value in one.values())
    others = [one for one in matter.case.people.values() if one.part != "assessed"]
    wanted = len(others) + 1
    given = dict(zip(range(wanted), people * wanted, strict=False))
    changed = {one.id: replace(one, details=given[at]) for at, one in enumerate(others)}
    third = Person("third", "other", given[wanted - 1])
    decided = matter.approval and replace(matter.approval, reason=words)
    case = replace(
        matter.case,
        people={**matter.case.people, **changed, "third": third},
        answers={key: tuple(_typed(one, words) for one in kept) for key, kept in _kept(matter)},
        notes=(Note(words, "ash", "2026-06-15T02:00:00Z", 9),),
        returned=words,
        decisions={decided.route: decided} if decided else {},
    )
    return replace(matter, case=case, approval=decided)


def _kept(matter: Matter) -> Iterator[tuple[str, tuple[Given, ...]]]:
    yield from matter.case.answers.items()


def _typed(one: Given, words: str) -> Given:
    item = shipped_pack().items.get(one.item)
    free = item is not None and item.kind == "text" and one.state == "answered"
    return replace(one, value=words) if free else one


@settings(database=None, deadline=None, max_examples=150)
@given(st.lists(_details(), min_size=1, max_size=3), st.sampled_from((*ANSWERED, *WORKED)))
def test_x06_nothing_planted_anywhere_comes_out_to_the_person_assessed_or_a_child(
    people: list[dict[str, Any]], name: str
) -> None:
    for id in TO_THE_PERSON:
        one = letter(id)
        matter = _planted(_matter(name, one.route), people)
        said = _bare(plain(compose(one, matter, shipped_letters())))
        found = [token for token in chain(*map(_tokens, people)) if token in said]
        assert found == [], id


@settings(database=None, deadline=None, max_examples=30)
@given(st.lists(_details(), min_size=1, max_size=1))
def test_the_same_search_finds_them_in_a_letter_that_may_hold_them(
    people: list[dict[str, Any]],
) -> None:
    """Else the search above would prove nothing."""
    one = letter("marac_referral")
    matter = _planted(_matter("SYN-05", one.route), people)
    said = _bare(plain(compose(one, matter, shipped_letters())))
    assert _bare(people[0]["name"]) in said
    assert _bare(people[0]["address"]) in said
    assert people[0]["phone"].lstrip("0") in said


# How somebody could type what they know into a box, by accident or not.
BENT = (
    str,
    str.upper,
    str.lower,
    lambda text: re.sub(r"\s+", "  ", text),
    lambda text: text.replace(" ", "-"),
    lambda text: text.replace(",", ""),
    folded,
)


@settings(database=None, deadline=None, max_examples=150)
@given(
    _details(),
    st.sampled_from(PARTS),
    st.sampled_from(TO_THE_PERSON),
    st.sampled_from(("name", "address", "new_address", "phone", "school", "workplace")),
    st.sampled_from(BENT),
)
def test_x06_what_is_typed_into_a_box_is_found_whatever_its_case_accents_and_spacing(
    details: dict[str, Any], part: Any, id: str, key: str, bent: Any
) -> None:
    one = letter(id)
    matter = _matter("SYN-05", one.route)
    people = {**matter.case.people, "X": Person("X", part, details)}
    case: Case = replace(matter.case, people=people)
    box = next(iter(one.boxes))
    typed = replace(matter, case=case, boxes={box: f"see {bent(details[key])} there"})
    hits = [
        hit
        for hit in lint(one, compose(one, typed, shipped_letters()), typed)
        if hit.id == "NAMES_A_PERSON"
    ]
    # A letter that says so may name a person harmed, and nobody's place or number.
    if not (key == "name" and part in one.may_name):
        assert hits
    if key != "name":
        assert not all(hit.lifts for hit in hits)


WORDS = ("May Will", "Mark Page", "Faith Ward", "April Law", "Grace Day", "Summer Best", "Rob Case")


@pytest.mark.parametrize("name", WORDS)
def test_names_that_are_ordinary_words_raise_no_false_alarm_in_any_letter(name: str) -> None:
    """Of each worked case with a person harmed; the place and number are left as they are."""
    written, alarms = 0, []
    for case in EVERY_CASE[::3]:
        for one in map(letter, LETTERS):
            if one.audience in ("closed", "victim") or not reachable(case, one):
                continue
            matter = matter_for(case, one)
            for person in matter.case.harmed:
                matter = renamed(matter, person.id, name=name, also_known_as=[])
            written += 1
            text = compose(one, matter, shipped_letters())
            alarms += [(one.id, case, hit) for hit in lint(one, text, matter)]
    print(f"{name}: {len(alarms)} false alarms in {written} letters")
    assert written > 200
    assert alarms == []

"""The outputs beside the routes: published figures, and ranges that hold whatever turns out to be so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shipped import CASES, case_file, facts_of, pack
from ppitui.core.calendar import birthday, months_after
from ppitui.core.decide import decide
from ppitui.core.facts import Facts
from ppitui.core.outputs.beside import GRADES, outputs
from ppitui.core.outputs.dates import due_dates, facts_on
from ppitui.core.outputs.harm import harm_weight, in_units
from ppitui.core.outputs.rfgv import rank, rfgv, score
from ppitui.core.outputs.volume import volume
from ppitui.core.values import NOTHING, Range, Value

# Durham's slide (docs/SOURCES.md, S2): nominal, the four components, the published score, in the published order.
DURHAM = [
    (1, (100, 100, 75, 75), 88),
    (8, (100, 75, 75, 100), 88),
    (10, (100, 75, 70, 100), 86),
    (6, (100, 80, 75, 75), 83),
    (7, (60, 100, 75, 75), 78),
    (3, (80, 20, 90, 100), 73),
    (9, (40, 75, 70, 100), 71),
    (5, (30, 100, 75, 75), 70),
    (4, (100, 100, 28, 50), 70),
    (2, (100, 50, 40, 60), 63),
]
WEIGHTS = {one.id: one for one in pack().besides.weights}


@pytest.mark.parametrize(("parts", "published"), [row[1:] for row in DURHAM])
def test_the_ten_durham_rows_give_the_published_scores(
    parts: tuple[int, ...], published: int
) -> None:
    assert score(parts) == published


def test_the_ten_durham_rows_come_in_the_published_order() -> None:
    """5 before 4 although both print 70; 1 and 8 have the same mean, so gravity and then victims decide."""
    ranked = [row[0] for row in sorted(DURHAM, key=lambda row: rank(row[1]), reverse=True)]
    published = [row[0] for row in DURHAM]
    tied = {
        1,
        8,
    }  # 87.50 each: the slide lists 1 first, our tie-break (gravity, victims) puts 8 first
    assert [one for one in ranked if one not in tied] == published[2:]
    assert set(ranked[:2]) == tied


PART = st.integers(0, 100)
MAYBE = st.one_of(
    PART, st.none(), st.builds(lambda one, two: Range(min(one, two), max(one, two)), PART, PART)
)


@given(st.tuples(MAYBE, MAYBE, MAYBE, MAYBE), st.data())
def test_a_score_lies_in_its_range_whatever_the_missing_numbers_are(
    parts: tuple[int | Range | None, ...], data: st.DataObject
) -> None:
    found = rfgv(parts)
    full = [data.draw(_within(one)) for one in parts]
    assert found.low <= score(full) <= found.high
    assert (found.low == found.high) or found.missing


def _within(part: int | Range | None) -> st.SearchStrategy[int]:
    if isinstance(part, Range):
        return st.integers(part.low, part.high)
    return PART if part is None else st.just(part)


OFFENCES = sorted(WEIGHTS["css_2020"].offences)


@pytest.mark.parametrize("index", sorted(WEIGHTS))
@given(
    offences=st.lists(st.one_of(st.sampled_from(OFFENCES), st.none()), max_size=6), data=st.data()
)
def test_a_harm_weight_lies_in_its_range_whatever_the_offences_turn_out_to_be(
    index: str, offences: list[str | None], data: st.DataObject
) -> None:
    found = harm_weight(WEIGHTS[index], offences)
    full = [one or data.draw(st.sampled_from([*OFFENCES, "non_crime"])) for one in offences]
    then = harm_weight(WEIGHTS[index], full)
    assert found.low <= then.low
    if found.high is not None:
        assert (found.low, found.high) == (then.low, then.high)


def test_the_weights_are_those_of_the_lists_and_name_their_year() -> None:
    """Spot checks against the published rows; a force that mixes years mixes different scales."""
    cchi, css = WEIGHTS["cchi_2020"], WEIGHTS["css_2020"]
    assert (cchi.year, css.year) == (2020, 2020)
    shown = {
        name: in_units(harm_weight(cchi, [name]).low) for name in ("murder", "gbh_s20", "abh_s47")
    }
    assert shown == {"murder": "5,475", "gbh_s20": "547.5", "abh_s47": "10"}
    rape = harm_weight(css, ["rape_16plus"])
    assert (in_units(rape.low), in_units(rape.high or 0)) == ("2,952.9", "3,192")
    control = harm_weight(css, ["coercive_control"])
    assert (control.high, control.unweighed) == (None, ("coercive_control",))
    assert harm_weight(css, ["shotgun"]).inferred == ("shotgun",)


def test_every_offence_of_the_pack_stands_in_every_list() -> None:
    offences = set(pack().rules.facts["current_offence.type"].values) - {"non_crime"}
    for index in WEIGHTS.values():
        assert set(index.offences) == offences


@pytest.mark.parametrize(
    ("da", "other", "expected"),
    [(3, 2, "A"), (3, 0, "A"), (3, 3, "B"), (2, 1, "C"), (2, 3, "D"), (0, 0, "E"), (2, 0, "E")],
)
def test_volume_groups_are_those_of_the_source(da: int, other: int, expected: str) -> None:
    assert volume(da, other, 1).groups == (expected,)


COUNT = st.integers(0, 12)
MAYBE_COUNT = st.one_of(
    COUNT, st.none(), st.builds(lambda a, b: Range(min(a, b), max(a, b)), COUNT, COUNT)
)


@given(MAYBE_COUNT, MAYBE_COUNT, MAYBE_COUNT, st.data())
def test_volume_repeat_and_serial_hold_whatever_the_counts_turn_out_to_be(
    da: Value, other: Value, people: Value, data: st.DataObject
) -> None:
    found = volume(da, other, people)
    full = [data.draw(_count(one)) for one in (da, other, people)]
    then = volume(full[0], full[1], full[2])
    assert set(then.groups) <= set(found.groups)
    assert len(then.groups) == 1
    for name in ("repeat", "serial"):
        before = getattr(found, name)
        assert before is None or before is getattr(then, name)


def _count(count: Value) -> st.SearchStrategy[int]:
    if isinstance(count, Range):
        return st.integers(count.low, count.high)
    return st.integers(0, 40) if count is None else st.just(int(str(count)))


def test_as_many_people_as_incidents_is_no_proof_that_nobody_was_harmed_twice() -> None:
    """Two incidents, one of which harmed two people: never told as no."""
    assert volume(3, 0, 3).repeat is None
    assert volume(3, 0, 2).repeat is True
    assert volume(1, 0, 1).repeat is False


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_forgotten_never_moves_an_output_out_of_what_it_could_be(path: Path) -> None:
    """For each fact of each case: without it, every output still allows what it says with it."""
    full = facts_of(case_file(path))
    known = outputs(decide(full, pack().rules), pack().besides)
    for name in (*full.person, *{one for pair in full.pairs.values() for one in pair}):
        person = {key: value for key, value in full.person.items() if key != name}
        pairs = {
            who: {key: value for key, value in pair.items() if key != name}
            for who, pair in full.pairs.items()
        }
        less = outputs(decide(Facts(person, pairs, {}, full.policy), pack().rules), pack().besides)
        assert set(known.volume.groups) <= set(less.volume.groups), name
        for sort in ("compliance", "recommendations"):
            for before, after in zip(getattr(known, sort), getattr(less, sort), strict=True):
                assert after.truth in (before.truth, None), (name, before.prompt.id)
        patterns = {one.typology.id: one.so for one in less.typologies}
        for one in known.typologies:
            assert patterns[one.typology.id] in (one.so, None), name
        for before, after in zip(known.grades, less.grades, strict=True):
            if after.low and before.low:
                low, high = GRADES.index(after.low), GRADES.index(after.high)
                assert low <= GRADES.index(before.low) <= GRADES.index(before.high) <= high, name


@pytest.mark.parametrize("grade", [None, "none"])
def test_no_indication_shows_before_a_person_has_graded(grade: str | None) -> None:
    facts = facts_of(case_file(CASES[0]))
    pairs = {who: {**pair, "risk_grade": grade} for who, pair in facts.pairs.items()}
    found = outputs(decide(replace(facts, pairs=pairs), pack().rules), pack().besides)
    assert [(one.low, one.high, one.signs) for one in found.grades] == [("", "", ())]


def test_no_typology_or_prompt_can_read_ethnicity_and_no_rule_can_read_an_output() -> None:
    assert not [name for name in pack().rules.types if "ethnic" in name or "race" in name]
    assert not {"volume_group", "typology", "indicated_grade"} & set(pack().rules.types)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("known", [{"age": 15}, {"age": 18, "age_disputed": True}])
def test_a_child_is_shown_no_pattern_of_adults(path: Path, known: dict[str, Value]) -> None:
    """S1 asks for no such label on a child; an age in dispute is a child's until it is settled."""
    facts = facts_of(case_file(path))
    facts = replace(facts, person={**facts.person, **known})
    found = outputs(decide(facts, pack().rules), pack().besides)
    assert {one.typology.id for one in found.typologies} <= {"prolific_young"}


BORN = st.dates(date(1950, 1, 1), date(2020, 1, 1))


@given(BORN, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 3000))
def test_an_age_stated_alone_moves_to_a_range_that_holds_the_true_age(
    born: date, stated: date, days: int
) -> None:
    from ppitui.core.calendar import read_from, years_between

    later = stated + timedelta(days=days)
    types = pack().rules.facts
    exact = {"born": born.isoformat(), "assessed_on": stated.isoformat()}
    person: dict[str, Value] = {
        "age": years_between(born, stated),
        "days_to_18": read_from("days_to_birthday_18", born.isoformat(), stated),
        "assessed_on": stated.isoformat(),
    }
    moved = facts_on(Facts(person, {}), types, later).person
    sure = facts_on(Facts({**exact, "age": 1}, {}), types, later).person
    assert sure["age"] == years_between(born, later)
    age = moved["age"]
    low, high = (age.low, age.high) if isinstance(age, Range) else (age, age)
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low <= years_between(born, later) <= high
    assert moved["days_to_18"] == read_from("days_to_birthday_18", born.isoformat(), later)
    if person["days_to_18"] is not NOTHING:
        assert (low >= 18) is (years_between(born, later) >= 18), "18 is settled by the day itself"


def test_dates_give_dated_to_dos_soonest_first() -> None:
    facts = facts_of(case_file(CASES[0]))
    person: dict[str, Value] = {
        **facts.person,
        "age": 17,
        "days_to_18": 20,
        "setting": "prison",
        "release_on": "2026-07-01",
        "assessed_on": "2026-06-15",
    }
    pair: dict[str, Value] = {
        "marac_heard": True,
        "marac_heard_on": "2025-08-31",
        "dvpn_served_on": "2026-06-15",
        "live_orders": frozenset(["restraining"]),
    }
    result = decide(Facts(person, {"A": pair}, {}, facts.policy), pack().rules)
    found = due_dates(result, pack().besides.dates, date(2026, 6, 15))
    assert [(one.id, one.day and one.day.isoformat()) for one in found] == [
        ("DVPN_HEARING", "2026-06-17"),
        ("RELEASE", "2026-07-01"),
        ("EIGHTEENTH_BIRTHDAY", "2026-07-05"),
        ("MARAC_REPEAT_ENDS", "2026-08-31"),
        ("OUTCOME_WINDOW", "2026-12-15"),
        ("ORDER_ENDS", None),
    ]
    assert found[-1].missing == "the day on which a protective order ends"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2026-01-05", 12, "2027-01-05"),
    ],
)
def test_months_after_ends_on_the_last_day_of_a_shorter_month(
    day: str, months: int, expected: str
) -> None:
    assert months_after(date.fromisoformat(day), months).isoformat() == expected
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)

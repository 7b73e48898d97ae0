"""The walk on the shipped pack: what is asked, what counts, what is in doubt, where it ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drawing import seeded
from core.shipped import pack
from core.threads import ADULT, HARMED, TODAY, Thread, answer_all, some_answer, some_people
from pack.breaking import Break, broken
from ppitui.core.answers import Answer, from_data
from ppitui.core.decide import decide
from ppitui.core.facts import FactType
from ppitui.core.values import NOTHING, PartialSet, Value
from ppitui.core.walk import Walk

JOURNEYS = ("custody", "youth", "front_line", "women", "release")
CHILD = {"name": "Theo Sample", "born": "2011-02-11", "sex": "male"}
TWO = (
    HARMED,
    {"name": "Mo Invented", "born": "1961-01-01", "sex": "male", "relationship": "family"},
)


def lived(journey: str, seed: int, persons: int, *, known: bool) -> Thread:
    """A whole walk with random answers."""
    rng = seeded(seed)
    assessed = CHILD if journey == "youth" else {**ADULT, "sex": rng.choice(["male", "female"])}
    thread = Thread(journey, some_people(rng, persons), assessed)
    answer_all(thread, rng, known=known)
    return thread


# which questions are asked


def test_a_question_is_asked_only_while_its_gate_is_a_known_yes() -> None:
    """Not known keeps a question waiting; a known no passes it by and settles what it says."""
    thread = Thread()
    assert thread.step("grade.dash_ticks@A").state == "waiting"
    thread.type("grade.risk_tool@A", "dash")
    assert thread.step("grade.dash_ticks@A").state == "unanswered"
    assert "dash_ticks" not in thread.facts.pairs["A"]
    thread.type("grade.risk_tool@A", "dara")
    assert thread.step("grade.dash_ticks@A").state == "not_asked"
    assert thread.facts.pairs["A"]["dash_ticks"] is NOTHING


def test_what_is_no_longer_asked_is_invisible_to_the_facts() -> None:
    """design 3: twenty ticks count for nothing once the tool turns out to be another."""
    thread = Thread()
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    counted = thread.facts
    assert counted.pairs["A"]["dash_ticks"] == 20
    assert decide(counted, pack().rules).route("IDVA").status == "recommend"
    thread.type("grade.risk_tool@A", "dara")
    assert thread.facts.pairs["A"]["dash_ticks"] is NOTHING
    assert thread.case.answer("grade.dash_ticks", "A") is not None, "kept, and not counted"
    assert decide(thread.facts, pack().rules).route("IDVA").status != "recommend"


def test_an_answer_kept_from_before_waits_to_be_confirmed() -> None:
    """design 3: a change marks what hung on it, out of the facts at once, until confirmed."""
    thread = Thread()
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    thread.type("grade.risk_tool@A", "u")
    thread.type("grade.risk_tool@A", "dash")
    at = thread.step("grade.dash_ticks@A")
    assert (at.state, at.is_due) == ("to_confirm", True)
    assert "dash_ticks" not in thread.facts.pairs["A"]
    assert any(one.to_confirm == 1 for one in thread.walk.progress())
    thread.type("grade.dash_ticks@A", "20")
    assert thread.step("grade.dash_ticks@A").state == "answered"
    assert thread.facts.pairs["A"]["dash_ticks"] == 20


def test_the_same_answer_again_puts_nothing_in_doubt() -> None:
    """Confirming is not changing."""
    thread = Thread()
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    thread.type("grade.risk_tool@A", "dash")
    assert thread.step("grade.dash_ticks@A").state == "answered"
    assert not thread.case.to_confirm


def test_a_change_about_one_person_harmed_leaves_the_other_alone() -> None:
    """Answers are kept by person harmed, and so are doubts."""
    thread = Thread(harmed=TWO)
    for who in "AB":
        thread.type(f"grade.risk_tool@{who}", "dash")
        thread.type(f"grade.dash_ticks@{who}", "20")
    thread.type("grade.risk_tool@B", "u")
    assert thread.step("grade.dash_ticks@A").state == "answered"
    assert thread.case.to_confirm == {"grade.dash_ticks@B"}
    assert thread.facts.pairs["A"]["dash_ticks"] == 20


def test_a_change_about_the_matter_puts_every_person_harmed_in_doubt() -> None:
    """A gate on the matter is asked again of each person."""
    thread = Thread(harmed=TWO)
    thread.type("today.da", "yes")
    for who in "AB":
        thread.type(f"grade.risk_grade@{who}", "standard")
        thread.type(f"person_harmed.agrees_caution@{who}", "yes")
    event = thread.type("today.da", "no")
    agreed = {f"person_harmed.agrees_caution@{who}" for who in "AB"}
    assert set(event.payload["confirm"]) == thread.case.to_confirm == agreed


def test_what_hangs_through_a_derived_name_is_put_in_doubt() -> None:
    """Whose decision it was who mainly harms hangs on there being reason to ask."""
    thread = Thread()
    thread.type("person_harmed.counter_allegation@A", "yes")
    thread.type("person_harmed.primary_aggressor@A", "yes")
    thread.type("person_harmed.counter_allegation@A", "u")
    assert thread.case.to_confirm == {"person_harmed.primary_aggressor@A"}


def test_what_hangs_on_what_hangs_is_put_in_doubt_too() -> None:
    """A chain of gates: what the first answer opened, and what that answer opened in turn."""
    gate = "    when: \"has(history.record, 'css')\"\n"
    chain = '    when: "ogrs_pct >= 50"\n'
    loaded = broken(Break("", "history.yaml", gate, chain, "", ""))
    assert loaded.pack is not None
    thread = Thread(definitions=loaded.pack)
    thread.give("history.record", ["ogrs"])
    thread.give("history.ogrs_pct", 80)
    thread.give("history.css_pct", 60)
    thread.give("history.record", [])
    assert thread.case.to_confirm == {"history.ogrs_pct@", "history.css_pct@"}


# what counts as known


def test_not_known_and_declined_become_reasons() -> None:
    """Y05: u and d settle nothing, and say why: a route then waits for a person, not a question."""
    thread = Thread()
    thread.type("grade.risk_grade@A", "u")
    thread.type("suitability.willing", "d")
    facts = thread.facts
    assert "risk_grade" not in facts.pairs["A"]
    assert facts.reason("risk_grade", "A") == "not_known"
    assert facts.reason("willing", "") == "declined"
    assert facts.reason("denial", "") == "not_asked"
    needs = decide(facts, pack().rules).route("DVPP").needs
    assert "willing" in needs.cannot_settle
    assert "willing" not in needs.ask_next


def test_a_choice_left_not_known_leaves_the_set_in_part_known() -> None:
    """any_of with the rest not known: chosen is yes, left is open, passed by is no."""
    thread = Thread()
    thread.give(
        "compliance.record", {"chosen": ["breach_order"], "not_known": ["driving", "breach_bail"]}
    )
    flags = thread.facts.person["flags"]
    assert isinstance(flags, PartialSet)
    assert flags.sure == {"breach_order"}
    assert {"driving", "breach_bail"} <= flags.maybe
    assert "assault_police" not in flags.maybe
    assert "stalking" in flags.maybe, "another question settles that, and it was not asked yet"


def test_when_every_member_was_asked_an_open_one_is_not_known() -> None:
    """A set of which nothing is left to ask waits for a person; declined stays declined."""
    thread = Thread()
    thread.give("compliance.record", {"chosen": [], "not_known": ["driving"]})
    thread.give("linked_offences.abuse_record", [])
    assert thread.facts.reason("flags", "") == "not_asked"
    thread.give("linked_offences.other_record", [])
    assert thread.facts.reason("flags", "") == "not_known"
    thread.give("compliance.record", [])
    assert thread.facts.person["flags"] == frozenset()
    asked = Thread()
    for key, raw in (("areas", "d"),):
        asked.give(f"needs.{key}", raw)
    assert asked.facts.reason("needs", "") == "declined"


def test_a_gate_on_a_choice_left_not_known_stays_open() -> None:
    """ "Not known whether under MAPPA" must never settle that nobody is: nothing missing is a no."""
    thread = Thread()
    thread.give("history.record", {"chosen": [], "not_known": ["mappa"]})
    assert thread.step("history.mappa").state == "waiting"
    assert "mappa" not in thread.facts.person
    assert thread.step("history.ogrs_pct").state == "not_asked"
    thread.give("history.record", [])
    assert thread.step("history.mappa").state == "not_asked"
    assert thread.facts.person["mappa"] == "none"


def test_a_calculation_says_yes_and_never_no() -> None:
    """Two signs of control are evidence; none is not evidence of none."""
    thread = Thread("youth")
    thread.give("person_harmed.control_signs@A", [])
    assert "ccb_evidence" not in thread.facts.pairs["A"]
    thread.give("person_harmed.control_signs@A", ["money", "watched"])
    assert thread.facts.pairs["A"]["ccb_evidence"] is True
    assert thread.walk.survey.sources["ccb_evidence", "A"].startswith("calculated")
    thread.give("person_harmed.control@A", "no")
    assert thread.facts.pairs["A"]["ccb_evidence"] is True, "and a no does not unsay it"


def nothing_there(kind: FactType, value: Value) -> set[str]:
    """What a value says is not there: the fact itself, or members of a set."""
    if kind.kind == "set":
        if isinstance(value, PartialSet):
            return set(kind.values) - value.maybe
        return set(kind.values) - value if isinstance(value, frozenset) else set()
    return {""} if value in (False, "none", NOTHING) else set()


@pytest.mark.parametrize("journey", JOURNEYS)
@settings(max_examples=6)
@given(st.integers(0, 10**6), st.integers(0, 2))
def test_only_an_answer_of_its_own_settles_a_safety_fact_to_no(
    journey: str, seed: int, persons: int
) -> None:
    """Evidence goes one way: each no on a safety fact has a live answer that said it."""
    thread = lived(journey, seed, persons, known=False)
    walk = thread.walk
    answered = {
        (target.fact, target.member, one.about)
        for one in walk.survey.steps
        if one.state == "answered" and one.given and one.given.state == "answered"
        for target in one.item.targets
    }
    facts = walk.survey.facts
    for name, kind in pack().rules.facts.items():
        places = facts.pairs.items() if kind.scope == "pair" else [("", facts.person)]
        for about, values in places:
            for member in nothing_there(kind, values.get(name)) if kind.safety else ():
                assert (name, member, about) in answered, (name, member, about)


def test_facts_recorded_elsewhere_are_read_as_the_dictionary_says() -> None:
    """An import states plain data; what this pack cannot read stays not known, and asks again."""
    thread = Thread()
    thread.add("fact_recorded", fact="marac_months_ago", about="A", value="none", source="import")
    thread.add("fact_recorded", fact="flags", about="", value=["stalking"], source="import")
    thread.add("fact_recorded", fact="da_victims", about="", value=10**6, source="import")
    thread.add("fact_recorded", fact="mh", about="", value="no such word", source="import")
    thread.add("fact_recorded", fact="of_another_pack", about="", value=True, source="import")
    facts = thread.facts
    assert facts.pairs["A"]["marac_months_ago"] is NOTHING
    assert facts.person["flags"] == frozenset(("stalking",))
    assert not {"da_victims", "mh", "of_another_pack"} & set(facts.person)
    thread.type("history.da_victims", "2")
    assert thread.facts.person["da_victims"] == 2


def test_age_is_read_on_the_day_stated_and_born_not_known_is_a_reason() -> None:
    """Y08: dates are stored and numbers are read; a case of 2025 is decided as of 2025."""
    thread = Thread(journey="", assessed={**ADULT, "born": "2007-06-20"})
    thread.add("journey_begun", journey="custody", on="2025-06-19")
    before = thread.facts.person
    assert (before["age"], before["days_to_18"]) == (17, 1)
    thread.add("journey_begun", journey="custody", on="2025-06-20")
    after = thread.facts.person
    assert (after["age"], after["days_to_18"]) == (18, NOTHING)
    unknown = Thread(assessed={**ADULT, "born": "not_known"})
    assert "age" not in unknown.facts.person
    assert "age" in decide(unknown.facts, pack().rules).route("YJS").needs.cannot_settle


# where it ends


@pytest.mark.parametrize("journey", JOURNEYS)
@settings(max_examples=8)
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_every_walk_ends(journey: str, seed: int, persons: int) -> None:
    """Whatever is answered, each question is asked at most once and the walk comes to an end."""
    walk = lived(journey, seed, persons, known=False).walk
    assert walk.next() is None
    assert not walk.due
    for one in walk.progress():
        assert (one.done, one.to_confirm) == (one.total, 0)


@pytest.mark.parametrize("journey", ["custody", "youth"])
@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(0, 3))
def test_a_whole_walk_with_everything_known_leaves_no_route_open(
    journey: str, seed: int, persons: int
) -> None:
    """The questions of custody and youth between them settle every route and action."""
    result = decide(lived(journey, seed, persons, known=True).facts, pack().rules)
    assert [one.id for one in result.routes if one.status == "open"] == []
    assert result.open_actions == ()


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_changing_answers_anywhere_still_ends_with_nothing_in_doubt(seed: int) -> None:
    """Going back and changing things never leaves an answer counted that hangs on an old one."""
    rng = seeded(seed)
    thread = lived("custody", seed, 1, known=True)
    for _ in range(5):
        at = rng.choice(thread.walk.asked)
        thread.give(at.key, some_answer(at, rng, known=True))
        for one in thread.walk.survey.steps:
            if one.key in thread.case.to_confirm:
                assert one.state != "answered"
        answer_all(thread, rng, known=True)
        assert not thread.walk.due
    assert not any(
        one.state == "answered" and one.key in thread.case.to_confirm
        for one in thread.walk.survey.steps
    )


# how it is put


def test_next_goes_on_from_where_the_person_stands() -> None:
    """After a step the next one due follows it, and round again to what was skipped."""
    walk = Thread().walk
    first = walk.next()
    assert first is not None
    assert first.key == "grade.risk_grade@A"
    second = walk.next(first.key)
    assert second is not None
    assert second.key == "grade.risk_tool@A"
    last = walk.due[-1]
    assert walk.next(last.key) == first
    assert walk.before(first.key) is None
    assert walk.before(second.key) == first
    assert walk.numbered(1) == first
    assert walk.numbered(0) is None
    assert walk.numbered(10**6) is None
    assert walk.step("grade.dash_ticks@A") is None, "it is not asked yet"


def test_routes_show_only_after_a_grade_with_its_reason_for_each_person() -> None:
    """design 3: no live score to answer to; with two persons harmed both must be graded."""
    thread = Thread(harmed=TWO)
    assert not thread.walk.graded()
    for who in "AB":
        assert not thread.walk.graded()
        thread.type(f"grade.risk_grade@{who}", "medium")
        thread.type(f"grade.graded_by@{who}", "PC Ash Example")
        thread.type(f"grade.reason@{who}", "Said in words.")
    assert thread.walk.graded()


@given(st.text(max_size=30), st.sampled_from(["{name}", "{harmed}", "{they}", "{their}", "{them}"]))
def test_a_name_full_of_placeholders_stays_a_name(name: str, mark: str) -> None:
    """T07: wording is filled from a closed table, and what is filled in is never filled again."""
    hostile = name + mark + "{0.__class__}%s$name{{7*7}}"
    thread = Thread(assessed={**ADULT, "name": hostile}, harmed=[{**HARMED, "name": "{name}"}])
    told = thread.walk.worded("About {name} and {harmed}, {their} case.", "A")
    assert told.startswith("About ")
    assert told.endswith(" and {name}, his case.")
    assert mark + "{0.__class__}%s$name{{7*7}}" in told
    assert "\x1b" not in told


def test_every_question_of_every_journey_can_be_put() -> None:
    """Each question has words, whom it is asked of, and choices or a hint."""
    for journey in JOURNEYS:
        walk: Walk = Thread(journey).walk
        for at in walk.survey.steps:
            question = walk.question(at)
            assert question.text
            assert "{" not in question.text + question.why
            assert question.asked_of
            assert question.choices or question.hints


def test_what_is_known_already_is_shown_with_its_source() -> None:
    """design 3: a fact that came from elsewhere is shown for confirmation."""
    thread = Thread()
    thread.add("fact_recorded", fact="da_victims", about="", value=3, source="crime system")
    question = thread.walk.question(thread.step("history.da_victims"))
    assert (question.known, question.known_from) == ("3", "crime system")
    thread.give("history.da_victims", 4)
    question = thread.walk.question(thread.step("history.da_victims"))
    assert (question.known, question.known_from) == (
        "4",
        "your answer; elsewhere: 3 (crime system)",
    ), "what differs stands side by side"
    assert from_data(thread.step("history.da_victims").item, 4, TODAY).value == 4


def test_two_records_that_differ_are_both_shown_and_neither_is_offered() -> None:
    """The newer record does not paint over the older one: a person says which is right."""
    thread = Thread()
    thread.add("fact_recorded", fact="da_victims", about="", value=3, source="crime system")
    thread.add("fact_recorded", fact="da_victims", about="", value=5, source="national database")
    question = thread.walk.question(thread.step("history.da_victims"))
    assert question.differ
    assert question.keeps is None
    assert question.known_line() == (
        "Sources differ: 5 (national database) / 3 (crime system). Give the answer that is right."
    )
    thread.add("fact_recorded", fact="da_victims", about="", value=5, source="crime system")
    question = thread.walk.question(thread.step("history.da_victims"))
    assert not question.differ, "a source that was put right no longer differs"
    assert question.keeps == Answer(value=5)


def test_t01_the_name_of_a_source_comes_out_harmless() -> None:
    """A source is text from a file: what acts on a terminal is made visible."""
    thread = Thread()
    thread.add("fact_recorded", fact="da_victims", about="", value=3, source="\x1b[2Jsystem")
    question = thread.walk.question(thread.step("history.da_victims"))
    assert "\x1b" not in question.known_line()

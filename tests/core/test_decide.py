"""The shipped rules: the worked cases, the hand-written account of them, and any order of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from core.drawing import seeded
from core.packs import essence
from core.shipped import CASES, case_file, facts_of, pack
from ppitui.core.decide import Result, decide
from ppitui.core.facts import Facts, FactType
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING, Nothing, Value

each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
RULES = pack().rules
READ = frozenset().union(*(RULES.facts_read(rule.when) for rule in RULES.rules))
# Numbers near which a rule may turn; the bounds of the fact are added.
TURNS = (0, 1, 2, 3, 9, 10, 12, 13, 14, 15, 16, 17, 18, 25, 26, 28, 29, 50, 75, 90, 183, 184)


def decided(path: Path) -> Result:
    return decide(facts_of(case_file(path)), RULES)


def with_status(result: Result, status: str) -> set[str]:
    return {one.id for one in result.routes if one.status == status}


# the worked cases


@each_case
@pytest.mark.parametrize("status", ["recommend", "consider"])
def test_a_case_gives_exactly_the_routes_expected(path: Path, status: str) -> None:
    """Every worked case recommends and considers what it says, and nothing else."""
    assert with_status(decided(path), status) == set(case_file(path).expect[status])


@each_case
@pytest.mark.parametrize("status", ["held", "excluded"])
def test_a_case_shuts_the_routes_expected(path: Path, status: str) -> None:
    """What must be shut is shut, in the way that the case says."""
    assert set(case_file(path).expect.get(status, [])) <= with_status(decided(path), status)


@each_case
def test_a_case_raises_exactly_the_actions_expected(path: Path) -> None:
    """Every worked case raises the actions that it says, and no other."""
    assert {one.id for one in decided(path).actions} == set(case_file(path).expect["actions"])


@each_case
def test_a_case_gives_codes_needs_and_persons(path: Path) -> None:
    """Codes of what shuts a route, facts that an open one waits for, and whom it is for."""
    result, expect = decided(path), case_file(path).expect
    for route, codes in expect.get("codes", {}).items():
        assert set(codes) <= set(result.route(route).codes), route
    for route, facts in expect.get("open", {}).items():
        found = result.route(route)
        assert found.status == "open", route
        assert set(facts) <= {*found.needs.ask_next, *found.needs.cannot_settle}, route
    for route, persons in expect.get("for", {}).items():
        assert set(result.route(route).whom) == set(persons), route


@each_case
def test_every_route_is_listed_with_a_status(path: Path) -> None:
    """design 8: every route of the pack stands in the answer, and in the same order as always."""
    data = decided(path).to_json("sha256:test")
    assert [one["id"] for one in data["routes"]] == list(RULES.routes) == list(pack().routes)
    assert set(data) == {"pack", "routes", "actions", "open_actions"}


@each_case
def test_the_order_of_the_rules_changes_nothing(path: Path) -> None:
    """Y06: the shipped rules in any order decide every worked case alike."""
    facts = facts_of(case_file(path))
    mixed = list(RULES.rules)
    seeded(path.stem).shuffle(mixed)
    policy = dict(RULES.policy)
    other = Ruleset(RULES.facts, RULES.derived, policy, RULES.routes, mixed)
    assert essence(decide(facts, RULES)) == essence(decide(facts, other))


@each_case
def test_why_a_fact_is_not_known_sorts_the_needs(path: Path) -> None:
    """What was asked and is not known cannot settle a route by being asked again."""
    plain = facts_of(case_file(path))
    unsettled = {(name, who) for name in READ for who in ("", *plain.pairs)}
    asked = Facts(plain.person, plain.pairs, dict.fromkeys(unsettled, "not_known"), plain.policy)
    before, after = decide(plain, RULES), decide(asked, RULES)
    for one, other in zip(before.routes, after.routes, strict=True):
        assert one.status == other.status
        assert not one.needs.cannot_settle
        assert not other.needs.ask_next
        assert one.needs.ask_next == other.needs.cannot_settle


# any case: the engine and the hand-written account of the same rules


def likely(kind: FactType) -> list[Value]:
    """Values of a fact, those near which a rule turns among them."""
    nothing: list[Value] = [NOTHING] if kind.none else []
    if kind.kind == "yes_no":
        return [True, False]
    if kind.kind == "word":
        return [*kind.values, *nothing]
    if kind.kind == "set":
        singles = [frozenset((word,)) for word in kind.values]
        pairs = [frozenset(two) for two in zip(kind.values, kind.values[1:], strict=False)]
        return [frozenset(), *singles, *pairs]
    near = {one for one in (*TURNS, kind.low, kind.high) if kind.low <= one <= kind.high}
    return [*sorted(near), *nothing]


LIKELY = {name: likely(RULES.facts[name]) for name in sorted(READ & set(RULES.facts))}
ABOUT = {
    pair: [name for name in LIKELY if (RULES.facts[name].scope == "pair") is pair]
    for pair in (True, False)
}


def changes(pair: bool, *, unknown: bool) -> st.SearchStrategy[dict[str, Value]]:
    """Some facts changed, or made not known."""
    ways: dict[str, st.SearchStrategy[Value]] = {}
    for name in ABOUT[pair]:
        values = st.sampled_from(LIKELY[name])
        ways[name] = st.none() | values if unknown else values
    return st.fixed_dictionaries({}, optional=ways)


CHANGES = {
    (pair, unknown): changes(pair, unknown=unknown)
    for pair in (True, False)
    for unknown in (True, False)
}


@st.composite
def lives(draw: st.DrawFn, *, unknown: bool) -> Facts:
    """A worked case changed at random, with none to three persons harmed."""
    base = facts_of(case_file(draw(st.sampled_from(CASES))))
    pair = next(iter(base.pairs.values()), {})
    full = {name: draw(st.sampled_from(LIKELY[name])) for name in LIKELY} if not pair else {}
    start = {name: pair.get(name, full.get(name)) for name in ABOUT[True]}
    if not unknown:  # what the worked case leaves open is settled somehow
        start = {name: LIKELY[name][0] if v is None else v for name, v in start.items()}
    pairs = {
        who: {**start, **draw(CHANGES[True, unknown])}
        for who in draw(st.sampled_from(["", "A", "A", "AB", "ABC"]))
    }
    person = {name: base.person.get(name) for name in ABOUT[False]}
    if not unknown:
        person = {name: LIKELY[name][0] if v is None else v for name, v in person.items()}
    return Facts({**person, **draw(CHANGES[False, unknown])}, pairs)


def as_stated(values: Mapping[str, Value]) -> dict[str, object]:
    """Facts as a case file states them, which is how the oracle takes them."""
    return {name: "none" if isinstance(v, Nothing) else v for name, v in values.items()}


def by_hand(facts: Facts) -> oracle.Decision:
    pairs = {who: as_stated(pair) for who, pair in facts.pairs.items()}
    return oracle.decide(as_stated(facts.person), pairs, oracle.POLICY)


@settings(max_examples=120)
@given(lives(unknown=False))
def test_on_complete_facts_the_engine_and_the_hand_written_rules_agree(facts: Facts) -> None:
    """Statuses, codes, persons and actions are the same by two independent accounts."""
    result, hand = decide(facts, RULES), by_hand(facts)
    assert {one.id for one in result.actions} == set(hand["actions"])
    assert not result.open_actions
    for one in result.routes:
        other = hand["routes"][one.id]
        assert one.status == other["status"], one.id
        assert set(one.codes) == set(other["codes"]), one.id
        if one.status != "not_indicated":
            assert set(one.whom) == set(other["for"]), one.id


@settings(max_examples=150)
@given(lives(unknown=True))
def test_on_partial_facts_the_engine_never_settles_what_the_hand_leaves_open_otherwise(
    facts: Facts,
) -> None:
    """Y05: settled by hand is settled alike; open by hand is open within it, or settled within it."""
    result, hand = decide(facts, RULES), by_hand(facts)
    for one in result.routes:
        other = hand["routes"][one.id]
        could: Any = set(other["could_be"]) or {other["status"]}
        assert (set(one.could_be) or {one.status}) <= could, one.id
        assert set(other["codes"]) <= set(one.codes), one.id
    sure, may = set(hand["actions"]), {*hand["actions"], *hand["open_actions"]}
    raised = {one.id for one in result.actions}
    waiting = {one.id for one in result.open_actions}
    assert sure <= raised <= may
    assert waiting <= may
    assert not raised & waiting


def test_with_nothing_known_nothing_is_settled_against_anybody() -> None:
    """A case just opened recommends, holds and excludes nothing, and calls for nothing."""
    result = decide(Facts({}, {"A": {}}), RULES)
    assert {one.status for one in result.routes} == {"open"}
    assert not result.actions


def test_policy_stated_with_the_facts_is_what_the_rules_read() -> None:
    """A case file may state a policy value; the pack's own rules stay as they were."""
    path = next(one for one in CASES if one.stem == "SYN-13")
    plain = facts_of(case_file(path))
    stated = Facts(plain.person, plain.pairs, {}, {"checkpoint_days": 0})
    assert "OFFENCE_TOO_OLD" in decide(stated, RULES).route("CHECKPOINT").codes
    assert "OFFENCE_TOO_OLD" not in decide(plain, RULES).route("CHECKPOINT").codes


def test_a_number_read_from_a_date_waits_for_what_became_of_the_date() -> None:
    """The date was asked and is not known: the age must not be shown as still to be asked."""
    known = decide(Facts({}, {"A": {}}, {("born", ""): "not_known"}), RULES)
    needs = known.route("YJS").needs
    assert "age" in needs.cannot_settle
    assert "age" not in needs.ask_next

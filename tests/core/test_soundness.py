"""Whatever the pack: what `decide` settles no answer can change, and what it leaves open is open.

Packs and partial facts are drawn at random and every completion is compared with a plain account
of the rules. These tests are the reason to believe `decide` on a pack that nobody has seen yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from core.drawing import FACTS, POLICY, could_read, seeded
from core.drawing import fact as kind_of
from core.packs import (
    ACTIONS,
    ROUTES,
    Drawn,
    Key,
    cases,
    completed,
    completions,
    essence,
    listed,
    open_keys,
    packs,
    plainly,
    tree_of,
)
from ppitui.core.decide import Needs, Result, decide
from ppitui.core.facts import Facts, FactType
from ppitui.core.rules import Rule, Ruleset
from ppitui.core.values import Value

Row = tuple[Value, ...]


def possible(result: Result) -> dict[str, set[str]]:
    return {one.id: set(one.could_be) or {one.status} for one in result.routes}


def deciding(keys: Sequence[Key], table: dict[Row, Any]) -> set[str]:
    """The facts of which a change alone changes the outcome of some completion."""
    found = set()
    for at, (name, _) in enumerate(keys):
        seen: dict[Row, Any] = {}
        for row, outcome in table.items():
            rest = (*row[:at], *row[at + 1 :])
            if seen.setdefault(rest, outcome) != outcome:
                found.add(name)
    return found


@settings(max_examples=150)
@given(st.data())
def test_no_completion_of_the_facts_changes_what_was_settled(data: st.DataObject) -> None:
    """Y05: settled statuses and actions hold in every completion, and could_be holds the rest."""
    pack = data.draw(packs())
    facts = data.draw(cases(pack.rules))
    result = decide(facts, pack.rules)
    could = possible(result)
    assert list(could) == list(ROUTES), "every route is listed, whatever is known"
    sure = {one.id for one in result.actions}
    may = sure | {one.id for one in result.open_actions}
    keys = open_keys(facts, pack.rules)
    _, ways = completions(facts, keys, 150, seeded(len(keys)))
    for values in ways:
        full = completed(facts, dict(zip(keys, values, strict=True)))
        statuses, actions = plainly(pack, full)
        for route, status in statuses.items():
            assert status in could[route], (route, full)
        assert sure <= actions <= may, full
    event(f"open routes: {sum(len(one) > 1 for one in could.values())}")


@settings(max_examples=80)
@given(st.data())
def test_with_everything_known_nothing_is_open(data: st.DataObject) -> None:
    """decide agrees with the plain account on complete facts: statuses, actions, and for whom."""
    pack = data.draw(packs())
    facts = data.draw(cases(pack.rules))
    keys = open_keys(facts, pack.rules)
    values = [
        data.draw(st.sampled_from(could_read(FACTS[name], _value(facts, name, about))))
        for name, about in keys
    ]
    full = completed(facts, dict(zip(keys, values, strict=True)))
    result = decide(full, pack.rules)
    statuses, actions = plainly(pack, full)
    assert {one.id: one.status for one in result.routes} == statuses
    assert {one.id for one in result.actions} == actions
    assert not result.open_actions
    for one in result.routes:
        alone = {who for who in full.pairs if _alone(pack, full, who)[one.id] == one.status}
        if one.status in ("recommend", "consider"):
            # a hold or test true in one run binds all, so here each person's own run is enough
            assert set(one.whom) <= set(full.pairs)
            assert set(one.whom) <= alone | (set() if alone else set(full.pairs))


def _value(facts: Facts, name: str, about: str) -> Value:
    return (facts.pairs[about] if about else facts.person).get(name)


def _alone(pack: Drawn, facts: Facts, who: str) -> dict[str, str]:
    return plainly(pack, Facts(facts.person, {who: facts.pairs[who]}))[0]


@settings(max_examples=120)
@given(st.data())
def test_exact_needs_are_just_the_facts_that_can_change_the_status(data: st.DataObject) -> None:
    """Where needs are exact: each fact listed alone can change the outcome, and no other can."""
    pack = data.draw(packs())
    facts = data.draw(cases(pack.rules, most=2))
    keys = open_keys(facts, pack.rules)
    every, ways = completions(facts, keys, 600, seeded(0))
    if not every:
        return
    table = {
        values: plainly(pack, completed(facts, dict(zip(keys, values, strict=True))))
        for values in ways
    }
    result = decide(facts, pack.rules)
    for route in result.routes:
        outcomes: dict[Row, Any] = {row: found[0][route.id] for row, found in table.items()}
        _compare(route.needs, set(route.could_be) or {route.status}, keys, outcomes)
    for action in ACTIONS:
        raised: dict[Row, Any] = {row: action in found[1] for row, found in table.items()}
        waiting = next((one for one in result.open_actions if one.id == action), None)
        if waiting:
            _compare(waiting.needs, {True, False}, keys, raised)


def _compare(needs: Needs, could: set[Any], keys: list[Key], outcomes: dict[Row, Any]) -> None:
    really = set(outcomes.values())
    matter = deciding(keys, outcomes)
    if needs.exact:
        assert (could, listed(needs)) == (really, matter)
    else:
        assert really <= could
        assert matter <= listed(needs)


@settings(max_examples=60)
@given(st.data())
def test_y06_the_order_of_the_rules_is_of_no_account(data: st.DataObject) -> None:
    """Y06: the same rules in any order give the same statuses, needs, codes and actions."""
    pack = data.draw(packs())
    facts = data.draw(cases(pack.rules))
    mixed = data.draw(st.permutations(pack.rules.rules))
    other = Ruleset(FACTS, pack.rules.derived, POLICY, ROUTES, mixed)
    assert essence(decide(facts, pack.rules)) == essence(decide(facts, other))


@settings(max_examples=60)
@given(st.data())
def test_learning_more_never_unsettles(data: st.DataObject) -> None:
    """One more fact known only narrows: what was settled stays, could_be only shrinks."""
    pack = data.draw(packs())
    facts = data.draw(cases(pack.rules))
    keys = open_keys(facts, pack.rules)
    if not keys:
        return
    name, about = data.draw(st.sampled_from(keys))
    value = data.draw(st.sampled_from(could_read(FACTS[name], _value(facts, name, about))))
    before, after = (
        decide(facts, pack.rules),
        decide(completed(facts, {(name, about): value}), pack.rules),
    )
    for route, could in possible(after).items():
        if before.route(route).needs.exact or not after.route(route).needs.exact:
            assert could <= possible(before)[route], route
    assert {one.id for one in before.actions} <= {one.id for one in after.actions}


def _many(count: int) -> tuple[dict[str, FactType], str]:
    facts = {f"f{at}": kind_of(f"f{at}", "person", "yes_no") for at in range(count)}
    return facts, ", ".join(facts)


def test_what_is_too_much_to_enumerate_stays_open_and_says_so() -> None:
    """Twelve open facts are 4,096 completions: the wider answer stands, marked as not exact."""
    facts, names = _many(12)
    when = tree_of(f"count({names}) >= 1 or count({names}) < 1", facts)  # true, but Kleene is blind
    rules = Ruleset(facts, {}, {}, ROUTES, [Rule("R1", when, recommend=("NORTH",))])
    wide = decide(Facts({}, {}), rules).route("NORTH")
    assert (wide.status, wide.needs.exact) == ("open", False)
    assert listed(wide.needs) == set(facts)
    known: dict[str, Value] = {"f0": True, "f1": False}
    assert decide(Facts(known, {}), rules).route("NORTH").status == "recommend"
    settled = decide(Facts({f"f{at}": False for at in range(6)}, {}), rules).route("NORTH")
    assert settled.status == "recommend", "64 completions are affordable, and all agree"


def test_a_number_known_for_one_person_still_cuts_what_it_is_compared_with() -> None:
    """A's number is known and B's is not: the case's own open number is tried at A's too."""
    kinds = {
        "n": kind_of("n", "person", "number", low=0, high=99),
        "hn": kind_of("hn", "pair", "number", low=0, high=99),
        "hp": FACTS["hp"],
    }
    when = tree_of("n == hn and hp", kinds)
    rules = Ruleset(kinds, {}, {}, ROUTES, [Rule("R1", when, recommend=("NORTH",))])
    facts = Facts({}, {"A": {"hn": 50, "hp": True}, "B": {"hp": False}})
    found = decide(facts, rules).route("NORTH")
    assert set(found.could_be) == {"recommend", "not_indicated"}
    assert (listed(found.needs), found.needs.exact) == ({"n"}, True)


def test_a_barrier_that_binds_all_is_up_for_all_or_for_none() -> None:
    """A is recommended unless all are barred: that nobody is indicated is no possibility."""
    many, names = _many(12)
    kinds = {**many, "hp": FACTS["hp"]}
    rules = Ruleset(
        kinds,
        {},
        {},
        ROUTES,
        [
            Rule("R1", tree_of("hp", kinds), recommend=("NORTH",)),
            Rule("R2", tree_of(f"count({names}) >= 6", kinds), test={"ONE": ("NORTH",)}),
        ],
    )
    found = decide(Facts({}, {"A": {"hp": True}, "B": {"hp": False}}), rules).route("NORTH")
    assert not found.needs.exact, "too many ways to try them all"
    assert set(found.could_be) == {"recommend", "excluded"}


def test_what_only_looks_open_is_settled() -> None:
    """Kleene's logic cannot see that p or not p always holds; trying both ways can."""
    kinds = {"p": FACTS["p"], "q": FACTS["q"]}
    always, never = tree_of("p or not p", kinds), tree_of("p and not p", kinds)
    rules = Ruleset(
        kinds,
        {},
        {},
        ROUTES,
        [
            Rule("R1", always, recommend=("NORTH",), action=("CALL",)),
            Rule("R2", never, recommend=("SOUTH",), action=("WRITE",)),
        ],
    )
    result = decide(Facts({}, {}), rules)
    assert [one.status for one in result.routes] == ["recommend", "not_indicated", "not_indicated"]
    assert [one.id for one in result.actions] == ["CALL"]
    assert result.open_actions == ()


def test_many_persons_harmed_are_decided_in_no_time() -> None:
    """Twenty persons with nothing known: every combination of their statuses would never end."""
    kinds = {name: FACTS[name] for name in ("p", "hp", "hw")}
    rules = Ruleset(
        kinds,
        {},
        {},
        ROUTES,
        [
            Rule("R1", tree_of("hp and p", kinds), recommend=("NORTH",)),
            Rule("R2", tree_of("hw == 'low'", kinds), consider=("NORTH",), cap={"ONE": ("NORTH",)}),
            Rule("R3", tree_of("hw == 'high'", kinds), test={"TWO": ("NORTH",)}, pair_only=True),
            Rule("R4", tree_of("hp", kinds), hold={"ONE": ("NORTH",)}),
        ],
    )
    found = decide(Facts({}, {f"A{at}": {} for at in range(20)}), rules).route("NORTH")
    assert found.status == "open"
    assert set(found.could_be) >= {"consider", "held", "excluded", "not_indicated"}

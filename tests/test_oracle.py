"""Every case file through the oracle, and what must hold of any three-valued account of the rules.

A later check compares the shipped pack with the oracle; this one makes the oracle worth comparing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from oracle import ROUTES, Case, Decision, decide, load_case

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("[!_]*.yaml"))


@cache
def case_of(path: Path) -> Case:
    return load_case(path)


@cache
def decided(path: Path) -> Decision:
    case = case_of(path)
    return decide(case.person, case.pairs, case.policy)


def routes_that_are(status: str, decision: Decision) -> set[str]:
    return {route for route, found in decision["routes"].items() if found["status"] == status}


def options(decision: Decision, route: str) -> set[str]:
    found = decision["routes"][route]
    return set(found["could_be"]) or {found["status"]}


each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


@each_case
@pytest.mark.parametrize("status", ["recommend", "consider"])
def test_routes_recommended_and_considered_are_exactly_those_expected(
    path: Path, status: str
) -> None:
    assert routes_that_are(status, decided(path)) == set(case_of(path).expect[status])


@each_case
@pytest.mark.parametrize("status", ["held", "excluded"])
def test_routes_that_must_be_shut_are_shut(path: Path, status: str) -> None:
    wanted = set(case_of(path).expect.get(status, []))
    assert wanted <= routes_that_are(status, decided(path))


@each_case
def test_actions_are_exactly_those_expected(path: Path) -> None:
    assert set(decided(path)["actions"]) == set(case_of(path).expect["actions"])


@each_case
def test_expected_codes_are_given(path: Path) -> None:
    routes = decided(path)["routes"]
    wanted = case_of(path).expect.get("codes", {})
    assert {route: set(codes) - set(routes[route]["codes"]) for route, codes in wanted.items()} == {
        route: set() for route in wanted
    }


@each_case
def test_what_is_not_known_leaves_routes_open(path: Path) -> None:
    wanted = set(case_of(path).expect.get("open", {}))
    assert wanted <= routes_that_are("open", decided(path))


@each_case
def test_routes_name_whom_they_are_for(path: Path) -> None:
    routes = decided(path)["routes"]
    wanted = case_of(path).expect.get("for", {})
    assert {route: set(routes[route]["for"]) for route in wanted} == {
        route: set(people) for route, people in wanted.items()
    }


@each_case
def test_forgetting_a_fact_never_settles_a_route_or_an_action_otherwise(path: Path) -> None:
    case, full = case_of(path), decided(path)
    sure = set(full["actions"])
    for fact in case.person.keys() | {name for pair in case.pairs.values() for name in pair}:
        person = case.person | {fact: None} if fact in case.person else case.person
        pairs = {
            who: pair | {fact: None} if fact in pair else pair for who, pair in case.pairs.items()
        }
        less = decide(person, pairs, case.policy)
        for route in ROUTES:
            assert options(full, route) <= options(less, route), (fact, route)
        assert set(less["actions"]) <= sure, fact
        assert sure <= {*less["actions"], *less["open_actions"]}, fact


@each_case
def test_the_order_of_the_persons_harmed_changes_no_status(path: Path) -> None:
    case = case_of(path)
    turned = decide(case.person, dict(reversed(case.pairs.items())), case.policy)
    for route in ROUTES:
        assert options(turned, route) == options(decided(path), route), route


@pytest.mark.parametrize("harmed", [[], ["A"], ["A", "B"]])
def test_with_nothing_known_no_action_is_called_for_and_no_way_out_of_court_is_open(
    harmed: list[str],
) -> None:
    case = case_of(CASES[0])
    nothing = decide({}, {who: {} for who in harmed}, case.policy)
    assert nothing["actions"] == []
    assert not routes_that_are("recommend", nothing) | routes_that_are("consider", nothing)


def test_a_run_that_may_yet_be_recommended_keeps_a_considered_route_open() -> None:
    case = case_of(next(path for path in CASES if path.stem == "SYN-13"))
    graded = case.pairs["A"]
    ungraded = graded | {"ccb_evidence": None}
    both = decide(case.person, {"A": graded, "B": ungraded}, case.policy)["routes"]["OUTREACH"]
    assert (both["status"], both["could_be"]) == ("open", ["recommend", "consider"])
    assert both["for"] == ["B"]


def test_yes_no_and_none_in_a_case_file_are_words(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("facts: {outcome: no, denial: none, sex: yes, willing: true, age: null}")
    assert load_case(path).person == {
        "outcome": "no",
        "denial": "none",
        "sex": "yes",
        "willing": True,
        "age": None,
    }


def test_a_name_that_is_no_fact_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("facts: {shoe_size: 9}")
    with pytest.raises(ValueError, match="shoe_size"):
        load_case(path)


def test_persons_harmed_without_an_id_are_named_in_order(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("facts: {age: 30, risk_grade: medium}\npeople: {harmed: [{}, {facts: {}}]}")
    assert load_case(path).pairs == {"A": {"risk_grade": "medium"}, "B": {"risk_grade": "medium"}}

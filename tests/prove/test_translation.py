"""The formulas say what the engine says: the same status, over random packs and random facts, known or not."""

from __future__ import annotations

from typing import Any

import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from core.packs import Drawn, cases, packs
from ppitui.core.conditions import compile_condition
from ppitui.core.decide import decide
from ppitui.core.decide.deciding import environment
from ppitui.core.decide.statuses import any_run, possible, possible_of_case
from ppitui.core.facts import Facts
from ppitui.core.values import NOTHING, PartialSet, Value
from ppitui.prove.statuses import STRENGTH, Invented
from ppitui.prove.terms import Number, Pair, Word

_READ = ("yes_no", "word", "set", "number")


def stated(case: Invented, facts: Facts) -> z3.ModelRef:
    """The one model in which the case reads these facts and no others."""
    solver = z3.Solver()
    for name, kind in case.rules.facts.items():
        for about in facts.pairs if kind.scope == "pair" else ("",):
            place = facts.pairs[about] if about else facts.person
            if kind.kind in _READ:
                _state(solver, case, (name, about), place.get(name))
    solver.add(case.world.limits)
    assert solver.check() == z3.sat
    return solver.model()


def _state(solver: z3.Solver, case: Invented, key: tuple[str, str], value: Value) -> None:
    term: Any = case.world.fact(*key)
    flags = case.world.known[key]
    if isinstance(term, dict):
        for word, pair in term.items():
            _truth(solver, pair, _member(word, value))
        return
    solver.add([flag if value is not None else z3.Not(flag) for flag in flags])
    if isinstance(term, Pair):
        _truth(solver, term, value if isinstance(value, bool) else None)
    elif isinstance(term, Word) and value is not None:
        solver.add(term.nothing if value is NOTHING else term.is_(str(value)))
    elif isinstance(term, Number) and value is not None:
        solver.add(term.none if value is NOTHING else z3.And(z3.Not(term.none), term.low == value))


def _member(word: str, value: Value) -> bool | None:
    if isinstance(value, PartialSet):
        return True if word in value.sure else None if word in value.maybe else False
    return None if value is None else word in value  # type: ignore[operator]  # a set


def _truth(solver: z3.Solver, pair: Pair, truth: bool | None) -> None:
    unsure = z3.Not(z3.Or(pair.yes, pair.no))
    solver.add(unsure if truth is None else pair.yes if truth else pair.no)


def holds(model: z3.ModelRef, formula: Any) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


@st.composite
def packs_and_facts(draw: st.DrawFn) -> tuple[Drawn, Facts]:
    pack = draw(packs())
    return pack, draw(cases(pack.rules, 2))


@settings(max_examples=150, deadline=None)
@given(packs_and_facts())
def test_the_formulas_give_every_status_that_the_engine_thinks_possible(
    drawn: tuple[Drawn, Facts],
) -> None:
    """Y05: each rule's truth, each run's ladder and each case's status, before decide narrows them."""
    pack, facts = drawn
    rules = pack.rules
    case = Invented(rules, tuple(facts.about()))
    envs = [environment(facts, rules, about) for about in facts.about()]
    truths = [
        [compile_condition(rule.when, rules.slots)(env) for rule in rules.rules] for env in envs
    ]
    shared = any_run(truths)
    for person in case.persons:
        for rule in range(len(rules.rules)):
            case.truth(rule, person)
    model = stated(case, facts)
    for person, run in zip(case.persons, truths, strict=True):
        for rule, truth in enumerate(run):
            pair = case.truth(rule, person)
            assert (holds(model, pair.yes), holds(model, pair.no)) == (
                truth is True,
                truth is False,
            )
    for route in range(len(rules.routes)):
        links = rules.by_route[route]
        each = [possible(links, run, shared) for run in truths]
        for person, could in zip(case.persons, each, strict=True):
            assert could == _told(model, case.of_person(route, person))
        whole = each[0] if len(each) == 1 else possible_of_case(links, truths, shared)
        if any(len(one) > 1 for one in each):
            assert whole == _told(model, case.of_case(route))


@settings(max_examples=100, deadline=None)
@given(packs_and_facts())
def test_what_the_formulas_settle_is_what_decide_answers(drawn: tuple[Drawn, Facts]) -> None:
    """A settled status is decide's status; decide may settle more, never something else."""
    pack, facts = drawn
    case = Invented(pack.rules, tuple(facts.about()))
    could = [case.of_case(route) for route in range(len(pack.rules.routes))]
    model = stated(case, facts)
    for result, formulas in zip(decide(facts, pack.rules).routes, could, strict=True):
        told = _told(model, formulas)
        if len(told) == 1:
            assert told == {result.status}
        else:
            assert result.status == "open" or result.status in told


def _told(model: z3.ModelRef, could: Any) -> set[str]:
    return {status for status in STRENGTH if holds(model, could[status])}

"""`decide`: facts and rules in, every route and action out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ppitui.core.decide.opening import Opening
from ppitui.core.decide.results import ActionResult, Result, RouteResult, Run, Status
from ppitui.core.decide.statuses import any_run, of_case, possible, possible_of_case
from ppitui.core.facts import Facts, when_nobody_harmed
from ppitui.core.rules import Ruleset
from ppitui.core.values import Truth

_CODED = ("age_test", "hold", "test", "cap")


def decide(facts: Facts, rules: Ruleset) -> Result:
    """Every route with its status and every action, from what is known.

    Never settles what an answer still outstanding could change: such a route is `open`, with what
    it could be and the facts that would settle it. Pure: the same facts and rules give the same
    result.
    """
    if facts.policy:
        rules = rules.with_policy(facts.policy)
    runs = tuple(_run(facts, rules, about) for about in facts.about())
    shared = any_run([run.truths for run in runs])
    opening = Opening(facts, rules, runs)
    routes = _routes(rules, runs, shared, opening)
    actions, open_actions = _actions(rules, shared, opening)
    return Result(routes, actions, open_actions, facts, rules, runs)


def environment(facts: Facts, rules: Ruleset, about: str) -> list[Any]:
    """The values by slot in the run of one person harmed, derived names included."""
    env: list[Any] = [None] * len(rules.types)
    index = rules.slots.index
    pair = facts.pairs.get(about, {})
    person = facts.person
    for name, kind in rules.facts.items():
        if kind.scope != "pair":
            env[index[name]] = person.get(name)
        elif about:
            env[index[name]] = pair.get(name)
        else:
            env[index[name]] = when_nobody_harmed(kind)
    for name, (_, value) in rules.policy.items():
        env[index[name]] = value
    derive(env, rules)
    return env


def derive(env: list[Any], rules: Ruleset) -> None:
    """Fill in the derived names of `env`, in place."""
    for at, condition in rules.steps:
        env[at] = condition(env)


def _run(facts: Facts, rules: Ruleset, about: str) -> Run:
    env = environment(facts, rules, about)
    return Run(about, env, [condition(env) for condition in rules.conditions])


def _routes(
    rules: Ruleset, runs: tuple[Run, ...], shared: Sequence[Truth], opening: Opening
) -> tuple[RouteResult, ...]:
    bearing: list[list[int]] = [[] for _ in rules.routes]
    for at, truth in enumerate(shared):
        if truth is not False:
            for link in rules.links[at]:
                if not bearing[link.route] or bearing[link.route][-1] != at:
                    bearing[link.route].append(at)
    return tuple(
        _route(rules, at, bearing[at], runs, shared, opening)
        if bearing[at]
        else RouteResult(route, "not_indicated")
        for at, route in enumerate(rules.routes)
    )


def _route(
    rules: Ruleset,
    route: int,
    bearing: Sequence[int],
    runs: tuple[Run, ...],
    shared: Sequence[Truth],
    opening: Opening,
) -> RouteResult:
    links = [link for at in bearing for link in rules.links[at] if link.route == route]
    each = [possible(links, run.truths, shared) for run in runs]
    if all(len(one) == 1 for one in each):
        could = {of_case([status for one in each for status in one])}
    elif len(runs) == 1:
        could = each[0]
    else:
        could = possible_of_case(links, [run.truths for run in runs], shared)
    fired = [link for link in links if shared[link.rule] is True]
    codes = tuple(dict.fromkeys(link.code for link in fired if link.role in _CODED))
    ids = tuple(dict.fromkeys(rules.rules[link.rule].id for link in fired))
    name = rules.routes[route]
    if len(could) == 1:
        (status,) = could
        return RouteResult(name, status, (), _whom(runs, each, status), codes, ids)
    could, needs = opening.route(route, could)
    if len(could) == 1:
        (status,) = could
        return RouteResult(name, status, (), _whom(runs, each, status), codes, ids)
    order: tuple[Status, ...] = ("recommend", "consider", "held", "excluded", "not_indicated")
    waiting = tuple(run.about for run, one in zip(runs, each, strict=True) if len(one) > 1)
    listed = tuple(status for status in order if status in could)
    return RouteResult(name, "open", listed, tuple(filter(None, waiting)), codes, ids, needs)


def _whom(runs: tuple[Run, ...], each: Sequence[set[Status]], status: Status) -> tuple[str, ...]:
    if status == "not_indicated":
        return ()
    settled = [run.about for run, one in zip(runs, each, strict=True) if one == {status}]
    likely = [run.about for run, one in zip(runs, each, strict=True) if status in one]
    return tuple(filter(None, settled or likely))


def _actions(
    rules: Ruleset, shared: Sequence[Truth], opening: Opening
) -> tuple[tuple[ActionResult, ...], tuple[ActionResult, ...]]:
    raised: dict[str, list[str]] = {}
    waiting: dict[str, list[int]] = {}
    for at, truth in enumerate(shared):
        if truth is False:
            continue
        for action in rules.rules[at].action:
            if truth:
                raised.setdefault(action, []).append(rules.rules[at].id)
            else:
                waiting.setdefault(action, []).append(at)
    still_open: list[ActionResult] = []
    for action, at_rules in waiting.items():
        if action in raised:
            continue
        ids = tuple(rules.rules[at].id for at in at_rules)
        outcomes, needs = opening.action(at_rules)
        if outcomes == {True}:
            raised[action] = list(ids)
        elif True in outcomes:
            still_open.append(ActionResult(action, ids, needs))
    settled = (ActionResult(one, tuple(raised[one])) for one in rules.actions if one in raised)
    return tuple(settled), tuple(still_open)

"""A case that breaks a promise: taken from the solver, and made as small as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import z3

from ppitui.core.conditions import names_in
from ppitui.core.decide import Result, decide
from ppitui.core.facts import Facts, FactType
from ppitui.core.promises import Broken, Promise, broken_by
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING, PartialSet, Value
from ppitui.prove.statuses import Invented
from ppitui.prove.terms import Number, Pair, Word


def facts_of(model: z3.ModelRef, case: Invented, *, complete: bool) -> Facts:
    """The case that the solver found; with `complete`, facts that it did not look at read their first value."""
    person: dict[str, Value] = {}
    pairs: dict[str, dict[str, Value]] = {who: {} for who in case.abouts if who}
    for name, kind in case.rules.facts.items():
        if kind.kind in ("date", "numbers", "words"):
            continue  # no condition reads them
        for about in pairs if kind.scope == "pair" else ("",):
            key = (name, about)
            value: Value = None
            if key in case.world.values:
                value = _value(model, case.world.values[key], kind)
            elif complete:
                value = _first(kind)
            if value is not None:
                (pairs[about] if kind.scope == "pair" else person)[name] = value
    return Facts(person, pairs)


def _value(model: z3.ModelRef, term: object, kind: FactType) -> Value:
    def holds(formula: object) -> bool:
        return bool(z3.is_true(model.eval(formula, model_completion=True)))

    if isinstance(term, Pair):
        return True if holds(term.yes) else False if holds(term.no) else None
    if isinstance(term, Word):
        if not holds(term.known):
            return None
        found = [word for word in kind.values if holds(term.is_(word))]
        return found[0] if found else NOTHING
    if isinstance(term, Number):
        if holds(term.none):
            return NOTHING
        low, high = (
            model.eval(one, model_completion=True).as_long() for one in (term.low, term.high)
        )
        if low != high:
            return None
        return int(low)
    members: Mapping[str, Pair] = term  # type: ignore[assignment]  # a set is pairs by member
    sure = frozenset(word for word, pair in members.items() if holds(pair.yes))
    maybe = frozenset(word for word, pair in members.items() if not holds(pair.no))
    if sure == maybe:
        return sure
    return None if not sure and len(maybe) == len(members) else PartialSet(sure, maybe)


def _first(kind: FactType) -> Value:
    if kind.kind == "yes_no":
        return False
    if kind.kind == "set":
        return frozenset()
    return kind.values[0] if kind.kind == "word" else kind.low


def smallest(promise: Promise, facts: Facts, rules: Ruleset, route: str) -> Broken:
    """The same break with as few facts as can be: leaving out any one more would mend it or change a status."""

    def seen(one: Facts) -> object:
        result = decide(one, rules)
        if promise.shape == "nothing_open":
            return any(found.status == "open" for found in result.routes)
        if broken_by(promise, result, route) is None:
            return None
        return _statuses(result, promise, route)

    wanted = seen(facts)
    facts = _without_each(facts, lambda one: seen(one) == wanted, promise)
    result = decide(facts, rules)
    status = result.route(route).status if route else ""
    return Broken(facts, route, status)


def _statuses(result: Result, promise: Promise, route: str) -> tuple[str, ...]:
    """The statuses that must stay as they are: a case that is all open would explain nothing."""
    if not route and not promise.complete:
        return ()
    names = names_in(promise.then) if promise.then is not None else ()
    read = {name.rpartition(".")[2] for name in names}
    return tuple(one.status for one in result.routes if one.id == route or one.id in read)


def _without_each(facts: Facts, still: Callable[[Facts], bool], promise: Promise) -> Facts:
    if promise.shape == "nothing_open":
        return facts  # all is known in it, and that is the point
    for name in tuple(facts.person):
        left = {one: value for one, value in facts.person.items() if one != name}
        trial = replace(facts, person=left)
        facts = trial if still(trial) else facts
    for who, pair in facts.pairs.items():
        for name in tuple(pair):
            now = {one: value for one, value in facts.pairs[who].items() if one != name}
            trial = replace(facts, pairs={**facts.pairs, who: now})
            facts = trial if still(trial) else facts
    return facts

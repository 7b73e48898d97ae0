"""A case that breaks a promise: taken from the solver, made as small as can be, and written as a case file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import z3

from ppitui.core.decide import Result, decide
from ppitui.core.facts import Facts, FactType
from ppitui.core.promises import Promise, broken_by
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING, PartialSet, Value
from ppitui.prove.statuses import Invented
from ppitui.prove.terms import Number, Pair, Word


@dataclass(frozen=True, slots=True)
class Counter:
    """The case, the route on which the promise fails ("" where it names none), and that route's status."""

    facts: Facts
    route: str
    status: str

    def text(self, promise: Promise) -> str:
        """The case as a file for `ppitui decide --facts`."""
        lines = [f"# {line}" for line in (f"Breaks the promise {promise.id}: {promise.says}",)]
        if self.route:
            lines.append(f"# Here {self.route} is {self.status}.")
        lines.append(f"id: {promise.id.lower().replace('_', '-')}")
        lines += ["facts:", *_listed(self.facts.person, "  ")] if self.facts.person else []
        harmed = [(who, pair) for who, pair in self.facts.pairs.items() if who]
        lines += ["people:", "  harmed:" if harmed else "  harmed: []"]
        for who, pair in harmed:
            lines.append(f"  - id: {who}")
            lines += ["    facts:", *_listed(pair, "      ")] if pair else []
        return "\n".join([*lines, ""])


def _listed(facts: Mapping[str, Value], indent: str) -> Iterator[str]:
    for name, value in facts.items():
        yield f"{indent}{name}: {_written(value)}"


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return json.dumps(sorted(value))
    if isinstance(value, PartialSet):
        return json.dumps(sorted(value.sure)) + "  # the other words are not known"
    return "none" if value is NOTHING else json.dumps(value)


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
                value = _value(model, case.world.values[key], kind, name, about)
            elif complete:
                value = _first(kind)
            if value is not None:
                (pairs[about] if kind.scope == "pair" else person)[name] = value
    return Facts(person, pairs)


def _value(model: z3.ModelRef, term: object, kind: FactType, name: str, about: str) -> Value:
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
        low, high = (model.eval(one, model_completion=True).as_long() for one in (term.low, term.high))
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


def smallest(promise: Promise, facts: Facts, rules: Ruleset, route: str) -> Counter:
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
    return Counter(facts, route, status)


def _statuses(result: Result, promise: Promise, route: str) -> tuple[str, ...]:
    told = [one.status for one in result.routes if one.id == route or not route]
    return tuple(told) if route or promise.complete else ("broken",)


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

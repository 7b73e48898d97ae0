"""Whole packs drawn at random, partial facts for them, and a plain account of what they decide.

The account follows the words at the head of the rules, person by person, over facts that are all
known; it shares nothing with the engine but the names of things.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from core.drawing import (
    FACTS,
    POLICY,
    Tree,
    amount,
    amounts,
    conditions,
    could_read,
    holds,
    partly_known,
    written,
)
from core.drawing import fact as kind_of
from ppitui.core.conditions import Node, parse
from ppitui.core.decide import Needs, Result
from ppitui.core.facts import Facts, FactType, when_nobody_harmed
from ppitui.core.rules import Rule, Ruleset
from ppitui.core.values import Value

ROUTES = ("NORTH", "SOUTH", "WEST")
ACTIONS = ("CALL", "WRITE")
CODES = ("ONE", "TWO")
STRENGTH = ("recommend", "consider", "not_indicated", "held", "excluded")
Key = tuple[str, str]


@dataclass(frozen=True)
class Drawn:
    """A random pack: its rules compiled, and the trees that they were written from."""

    rules: Ruleset
    trees: Mapping[str, Tree] = field(repr=False)
    derived: Mapping[str, Tree] = field(repr=False)

    def __repr__(self) -> str:
        lines = [f"{name}: {written(tree)}" for name, tree in self.derived.items()]
        for rule in self.rules.rules:
            does = {role: getattr(rule, role) for role in _EFFECTS if getattr(rule, role)}
            only = " (pair only)" if rule.pair_only else ""
            lines.append(f"{rule.id}{only}: {rule.text} -> {does}")
        return "\n".join(["", *lines])


_EFFECTS = ("recommend", "consider", "action", "age_test", "hold", "test", "cap")
_BASE = tuple(name for name, one in FACTS.items() if one.kind == "yes_no")
_NUMBERS = (*(name for name, one in FACTS.items() if one.kind == "number"), "limit")


def tree_of(text: str, names: Mapping[str, FactType], expected: str = "yes_no") -> Node:
    node, faults = parse(text, names, expected)
    assert not faults, (text, faults)
    assert node is not None
    return node


_FIRST = conditions(_BASE, _NUMBERS, 3)
_TOTAL = amounts((*_BASE, "first"), _NUMBERS)
_LAST = conditions((*_BASE, "first"), (*_NUMBERS, "total"), 3)
_WHENS = conditions((*_BASE, "first", "last"), (*_NUMBERS, "total"), 4)
_SOME_ROUTES = st.lists(st.sampled_from(ROUTES), min_size=1, max_size=2, unique=True).map(tuple)
_SOME_ACTIONS = st.lists(st.sampled_from(ACTIONS), min_size=1, unique=True).map(tuple)
_CODED = st.dictionaries(st.sampled_from(CODES), _SOME_ROUTES, min_size=1, max_size=2)
_SORTS: dict[str, st.SearchStrategy[Any]] = {
    "recommend": _SOME_ROUTES,
    "consider": _SOME_ROUTES,
    "action": _SOME_ACTIONS,
}
_SOME_EFFECTS = st.lists(st.sampled_from(_EFFECTS), min_size=1, max_size=3, unique=True)


@st.composite
def packs(draw: st.DrawFn) -> Drawn:
    """A pack of a few rules over the small dictionary, with derived names that read one another."""
    total = ("+", ("number", 0), draw(_TOTAL))
    derived = {"first": draw(_FIRST), "total": total, "last": draw(_LAST)}
    trees = {f"R{at}": draw(_WHENS) for at in range(draw(st.integers(1, 5)))}
    names: dict[str, FactType] = {**FACTS, **{name: one for name, (one, _) in POLICY.items()}}
    known: dict[str, tuple[FactType, Node]] = {}
    for name, tree in derived.items():
        kind = kind_of(name, "matter", "number" if name == "total" else "yes_no", low=-99, high=99)
        known[name] = (kind, tree_of(written(tree), names, "any"))
        names[name] = kind
    rules = [draw(rule_of(rule, tree, names)) for rule, tree in trees.items()]
    return Drawn(Ruleset(FACTS, known, POLICY, ROUTES, rules), trees, derived)


@st.composite
def rule_of(draw: st.DrawFn, name: str, tree: Tree, names: Mapping[str, FactType]) -> Rule:
    """A rule with one to three effects of any sort."""
    effects = {role: draw(_SORTS.get(role, _CODED)) for role in draw(_SOME_EFFECTS)}
    text = written(tree)
    return Rule(name, tree_of(text, names), text=text, pair_only=draw(st.booleans()), **effects)


@st.composite
def cases(draw: st.DrawFn, rules: Ruleset, most: int = 3) -> Facts:
    """Partial facts of a case with none to `most` persons harmed; about half of it known."""
    ids = draw(st.sampled_from(["", "A", "AB", "ABC"][: most + 1]))
    read = frozenset().union(*(rules.facts_read(rule.when) for rule in rules.rules))
    person: dict[str, Value] = {}
    pairs: dict[str, dict[str, Value]] = {who: {} for who in ids}
    for name, kind in FACTS.items():
        if name not in read:
            continue
        for place in pairs.values() if kind.scope == "pair" else [person]:
            place[name] = draw(partly_known(kind), label=name)
    return Facts(person, pairs)


def open_keys(facts: Facts, rules: Ruleset) -> list[Key]:
    """What is open of the facts that the rules read: by name, and person harmed."""
    read = frozenset().union(*(rules.facts_read(rule.when) for rule in rules.rules))
    found: list[Key] = []
    for name in sorted(read & set(FACTS)):
        abouts = facts.pairs if FACTS[name].scope == "pair" else [""]
        values = {(name, about): value_of(facts, (name, about)) for about in abouts}
        found += [key for key, value in values.items() if len(could_read(FACTS[name], value)) > 1]
    return found


def value_of(facts: Facts, key: Key) -> Value:
    return (facts.pairs[key[1]] if key[1] else facts.person).get(key[0])


def completed(facts: Facts, values: Mapping[Key, Value]) -> Facts:
    """The same facts with these values put in."""
    person = {**facts.person, **{name: v for (name, about), v in values.items() if not about}}
    pairs = {
        who: {**pair, **{name: v for (name, about), v in values.items() if about == who}}
        for who, pair in facts.pairs.items()
    }
    return Facts(person, pairs, facts.reasons, facts.policy)


def completions(
    facts: Facts, keys: list[Key], most: int, rng: random.Random
) -> tuple[bool, Iterator[tuple[Value, ...]]]:
    """Values for the open keys: every combination if there are no more than `most`, else a sample."""
    ways = [could_read(FACTS[name], value_of(facts, (name, about))) for name, about in keys]
    size = 1
    for way in ways:
        size *= len(way)
    if size <= most:
        return True, _product(ways)
    return False, (tuple(rng.choice(way) for way in ways) for _ in range(most))


def _product(ways: list[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    if not ways:
        yield ()
        return
    for first in ways[0]:
        for rest in _product(ways[1:]):
            yield (first, *rest)


def listed(needs: Needs) -> set[str]:
    return {*needs.ask_next, *needs.cannot_settle}


def essence(result: Result) -> Any:
    """A result with every list as a set."""
    routes = {
        one.id: (
            one.status,
            set(one.could_be),
            set(one.whom),
            set(one.codes),
            set(one.rules),
            listed(one.needs),
            one.needs.exact,
        )
        for one in result.routes
    }
    actions = {one.id: set(one.rules) for one in result.actions}
    waiting = {one.id: (set(one.rules), listed(one.needs)) for one in result.open_actions}
    return routes, actions, waiting


# the plain account


def plainly(pack: Drawn, facts: Facts) -> tuple[dict[str, str], set[str]]:
    """The status of every route and the actions raised, from facts that are all known."""
    runs = [_truths(pack, facts, who) for who in facts.pairs or [""]]
    statuses = {route: _of_case(pack, route, runs) for route in ROUTES}
    actions = {
        action
        for rule in pack.rules.rules
        for action in rule.action
        if any(run[rule.id] for run in runs)
    }
    return statuses, actions


def _truths(pack: Drawn, facts: Facts, who: str) -> dict[str, bool]:
    values: dict[str, Any] = {name: value for name, (_, value) in POLICY.items()}
    for name, kind in FACTS.items():
        if kind.scope != "pair":
            values[name] = facts.person.get(name)
        else:
            values[name] = facts.pairs[who].get(name) if who else when_nobody_harmed(kind)
    for name in ("first", "total", "last"):  # a name that no rule reads may lack its facts
        reads = pack.rules.facts_read(pack.rules.derived[name][1])
        if all(values[read] is not None for read in reads):
            tree = pack.derived[name]
            values[name] = _number(tree, values) if name == "total" else holds(tree, values)
    return {rule: holds(tree, values) for rule, tree in pack.trees.items()}


def _number(tree: Tree, values: Mapping[str, Any]) -> Any:
    from ppitui.core.values import NOTHING

    found = amount(tree, values)
    return NOTHING if found is None else found


def _of_case(pack: Drawn, route: str, runs: list[dict[str, bool]]) -> str:
    return min((_of_run(pack, route, run, runs) for run in runs), key=STRENGTH.index)


def _of_run(pack: Drawn, route: str, run: dict[str, bool], runs: list[dict[str, bool]]) -> str:
    def fires(role: str) -> bool:
        for rule in pack.rules.rules:
            effect = getattr(rule, role)
            routes = (
                [r for rs in effect.values() for r in rs] if isinstance(effect, dict) else effect
            )
            binds_all = role in ("age_test", "hold", "test") and not rule.pair_only
            if route in routes and any(one[rule.id] for one in (runs if binds_all else [run])):
                return True
        return False

    if fires("age_test"):
        return "excluded"
    if fires("hold"):
        return "held"
    if fires("test"):
        return "excluded"
    if fires("recommend") and not fires("cap"):
        return "recommend"
    return "consider" if fires("recommend") or fires("consider") else "not_indicated"

"""Which rules differ between two packs, and the rules of the routes that they bear on: all that need be decided again.

A route's status hangs on the rules that bear on it and on nothing else. So where a draft moves one threshold, the other
routes are what they were, and a stored case is decided on a few rules instead of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ppitui.core.conditions import nodes as n
from ppitui.core.rules import Rule, Ruleset

_LISTS = ("recommend", "consider")
_CODED = ("age_test", "hold", "test", "cap")


@dataclass(frozen=True, slots=True)
class Reach:
    """The routes and actions that the differences between two rulesets can touch, and the rules that differ."""

    rules: frozenset[str]
    routes: frozenset[str]
    actions: frozenset[str]


def reach(old: Ruleset, new: Ruleset) -> Reach:
    """What can differ between two results of the same facts."""
    a, b = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    every = {*a, *b}
    if _read(old) != _read(new):  # a fact that may read something else can move any rule
        moved = every
    else:
        moved = {
            one
            for one in every
            if one not in a or one not in b or _meant(a[one], old) != _meant(b[one], new)
        }
    touched = [rules[one] for rules in (a, b) for one in moved if one in rules]
    routes = {route for rule in touched for route in _routes(rule)}
    routes |= {*old.routes} ^ {*new.routes}
    return Reach(
        frozenset(moved),
        frozenset(routes),
        frozenset(action for rule in touched for action in rule.action),
    )


def narrowed(rules: Ruleset, to: Reach) -> Ruleset:
    """The same rules with every other route and action left out; what is left is decided as by the whole."""
    kept: list[Rule] = []
    for rule in rules.rules:
        lists = {role: _among(getattr(rule, role), to.routes) for role in _LISTS}
        coded = {
            role: {code: _among(of, to.routes) for code, of in getattr(rule, role).items()}
            for role in _CODED
        }
        coded = {role: {c: of for c, of in codes.items() if of} for role, codes in coded.items()}
        action = _among(rule.action, to.actions)
        if any(lists.values()) or any(coded.values()) or action:
            kept.append(replace(rule, action=action, **lists, **coded))  # type: ignore[arg-type]  # fields of Rule
    routes = [route for route in rules.routes if route in to.routes]
    return Ruleset(rules.facts, rules.derived, rules.policy, routes, kept)


def _among(names: tuple[str, ...], wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in wanted)


def _routes(rule: Rule) -> set[str]:
    coded = (of for role in _CODED for of in getattr(rule, role).values())
    return {*rule.recommend, *rule.consider, *(route for of in coded for route in of)}


def _read(rules: Ruleset) -> Mapping[str, object]:
    """What each fact may read; not how it is worded."""
    return {name: replace(kind, means="", says={}) for name, kind in rules.facts.items()}


def effects(rule: Rule) -> tuple[object, ...]:
    """All that follows from a rule."""
    return tuple(getattr(rule, role) for role in (*_LISTS, *_CODED, "action", "pair_only"))


def effects_of(rule: Rule) -> tuple[set[str], tuple[str, ...]]:
    """The routes and the actions that a rule bears on."""
    return _routes(rule), rule.action


def _meant(rule: Rule, rules: Ruleset) -> object:
    return rule.when, effects(rule), opened(rule.when, rules)


def opened(node: n.Node, rules: Ruleset) -> list[tuple[str, object]]:
    """What the derived names and settings under a condition stand for, by name."""
    found: list[tuple[str, object]] = []
    for name in sorted(rules.names_under(node)):
        if name in rules.derived:
            found.append((name, rules.derived[name][1]))
        elif name in rules.policy:
            value = rules.policy[name][1]
            found.append((name, sorted(value) if isinstance(value, frozenset) else value))
    return found

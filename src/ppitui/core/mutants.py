"""Small wrongs put into a set of rules one at a time: each threshold moved by one, each test taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ppitui.core.conditions import Node
from ppitui.core.conditions import nodes as n
from ppitui.core.rules import Rule, Ruleset

_BESIDE = frozenset((">=", ">", "<", "<=", "==", "!="))
_CODED = ("age_test", "hold", "test", "cap")
Sort = Literal["threshold", "test"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """The rules with one thing wrong; `name` says what, `of` which rule, derived name or setting it is in."""

    sort: Sort
    name: str
    of: str
    rules: Ruleset


def mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Every mutant, thresholds first."""
    for name, (kind, node) in rules.derived.items():
        for words, wrong in nudged(node):
            derived = {**rules.derived, name: (kind, wrong)}
            yield Mutant("threshold", f"{name}: {words}", name, _with(rules, derived=derived))
    for name, (kind, value) in rules.policy.items():
        if isinstance(value, int) and not isinstance(value, bool) and _compared(rules, name):
            for by in (-1, 1):
                policy = {**rules.policy, name: (kind, value + by)}
                words = f"{name}: {value} became {value + by}"
                yield Mutant("threshold", words, name, _with(rules, policy=policy))
    for at, rule in enumerate(rules.rules):
        for words, wrong in nudged(rule.when):
            yield Mutant(
                "threshold",
                f"{rule.id}: {words}",
                rule.id,
                _put(rules, at, replace(rule, when=wrong)),
            )
    for at, rule in enumerate(rules.rules):
        for role in _CODED:
            coded: Mapping[str, tuple[str, ...]] = getattr(rule, role)
            for code in coded:
                left = {one: of for one, of in coded.items() if one != code}
                changed: Any = {role: left}
                words = f"{rule.id}: {role.replace('_', ' ')} {code} taken out"
                yield Mutant("test", words, rule.id, _put(rules, at, replace(rule, **changed)))


def nudged(node: Node) -> Iterator[tuple[str, Node]]:
    """The condition with one number of a comparison moved by one either way, each in turn."""
    match node:
        case n.Compare(op, _, n.Number(value)) if op in _BESIDE:
            for by in (-1, 1):
                yield f"{value} became {value + by}", replace(node, right=n.Number(value + by))
        case n.All(parts) | n.Any(parts):
            for at, part in enumerate(parts):
                for words, wrong in nudged(part):
                    yield words, replace(node, parts=(*parts[:at], wrong, *parts[at + 1 :]))
        case n.Not(of):
            for words, wrong in nudged(of):
                yield words, n.Not(wrong)
        case _:
            return


def _compared(rules: Ruleset, setting: str) -> bool:
    """Whether any rule reads the setting at all."""
    return any(setting in rules.facts_read(rule.when) for rule in rules.rules)


def _put(rules: Ruleset, at: int, rule: Rule) -> Ruleset:
    return _with(rules, listed=(*rules.rules[:at], rule, *rules.rules[at + 1 :]))


def _with(
    rules: Ruleset,
    *,
    derived: Mapping[str, Any] | None = None,
    policy: Mapping[str, Any] | None = None,
    listed: tuple[Rule, ...] | None = None,
) -> Ruleset:
    return Ruleset(
        rules.facts,
        derived or rules.derived,
        policy or rules.policy,
        rules.routes,
        rules.rules if listed is None else listed,
    )

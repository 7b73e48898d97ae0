"""The decision table that an expert signs: one row for each way in which a rule is met, and just missed.

A rule's condition is cut at its `or`s into the ways in which it can be met. Each way is a row, and so is each
boundary of it: the number just beside a threshold, the test turned round. A row's fingerprint is of what it
says and leads to, so that a signature on it lapses when either changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ppitui.core.conditions import Node, in_english
from ppitui.core.conditions import nodes as n
from ppitui.core.decide.results import Run
from ppitui.core.narrowing import opened
from ppitui.core.rules import Rule, Ruleset

MOST_WAYS = 32  # of one rule; past that its condition is shown whole
_BESIDE = frozenset((">=", ">", "<", "<="))
_EFFECTS = ("recommend", "consider", "action", "age_test", "hold", "test", "cap")


@dataclass(frozen=True, slots=True)
class Row:
    """One region: the rule, its condition in words, its boundaries, what follows, and the cases inside it."""

    id: str
    rule: str
    when: str
    boundary: tuple[str, ...]
    leads_to: tuple[str, ...]
    source: str
    place: str
    fingerprint: str
    node: Node

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts, the covering cases left out."""
        return (
            self.id,
            self.when,
            "; ".join(self.boundary),
            "; ".join(self.leads_to),
            self.source,
            self.place,
            self.fingerprint[:12],
        )


HEADINGS = ("row", "when", "boundary", "leads to", "source", "place", "fingerprint")


def rows(rules: Ruleset) -> Iterator[Row]:
    """Every row, rule by rule in the order of the rules."""
    for rule in rules.rules:
        for at, node in enumerate(ways(rule.when)):
            when = in_english(node, rules.types)
            leads = tuple(_effects(rule))
            edges = tuple(dict.fromkeys(_boundaries(node, rules)))
            told = "\0".join((rule.id, when, *edges, *leads, repr(opened(node, rules))))
            yield Row(
                f"{rule.id}.{at + 1}",
                rule.id,
                when,
                edges,
                leads,
                rule.source,
                str(rule.place),
                hashlib.sha256(told.encode()).hexdigest(),
                node,
            )


def ways(node: Node) -> list[Node]:
    """The ways in which a condition can be met: its `or`s taken apart; the whole of it where they are too many."""
    found = _ways(node)
    return found if len(found) <= MOST_WAYS else [node]


def _ways(node: Node) -> list[Node]:
    match node:
        case n.Any(parts):
            return [way for part in parts for way in _ways(part)]
        case n.All(parts):
            apart = [_ways(part) for part in parts]
            return [n.All(_flat(combined)) for combined in product(*apart)]
        case n.Not(n.Any(parts)):
            return _ways(n.All(tuple(n.Not(part) for part in parts)))
        case n.Not(n.All(parts)):
            return [way for part in parts for way in _ways(n.Not(part))]
        case n.Not(n.Not(of)):
            return _ways(of)
        case _:
            return [node]


def _flat(parts: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, n.All) else (part,))
    )


def _effects(rule: Rule) -> Iterator[str]:
    for role in _EFFECTS:
        effect = getattr(rule, role)
        if isinstance(effect, Mapping):
            for code, routes in effect.items():
                yield f"{role.replace('_', ' ')} {', '.join(routes)} ({code})"
        elif effect:
            yield f"{role} {', '.join(effect)}"


def _boundaries(node: Node, rules: Ruleset, depth: int = 0) -> Iterator[str]:
    """The last number on either side of each threshold, through derived names."""
    for part in n.walk(node):
        match part:
            case n.Compare(op, left, n.Number(value)) if op in _BESIDE:
                yield _edge(op, left, value, rules)
            case n.Compare(op, left, n.Name(name)) if op in _BESIDE and name in rules.policy:
                setting = rules.policy[name][1]
                if isinstance(setting, int):
                    yield f"{_edge(op, left, setting, rules)} (set by {name})"
            case n.Name(name) if name in rules.derived and depth < 30:
                yield from _boundaries(rules.derived[name][1], rules, depth + 1)
            case _:
                pass


def _edge(op: str, left: Node, value: int, rules: Ruleset) -> str:
    first = value if op in ("<=", ">") else value - 1
    return f"{in_english(left, rules.types)}: turns between {first} and {first + 1}"


def covers(row: Row, runs: Sequence[Run], rules: Ruleset) -> bool:
    """Whether a case lies in this region: the condition is so for one of its persons harmed."""
    from ppitui.core.conditions import compile_condition

    condition = compile_condition(row.node, rules.slots)
    return any(condition(run.env) is True for run in runs)

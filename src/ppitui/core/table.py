"""The decision table that an expert signs: one row for each way in which a rule is met, one for each boundary.

A rule's condition is cut at its `or`s into the ways in which it can be met: its regions. A boundary is a threshold of a
region: the two numbers between which it turns. A row's fingerprint is of what it says and leads to, so that a signature
on it lapses when either changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ppitui.core.conditions import Node, compile_condition, in_english
from ppitui.core.conditions import nodes as n
from ppitui.core.decide.results import Run
from ppitui.core.narrowing import opened
from ppitui.core.rules import Rule, Ruleset

MOST_WAYS = 32  # of one rule; past that its condition is shown whole
_BESIDE = frozenset((">=", ">", "<", "<="))
_EFFECTS = ("recommend", "consider", "action", "age_test", "hold", "test", "cap")


@dataclass(frozen=True, slots=True)
class Row:
    """One region or boundary of a rule, in words, and what follows.

    A case lies in it where one of `sides` is so of one of its persons harmed: of a region the condition itself, of a
    boundary the last number on either side.
    """

    id: str
    rule: str
    when: str
    boundary: tuple[str, ...]
    leads_to: tuple[str, ...]
    source: str
    place: str
    fingerprint: str
    sides: tuple[Node, ...]

    @property
    def is_boundary(self) -> bool:
        """Whether this row is the edge of a region."""
        return len(self.sides) > 1

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
            edges = list(dict.fromkeys(_boundaries(node, rules)))
            words = tuple(edge.told(rules) for edge in edges)
            told = "\0".join((rule.id, when, *words, *leads, repr(opened(node, rules))))
            region = Row(
                f"{rule.id}.{at + 1}",
                rule.id,
                when,
                words,
                leads,
                rule.source,
                str(rule.place),
                hashlib.sha256(told.encode()).hexdigest(),
                (node,),
            )
            yield region
            yield from (_edge_row(region, edge, nth, rules) for nth, edge in enumerate(edges))


def _edge_row(region: Row, edge: Edge, nth: int, rules: Ruleset) -> Row:
    words = edge.told(rules)
    return replace(
        region,
        id=f"{region.id}.b{nth + 1}",
        when=f"the edge of {region.id}: {in_english(edge.left, rules.types)} is {edge.first},"
        f" and {edge.first + 1}",
        boundary=(words,),
        fingerprint=hashlib.sha256(f"{region.fingerprint}\0{words}".encode()).hexdigest(),
        sides=tuple(
            n.Compare("==", edge.left, n.Number(value)) for value in (edge.first, edge.first + 1)
        ),
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


@dataclass(frozen=True, slots=True)
class Edge:
    """A threshold: the number that is compared, the last value before it turns, and the setting that draws the line."""

    left: Node
    first: int
    setting: str = ""

    def told(self, rules: Ruleset) -> str:
        """The edge in words."""
        by = f" (set by {self.setting})" if self.setting else ""
        number = in_english(self.left, rules.types)
        return f"{number}: turns between {self.first} and {self.first + 1}{by}"


def _boundaries(node: Node, rules: Ruleset, depth: int = 0) -> Iterator[Edge]:
    """The last number on either side of each threshold, through derived names."""
    for part in n.walk(node):
        match part:
            case n.Compare(op, left, n.Number(value)) if op in _BESIDE:
                yield Edge(left, _first(op, value))
            case n.Compare(op, left, n.Name(name)) if op in _BESIDE and name in rules.policy:
                setting = rules.policy[name][1]
                if isinstance(setting, int):
                    yield Edge(left, _first(op, setting), name)
            case n.Name(name) if name in rules.derived and depth < 30:
                yield from _boundaries(rules.derived[name][1], rules, depth + 1)
            case _:
                pass


def _first(op: str, value: int) -> int:
    return value if op in ("<=", ">") else value - 1


def covers(row: Row, runs: Sequence[Run], rules: Ruleset) -> tuple[bool, ...]:
    """For each side of the row, whether a case lies there: it is so for one of its persons harmed."""
    conditions = (compile_condition(side, rules.slots) for side in row.sides)
    return tuple(any(condition(run.env) is True for run in runs) for condition in conditions)

"""Which values a score can really take: a scale of tens has no value between ten and twenty.

Sums and counts are worked out part by part. Parts are taken to be free of one another, so the answer may hold a value
that no case reaches, and never leaves one out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from ppitui.core.conditions import nodes as n
from ppitui.core.rules import Ruleset

MOST = 200_000  # values of one score; more is no scale that anybody bands
Offered = Callable[[str], Iterable[int]]  # the values that a number fact can be given


class TooMany(Exception):
    """The score has more values than can be listed."""


def reachable(node: n.Node, rules: Ruleset, offered: Offered) -> frozenset[int]:
    """Every value of a number-valued tree. Raises TooMany, and TypeError for a tree that is no number."""
    match node:
        case n.Number(value):
            return frozenset((value,))
        case n.Name(name) if name in rules.derived:
            return reachable(rules.derived[name][1], rules, offered)
        case n.Name(name) if name in rules.policy:
            setting = rules.policy[name][1]
            return frozenset((setting,)) if isinstance(setting, int) else frozenset()
        case n.Name(name):
            return frozenset(offered(name))
        case n.Arithmetic(op, left, right):
            first, second = (reachable(part, rules, offered) for part in (left, right))
            return _joined(op, first, second)
        case n.Call("sum", parts):
            return reduce(_added, (reachable(part, rules, offered) for part in parts))
        case n.Call("one" | "count", parts):
            return frozenset(range(len(parts) + 1))
        case n.Call("size", (n.Name(name),)):
            return frozenset(range(len(rules.types[name].values) + 1))
        case _:
            raise TypeError(f"{type(node).__name__} is not a number")


def _added(first: frozenset[int], second: frozenset[int]) -> frozenset[int]:
    return _joined("+", first, second)


def _joined(op: str, first: frozenset[int], second: frozenset[int]) -> frozenset[int]:
    if len(first) * len(second) > 20 * MOST:
        raise TooMany
    if op == "+":
        found = frozenset(a + b for a in first for b in second)
    elif op == "-":
        found = frozenset(a - b for a in first for b in second)
    else:
        found = frozenset(a * b for a in first for b in second)
    if len(found) > MOST:
        raise TooMany
    return found

"""Conditions drawn at random over a small dictionary, and a plain account of what they mean.

A condition is drawn as nested tuples, so that the account of it (`holds`, `amount`) shares nothing
with the reader and the compiler that it judges.
"""

from __future__ import annotations

import itertools
import operator
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ppitui.core.facts import FactType
from ppitui.core.values import NOTHING, PartialSet, Value

Tree = tuple[Any, ...]
Trees = st.SearchStrategy[Tree]

GRADES = ("none", "low", "high")
COLOURS = ("red", "green", "blue")


def fact(name: str, scope: Any, kind: Any, values: tuple[str, ...] = (), **more: Any) -> FactType:
    """One entry of the small dictionary."""
    return FactType(name, scope, kind, f"the {name}", values, **more)


FACTS = {
    one.name: one
    for one in (
        fact("p", "person", "yes_no"),
        fact("q", "person", "yes_no"),
        fact("w", "person", "word", GRADES),
        fact("v", "person", "word", COLOURS, none=True),
        fact("s", "person", "set", ("a", "b", "c")),
        fact("k", "person", "number", low=0, high=4),
        fact("m.of", "matter", "number", low=0, high=3, none=True),
        fact("hp", "pair", "yes_no"),
        fact("hw", "pair", "word", GRADES),
        fact("hs", "pair", "set", ("x", "y")),
        fact("hk", "pair", "number", low=0, high=4, none=True),
    )
}
POLICY: dict[str, tuple[FactType, Value]] = {
    "limit": (fact("limit", "policy", "number", low=-9, high=9), 2),
    "colours": (fact("colours", "policy", "words", COLOURS), frozenset(("red", "green"))),
}
NAMES = {**FACTS, **{name: kind for name, (kind, _) in POLICY.items()}}

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_JOIN: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_LEVEL = {"or": 1, "and": 2, "not": 3, "compare": 4, "words": 4, "in": 4, "+": 5, "-": 5, "*": 6}


@cache  # making a strategy costs more than drawing from it
def conditions(yes_no: tuple[str, ...], numbers: tuple[str, ...], leaves: int = 5) -> Trees:
    """Conditions over these names, and over the words and sets of the small dictionary."""
    return _grown(_simple(yes_no, numbers, amounts(yes_no, numbers)), leaves)


@cache
def amounts(yes_no: tuple[str, ...], numbers: tuple[str, ...], leaves: int = 3) -> Trees:
    """Number-valued trees."""
    fixed = st.tuples(st.just("number"), st.integers(-2, 5))
    name = st.tuples(st.just("name"), st.sampled_from(numbers))
    part = st.tuples(st.just("name"), st.sampled_from(yes_no)) | _wordy()
    one = st.tuples(st.just("one"), part)
    count = st.tuples(st.just("count"), st.lists(part, min_size=1, max_size=3).map(tuple))
    size = st.tuples(st.just("size"), st.sampled_from(("s", "hs")))

    def joined(inner: Trees) -> Trees:
        arithmetic = st.tuples(st.sampled_from(("+", "-", "*")), inner, inner)
        total = st.tuples(st.just("sum"), st.lists(inner, min_size=1, max_size=3).map(tuple))
        return arithmetic | total

    return st.recursive(name | name | fixed | one | count | size, joined, max_leaves=leaves)


@cache
def _wordy() -> Trees:
    grade = st.sampled_from(GRADES)
    grades = st.lists(grade, min_size=1, max_size=2, unique=True).map(tuple)
    graded = st.sampled_from(("w", "hw"))
    colour = st.sampled_from(COLOURS)
    member = st.lists(st.sampled_from(("a", "b", "c")), min_size=1, max_size=2, unique=True)
    same = st.sampled_from(("==", "!="))
    return st.one_of(
        st.tuples(st.just("words"), same, graded, grade),
        st.tuples(st.just("words"), same, st.just("v"), colour),
        st.tuples(st.just("words"), same, st.just("w"), st.just(("name", "hw"))),
        st.tuples(st.just("in"), graded, grades, st.booleans()),
        st.tuples(st.just("in"), st.just("v"), st.just("colours"), st.booleans()),
        st.tuples(
            st.just("in"), st.tuples(st.just("word"), colour), st.just("colours"), st.booleans()
        ),
        st.tuples(st.just("has"), st.just("s"), member.map(tuple)),
        st.tuples(st.just("has"), st.just("hs"), st.just(("y",))),
        st.tuples(st.just("some"), st.sampled_from(("s", "hs"))),
    )


def _simple(yes_no: tuple[str, ...], numbers: tuple[str, ...], number: Trees) -> Trees:
    name = st.tuples(st.just("name"), st.sampled_from(yes_no))
    op = st.sampled_from(tuple(_COMPARE))
    compare = st.tuples(st.just("compare"), op, number, number)
    not_fixed = compare.filter(lambda one: one[2][0] != "number" or one[3][0] != "number")
    fixed = st.tuples(st.just("number"), st.integers(-1, 5))
    amount = st.tuples(st.just("name"), st.sampled_from(numbers))
    plain = st.tuples(st.just("compare"), op, amount, fixed | amount)  # most of what a pack has
    # sampled first: an "or" of strategies would weigh each sort by how many forms it has
    sorts = {"name": name, "plain": plain, "reckoned": not_fixed, "wordy": _wordy()}
    often = ("name", "plain", "plain", "plain", "reckoned", "wordy", "wordy")
    return st.sampled_from(often).flatmap(lambda sort: sorts[sort])


def _grown(simple: Trees, leaves: int) -> Trees:
    def joined(inner: Trees) -> Trees:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return (
            st.tuples(st.just("not"), inner)
            | st.tuples(st.just("and"), parts)
            | st.tuples(st.just("or"), parts)
        )

    return st.recursive(simple, joined, max_leaves=leaves)


def written(tree: Tree, *, loose: bool = False) -> str:
    """The text of a tree; `loose` puts brackets where none are needed."""
    kind = tree[0]

    def part(inner: Tree, level: int) -> str:
        text = written(inner, loose=loose)
        return f"({text})" if loose or _LEVEL.get(inner[0], 9) < level else text

    match kind:
        case "name" | "number":
            return str(tree[1])
        case "and" | "or":
            return f" {kind} ".join(part(one, _LEVEL[kind] + 1) for one in tree[1])
        case "not":
            return f"not {part(tree[1], 3)}"
        case "compare":
            return f"{part(tree[2], 5)} {tree[1]} {part(tree[3], 5)}"
        case "words":
            right = tree[3][1] if isinstance(tree[3], tuple) else repr(tree[3])
            return f"{tree[2]} {tree[1]} {right}"
        case "in":
            left = repr(tree[1][1]) if isinstance(tree[1], tuple) else tree[1]
            right = str(list(tree[2])) if isinstance(tree[2], tuple) else tree[2]
            return f"{left} {'not in' if tree[3] else 'in'} {right}"
        case "has":
            return f"has({', '.join([tree[1], *map(repr, tree[2])])})"
        case "some" | "size":
            return f"{kind}({tree[1]})"
        case "one":
            return f"one({written(tree[1], loose=loose)})"
        case "count" | "sum":
            return f"{kind}({', '.join(written(one, loose=loose) for one in tree[1])})"
        case _:
            return f"{part(tree[1], _LEVEL[kind])} {kind} {part(tree[2], _LEVEL[kind] + 1)}"


def holds(tree: Tree, facts: Mapping[str, Any]) -> bool:
    """Whether the condition holds of facts that are all known. Nothing compared is never so."""
    match tree[0]:
        case "name":
            return bool(facts[tree[1]])
        case "not":
            return not holds(tree[1], facts)
        case "and":
            return all(holds(one, facts) for one in tree[1])
        case "or":
            return any(holds(one, facts) for one in tree[1])
        case "compare":
            left, right = amount(tree[2], facts), amount(tree[3], facts)
            return left is not None and right is not None and _COMPARE[tree[1]](left, right)
        case "words":
            left = facts[tree[2]]
            right = facts[tree[3][1]] if isinstance(tree[3], tuple) else tree[3]
            there = NOTHING not in (left, right)
            return there and (left == right) is (tree[1] == "==")
        case "in":
            word = tree[1][1] if isinstance(tree[1], tuple) else facts[tree[1]]
            among = tree[2] if isinstance(tree[2], tuple) else facts[tree[2]]
            return word is not NOTHING and (word in among) is not tree[3]
        case "has":
            return any(word in facts[tree[1]] for word in tree[2])
        case _:
            return len(facts[tree[1]]) > 0


def amount(tree: Tree, facts: Mapping[str, Any]) -> int | None:
    """The number, or None where anything that it is reckoned from is nothing."""
    match tree[0]:
        case "number":
            return int(tree[1])
        case "name":
            return None if facts[tree[1]] is NOTHING else int(facts[tree[1]])
        case "size":
            return len(facts[tree[1]])
        case "one":
            return int(holds(tree[1], facts))
        case "count":
            return sum(holds(one, facts) for one in tree[1])
        case "sum":
            found = [amount(one, facts) for one in tree[1]]
            return None if None in found else sum(one for one in found if one is not None)
        case _:
            left, right = amount(tree[1], facts), amount(tree[2], facts)
            return None if left is None or right is None else _JOIN[tree[0]](left, right)


def seeded(seed: int | str) -> random.Random:
    """Chance that can be had again: many draws from one number that hypothesis gives."""
    return random.Random(seed)  # noqa: S311  # nothing is kept secret with it


def subsets(words: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every set of some of these words."""
    for size in range(len(words) + 1):
        yield from map(frozenset, itertools.combinations(words, size))


def could_read(kind: FactType, value: Value = None) -> tuple[Value, ...]:
    """Everything that a fact could turn out to read, given what is known of it."""
    if isinstance(value, PartialSet):
        left = sorted(value.maybe - value.sure)
        return tuple(value.sure | more for more in subsets(left))
    if value is not None:
        return (value,)
    nothing: tuple[Value, ...] = (NOTHING,) if kind.none else ()
    if kind.kind == "yes_no":
        return (True, False)
    if kind.kind == "set":
        return tuple(subsets(kind.values))
    if kind.kind == "number":
        return (*range(kind.low, kind.high + 1), *nothing)
    return (*kind.values, *nothing)


def partly_known(kind: FactType) -> st.SearchStrategy[Value]:
    """What may be known of a fact: all, nothing, or of a set a part."""
    return _PARTLY[kind.name]


def _partly(kind: FactType) -> st.SearchStrategy[Value]:
    known = could_read(kind)
    parts: list[Value] = [None for _ in range(2 * len(known))]  # more often open than known
    if kind.kind == "set":
        every = list(subsets(kind.values))
        parts += [PartialSet(sure, maybe) for sure in every for maybe in every if sure < maybe]
    return st.sampled_from((*known, *parts))


_PARTLY = {name: _partly(kind) for name, kind in FACTS.items()}

"""A typed tree in, a fast three-valued function out.

A compiled condition takes the list of values by slot and answers True, False or None (not known):
Kleene's logic. Numbers are carried as (low, high, may_be_nothing), or None for certainly nothing.
The common shapes (a fact alone, a fact against a constant) have closures of their own: they are
most of what a pack evaluates.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ppitui.core.conditions import nodes as n
from ppitui.core.facts import FactType
from ppitui.core.values import NOTHING, PartialSet, Range, Truth, Value

Env: TypeAlias = list[Any]  # values by slot; the closures narrow them, and they are hot
Compiled: TypeAlias = Callable[[Env], Truth]
Interval: TypeAlias = tuple[int, int, bool] | None
Numeric: TypeAlias = Callable[[Env], Interval]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Slots:
    """Where each name lies in the list of values, and what it may read."""

    index: Mapping[str, int]
    types: Mapping[str, FactType]

    def of(self, node: n.Node) -> tuple[int, FactType]:
        """Slot and type of a name node; raises TypeError for any other, which parsing keeps out."""
        if not isinstance(node, n.Name):
            raise TypeError(f"{type(node).__name__} is not a name")
        return self.index[node.name], self.types[node.name]


def compile_condition(node: n.Node, slots: Slots) -> Compiled:
    """The condition as a function of the list of values."""
    match node:
        case n.Name():
            index, _ = slots.of(node)
            return operator.itemgetter(index)
        case n.Not(of):
            return _not(compile_condition(of, slots))
        case n.All(parts):
            return _all(tuple(compile_condition(part, slots) for part in parts))
        case n.Any(parts):
            return _any(tuple(compile_condition(part, slots) for part in parts))
        case n.Compare():
            return _compare(node, slots)
        case n.Member():
            return _member(node, slots)
        case n.Call("has", (whole, *words)):
            return _has(slots.of(whole), frozenset(w.value for w in words if isinstance(w, n.Word)))
        case n.Call("some", (whole,)):
            index, kind = slots.of(whole)
            return _has((index, kind), frozenset(kind.values))
        case _:
            raise TypeError(f"{type(node).__name__} is not a condition")


def compile_number(node: n.Node, slots: Slots) -> Numeric:
    """A number-valued tree as a function of the list of values."""
    match node:
        case n.Number(value):
            fixed = (value, value, False)
            return lambda _env: fixed
        case n.Name():
            return _number_slot(*slots.of(node))
        case n.Arithmetic(op, left, right):
            return _arithmetic(op, compile_number(left, slots), compile_number(right, slots))
        case n.Call("one", (part,)):
            return _count((compile_condition(part, slots),))
        case n.Call("count", parts):
            return _count(tuple(compile_condition(part, slots) for part in parts))
        case n.Call("sum", parts):
            total = compile_number(parts[0], slots)
            for part in parts[1:]:
                total = _arithmetic("+", total, compile_number(part, slots))
            return total
        case n.Call("size", (whole,)):
            return _size(*slots.of(whole))
        case _:
            raise TypeError(f"{type(node).__name__} is not a number")


def as_value(interval: Interval) -> Value:
    """An interval as the value that a derived number reads."""
    if interval is None:
        return NOTHING
    low, high, nothing = interval
    return low if low == high and not nothing else Range(low, high, nothing)


def _not(of: Compiled) -> Compiled:
    def negation(env: Env) -> Truth:
        truth = of(env)
        return None if truth is None else not truth

    return negation


def _all(parts: tuple[Compiled, ...]) -> Compiled:
    def conjunction(env: Env) -> Truth:
        truth: Truth = True
        for part in parts:
            one = part(env)
            if one is False:
                return False
            if one is None:
                truth = None
        return truth

    return conjunction


def _any(parts: tuple[Compiled, ...]) -> Compiled:
    def disjunction(env: Env) -> Truth:
        truth: Truth = False
        for part in parts:
            one = part(env)
            if one is True:
                return True
            if one is None:
                truth = None
        return truth

    return disjunction


def _compare(node: n.Compare, slots: Slots) -> Compiled:
    left, right, op = node.left, node.right, node.op
    if _is_word(left, slots):
        return _compare_words(op, left, right, slots)
    if isinstance(left, n.Number):
        left, right, op = right, left, _MIRRORED[op]
    intervals = _compare_intervals(op, compile_number(left, slots), compile_number(right, slots))
    if not isinstance(left, n.Name):
        return intervals
    compare, index = _COMPARE[op], slots.of(left)[0]
    if isinstance(right, n.Number):
        constant = right.value

        def against_constant(env: Env) -> Truth:
            value = env[index]
            return compare(value, constant) if type(value) is int else intervals(env)

        return against_constant
    if not isinstance(right, n.Name):
        return intervals
    other = slots.of(right)[0]

    def against_name(env: Env) -> Truth:
        value, bound = env[index], env[other]
        if type(value) is int and type(bound) is int:
            return compare(value, bound)
        return intervals(env)

    return against_name


def _is_word(node: n.Node, slots: Slots) -> bool:
    return isinstance(node, n.Word) or (
        isinstance(node, n.Name) and slots.of(node)[1].kind == "word"
    )


def _compare_words(op: str, left: n.Node, right: n.Node, slots: Slots) -> Compiled:
    if isinstance(left, n.Word):
        left, right = right, left
    index = slots.of(left)[0]
    same = op == "=="
    if isinstance(right, n.Word):
        constant = right.value

        def word_is(env: Env) -> Truth:
            value = env[index]
            if value is None:
                return None
            return value == constant if same else value != constant and value is not NOTHING

        return word_is
    other = slots.of(right)[0]

    def words_are(env: Env) -> Truth:
        value, second = env[index], env[other]
        if value is NOTHING or second is NOTHING:
            return False
        if value is None or second is None:
            return None
        return bool(value == second) is same

    return words_are


def _compare_intervals(op: str, left: Numeric, right: Numeric) -> Compiled:
    if op in (">", ">="):
        return _compare_intervals(_MIRRORED[op], right, left)
    surely = _SURELY[op]
    never = _NEVER[op]

    def compared(env: Env) -> Truth:
        first, second = left(env), right(env)
        if first is None or second is None or never(first, second):
            return False  # every comparison with nothing is false
        if first[2] or second[2]:
            return None
        return True if surely(first, second) else None

    return compared


def _apart(a: tuple[int, int, bool], b: tuple[int, int, bool]) -> bool:
    return a[1] < b[0] or b[1] < a[0]


def _same(a: tuple[int, int, bool], b: tuple[int, int, bool]) -> bool:
    return a[0] == a[1] == b[0] == b[1]


_SURELY: Mapping[str, Callable[[tuple[int, int, bool], tuple[int, int, bool]], bool]] = {
    "<": lambda a, b: a[1] < b[0],
    "<=": lambda a, b: a[1] <= b[0],
    "==": _same,
    "!=": _apart,
}
_NEVER: Mapping[str, Callable[[tuple[int, int, bool], tuple[int, int, bool]], bool]] = {
    "<": lambda a, b: a[0] >= b[1],
    "<=": lambda a, b: a[0] > b[1],
    "==": _apart,
    "!=": _same,
}


def _number_slot(index: int, kind: FactType) -> Numeric:
    unknown = (kind.low, kind.high, kind.none)

    def number(env: Env) -> Interval:
        value = env[index]
        if type(value) is int:
            return value, value, False
        if value is None:
            return unknown
        if value is NOTHING:
            return None
        return value.low, value.high, value.nothing

    return number


def _arithmetic(op: str, left: Numeric, right: Numeric) -> Numeric:
    def joined(env: Env) -> Interval:
        a, b = left(env), right(env)
        if a is None or b is None:
            return None
        nothing = a[2] or b[2]
        if op == "+":
            return a[0] + b[0], a[1] + b[1], nothing
        if op == "-":
            return a[0] - b[1], a[1] - b[0], nothing
        corners = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
        return min(corners), max(corners), nothing

    return joined


def _count(parts: tuple[Compiled, ...]) -> Numeric:
    def counted(env: Env) -> Interval:
        low = high = 0
        for part in parts:
            truth = part(env)
            if truth is not False:
                high += 1
                if truth:
                    low += 1
        return low, high, False

    return counted


def _size(index: int, kind: FactType) -> Numeric:
    most = (0, len(kind.values), False)

    def sized(env: Env) -> Interval:
        value = env[index]
        if value is None:
            return most
        if value is NOTHING:
            return 0, 0, False
        if isinstance(value, PartialSet):
            return len(value.sure), len(value.maybe), False
        return len(value), len(value), False

    return sized


def _has(slot: tuple[int, FactType], words: frozenset[str]) -> Compiled:
    index = slot[0]

    def holds(env: Env) -> Truth:
        value = env[index]
        if type(value) is frozenset:
            return not words.isdisjoint(value)
        if value is None:
            return None
        if value is NOTHING:
            return False
        if not words.isdisjoint(value.sure):
            return True
        return False if words.isdisjoint(value.maybe) else None

    return holds


def _member(node: n.Member, slots: Slots) -> Compiled:
    wanted = not node.negated
    if isinstance(node.word, n.Word):
        word = node.word.value
        index = slots.of(node.among)[0]

        def listed(env: Env) -> Truth:
            among = env[index]
            return None if among is None else (word in among) is wanted

        return listed
    index = slots.of(node.word)[0]
    if isinstance(node.among, n.Words):
        fixed = frozenset(node.among.values)

        def one_of(env: Env) -> Truth:
            value = env[index]
            if value is None:
                return None
            return value is not NOTHING and (value in fixed) is wanted

        return one_of
    other = slots.of(node.among)[0]

    def one_of_list(env: Env) -> Truth:
        value, among = env[index], env[other]
        if value is NOTHING:
            return False
        if value is None or among is None:
            return None
        return (value in among) is wanted

    return one_of_list

"""Facts and conditions as formulas.

A fact is a value and whether it is known; a condition is a pair of formulas, certainly true and certainly
false, and not known is neither. That is Kleene's logic as `core.conditions.compiling` evaluates it, so that a
proof covers every case that is not fully known as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import z3

from ppitui.core.conditions import nodes as n
from ppitui.core.facts import FactType, when_nobody_harmed
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING
from ppitui.prove.logic import NO, YES, Formula, constant, every, opposite, some, where

_ZERO, _ONE = z3.IntVal(0), z3.IntVal(1)
_MIRRORED = {">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Pair:
    """A condition: the formula under which it is certainly so, and the one under which it certainly is not."""

    yes: Formula
    no: Formula


@dataclass(frozen=True, slots=True)
class Word:
    """A word: whether it is known, whether it reads none, and the formula under which it is a given word."""

    known: Formula
    nothing: Formula
    is_: Callable[[str], Formula]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as its bounds; it may read none, or certainly does."""

    low: Formula
    high: Formula
    maybe: Formula
    none: Formula


def fixed(truth: bool) -> Pair:
    """A condition that is known."""
    return Pair(YES, NO) if truth else Pair(NO, YES)


@dataclass
class World:
    """The facts of one invented case as unknowns; `limits` says what each may read at all."""

    rules: Ruleset
    complete: bool = False
    limits: list[Formula] = field(default_factory=list)
    known: dict[tuple[str, str], list[Formula]] = field(default_factory=dict)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)

    def key(self, name: str, about: str) -> tuple[str, str]:
        """Pair facts are each person's own; the others are the same in every run."""
        return name, about if self.rules.types[name].scope == "pair" else ""

    def flag(self, key: tuple[str, str], label: str = "") -> Formula:
        """Whether this is known."""
        if self.complete:
            self.known.setdefault(key, [])
            return YES
        known = z3.Bool(f"known {key[0]}/{key[1]}{label}")
        self.known.setdefault(key, []).append(known)
        return known

    def fact(self, name: str, about: str) -> Any:
        """The unknowns of one fact: a Pair, a Word, a Number, or Pairs by member of a set."""
        key = self.key(name, about)
        if key not in self.values:
            self.values[key] = self._make(self.rules.types[name], key)
        return self.values[key]

    def _make(self, kind: FactType, key: tuple[str, str]) -> Any:
        label = f"{key[0]}/{key[1]}"
        if kind.kind == "set":
            return {word: self._truth(key, f"{label} {word}") for word in kind.values}
        if kind.kind == "yes_no":
            return self._truth(key, label)
        none = NO
        if kind.none or (kind.scope == "pair" and when_nobody_harmed(kind) is NOTHING):
            none = z3.Bool(f"none {label}")
        known, value = self.flag(key), z3.Int(label)
        if kind.kind == "word":
            self.limits += [value >= 0, value < len(kind.values)]
            place = {word: at for at, word in enumerate(kind.values)}
            there = every(known, opposite(none))
            return Word(known, every(known, none), lambda word: every(there, value == place[word]))
        self.limits += [value >= kind.low, value <= kind.high]
        return Number(
            where(known, value, kind.low),
            where(known, value, kind.high),
            every(opposite(known), constant(kind.none)),
            every(known, none),
        )

    def _truth(self, key: tuple[str, str], label: str) -> Pair:
        known, value = self.flag(key, label), z3.Bool(label)
        return Pair(every(known, value), every(known, opposite(value)))


@dataclass
class Person:
    """One run of the rules: the conditions as they stand for one person harmed ("" for nobody).

    `statuses` are words that only a promise reads.
    """

    world: World
    about: str
    statuses: Mapping[str, Word] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    def reading(self, statuses: Mapping[str, Word]) -> Person:
        """The same run, for a condition that reads statuses too."""
        return Person(self.world, self.about, statuses, self._kept)

    def truth(self, node: n.Node) -> Pair:
        """The condition as a pair."""
        match node:
            case n.Name(name):
                return self._named(name)
            case n.Not(of):
                pair = self.truth(of)
                return Pair(pair.no, pair.yes)
            case n.All(parts):
                pairs = [self.truth(part) for part in parts]
                return Pair(every(*[p.yes for p in pairs]), some(*[p.no for p in pairs]))
            case n.Any(parts):
                return either([self.truth(part) for part in parts])
            case n.Compare():
                return self._compare(node)
            case n.Member():
                return self._member(node)
            case n.Call("has", (n.Name(name), *words)):
                return either([self._set(name)[w.value] for w in words if isinstance(w, n.Word)])
            case n.Call("some", (n.Name(name),)):
                return either(list(self._set(name).values()))
            case _:
                raise TypeError(f"{type(node).__name__} is not a condition")

    def _kind(self, name: str) -> FactType:
        return self.world.rules.types[name]

    def _named(self, name: str) -> Pair:
        if name not in self._kept:
            rules = self.world.rules
            if name in rules.derived:
                self._kept[name] = self.truth(rules.derived[name][1])
            elif name in rules.policy:
                self._kept[name] = fixed(rules.policy[name][1] is True)
            elif self._absent(name):
                self._kept[name] = fixed(False)
            else:
                self._kept[name] = self.world.fact(name, self.about)
        pair: Pair = self._kept[name]
        return pair

    def _absent(self, name: str) -> bool:
        return not self.about and self._kind(name).scope == "pair"

    def _set(self, name: str) -> Mapping[str, Pair]:
        if self._absent(name):
            return {word: fixed(False) for word in self._kind(name).values}
        members: Mapping[str, Pair] = self.world.fact(name, self.about)
        return members

    def word(self, name: str) -> Word:
        """A word fact, or a status."""
        if name in self.statuses:
            return self.statuses[name]
        if self._absent(name):
            reads = when_nobody_harmed(self._kind(name))
            nothing = reads is NOTHING
            return Word(YES, constant(nothing), lambda word: constant(word == reads))
        word: Word = self.world.fact(name, self.about)
        return word

    def number(self, node: n.Node) -> Number:
        """A number-valued tree as bounds."""
        match node:
            case n.Number(value):
                return _exactly(z3.IntVal(value))
            case n.Name(name):
                return self._named_number(name)
            case n.Arithmetic(op, left, right):
                return _joined(op, self.number(left), self.number(right))
            case n.Call("one" | "count", parts):
                return _counted([self.truth(part) for part in parts])
            case n.Call("sum", parts):
                total = self.number(parts[0])
                for part in parts[1:]:
                    total = _joined("+", total, self.number(part))
                return total
            case n.Call("size", (n.Name(name),)):
                return _counted(list(self._set(name).values()))
            case _:
                raise TypeError(f"{type(node).__name__} is not a number")

    def _named_number(self, name: str) -> Number:
        rules = self.world.rules
        if name in rules.policy:
            return _exactly(z3.IntVal(rules.policy[name][1]))
        if name in rules.derived:
            key = f"number {name}"
            if key not in self._kept:
                self._kept[key] = self.number(rules.derived[name][1])
            derived: Number = self._kept[key]
            return derived
        if self._absent(name):
            return Number(_ZERO, _ZERO, NO, YES)
        number: Number = self.world.fact(name, self.about)
        return number

    def _compare(self, node: n.Compare) -> Pair:
        if self._is_word(node.left):
            return self._compare_words(node)
        left, right, op = self.number(node.left), self.number(node.right), node.op
        if op in _MIRRORED:
            left, right, op = right, left, _MIRRORED[op]
        surely, never = _bounds(op, left, right)
        no = some(left.none, right.none, never)
        yes = every(surely, opposite(some(no, left.maybe, right.maybe)))
        return Pair(yes, no)

    def _is_word(self, node: n.Node) -> bool:
        if isinstance(node, n.Name):
            return node.name in self.statuses or self._kind(node.name).kind == "word"
        return isinstance(node, n.Word)

    def _compare_words(self, node: n.Compare) -> Pair:
        left, right = node.left, node.right
        if isinstance(left, n.Word):
            left, right = right, left
        if not isinstance(left, n.Name):
            raise TypeError("two fixed words are not compared")
        word = self.word(left.name)
        if isinstance(right, n.Word):
            return _reads(word, word.is_(right.value), negated=node.op == "!=")
        if not isinstance(right, n.Name):
            raise TypeError(f"{type(right).__name__} is not a word")
        other = self.word(right.name)
        among = set(self._values(left.name)) & set(self._values(right.name))
        same = some(*[every(word.is_(one), other.is_(one)) for one in sorted(among)])
        nothing = some(word.nothing, other.nothing)
        known = every(word.known, other.known)
        alike = same if node.op == "==" else opposite(same)
        no = some(nothing, every(known, opposite(alike)))
        return Pair(every(known, opposite(nothing), alike), no)

    def _values(self, name: str) -> tuple[str, ...]:
        return self._kind(name).values

    def _member(self, node: n.Member) -> Pair:
        match node.among:
            case n.Words(values):
                among = frozenset(values)
            case n.Name(name) if name in self.world.rules.policy:
                among = frozenset(self.world.rules.policy[name][1])  # type: ignore[arg-type]  # parsing saw a list
            case _:
                raise TypeError(f"{type(node.among).__name__} is not a list")
        if isinstance(node.word, n.Word):
            return fixed((node.word.value in among) is not node.negated)
        if not isinstance(node.word, n.Name):
            raise TypeError(f"{type(node.word).__name__} is not a word")
        word = self.word(node.word.name)
        values = STATUS_WORDS if node.word.name in self.statuses else self._values(node.word.name)
        listed = some(*[word.is_(one) for one in values if one in among])
        return _reads(word, listed, negated=node.negated)


STATUS_WORDS = ("recommend", "consider", "held", "excluded", "not_indicated", "open")


def either(pairs: Sequence[Pair]) -> Pair:
    """Kleene's or."""
    return Pair(some(*[p.yes for p in pairs]), every(*[p.no for p in pairs]))


def _reads(word: Word, so: Formula, *, negated: bool) -> Pair:
    """A word tested: none is never so, and never otherwise either."""
    yes = every(word.known, opposite(word.nothing), opposite(so) if negated else so)
    return Pair(yes, every(word.known, opposite(yes)))


def _exactly(value: Formula) -> Number:
    return Number(value, value, NO, NO)


def _counted(pairs: Sequence[Pair]) -> Number:
    return Number(
        z3.Sum([where(p.yes, _ONE, _ZERO) for p in pairs]),
        z3.Sum([where(p.no, _ZERO, _ONE) for p in pairs]),
        NO,
        NO,
    )


def _joined(op: str, a: Number, b: Number) -> Number:
    maybe, none = some(a.maybe, b.maybe), some(a.none, b.none)
    if op == "+":
        return Number(a.low + b.low, a.high + b.high, maybe, none)
    if op == "-":
        return Number(a.low - b.high, a.high - b.low, maybe, none)
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    low = high = corners[0]
    for one in corners[1:]:
        low, high = where(one < low, one, low), where(one > high, one, high)
    return Number(low, high, maybe, none)


def _bounds(op: str, a: Number, b: Number) -> tuple[Formula, Formula]:
    """When the comparison surely holds, and when it never does, of numbers that are there."""
    apart = some(a.high < b.low, b.high < a.low)
    same = every(a.low == a.high, b.low == b.high, a.low == b.low)
    return {
        "<": (a.high < b.low, a.low >= b.high),
        "<=": (a.high <= b.low, a.low > b.high),
        "==": (same, apart),
        "!=": (apart, same),
    }[op]

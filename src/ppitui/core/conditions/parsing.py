"""Text of a condition in, typed tree out, with every fault and its column."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from ppitui.core.conditions import nodes as n
from ppitui.core.facts import FactType, expected_words, nearest
from ppitui.core.text import shown

_MAX_CHARS = 2000
_MAX_DEPTH = 40
_COMPARE = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_FUNCTIONS = ("has", "some", "one", "size", "count", "sum")
_ALLOWED = (
    "and, or, not, comparisons, in, + - *, numbers, words, lists, names and"
    " has some one size count sum"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a condition, and at which character (from 0)."""

    offset: int
    message: str
    name: str = ""  # the name that nobody knows, where that is what is wrong


@dataclass(frozen=True, slots=True)
class _Typed:
    node: n.Node
    kind: str  # yes_no, number, word, set, words, wrong
    values: tuple[str, ...] = ()
    literal: bool = False


_WRONG = _Typed(n.Word(""), "wrong")


def _unquoted(text: str) -> str:
    """The same with a dot for each character of a quoted word."""
    return _QUOTED.sub(lambda word: "." * len(word[0]), text)


def parse(
    text: str, names: Mapping[str, FactType], expected: str = "yes_no"
) -> tuple[n.Node | None, list[Fault]]:
    """The typed tree of a condition over `names`, or every fault that it has.

    `expected` is what the whole must be: "yes_no", or "any" for a derived name that may also be a
    number.
    """
    if len(text) > _MAX_CHARS:
        return None, [Fault(0, f"a condition may have at most {_MAX_CHARS} characters")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on odd literals; none of them passes
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None)  # from 1; 0 where the text ends too soon
        at = len(text) if column == 0 else min(column or 1, len(text) + 1) - 1
        if one := _ONE_EQUALS.search(_unquoted(text)):
            return None, [
                Fault(one.start(), "one = stands alone; == asks whether two are the same")
            ]
        return None, [Fault(at, "this is not a condition; it cannot be read from here on")]
    comment = _unquoted(text).find("#")
    if comment >= 0:
        return None, [Fault(comment, "nothing after # would be read; a condition has no comments")]
    reader = _Reader(names, text)
    typed = reader.read(tree, 0)
    if typed.kind not in ("yes_no", "wrong") and not (expected == "any" and typed.kind == "number"):
        reader.fault(tree, f"a condition must be yes or no, this is a {_called(typed.kind)}")
    return (None if reader.faults else typed.node), reader.faults


def _called(kind: str) -> str:
    return {"yes_no": "yes or no", "words": "list of words"}.get(kind, kind)


class _Reader:
    def __init__(self, names: Mapping[str, FactType], text: str) -> None:
        self.names = names
        self.raw = text.encode("utf-8", "replace")
        self.faults: list[Fault] = []

    def fault(self, at: ast.AST, message: str, name: str = "") -> _Typed:
        before = self.raw[: getattr(at, "col_offset", 0)]  # Python counts bytes, people characters
        self.faults.append(Fault(len(before.decode("utf-8", "replace")), message, name))
        return _WRONG

    def read(self, at: ast.expr, depth: int) -> _Typed:
        if depth > _MAX_DEPTH:
            return self.fault(at, "nested too deeply; split it into derived names")
        match at:
            case ast.BoolOp():
                return self._bool(at, depth)
            case ast.UnaryOp(op=ast.Not()):
                of = self._expect(at.operand, "yes_no", depth)
                return _Typed(n.Not(of.node), "yes_no")
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if (
                type(number) is int  # True is an int too
            ):
                return _Typed(n.Number(-number), "number", literal=True)
            case ast.Compare():
                return self._compare(at, depth)
            case ast.BinOp():
                return self._arithmetic(at, depth)
            case ast.Constant():
                return self._constant(at)
            case ast.List() | ast.Tuple():
                return self._words(at)
            case ast.Name() | ast.Attribute():
                return self._name(at)
            case ast.Call():
                return self._call(at, depth)
            case _:
                return self.fault(at, f"this is not part of the language, which has {_ALLOWED}")

    def _expect(self, at: ast.expr, kind: str, depth: int) -> _Typed:
        typed = self.read(at, depth + 1)
        if typed.kind not in (kind, "wrong"):
            return self.fault(at, f"expected a {_called(kind)} here, found a {_called(typed.kind)}")
        return typed

    def _bool(self, at: ast.BoolOp, depth: int) -> _Typed:
        parts = tuple(self._expect(part, "yes_no", depth).node for part in at.values)
        whole = n.All(parts) if isinstance(at.op, ast.And) else n.Any(parts)
        return _Typed(whole, "yes_no")

    def _constant(self, at: ast.Constant) -> _Typed:
        if isinstance(at.value, bool) or at.value is None:
            return self.fault(at, "write the fact itself, or `not` and the fact, not a truth value")
        if isinstance(at.value, int):
            return _Typed(n.Number(at.value), "number", literal=True)
        if isinstance(at.value, str):
            return _Typed(n.Word(at.value), "word", literal=True)
        return self.fault(at, "only whole numbers and quoted words may stand here")

    def _words(self, at: ast.List | ast.Tuple) -> _Typed:
        words: list[str] = []
        for part in at.elts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                words.append(part.value)
            else:
                self.fault(part, "a list may hold only quoted words")
        if not at.elts:
            return self.fault(at, "an empty list matches nothing; name at least one word")
        return _Typed(n.Words(tuple(words)), "words", literal=True)

    def _name(self, at: ast.Name | ast.Attribute) -> _Typed:
        name = _dotted(at)
        if name is None:
            return self.fault(at, "only plain dotted names may stand here")
        if name in ("true", "false", "yes", "no"):
            return self.fault(at, f"'{name}' is not a name; write the fact itself, or `not` and it")
        known = self.names.get(name)
        if known is None:
            words = f"no fact or name is called {shown(name)}"
            if any(name in kind.values for kind in self.names.values()):
                return self.fault(at, f"{words}; the word stands in quotes: '{name}'", name)
            return self.fault(at, f"{words}{nearest(name, tuple(self.names))}", name)
        if known.kind in ("date", "numbers"):
            return self.fault(at, f"'{name}' is a {known.kind} and cannot be read by a condition")
        return _Typed(n.Name(name), known.kind, known.values)

    def _compare(self, at: ast.Compare, depth: int) -> _Typed:
        if len(at.ops) > 1:
            return self.fault(at, "compare two things at a time; join comparisons with `and`")
        op, left_at, right_at = at.ops[0], at.left, at.comparators[0]
        if isinstance(op, (ast.In, ast.NotIn)):
            return self._member(at, left_at, right_at, isinstance(op, ast.NotIn), depth)
        symbol = _COMPARE.get(type(op))
        if symbol is None:
            return self.fault(at, "use == or != in place of `is`")
        left, right = self.read(left_at, depth + 1), self.read(right_at, depth + 1)
        if "wrong" in (left.kind, right.kind):
            return _WRONG
        if left.literal and right.literal:
            return self.fault(at, "both sides are fixed; name the fact that is compared")
        if left.kind != right.kind or left.kind not in ("number", "word"):
            return self.fault(
                right_at,
                f"a {_called(left.kind)} cannot be compared with a {_called(right.kind)}",
            )
        if left.kind == "word":
            if symbol not in ("==", "!="):
                return self.fault(at, "words can be compared only with == or !=")
            self._known_word(left_at, left, right)
            self._known_word(right_at, right, left)
        return _Typed(n.Compare(symbol, left.node, right.node), "yes_no")

    def _known_word(self, at: ast.AST, literal: _Typed, other: _Typed) -> None:
        if literal.literal and other.values:
            words = literal.node.values if isinstance(literal.node, n.Words) else ()
            if isinstance(literal.node, n.Word):
                words = (literal.node.value,)
            for word in words:
                if word not in other.values:
                    near = nearest(word, other.values)
                    self.fault(
                        at,
                        f"{shown(word)} is never read here; {expected_words(other.values)}{near}",
                    )

    def _member(
        self, at: ast.Compare, word_at: ast.expr, list_at: ast.expr, negated: bool, depth: int
    ) -> _Typed:
        word, among = self._expect(word_at, "word", depth), self._expect(list_at, "words", depth)
        if "wrong" in (word.kind, among.kind):
            return _WRONG
        if word.literal and among.literal:
            return self.fault(at, "both sides are fixed; name the fact that is compared")
        self._known_word(list_at, among, word)
        self._known_word(word_at, word, among)
        return _Typed(n.Member(word.node, among.node, negated), "yes_no")

    def _arithmetic(self, at: ast.BinOp, depth: int) -> _Typed:
        symbol = _ARITHMETIC.get(type(at.op))
        if symbol is None:
            return self.fault(at, "only + - and * may join numbers")
        left = self._expect(at.left, "number", depth)
        right = self._expect(at.right, "number", depth)
        return _Typed(n.Arithmetic(symbol, left.node, right.node), "number")

    def _call(self, at: ast.Call, depth: int) -> _Typed:
        function = at.func.id if isinstance(at.func, ast.Name) else ""
        if function not in _FUNCTIONS:
            near = nearest(function, _FUNCTIONS)
            return self.fault(
                at, f"there is no such function; there are {', '.join(_FUNCTIONS)}{near}"
            )
        if at.keywords or not at.args:
            return self.fault(at, f"{function} takes plain arguments, at least one")
        if function == "has":
            return self._has(at, depth)
        if function not in ("count", "sum") and len(at.args) > 1:
            return self.fault(at, f"{function} takes one argument")
        wanted = {"some": "set", "size": "set", "one": "yes_no", "count": "yes_no", "sum": "number"}
        args = tuple(self._expect(arg, wanted[function], depth).node for arg in at.args)
        return _Typed(n.Call(function, args), "yes_no" if function == "some" else "number")

    def _has(self, at: ast.Call, depth: int) -> _Typed:
        whole = self._expect(at.args[0], "set", depth)
        words = [self._expect(arg, "word", depth) for arg in at.args[1:]]
        if not words:
            return self.fault(at, "has needs the set and at least one word")
        for word_at, word in zip(at.args[1:], words, strict=True):
            if not word.literal and word.kind != "wrong":
                self.fault(word_at, "has takes quoted words after the set")
            self._known_word(word_at, word, whole)
        return _Typed(n.Call("has", (whole.node, *(word.node for word in words))), "yes_no")


def _dotted(at: ast.expr) -> str | None:
    parts: list[str] = []
    while isinstance(at, ast.Attribute):  # a loop: a thousand dots would be a thousand calls
        parts.append(at.attr)
        at = at.value
    return ".".join([at.id, *reversed(parts)]) if isinstance(at, ast.Name) else None

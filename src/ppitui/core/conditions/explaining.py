"""A condition in plain English, and what of it is still not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ppitui.core.conditions import nodes as n
from ppitui.core.facts import FactType

_WORDS = {
    "==": "is",
    "!=": "is anything but",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_JOINS = {"+": "plus", "-": "minus", "*": "times"}


def in_english(
    node: n.Node, types: Mapping[str, FactType], called: Callable[[str], str] | None = None
) -> str:
    """The condition as a sentence part. `called` may name a thing in other words than its meaning."""
    return _Teller(types, called or (lambda name: types[name].means)).tell(node)


class _Teller:
    def __init__(self, types: Mapping[str, FactType], called: Callable[[str], str]) -> None:
        self.types = types
        self.called = called

    def tell(self, node: n.Node) -> str:
        match node:
            case n.Name(name):
                return self.called(name)
            case n.Number(value):
                return str(value)
            case n.Not(of):
                return f"it is not so that {self._grouped(of)}"
            case n.All(parts):
                return " and ".join(self._grouped(part) for part in parts)
            case n.Any(parts):
                return " or ".join(self._grouped(part) for part in parts)
            case n.Compare(op, left, right):
                return f"{self.tell(left)} {_WORDS[op]} {self._word(right, left)}"
            case n.Member(word, among, negated):
                isnt = "is not one of" if negated else "is one of"
                return f"{self._word(word, among)} {isnt} {self._word(among, word)}"
            case n.Arithmetic(op, left, right):
                return f"{self._grouped(left)} {_JOINS[op]} {self._grouped(right)}"
            case n.Call():
                return self._call(node)
            case _:
                return self._word(node, node)

    def _grouped(self, node: n.Node) -> str:
        text = self.tell(node)
        return f"({text})" if isinstance(node, (n.Any, n.All, n.Arithmetic)) else text

    def _word(self, node: n.Node, beside: n.Node) -> str:
        says = self.types[beside.name].says if isinstance(beside, n.Name) else {}
        if isinstance(node, n.Word):
            return says.get(node.value, node.value.replace("_", " "))
        if isinstance(node, n.Words):
            return ", ".join(says.get(word, word.replace("_", " ")) for word in node.values)
        return self.tell(node)

    def _call(self, node: n.Call) -> str:
        if node.function == "has":
            whole, *words = node.args
            said = " or ".join(self._word(word, whole) for word in words)
            return f"{self.tell(whole)}: {said}"
        said = ", ".join(self._grouped(arg) for arg in node.args)
        heads = {
            "some": "there is any of",
            "one": "one if",
            "size": "how many there are of",
            "count": "how many hold of",
            "sum": "the sum of",
        }
        return f"{heads[node.function]} {said}"


def open_parts(
    node: n.Node,
    truth: Callable[[n.Node], bool | None],
    is_open: Callable[[str], bool],
    derived: Mapping[str, n.Node],
) -> frozenset[str]:
    """The facts not known on which this condition, itself not known, still hangs.

    A part that is settled is passed by: nothing in it can matter until something else does.
    """
    match node:
        case n.Not(of):
            return open_parts(of, truth, is_open, derived)
        case n.All(parts) | n.Any(parts):
            waiting = [part for part in parts if truth(part) is None]
            return frozenset().union(*(open_parts(p, truth, is_open, derived) for p in waiting))
        case n.Name(name):
            if name in derived:
                return open_parts(derived[name], truth, is_open, derived)
            return frozenset((name,)) if is_open(name) else frozenset()
        case _:
            inner = (open_parts(part, truth, is_open, derived) for part in n.children(node))
            return frozenset().union(*inner)


def grounds(
    node: n.Node, truth: Callable[[n.Node], bool | None], derived: Mapping[str, n.Node]
) -> tuple[str, ...]:
    """The facts that make this condition so (or not so), in the order in which they are read.

    Only what carries the result is named: of an `or` that holds, the parts that hold. Facts still not known carry
    nothing and are left out.
    """
    return tuple(dict.fromkeys(_carrying(node, truth, derived)))


def _carrying(
    node: n.Node, truth: Callable[[n.Node], bool | None], derived: Mapping[str, n.Node]
) -> list[str]:
    match node:
        case n.Not(of):
            return _carrying(of, truth, derived)
        case n.All(parts) | n.Any(parts):
            whole = truth(node)
            told = [part for part in parts if truth(part) is whole]
            return [name for part in told for name in _carrying(part, truth, derived)]
        case n.Name(name):
            return _carrying(derived[name], truth, derived) if name in derived else [name]
        case _:
            return [name for part in n.children(node) for name in _carrying(part, truth, derived)]

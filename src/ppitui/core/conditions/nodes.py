"""The tree of a condition after it has been read and type-checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a derived name, a policy value or an answer, by its dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """A list of quoted words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    of: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds (`and`)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds (`or`)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers or two words compared; `op` is one of == != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Member:
    """A word is one of a list (`in`), or is not (`negated`)."""

    word: Node
    among: Node
    negated: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One of the closed set of functions: has some one size count sum."""

    function: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers joined by + - or *."""

    op: str
    left: Node
    right: Node


Node: TypeAlias = (
    Name | Number | Word | Words | Not | All | Any | Compare | Member | Call | Arithmetic
)


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, left to right."""
    match node:
        case Not(of):
            return (of,)
        case All(parts) | Any(parts):
            return parts
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Member(word, among, _):
            return (word, among)
        case Call(_, args):
            return args
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it."""
    yield node
    for part in children(node):
        yield from walk(part)


def names_in(node: Node) -> frozenset[str]:
    """Every name that the condition reads itself (derived names are not followed)."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Name))

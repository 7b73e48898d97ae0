"""A composed letter as plain blocks: what the forms that are no text are built from.

The Markdown is the letter. Everything here is text that is shown as it stands: no block holds a
mark, a command or a link, so that nothing a person typed can act in Word or in a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from ppitui.letters.formats import tree

# Word's format is XML, which holds none of these; `visible` lets none of them into a letter either.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False
    italic: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A heading (level 1 to 6), a paragraph, or an item of a list."""

    kind: Literal["heading", "paragraph", "bullet", "number"]
    runs: Runs
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the words of its head, then its rows."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the page."""


Block: TypeAlias = Words | Table | Line


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown letter, in order."""
    return tuple(_blocks(tree(text).children))


def _blocks(nodes: list[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Words("heading", _runs(node), int(node.tag[1:]))
        elif node.type in ("bullet_list", "ordered_list"):
            yield from _items(node)
        elif node.type == "table":
            yield _table(node)
        elif node.type == "hr":
            yield Line()
        elif node.type == "blockquote":
            yield from _blocks(node.children)
        else:
            yield Words("paragraph", _runs(node))


def _items(node: SyntaxTreeNode) -> Iterator[Block]:
    kind: Literal["bullet", "number"] = "number" if node.type == "ordered_list" else "bullet"
    for item in node.children:
        for at, inner in enumerate(_blocks(item.children)):
            if at == 0 and isinstance(inner, Words):
                yield Words(kind, inner.runs)
            else:
                yield inner


def _table(node: SyntaxTreeNode) -> Table:
    head, *bodies = node.children
    cells = tuple(_runs(cell) for row in head.children for cell in row.children)
    rows = tuple(
        tuple(_runs(cell) for cell in row.children) for body in bodies for row in body.children
    )
    return Table(cells, rows)


def _runs(node: SyntaxTreeNode) -> Runs:
    return tuple(_flat(node))


def _flat(node: SyntaxTreeNode) -> Iterator[Run]:
    if node.type == "inline":
        yield from _styled((node.token.children or []) if node.token else [])
        return
    for child in node.children:
        yield from _flat(child)


def _styled(tokens: list[Token]) -> Iterator[Run]:
    bold = italic = 0
    for token in tokens:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        if text:
            yield Run(_NOT_XML.sub("\ufffd", text), bold > 0, italic > 0)

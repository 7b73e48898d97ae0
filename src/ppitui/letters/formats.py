"""One letter in the forms of text in which it leaves: Markdown, plain text, HTML."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from ppitui.core.text import shown, visible
from ppitui.errors import WrongCall
from ppitui.letters.matter import Letter, Matter
from ppitui.letters.render import marking_line, specimen_lines

TEXTS: Final = ("md", "txt", "html")
FORMATS: Final = (*TEXTS, "docx", "pdf")
_WIDTH: Final = 78
# A letter needs none of these, and each is a way for text to act instead of being read.
_OFF: Final = (
    *("image", "link", "autolink", "html_inline", "html_block", "reference"),
    *("code", "fence", "lheading", "backticks"),
)


def formatted(text: str, form: str, letter: Letter, matter: Matter) -> str:
    """A composed letter in one of TEXTS. Raises WrongCall for any other, naming those there are.

    None says more than another; the Markdown is the letter. `files` makes all of FORMATS.
    """
    writer = _WRITERS.get(form)
    if writer is None:
        raise no_format(form, TEXTS)
    return writer(text, letter, matter)


def no_format(form: str, among: Iterable[str] = FORMATS) -> WrongCall:
    """What is said of a format that there is none of."""
    return WrongCall(f"There is no format {shown(form)}. There are: {', '.join(among)}.")


def tree(text: str) -> SyntaxTreeNode:
    """A Markdown letter as the tree that every form is written from."""
    return SyntaxTreeNode(_parser().parse(text))


def parts(text: str, letter: Letter, matter: Matter) -> tuple[str, str, str]:
    """The line above a specimen, the letter without its markings, and the line below a specimen."""
    above, below = specimen_lines(matter)
    marking = marking_line(letter)
    inner = text.strip().removeprefix(above).removesuffix(below).strip()
    return above, inner.removeprefix(marking).removesuffix(marking).strip(), below


def title(letter: Letter, matter: Matter) -> str:
    """What a document is called: its letter and its case, and no person."""
    return visible(f"{letter.title}, {matter.case.reference}")


def plain(text: str) -> str:
    """The words of a Markdown letter without its marks: one paragraph, list item or cell a line."""
    lines: list[str] = []
    for token in _parser().parse(text):
        if token.type == "inline":
            lines.extend(_words(token.children or []).split("\n"))
    return "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False}
    return MarkdownIt("commonmark", options).enable("table").disable(list(_OFF))


def _words(tokens: list[Token]) -> str:
    ends = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(ends.get(token.type, token.content) for token in tokens)


def _markdown(text: str, _letter: Letter, _matter: Matter) -> str:
    return text


# Text


def _text(text: str, _letter: Letter, _matter: Matter) -> str:
    return "\n\n".join(_blocks(tree(text).children, _WIDTH)) + "\n"


def _blocks(nodes: list[SyntaxTreeNode], width: int) -> Iterator[str]:
    for node in nodes:
        if node.type == "heading":
            yield _heading(node, width)
        elif node.type in ("bullet_list", "ordered_list"):
            yield _list(node, width)
        elif node.type == "table":
            yield _table(node, width)
        elif node.type == "blockquote":
            inner = "\n\n".join(_blocks(node.children, width - 2))
            yield textwrap.indent(inner, "  ")
        elif node.type == "hr":
            yield "-" * width
        else:
            yield _wrapped(_inline(node), width)


def _inline(node: SyntaxTreeNode) -> str:
    if node.type == "inline":
        return _words(node.token.children or []) if node.token else ""
    return "".join(_inline(child) for child in node.children)


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> str:
    return "\n".join(
        textwrap.fill(
            line,
            width,
            initial_indent=first if at == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for at, line in enumerate(text.split("\n"))
    )


def _heading(node: SyntaxTreeNode, width: int) -> str:
    words = _wrapped(_inline(node), width)
    mark = {"h1": "=", "h2": "-"}.get(node.tag, "~")
    return words + "\n" + mark * max(len(line) for line in words.split("\n"))


def _list(node: SyntaxTreeNode, width: int) -> str:
    items: list[str] = []
    for at, item in enumerate(node.children, start=1):
        mark = f"{at}. " if node.type == "ordered_list" else "- "
        inner = "\n".join(_blocks(item.children, width - len(mark)))
        hung = textwrap.indent(inner, " " * len(mark))
        items.append(mark + hung[len(mark) :])
    return "\n".join(items)


def _table(node: SyntaxTreeNode, width: int) -> str:
    """Each row as `label: value`, then what the other columns say: no row needs a wide page."""
    head, *bodies = node.children
    labels = [_inline(cell) for row in head.children for cell in row.children]
    rows = [[_inline(cell) for cell in row.children] for body in bodies for row in body.children]
    return "\n".join(_row(labels, row, width) for row in rows)


def _row(labels: list[str], cells: list[str], width: int) -> str:
    more = (f"{label.lower()}: {cell}" for label, cell in zip(labels[2:], cells[2:], strict=True))
    return _wrapped("; ".join((": ".join(cells[:2]), *more)), width, rest="  ")


# HTML

_STYLE: Final = """
:root { color-scheme: light; }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem; color: #1b1b1b; background: #fff;
  font: 1rem/1.5 Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.5rem 0 .75rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 1.75rem 0 .5rem; border-bottom: 1px solid #888; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border: 1px solid #999; }
th { background: #eee; }
p, li, td, th { overflow-wrap: anywhere; }
.marking { text-align: center; font-weight: bold; letter-spacing: .05em; margin: 0; }
.specimen { text-align: center; font-weight: bold; border: 2px solid #1b1b1b; padding: .5rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  h1, h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  th { background: none; }
}
""".strip()
# The marking and the number of the page, on each page that a browser prints.
_PAGE: Final = """
@page {{ size: A4; margin: 20mm 18mm;
  @top-center {{ content: "{marking}"; font: bold 10pt Arial, sans-serif; }}
  @bottom-center {{ content: "{marking}"; font: bold 10pt Arial, sans-serif; }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages);
    font: 9pt Arial, sans-serif; }}
}}
""".strip()
_DOCUMENT: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
{page}
</style>
</head>
<body>
<header>
{top}</header>
<main>
{main}</main>
<footer>
{bottom}</footer>
</body>
</html>
"""


def _html(text: str, letter: Letter, matter: Matter) -> str:
    """A whole document. Its title names the letter and the case, and no person."""
    above, inner, below = parts(text, letter, matter)
    marked = f'<p class="marking">{html.escape(letter.marking)}</p>\n'
    return _DOCUMENT.format(
        title=html.escape(title(letter, matter)),
        style=_STYLE,
        page=_PAGE.format(marking=letter.marking),
        top=_specimen(above) + marked,
        main=str(_parser().render(inner + "\n")),
        bottom=marked + _specimen(below),
    )


def _specimen(line: str) -> str:
    return f'<p class="specimen">{html.escape(plain(line))}</p>\n' if line else ""


_WRITERS: Final[dict[str, Callable[[str, Letter, Matter], str]]] = {
    "md": _markdown,
    "txt": _text,
    "html": _html,
}

"""The small language of letters, checked on the tree: what may be said, which names may be read.

Text, `{{ name.part }}`, three filters, `if`, `for` over a list of the case, `include` of a partial.
Nothing that could run long, write much or reach past the names that the letter's head lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes as n
from jinja2.exceptions import TemplateSyntaxError

from ppitui.core.facts import nearest
from ppitui.core.findings import Finding, Place
from ppitui.core.text import refusal, shown
from ppitui.letters.environment import FILTERS, TESTS, environment
from ppitui.letters.shapes import TEXT, ListOf, Shape

MAX_SOURCE = 50_000
_MAX_NESTED_LOOPS = 3
_MAX_INCLUDED = 5
_MOST_INCLUDES = 100

_SPOKEN = {
    "Assign": "set",
    "AssignBlock": "set",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "import",
    "ScopedEvalContextModifier": "autoescape",
    "CondExpr": "if inside {{ }}",
    "Concat": "~",
    "Mul": "*",
    "Pow": "**",
    "Call": "a call",
    "Slice": "a slice",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One template file: its text with the line numbers of the file, and its tree once parsed."""

    name: str
    text: str
    tree: n.Template | None = None

    def place(self, line: int, word: str = "") -> Place:
        """The place of a word on a line, or of the line where the word is not on it."""
        lines = self.text.split("\n")
        at = lines[line - 1] if 0 < line <= len(lines) else ""
        column = at.find(word) + 1 if word else 0
        if not column:
            column = max(at.find("{"), 0) + 1
        return Place(f"templates/{self.name}", line, column, at[:200] if column <= 200 else "")


def parsed(name: str, text: str) -> tuple[Source, list[Finding]]:
    """A template file with its tree, or every reason why it cannot be read."""
    source = Source(name, text)
    why = refusal(text, max_chars=MAX_SOURCE, multiline=True)
    if why:
        words = f"this template {why}"
        return source, [Finding("HIDDEN_CHARACTER", source.place(_bad_line(text)), words)]
    try:
        return Source(name, text, environment({}).parse(text)), []
    except TemplateSyntaxError as error:
        message = f"this is not a template: {error.message}"
        return source, [Finding("TEMPLATE", source.place(error.lineno), message, _MEND)]
    except RecursionError:
        return source, [Finding("TEMPLATE", source.place(1), "this is nested too deeply")]


_MEND = "Look for a missing {% endif %} or {% endfor %}, or a brace that is not closed."


def _bad_line(text: str) -> int:
    lines = text.split("\n")
    bad = (at for at, line in enumerate(lines, start=1) if refusal(line, max_chars=MAX_SOURCE))
    return next(bad, 1)


@dataclass(slots=True)
class Checker:
    """Checks one letter with everything that it includes, against the names that it may read.

    `known` are all names that any letter could read, `open` those of this audience, `listed` those
    of its head. `used` collects what is read.
    """

    audience: str
    known: Mapping[str, object]
    open: Mapping[str, Shape]
    listed: frozenset[str]
    closed: Mapping[str, frozenset[str]]
    partials: Mapping[str, Source]
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    includes: int = 0

    def check(self, source: Source) -> None:
        """Walk the tree of a letter and of every partial that it includes."""
        _Walker(self, source, {}, (source.name,), 0).body(source.tree.body if source.tree else [])
        self.findings = list(dict.fromkeys(self.findings))


class _Walker:
    """One file, seen from the place at which it is included."""

    def __init__(
        self,
        checker: Checker,
        source: Source,
        scope: Mapping[str, Shape],
        path: tuple[str, ...],
        loops: int,
    ) -> None:
        self.checker = checker
        self.source = source
        self.scope = scope
        self.path = path
        self.loops = loops

    def fault(self, id: str, node: n.Node, message: str, word: str = "", mend: str = "") -> None:
        place = self.source.place(_line(node), word)
        self.checker.findings.append(Finding(id, place, message, mend))

    def body(self, statements: list[n.Node]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: n.Node) -> None:
        match node:
            case n.Output():
                for child in node.nodes:
                    self.output(child)
            case n.If():
                self.condition(node.test)
                self.body(node.body)
                for other in node.elif_:
                    self.statement(other)
                self.body(node.else_)
            case n.For():
                self.loop(node)
            case n.Include():
                self.include(node)
            case _:
                self.refuse(node)

    def refuse(self, node: n.Node) -> None:
        kind = type(node).__name__
        said = _SPOKEN.get(kind, kind.lower())
        words = f"`{said}` is not part of the language of letters"
        self.fault("NOT_ALLOWED", node, words, mend=_LANGUAGE)

    def output(self, node: n.Node) -> None:
        if isinstance(node, n.TemplateData):
            return
        shape = self.read(node)
        if shape is not None and shape != TEXT:
            what = "a list: loop over it, or use join" if isinstance(shape, ListOf) else "in parts"
            self.fault("NOT_TEXT", node, f"this is {what}")

    def condition(self, node: n.Node) -> None:
        match node:
            case n.And() | n.Or():
                self.condition(node.left)
                self.condition(node.right)
            case n.Not():
                self.condition(node.node)
            case n.Compare():
                self.condition(node.expr)
                for operand in node.ops:
                    self.condition(operand.expr)
            case n.Test():
                self.named(node, node.name, TESTS, "test")
                self.plain_arguments(node)
                self.read(node.node)
            case _:
                self.read(node)

    def read(self, node: n.Node) -> Shape | None:
        """What an expression gives; None where that is already found to be wrong."""
        match node:
            case n.Const():
                return TEXT
            case n.Name():
                return self.name(node)
            case n.Getattr():
                return self.part(node, node.node, node.attr)
            case n.Getitem(arg=n.Const(value=str(key))):
                return self.part(node, node.node, key)
            case n.Filter():
                return self.filter(node)
            case _:
                self.refuse(node)
                return None

    def name(self, node: n.Name) -> Shape | None:
        checker, name = self.checker, node.name
        if name in self.scope:
            return self.scope[name]
        if name in checker.listed and name in checker.open:
            checker.used.add(name)
            return checker.open[name]
        if name in checker.open:
            words = f"{shown(name)} is not among the `fields` of the letter's head"
            self.fault("NOT_LISTED", node, words, name, "Add it there, if the letter needs it.")
        elif name in checker.known:
            words = f"a letter to this audience ({checker.audience}) may not read {shown(name)}"
            self.fault("AUDIENCE", node, words, name)
        else:
            near = nearest(name, (*checker.open, *self.scope))
            self.fault("UNKNOWN_NAME", node, f"there is no field {shown(name)}{near}", name)
        return None

    def part(self, node: n.Node, whole: n.Node, key: str) -> Shape | None:
        shape = self.read(whole)
        if shape is None:
            return None
        if isinstance(shape, Mapping) and key in shape:
            return shape[key]
        said = whole.name if isinstance(whole, n.Name) else "this"
        if isinstance(shape, Mapping) and key in self.checker.closed.get(said, ()):
            words = f"{said}: a letter to this audience ({self.checker.audience}) may not read"
            self.fault("AUDIENCE", node, f"{words} {shown(key)}", key)
        elif isinstance(shape, Mapping):
            near = nearest(key, tuple(shape))
            self.fault("UNKNOWN_NAME", node, f"{said} has no part {shown(key)}{near}", key)
        else:
            self.fault("UNKNOWN_NAME", node, f"{said} has no parts, so no {shown(key)}", key)
        return None

    def filter(self, node: n.Filter) -> Shape | None:
        self.plain_arguments(node)
        if not self.named(node, node.name, FILTERS, "filter") or node.node is None:
            return None
        shape = self.read(node.node)
        wanted: Shape = TEXT if node.name == "sentence" else ListOf(TEXT)
        fits = isinstance(shape, ListOf) if node.name == "length" else shape == wanted
        if shape is not None and not fits:
            what = "text" if node.name == "sentence" else "a list"
            self.fault("NOT_TEXT", node, f"`{node.name}` works on {what} only", node.name)
        return TEXT

    def named(self, node: n.Node, name: str, among: Mapping[str, object], what: str) -> bool:
        if name in among:
            return True
        words = f"there is no {what} {shown(name)} in the language of letters"
        mend = "Known: " + ", ".join(among) + "."
        self.fault("NOT_ALLOWED", node, words + nearest(name, tuple(among)), name, mend)
        return False

    def plain_arguments(self, node: n.Filter | n.Test) -> None:
        rest = [*node.args, *node.kwargs, node.dyn_args, node.dyn_kwargs]
        for argument in filter(None, rest):
            if not (isinstance(argument, n.Const) and isinstance(argument.value, str)):
                self.fault("NOT_ALLOWED", node, f"`{node.name}` takes nothing here but quoted text")

    def loop(self, node: n.For) -> None:
        shape = self.read(node.iter)
        if shape is not None and not isinstance(shape, ListOf):
            self.fault("NOT_A_LIST", node, "only a list of the case can be looped over")
        if node.recursive:
            self.fault("NOT_ALLOWED", node, "a loop may not call itself", "recursive")
        if self.loops >= _MAX_NESTED_LOOPS:
            words = f"loops may stand {_MAX_NESTED_LOOPS} deep and no deeper, partials counted"
            self.fault("TOO_DEEP", node, words)
            return
        if not isinstance(node.target, n.Name) or node.target.name in self.checker.known:
            words = "a loop takes one new name, which is no field's"
            self.fault("NOT_ALLOWED", node, words)
        if not isinstance(shape, ListOf) or not isinstance(node.target, n.Name):
            return
        scope = {**self.scope, node.target.name: shape.of}
        inner = _Walker(self.checker, self.source, scope, self.path, self.loops + 1)
        if node.test:
            inner.condition(node.test)
        inner.body(node.body)
        self.body(node.else_)

    def include(self, node: n.Include) -> None:
        match node.template:
            case n.Const(value=str(name)):
                pass
            case _:
                self.fault("NOT_ALLOWED", node, "an include names one partial, in quotes")
                return
        if node.ignore_missing or not node.with_context:
            self.fault("NOT_ALLOWED", node, "an include takes no further words", name)
        partial = self.checker.partials.get(name)
        if partial is None:
            near = nearest(name, tuple(self.checker.partials))
            self.fault("UNKNOWN_NAME", node, f"there is no partial {shown(name)}{near}", name)
        elif name in self.path or len(self.path) > _MAX_INCLUDED:
            self.fault("TOO_DEEP", node, "partials include one another without end", name)
        elif self.checker.includes >= _MOST_INCLUDES:
            self.fault(
                "TOO_DEEP", node, f"a letter includes {_MOST_INCLUDES} partials at most", name
            )
        elif partial.tree:
            self.checker.includes += 1
            path = (*self.path, name)
            inner = _Walker(self.checker, partial, self.scope, path, self.loops)
            inner.body(partial.tree.body)


def _line(node: n.Node) -> int:
    """The line of a node; of the first thing in it where the parser gave it none."""
    inner = (one.lineno for one in node.find_all(n.Node) if one.lineno)
    return node.lineno or next(inner, 1)


_LANGUAGE = (
    "Letters know {{ name.part }}, the filters "
    + ", ".join(FILTERS)
    + ", {% if %}, {% for one in list %} and {% include 'partials/...' %}."
)


def fixed_texts(tree: n.Template) -> Iterator[str]:
    """The fixed text of a template, without what it includes."""
    return (found.data for found in tree.find_all(n.TemplateData))


def ends_of(source: Source) -> tuple[str, str]:
    """The partials that a template begins and ends with; empty where it does otherwise."""
    body = [node for node in (source.tree.body if source.tree else []) if not _is_blank(node)]
    return (_included(body[0]), _included(body[-1])) if body else ("", "")


def _is_blank(node: n.Node) -> bool:
    return isinstance(node, n.Output) and all(
        isinstance(one, n.TemplateData) and not one.data.strip() for one in node.nodes
    )


def _included(node: n.Node) -> str:
    match node:
        case n.Include(template=n.Const(value=str(name))):
            return name
        case _:
            return ""

"""A letter cut into the pieces that follow one another, each with the names that it reads.

Whether one letter reads otherwise under two packs is told from the pieces that read what differs. The others are the
same on both sides, whatever they say, and need not be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Any, TypeAlias

from jinja2 import Template
from jinja2 import nodes as n

from ppitui.core.decide.results import Result
from ppitui.core.steps import Survey
from ppitui.letters.casework import View, one_answer
from ppitui.letters.catalogue import Catalogue
from ppitui.letters.context import FIELDS
from ppitui.letters.environment import LetterEnvironment
from ppitui.letters.matter import Letter, Matter, is_child
from ppitui.letters.render import tidied

# A field and the part of it that is read; WHOLE for all of it.
Read: TypeAlias = tuple[str, str]
WHOLE = "*"
# What a letter prints of the statuses of routes and of the rules that fired.
OF_THE_RESULT = frozenset(
    ("standing", "reasons", "against", "other_routes", "all_routes", "actions")
)
_TABLES = frozenset(("evidence", "looked_for", "gaps"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Fixed text, or a value, condition or loop with all that it reads (each part also as its whole field)."""

    text: str
    reads: frozenset[Read]
    template: Template | None = None


class Cutter:
    """Cuts the checked letters of one catalogue; what two letters include is the same piece in both."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.environment: LetterEnvironment = catalogue.environment
        self._known: dict[str, tuple[Piece, ...]] = {}

    def cut(self, name: str) -> tuple[Piece, ...]:
        """The pieces of a letter or partial, by its file: written one after another they are the letter."""
        if name not in self._known:
            self._known[name] = tuple(self._pieces(name))
        return self._known[name]

    def _pieces(self, name: str) -> Iterator[Piece]:
        for node in self._tree(name).body:
            match node:
                case n.Include(template=n.Const(value=str(partial))):
                    yield from self.cut(partial)
                case n.Output(nodes=parts):
                    for part in parts:
                        yield self._piece(n.Output([part], lineno=part.lineno), part)
                case _:
                    yield self._piece(node, node)

    def _tree(self, name: str) -> n.Template:
        loader = self.environment.loader
        if loader is None:
            raise RuntimeError("letters are written from the sources of a pack")
        return self.environment.parse(loader.get_source(self.environment, name)[0], name)

    def _piece(self, node: n.Node, part: n.Node) -> Piece:
        if isinstance(part, n.TemplateData):
            return Piece(part.data, frozenset())
        tree = n.Template([node], lineno=1)
        tree.set_environment(self.environment)
        code = self.environment.compile(tree)
        read = {name for one in self._reads(node, frozenset()) for name in (one, (one[0], WHOLE))}
        return Piece("", frozenset(read), Template.from_code(self.environment, code, {}))

    def _reads(self, node: n.Node, loops: frozenset[str]) -> Iterator[Read]:
        """Every field that is read under a node, by part where one is named; a loop's own name is no field."""
        match node:
            case n.Name(name=name):
                yield from () if name in loops else ((name, WHOLE),)
            case n.Getattr(node=n.Name(name=name), attr=part) if name not in loops:
                yield name, part
            case n.Getitem(node=n.Name(name=name), arg=n.Const(value=str(part))) if (
                name not in loops
            ):
                yield name, part
            case n.For(target=n.Name(name=name)):
                yield from self._reads(node.iter, loops)
                inner = loops | {name}
                for one in (*node.body, *((node.test,) if node.test else ())):
                    yield from self._reads(one, inner)
                for one in node.else_:
                    yield from self._reads(one, loops)
            case n.Include(template=n.Const(value=str(partial))):
                yield from self._reads(self._tree(partial), loops)
            case _:
                for one in node.iter_child_nodes():
                    yield from self._reads(one, loops)


class Written:
    """The pieces of one letter about one matter, written when asked for.

    One survey serves all letters of a case, and so does `shared`: the long tables, which many of them hold. `matter`
    need hold no result; `decide` gives it where a piece prints something of that.
    """

    def __init__(
        self,
        letter: Letter,
        matter: Matter,
        survey: Survey,
        shared: dict[object, Any],
        decide: Callable[[], Result],
    ) -> None:
        self._view = View(letter, matter)
        self._view.survey = survey
        self._shared = shared
        self._decide = decide
        self._known: dict[int, dict[str, Any]] = {}

    def text(self, piece: Piece) -> str:
        """The piece as it stands in the letter, before blank lines are tidied."""
        if piece.template is None:
            return piece.text
        if not {field for field, _ in piece.reads} <= _TABLES:
            return self._rendered(piece)
        return self._once(id(piece), lambda: self._rendered(piece))  # type: ignore[no-any-return]  # as put there

    def values(self, piece: Piece) -> dict[str, Any]:
        """All that the piece reads."""
        found = self._known.get(id(piece))
        if found is None:
            fields = {field for field, _ in piece.reads}
            found = self._known[id(piece)] = {one: self._value(one, piece) for one in fields}
        return found

    def _rendered(self, piece: Piece) -> str:
        if piece.template is None:
            return piece.text
        context = piece.template.new_context(self.values(piece))
        return "".join(piece.template.root_render_func(context))

    def _value(self, field: str, piece: Piece) -> object:
        parts = [part for name, part in piece.reads if name == field and part != WHOLE]
        if field == "facts" and parts:
            return {part: self._view.fact(part) for part in parts}
        if field == "answers" and parts:
            return {part: one_answer(self._view, part) for part in parts}
        if field in _TABLES:
            return self._once(field, lambda: FIELDS[field].build(self._view))
        return FIELDS[field].build(self._decided if field in OF_THE_RESULT else self._view)

    @cached_property
    def _decided(self) -> View:
        view = View(self._view.letter, replace(self._view.matter, result=self._decide()))
        view.survey = self._view.survey
        return view

    def _once(self, what: object, make: Callable[[], Any]) -> Any:
        """Made once for all letters to these readers: tables say less in a letter about a child."""
        key = what, self._view.letter.audience, self._child
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    @cached_property
    def _child(self) -> bool:
        return is_child(self._view.matter)


def otherwise(
    cut: tuple[Piece, ...], moved: frozenset[Read], before: Written, after: Written
) -> bool:
    """Whether a letter reads otherwise on two sides that differ in nothing but `moved`.

    Tidying takes away blanks alone. So the letter surely differs where the two texts of the first piece that does, each
    with the fixed text after it and without blanks, do not begin with one another. Where that is not so, both letters
    are written whole.
    """
    for at, piece in enumerate(cut):
        if piece.reads.isdisjoint(moved):
            continue
        if before.values(piece) == after.values(piece):
            continue
        texts = before.text(piece), after.text(piece)
        if texts[0] == texts[1]:
            continue
        fixed = "".join(
            one.text for one in takewhile(lambda one: one.template is None, cut[at + 1 :])
        )
        first, second = ("".join((text + fixed).split()) for text in texts)
        if not first.startswith(second) and not second.startswith(first):
            return True
        return _whole(cut, moved, before, after)
    return False


def _whole(cut: tuple[Piece, ...], moved: frozenset[Read], before: Written, after: Written) -> bool:
    sides: tuple[list[str], list[str]] = ([], [])
    for piece in cut:
        text = before.text(piece)
        sides[0].append(text)
        sides[1].append(text if piece.reads.isdisjoint(moved) else after.text(piece))
    return tidied("".join(sides[0])) != tidied("".join(sides[1]))

"""Which letters a draft would change for a stored case: those whose own text, or whose words of the pack, differ.

A route that comes or goes takes its letters along; that is told as the route's change, and not again here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ppitui.core.case import Case
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.facts import Facts
from ppitui.desk.posting import letters_of
from ppitui.errors import Refused
from ppitui.letters.catalogue import Catalogue
from ppitui.letters.matter import Letter, Matter
from ppitui.letters.render import LetterFault, compose
from ppitui.pack.difference import Change

_SENT = ("recommend", "consider")
_FACTS = frozenset(("facts", "pairs", "evidence", "looked_for", "gaps", "rfgv"))
_WHOLE = ("new", "taken out")
# The fields that print words of a pack, by the sort of definition; and how a change of those words begins.
_PRINTS: Mapping[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "fact": (_FACTS, ("means", "says")),
    "code": (frozenset(("against", "all_routes")), ("",)),
    "rule": (frozenset(("reasons",)), ("because", "source")),
    "action": (frozenset(("actions",)), ("says", "owner", "clock")),
    "question": (frozenset(("answers", "evidence")), ("choice", "basis", "source", *_WHOLE)),
}
# The same for what a letter prints of its own route alone, and of the others.
_OF_ITS_ROUTE = {"service": ("service",), "route": ("route", "offer")}
_OF_ANY_ROUTE = frozenset(("other_routes", "all_routes"))


class LetterChanges:
    """The letters that can differ between two packs; where only words of the pack do, written and compared."""

    def __init__(self, own: Pack, draft: Pack, changes: Sequence[Change]) -> None:
        self.own, self.draft = own, draft
        self._changes = changes
        self._sides: tuple[Catalogue, Catalogue] | None = None
        told = {one.sort for one in changes}
        self._any = bool(told & {"letter", *_PRINTS, *_OF_ITS_ROUTE})
        self._may: tuple[Letter, ...] | None = None

    def of(self, case: Case, was: Facts, will: Facts, today: date) -> Iterator[tuple[str, str]]:
        """The id of each letter that would read otherwise for this case, and how; from its facts under both packs."""
        if not self._any or case.submission is None:
            return
        own, draft = self._catalogues()
        handed_in = case.submission.result  # the routes of its own pack, on its own day
        sent = {route for status in _SENT for route in handed_in.get(status, ())}
        before = after = None
        for letter in self._candidates():
            if letter.route not in sent:
                continue
            new = draft.letters.get(letter.id)
            if new is None:
                yield letter.id, "taken out"
                continue
            if new != letter or own.partials != draft.partials:
                yield letter.id, "another text"
                continue
            before = before or decide(was, self.own.rules)
            after = after or decide(will, self.draft.rules)
            old = _written(letter, own, case, before, self.own, today)
            # the hash that a letter prints differs whatever is changed: it is no change of the letter
            pinned = replace(self.draft, hash=self.own.hash)
            same = replace(draft, pack=self.own.hash)
            if old != _written(new, same, case, after, pinned, today):
                yield letter.id, "reads otherwise"

    def _catalogues(self) -> tuple[Catalogue, Catalogue]:
        if self._sides is None:
            self._sides = _letters(self.own), _letters(self.draft)
        return self._sides

    def _candidates(self) -> tuple[Letter, ...]:
        if self._may is None:
            own, draft = self._catalogues()
            framed = own.partials != draft.partials
            self._may = tuple(
                one
                for one in own.letters.values()
                if framed or draft.letters.get(one.id) != one or self._prints(one)
            )
        return self._may

    def _prints(self, letter: Letter) -> bool:
        """Whether the letter prints words of the pack that differ."""
        named = frozenset(name.partition(".")[0] for name in letter.fields)
        for one in self._changes:
            fields, begins = _PRINTS.get(one.sort, (frozenset(), ()))
            if named & fields and one.words.startswith(begins):
                return True
            if one.id == letter.route and named & {*_OF_ITS_ROUTE.get(one.sort, ())}:
                return True
            if one.sort == "route" and named & _OF_ANY_ROUTE and one.words.startswith("name"):
                return True
        return False


def _letters(pack: Pack) -> Catalogue:
    try:
        return letters_of(pack)
    except Refused:  # a stored pack's letters were sound in their day; a draft's are told by check
        return Catalogue(pack.hash, {}, {})


def _written(
    letter: Letter, found: Catalogue, case: Case, result: Result, pack: Pack, today: date
) -> str | None:
    matter = Matter(
        case=case,
        facts=result.facts,
        result=result,
        pack=pack,
        route=letter.route,
        approval=case.decisions.get(letter.route),
        written_on=today,
        author="",
        reviewer="",
        head="",
    )
    try:
        return compose(letter, matter, found)
    except LetterFault:
        return None

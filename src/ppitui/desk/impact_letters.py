"""Which letters a draft would change for a stored case: those whose own text, or what they print, differ.

A route that comes or goes takes its letters along, and a status that moves is printed in many letters; that is told as
the route's change, and not again here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ppitui.core.case import Case
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Item, Pack
from ppitui.core.facts import Facts
from ppitui.core.rules import NOWHERE
from ppitui.core.steps import Survey
from ppitui.desk.posting import letters_of
from ppitui.errors import Refused
from ppitui.letters.catalogue import Catalogue
from ppitui.letters.matter import Letter, Matter, harmed_ids
from ppitui.letters.pieces import WHOLE, Cutter, Read, Written, otherwise
from ppitui.pack.difference import Change

_SENT = ("recommend", "consider")
_ROWS = ("evidence", "looked_for", "gaps")
_LISTED = ("other_routes", "all_routes")
# Beside facts, pairs and rows: the fields that print these facts in a place of their own.
_APART: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("age", "born", "sex", "safe_to_write"), ("assessed",)),
    "relationship": ("harmed", "harmed_ties"),
    "rfgv": ("rfgv",),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A stored case under both packs: what its answers settle, and on which day."""

    case: Case
    was: Survey
    will: Survey
    today: date


class LetterChanges:
    """The letters that can differ between two packs; where only what they print does, compared piece by piece."""

    def __init__(self, own: Pack, draft: Pack, changes: Sequence[Change]) -> None:
        self.own, self.draft = own, draft
        self._changes = changes
        self._printed: dict[str, frozenset[Read]] = {}
        self._reads: dict[str, frozenset[Read]] = {}

    def of(self, seen: Seen) -> Iterator[tuple[str, str]]:
        """The id of each letter that would read otherwise for this case, and how."""
        if seen.case.submission is None:
            return
        handed_in = seen.case.submission.result  # the routes of its own pack, on its own day
        sent = {route for status in _SENT for route in handed_in.get(status, ())}
        moved = frozenset(self._moved(seen)) if seen.was is not seen.will else frozenset()
        sides: tuple[_Side, _Side] | None = None
        for letter in self._letters[0].letters.values() if moved or self._may else ():
            if letter.route not in sent:
                continue
            how = self._texts.get(letter.id)
            if how is None:
                differs = moved | self._words(letter)
                if not differs:
                    continue
                sides = sides or (
                    _Side(seen, seen.was, self.own),
                    _Side(seen, seen.will, self.draft),
                )
                if not self._reads_otherwise(letter, differs, sides):
                    continue
                how = "reads otherwise"
            yield letter.id, how

    @cached_property
    def _letters(self) -> tuple[Catalogue, Catalogue]:
        return _letters(self.own), _letters(self.draft)

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self._letters[0])

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The letters whose own text differs, and how, whatever the case."""
        own, draft = self._letters
        if own.partials != draft.partials:
            known = draft.letters
            return {id: "another text" if id in known else "taken out" for id in own.letters}
        found = {}
        for id, letter in own.letters.items():
            new = draft.letters.get(id)
            if new != letter:
                found[id] = "another text" if new else "taken out"
        return found

    @cached_property
    def _may(self) -> bool:
        """Whether any letter can differ where the facts of a case do not."""
        if not self._changes:
            return False
        return bool(self._texts) or any(map(self._words, self._letters[0].letters.values()))

    def _words(self, letter: Letter) -> frozenset[Read]:
        """What this letter may print of words of the pack that differ."""
        found = self._printed.get(letter.id)
        if found is None:
            told = (
                read for one in self._changes for read in _prints(one, letter, self.own, self.draft)
            )
            found = self._printed[letter.id] = frozenset(told)
        return found

    def _moved(self, seen: Seen) -> Iterator[Read]:
        """What letters may print of the facts and answers of this case that differ."""
        was, will = seen.was, seen.will
        steps = (
            [(one.item.key, one.about, one.state) for one in side.steps] for side in (was, will)
        )
        if next(steps) != next(steps):
            yield "answers", WHOLE
        if was.sources != will.sources:
            yield "evidence", WHOLE
        for name, about in _differing(was.facts, will.facts):
            yield from _fact(name, pair=bool(about))

    def _reads_otherwise(
        self, letter: Letter, differs: frozenset[Read], sides: tuple[_Side, _Side]
    ) -> bool:
        cut = self._cutter.cut(letter.name)
        if letter.id not in self._reads:
            self._reads[letter.id] = frozenset(one for piece in cut for one in piece.reads)
        reads = self._reads[letter.id] & differs
        if not reads:
            return False
        return any(
            otherwise(cut, reads, *(one.written(letter, who) for one in sides))
            for who in sides[0].readers(letter)
        )


class _Side:
    """A case under one pack, as its letters are written."""

    def __init__(self, seen: Seen, survey: Survey, pack: Pack) -> None:
        self.seen, self.survey, self.pack = seen, survey, pack
        self._shared: dict[object, object] = {}
        self._result: Result | None = None
        self._undecided = Result((), (), (), survey.facts, pack.rules, ())

    def readers(self, letter: Letter) -> tuple[str, ...]:
        """Whom a letter is about: one to a person harmed is written for each of them."""
        return harmed_ids(self._matter(letter)) if letter.audience == "victim" else ("",)

    def written(self, letter: Letter, about: str) -> Written:
        """The letter, to be written piece by piece."""
        matter = self._matter(letter, about)
        return Written(letter, matter, self.survey, self._shared, self._decided)

    def _decided(self) -> Result:
        if self._result is None:
            self._result = decide(self.survey.facts, self.pack.rules)
        return self._result

    def _matter(self, letter: Letter, about: str = "") -> Matter:
        return Matter(
            case=self.seen.case,
            facts=self.survey.facts,
            result=self._undecided,
            pack=self.pack,
            route=letter.route,
            approval=self.seen.case.decisions.get(letter.route),
            written_on=self.seen.today,
            author="",
            reviewer="",
            head="",
            about=about,
        )


def _fact(name: str, *, pair: bool) -> Iterator[Read]:
    """Where letters may print a fact."""
    if pair:
        yield "pairs", WHOLE
    else:
        yield "facts", name
        yield from ((field, WHOLE) for field in _ROWS)
    yield from ((field, WHOLE) for field in _APART.get(name, ()))


def _prints(change: Change, letter: Letter, own: Pack, draft: Pack) -> Iterator[Read]:
    """What a letter may print of a definition that changed."""
    find = _OF_A_SORT.get(change.sort)
    if find is not None:
        yield from find(change.id, letter, own, draft)


def _of_fact(name: str, _letter: Letter, own: Pack, draft: Pack) -> Iterator[Read]:
    a, b = own.rules.facts.get(name), draft.rules.facts.get(name)
    if (
        a and b and a == replace(b, means=a.means)
    ):  # printed in rows alone, and there of no person harmed
        yield from () if a.scope == "pair" else ((field, WHOLE) for field in _ROWS)
        return
    for pair in (False, True):
        yield from _fact(name, pair=pair)


def _of_question(key: str, _letter: Letter, own: Pack, draft: Pack) -> Iterator[Read]:
    a, b = own.items.get(key), draft.items.get(key)
    if not (a and b and _printed(a) == _printed(b)):
        yield "answers", key
        yield "evidence", WHOLE


def _printed(item: Item) -> Item:
    """A question without what no letter prints; whether it was asked, and what it settled, is of the case."""
    options = tuple(replace(one, settles=(), tags=()) for one in item.options)
    unsaid = replace(item, ask="", why="", kept_because="", place=NOWHERE, options=options)
    return replace(unsaid, when=None, gate=None, otherwise=(), targets=())


def _of_route(id: str, letter: Letter, own: Pack, draft: Pack) -> Iterator[Read]:
    a, b = own.routes.get(id), draft.routes.get(id)
    if a and b and a.name != b.name:
        yield from ((field, WHOLE) for field in (*_LISTED, "decisions"))
    if id != letter.route:
        return
    yield from ((field, WHOLE) for field in ("route", "offer"))
    if a and b and a.ages != b.ages:  # a letter about a route for children leaves things out
        yield from ((field, WHOLE) for field in (*_ROWS, *_LISTED))


def _of_service(route: str, letter: Letter, _own: Pack, _draft: Pack) -> Iterator[Read]:
    if route == letter.route:
        yield "service", WHOLE


def _of_rule(id: str, _letter: Letter, own: Pack, draft: Pack) -> Iterator[Read]:
    said = [
        [(one.because, one.source) for one in pack.rules.rules if one.id == id]
        for pack in (own, draft)
    ]
    if all(said) and said[0] != said[1]:
        yield "reasons", WHOLE


def _in(*fields: str) -> _Finds:
    return lambda *_: ((field, WHOLE) for field in fields)


_Finds = Callable[[str, Letter, Pack, Pack], Iterator[Read]]
_OF_A_SORT: Mapping[str, _Finds] = {
    "fact": _of_fact,
    "question": _of_question,
    "route": _of_route,
    "service": _of_service,
    "rule": _of_rule,
    "code": _in("against", "all_routes"),
    "action": _in("actions"),
    "gateway": lambda *_: iter((("letter", "ground"),)),
}


def _differing(was: Facts, will: Facts) -> Iterator[tuple[str, str]]:
    """Each fact that reads otherwise, or is not known for another reason, and about whom."""
    sides = [("", was.person, will.person)]
    sides += [(about, pair, will.pairs.get(about, {})) for about, pair in was.pairs.items()]
    for about, a, b in sides:
        if a != b:
            yield from ((name, about) for name in {**a, **b} if a.get(name) != b.get(name))
    if was.reasons != will.reasons:
        every = {**was.reasons, **will.reasons}
        yield from (key for key in every if was.reasons.get(key) != will.reasons.get(key))


def _letters(pack: Pack) -> Catalogue:
    try:
        return letters_of(pack)
    except Refused:  # a stored pack's letters were sound in their day; a draft's are told by check
        return Catalogue(pack.hash, {}, {})

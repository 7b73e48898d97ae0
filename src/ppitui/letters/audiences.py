"""Who may read which fact and which answer: the pack's own word on each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ppitui.core.definitions import Audience, Item, Pack
from ppitui.core.facts import FactType

# A question names the widest reader of its answer; the person assessed and a child read least.
# A letter to a person harmed reads none of these: it is about that person, not about a case.
_WIDTH: Mapping[Audience, int] = {"closed": 0, "partner": 1, "subject": 2, "youth": 2}
# Known without a question, and plain to everyone who gets a referral.
_PLAIN = frozenset(("assessed_on", "setting", "born", "age", "sex"))
# A pack never changes, and every field of every letter asks: what was found for those last used is kept.
_FOUND: list[tuple[Pack, Audience, tuple[FactType, ...]]] = []
_MOST_KEPT = 12


def answer_open_to(item: Item, audience: Audience) -> bool:
    """Whether letters to this audience may quote the answer to a question."""
    if audience not in _WIDTH or item.audience not in _WIDTH:
        return False
    if item.each and audience != "closed":
        return False  # an answer about a person harmed, whatever the question says
    if item.kind == "text" and audience != "closed":
        return False  # what somebody typed can name anybody; a box of the letter takes it instead
    return _WIDTH[audience] <= _WIDTH[item.audience]


def facts_open_to(pack: Pack, audience: Audience) -> tuple[FactType, ...]:
    """The facts about the person assessed and the matter that letters to this audience may read.

    A fact is as closed as the strictest question that settles it; one that no question settles is
    closed, and so is one that a calculation settles.
    """
    if audience not in _WIDTH:
        return ()
    for kept, reader, facts in _FOUND:
        if kept is pack and reader == audience:
            return facts
    facts = tuple(_open_to(pack, audience))
    _FOUND[:] = [*_FOUND[1 - _MOST_KEPT :], (pack, audience, facts)]
    return facts


def _open_to(pack: Pack, audience: Audience) -> Iterator[FactType]:
    width = _widths(pack)
    for fact in pack.rules.facts.values():
        stored = fact.reads[1] if fact.reads else fact.name
        known = width.get(fact.name, width.get(stored, 0))
        if fact.scope != "pair" and _WIDTH[audience] <= known:
            yield fact


def _widths(pack: Pack) -> dict[str, int]:
    width = dict.fromkeys(_PLAIN, _WIDTH["partner"])
    for item in pack.items.values():
        for target in item.targets:
            mine = _WIDTH.get(item.audience, 0)
            width[target.fact] = min(width.get(target.fact, mine), mine)
    for instrument in pack.instruments.values():
        for one in instrument.calculations:
            width[one.target.fact] = 0
    return width

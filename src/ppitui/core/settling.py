"""Whether the same answers settle the same facts under two packs: of the packs as a whole, and of one case.

A draft that lets one question settle something else leaves most cases as they are: those in which the answer given
settles the same under both. Such a case is surveyed once; any other is surveyed twice from that question on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ppitui.core.case import Case, slot
from ppitui.core.conditions import Node
from ppitui.core.definitions import Item, Pack
from ppitui.core.entries import Given
from ppitui.core.narrowing import opened
from ppitui.core.settle import survey, surveys
from ppitui.core.steps import Survey


@dataclass(frozen=True, slots=True)
class Settling:
    """What differs of how answers settle facts.

    `frame`: all is the same but what the answers to `items` settle, and when those of the keys `gated` are asked;
    without it every case is surveyed twice.
    """

    frame: bool
    items: tuple[tuple[Item, Item], ...] = ()
    gated: tuple[str, ...] = ()

    def surveys(self, case: Case, packs: tuple[Pack, Pack], today: date) -> tuple[Survey, Survey]:
        """The case under both packs."""
        if not self.frame:
            old, new = packs
            return survey(case, old, today), survey(case, new, today)
        was, will = surveys(case, packs, self._differing(case), today)
        return (was, was) if _alike(was, will) else (was, will)

    def _differing(self, case: Case) -> set[str]:
        """The steps at which what this case's answer settles, or whether it is asked, may differ between the packs."""
        persons = ("", *(one.id for one in case.harmed))
        keys = {slot(key, about) for key in self.gated for about in persons}
        for old, new in self.items:
            for about in persons:
                key = slot(old.key, about)
                history = case.answers.get(key)
                if history and _settled(old, history[-1]) != _settled(new, history[-1]):
                    keys.add(key)
        return keys


def settling(old: Pack, new: Pack) -> Settling:
    """What of two packs settles facts otherwise."""
    if _frame(old) != _frame(new) or _read(old) != _read(new):
        return Settling(False)
    pairs = [(one, new.items[key]) for key, one in old.items.items()]
    return Settling(
        True,
        tuple((a, b) for a, b in pairs if _settles(a) != _settles(b)),
        tuple(a.key for a, b in pairs if _gated(a, old) != _gated(b, new)),
    )


def _alike(was: Survey, will: Survey) -> bool:
    """Whether the two came to the same after all."""
    return was is will or (
        was.facts == will.facts
        and was.sources == will.sources
        and all(a.state == b.state for a, b in zip(was.steps, will.steps, strict=True))
    )


def _frame(pack: Pack) -> object:
    """All that a survey reads of a pack but what facts may read, when a question is asked and what it settles."""
    return (
        {id: (one.asks, one.sets) for id, one in pack.journeys.items()},
        {id: tuple(_asked(item) for item in one.items) for id, one in pack.instruments.items()},
        {
            id: [(c.target, _opened(c.when, pack)) for c in one.calculations]
            for id, one in pack.instruments.items()
        },
    )


def _read(pack: Pack) -> object:
    """What each fact may read; not how it is worded."""
    return {name: replace(kind, means="", says={}) for name, kind in pack.rules.facts.items()}


def _asked(item: Item) -> object:
    choices = tuple(one.id for one in item.options)  # a gate may read which of them was chosen
    return item.key, item.kind, item.each, choices


def _gated(item: Item, pack: Pack) -> object:
    return None if item.when is None else _opened(item.when, pack), item.otherwise


def _opened(node: Node, pack: Pack) -> object:
    return node, opened(node, pack.rules)


def _settles(item: Item) -> object:
    return item.targets, [(one.id, one.settles) for one in item.options]


def _settled(item: Item, given: Given) -> object:
    """All that a survey reads of a question for this answer (see `settle._Surveyor._answer`)."""
    if given.state != "answered" or item.kind in ("number", "date", "text"):
        return item.targets
    if item.kind == "any_of":
        return list(_each(item, given))
    chosen = given.value if isinstance(given.value, list) else [given.value]
    return [option.settles for one in chosen if (option := item.option(one))]


def _each(item: Item, given: Given) -> Iterator[object]:
    """Of several choices each settles something, chosen or not."""
    chosen = given.value if isinstance(given.value, list) else [given.value]
    for one in item.options:
        for target, _ in one.settles:
            yield target, one.id in chosen, one.id in given.rest_not_known

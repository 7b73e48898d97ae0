"""Whose result would change under a draft: every stored case decided under its own pack and under the draft.

A case on older definitions may change in ways that are so already under those in force, and were accepted then: that
is no change of this draft. It is counted apart, and nobody is asked for it again.
Nothing is written, and a case is named by its reference alone; a record that the person may not see, not even by that.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from ppitui.core.case import Case, UnknownEvent
from ppitui.core.dated import fold_dated
from ppitui.core.decide import Result, decide
from ppitui.core.decide.deciding import derive, environment
from ppitui.core.definitions import Pack
from ppitui.core.events import canonical
from ppitui.core.facts import Facts
from ppitui.core.narrowing import Reach, narrowed
from ppitui.core.outputs.beside import indication
from ppitui.core.rules import Ruleset
from ppitui.core.settling import settling
from ppitui.core.text import visible
from ppitui.core.touching import Side, Touching
from ppitui.desk.desk import Desk
from ppitui.desk.impact_letters import LetterChanges, Seen
from ppitui.desk.packs import kept_pack
from ppitui.desk.permits import barred
from ppitui.errors import PpituiError
from ppitui.pack.difference import differences

PROTECTS = (
    "person_harmed",
    "safeguarding",
)  # the sides of routes that no change may quietly take away
HIDDEN = "a restricted record"
_STRENGTH = ("recommend", "consider", "open", "not_indicated", "held", "excluded")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """One change of one sort of result: what, from what to what, and by which rules."""

    what: str
    before: str
    after: str
    rules: tuple[str, ...]
    loses: bool = False

    def to_json(self) -> dict[str, Any]:
        """The change as plain data."""
        words = {"what": self.what, "before": self.before, "after": self.after}
        return {**words, "rules": list(self.rules), "loses_protection": self.loses}


@dataclass(slots=True)
class Impact:
    """What a draft would change: the cases by change, how many were looked at, and which could not be.

    `hidden` are the references that the person who asked may not see; `tests` pins the author's tests that the draft
    changes. `already` are the cases of which something is so under what is in force, whatever becomes of the draft.
    """

    draft: str = ""
    cases: int = 0
    moved: dict[Moved, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    tests: str = ""
    already: set[str] = field(default_factory=set)
    several: dict[tuple[Moved, str], int] = field(
        default_factory=dict
    )  # people, where more than one

    @property
    def changed(self) -> set[str]:
        """The references of the cases of which anything would change."""
        return {ref for refs in self.moved.values() for ref in refs}

    @property
    def digest(self) -> str:
        """The hash of every change and its cases: what somebody accepts is this and nothing else."""
        groups = [
            {
                **one.to_json(),
                "cases": sorted(ref for ref in refs for _ in range(self.people(one, ref))),
            }
            for one, refs in self.in_order()
        ]
        return _hash({**self._of(), "groups": groups, "unread": sorted(self.unread)})

    def _of(self) -> dict[str, str]:
        """What was looked at: the same definitions with other tests beside them are another draft."""
        return {"draft": self.draft, **({"tests": self.tests} if self.tests else {})}

    @property
    def losses(self) -> dict[str, str]:
        """The cases that would lose MARAC, safeguarding or support, each with the hash of what it would lose."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one, refs in self.in_order():
            for ref in refs if one.loses else ():
                found.setdefault(ref, []).extend([one.to_json()] * self.people(one, ref))
        return {
            ref: _hash({**self._of(), "case": ref, "loses": lost})
            for ref, lost in sorted(found.items())
        }

    def in_order(self) -> list[tuple[Moved, list[str]]]:
        """The changes, loss of protection first, then by how many cases."""

        def place(one: tuple[Moved, list[str]]) -> tuple[Any, ...]:
            moved, refs = one
            return (not moved.loses, -len(refs), moved.what, moved.before, moved.after)

        return sorted(self.moved.items(), key=place)

    def people(self, moved: Moved, ref: str) -> int:
        """To how many people of a case the same happens: what is accepted is all of it."""
        return self.several.get((moved, ref), 1)

    def of(self, ref: str) -> list[Moved]:
        """The changes of one case."""
        return [one for one, refs in self.in_order() if ref in refs]

    @property
    def to_accept(self) -> int:
        """How many cases somebody has to answer for: those that would change, and those nobody could look at."""
        return len(self.changed) + len(self.unread)

    def shown(self, refs: Sequence[str]) -> list[str]:
        """These references as the person who asked may see them."""
        return [HIDDEN if ref in self.hidden else ref for ref in refs]

    def to_json(self) -> dict[str, Any]:
        """The impact as plain data."""
        groups = [
            {
                **one.to_json(),
                "cases": self.shown(refs),
                "people": sum(self.people(one, ref) for ref in refs),
            }
            for one, refs in self.in_order()
        ]
        return {
            "cases": self.cases,
            "changed": len(self.changed),
            "already": len(self.already),
            "losing_protection": len(self.losses),
            "digest": self.digest,
            "groups": groups,
            "unread": self.unread,
        }


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def impact(desk: Desk, draft: Pack, progress: Progress | None = None, *, tests: str = "") -> Impact:
    """What the draft would change in the stored cases; `tests` pins the author's tests that it changes.

    Raises Refused for somebody who may not ask.
    """
    desk.allow("impact", "workspace")
    found = Impact(draft.hash, tests=tests)
    replays = _Replays(desk, draft)
    refs = [ref for ref in desk.workspace.cases() if ref not in desk.presence.erased]
    collecting = gc.isenabled()
    gc.disable()  # nearly all that is made is let go at once, by itself
    try:
        for at, ref in enumerate(refs):
            _one(desk, replays, ref, found)
            if progress is not None:
                progress(at + 1, len(refs))
    finally:
        if collecting:
            gc.enable()
    return found


def _one(desk: Desk, replays: _Replays, ref: str, found: Impact) -> None:
    found.cases += 1
    try:
        with desk.workspace.case(ref) as log:
            case = fold_dated(log.read())
        replay = replays.of(case.pack)
    except (PpituiError, UnknownEvent) as fault:
        found.unread[ref] = visible(str(fault))
        return
    moved = list(replay.changes(case))
    if moved and case.pack != desk.pack.hash:
        so = set(replays.in_force(case.pack).changes(case))
        if so.intersection(moved):
            found.already.add(ref)
        moved = [one for one in moved if one not in so]
    if moved and barred(desk, case):
        found.hidden.add(ref)
    for one, people in Counter(moved).items():
        found.moved.setdefault(one, []).append(ref)
        if people > 1:
            found.several[one, ref] = people


class _Replays:
    """One replay for each pack that a stored case is on."""

    def __init__(self, desk: Desk, draft: Pack) -> None:
        self.desk = desk
        self.draft = draft
        self._packs: dict[str, Pack] = {desk.pack.hash: desk.pack}
        self._found: dict[tuple[str, str], Replay] = {}

    def of(self, digest: str) -> Replay:
        """Cases of these definitions under the draft."""
        return self._to(digest, self.draft)

    def in_force(self, digest: str) -> Replay:
        """The same cases under what is in force now; made only for cases on other definitions that would change."""
        return self._to(digest, self.desk.pack)

    def _to(self, digest: str, new: Pack) -> Replay:
        if digest not in self._packs:
            self._packs[digest] = kept_pack(self.desk.workspace.pack(digest), digest)
        found = self._found.get((digest, new.hash))
        if found is None:
            found = Replay(self._packs[digest], new, self.desk)
            self._found[digest, new.hash] = found
        return found


class Replay:
    """Cases of one pack under a draft. What the two packs have in common is not decided again."""

    def __init__(self, own: Pack, draft: Pack, desk: Desk) -> None:
        self.own, self.draft, self.desk = own, draft, desk
        self.settling = settling(own, draft)
        self.touching = Touching(own.rules, draft.rules)
        self.letters = LetterChanges(own, draft, differences(own, draft))
        self._few: dict[_Touched, _Few] = {}

    def changes(self, case: Case) -> Iterator[Moved]:
        """What would change of one case: statuses, for whom, actions, grade indication, letters."""
        today = self.desk.today
        first, second = self.settling.surveys(case, (self.own, self.draft), today)
        was, will = first.facts, second.facts
        sides = list(self._sides(was, will))
        touched = self.touching.of(sides, _differing(was, will))
        if any(touched):
            yield from self._narrowed(touched).changes(was, will, sides)
        yield from _indications(sides, self.own, self.draft)
        for letter, words in self.letters.of(Seen(case, first, second, today)):
            yield Moved(f"letter {letter}", "as it is", words, ())

    def _sides(self, was: Facts, will: Facts) -> Iterator[Side]:
        """What conditions read of each person harmed, under either pack."""
        before, after = self.own.rules, self.draft.rules
        alike = was is will and list(before.types) == list(after.types)
        for about in was.about():
            now = environment(was, before, about)
            if not alike:
                yield about, now, environment(will, after, about)
                continue
            then = list(now)
            for name, (_, value) in after.policy.items():
                then[after.slots.index[name]] = value
            derive(then, after)
            yield about, now, then

    def _narrowed(self, touched: _Touched) -> _Few:
        """The rules of both packs that bear on these routes and actions; those last used are kept."""
        found = self._few.pop(touched, None) or _Few(self.own, self.draft, touched)
        self._few[touched] = found
        if len(self._few) > _MOST_RULESETS:
            self._few.pop(next(iter(self._few)))
        return found


_Touched = tuple[frozenset[str], frozenset[str]]
# What is kept from case to case is bounded, so that memory does not grow with the cases.
_MOST_RULESETS, _MOST_RESULTS = 64, 2000


class _Few:
    """The rules of two packs that bear on a few routes and actions, and what they made of the facts last seen.

    A result hangs on what these rules read and on nothing else, so cases that are alike in that are decided once.
    """

    def __init__(self, own: Pack, draft: Pack, touched: _Touched) -> None:
        self.packs = own, draft
        self.before, self.after = (
            narrowed(one.rules, Reach(frozenset(), *touched)) for one in self.packs
        )
        self._reads = _slots_read(self.before), _slots_read(self.after)
        self._known: dict[object, tuple[Moved, ...]] = {}

    def changes(self, was: Facts, will: Facts, sides: list[Side]) -> tuple[Moved, ...]:
        """What of these routes and actions would change."""
        old, new = self._reads
        key = tuple((about, old(now), new(then)) for about, now, then in sides)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_RESULTS:
                self._known.clear()
            result = decide(was, self.before), decide(will, self.after)
            found = self._known[key] = tuple(changes(*result, *self.packs))
        return found


def _slots_read(rules: Ruleset) -> Callable[[list[Any]], object]:
    """What these rules read of one person harmed, from the values by slot."""
    names = {name for rule in rules.rules for name in rules.facts_read(rule.when)}
    places = sorted(rules.slots.index[name] for name in names)
    return itemgetter(*places) if places else lambda _env: ()


def _differing(was: Facts, will: Facts) -> frozenset[str]:
    """The names of the facts that read otherwise, of the person or of anybody harmed."""
    if was is will:
        return frozenset()
    sides = [(was.person, will.person)]
    sides += [(pair, will.pairs.get(about, {})) for about, pair in was.pairs.items()]
    return frozenset(
        name for a, b in sides if a != b for name in {**a, **b} if a.get(name) != b.get(name)
    )


def changes(before: Result, after: Result, own: Pack, draft: Pack) -> Iterator[Moved]:
    """What differs between two results of one case: statuses, for whom, and actions."""
    old = {one.id: one for one in before.routes}
    new = {one.id: one for one in after.routes}
    for route in dict.fromkeys((*old, *new)):
        was, will = old.get(route), new.get(route)
        status = was.status if was else "not_indicated"
        becomes = will.status if will else "not_indicated"
        rules = tuple(sorted({*(was.rules if was else ()), *(will.rules if will else ())}))
        sides = {pack.routes[route].side for pack in (own, draft) if route in pack.routes}
        protects = bool(sides & set(PROTECTS))
        if status != becomes:
            weaker = _STRENGTH.index(becomes) > _STRENGTH.index(status)
            yield Moved(route, status, becomes, rules, protects and weaker)
        elif was and will and was.whom != will.whom:
            whom = (", ".join(was.whom) or "nobody", ", ".join(will.whom) or "nobody")
            lost = set(was.whom) - set(will.whom)
            yield Moved(f"{route}, for whom", *whom, rules, bool(lost) and protects)
    raised = {one.id: one.rules for one in before.actions}
    rises = {one.id: one.rules for one in after.actions}
    for action in dict.fromkeys((*raised, *rises)):
        if (action in raised) != (action in rises):
            words = ("raised", "not raised") if action in raised else ("not raised", "raised")
            rules = raised.get(action) or rises.get(action) or ()
            yield Moved(action, *words, rules)


def _indications(sides: list[Side], own: Pack, draft: Pack) -> Iterator[Moved]:
    """What the facts point to beside the grade, where a person has graded."""
    for about, now, then in sides:
        was = indication(now, own.rules, own.besides) if about else ("", "")
        will = indication(then, draft.rules, draft.besides) if about else ("", "")
        if was != will:
            yield Moved("grade indication", _range(was), _range(will), ())


def _range(ends: tuple[str, str]) -> str:
    return " to ".join(dict.fromkeys(filter(None, ends))) or "nothing to go by"

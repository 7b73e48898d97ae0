"""Whose result would change under a draft: every stored case decided under its own pack and under the draft.

Nothing is written, and a case is named by its reference alone; a record that the person may not see, not even by that.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ppitui.core.case import Case, UnknownEvent, fold
from ppitui.core.conditions import Compiled
from ppitui.core.decide import Result, decide
from ppitui.core.decide.deciding import derive, environment
from ppitui.core.decide.results import Run
from ppitui.core.definitions import Pack
from ppitui.core.events import canonical
from ppitui.core.facts import Facts
from ppitui.core.narrowing import Reach, effects, narrowed, reach
from ppitui.core.outputs.beside import graded
from ppitui.core.rules import Ruleset
from ppitui.core.settle import survey
from ppitui.core.text import counted, visible
from ppitui.desk.desk import Desk
from ppitui.desk.impact_letters import LetterChanges
from ppitui.desk.packs import kept_pack
from ppitui.desk.permits import barred
from ppitui.errors import PpituiError
from ppitui.pack.difference import differences, same_facts

PROTECTS = (
    "person_harmed",
    "safeguarding",
)  # the sides of routes that no change may quietly take away
HIDDEN = "a restricted record"
_STRENGTH = ("recommend", "consider", "open", "not_indicated", "held", "excluded")
Progress = Callable[[int, int], None]
_Side = tuple[str, list[Any], list[Any]]


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

    `hidden` are the references that the person who asked may not see.
    """

    draft: str = ""
    cases: int = 0
    moved: dict[Moved, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    @property
    def changed(self) -> set[str]:
        """The references of the cases of which anything would change."""
        return {ref for refs in self.moved.values() for ref in refs}

    @property
    def digest(self) -> str:
        """The hash of every change and its cases: what somebody accepts is this and nothing else."""
        groups = [{**one.to_json(), "cases": sorted(refs)} for one, refs in self.in_order()]
        return _hash({"draft": self.draft, "groups": groups, "unread": sorted(self.unread)})

    @property
    def losses(self) -> dict[str, str]:
        """The cases that would lose MARAC, safeguarding or support, each with the hash of what it would lose."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one, refs in self.in_order():
            for ref in refs if one.loses else ():
                found.setdefault(ref, []).append(one.to_json())
        return {
            ref: _hash({"draft": self.draft, "case": ref, "loses": lost})
            for ref, lost in sorted(found.items())
        }

    def in_order(self) -> list[tuple[Moved, list[str]]]:
        """The changes, loss of protection first, then by how many cases."""

        def place(one: tuple[Moved, list[str]]) -> tuple[Any, ...]:
            moved, refs = one
            return (not moved.loses, -len(refs), moved.what, moved.before, moved.after)

        return sorted(self.moved.items(), key=place)

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
        groups = [{**one.to_json(), "cases": self.shown(refs)} for one, refs in self.in_order()]
        return {
            "cases": self.cases,
            "changed": len(self.changed),
            "losing_protection": len(self.losses),
            "digest": self.digest,
            "groups": groups,
            "unread": self.unread,
        }


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def impact(desk: Desk, draft: Pack, progress: Progress | None = None) -> Impact:
    """What the draft would change in the stored cases. Raises Refused for somebody who may not ask."""
    desk.allow("impact", "workspace")
    found = Impact(draft.hash)
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
            case = fold(log.read())
        replay = replays.of(case.pack)
    except (PpituiError, UnknownEvent) as fault:
        found.unread[ref] = visible(str(fault))
        return
    moved = list(replay.changes(case))
    if moved and barred(desk, case):
        found.hidden.add(ref)
    for one in moved:
        found.moved.setdefault(one, []).append(ref)


class _Replays:
    """One replay for each pack that a stored case is on."""

    def __init__(self, desk: Desk, draft: Pack) -> None:
        self.desk = desk
        self.draft = draft
        self._found: dict[str, Replay] = {}

    def of(self, digest: str) -> Replay:
        if digest not in self._found:
            own = self.desk.pack
            if digest != own.hash:
                own = kept_pack(self.desk.workspace.pack(digest), digest)
            self._found[digest] = Replay(own, self.draft, self.desk)
        return self._found[digest]


class Replay:
    """Cases of one pack under a draft. What the two packs have in common is not decided again."""

    def __init__(self, own: Pack, draft: Pack, desk: Desk) -> None:
        self.own, self.draft, self.desk = own, draft, desk
        told = differences(own, draft)
        self.alike = same_facts(own, draft, told)
        every = Reach(frozenset(), frozenset({*own.routes, *draft.routes}), _actions(own, draft))
        self.reach = reach(own.rules, draft.rules) if self.alike else every
        self.before = narrowed(own.rules, self.reach)
        self.after = narrowed(draft.rules, self.reach)
        self.letters = LetterChanges(own, draft, told)
        self.differ = list(_differing(self.before, self.after, self.reach.rules))

    def changes(self, case: Case) -> Iterator[Moved]:
        """What would change of one case: statuses, for whom, actions, grade indication, letters."""
        today = self.desk.today
        facts = survey(case, self.own, today).facts
        if self.alike:
            sides = list(self._environments(facts))
            if not self._touches(sides):
                seen = (
                    _seen(facts, rules, [(about, both[at]) for about, *both in sides])
                    for at, rules in enumerate((self.before, self.after))
                )
                yield from self._words(case, *seen)
                return
        before = decide(facts, self.before)
        if not self.alike:
            facts = survey(case, self.draft, today).facts
        after = decide(facts, self.after)
        yield from changes(before, after, self.own, self.draft)
        yield from self._words(case, before, after)

    def _environments(self, facts: Facts) -> Iterator[_Side]:
        """What conditions read of each person harmed, under either pack."""
        before, after = self.before, self.after
        alike = list(before.types) == list(after.types)
        for about in facts.about():
            now = environment(facts, before, about)
            if not alike:
                yield about, now, environment(facts, after, about)
                continue
            then = list(now)
            for name, (_, value) in after.policy.items():
                then[after.slots.index[name]] = value
            derive(then, after)
            yield about, now, then

    def _touches(self, sides: list[_Side]) -> bool:
        """Whether a rule that differs may decide this case otherwise.

        One that is surely met, or surely not, under both packs stays so whatever becomes known; where its effects are
        the same too, or it is not met, nothing hangs on it.
        """
        for _, now, then in sides:
            for first, second, same in self.differ:
                truth = first(now)
                if truth is None or truth is not second(then) or (truth and not same):
                    return True
        return False

    def _words(self, case: Case, before: Result, after: Result) -> Iterator[Moved]:
        """What stands beside the routes: the grade indication, and letters."""
        today = self.desk.today
        yield from _indications(before, after, self.own, self.draft)
        for letter, words in self.letters.of(case, before.facts, after.facts, today):
            yield Moved(f"letter {letter}", "as it is", words, ())


_Differing = tuple[Compiled, Compiled, bool]


def _differing(before: Ruleset, after: Ruleset, ids: frozenset[str]) -> Iterator[_Differing]:
    """For each rule that differs its condition under both packs, and whether its effects are the same."""
    sides = [
        {
            rule.id: (rule, condition)
            for rule, condition in zip(one.rules, one.conditions, strict=True)
        }
        for one in (before, after)
    ]
    for id in sorted(ids):
        (first, now), (second, then) = (side.get(id, (None, _never)) for side in sides)
        same = first is not None and second is not None and effects(first) == effects(second)
        yield now, then, same


def _never(_env: list[Any]) -> bool:
    """A rule that is not there is never met."""
    return False


def _seen(facts: Facts, rules: Ruleset, envs: list[tuple[str, list[Any]]]) -> Result:
    """A result without routes: what is read of the facts, where no route can differ."""
    runs = tuple(Run(about, env, []) for about, env in envs)
    return Result((), (), (), facts, rules, runs)


def _actions(own: Pack, draft: Pack) -> frozenset[str]:
    return frozenset((*own.rules.actions, *draft.rules.actions))


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


def _indications(before: Result, after: Result, own: Pack, draft: Pack) -> Iterator[Moved]:
    """What the facts point to beside the grade, where a person has graded."""
    was = {one.about: (one.low, one.high) for one in graded(before, own.besides)}
    will = {one.about: (one.low, one.high) for one in graded(after, draft.besides)}
    for about, seen in was.items():
        then = will.get(about, ("", ""))
        if seen != then:
            yield Moved("grade indication", _range(seen), _range(then), ())


def _range(ends: tuple[str, str]) -> str:
    return " to ".join(dict.fromkeys(filter(None, ends))) or "nothing to go by"


def told(found: Impact, most: int = 12) -> Iterator[str]:
    """The impact in words; what loses protection comes first."""
    yield f"{counted(found.cases, 'case')} looked at; {len(found.changed)} would change."
    for one, refs in found.in_order():
        many = "1 case" if len(refs) == 1 else f"{len(refs)} cases"
        mark = "LOSES PROTECTION  " if one.loses else ""
        why = f" (rules {', '.join(one.rules)})" if one.rules else ""
        words = (one.before.replace("_", " "), one.after.replace("_", " "))
        yield f"{mark}{one.what}: was {words[0]}, would be {words[1]}: {many}{why}"
        more = f" and {len(refs) - most} more" if len(refs) > most else ""
        yield f"    {', '.join(found.shown(refs[:most]))}{more}"
    for ref, why in found.unread.items():
        yield f"not looked at: {ref}: {why}"

"""Which routes and actions two packs may decide otherwise in one case: those alone need be decided twice.

A route hangs on the rules that bear on it. Where each of those that differ, or that read a fact which differs, is
surely met or surely not under both packs alike, with the same effects, nothing changes: it stays so whatever becomes
known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ppitui.core.conditions import Compiled
from ppitui.core.narrowing import effects, effects_of, reach
from ppitui.core.rules import Rule, Ruleset
from ppitui.core.values import is_open

# What the conditions read of one person harmed under either pack: who, the values by slot before, and after.
Side = tuple[str, list[Any], list[Any]]


@dataclass(frozen=True, slots=True)
class _Both:
    """One rule under both packs; where it is not there, it is never met."""

    now: Compiled
    then: Compiled
    alike: bool
    reads: tuple[tuple[int, ...], tuple[int, ...]]
    routes: frozenset[str]
    actions: frozenset[str]


class Touching:
    """The rules of two packs side by side."""

    def __init__(self, old: Ruleset, new: Ruleset) -> None:
        self.old, self.new = old, new
        self.differ = reach(old, new).rules

    @cached_property
    def _rules(self) -> dict[str, _Both]:
        sides = [
            {
                rule.id: (rule, compiled)
                for rule, compiled in zip(one.rules, one.conditions, strict=True)
            }
            for one in (self.old, self.new)
        ]
        return {
            id: self._both(*(side.get(id) for side in sides)) for id in {**sides[0], **sides[1]}
        }

    def _both(
        self, before: tuple[Rule, Compiled] | None, after: tuple[Rule, Compiled] | None
    ) -> _Both:
        reached = [effects_of(one[0]) for one in (before, after) if one]
        return _Both(
            before[1] if before else _never,
            after[1] if after else _never,
            bool(before and after and effects(before[0]) == effects(after[0])),
            (_slots(before, self.old), _slots(after, self.new)),
            frozenset(route for routes, _ in reached for route in routes),
            frozenset(action for _, actions in reached for action in actions),
        )

    @cached_property
    def _readers(self) -> dict[str, frozenset[str]]:
        """The rules that read a fact, under either pack."""
        found: dict[str, set[str]] = {}
        for rules in (self.old, self.new):
            for rule in rules.rules:
                for name in rules.facts_read(rule.when):
                    found.setdefault(name, set()).add(rule.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    def of(
        self, sides: Sequence[Side], moved: Iterable[str] = ()
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The routes and the actions to be decided twice; `moved` are the facts that differ in this case."""
        ids = self.differ.union(*(self._readers.get(name, ()) for name in moved))
        routes: set[str] = set()
        actions: set[str] = set()
        unsure: set[str] = set()
        for id in ids:
            rule = self._rules[id]
            if any(_moves(rule, now, then) for _, now, then in sides):
                routes |= rule.routes
                actions |= rule.actions
            elif any(_half_open(rule, now, then) for _, now, then in sides):
                unsure |= rule.routes
        # Whether a route that is open can be settled by trying is reckoned over all of its rules, known ones too.
        routes.update(one for one in unsure - routes if self._is_open(one, sides))
        return frozenset(routes), frozenset(actions)

    def _is_open(self, route: str, sides: Sequence[Side]) -> bool:
        ids = self._bearing.get(route, ())
        return any(
            rule.now(now) is None or rule.then(then) is None
            for rule in (self._rules[id] for id in ids)
            for _, now, then in sides
        )

    @cached_property
    def _bearing(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id, rule in self._rules.items():
            for route in rule.routes:
                found.setdefault(route, []).append(id)
        return found


def _slots(one: tuple[Rule, Compiled] | None, rules: Ruleset) -> tuple[int, ...]:
    names: Iterator[str] = iter(sorted(rules.facts_read(one[0].when))) if one else iter(())
    return tuple(rules.slots.index[name] for name in names)


def _never(_env: list[Any]) -> bool:
    """A rule that is not there is never met."""
    return False


def _moves(rule: _Both, now: list[Any], then: list[Any]) -> bool:
    truth = rule.now(now)
    return truth is None or truth is not rule.then(then) or (truth and not rule.alike)


def _half_open(rule: _Both, now: list[Any], then: list[Any]) -> bool:
    """Whether it reads something that is not known, though it is settled."""
    before, after = rule.reads
    return any(is_open(now[at]) for at in before) or any(is_open(then[at]) for at in after)

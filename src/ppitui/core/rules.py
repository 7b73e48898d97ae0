"""The rules of a pack as data, and compiled once for `decide`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ppitui.core.conditions import Compiled, Node, Slots, compile_condition, names_in
from ppitui.core.conditions.compiling import as_value, compile_number
from ppitui.core.facts import FactType
from ppitui.core.findings import Place
from ppitui.core.values import Value

NOWHERE = Place("")
ROLES = ("age_test", "hold", "test", "cap", "recommend", "consider")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, what follows. Codes map to the routes that they bear on."""

    id: str
    when: Node
    because: str = ""
    source: str = ""
    recommend: tuple[str, ...] = ()
    consider: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    age_test: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    test: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cap: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pair_only: bool = False
    text: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Link:
    """What one rule does to one route: `role` is one of ROLES, `code` where it has one."""

    rule: int
    route: int
    role: str
    code: str
    shared: bool  # true in one person's run is true in all (rules.yaml, persons harmed)


class Ruleset:
    """Facts, policy, derived names, routes and rules, compiled; immutable after construction.

    `derived` maps a name to its tree; `policy` a setting to its value. Derived names must not form
    a cycle (the loader refuses one); their order does not matter.
    """

    def __init__(
        self,
        facts: Mapping[str, FactType],
        derived: Mapping[str, tuple[FactType, Node]],
        policy: Mapping[str, tuple[FactType, Value]],
        routes: Sequence[str],
        rules: Sequence[Rule],
    ) -> None:
        self.facts = dict(facts)
        self.derived = {
            name: derived[name] for name in in_order({k: v[1] for k, v in derived.items()})
        }
        self.policy = dict(policy)
        self.routes = tuple(routes)
        self.rules = tuple(rules)
        self.types: dict[str, FactType] = {**self.facts}
        self.types.update({name: kind for name, (kind, _) in self.policy.items()})
        self.types.update({name: kind for name, (kind, _) in self.derived.items()})
        self.slots = Slots({name: at for at, name in enumerate(self.types)}, self.types)
        self.conditions: tuple[Compiled, ...] = tuple(
            compile_condition(rule.when, self.slots) for rule in self.rules
        )
        self.steps = tuple(self._step(name) for name in self.derived)
        self.links = tuple(self._links())

    def _step(self, name: str) -> tuple[int, Compiled]:
        kind, node = self.derived[name]
        at = self.slots.index[name]
        if kind.kind != "number":
            return at, compile_condition(node, self.slots)
        number = compile_number(node, self.slots)
        return at, lambda env: as_value(number(env))  # type: ignore[return-value]  # a slot holds any value

    def _links(self) -> list[tuple[Link, ...]]:
        """For each rule, what it does to each route."""
        where = {route: at for at, route in enumerate(self.routes)}
        out: list[tuple[Link, ...]] = []
        for at, rule in enumerate(self.rules):
            links: list[Link] = []
            for role in ROLES:
                effect = getattr(rule, role)
                coded = effect if isinstance(effect, Mapping) else {"": effect}
                shared = role in ("age_test", "hold", "test") and not rule.pair_only
                for code, routes in coded.items():
                    links.extend(Link(at, where[route], role, code, shared) for route in routes)
            out.append(tuple(links))
        return out

    def with_policy(self, changes: Mapping[str, Value]) -> Ruleset:
        """The same rules under other policy values; these very rules where nothing differs."""
        new = {name: value for name, value in changes.items() if self.policy[name][1] != value}
        if not new:
            return self
        policy = {name: (kind, new.get(name, value)) for name, (kind, value) in self.policy.items()}
        return Ruleset(self.facts, self.derived, policy, self.routes, self.rules)

    @cached_property
    def by_route(self) -> tuple[tuple[Link, ...], ...]:
        """For each route, the links that bear on it."""
        found: list[list[Link]] = [[] for _ in self.routes]
        for links in self.links:
            for link in links:
                found[link.route].append(link)
        return tuple(tuple(links) for links in found)

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """Every action that a rule can raise, in the order of the rules."""
        return tuple(dict.fromkeys(action for rule in self.rules for action in rule.action))

    def facts_read(self, node: Node) -> frozenset[str]:
        """The facts and policy values that a condition reads, through derived names."""
        return self.names_under(node).difference(self.derived)

    def names_under(self, node: Node) -> frozenset[str]:
        """Every name that a condition reads: derived names too, and what they stand for."""
        found: set[str] = set()
        queue = [*names_in(node)]
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += names_in(self.derived[name][1]) if name in self.derived else ()
        return frozenset(found)


def in_order(derived: Mapping[str, Node]) -> list[str]:
    """Derived names so that each comes after those it reads; raises ValueError naming a cycle."""
    done: dict[str, None] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in done or name not in derived:
            return
        if name in path:
            raise ValueError(" -> ".join([*path[path.index(name) :], name]))
        path.append(name)
        for read in sorted(names_in(derived[name])):
            visit(read)
        path.pop()
        done[name] = None

    for name in derived:
        visit(name)
    return list(done)

"""What a pack promises: sentences that must hold for every possible case, and whether one case breaks one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ppitui.core.conditions import Node, Slots, compile_condition
from ppitui.core.decide.results import STATUSES, Result, Run
from ppitui.core.decide.statuses import possible
from ppitui.core.facts import Facts, FactType
from ppitui.core.findings import Place
from ppitui.core.rules import NOWHERE, Ruleset
from ppitui.core.values import NOTHING, PartialSet, Value

Shape = Literal["nothing_open", "service", "letter", "letters", "typologies_advise"]
Outcome = Literal["proved", "broken", "not_proved"]
CASE, THEIRS = "status.", "theirs."
ROUTE, THEIR_ROUTE = "route", "their_route"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise.

    Wherever `when` holds (and `unless` is not known to hold), `then` holds: in every case, whatever else is
    not known; with `complete`, in every case of which all is known. It is read once for each person harmed.
    `routes` are those that `route` stands for, one after another; `not_known` are facts of which each, left
    open alone, must leave `then` standing. `facts` may be read only by `only_rules`. `shape` names a promise
    about the pack itself, and `but_not` the routes that it does not cover. Of letters to `audiences`, none reads a
    field of `never`, and none is about one of `routes`.
    """

    id: str
    says: str
    source: str
    when: Node | None = None
    unless: Node | None = None
    then: Node | None = None
    routes: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    complete: bool = False
    facts: tuple[str, ...] = ()
    only_rules: tuple[str, ...] = ()
    shape: Shape | None = None
    but_not: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Broken:
    """A case that breaks a promise, the route on which it does ("" where it names none), and that route's status."""

    facts: Facts
    route: str
    status: str

    def text(self, promise: Promise) -> str:
        """The case as a file for `ppitui decide --facts`."""
        lines = [f"# {line}" for line in (f"Breaks the promise {promise.id}: {promise.says}",)]
        if self.route:
            lines.append(f"# Here {self.route} is {self.status}.")
        lines += case_text(promise.id.lower().replace("_", "-"), self.facts)
        return "\n".join([*lines, f"keeps: [{promise.id}]  # once the rules are mended", ""])


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of one promise: a case that breaks it, what of the pack breaks it, or why it was not proved."""

    promise: Promise
    outcome: Outcome
    seconds: float = 0.0
    counter: Broken | None = None
    why: tuple[str, ...] = ()


def case_text(name: str, facts: Facts) -> list[str]:
    """Facts as the lines of a case file."""
    lines = [f"id: {name}"]
    lines += ["facts:", *_listed(facts.person, "  ")] if facts.person else []
    harmed = [(who, pair) for who, pair in facts.pairs.items() if who]
    lines += ["people:", "  harmed:" if harmed else "  harmed: []"]
    for who, pair in harmed:
        lines.append(f"  - id: {who}")
        lines += ["    facts:", *_listed(pair, "      ")] if pair else []
    return lines


def _listed(facts: Mapping[str, Value], indent: str) -> Iterator[str]:
    for name, value in facts.items():
        yield f"{indent}{name}: {_written(value)}"


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return json.dumps(sorted(value))
    if isinstance(value, PartialSet):
        return json.dumps(sorted(value.sure)) + "  # the other words are not known"
    return "none" if value is NOTHING else json.dumps(value, default=list)


def names_for(rules: Ruleset) -> dict[str, FactType]:
    """What a promise may read: all that a rule may, and each route's status.

    `status.MARAC` is the status in the case, `theirs.MARAC` the one for the person harmed at hand; `route`
    and `their_route` are the same of each listed route in turn.
    """
    names = dict(rules.types)
    for name in (ROUTE, THEIR_ROUTE):
        names[name] = _status_type(name)
    for route in rules.routes:
        for prefix in (CASE, THEIRS):
            names[prefix + route] = _status_type(prefix + route)
    return names


def _status_type(name: str) -> FactType:
    return FactType(name, "matter", "word", f"the status of {name}", STATUSES)


def readings(promise: Promise) -> Iterator[tuple[str, str]]:
    """Each way in which the promise is read: (the route that `route` stands for, the fact left open)."""
    for route in promise.routes or ("",):
        for fact in promise.not_known or ("",):
            yield route, fact


def broken_by(promise: Promise, result: Result, route: str) -> str | None:
    """The id of the person harmed for whom this result breaks the promise ("" for nobody), or None.

    The second opinion on every counter-example: it reads what `decide` answered, and nothing of the proof.
    """
    names = names_for(result.rules)
    slots = Slots({name: at for at, name in enumerate(names)}, names)
    when, unless, then = (
        compile_condition(node, slots) if node is not None else None
        for node in (promise.when, promise.unless, promise.then)
    )
    for run in result.runs:
        env = _environment(result, run, route, names)
        if when is not None and when(env) is not True:
            continue
        if unless is not None and unless(env) is True:
            continue
        if then is not None and then(env) is not True:
            return run.about
    return None


def _environment(result: Result, run: Run, route: str, names: Mapping[str, FactType]) -> list[Any]:
    rules = result.rules
    shared = [_any(column) for column in zip(*(one.truths for one in result.runs), strict=True)]
    values: dict[str, Any] = dict(zip(rules.types, run.env, strict=True))
    for one in result.routes:
        could = possible(rules.by_route[rules.routes.index(one.id)], run.truths, shared)
        values[CASE + one.id] = one.status
        values[THEIRS + one.id] = next(iter(could)) if len(could) == 1 else "open"
    values[ROUTE] = values.get(CASE + route)
    values[THEIR_ROUTE] = values.get(THEIRS + route)
    return [values[name] for name in names]


def _any(column: Sequence[bool | None]) -> bool | None:
    return True if True in column else None if None in column else False

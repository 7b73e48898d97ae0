"""What a pack promises: sentences that must hold for every possible case, and whether one case breaks one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ppitui.core.conditions import Node, Slots, compile_condition
from ppitui.core.decide.results import STATUSES, Result, Run
from ppitui.core.decide.statuses import possible
from ppitui.core.facts import FactType
from ppitui.core.findings import Place
from ppitui.core.rules import Ruleset

Shape = Literal["nothing_open", "letter_and_service", "typologies_advise"]
SHAPES: tuple[Shape, ...] = ("nothing_open", "letter_and_service", "typologies_advise")
CASE, THEIRS = "status.", "theirs."
ROUTE, THEIR_ROUTE = "route", "their_route"


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise.

    Wherever `when` holds (and `unless` is not known to hold), `then` holds: in every case, whatever else is
    not known; with `complete`, in every case of which all is known. It is read once for each person harmed.
    `routes` are those that `route` stands for, one after another; `not_known` are facts of which each, left
    open alone, must leave `then` standing. `facts` may be read only by `only_rules`. `shape` names a promise
    about the pack itself.
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
    place: Place = Place("")


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


def _environment(
    result: Result, run: Run, route: str, names: Mapping[str, FactType]
) -> Sequence[Any]:
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

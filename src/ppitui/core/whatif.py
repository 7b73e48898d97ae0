"""What would follow if a fact read otherwise: for understanding the rules, never for finding a way round them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppitui.core.decide.results import Result
from ppitui.core.facts import Facts, FactType
from ppitui.core.rules import Ruleset
from ppitui.core.values import PartialSet, Value


@dataclass(frozen=True, slots=True)
class Change:
    """One fact as it would read instead; an empty `about` on a pair fact means everybody harmed."""

    fact: str
    value: Value
    about: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One route or action that would stand otherwise, and the rules that would start or stop being so."""

    id: str
    before: str
    after: str
    starts: tuple[str, ...]
    stops: tuple[str, ...]


def why_not(kind: FactType, value: Value, before: Value) -> str:
    """Why this change may not be tried; empty where it may.

    Protected facts are what somebody is, and are never varied. A safety fact is never tried out towards safety: that
    would show which answer makes a warning go away.
    """
    if kind.protected:
        return "it is protected: nobody tries the rules with another value of it"
    if kind.reads:
        return f"it is read from a date; change {kind.reads[1]} instead"
    if kind.safety and _safer(kind, value, before):
        return "it is a safety fact, and this would say that there is less danger than is recorded"
    return ""


def _safer(kind: FactType, value: Value, before: Value) -> bool:
    if kind.kind == "yes_no":
        return value is not True
    if kind.kind == "set":
        return not _sure(before) <= _sure(value)
    if kind.kind == "word":
        if not isinstance(value, str) or value not in kind.values:
            return True
        known = isinstance(before, str) and before in kind.values
        least = kind.values.index(before) if known and isinstance(before, str) else 1
        return kind.values.index(value) < least
    return True


def _sure(value: Value) -> frozenset[str]:
    if isinstance(value, PartialSet):
        return value.sure
    return value if isinstance(value, frozenset) else frozenset()


def changed(facts: Facts, rules: Ruleset, changes: Sequence[Change]) -> Facts:
    """The facts with these changes; the facts given stay as they are."""
    person = dict(facts.person)
    pairs = {who: dict(pair) for who, pair in facts.pairs.items()}
    for one in changes:
        if rules.facts[one.fact].scope != "pair":
            person[one.fact] = one.value
            continue
        for who, pair in pairs.items():
            if one.about in ("", who):
                pair[one.fact] = one.value
    return Facts(person, pairs, facts.reasons, facts.policy)


def differences(before: Result, after: Result) -> list[Difference]:
    """Every route and action that stands otherwise, with the rules that make the difference."""
    found: list[Difference] = []
    for old, new in zip(before.routes, after.routes, strict=True):
        if (old.status, old.could_be, old.codes) != (new.status, new.could_be, new.codes):
            found.append(
                _difference(old.id, _status(old.status), _status(new.status), old.rules, new.rules)
            )
    actions = {one.id: one.rules for one in before.actions}
    then = {one.id: one.rules for one in after.actions}
    for action in dict.fromkeys((*actions, *then)):
        if (action in actions) != (action in then):
            words = {True: "to do", False: "not to do"}
            found.append(
                _difference(
                    action,
                    words[action in actions],
                    words[action in then],
                    actions.get(action, ()),
                    then.get(action, ()),
                )
            )
    return found


def _status(status: str) -> str:
    return status.replace("_", " ")


def _difference(
    name: str, before: str, after: str, old: Sequence[str], new: Sequence[str]
) -> Difference:
    starts = tuple(one for one in new if one not in old)
    stops = tuple(one for one in old if one not in new)
    return Difference(name, before, after, starts, stops)

"""Why a route has its status: every rule that bore on it, fired or not, and the facts that they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ppitui.core.conditions import Node, compile_condition, in_english
from ppitui.core.conditions.explaining import grounds
from ppitui.core.decide.results import Result, Run
from ppitui.core.rules import Link, Rule, Ruleset
from ppitui.core.values import PartialSet, Range, Truth, Value

TRUTH_WORDS = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class RuleTold:
    """One rule on one route: whether it fired, what it does, why in words, and where it is written."""

    id: str
    truth: Truth
    role: str
    code: str
    about: tuple[str, ...]
    because: str
    english: str
    grounds: tuple[str, ...]
    place: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """The rule as plain data."""
        return {
            "id": self.id,
            "fired": TRUTH_WORDS[self.truth],
            "effect": self.role,
            "code": self.code,
            "for": list(self.about),
            "because": self.because,
            "condition": self.english,
            "facts": list(self.grounds),
            "place": self.place,
            "source": self.source,
        }


def rules_told(result: Result, route: str) -> list[RuleTold]:
    """Every rule, test, cap and hold that bears on a route, the ones that fired first."""
    rules = result.rules
    links = rules.by_route[rules.routes.index(route)]
    told = [_told(result, link) for link in links]
    order = {True: 0, None: 1, False: 2}
    return sorted(told, key=lambda one: order[one.truth])


def action_told(result: Result, action: str) -> list[RuleTold]:
    """Every rule that raises an action, the ones that fired first."""
    rules = result.rules.rules
    found = [
        Link(at, 0, "action", "", True) for at, rule in enumerate(rules) if action in rule.action
    ]
    return [_told(result, link) for link in found]


def _told(result: Result, link: Link) -> RuleTold:
    rule = result.rules.rules[link.rule]
    truths = [run.truths[link.rule] for run in result.runs]
    truth: Truth = True if True in truths else None if None in truths else False
    about = tuple(run.about for run in result.runs if run.about and run.truths[link.rule] is truth)
    run = next((run for run in result.runs if run.truths[link.rule] is truth), result.runs[0])
    return RuleTold(
        rule.id,
        truth,
        link.role,
        link.code,
        about,
        rule.because,
        english(result, rule, run),
        facts_behind(result, rule, run),
        str(rule.place),
        rule.source,
    )


def english(result: Result, rule: Rule, run: Run) -> str:
    """The condition of a rule in plain English with what each number reads, as seen in one run."""

    def called(name: str) -> str:
        kind = result.rules.types[name]
        value = run.env[result.rules.slots.index[name]]
        if kind.scope == "policy":
            return f"{kind.word(value)} (set by the force)" if kind.kind == "number" else kind.means
        if kind.kind == "number" or value is None:
            return f"{kind.means} ({value_word(result, name, value)})"
        return kind.means

    return in_english(rule.when, result.rules.types, called)


def as_set(rules: Ruleset) -> Callable[[str], str]:
    """How a condition calls what it reads: a number of the policy by what it is set to, all else by its meaning."""

    def called(name: str) -> str:
        kind = rules.types[name]
        if kind.scope != "policy":
            return kind.means
        says = kind.word(rules.policy[name][1]) if kind.kind == "number" else kind.means
        return f"{says} (policy {name})"

    return called


def facts_behind(result: Result, rule: Rule, run: Run) -> tuple[str, ...]:
    """The facts that made a rule so, or not so, each with what it reads."""
    rules = result.rules
    derived = {name: node for name, (_, node) in rules.derived.items()}

    def truth(part: Node) -> Truth:
        return compile_condition(part, rules.slots)(run.env)

    told: list[str] = []
    for name in grounds(rule.when, truth, derived):
        kind = rules.types[name]
        if kind.scope != "policy":
            value = run.env[rules.slots.index[name]]
            told.append(f"{kind.means}: {value_word(result, name, value)}")
    return tuple(told)


def facts_read(result: Result, route: str) -> Iterator[tuple[str, str, str, str]]:
    """Each fact that the rules on a route read: person harmed ("" where none), name, meaning, value in words."""
    rules = result.rules
    links = rules.by_route[rules.routes.index(route)]
    names: dict[str, None] = {}
    for link in links:
        for name in sorted(rules.facts_read(rules.rules[link.rule].when)):
            names[name] = None
    for name in names:
        kind = rules.types[name]
        for run in result.runs if kind.scope == "pair" else result.runs[:1]:
            value = run.env[rules.slots.index[name]]
            about = run.about if kind.scope == "pair" and len(result.runs) > 1 else ""
            if kind.scope != "policy":
                yield about, name, kind.means, value_word(result, name, value)


def value_word(result: Result, name: str, value: Value) -> str:
    """A value in words; a part of the truth says what is not known of it."""
    kind = result.rules.types[name]
    if isinstance(value, PartialSet):
        sure = kind.word(value.sure) if value.sure else "none so far"
        return f"{sure}; others not known"
    if isinstance(value, Range):
        return f"between {value.low} and {value.high}"
    return kind.word(value)

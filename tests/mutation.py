"""Takes each part of the shipped rules away in turn and asks whether some case file notices.

A part is a whole rule, one code of a test, hold, cap or age test, one route or action that a rule leads to, or the mark
that binds a rule to one person harmed. A mutant that every case passes is a survivor: a rule that could be lost without
a test failing. `make mutate` prints them; tests/test_mutation.py allows none without a written reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.shipped import CASES, case_file, facts_of, pack
from ppitui.core.decide import Result, decide
from ppitui.core.facts import Facts
from ppitui.core.rules import Rule, Ruleset

_LISTS = ("recommend", "consider", "action")
_CODED = ("age_test", "hold", "test", "cap")


@dataclass(frozen=True)
class Mutant:
    """The rules without one part; `name` says which."""

    name: str
    rules: tuple[Rule, ...]
    of: int


# Why a part may be lost without a case noticing. Only what no case of facts can show belongs here.
REASONS: dict[str, str] = {}


def mutants() -> Iterator[Mutant]:
    """Every mutant of the shipped rules."""
    rules = pack().rules.rules
    for at, rule in enumerate(rules):
        yield Mutant(rule.id, (*rules[:at], *rules[at + 1 :]), at)
        for name, changed in _parts(rule):
            yield Mutant(f"{rule.id} {name}", (*rules[:at], changed, *rules[at + 1 :]), at)


def _parts(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if rule.pair_only:
        yield "pair_only", replace(rule, pair_only=False)
    effects = sum(len(getattr(rule, role)) for role in (*_LISTS, *_CODED))
    for role in _LISTS:
        named: tuple[str, ...] = getattr(rule, role)
        if effects > 1:
            for one in named:
                left = tuple(other for other in named if other != one)
                yield f"{role} {one}", replace(rule, **{role: left})  # type: ignore[arg-type]  # a field of Rule
    for role in _CODED:
        coded: Mapping[str, tuple[str, ...]] = getattr(rule, role)
        for code, routes in coded.items():
            if effects > 1:
                without = {name: of for name, of in coded.items() if name != code}
                yield f"{role} {code}", replace(rule, **{role: without})  # type: ignore[arg-type]  # a field of Rule
            for route in routes if len(routes) > 1 else ():
                fewer = {**coded, code: tuple(one for one in routes if one != route)}
                yield f"{role} {code} {route}", replace(rule, **{role: fewer})  # type: ignore[arg-type]  # a field of Rule


def as_expected(result: Result, expect: Mapping[str, Any]) -> bool:
    """Whether a result is what a case file says that it must be; the same reading as tests/test_oracle.py."""
    found: dict[str, set[str]] = {}
    for one in result.routes:
        found.setdefault(one.status, set()).add(one.id)
    codes = {one.id: set(one.codes) for one in result.routes}
    whom = {one.id: set(one.whom) for one in result.routes}
    return (
        all(found.get(one, set()) == set(expect[one]) for one in ("recommend", "consider"))
        and all(set(expect.get(one, [])) <= found.get(one, set()) for one in ("held", "excluded"))
        and {one.id for one in result.actions} == set(expect["actions"])
        and all(set(of) <= codes[route] for route, of in expect.get("codes", {}).items())
        and set(expect.get("open", {})) <= found.get("open", set())
        and all(set(who) == whom[route] for route, who in expect.get("for", {}).items())
    )


def survivors() -> list[str]:
    """The mutants that every case file passes."""
    whole = pack().rules
    cases = [(facts_of(case_file(path)), case_file(path).expect) for path in CASES]
    bearing = [_bearing(facts) for facts, _ in cases]
    found: list[str] = []
    for mutant in mutants():
        # Built anew without a part: what compiles is what would be shipped.
        rules = Ruleset(whole.facts, whole.derived, whole.policy, whole.routes, mutant.rules)
        # A rule that is not so for anyone in a case changes nothing there.
        tried = (one for one, rule in zip(cases, bearing, strict=True) if mutant.of in rule)
        if all(as_expected(decide(facts, rules), expect) for facts, expect in tried):
            found.append(mutant.name)
    return found


def _bearing(facts: Facts) -> frozenset[int]:
    result = decide(facts, pack().rules)
    return frozenset(
        at
        for at in range(len(result.rules.rules))
        if any(run.truths[at] is not False for run in result.runs)
    )


def main() -> int:
    """Print every survivor with its reason; 1 where one has none."""
    left = survivors()
    for name in left:
        print(f"{name}: {REASONS.get(name, 'NO REASON WRITTEN')}")
    print(f"{sum(1 for _ in mutants())} mutants, {len(left)} survivors.")
    return 1 if set(left) - set(REASONS) else 0


if __name__ == "__main__":
    sys.exit(main())

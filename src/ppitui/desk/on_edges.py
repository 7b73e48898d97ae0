"""The author's tests that lie at a policy number, by the facts that they state themselves.

A test one below a threshold passes as before once the threshold has moved away, and tests the edge no longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ppitui.core.conditions import nodes as n
from ppitui.core.findings import Finding, Place
from ppitui.core.rules import Ruleset
from ppitui.pack.yamlfile import Path, read_yaml

Tests = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a test states: the fact, the number, and where."""

    fact: str
    number: int
    place: Place

    def at(self, value: int) -> bool:
        """Whether it lies on a threshold or right beside it."""
        return abs(self.number - value) <= 1


def stated(tests: Tests, facts: frozenset[str]) -> Iterator[Stated]:
    """The numbers that tests state of these facts, whatever they stand over. What cannot be read `check` tells of."""
    if not facts:
        return
    for file, raw in sorted(tests.items()):
        document, _ = read_yaml(raw, file)
        data = document.data
        if PurePosixPath(file).name.startswith("_") or not isinstance(data, dict):
            continue
        for path, name, number in _numbers(data):
            if name in facts:
                yield Stated(name, number, document.place(path))


def _numbers(data: Mapping[Any, Any]) -> Iterator[tuple[Path, str, int]]:
    people = data.get("people")
    harmed = people.get("harmed") if isinstance(people, dict) else None
    yield from _within(data.get("facts"), ("facts",), "")
    for at, one in enumerate(harmed if isinstance(harmed, list) else ()):
        if isinstance(one, dict):
            yield from _within(one.get("facts"), ("people", "harmed", at, "facts"), "")


def _within(facts: object, path: Path, prefix: str) -> Iterator[tuple[Path, str, int]]:
    for key, raw in facts.items() if isinstance(facts, dict) else ():
        name, inner = f"{prefix}{key}", (*path, key)
        if isinstance(raw, dict):
            yield from _within(raw, inner, f"{name}.")
        elif type(raw) is int:
            yield inner, name, raw


def compared_with(rules: Ruleset, policy: str) -> frozenset[str]:
    """The facts that any condition of the rules, or of a derived name, compares with the policy value itself."""
    trees = [rule.when for rule in rules.rules] + [node for _, node in rules.derived.values()]
    found: set[str] = set()
    for part in (part for tree in trees for part in n.walk(tree)):
        match part:
            case n.Compare(_, n.Name(fact), n.Name(setting)) if setting == policy:
                found.add(fact)
            case n.Compare(_, n.Name(setting), n.Name(fact)) if setting == policy:
                found.add(fact)
    return frozenset(found)


def left_behind(old: Ruleset, new: Ruleset, tests: Tests) -> Iterator[Finding]:
    """A note for each test that lay at a policy number and does not lie there since that moved."""
    moved = [
        (name, was, now, compared_with(new, name))
        for name, (_, now) in new.policy.items()
        for was in (old.policy[name][1] if name in old.policy else now,)
        if type(was) is int and type(now) is int and was != now
    ]
    numbers = list(stated(tests, frozenset[str]().union(*(facts for *_, facts in moved))))
    for name, was, now, facts in moved:
        for one in numbers:
            if one.fact in facts and one.at(was) and not one.at(now):
                words = (
                    f"{one.fact} is {one.number} here, beside {name} as it was ({was});"
                    f" it is {now} now, and this test no longer tries its edge"
                )
                mend = f"Move it to {now + one.number - was}, if that is what it is for."
                yield Finding("TEST_LEFT", one.place, words, mend, "note")

"""What lies at the value of a policy number: the rules that read it, and the author's tests on it or right beside it.

A test one below a threshold passes as before once the threshold has moved away, and tests the edge no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ppitui.core.conditions import nodes as n
from ppitui.core.facts import Facts
from ppitui.core.rules import Ruleset
from ppitui.core.text import visible
from ppitui.desk.authors_tests import laid_beside
from ppitui.desk.casefile import read_case_file
from ppitui.desk.pack_draft import draft_tests
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.desk.forms import Form


def edges_of(desk: Desk, form: Form) -> list[str]:
    """What lies at the value of the policy form as it stands; nothing for another form."""
    if form.path[:1] != ("settings",):
        return []
    return list(edge_lines(desk, str(form.path[1]), form.detail("value").value))


def edge_lines(desk: Desk, name: str, value: object) -> Iterator[str]:
    """The rules in force that read a policy value; of a number, the tests of the draft that lie at it or beside it."""
    rules = desk.pack.rules
    if name not in rules.policy:
        return
    reading = [rule for rule in rules.rules if name in rules.facts_read(rule.when)]
    if reading:
        yield f"Read by the rules: {', '.join(rule.id for rule in reading)}."
    if isinstance(value, bool) or not isinstance(value, int):
        return
    trees = [rule.when for rule in reading] + [node for _, node in rules.derived.values()]
    facts = {fact for tree in trees for fact in _compared_with(tree, name)}
    near = sorted(_near(desk, rules, facts, value))
    if near:
        told = ", ".join(f"{visible(file)} ({fact} {found})" for file, fact, found in near)
        yield f"Author's tests at {value}, or one beside it: {told}."


def _compared_with(node: n.Node, policy: str) -> Iterator[str]:
    """The facts that a condition compares with the value itself."""
    for part in n.walk(node):
        match part:
            case n.Compare(_, n.Name(fact), n.Name(setting)) if setting == policy:
                yield fact
            case n.Compare(_, n.Name(setting), n.Name(fact)) if setting == policy:
                yield fact


def _near(
    desk: Desk, rules: Ruleset, facts: set[str], value: int
) -> Iterator[tuple[str, str, int]]:
    tests = draft_tests(desk)
    with laid_beside(tests) as top:
        for path in top.glob("[!_]*.yaml"):
            try:
                case = read_case_file(path, rules)
            except WrongCall:  # told among the findings
                continue
            for fact, found in _numbers(case.facts, facts):
                if abs(found - value) <= 1:
                    yield path.name, fact, found


def _numbers(facts: Facts, wanted: set[str]) -> Iterator[tuple[str, int]]:
    known = [facts.person, *facts.pairs.values()]
    numbers = {(name, one[name]) for one in known for name in wanted & one.keys()}
    for name, found in numbers:
        if isinstance(found, int) and not isinstance(found, bool):
            yield name, found

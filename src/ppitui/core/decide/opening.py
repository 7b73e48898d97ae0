"""What an open route or action could still become, and which facts would settle it.

Kleene's logic never settles wrongly, but it does not see that `x or not x` holds. So where the
completions of the facts that matter can be enumerated affordably, they are: each fact is cut into
the regions that the rules can tell apart, and every combination is tried. Where that is not
affordable the wider answer stands, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import product
from typing import Any, TypeVar

from ppitui.core.conditions import Node, compile_condition
from ppitui.core.conditions.explaining import open_parts
from ppitui.core.decide.regions import Regions
from ppitui.core.decide.results import Needs, Run, Status
from ppitui.core.decide.statuses import any_run, of_case, possible
from ppitui.core.facts import Facts
from ppitui.core.rules import Ruleset
from ppitui.core.values import Truth, Value, is_open

AFFORDABLE = 2048
_Key = tuple[str, str]  # a fact not known, and the person harmed ("" for the person assessed)
_Outcome = TypeVar("_Outcome", bound=Hashable)


class Opening:
    """The open facts of one case, and what hangs on them; does nothing until asked."""

    def __init__(self, facts: Facts, rules: Ruleset, runs: tuple[Run, ...]) -> None:
        self.facts = facts
        self.rules = rules
        self.runs = runs
        self._derived = {name: node for name, (_, node) in rules.derived.items()}
        self._truths: dict[int, Callable[[list[Any]], Truth]] = {}
        self._kept: list[Node] = []  # keeps the nodes alive whose ids are keys of _truths

    def route(self, route: int, could: set[Status]) -> tuple[set[Status], Needs]:
        """What the route could be and what would settle it; `could` is the superset so far."""
        links = self.rules.by_route[route]
        at_rules = sorted({link.rule for link in links})

        def outcome(truths: Sequence[Sequence[Truth]]) -> Status:
            shared = any_run(truths)
            each: list[Status] = []
            for run in truths:
                (status,) = possible(links, run, shared)
                each.append(status)
            return of_case(each)

        return self._explore(at_rules, outcome, could)

    def action(self, at_rules: Sequence[int]) -> tuple[set[bool], Needs]:
        """Whether the action can be raised at all by these rules, and what would settle it."""

        def outcome(truths: Sequence[Sequence[Truth]]) -> bool:
            return any(run[at] is True for run in truths for at in at_rules)

        return self._explore(at_rules, outcome, {True, False})

    def _explore(
        self,
        at_rules: Sequence[int],
        outcome: Callable[[Sequence[Sequence[Truth]]], _Outcome],
        could: set[_Outcome],
    ) -> tuple[set[_Outcome], Needs]:
        keys = self._waiting(at_rules)
        regions = Regions(self.rules, at_rules, self.runs)
        choices: list[tuple[Value, ...]] = []
        size = 1
        for name, about in keys:
            values = regions.of(name, about)
            size *= len(values) if values else AFFORDABLE + 1
            if size > AFFORDABLE:
                return could, self._needs(keys, exact=False)
            choices.append(values)
        table = self._table(keys, choices, at_rules, outcome)
        return set(table.values()), self._needs(_deciding(keys, choices, table), exact=True)

    def _waiting(self, at_rules: Sequence[int]) -> list[_Key]:
        """The open facts under the rules that are themselves not known."""
        found: dict[_Key, None] = {}
        for run in self.runs:
            for at in at_rules:
                if run.truths[at] is not None:
                    continue
                for name in sorted(self._open_under(self.rules.rules[at].when, run)):
                    pair = self.rules.types[name].scope == "pair"
                    found[(name, run.about if pair else "")] = None
        return list(found)

    def _open_under(self, node: Node, run: Run) -> frozenset[str]:
        def truth(part: Node) -> Truth:
            known = self._truths.get(id(part))
            if known is None:
                known = self._truths[id(part)] = compile_condition(part, self.rules.slots)
                self._kept.append(part)
            return known(run.env)

        def waiting(name: str) -> bool:
            return is_open(run.env[self.rules.slots.index[name]])

        return open_parts(node, truth, waiting, self._derived)

    def _table(
        self,
        keys: Sequence[_Key],
        choices: Sequence[tuple[Value, ...]],
        at_rules: Sequence[int],
        outcome: Callable[[Sequence[Sequence[Truth]]], _Outcome],
    ) -> dict[tuple[Value, ...], _Outcome]:
        envs = [list(run.env) for run in self.runs]
        truths = [list(run.truths) for run in self.runs]
        index = self.rules.slots.index
        targets = [
            [
                (env, index[name])
                for run, env in zip(self.runs, envs, strict=True)
                if about in ("", run.about)
            ]
            for name, about in keys
        ]
        steps = self._steps(at_rules)
        table: dict[tuple[Value, ...], _Outcome] = {}
        for choice in product(*choices):
            for value, places in zip(choice, targets, strict=True):
                for env, at in places:
                    env[at] = value
            for env, row in zip(envs, truths, strict=True):
                for at, step in steps:
                    env[at] = step(env)
                for at in at_rules:
                    row[at] = self.rules.conditions[at](env)
            table[choice] = outcome(truths)
        return table

    def _steps(self, at_rules: Sequence[int]) -> list[tuple[int, Callable[[list[Any]], Any]]]:
        """The derived names that these rules read, in order."""
        from ppitui.core.conditions import names_in

        wanted: set[str] = set()
        queue = [self.rules.rules[at].when for at in at_rules]
        while queue:
            for name in names_in(queue.pop()):
                if name in self._derived and name not in wanted:
                    wanted.add(name)
                    queue.append(self._derived[name])
        places = {self.rules.slots.index[name] for name in wanted}
        return [step for step in self.rules.steps if step[0] in places]

    def _needs(self, keys: Iterable[_Key], *, exact: bool) -> Needs:
        ask: dict[str, None] = {}
        cannot: dict[str, None] = {}
        for name, about in keys:
            reads = self.rules.types[name].reads  # a number: it is its date that was asked
            asked = {self.facts.reason(one, about) for one in (name, *(reads or ())[1:])}
            (ask if asked == {"not_asked"} else cannot)[name] = None
        return Needs(tuple(ask), tuple(cannot), exact)


def _deciding(
    keys: Sequence[_Key],
    choices: Sequence[tuple[Value, ...]],
    table: dict[tuple[Value, ...], Any],
) -> list[_Key]:
    """The facts of which a change alone can change the outcome."""
    found: list[_Key] = []
    for at, key in enumerate(keys):
        first = choices[at][0]
        if any(
            table[(*row[:at], first, *row[at + 1 :])] != outcome for row, outcome in table.items()
        ):
            found.append(key)
    return found

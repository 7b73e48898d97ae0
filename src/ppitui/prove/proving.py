"""Every promise against every possible case: proved, or a case that breaks it.

Two persons harmed stand for any number of them: a barrier that binds all alike needs one person who raises it,
and the strongest run is one person's. Nobody harmed is a case of its own, and is proved apart. The policy is the
pack's own.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator

import z3

from ppitui.core.conditions import names_in
from ppitui.core.decide import decide
from ppitui.core.facts import Facts
from ppitui.core.promises import (
    CASE,
    ROUTE,
    THEIR_ROUTE,
    THEIRS,
    Broken,
    Outcome,
    Promise,
    Proof,
    broken_by,
    readings,
)
from ppitui.core.rules import Rule, Ruleset
from ppitui.prove.counter import facts_of, smallest
from ppitui.prove.logic import NO, Formula, every, opposite, some
from ppitui.prove.statuses import Invented, is_open
from ppitui.prove.terms import Person

_PEOPLE = (("",), ("A",), ("A", "B"))
_MILLISECONDS = 20_000


class Prover:
    """Proves promises over one set of rules; what it has translated is kept from one to the next."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._invented: dict[tuple[tuple[str, ...], bool], Invented] = {}

    def prove(self, promise: Promise) -> Proof:
        """What comes of one promise about cases."""
        start = time.perf_counter()
        outcome, counter, why = self._one(promise)
        return Proof(promise, outcome, time.perf_counter() - start, counter, why)

    def never_fires(self) -> Iterator[Rule]:
        """The rules that no case of one person harmed, or of nobody, can meet under the pack's numbers.

        A rule that hangs on a switch or a list of policy is left out: another force may set it otherwise.
        """
        free = {name for name, (kind, _) in self.rules.policy.items() if kind.kind != "number"}
        for at, rule in enumerate(self.rules.rules):
            if self.rules.facts_read(rule.when) & free:
                continue
            cases = [self._case(abouts, complete=True) for abouts in _PEOPLE[:2]]
            met = (_solved(case, case.truth(at, case.persons[0]).yes)[0] for case in cases)
            if all(answer == z3.unsat for answer in met):
                yield rule

    def _one(self, promise: Promise) -> tuple[Outcome, Broken | None, tuple[str, ...]]:
        unsure: tuple[str, ...] = ()
        for abouts in (_PEOPLE[0], _PEOPLE[2]):
            # A case of which all is known is one of the cases of which not all need be.
            case = self._case(abouts, complete=promise.complete)
            ways = [self._goal(promise, case, *reading) for reading in readings(promise)]
            if _solved(case, some(*ways))[0] == z3.unsat:
                continue
            for route, fact in readings(promise):
                counter = self._counter(promise, abouts, route, fact)
                if counter is not None:
                    return "broken", counter, ()
            unsure = ("the solver found no proof, and no case that decide confirms",)
        return ("not_proved", None, unsure) if unsure else ("proved", None, ())

    def _counter(
        self, promise: Promise, abouts: tuple[str, ...], route: str, fact: str
    ) -> Broken | None:
        """A case that breaks the promise by what `decide` answers, with as few people and facts as can be."""
        for complete in (True,) if promise.complete else (False,) if fact else (True, False):
            for fewer in _PEOPLE[:1] if abouts == ("",) else _PEOPLE[1:]:
                case = self._case(fewer, complete=complete)
                answer, solver = _solved(case, self._goal(promise, case, route, fact))
                if answer == z3.sat:
                    facts = facts_of(solver.model(), case, complete=complete)
                    if breaks(promise, facts, self.rules, route):
                        return smallest(promise, facts, self.rules, route)
        return None

    def _case(self, abouts: tuple[str, ...], *, complete: bool) -> Invented:
        key = (abouts, complete)
        if key not in self._invented:
            self._invented[key] = Invented(self.rules, abouts, complete)
        return self._invented[key]

    def _goal(self, promise: Promise, case: Invented, route: str, fact: str) -> Formula:
        """The formula under which the case breaks one reading of the promise."""
        person = case.persons[0]  # the others are no different, so what holds for one holds for all
        broken = self._broken(promise, case, person, route)
        return every(_left_open(case, person, fact), broken) if fact else broken

    def _broken(self, promise: Promise, case: Invented, person: Person, route: str) -> Formula:
        """The formula under which the run of this person breaks the promise."""
        if promise.shape == "nothing_open":
            return some(*[is_open(case.of_case(at)) for at in range(len(self.rules.routes))])
        reader = person.reading(case.words(person, self._statuses(promise, route)))
        parts: list[Formula] = []
        if promise.when is not None:
            parts.append(reader.truth(promise.when).yes)
        if promise.unless is not None:
            parts.append(opposite(reader.truth(promise.unless).yes))
        if promise.then is not None:
            parts.append(opposite(reader.truth(promise.then).yes))
        return every(*parts)

    def _statuses(self, promise: Promise, route: str) -> dict[str, tuple[int, bool]]:
        """The statuses that the promise reads: which route, and whether for the person at hand alone."""
        nodes = (promise.when, promise.unless, promise.then)
        found: dict[str, tuple[int, bool]] = {}
        for name in sorted(frozenset().union(*(names_in(node) for node in nodes if node))):
            if name in (ROUTE, THEIR_ROUTE):
                found[name] = (self.rules.routes.index(route), name == THEIR_ROUTE)
            for prefix in (CASE, THEIRS):
                if name.startswith(prefix):
                    at = self.rules.routes.index(name.removeprefix(prefix))
                    found[name] = (at, prefix == THEIRS)
        return found


def _solved(case: Invented, goal: Formula) -> tuple[z3.CheckSatResult, z3.Solver]:
    """Whether any case at all is so.

    The plain solver answers most questions before the other has rewritten them; what it leaves open is asked again.
    """
    plain = _asked(z3.SimpleSolver(), case, goal)
    return plain if plain[0] != z3.unknown else _asked(z3.SolverFor("QF_LIA"), case, goal)


def _asked(solver: z3.Solver, case: Invented, goal: Formula) -> tuple[z3.CheckSatResult, z3.Solver]:
    solver.set("timeout", _MILLISECONDS)
    solver.add(case.world.limits)
    solver.add(goal)
    try:
        return solver.check(), solver
    finally:
        _ctrl_c_ends_a_prompt()


def _ctrl_c_ends_a_prompt() -> None:
    """z3 takes Ctrl+C for itself and gives it back so that a read goes on after it, until the next Enter."""
    if sys.platform != "win32":
        signal.siginterrupt(signal.SIGINT, True)


def _left_open(case: Invented, person: Person, fact: str) -> Formula:
    """The formulas under which this fact is not known, of this person harmed where it is about one."""
    if not person.about and case.rules.types[fact].scope == "pair":
        return NO  # nobody is harmed, and then it is known
    case.world.fact(fact, person.about)
    return opposite(some(*case.world.known[case.world.key(fact, person.about)]))


def breaks(promise: Promise, facts: Facts, rules: Ruleset, route: str) -> bool:
    """Whether this case breaks the promise, by what `decide` answers and nothing of the proof."""
    result = decide(facts, rules)
    if promise.shape == "nothing_open":
        return any(one.status == "open" for one in result.routes)
    return broken_by(promise, result, route) is not None

"""The status of a route as formulas: what `core.decide.statuses` reckons, over every case at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from ppitui.core.rules import ROLES, Ruleset
from ppitui.prove.logic import NO, YES, Formula, every, opposite, some, where
from ppitui.prove.terms import STATUS_WORDS, Pair, Person, Word, World, either

STRENGTH = ("recommend", "consider", "not_indicated", "held", "excluded")
Could = Mapping[str, Formula]  # for each settled status, when the route could have it


@dataclass
class Invented:
    """A case of no facts in particular: its world, its runs, and the statuses that follow."""

    rules: Ruleset
    abouts: tuple[str, ...]
    complete: bool = False
    world: World = field(init=False)
    persons: tuple[Person, ...] = field(init=False)
    _truths: dict[tuple[int, str], Pair] = field(default_factory=dict)
    _could: dict[tuple[int, str], Could] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(self.rules, self.complete)
        self.persons = tuple(Person(self.world, about) for about in self.abouts)

    def truth(self, rule: int, person: Person) -> Pair:
        """Whether a rule fires in one run."""
        key = (rule, person.about)
        if key not in self._truths:
            self._truths[key] = person.truth(self.rules.rules[rule].when)
        return self._truths[key]

    def shared(self, rule: int) -> Pair:
        """Whether a rule fires in any run."""
        pairs = [self.truth(rule, person) for person in self.persons]
        return pairs[0] if len(pairs) == 1 else either(pairs)

    def roles(self, route: int, person: Person, *, shared: bool | None = None) -> list[Pair]:
        """Whether each role bears on the route in this run; only the shared links, or only the others."""
        found: dict[str, list[Pair]] = {role: [] for role in ROLES}
        for link in self.rules.by_route[route]:
            if shared is not None and link.shared is not shared:
                continue
            in_all = link.shared and shared is not False
            found[link.role].append(
                self.shared(link.rule) if in_all else self.truth(link.rule, person)
            )
        return [either(pairs) if pairs else Pair(NO, YES) for pairs in found.values()]

    def of_person(self, route: int, person: Person) -> Could:
        """What the route could be in one person's run."""
        key = (route, f"run {person.about}")
        if key not in self._could:
            self._could[key] = ladder(self.roles(route, person))
        return self._could[key]

    def of_case(self, route: int) -> Could:
        """What the route could be in the case."""
        key = (route, "case")
        if key not in self._could:
            self._could[key] = self._of_case(route)
        return self._could[key]

    def _of_case(self, route: int) -> Could:
        each = [self.of_person(route, person) for person in self.persons]
        if len(each) == 1:
            return each[0]
        settled = every(*[_single(could) for could in each])
        together = _strongest(each)
        common = self.roles(route, self.persons[0], shared=True)
        own = [self.roles(route, person, shared=False) for person in self.persons]
        found: dict[str, list[Formula]] = {status: [] for status in STRENGTH}
        up = {link.role for link in self.rules.by_route[route] if link.shared}
        # Only age, hold and test bind all runs alike; where none does, it is down for all.
        options = [(True, False) if role in up else (False,) for role in ROLES[:3]]
        for ways in product(*options):
            feasible = every(
                *(opposite(p.no if way else p.yes) for way, p in zip(ways, common, strict=False))
            )
            runs = [ladder(_under(ways, run)) for run in own]
            for status, formula in _strongest(runs).items():
                found[status].append(every(feasible, formula))
        return {s: where(settled, together[s], some(*found[s])) for s in STRENGTH}

    def words(self, person: Person, names: Mapping[str, tuple[int, bool]]) -> dict[str, Word]:
        """The statuses that a promise reads: name to (route, whether for this person alone)."""
        found: dict[str, Word] = {}
        for name, (route, theirs) in names.items():
            found[name] = _word(self.of_person(route, person) if theirs else self.of_case(route))
        return found


def ladder(roles: Sequence[Pair]) -> Could:
    """Every status that a run could have: age, hold, test, recommend under no cap, consider, in that order."""
    age, hold, test, cap, recommend, consider = roles
    past_age = opposite(age.yes)
    past_hold = every(past_age, opposite(hold.yes))
    past_test = every(past_hold, opposite(test.yes))
    can = every(opposite(recommend.no), opposite(cap.yes))
    weaker = every(past_test, opposite(every(can, recommend.yes, cap.no)))
    capped = every(opposite(recommend.no), opposite(cap.no))
    return {
        "recommend": every(past_test, can),
        "consider": every(weaker, some(opposite(consider.no), capped)),
        "not_indicated": every(weaker, opposite(recommend.yes), opposite(consider.yes)),
        "held": every(past_age, opposite(hold.no)),
        "excluded": some(opposite(age.no), every(past_hold, opposite(test.no))),
    }


def _under(ways: Sequence[bool], own: Sequence[Pair]) -> list[Pair]:
    barriers = [Pair(YES, NO) if up else pair for up, pair in zip(ways, own, strict=False)]
    return [*barriers, *own[len(ways) :]]


def _strongest(each: Sequence[Could]) -> Could:
    """What the strongest of the runs could be, each run by itself."""
    could = each[0]
    for run in each[1:]:
        found: dict[str, list[Formula]] = {status: [] for status in STRENGTH}
        for first, second in product(STRENGTH, STRENGTH):
            best = min(first, second, key=STRENGTH.index)
            found[best].append(every(could[first], run[second]))
        could = {status: some(*ways) for status, ways in found.items()}
    return could


def _single(could: Could) -> Formula:
    return some(*[_only(could, status) for status in STRENGTH])


def _only(could: Could, status: str) -> Formula:
    others = [opposite(formula) for other, formula in could.items() if other != status]
    return every(could[status], *others)


def _word(could: Could) -> Word:
    settled = {status: _only(could, status) for status in STRENGTH}
    reads = {**settled, "open": opposite(some(*settled.values()))}
    return Word(YES, NO, lambda word: reads[word])


def is_open(could: Could) -> Formula:
    """The formula under which a status is not settled."""
    return _word(could).is_(STATUS_WORDS[-1])

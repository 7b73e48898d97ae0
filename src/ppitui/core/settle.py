"""From answers to facts: what each live answer settles, and which questions are asked at all.

Walks the journey in order, because a gate reads only what came before it (`check` sees to that). An
answer counts only while its question is asked and it does not wait to be confirmed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from ppitui.core import aggressor
from ppitui.core.calendar import read_from
from ppitui.core.case import Case, slot
from ppitui.core.definitions import Item, Journey, Made, Pack, Target
from ppitui.core.entries import Given, Person
from ppitui.core.facts import Facts, FactType, read_value, when_nobody_harmed
from ppitui.core.steps import Step, Survey
from ppitui.core.values import NOTHING, PartialSet, Reason, Truth, Value


def survey(case: Case, pack: Pack, today: date) -> Survey:
    """The steps and facts of a case on a day; `today` counts where the case states no day."""
    return _Surveyor(case, pack, today).survey()


def surveys(
    case: Case, packs: tuple[Pack, Pack], differing: Container[str], today: date
) -> tuple[Survey, Survey]:
    """A case under two packs that are alike but for what the answers at the steps `differing` settle.

    What comes before the first of these steps is walked once; where the case has none, there is one survey.
    """
    old, new = packs
    return _Surveyor(case, old, today).both(new, differing)


def day_of(case: Case, today: date) -> date:
    """The day on which the rules are applied: as stated, else the day of submission, else today."""
    stated = case.submission.on if case.submission and case.submission.on else case.on
    return date.fromisoformat(stated) if stated else today


class _Surveyor:
    def __init__(self, case: Case, pack: Pack, today: date) -> None:
        self.case = case
        self.pack = pack
        self.journey: Journey | None = pack.journeys.get(case.journey)
        self.on = day_of(case, today)
        self.values: dict[tuple[str, str], Value] = {}
        self.members: dict[tuple[str, str], dict[str, Value]] = {}
        self.reasons: dict[tuple[str, str], Reason] = {}
        self.members_reasons: dict[tuple[str, str], Reason] = {}
        self.sources: dict[tuple[str, str], str] = {}
        self.answers: dict[tuple[str, str], Value] = {}
        self.persons = tuple(person.id for person in case.harmed)
        self.dated = [fact for fact in pack.rules.facts.values() if fact.reads]
        # What gates read, person by person, kept up to date: building it anew for each answer costs most of a walk.
        self.envs: dict[str, list[Any]] = {}
        self.fixed: set[tuple[str, str]] = set()  # what a supervisor decided, over any answer

    def survey(self) -> Survey:
        self._known_beforehand()
        return self.finished([], self.questions())

    def both(self, new: Pack, differing: Container[str]) -> tuple[Survey, Survey]:
        """This survey and that under another pack, which goes on from where the two part."""
        self._known_beforehand()
        questions = list(self.questions())
        part = next(
            (
                at
                for at, (item, about) in enumerate(questions)
                if slot(item.key, about) in differing
            ),
            None,
        )
        steps = [self._step(*one) for one in questions[:part]]
        if part is None:
            one = self.finished(steps, ())
            return one, one
        other = self._under(new)
        theirs = islice(other.questions(), part, None)
        return self.finished(steps, questions[part:]), other.finished(steps, theirs)

    def _under(self, new: Pack) -> _Surveyor:
        """What was settled so far, to be gone on with under another pack."""
        other = _Surveyor(self.case, new, self.on)
        other.values, other.reasons = dict(self.values), dict(self.reasons)
        other.members = {place: dict(known) for place, known in self.members.items()}
        other.members_reasons = dict(self.members_reasons)
        other.sources, other.answers = dict(self.sources), dict(self.answers)
        other.fixed = set(self.fixed)
        return other

    def finished(self, steps: list[Step], rest: Iterable[tuple[Item, str]]) -> Survey:
        steps = [*steps, *(self._step(item, about) for item, about in rest)]
        self._calculate()
        pairs = {about: self._values_about(about) for about in self.persons}
        facts = Facts(self._values_about(""), pairs, dict(self.reasons))
        return Survey(tuple(steps), facts, dict(self.sources))

    def questions(self) -> Iterator[tuple[Item, str]]:
        """Instrument by instrument; in each, what is about one person harmed person by person."""
        for instrument in self.journey.asks if self.journey else ():
            items = self.pack.instruments[instrument].items
            at = 0
            while at < len(items):
                if not items[at].each:
                    yield items[at], ""
                    at += 1
                    continue
                end = at
                while end < len(items) and items[end].each:
                    end += 1
                for about in self.persons:
                    yield from ((item, about) for item in items[at:end])
                at = end

    def _known_beforehand(self) -> None:
        self._put("assessed_on", "", self.on.isoformat(), "today")
        for name, value in (self.journey.sets if self.journey else {}).items():
            self._put(name, "", value, "the setting")
        if self.case.assessed:
            for fact, detail in _OF_ASSESSED:
                self._from_person(self.case.assessed, detail, fact, "")
        for person in self.case.harmed:
            for fact, detail in _OF_HARMED:
                self._from_person(person, detail, fact, person.id)
        for (fact, about), recorded in self.case.recorded.items():
            self._read(fact, about, recorded.value, recorded.source)

        for about, roles in self.case.roles.items():
            if roles.about in self.persons and aggressor.FACT in self.pack.rules.facts:
                self._put(aggressor.FACT, about, roles.releases, aggressor.SOURCE)
                self.fixed.add((aggressor.FACT, about))

    def _from_person(self, person: Person, detail: str, fact: str, about: str) -> None:
        value = person.details.get(detail)
        if value == "not_known" and fact in self.pack.rules.facts:
            self.reasons[(fact, about)] = "not_known"
        else:
            self._read(fact, about, value, "people in the case")

    def _read(self, name: str, about: str, raw: object, source: str) -> None:
        """Put what stands in an event as plain data; what this pack cannot read stays not known."""
        try:
            value = read_value(self.pack.rules.facts[name], raw)
        except (KeyError, ValueError):
            return
        if value is not None:
            self._put(name, about, value, source)

    def _put(self, name: str, about: str, value: Value, source: str) -> None:
        if name in self.pack.rules.facts and (name, about) not in self.fixed:
            self.values[(name, about)] = value
            self.reasons.pop((name, about), None)
            self.sources[(name, about)] = source
            self._moved(name, about)

    def _drop(self, name: str, about: str) -> None:
        self.values.pop((name, about), None)
        self._moved(name, about)

    def _moved(self, name: str, about: str) -> None:
        """Bring the environments up to date with one fact."""
        for whom, env in self.envs.items():
            if about in ("", whom):
                env[self.pack.gates.index[name]] = self._reads(name, whom)

    def _step(self, item: Item, about: str) -> Step:
        key = slot(item.key, about)
        history = self.case.answers.get(key)
        given = history[-1] if history else None
        truth: Truth = True
        if item.gate is not None:
            truth = item.gate(self._env(about, self.pack.made_for_gates[item.key]))
        if truth is None:
            return Step(item, about, "waiting", given)
        if truth is False:
            for target, value in item.otherwise:
                self._settle(target, about, value, "not applicable")
            self._not_applicable(item, about)
            return Step(item, about, "not_asked", given)
        if given is None:
            return Step(item, about, "unanswered", None)
        if key in self.case.to_confirm:
            return Step(item, about, "to_confirm", given)
        self._answer(item, about, given)
        return Step(item, about, "answered", given)

    def _not_applicable(self, item: Item, about: str) -> None:
        """A question whose gate is a known no is out of every score: nothing there, not unknown."""
        nothing: dict[str, Value] = {"any_of": frozenset(), "yes_no": False}
        self._given(item.key, about, nothing.get(item.kind, NOTHING))

    def _given(self, key: str, about: str, value: Value) -> None:
        """Bring the environments up to date with one answer; derived names read no answers."""
        self.answers[(key, about)] = value
        for whom, env in self.envs.items():
            if about in ("", whom):
                env[self.pack.gates.index[key]] = value

    def _answer(self, item: Item, about: str, given: Given) -> None:
        if given.state != "answered":
            for target in item.targets:
                self._unknown(target, about, given.state, item.key)
            return
        value = given.value
        self._given(item.key, about, value == "yes" if item.kind == "yes_no" else _as_read(given))
        if item.kind in ("number", "date", "text"):
            for target in item.targets:
                self._settle(target, about, value, item.key)
            return
        chosen = value if isinstance(value, list) else [value]
        if item.kind == "any_of":
            self._several(item, about, given, chosen)
            return
        for name in chosen:
            option_chosen = item.option(name)
            for target, settled in option_chosen.settles if option_chosen else ():
                self._settle(target, about, settled, item.key)

    def _several(self, item: Item, about: str, given: Given, chosen: list[Any]) -> None:
        """Of several choices each settles something; a set is put together once, when all of them have."""
        sets: dict[str, None] = {}
        for option in item.options:
            unsure = option.id in given.rest_not_known
            for target, _ in option.settles:
                if target.member:
                    place = (target.fact, about)
                    held = self.members.setdefault(place, {})
                    held[target.member] = None if unsure else option.id in chosen
                    if unsure:
                        self.members_reasons[place] = "not_known"
                    sets[target.fact] = None
                elif unsure:
                    self._unknown(target, about, "not_known", item.key)
                else:
                    self._settle(target, about, option.id in chosen, item.key)
        for fact in sets:
            self._assemble(fact, about, item.key)

    def _settle(self, target: Target, about: str, value: Value, source: str) -> None:
        if target.member:
            members = self.members.setdefault((target.fact, about), {})
            members[target.member] = value
            self._assemble(target.fact, about, source)
        else:
            self._put(target.fact, about, value, source)

    def _unknown(self, target: Target, about: str, state: str, source: str) -> None:
        reason: Reason = "declined" if state == "declined" else "not_known"
        if target.member:
            self.members.setdefault((target.fact, about), {})[target.member] = None
            self.members_reasons[(target.fact, about)] = reason
            self._assemble(target.fact, about, source)
        elif (target.fact, about) not in self.fixed:
            self._drop(target.fact, about)
            self.reasons[(target.fact, about)] = reason

    def _assemble(self, fact: str, about: str, source: str) -> None:
        """A set from what is known of its members: a member that nobody settled may be in it."""
        kind = self.pack.rules.facts[fact]
        known = self.members[(fact, about)]
        if kind.kind == "numbers":
            self._several_numbers(kind, about, source)
            return
        sure = frozenset(word for word in kind.values if known.get(word) is True)
        maybe = frozenset(word for word in kind.values if known.get(word) is not False)
        self._put(fact, about, sure if sure == maybe else PartialSet(sure, maybe), source)
        if sure != maybe and all(word in known for word in kind.values):
            self.reasons[(fact, about)] = self.members_reasons[(fact, about)]

    def _several_numbers(self, kind: FactType, about: str, source: str) -> None:
        """All of them or none: a score over some of its parts would be too low."""
        known = self.members[(kind.name, about)]
        parts = [known.get(word) for word in kind.values]
        whole = tuple(part for part in parts if isinstance(part, int))
        self._drop(kind.name, about)
        if len(whole) == len(parts):
            self._put(kind.name, about, whole, source)
        elif None in known.values():
            self.reasons[(kind.name, about)] = self.members_reasons[(kind.name, about)]

    def _calculate(self) -> None:
        """Answers that together say yes. A calculation never says no, and never unsays a yes."""
        for instrument in self.journey.asks if self.journey else ():
            calculations = self.pack.instruments[instrument].calculations
            makes = self.pack.made_for_calculations[instrument]
            for one, made in zip(calculations, makes, strict=True):
                pair = self.pack.rules.facts[one.target.fact].scope == "pair"
                for about in self.persons if pair else ("",):
                    if one.condition(self._env(about, made)) is True:
                        self._settle(
                            one.target, about, True, f"calculated: {one.says or instrument}"
                        )

    def _env(self, about: str, made: Made) -> list[Any]:
        """The values by slot that a gate reads, answers included; and of what is made of facts, what it reads."""
        env = self.envs.get(about)
        if env is None:
            env = self.envs[about] = self._fresh(about)
        for name in made.numbers:
            env[self.pack.gates.index[name]] = self._reads(name, about)
        for at, condition in made.steps:
            env[at] = condition(env)
        return env

    def _fresh(self, about: str) -> list[Any]:
        slots, rules = self.pack.gates, self.pack.rules
        env: list[Any] = [None] * len(slots.types)
        index = slots.index
        for (name, whom), value in self.values.items():
            if whom == about or (not whom and (name, about) not in self.values):
                env[index[name]] = value
        if not about and not self.persons:
            for name, kind in rules.facts.items():
                if kind.scope == "pair":
                    env[index[name]] = when_nobody_harmed(kind)
        for name, (_, setting) in rules.policy.items():
            env[index[name]] = setting
        for (name, whom), value in self.answers.items():
            if whom in ("", about):
                env[index[name]] = value
        return env

    def _reads(self, name: str, about: str) -> Value:
        """What a fact reads for one person harmed: stated of them, of the case, or from a date."""
        kind = self.pack.rules.facts[name]
        if not about and not self.persons and kind.scope == "pair":
            return when_nobody_harmed(kind)
        if (name, about) in self.values:
            return self.values[(name, about)]
        if (name, "") in self.values:
            return self.values[(name, "")]
        stored = kind.reads and (kind.reads[1], about if kind.scope == "pair" else "")
        if kind.reads and stored in self.values:
            return read_from(kind.reads[0], self.values[stored], self.on)
        return None

    def _values_about(self, about: str) -> dict[str, Value]:
        found = {name: value for (name, whom), value in self.values.items() if whom == about}
        for fact in self.dated:
            if fact.reads and fact.name not in found and (fact.scope == "pair") == bool(about):
                how, stored = fact.reads
                if stored in found:
                    found[fact.name] = read_from(how, found[stored], self.on)
        return found


def _as_read(given: Given) -> Value:
    """An answer as a gate reads it: of several choices, those left not known may be chosen."""
    value = given.value
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]  # entered through `answers`, plain data
    sure = frozenset(value)
    return PartialSet(sure, sure.union(given.rest_not_known)) if given.rest_not_known else sure


_OF_ASSESSED = (("born", "born"), ("age", "age"), ("sex", "sex"))
_OF_HARMED = (
    ("harmed_born", "born"),
    ("harmed_age", "age"),
    ("complainant_sex", "sex"),
    ("relationship", "relationship"),
)

"""What a definition looks like to those who will meet it: a question, a route on a case, a letter on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ppitui.core.conditions import names_in
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Item, Pack
from ppitui.core.explain import action_told, rules_told
from ppitui.core.facts import Facts, nearest
from ppitui.core.steps import Step
from ppitui.core.text import shown, visible
from ppitui.core.walk import Question
from ppitui.desk.casefile import CaseFile
from ppitui.desk.posting import draft_specimen, letter_named, letters_of, unfit
from ppitui.desk.rehearsing import Rehearsal
from ppitui.desk.telling import explained, outcome
from ppitui.errors import WrongCall
from ppitui.letters.lint import lint

_PEOPLE = (
    ("assessed", {"name": "Alex Sample", "sex": "male"}),
    ("harmed", {"id": "A", "name": "Jo Placeholder"}),
)
_DAY = date(2026, 6, 15)


def question_of(pack: Pack, key: str) -> Question:
    """A question as it is put, about invented people. Raises WrongCall for a key that no question has."""
    item = pack.items.get(key)
    if item is None:
        raise WrongCall(f"There is no question {shown(key)}{nearest(key, tuple(pack.items))}")
    desk = Rehearsal(pack, _DAY)
    opened = desk.opened()
    for part, details in _PEOPLE:
        desk.add_person(opened, part, details)
    items = pack.instruments[item.instrument].items
    step = Step(item, "A" if item.each else "", "unanswered", None)
    question = desk.walk(opened).question(step)
    return replace(question, number=items.index(item) + 1, of=len(items))


def settled_by(pack: Pack, item: Item) -> Iterator[str]:
    """What an answer changes: the facts that it settles, the rules that read them."""
    facts = tuple(dict.fromkeys(target.fact for target in item.targets))
    yield f"Settles: {', '.join(facts) or 'nothing'}."
    reading = [
        rule.id for rule in pack.rules.rules if set(facts) & pack.rules.facts_read(rule.when)
    ]
    yield f"Read by the rules: {', '.join(reading) or 'none'}."
    own = pack.instruments[item.instrument].calculations
    counts = [one.target.fact for one in own if item.key in names_in(one.when)]
    if counts:
        yield f"Counts towards: {', '.join(dict.fromkeys(counts))}."
    names = {item.key, *facts}
    opens = [
        one.key
        for one in pack.items.values()
        if one.when is not None and names & names_in(one.when)
    ]
    if opens:
        yield f"Decides whether these are asked: {', '.join(opens)}."
    if item.kept_because:
        yield f"Kept because: {visible(item.kept_because)}"


def result_on(pack: Pack, file: CaseFile) -> Result:
    """What follows from the facts of a case file."""
    policy = {name: value for name, value in file.facts.policy.items() if name in pack.policy}
    facts = Facts(file.facts.person, file.facts.pairs, file.facts.reasons, policy)
    return decide(facts, pack.rules)


def route_lines(pack: Pack, file: CaseFile, route: str) -> list[str]:
    """The explanation of a route on a case. Raises WrongCall for a name that no route has."""
    if route not in pack.routes:
        raise WrongCall(f"There is no route {shown(route)}{nearest(route, tuple(pack.routes))}")
    return list(explained(result_on(pack, file), pack, route))


_SO = {True: "so", False: "not so", None: "not known yet"}


def rule_lines(pack: Pack, file: CaseFile, rule: str) -> list[str]:
    """Whether a rule is so on a case, and on what; nothing where the pack has no such rule."""
    result = result_on(pack, file)
    told = [one for route in pack.routes for one in rules_told(result, route)]
    told += [one for action in pack.actions for one in action_told(result, action)]
    found = next((one for one in told if one.id == rule), None)
    if found is None:
        return []
    whom = f", for {', '.join(found.about)}" if found.about and len(result.runs) > 1 else ""
    rests = found.grounds if found.truth is not None else (f"hangs on: {found.english}",)
    return [
        f"  {rule}: {_SO[found.truth]}{whom}. {visible(found.because)}",
        *(f"    {visible(one)}" for one in rests),
    ]


def outcome_lines(pack: Pack, file: CaseFile) -> list[str]:
    """Everything that follows from a case."""
    return list(outcome(result_on(pack, file), pack))


def letter_lines(pack: Pack, file: CaseFile, name: str, on: date = _DAY) -> list[str]:
    """A letter about a case, after what the lint finds in it. Raises WrongCall and Refused."""
    letter = letter_named(letters_of(pack), name)
    why = unfit(pack, file, letter)
    if why:
        return [f"This letter cannot be about this case: {why}. Choose another."]
    text, letter, matter = draft_specimen(pack, file, letter.id, on)
    hits = lint(letter, text, matter)
    told = [f"! line {hit.line}: {hit.message}" for hit in hits]
    head = (
        [f"{len(hits)} findings: this text would be stopped.", *told] if hits else ["No finding."]
    )
    return [*head, "", *(visible(line) for line in text.splitlines())]

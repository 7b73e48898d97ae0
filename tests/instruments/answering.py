"""From the facts of a case file to the answers that say them: what an officer would have entered.

Each question is looked up backwards: which answer settles what the file states? A question whose
facts the file does not state is answered `u`. What cannot be said at all is a fault of the
instrument, and is raised as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from casefiles import Case
from core.shipped import facts_of, pack
from core.threads import Thread
from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Item, Option, Pack, Target
from ppitui.core.facts import Facts
from ppitui.core.steps import Step
from ppitui.core.values import NOTHING, Value

JOURNEY_OF = {
    "custody": "custody",
    "voluntary_attendance": "voluntary_attendance",
    "prison": "release",
    "yjs": "youth",
    "community": "reassessment",
    "incident": "reassessment",
}
DEFAULT_DAY = date(2026, 6, 15)
# What is entered with the people of a case, not answered: see FROM_PEOPLE in pack/reach.py.
OF_ASSESSED = {"age": "age", "sex": "sex"}
OF_HARMED = {"harmed_age": "age", "complainant_sex": "sex", "relationship": "relationship"}


class CannotBeSaid(AssertionError):
    """No answer to this question settles what the case file states."""


def walked(case: Case, definitions: Pack | None = None) -> Thread:
    """A thread in which every question of the fitting journey was answered from the facts."""
    facts = stated_by(case)
    day = _day(case)
    thread = Thread(
        "",
        [_details(f"Placeholder {who}", pair, OF_HARMED) for who, pair in facts.pairs.items()],
        _details("Alex Sample", facts.person, OF_ASSESSED) | _born(facts.person, day),
        definitions,
    )
    fitting = JOURNEY_OF[str(facts.person["setting"])]
    thread.add("journey_begun", journey=fitting, on=day.isoformat())
    while thread.walk.due:
        step = thread.walk.due[0]
        thread.give(step.key.removesuffix("@"), answer_to(step, facts, day))
    return thread


def stated_by(case: Case) -> Facts:
    """The facts of a case file; where its one pair says that nobody is harmed, nobody is."""
    facts = facts_of(case)
    harmed = {who: pair for who, pair in facts.pairs.items() if pair.get("risk_grade") != "none"}
    return replace(facts, pairs=harmed)


def _day(case: Case) -> date:
    stated = case.person.get("assessed_on")
    if isinstance(stated, date):
        return stated
    return date.fromisoformat(str(stated)) if stated else DEFAULT_DAY


def _details(name: str, facts: Mapping[str, Value], of: Mapping[str, str]) -> dict[str, Any]:
    known = {detail: facts.get(fact) for fact, detail in of.items()}
    plain = {d: v for d, v in known.items() if isinstance(v, int | str) and v != "none"}
    return {"name": name, **plain}


def _born(facts: Mapping[str, Value], day: date) -> dict[str, Any]:
    """The birth that gives the days to the eighteenth birthday, where a file states them."""
    left = facts.get("days_to_18")
    if not isinstance(left, int):
        return {}
    birthday = day + timedelta(days=left)
    return {"born": birthday.replace(year=birthday.year - 18).isoformat(), "age": None}


def answer_to(step: Step, facts: Facts, day: date) -> Any:
    """What is entered at this step so that its facts come out as the file states them."""
    item = step.item
    about = facts.pairs.get(step.about, {}) if step.about else {}
    stated = {**facts.person, **about}
    if item.kind == "any_of":
        return _several(item, stated)
    if item.kind == "text":
        return "Invented words."
    if not item.targets:
        return "u"
    if item.kind == "date":
        return _date(item.targets[0], stated, day)
    if item.kind == "number":
        return _number(item.targets[0], stated)
    if any(_of(target, stated) is None for target in item.targets):
        return "u"
    for option in item.options:
        if all(_of(target, stated) == value for target, value in option.settles):
            return option.id
    told = {target.fact: stated.get(target.fact) for target in item.targets}
    raise CannotBeSaid(f"{item.key} has no answer that says {told}")


def _of(target: Target, stated: Mapping[str, Value]) -> Value:
    value = stated.get(target.fact)
    if target.member and isinstance(value, frozenset):
        return target.member in value
    return value


def _number(target: Target, stated: Mapping[str, Value]) -> Any:
    value = stated.get(target.fact)
    if isinstance(value, tuple):
        return value[pack().rules.facts[target.fact].values.index(target.member)]
    return "u" if value in (None, NOTHING) else value


def _date(target: Target, stated: Mapping[str, Value], day: date) -> str:
    """The stored date from which the number that the file states is read."""
    facts = pack().rules.facts.values()
    read = next((one for one in facts if one.reads and one.reads[1] == target.fact), None)
    if read is None:  # a day that nothing counts from
        given = stated.get(target.fact)
        return given if isinstance(given, str) else "u"
    value = stated.get(read.name)
    if not isinstance(value, int) or read.reads is None:
        return "u"
    if read.reads[0] == "months_since":
        months = day.year * 12 + day.month - 1 - value
        return date(months // 12, months % 12 + 1, min(day.day, 28)).isoformat()
    sign = 1 if read.reads[0] == "days_until" else -1
    return (day + sign * timedelta(days=value)).isoformat()


def _several(item: Item, stated: Mapping[str, Value]) -> Any:
    chosen: list[str] = []
    doubtful: list[str] = []
    for option in item.options:
        truth = _chosen(item, option, stated)
        (chosen if truth else doubtful if truth is None else []).append(option.id)
    return {"chosen": chosen, "not_known": doubtful}


def _chosen(item: Item, option: Option, stated: Mapping[str, Value]) -> bool | None:
    """Chosen where what it settles is so; one that only opens questions, where they say something."""
    values = [_of(target, stated) for target, _ in option.settles]
    if not values:
        opens = (one for one in pack().items.values() if _opened_by(one, item.key, option.id))
        values = [_says_something(target, stated) for one in opens for target in one.targets]
    if True in values:
        return True
    return None if None in values else False


def _opened_by(item: Item, key: str, word: str) -> bool:
    return item.when == n.Call("has", (n.Name(key), n.Word(word)))


def _says_something(target: Target, stated: Mapping[str, Value]) -> bool | None:
    value = _of(target, stated)
    return None if value is None else value not in ("none", NOTHING)

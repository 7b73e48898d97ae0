"""The case as letters read it: facts, answers, reasons and routes, all in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ppitui.core.decide.results import STATUSES, RouteResult, Status
from ppitui.core.definitions import Item, Pack, Service, Source
from ppitui.core.facts import FactType
from ppitui.core.settle import survey
from ppitui.core.steps import Step, Survey
from ppitui.core.text import visible
from ppitui.core.values import Value
from ppitui.core.walk import read_back
from ppitui.letters import matter as matters
from ppitui.letters.audiences import answer_open_to, facts_open_to
from ppitui.letters.grounds import ground_words
from ppitui.letters.matter import Letter, Matter
from ppitui.letters.words import (
    NO_MATTER,
    NOT_ASKED,
    NOT_KNOWN,
    OF_ADULTS,
    TO_BE_TOLD,
    fact_words,
    is_nothing,
    long_date,
    or_unknown,
)

_STATUS: dict[Status, str] = {
    "recommend": "recommended",
    "consider": "to be considered",
    "held": "held",
    "excluded": "ruled out",
    "not_indicated": "not indicated",
    "open": "open: not enough is known",
}
_SOURCES: dict[Source, str] = {
    "record": "the record",
    "observed": "observed",
    "person_assessed": "said by the person assessed",
    "person_harmed": "said by a person harmed",
    "officer": "the officer's judgement",
}
_DECIDED = {"approve": "approved", "decline": "declined", "override": "overridden"}
_BASES = {
    "fact": "Facts on record",
    "reported": "Reported, not proved",
    "opinion": "Professional opinion",
}
_UNSTEPPED = {"not_asked": NO_MATTER, "waiting": NOT_ASKED, "unanswered": NOT_ASKED}


class View:
    """One matter seen by one letter; what is dear to make is made once."""

    def __init__(self, letter: Letter, matter: Matter) -> None:
        self.letter = letter
        self.matter = matter
        self.pack: Pack = matter.pack

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each person harmed, by id."""
        return matters.harmed_codes(self.matter)

    @cached_property
    def child_codes(self) -> dict[str, str]:
        """The code of each child, by id."""
        return matters.child_codes(self.matter)

    @cached_property
    def survey(self) -> Survey:
        """The case through its journey; without a journey it has no steps."""
        return survey(self.matter.case, self.pack, self.matter.written_on)

    def value(self, name: str) -> Value:
        """What a fact of the person or the matter reads."""
        return self.matter.facts.person.get(name)

    def fact(self, name: str) -> str:
        """The same in words."""
        kind = self.pack.rules.facts.get(name)
        if kind is None:
            return NOT_KNOWN
        return fact_words(kind, self.value(name), self.matter.facts.reason(name, ""))

    def pair_fact(self, name: str, about: str) -> str:
        """What a fact about one person harmed reads, in words."""
        kind = self.pack.rules.facts.get(name)
        if kind is None:
            return NOT_KNOWN
        value = self.matter.facts.pairs.get(about, {}).get(name)
        return fact_words(kind, value, self.matter.facts.reason(name, about))


def letter(view: View) -> dict[str, str]:
    """The letter's head, and the ground on which it leaves."""
    head = view.letter
    return {
        "id": head.id,
        "title": visible(head.title),
        "about": visible(head.about),
        "marking": head.marking,
        "audience": head.audience,
        "ground": or_unknown(ground_words(head, view.matter)),
    }


def reference(view: View) -> str:
    """The case reference."""
    return or_unknown(view.matter.case.reference)


def written_on(view: View) -> str:
    """The day of the letter."""
    return long_date(view.matter.written_on)


def sender(view: View) -> dict[str, str]:
    """Who writes, and how to reach them."""
    matter = view.matter
    return {"name": or_unknown(matter.author), "contact": or_unknown(matter.contact)}


def pins(view: View) -> dict[str, str]:
    """The first twelve hexadecimal digits of the pack's hash and of the approval's head."""
    head = visible(view.matter.head)[:12]
    return {"pack": view.pack.hash.removeprefix("sha256:")[:12], "head": head or "none yet"}


def service(view: View) -> dict[str, str]:
    """Where the route goes; a route without a service says so."""
    known = view.pack.services.get(view.matter.route, ())
    one = known[0] if known else Service(view.matter.route, "not available here", "")
    if view.matter.route in matters.NO_ONE_ROUTE:
        one = Service(view.matter.route, "the case file", "", "not sent", "kept with the case")
    return {
        "name": or_unknown(one.name),
        "area": or_unknown(one.area),
        "address": or_unknown(one.address),
        "hours": or_unknown(one.hours),
    }


def offer(view: View) -> dict[str, str]:
    """What the person assessed is offered."""
    return {"name": visible(view.pack.routes[view.matter.route].name)}


def route(view: View) -> dict[str, str]:
    """The route, in the words of the pack."""
    one = view.pack.routes[view.matter.route]
    return {
        "id": one.id,
        "name": visible(one.name),
        "short": visible(one.short),
        "purpose": visible(one.purpose),
        "owner": visible(one.owner),
        "clock": or_unknown(one.clock),
    }


def reviewer(view: View) -> dict[str, str]:
    """Who decided on the route, in which role, when, and what."""
    decision = view.matter.approval
    if decision is None:
        none = "not yet decided"
        return {"name": none, "role": none, "on": none, "decision": none}
    return {
        "name": or_unknown(view.matter.reviewer),
        "role": or_unknown(decision.role.replace("_", " ")),
        "on": long_date(decision.at),
        "decision": or_unknown(_DECIDED.get(decision.decision, decision.decision)),
    }


def decision_reason(view: View) -> str:
    """The reviewer's own words."""
    decision = view.matter.approval
    return or_unknown(decision.reason) if decision else "not yet decided"


def facts(view: View) -> dict[str, str]:
    """Every fact of the person and the matter that the audience may read."""
    open_to = facts_open_to(view.pack, view.letter.audience)
    return {fact.name: view.fact(fact.name) for fact in open_to}


def pair_facts(pack: Pack) -> Iterator[str]:
    """The names of the facts about one person harmed."""
    return (fact.name for fact in pack.rules.facts.values() if fact.scope == "pair")


def pairs(view: View) -> list[dict[str, object]]:
    """For each person harmed, by code, every fact about them."""
    return [
        {"code": code, "facts": {name: view.pair_fact(name, id) for name in pair_facts(view.pack)}}
        for id, code in view.codes.items()
    ]


def answers(view: View) -> dict[str, str]:
    """Every answer that the audience may read and that counts now; the others say why not."""
    steps: dict[str, list[Step]] = {}
    for step in view.survey.steps:
        steps.setdefault(step.item.key, []).append(step)
    return {
        item.key: _answer(view, item, steps.get(item.key, []))
        for item in view.pack.items.values()
        if answer_open_to(item, view.letter.audience)
    }


def one_answer(view: View, key: str) -> str:
    """The answer to one question, as `answers` has it."""
    steps = [step for step in view.survey.steps if step.item.key == key]
    return _answer(view, view.pack.items[key], steps)


def _answer(view: View, item: Item, steps: list[Step]) -> str:
    said = {step.about: _said(item, step) for step in steps}
    if len(set(said.values())) <= 1:
        return next(iter(said.values()), NOT_ASKED)
    return " / ".join(f"{view.codes.get(about, about)}: {words}" for about, words in said.items())


def _said(item: Item, step: Step) -> str:
    if step.state in _UNSTEPPED:
        return _UNSTEPPED[step.state]
    if step.state == "to_confirm" or step.given is None:
        return NOT_KNOWN
    if item.kind == "date" and step.given.state == "answered":
        return long_date(str(step.given.value))
    return read_back(item, step.given).strip() or NOT_KNOWN


def _case_facts(view: View) -> Iterator[tuple[FactType, Value]]:
    """What is told of the case: not what stands elsewhere, nor a number read from a date."""
    child = matters.is_child(view.matter)
    for fact in facts_open_to(view.pack, view.letter.audience):
        if child and OF_ADULTS.search(fact.means):
            continue
        if fact.name not in ("assessed_on", "born", "age", "sex", "rfgv") and not fact.reads:
            yield fact, view.value(fact.name)


def evidence(view: View) -> list[dict[str, object]]:
    """What is known of the case, with its source: record, report and opinion kept apart."""
    rows: dict[str, list[dict[str, str]]] = {basis: [] for basis in _BASES}
    for fact, value in _case_facts(view):
        if value is None or is_nothing(value):
            continue
        source = view.survey.sources.get((fact.name, ""), "")
        item = view.pack.items.get(source)
        said = _SOURCES[item.source] if item else _unasked(source)
        row = {"what": visible(fact.means), "words": view.fact(fact.name), "source": visible(said)}
        rows[item.basis if item and item.basis in rows else "fact"].append(row)
    return [{"title": _BASES[basis], "rows": found} for basis, found in rows.items() if found]


def _unasked(source: str) -> str:
    """Where a fact comes from that nobody was asked for."""
    return {"": "stated with the case", "not applicable": "follows from another answer"}.get(
        source, source
    )


def looked_for(view: View) -> list[str]:
    """What was looked for and is not there."""
    return [
        visible(fact.means)
        for fact, value in _case_facts(view)
        if value is not None and is_nothing(value)
    ]


def gaps(view: View) -> list[dict[str, str]]:
    """What is not known, and why."""
    return [
        {"what": visible(fact.means), "why": view.fact(fact.name)}
        for fact, value in _case_facts(view)
        if value is None
    ]


def rfgv(view: View) -> dict[str, str]:
    """The four scores and their rounded mean (halves go up). They rank; there is no cut-off."""
    names = ("recency", "frequency", "gravity", "victims")
    value = view.value("rfgv")
    if not isinstance(value, tuple):
        return dict.fromkeys((*names, "score"), view.fact("rfgv"))
    found = {name: str(one) for name, one in zip(names, value, strict=True)}
    return {**found, "score": str((sum(value) + 2) // 4)}


def boxes(view: View) -> dict[str, str]:
    """What was typed for this letter; a box left empty says so in words that fit its reader."""
    empty = TO_BE_TOLD if view.letter.audience in ("subject", "youth") else NOT_ASKED
    return {
        name: visible(view.matter.boxes.get(name, "")).strip() or empty
        for name in view.letter.boxes
    }


def all_routes(view: View) -> list[dict[str, object]]:
    """Every route by how it stands; what bears on it in the words of the pack.

    In a letter about a child, routes whose very name calls somebody an offender are left out: they
    are for adults.
    """
    found: dict[Status, list[dict[str, str]]] = {}
    child = matters.is_child(view.matter)
    for one in view.matter.result.routes:
        if child and OF_ADULTS.search(view.pack.routes[one.id].name):
            continue
        why = "; ".join(view.pack.codes.get(code, code) for code in one.codes)
        row = {"name": visible(view.pack.routes[one.id].name), "why": visible(why) or NO_MATTER}
        found.setdefault(one.status, []).append(row)
    order = [status for status in STATUSES if status in found]
    return [{"title": _STATUS[one], "rows": found[one]} for one in order]


def decisions(view: View) -> list[dict[str, str]]:
    """What was decided on each route so far, by whom and when; the reasons stay on the case."""
    return [
        {
            "route": visible(view.pack.routes[route].name) if route in view.pack.routes else route,
            "decision": or_unknown(_DECIDED.get(one.decision, one.decision)),
            "by": or_unknown(one.role.replace("_", " ")),
            "on": long_date(one.at),
        }
        for route, one in view.matter.case.decisions.items()
    ]


def _result(view: View) -> RouteResult:
    return view.matter.result.route(view.matter.route)


def standing(view: View) -> dict[str, str]:
    """How the route stands, and on account of which persons harmed."""
    result = _result(view)
    whom = ", ".join(view.codes.get(one, "") for one in result.whom if one in view.codes)
    return {"status": _STATUS[result.status], "concerns": whom or "the case as a whole"}


def reasons(view: View) -> list[dict[str, str]]:
    """The rules that propose the route, each with its sentence and its source."""
    fired = set(_result(view).rules)
    return [
        {"because": visible(rule.because), "rule": rule.id, "source": visible(rule.source)}
        for rule in view.matter.result.rules.rules
        if rule.id in fired and view.matter.route in (*rule.recommend, *rule.consider)
    ]


def against(view: View) -> list[str]:
    """What holds, limits or rules out the route."""
    return [visible(view.pack.codes.get(code, code)) for code in _result(view).codes]


def others(view: View) -> list[dict[str, str]]:
    """The other routes that are recommended or to be considered."""
    child = matters.is_child(view.matter)
    return [
        {"name": visible(view.pack.routes[one.id].name), "status": _STATUS[one.status]}
        for one in view.matter.result.routes
        if one.status in ("recommend", "consider")
        and one.id != view.matter.route
        and not (child and OF_ADULTS.search(view.pack.routes[one.id].name))
    ]


def actions(view: View) -> list[dict[str, str]]:
    """The tasks that the rules raise."""
    known = (view.pack.actions[one.id] for one in view.matter.result.actions)
    return [
        {
            "says": visible(one.says),
            "owner": or_unknown(one.owner),
            "clock": or_unknown(one.clock.replace("_", " ")),
        }
        for one in known
    ]

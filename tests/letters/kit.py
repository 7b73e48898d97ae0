"""Matters for the tests of letters: from case files, from answers as given, and bent by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casefiles import load_case
from ppitui.core.case import Case, fold
from ppitui.core.decide import decide
from ppitui.core.definitions import Pack
from ppitui.core.entries import Decision, Person
from ppitui.core.events import GENESIS, Actor, Event
from ppitui.core.facts import Facts, read_value
from ppitui.core.rules import Ruleset
from ppitui.core.settle import survey
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.context import Letter, Matter
from ppitui.pack.files import gather
from ppitui.pack.load import load
from ppitui.paths import shipped

CASES = Path(__file__).resolve().parents[1] / "cases"
EXAMPLES = shipped("instruments") / "examples"
ROUTES = {"matac_referral": "MATAC", "dvpp_referral": "DVPP", "yjs_notification": "YJS"}
EVERY_CASE = tuple(sorted(path.stem for path in CASES.glob("*-*.yaml")))
ON = date(2026, 6, 15)
APPROVAL = "3fa85f64c0de" + "0" * 52


@cache
def shipped_pack() -> Pack:
    """The pack as it ships."""
    loaded = load(gather(shipped("instruments"), shipped("templates")))
    assert loaded.pack is not None, [one.lines() for one in loaded.errors]
    return loaded.pack


@cache
def shipped_letters() -> Catalogue:
    """The letters of the pack as it ships."""
    return catalogue(shipped_pack())


def with_templates(**changed: str) -> Pack:
    """The shipped pack with templates added or changed: `closed__x` stands for closed/x.md.j2."""
    named = {f"{name.replace('__', '/')}.md.j2": text for name, text in changed.items()}
    return replace(shipped_pack(), templates={**shipped_pack().templates, **named})


HEAD = """---
kind: letter
id: {id}
title: A letter
route: {route}
audience: {audience}
marking: {marking}
fields: [{fields}]
about: A letter for a test.
---
{{% include 'partials/header.md.j2' %}}
"""
_ALWAYS = ("letter", "reference", "written_on", "sender", "service", "pins")


def a_letter(
    body: str, *fields: str, audience: str = "closed", route: str = "MATAC", id: str = "trial"
) -> str:
    """A template whose body begins on line 12 and that reads these fields beside the usual ones."""
    marking = "OFFICIAL" if audience in ("subject", "youth") else "OFFICIAL-SENSITIVE"
    head = HEAD.format(
        id=id,
        route=route,
        audience=audience,
        marking=marking,
        fields=", ".join((*_ALWAYS, *fields)),
    )
    return f"{head}{body}\n\n{{% include 'partials/footer.md.j2' %}}\n"


@cache
def facts_of(name: str) -> tuple[Facts, Mapping[str, Any]]:
    """The facts of a worked case, and the people that it names."""
    stated = load_case(CASES / f"{name}.yaml")
    rules = shipped_pack().rules

    def read(values: Mapping[str, object]) -> dict[str, Any]:
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
        return {key: read_value(rules.types[key], value) for key, value in plain.items()}

    pairs = {id: read(values) for id, values in stated.pairs.items()}
    return Facts(read(stated.person), pairs), stated.people


def case_of(name: str, people: Mapping[str, Any]) -> Case:
    """A case that holds these people and nothing else."""
    found = [Person("S", "assessed", people["assessed"])] if "assessed" in people else []
    for at, one in enumerate(people.get("harmed", ())):
        found.append(Person(one.get("id", chr(ord("A") + at)), "harmed", one))
    for at, one in enumerate(people.get("children", ())):
        found.append(Person(f"C{at}", "child", one))
    return Case(reference=name, people={one.id: one for one in found})


def matter_of(name: str, route: str, pack: Pack | None = None) -> Matter:
    """A worked case as a letter about one route sees it."""
    if pack is None:
        return replace(_decided(name), route=route, approval=approved(route))
    facts, people = facts_of(name)
    return matter(case_of(name, people), facts, route, pack or shipped_pack())


@cache
def _decided(name: str) -> Matter:
    facts, people = facts_of(name)
    return matter(case_of(name, people), facts, "MATAC", shipped_pack())


def approved(route: str) -> Decision:
    """What a supervisor said of a route."""
    return Decision(
        route, "approve", "Agreed at the desk.", "dale", "supervisor", "2026-06-15T09:00:00Z", 9
    )


def matter(case: Case, facts: Facts, route: str, pack: Pack) -> Matter:
    """A matter that a supervisor has approved."""
    rules: Ruleset = pack.rules
    return Matter(
        case=case,
        facts=facts,
        result=decide(facts, rules),
        pack=pack,
        route=route,
        approval=approved(route),
        written_on=ON,
        author="PC Alex Invented",
        reviewer="Insp. Sam Madeup",
        head=APPROVAL,
        contact="desk@overton-police.example",
    )


def matter_from_answers(name: str, route: str) -> Matter:
    """An example of answers, given one by one, as a letter about one route sees it."""
    pack = shipped_pack()
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    # BaseLoader keeps every word as it stands: yes, no and dates are answers, not Python.
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    case = fold(_events(data, pack))
    return matter(case, survey(case, pack, ON).facts, route, pack)


def _events(data: Mapping[str, Any], pack: Pack) -> list[Event]:
    payloads: list[tuple[str, dict[str, Any]]] = [("case_opened", {})]
    people = data["people"]
    payloads.append(("person_added", {"person": "S", "part": "assessed", **people["assessed"]}))
    for one in people["harmed"]:
        rest = {key: value for key, value in one.items() if key != "id"}
        payloads.append(("person_added", {"person": one["id"], "part": "harmed", **rest}))
    for at, one in enumerate(people["children"]):
        payloads.append(("person_added", {"person": f"C{at}", "part": "child", **one}))
    payloads.append(("journey_begun", {"journey": data["journey"], "on": ON.isoformat()}))
    for instrument, given in data["answers"].items():
        for key, raw in given.items():
            each = isinstance(raw, dict) and "chosen" not in raw
            for about, answers in ((key, raw),) if each else (("", {key: raw}),):
                for item, answer in answers.items():
                    payload = _payload(pack, f"{instrument}.{item}", about, answer)
                    payloads.append(("answered", payload))
    ash = Actor("ash", "officer")
    return [
        Event(at, GENESIS, "2026-0142", ash, "2026-06-14T13:58:00Z", kind, pack.hash, payload)
        for at, (kind, payload) in enumerate(payloads, start=1)
    ]


def _payload(pack: Pack, item: str, about: str, raw: Any) -> dict[str, Any]:
    payload: dict[str, Any] = {"item": item, "about": about or None, "of": "record"}
    if raw in ("u", "d"):
        return {**payload, "state": "not_known" if raw == "u" else "declined"}
    if isinstance(raw, dict):
        return {**payload, "value": raw["chosen"], "not_known": raw["not_known"]}
    kind = pack.items[item].kind
    return {**payload, "value": int(raw) if kind == "number" else raw}


def renamed(matter: Matter, person: str, **details: Any) -> Matter:
    """The matter with details of one person changed."""
    before = matter.case.people[person]
    after = replace(before, details={**before.details, **details})
    case = replace(matter.case, people={**matter.case.people, person: after})
    return replace(matter, case=case)


def with_facts(matter: Matter, **facts: Any) -> Matter:
    """The matter with facts of the person changed; a value of None is not known."""
    known = {**matter.facts.person, **facts}
    changed = replace(matter.facts, person=known)
    return replace(matter, facts=changed, result=decide(changed, matter.pack.rules))


def words_of(page: str) -> str:
    """The words of an HTML page as a reader sees them."""
    inside = page.partition("<body>")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", inside))


def letter(id: str, letters: Catalogue | None = None) -> Letter:
    """One of the shipped letters."""
    return (letters or shipped_letters()).letter(id)

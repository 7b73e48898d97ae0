"""Cases of the case files as somebody would have entered them: every question answered, handed in by Ash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import kit
from core.shipped import case_file
from instruments.answering import DEFAULT_DAY, JOURNEY_OF, answer_to, stated_by
from ppitui.core.answers import from_data
from ppitui.core.facts import Facts
from ppitui.store.workspace import Workspace

ASSESSED = {"name": "Alex Sample"}
HARMED = ("Jo Placeholder", "Max Placeholder", "Sam Placeholder", "Pat Placeholder")


def entered(
    workspace: Workspace,
    path: Path,
    person: Mapping[str, Any] | None = None,
    pair: Mapping[str, Any] | None = None,
) -> str:
    """A case file, some of its facts read otherwise (of everybody harmed: `pair`), handed in; its reference."""
    facts = _with(stated_by(case_file(path)), person or {}, pair or {})
    journey = JOURNEY_OF[str(facts.person["setting"])]
    user = "yarrow" if journey == "youth" else "ash"
    desk = kit.desk(workspace, user)
    reference = desk.new_case()
    with desk.open(reference) as opened:
        desk.begin(opened, journey, DEFAULT_DAY.isoformat())
        desk.add_person(
            opened,
            "assessed",
            {**ASSESSED, **_born(facts.person.get("age")), **_of(facts.person, "sex")},
        )
        for name, (who, values) in zip(HARMED, facts.pairs.items(), strict=False):
            told = {"name": name, "id": who, **_born(values.get("harmed_age"), born_in=3)}
            told |= _of(values, "relationship")
            sex = values.get("complainant_sex")
            told |= {"sex": sex} if isinstance(sex, str) else {}
            desk.add_person(opened, "harmed", told)
        while step := desk.walk(opened).next():
            raw = answer_to(step, facts, DEFAULT_DAY)
            walk = desk.walk(opened)
            desk.answer(opened, walk, step, from_data(step.item, raw, walk.today))
        desk.submit(opened)
    return reference


def _with(facts: Facts, person: Mapping[str, Any], pair: Mapping[str, Any]) -> Facts:
    pairs = {who: {**values, **pair} for who, values in facts.pairs.items()}
    return replace(facts, person={**facts.person, **person}, pairs=pairs)


def _born(age: object, born_in: int = 1) -> dict[str, str]:
    if not isinstance(age, int) or isinstance(age, bool):
        return {}
    return {"born": date(DEFAULT_DAY.year - age, born_in, 1).isoformat()}


def _of(values: Mapping[str, Any], name: str) -> dict[str, str]:
    value = values.get(name)
    return {name: value} if isinstance(value, str) else {}

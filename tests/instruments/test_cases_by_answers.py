"""Every case file can be reached by answering: the same outcome as from its facts, on one walk."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from core.shipped import CASES, case_file, pack, pack_files
from core.threads import Thread
from instruments.answering import CannotBeSaid, stated_by, walked
from ppitui.core.decide import Result, RouteResult, decide
from ppitui.core.values import NOTHING
from ppitui.pack.load import load
from ppitui.pack.reach import FROM_PEOPLE

each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


@cache
def thread_of(path: Path) -> Thread:
    return walked(case_file(path))


def _codes(route: RouteResult) -> list[str]:
    """The codes; where age closes the route already, a child is not asked for more to close it by."""
    closed = [code for code in route.codes if code in ("AGE_UNDER_10", "AGE_UNDER_18")]
    return closed or sorted(route.codes)


def told(result: Result) -> dict[str, object]:
    """The outcome: every route with its status, whom it is for and its codes; the actions."""
    routes = {
        one.id: (one.status, sorted(one.could_be), sorted(one.whom), _codes(one))
        for one in result.routes
    }
    return {
        "routes": routes,
        "actions": sorted(one.id for one in result.actions),
        "open_actions": sorted(one.id for one in result.open_actions),
    }


@each_case
def test_answers_lead_where_the_facts_lead(path: Path) -> None:
    """Each question of the journey answered as the file's facts say; nothing recorded beside it."""
    facts = stated_by(case_file(path))
    thread = thread_of(path)
    assert not thread.case.recorded
    from_answers = replace(thread.facts, policy=facts.policy)
    assert told(decide(from_answers, pack().rules)) == told(decide(facts, pack().rules))


@each_case
def test_what_is_not_answered_comes_from_the_people_or_the_journey(path: Path) -> None:
    """Age, sex and relationship are entered with the people, the setting with some journeys."""
    thread = thread_of(path)
    sources = thread.walk.survey.sources
    entered = {name for (name, _), source in sources.items() if source == "people in the case"}
    assert entered <= FROM_PEOPLE
    for (name, _), source in sources.items():
        by_answer = source in pack().items
        by_place = name in entered | {"assessed_on", "setting"}
        assert by_answer or by_place or source == "not applicable", (name, source)


def test_a_fact_that_no_question_says_any_more_is_noticed() -> None:
    """The search is honest: without the choice that says it, the case cannot be reached."""
    path = next(one for one in CASES if one.stem == "SYN-01")
    files = dict(pack_files())
    suitability = files["instruments/suitability.yaml"].decode()
    choice = '      - {id: high, says: "denies all of it"}\n'
    assert choice in suitability
    files["instruments/suitability.yaml"] = suitability.replace(choice, "").encode()
    with pytest.raises(CannotBeSaid, match="denial"):
        walked(case_file(path), definitions=load(files).pack)


@each_case
def test_every_fact_that_a_journey_asks_for_comes_out_as_the_file_states_it(path: Path) -> None:
    """Facts that no rule reads too, such as the day of release: letters and clocks read them."""
    facts, thread = stated_by(case_file(path)), thread_of(path)
    out, sources = thread.facts, thread.walk.survey.sources
    asked = {target.fact for step in thread.walk.asked for target in step.item.targets}
    for name, kind in pack().rules.facts.items():
        stored = kind.reads[1] if kind.reads else name
        for about in facts.pairs if kind.scope == "pair" else ("",):
            stated = facts.pairs[about] if about else facts.person
            value = stated.get(name)
            if stored not in asked or name not in stated or value in (None, NOTHING):
                continue
            if sources.get((stored, about)) != "not applicable":
                walked_to = out.pairs[about] if about else out.person
                assert walked_to.get(name) == value, (name, about)

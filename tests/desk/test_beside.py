"""What stands beside the routes at the desk: reasons for a grade, why, what if, and deciding again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import kit
from core.shipped import CASES, case_file, facts_of
from ppitui.core.answers import Answer, from_data
from ppitui.core.decide import decide
from ppitui.desk.again import decide_again
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.grades import explain_grade
from ppitui.desk.outputs import beside_data, beside_lines, side_by_side
from ppitui.desk.record import thread
from ppitui.desk.whatif import what_if
from ppitui.desk.why import why
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def beside(desk: Desk, opened: OpenCase) -> str:
    return "\n".join(beside_lines(desk.result(opened), opened.pack, opened.case))


def odd_grade(desk: Desk, opened: OpenCase) -> None:
    """The custody example with a grade of standard, which the record and an earlier grade speak against."""
    file = kit.example("custody")
    desk.begin(opened, file.journey, file.on)
    add_people(desk, opened, file)
    apply_answers(desk, opened, file)
    regrade(desk, opened, "standard")


def regrade(desk: Desk, opened: OpenCase, grade: str) -> None:
    walk = desk.walk(opened)
    step = next(
        one for one in walk.asked if any(target.fact == "risk_grade" for target in one.item.targets)
    )
    desk.answer(opened, walk, step, from_data(step.item, grade, walk.today))
    for one in desk.walk(opened).due:
        given = one.given
        assert given is not None, "only what hung on the grade waits to be confirmed"
        kept = Answer(given.state, given.value, given.rest_not_known)
        desk.answer(opened, desk.walk(opened), one, kept)


def test_a_grade_that_evidence_speaks_against_is_told_and_a_reason_is_wanted(
    workspace: Workspace,
) -> None:
    """Which evidence, that a reason is wanted; then the reason, by whom; the grade itself never moves."""
    desk = kit.desk(workspace, "ash")
    with desk.open(desk.new_case()) as opened:
        odd_grade(desk, opened)
        text = beside(desk, opened)
        assert earlier_grades(desk, opened) == (
            "medium for Jo Placeholder on 15/06/2026, changed since in this case",
        )
        assert "This sits oddly with the grade" in text
        assert "protective orders in force: non-molestation order" in text
        assert "A reason is wanted" in text
        grade = desk.walk(opened).survey.facts.pairs["A"]["risk_grade"]
        told = explain_grade(desk, opened, "He is remanded for something else until the autumn.")
        assert told
        text = beside(desk, opened)
        assert "Reason given by ash on 2026-06-15: He is remanded" in text
        assert "A reason is wanted" not in text
        assert desk.walk(opened).survey.facts.pairs["A"]["risk_grade"] == grade == "standard"
        assert "said why the grade stands" in "\n".join(thread(opened.events, opened.pack, {}))


def test_a_reason_for_one_grade_is_none_for_the_next(workspace: Workspace) -> None:
    desk = kit.desk(workspace, "ash")
    with desk.open(desk.new_case()) as opened:
        odd_grade(desk, opened)
        explain_grade(desk, opened, "For the grade as it was.")
        regrade(desk, opened, "medium")
        regrade(desk, opened, "standard")
        assert "A reason is wanted" in beside(desk, opened)


def test_a_reason_needs_words_and_a_question(workspace: Workspace) -> None:
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        with pytest.raises(WrongCall, match="needs words"):
            explain_grade(desk, opened, "  ")
        with pytest.raises(Refused, match="Nothing waits for a reason"):
            explain_grade(desk, opened, "No question asked for this.")


def test_every_output_is_told_apart_and_numbered(workspace: Workspace) -> None:
    """Seven outputs, the year with each index, and our own cut-offs called our own."""
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody")
    with desk.open(reference) as opened:
        text = beside(desk, opened)
        for number in range(1, 8):
            assert f"\n  {number} " in text
        assert "Cambridge Crime Harm Index 2020" in text
        assert "Crime Severity Score 2020" in text
        assert "never a label and never a reason to exclude" in text
        assert "Not signed off by a supervisor." in text
        data = beside_data(desk.result(opened), opened.pack, opened.case)
        assert [one["year"] for one in data["harm"]] == [2020, 2020]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_the_facts_point_to_never_speaks_for_a_lower_grade(path: Path) -> None:
    """A count clears nobody: beside a grade of high no lower one is ever named."""
    facts = facts_of(case_file(path))
    pairs = {who: {**pair, "risk_grade": "high"} for who, pair in facts.pairs.items()}
    result = decide(replace(facts, pairs=pairs), kit.pack().rules)
    lines = list(beside_lines(result, kit.pack()))
    after = lines[: next(at for at, line in enumerate(lines) if line.startswith("  2 "))]
    assert not [
        line for line in after if "point" in line and ("standard" in line or "medium" in line)
    ]


def test_a_sign_off_is_told_with_who_when_and_why(workspace: Workspace) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "It fits.")
        text = beside(vale, opened)
        assert "approved by vale (supervisor) on 2026-06-15: It fits." in text


def test_why_tells_a_facts_value_source_and_rules(workspace: Workspace) -> None:
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        text = "\n".join(why(desk, opened, "da_incidents_10y"))
        assert "6, from the question history.da_incidents_10y" in text
        assert "R13 (so)" in text
        assert "read from a date (born, people in the case)" in "\n".join(why(desk, opened, "age"))
        assert "MATAC" in "\n".join(why(desk, opened, "matac"))
        assert "Why:" in "\n".join(why(desk, opened, "history.da_victims"))
        with pytest.raises(WrongCall, match="Did you mean 'willing'"):
            why(desk, opened, "wiling")


def test_before_the_grade_no_fact_tells_where_it_leads(workspace: Workspace) -> None:
    """A rule shown beside a fact before the grade is set invites answering to it."""
    desk = kit.desk(workspace, "ash")
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        text = "\n".join(why(desk, opened, "risk_grade"))
        assert "R13" not in text
        assert "not known: not asked yet for Jo Placeholder" in text
        with pytest.raises(Refused, match="once a grade"):
            why(desk, opened, "MATAC")


def test_a_trial_is_for_supervisors_and_writes_nothing(workspace: Workspace) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        text = "\n".join(what_if(vale, opened, "risk_grade=high"))
        assert "MARAC: not indicated, then recommend" in text
        assert "R10 would be so" in text
    ash = kit.desk(workspace, "ash")
    with ash.open(reference) as opened:
        before = kit.thread_of(workspace, reference)
        with pytest.raises(Refused, match="for: supervisor"):
            what_if(ash, opened, "risk_grade=high")
    assert kit.thread_of(workspace, reference) == before


@pytest.mark.parametrize(
    "change",
    ["sex=female", "age=17", "born=2010-01-01", "complainant_sex=male", "age_disputed=yes"],
)
def test_what_somebody_is_can_never_be_tried(workspace: Workspace, change: str) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened, pytest.raises(Refused, match="protected"):
        what_if(vale, opened, change)


@pytest.mark.parametrize(
    "change",
    ["child_linked=no", "live_orders=none", "denial=none", "flags=none", "ccb_evidence=u"],
)
def test_no_trial_runs_towards_less_danger(workspace: Workspace, change: str) -> None:
    """It would show which answer makes a warning go away."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened, pytest.raises(Refused, match="less danger"):
        what_if(vale, opened, change)


def test_deciding_again_on_another_day_keeps_both_results(workspace: Workspace) -> None:
    """A child handed in at 17 turns 18: what followed then and what follows now stand side by side."""
    desk = kit.desk(workspace, "yarrow")
    reference = kit.answered(desk, "youth")
    with desk.open(reference) as opened:
        born = date.fromisoformat(
            str(opened.case.assessed and opened.case.assessed.details["born"])
        )
        first = opened.case.submission
        decide_again(desk, opened, date(born.year + 18, 12, 31))
        assert opened.case.submission == first
        assert opened.case.state == "submitted"
        text = "\n".join(side_by_side(opened.case))
        assert "no longer recommended" in text
        assert "YJS" in text
        with pytest.raises(Refused, match="choose that day or a later one"):
            decide_again(desk, opened, date(2020, 1, 1))

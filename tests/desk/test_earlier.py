"""Ask once: what an earlier case about the same person settled is offered for confirmation, with its age."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import kit
from ppitui.core.walk import Question
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import before, earlier_grades
from ppitui.desk.looking import EARLIER
from ppitui.store.workspace import Workspace

FIVE_WEEKS = timedelta(days=35)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(made, "ash"), "custody")
    return made


def later(workspace: Workspace, user: str = "birch") -> Desk:
    """Somebody at work five weeks on."""

    def clock() -> datetime:
        return kit.NIGHT + FIVE_WEEKS

    return Desk(workspace, kit.pack(), kit.files(), user, clock)


def settled_keys(desk: Desk, opened: OpenCase) -> dict[str, Question]:
    walk = desk.walk(opened)
    return {one.key: walk.question(one) for one in walk.survey.steps}


def test_what_stays_true_is_offered_with_its_case_and_age(workspace: Workspace) -> None:
    """The earlier grade is offered, from which case and how old; Enter would give just that answer."""
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        offered = {key: one for key, one in settled_keys(desk, opened).items() if one.known}
        graded = [
            one
            for one in offered.values()
            if any(target.fact == "highest_grade" for target in one.step.item.targets)
        ]
        assert graded
        for one in graded:
            assert "case 2026-0001, 5 weeks ago" in one.known_from
            assert one.keeps is not None
            assert "Enter keeps it" in one.known_line()
        (grade,) = earlier_grades(desk, opened)
        assert grade == "medium for Jo Placeholder on 15/06/2026 (case 2026-0001)"


def test_nothing_that_may_have_changed_is_offered(workspace: Workspace) -> None:
    """Each fact offered is marked in the dictionary; willingness, denial, needs and a no never are."""
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        types = kit.pack().rules.facts
        for (fact, _), told in before(desk, opened).facts.items():
            assert types[fact].carries or types[fact].earlier_of, fact
            assert all(one.value is not False or "no" in types[fact].carries for one in told)
        assert "willing" not in {fact for fact, _ in before(desk, opened).facts}


def test_what_is_offered_is_no_answer_until_it_is_given(workspace: Workspace) -> None:
    """A fact of an earlier case settles nothing here: the facts are those of a case without a past."""
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        facts = desk.walk(opened).survey.facts
        assert "highest_grade" not in facts.pairs["A"]
        assert "flags" not in facts.person


def test_a_set_from_before_is_shown_but_enter_never_says_no_to_the_rest(
    workspace: Workspace,
) -> None:
    """What was not on record then may be now: a list is shown as a reminder and asked again."""
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        lists = [
            one
            for one in settled_keys(desk, opened).values()
            if one.known and one.step.item.kind == "any_of"
        ]
        assert lists
        for one in lists:
            assert one.keeps is None
            assert one.known_line().endswith("Answer for today.")


@pytest.mark.parametrize(
    "details",
    [{"name": "Somebody Else"}, {"born": "1970-02-02"}, {"born": "u"}],
    ids=["another name", "another birth", "birth not known"],
)
def test_another_person_has_no_past(workspace: Workspace, details: dict[str, str]) -> None:
    """A name alone is not a person; nor is a date of birth."""
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        file = kit.example("custody")
        people = dict(file.people)
        people["assessed"] = {**people["assessed"], **details}
        file.people = people
        add_people(desk, opened, file)
        assert before(desk, opened).facts == {}


def test_a_case_that_was_not_handed_in_says_nothing(tmp_path: Path) -> None:
    """A draft is somebody's unfinished thought."""
    made = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(made, "ash"), "custody", submit=False)
    desk = later(made)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        assert before(desk, opened).facts == {}


def test_sources_that_differ_stand_side_by_side_and_none_is_offered(workspace: Workspace) -> None:
    desk = later(workspace)
    with desk.open(desk.new_case()) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        one = next(
            key
            for key, question in settled_keys(desk, opened).items()
            if any(target.fact == "highest_grade" for target in question.step.item.targets)
        )
        payload = {
            "fact": "highest_grade",
            "about": "A",
            "value": "standard",
            "source": "crime system",
        }
        desk.record(opened, "answer", "fact_recorded", payload)
        question = settled_keys(desk, opened)[one]
        assert question.differ
        assert question.keeps is None
        line = question.known_line()
        assert "crime system" in line
        assert "case 2026-0001, 5 weeks ago" in line


def test_reading_earlier_cases_writes_to_them_only_that_they_were_read(
    workspace: Workspace,
) -> None:
    desk = later(workspace)
    past = kit.thread_of(workspace, "2026-0001")
    with desk.open(desk.new_case()) as opened:
        file = kit.example("custody")
        desk.begin(opened, file.journey, file.on)
        add_people(desk, opened, file)
        settled_keys(desk, opened)
        apply_answers(desk, opened, file)
    after = kit.thread_of(workspace, "2026-0001")
    assert after[: len(past)] == past
    assert [(one.kind, one.payload["reason"]) for one in after[len(past) :]] == [
        ("looked", EARLIER)
    ]

"""What is looked at when a case is handed in: gaps, answers that do not fit together, a draft that was resumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kit
from core.shipped import pack
from core.threads import Thread
from desk.together import handed_in, reviewed_by
from ppitui.core.answers import Answer, from_data
from ppitui.core.walk import Walk
from ppitui.desk.answersfile import add_people
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.fitting import insist_on_fitting
from ppitui.desk.reviewing import look
from ppitui.desk.telling import check_answers, outcome
from ppitui.errors import Refused

YEAR, DECADE = "history.da_incidents_12m", "history.da_incidents_10y"


def change(desk: Desk, opened: OpenCase, key: str, value: Any) -> None:
    """Give one answer anew."""
    walk = desk.walk(opened)
    step = walk.step(key)
    assert step is not None, key
    desk.answer(opened, walk, step, from_data(step.item, value, walk.today))


def asked_for(fact: str) -> str:
    """The question that settles a fact."""
    return next(
        key
        for key, item in pack().items.items()
        if key.startswith("history.") and any(one.fact == fact for one in item.targets)
    )


def test_w06_what_is_missing_is_named_and_counted(tmp_path: Path) -> None:
    """An error summary: how many, which first, and that u is an answer."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    with ash.open(ash.new_case()) as opened:
        add_people(ash, opened, kit.example("custody"))
        ash.begin(opened, "custody")
        due = len(ash.walk(opened).due)
        with pytest.raises(Refused) as refused:
            ash.submit(opened)
    told = str(refused.value)
    assert told.startswith(f"{due} questions still want an answer: grade.")
    assert f"and {due - 5} more" in told
    assert "u is an answer" in told


def test_w06_everything_not_known_is_handed_in_and_settles_nothing_down(tmp_path: Path) -> None:
    """With the reasons that it is not known; what would be ruled out by a no is not ruled out."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    with ash.open(ash.new_case()) as opened:
        add_people(ash, opened, kit.example("custody"))
        ash.begin(opened, "custody")
        while step := ash.walk(opened).next():
            words = step.item.required and step.item.kind == "text"
            answer = Answer(value="Nothing is recorded.") if words else Answer("not_known")
            ash.answer(opened, ash.walk(opened), step, answer)
        result = ash.submit(opened)
        assert set(result.facts.reasons.values()) >= {"not_known"}
        assert result.route("MARAC").status == "open"
        text = "\n".join(look(ash, opened))
    assert "Asked, and not known" in text
    assert "Answers that do not fit together" not in text, "what is not known contradicts nothing"


def test_w06_answers_that_do_not_fit_are_told_before_and_after_and_stop_nothing(
    tmp_path: Path,
) -> None:
    """To the officer who checks, to whoever reads the case, and to the supervisor."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    says = "more incidents in twelve months than in ten years"
    with ash.open(reference) as opened:
        assert says not in "\n".join(check_answers(ash.walk(opened)))
        change(ash, opened, f"{asked_for('da_incidents_10y')}@", 3)
        change(ash, opened, f"{asked_for('da_incidents_12m')}@", 9)
        assert says in "\n".join(check_answers(ash.walk(opened)))
        while due := ash.walk(opened).due:
            ash.answer(opened, ash.walk(opened), due[0], Answer("not_known"))
        ash.submit(opened)
        assert opened.case.state == "submitted"
        told = "\n".join(outcome(ash.result(opened), opened.pack, opened.case))
        assert says in told
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        assert says in "\n".join(look(vale, opened))


def test_w06_each_contradiction_can_be_and_the_shipped_cases_have_none(tmp_path: Path) -> None:
    """A list that cries over sound cases would be read past."""
    for name in ("custody", "first_offence", "two_harmed"):
        workspace = kit.make_workspace(tmp_path / name)
        reference = handed_in(workspace, name)
        with reviewed_by(workspace, reference, "vale") as (vale, opened):
            assert "do not fit together" not in "\n".join(look(vale, opened)), name


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("needs.suicide_risk", "perhaps"),
        (DECADE, 99_999),
        ("grade.risk_grade", "enormous"),
        ("needs.areas", ["money", "boats"]),
    ],
)
def test_w11_a_draft_is_looked_at_as_a_whole_before_it_is_handed_in(
    tmp_path: Path, item: str, value: Any
) -> None:
    """An answer that no question took (another program wrote it, or a form that resumed by itself) is not handed in."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    if item == DECADE:
        item = asked_for("da_incidents_10y")
    with ash.open(reference) as opened:
        about = "A" if item.startswith("grade") else ""
        payload = {"item": item, "about": about, "of": "record", "value": value}
        ash.record(opened, "answer", "answered", payload)
    with ash.open(reference) as opened:
        with pytest.raises(Refused, match=rf"{item}.*Give them again"):
            ash.submit(opened)
        assert opened.case.state == "draft"


def test_w11_what_an_answer_put_in_doubt_is_still_in_doubt_after_a_resume(tmp_path: Path) -> None:
    """Nothing is confirmed by opening the case again."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        for key in [one.key for one in ash.walk(opened).asked]:
            step = ash.walk(opened).step(key)
            if step and step.item.kind == "any_of" and step.given and step.given.value:
                change(ash, opened, key, [])
        doubtful = opened.case.to_confirm
    if not doubtful:
        pytest.fail("no answer of the example puts another in doubt")
    with ash.open(reference) as opened:
        assert opened.case.to_confirm == doubtful
        asked = {one.key for one in ash.walk(opened).due}
        if asked & set(doubtful):
            with pytest.raises(Refused, match="still want an answer"):
                ash.submit(opened)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_w11_whatever_was_answered_by_asking_fits(random: Any) -> None:
    """The look back refuses nothing that a question took."""
    thread = Thread()
    for _ in range(25):
        walk: Walk = thread.walk
        due = walk.due
        if not due:
            break
        step = random.choice(due)
        kind = step.item.kind
        options = [one.id for one in step.item.options]
        value: Any
        if kind in ("yes_no", "one_of", "lookup"):
            value = random.choice(options)
        elif kind == "any_of":
            value = random.sample(options, random.randint(0, len(options)))
        elif kind == "number":
            value = random.randint(step.item.low, step.item.high)
        elif kind == "date":
            value = "2026-06-01"
        else:
            value = "It is in the notes."
        thread.give(step.key.removesuffix("@"), value)
        insist_on_fitting(thread.walk)

"""A supervisor's question hangs on the answer: open, answered, closed; and it is told wherever the answer is."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import ITEM, handed_in, reviewed_by
from ppitui.core.answers import Answer
from ppitui.core.asking import unclosed
from ppitui.desk.acting import act
from ppitui.desk.deciding import send_back, sign_off
from ppitui.desk.rows import case_line
from ppitui.desk.telling import check_answers, outcome
from ppitui.errors import Refused, WrongCall


def test_a_question_is_open_then_answered_then_closed(tmp_path: Path) -> None:
    """At the question, in check answers, in what follows, in the list and in the queue."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} please evidence this")
        (query,) = unclosed(opened.case)
        assert query.state == "open"
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        walk = ash.walk(opened)
        step = walk.step(f"{ITEM}@")
        assert step is not None
        assert "asked by vale: please evidence this; no reply" in walk.question(step).asked
        assert any("please evidence this" in line for line in check_answers(walk))
        assert "1 questions open" in case_line(ash.cases()[0])
        act(ash, opened, f"/reply {ITEM} the nurse said so at 13:20")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        lines = list(outcome(vale.result(opened), opened.pack, opened.case))
        assert any("the nurse said so" in line for line in lines)
        assert vale.queue()[0]["replies"] == 1
        act(vale, opened, f"/close {ITEM}")
        assert unclosed(opened.case) == ()
        assert vale.queue()[0]["questions"] == vale.queue()[0]["replies"] == 0


def test_the_question_outlives_a_return_and_says_that_the_answer_changed(tmp_path: Path) -> None:
    """What the supervisor asked is not lost where the case goes back to its author."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} is this right?")
        send_back(vale, opened, "See the question.")
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        walk = ash.walk(opened)
        step = walk.step(f"{ITEM}@")
        assert step is not None
        given = step.given
        assert given is not None
        ash.answer(opened, walk, step, Answer(value="yes" if given.value == "no" else "no"))
        walk = ash.walk(opened)
        step = walk.step(f"{ITEM}@")
        assert step is not None
        assert "the answer changed since" in walk.question(step).asked


@pytest.mark.parametrize(
    ("user", "line", "fault", "says"),
    [
        ("vale", "/ask", WrongCall, "Say about which answer"),
        ("vale", "/ask needs.suicide_risc why", WrongCall, "Did you mean"),
        ("vale", "/ask 999 why", WrongCall, "number from 1"),
        ("vale", f"/ask {ITEM}", WrongCall, "needs words"),
        ("vale", f"/ask {ITEM} a\x1b[31mb", WrongCall, "needs|cannot|control|character"),
        ("vale", f"/reply {ITEM} yes", Refused, "Nobody asks"),
        ("ash", f"/ask {ITEM} why", Refused, "for: supervisor"),
        ("ash", f"/close {ITEM}", Refused, "for: supervisor"),
        ("vale", "/why this", WrongCall, "Here: /approve"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_plain_words(
    tmp_path: Path, user: str, line: str, fault: type[Exception], says: str
) -> None:
    """Nothing is asked, and the refusal says what would work."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, user) as (desk, opened):
        with pytest.raises(fault, match=says):
            act(desk, opened, line)
        assert not opened.case.queries


def test_an_author_asks_nothing_about_their_own_case(tmp_path: Path) -> None:
    """Somebody who is officer and supervisor, and answered, is the author here."""
    workspace = kit.make_workspace(tmp_path)
    both = kit.desk(workspace, "both")
    reference = kit.answered(both, "custody")
    with both.open(reference) as opened, pytest.raises(Refused, match="You worked on this case"):
        act(both, opened, f"/ask {ITEM} why")


def test_a_case_is_not_signed_off_over_an_open_question(tmp_path: Path) -> None:
    """Whoever signs has read the reply."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} why?")
        for route in sorted(opened.case.proposed):
            act(vale, opened, f"/override {route} lower duplicate it is on another case")
        with pytest.raises(Refused, match="1 questions about answers are not closed"):
            sign_off(vale, opened, "Done.")
        act(vale, opened, f"/close {ITEM}")
        sign_off(vale, opened, "Done.")
        assert opened.case.state == "decided"


def test_asking_twice_is_refused_and_asking_again_closes_what_was_answered(tmp_path: Path) -> None:
    """One question at a time hangs on an answer, and none is lost."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} first?")
        with pytest.raises(Refused, match="already"):
            act(vale, opened, f"/ask {ITEM} second?")
        with pytest.raises(Refused, match="You asked this"):
            act(vale, opened, f"/reply {ITEM} myself")
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        act(ash, opened, f"/reply {ITEM} because")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, f"/ask {ITEM} second?")
        assert [one.state for one in opened.case.queries.values()] == ["closed", "open"]

"""A question left for a named colleague stays open, is told, and keeps the case from going in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kit
from ppitui.core.answers import Answer
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.handover import leave
from ppitui.desk.known import known_so_far
from ppitui.desk.record import said
from ppitui.desk.rows import case_line
from ppitui.desk.telling import check_answers
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.workspace import Workspace

KEY = "needs.suicide_risk@"


@contextmanager
def nearly_done(workspace: Workspace) -> Iterator[tuple[Desk, OpenCase]]:
    """A custody case in which every question but one is answered."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    ash = kit.desk(workspace, "ash")
    with ash.open(reference) as opened:
        while (step := ash.walk(opened).step(KEY)) is not None and step.state == "answered":
            ash.undo(opened)
        for step in [one for one in ash.walk(opened).due if one.key != KEY]:
            ash.answer(opened, ash.walk(opened), step, Answer("not_known"))
        yield ash, opened


def test_what_is_left_for_a_colleague_is_open_and_told_and_stops_the_submission(
    tmp_path: Path,
) -> None:
    """Check answers, the known facts, the thread and the list of cases all say for whom."""
    with nearly_done(kit.make_workspace(tmp_path)) as (ash, opened):
        leave(ash, opened, ash.walk(opened).step(KEY), "birch you were in the room")
        walk = ash.walk(opened)
        assert [one.key for one in walk.due] == [KEY]
        assert any(
            "left for PC Birch Example: you were in the room" in x for x in check_answers(walk)
        )
        assert "left for PC Birch Example: 1" in list(known_so_far(walk))
        told = said(opened.events[-1], opened.pack)
        assert told == "left suicide risk for PC Birch Example: you were in the room"
        assert "left for birch" in case_line(ash.cases()[0])
        with pytest.raises(Refused, match="left for PC Birch Example"):
            ash.submit(opened)


@pytest.mark.parametrize("answer", [Answer(value="no"), Answer("not_known")])
def test_an_answer_ends_it_and_undo_brings_it_back(tmp_path: Path, answer: Answer) -> None:
    """Not known is an answer too; taking the answer back leaves the question as it was left."""
    workspace = kit.make_workspace(tmp_path)
    with nearly_done(workspace) as (ash, opened):
        leave(ash, opened, ash.walk(opened).step(KEY), "birch")
        birch = kit.desk(workspace, "birch")
        with birch.open(opened.case.reference) as theirs:
            walk = birch.walk(theirs)
            birch.answer(theirs, walk, walk.due[0], answer)
            assert dict(theirs.case.left) == {}
            birch.undo(theirs)
            assert theirs.case.left[KEY].to == "birch"
            walk = birch.walk(theirs)
            birch.answer(theirs, walk, walk.due[0], answer)
        ash.refresh(opened)
        ash.submit(opened)
        assert opened.case.state == "submitted"


@pytest.mark.parametrize(
    ("line", "fault", "says"),
    [
        ("", WrongCall, "Say for whom"),
        ("brich", WrongCall, "Did you mean 'birch'"),
        ("ash", Refused, "That is you"),
        ("admin", Refused, "does not answer questions"),
        ("birch a\x1b[31mb", WrongCall, "cannot be kept"),
    ],
)
def test_what_cannot_be_left_is_refused_in_plain_words(
    tmp_path: Path, line: str, fault: type[Exception], says: str
) -> None:
    """Nothing is written, and the refusal says what would work."""
    with nearly_done(kit.make_workspace(tmp_path)) as (ash, opened):
        before = len(opened.events)
        with pytest.raises(fault, match=says):
            leave(ash, opened, ash.walk(opened).step(KEY), line)
        assert len(opened.events) == before


def test_a_question_with_an_answer_is_not_left(tmp_path: Path) -> None:
    """Otherwise an answer that counts would look as if it were open."""
    with (
        nearly_done(kit.make_workspace(tmp_path)) as (ash, opened),
        pytest.raises(Refused, match="/undo"),
    ):
        leave(ash, opened, ash.walk(opened).step("today.da@"), "birch")


def test_leaving_a_question_that_somebody_just_answered_is_a_conflict(tmp_path: Path) -> None:
    """Two at one case: the answer stands, and the one who leaves is told."""
    workspace = kit.make_workspace(tmp_path)
    with nearly_done(workspace) as (ash, opened):
        step = ash.walk(opened).step(KEY)
        both = kit.desk(workspace, "both")
        with both.open(opened.case.reference, kit.WHY) as theirs:
            walk = both.walk(theirs)
            both.answer(theirs, walk, walk.due[0], Answer(value="yes"))
        with pytest.raises(Conflict):
            leave(ash, opened, step, "birch")


def test_in_line_mode_a_question_is_left_and_the_next_one_comes(tmp_path: Path) -> None:
    """`/leave birch` writes one event and goes on; the question is asked again at the end."""
    workspace = kit.make_workspace(tmp_path)
    people = kit.typed_people(dict(kit.example("custody").people))
    lines = ["1", *(line.text for line in people), "/leave birch you asked her", "/save"]
    printed = kit.converse(kit.desk(workspace, "ash"), lines)
    assert "Left for PC Birch Example." in printed
    assert "Question 2 of" in printed
    (event,) = [e for e in kit.thread_of(workspace, "2026-0001") if e.kind == "handed_over"]
    assert event.payload["to"] == "birch"
    assert event.payload["text"] == "you asked her"

"""A case is paused, withdrawn, taken up again: with a reason of two levels, what that stops, and what it does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import kit
from desk.together import handed_in, reviewed_by, second_supervisor
from ppitui.core.aside import STOPPED
from ppitui.core.roles import ACTIONS
from ppitui.core.workflow import assessment_status
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk
from ppitui.desk.earlier import earlier_cases
from ppitui.desk.erasing import due
from ppitui.desk.permits import permit
from ppitui.desk.posting import available
from ppitui.desk.reviewing import review_lines
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return second_supervisor(kit.make_workspace(tmp_path))


def test_what_a_pause_or_a_withdrawal_stops_are_actions_of_the_table() -> None:
    assert {one for some in STOPPED.values() for one in some} <= set(ACTIONS)


def test_a_paused_case_is_not_decided_its_clock_goes_on_and_letters_that_protect_leave(
    workspace: Workspace,
) -> None:
    """A pause holds up the paper and nobody's safety."""
    reference = handed_in(workspace, "two_harmed")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        before = [one.id for one in available(vale, opened)]
        clock = vale.queue()[0]["clock"]
        told = act(vale, opened, "/pause access_need 20/6/2026 waits for an interpreter")
        assert told.startswith("Paused until 20 June 2026. Its clocks go on")
        assert assessment_status(opened.case) == "paused"
        with pytest.raises(Refused, match=r"paused until .*20 June 2026. /resume WORDS"):
            decide_route(vale, opened, "MARAC", "approve", "Agreed.")
        with pytest.raises(Refused, match="paused already"):
            act(vale, opened, "/pause access_need 21/6/2026 again")
        assert before
        assert [one.id for one in available(vale, opened)] == before
        row = vale.queue()[0]
        assert row["clock"] == clock
        assert row["paused"] == "2026-06-20"
        sheet = "\n".join(review_lines(vale, opened))
        assert "The person's circumstances: A language or access need cannot be met" in sheet
        act(vale, opened, "/resume the interpreter came")
        decide_route(vale, opened, "MARAC", "approve", "Agreed.")
        with pytest.raises(Refused, match="not paused"):
            act(vale, opened, "/resume again")


def test_w_nobody_withdraws_what_they_handed_in_and_a_withdrawn_case_settles_nothing(
    workspace: Workspace,
) -> None:
    """Wrong person: it leaves the queue, is read by no later case, is not erased, and comes up for retention."""
    reference = handed_in(workspace)
    with (
        reviewed_by(workspace, reference, "ash") as (ash, opened),
        pytest.raises(Refused, match="DI Vale Example"),
    ):
        act(ash, opened, "/withdraw wrong_person it is his brother")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises(WrongCall, match="Did you mean 'wrong_person'"):
            act(vale, opened, "/withdraw wrong_persn it is his brother")
        assert "Nothing is erased" in act(vale, opened, "/withdraw wrong_person it is his brother")
        assert assessment_status(opened.case) == "withdrawn"
        for action in STOPPED["withdrawn"]:
            assert permit(vale, action, opened)[0] is None, action
        for action in ("note", "review_issue", "move_referral", "reopen", "look"):
            assert permit(vale, action, opened)[0] == "supervisor", action
        assert available(vale, opened) == []
        assert vale.queue() == []
        assert [one.why for one in due(vale)] == ["withdrawn, and in no retention group yet"]
    ash = kit.desk(workspace, "ash")
    with ash.open(kit.answered(ash, "custody", submit=False)) as later:
        assert earlier_cases(ash, later) == []
    with reviewed_by(workspace, reference, "wren") as (wren, opened):
        act(wren, opened, "/reopen it was the right person after all")
        assert opened.case.state == "submitted"
    with ash.open(later.case.reference) as later:
        assert earlier_cases(ash, later) == [reference]


def test_an_officer_withdraws_a_draft_and_no_more_is_answered_in_it(workspace: Workspace) -> None:
    ash = kit.desk(workspace, "ash")
    with ash.open(kit.answered(ash, "custody", submit=False)) as opened:
        act(ash, opened, "/withdraw duplicate it is 2026-0002")
        with pytest.raises(Refused, match=r"withdrawn\. A supervisor takes it up again: /reopen"):
            ash.undo(opened)
        with pytest.raises(Refused, match="withdrawn"):
            ash.submit(opened)
        assert ash.cases()[0]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/pause", "Say /pause REASON"),
        ("/pause access_need soon", "Say /pause REASON DAY"),
        ("/pause access_need 15/6/2026 today", "a day to come"),
        ("/pause access_need 20/6/2026", "needs words"),
        ("/withdraw wrong_person", "needs words"),
        ("/reopen it", "not withdrawn"),
    ],
)
def test_what_cannot_be_set_aside_is_refused_in_plain_words(
    workspace: Workspace, line: str, why: str
) -> None:
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises((Refused, WrongCall), match=why):
            act(vale, opened, line)
        assert opened.case.aside is None


def test_a_decision_and_a_withdrawal_at_the_same_time_meet(workspace: Workspace) -> None:
    """Neither is lost behind the other: the later one is told what moved."""
    from ppitui.errors import Conflict

    reference = handed_in(workspace)
    with (
        reviewed_by(workspace, reference, "vale") as (vale, mine),
        reviewed_by(workspace, reference, "wren") as (wren, theirs),
    ):
        act(wren, theirs, "/withdraw wrong_person it is his brother")
        with pytest.raises((Conflict, Refused)):
            decide_route(vale, mine, "MATAC", "approve", "Agreed.")
        vale.refresh(mine)
        assert mine.case.decisions == {}


def test_a_draft_never_lapses_by_itself_and_is_listed_once_nobody_goes_on_with_it(
    workspace: Workspace,
) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)

    def later(days: int) -> Desk:
        now = kit.NIGHT + timedelta(days=days)
        return Desk(workspace, kit.pack(), kit.files(), "vale", lambda: now)

    assert due(later(27)) == []
    assert [one.case for one in due(later(28))] == [reference]
    assert "/withdraw left_unfinished" in due(later(28))[0].why
    assert later(28).cases()[0]["state"] == "draft"

"""The queue: urgent first, then the worst clock; what is due, what is new, and whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import kit
from desk.together import ITEM, UNSURE, handed_in, reviewed_by
from ppitui.desk.acting import act
from ppitui.desk.clocks import clocks, office
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk
from ppitui.desk.queue import new_for
from ppitui.desk.reviewing import look
from ppitui.desk.rows import case_line
from ppitui.errors import WrongCall
from ppitui.store.workspace import Workspace


def vale_at(workspace: Workspace, moment: str) -> Desk:
    """The supervisor, at another time (UTC)."""
    when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return Desk(workspace, kit.pack(), kit.files(), "vale", lambda: when)


def test_the_bank_holidays_of_england_and_wales_are_known() -> None:
    """Boxing Day 2026 is a Saturday, so the Monday is the holiday; St Andrew's Day is Scotland's."""
    here = office(kit.pack())
    days = [datetime(2026, month, day, tzinfo=UTC).date() for month, day in DAYS]
    assert [here.works(day) for day in days] == [False, False, False, True, True]


DAYS = ((12, 25), (12, 28), (4, 6), (11, 30), (12, 29))  # 6 April 2026 is Easter Monday


def test_the_clocks_of_a_high_grade_run_and_run_out(tmp_path: Path) -> None:
    """Handed in at 03:10 on a Monday: 24 hours to review, a working day to send to MARAC."""
    workspace = kit.make_workspace(tmp_path)
    handed_in(workspace, "two_harmed")
    (row,) = vale_at(workspace, "2026-06-15T03:00:00").queue()
    found = {one.id: one for one in clocks(row, kit.pack(), datetime(2026, 6, 15, 3, tzinfo=UTC))}
    assert [name for name, one in found.items() if one.wanted] == ["review_high", "marac"]
    assert f"{found['review_high'].due:%d %H:%M}" == "16 03:10"
    assert f"{found['marac'].due:%d %H:%M}" == "16 17:00"
    told = [
        vale_at(workspace, moment).queue()[0]["clock"]
        for moment in ("2026-06-15T10:00:00", "2026-06-16T02:00:00", "2026-06-16T12:00:00", "2026-06-18T12:00:00")
    ]  # fmt: skip
    assert [one.partition(", ")[2].split(" Tue")[0] for one in told] == [
        "due",
        "due today,",
        "! OVERDUE since",
        "!! ESCALATE, overdue since",
    ]
    assert "grade high/standard" in case_line(vale_at(workspace, "2026-06-15T10:00:00").queue()[0])


def test_a_release_at_six_is_the_deadline_of_what_must_come_before_it(tmp_path: Path) -> None:
    """For a detainee the roles are decided before release; without a time, it says so."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "custody", UNSURE)
    vale = vale_at(workspace, "2026-06-15T02:30:00")
    assert "before release" in vale.queue()[0]["clock"]
    with vale.open(reference) as opened:
        act(vale, opened, "/release 15/6/2026 06:00")
    (row,) = vale.queue()
    assert row["clock"] == "primary aggressor to decide: due today, Mon 15 Jun 06:00"
    assert vale_at(workspace, "2026-06-15T05:01:00").queue()[0]["clock_order"][0] == 1


@pytest.mark.parametrize(
    "line", ["", "tomorrow", "15/6/2026 25:00", "14/6/2026 06:00", "25/10/2026 01:30"]
)
def test_a_release_that_is_no_time_to_come_is_refused(tmp_path: Path, line: str) -> None:
    """Nor is the hour that the clock change has twice."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened), pytest.raises(WrongCall):
        act(ash, opened, f"/release {line}")


def test_urgent_goes_first_and_then_the_oldest(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    first, second = handed_in(workspace), handed_in(workspace)
    urgent = handed_in(workspace, "two_harmed")
    assert [row["case"] for row in kit.desk(workspace, "vale").queue()] == [urgent, first, second]


def test_what_is_new_is_what_others_did_since_one_last_did_something(tmp_path: Path) -> None:
    """For each person their own; a look is recorded once, and only where there is something new."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        lines = look(vale, opened)
        assert "You have not looked at this case before." in lines
        length = len(opened.events)
        look(vale, opened)
        assert len(opened.events) == length
        act(vale, opened, f"/ask {ITEM} why?")
        assert new_for(vale.queue()[0], "vale") == 0
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        assert new_for(ash.cases()[0], "ash") == 1
        act(ash, opened, f"/reply {ITEM} because")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        assert vale.queue()[0]["new"] == 1
        lines = look(vale, opened)
        assert "New since you last did something here: 1" in lines
        assert any("replied: because" in line for line in lines)
        assert vale.queue()[0]["new"] == 0


def test_the_review_shows_on_one_screen_what_a_supervisor_asks_themselves(tmp_path: Path) -> None:
    """Persons, grades, gaps, the questions and what is on record for each, the officer's notes."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        ash.note(opened, "She asked for a call after six.")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        text = "\n".join(look(vale, opened))
    for words in (
        "review: due",
        "People and safety",
        "Earlier grades",
        "Asked, and not known",
        "Where are the children tonight?",
        "Could the person assessed be the one who is harmed?",
        "on record: a letter to the person assessed is safe for the person harmed",
        "She asked for a call after six.",
    ):
        assert words in text, text


def test_what_is_done_leaves_the_queue(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "Agreed.")
        assert vale.queue() == []

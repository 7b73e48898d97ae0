"""The clocks of a case: what starts each, what stops it, when it is due; every clock of the shipped pack."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from desk.together import UNSURE, handed_in, reviewed_by
from ppitui.core.clock_rules import ClockRule
from ppitui.desk import bank_holidays
from ppitui.desk.acting import act
from ppitui.desk.bank_holidays import bank_holiday
from ppitui.desk.clocks import Clock, clocks, wanted
from ppitui.desk.deciding import decide_route, send_back
from ppitui.desk.desk import Desk
from ppitui.desk.due import clock_lines, due_rows
from ppitui.errors import Refused
from ppitui.store.workspace import Workspace

RULES = {one.id: one for one in kit.pack().clocks.rules}
# What a row must say besides its marks for the clocks that ask for more.
ALSO = {"urgent": True, "marac_to_send": True, "roles_open": True, "grades": ["high"]}


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def running(row: dict[str, Any], now: str = "2026-06-15T10:00") -> dict[str, Clock]:
    """The clocks of a row by id, under the shipped pack."""
    return {one.id: one for one in clocks(row, kit.pack(), at(now))}


def due(row: dict[str, Any], clock: str, now: str = "2026-06-15T10:00") -> str:
    """When a clock is due, as the wall shows it."""
    return f"{running(row, now)[clock].due:%Y-%m-%dT%H:%M}"


def test_w07_the_table_of_bank_holidays_is_what_the_package_says() -> None:
    """Of England and Wales: not St Andrew's Day, not the Twelfth, not 2 January."""
    for year in range(bank_holidays.FIRST, bank_holidays.LAST + 1):
        days = {
            date(year, 1, 1) + timedelta(days=one) for one in range(366)
        }  # the last may be of the next year
        table = {day for day in days if day.year == year and bank_holiday(day)}
        assert table == bank_holidays._package(year)
    assert not bank_holiday(date(2026, 11, 30))
    assert not bank_holiday(date(2026, 7, 13))
    assert not bank_holiday(date(2026, 1, 2))
    assert bank_holiday(date(2022, 9, 19))  # by proclamation, ten days before
    assert bank_holiday(date(2020, 5, 8)), "the early May holiday of 2020 was moved"
    assert not bank_holiday(date(2020, 5, 4))
    assert bank_holiday(date(2050, 12, 27)), "outside the table the package is asked"


def test_every_row_of_the_clocks_is_a_clock_and_each_takes_a_dated_sourced_setting() -> None:
    wanted = {
        "notice_hearing", "dvpo_shortest", "dvpo_ends", "spo_notification", "checkpoint_offence",
        "checkpoint_contract", "checkpoint_midpoint", "cara_contact", "cara_second_workshop", "matac_papers",
        "marac_repeat", "marac_minutes", "marac", "dvds", "yjs_notice", "review", "review_high", "outcomes",
    }  # fmt: skip
    assert wanted <= set(RULES)
    for rule in RULES.values():
        setting = kit.pack().policy[rule.takes]
        assert setting.source
        assert setting.decided
        assert setting.owner


def started(rule: ClockRule, start: str) -> dict[str, Any]:
    """A row on which this mark started the clock, and all that the clock needs is there."""
    born = {"turns_18": "2008-07-01", "before_18": "2009-01-01"}
    day = start.startswith("fact ")
    when = born.get(rule.id, "2026-06-15") if day else "2026-06-15T09:00:00Z"
    marks = {"handed_in": "2026-06-14T09:00:00Z", start: when}
    marks.update((one, marks["handed_in"]) for one in rule.needs)
    grades = ["standard"] if "not_high" in rule.when else ["high"]
    return {**ALSO, "urgent": "not_high" not in rule.when, "grades": grades, "marks": marks}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda one: one.id)
def test_each_clock_is_started_by_each_of_its_marks_and_stopped_by_each(rule: ClockRule) -> None:
    """And by nothing else: without the mark it does not run."""
    for start in rule.starts:
        row = started(rule, start)
        assert rule.id in running(row), f"{start} does not start {rule.id}"
        for stop in rule.stops:
            stopped = {**row["marks"], stop: "2026-06-15T09:30:00Z"}
            assert rule.id not in running({**row, "marks": stopped}), f"{stop} does not stop it"
            before = {**row["marks"], stop: "2026-06-01T09:30:00Z"}
            again = rule.id in running({**row, "marks": before})
            ever = start == "handed_in" or start.endswith("put_forward")
            assert again is not ever or start == "fact born", f"{stop} was before it started"
        others = {name: when for name, when in row["marks"].items() if name != start}
        assert rule.id not in running({**row, "marks": others})


@pytest.mark.parametrize(
    ("clock", "mark", "when", "ends"),
    [
        ("notice_hearing", "happened notice_served", "2026-06-12T15:59:00Z", "2026-06-15T16:59"),
        ("notice_hearing", "fact dvpn_served_on@A", "2026-06-12", "2026-06-14T00:00"),
        ("dvpo_shortest", "happened dvpo_made", "2026-06-15", "2026-06-29T23:59"),
        ("dvpo_ends", "happened dvpo_made", "2026-06-15", "2026-07-13T23:59"),
        ("spo_notification", "happened spo_served", "2026-06-15", "2026-06-17T23:59"),
        ("checkpoint_contract", "happened contract_signed", "2026-06-15", "2026-10-15T23:59"),
        ("checkpoint_midpoint", "happened contract_signed", "2026-06-15", "2026-08-15T23:59"),
        ("cara_contact", "route CARA sent", "2026-06-15T09:00:00Z", "2026-06-29T23:59"),
        ("cara_second_workshop", "happened workshop_one", "2026-06-15", "2026-07-20T23:59"),
        ("matac_papers", "happened matac_meets", "2026-12-31", "2026-12-22T17:00"),
        ("marac_minutes", "happened marac_heard", "2026-12-24", "2026-12-31T17:00"),
        ("marac_repeat", "fact marac_heard_on@A", "2026-06-15", "2027-06-15T23:59"),
        ("dvds", "happened dvds_asked", "2026-06-15", "2026-07-13T23:59"),
        ("yjs_notice", "route YJS put_forward", "2026-06-12T15:59:00Z", "2026-06-12T17:00"),
        ("yjs_notice", "route YJS put_forward", "2026-06-12T16:01:00Z", "2026-06-15T17:00"),
        ("yjs_notice", "route YJS put_forward", "2026-12-24T17:01:00Z", "2026-12-29T17:00"),
        ("outcomes", "handed_in", "2026-06-15T09:00:00Z", "2026-12-15T23:59"),
        ("turns_18", "fact born", "2008-07-01", "2026-07-01T23:59"),
        ("before_18", "fact born", "2009-01-01", "2026-07-01T23:59"),
    ],
)  # fmt: skip
def test_w07_each_clock_is_due_when_it_says(clock: str, mark: str, when: str, ends: str) -> None:
    """Friday 16:59 and 17:01 on the wall, Christmas, months; what is only a day counts from its beginning."""
    marks = {"handed_in": "2026-06-01T09:00:00Z", mark: when}
    assert due({**ALSO, "marks": marks}, clock) == ends


@pytest.mark.parametrize(
    ("handed_in_at", "ends"),
    [
        ("2026-10-24T11:00:00Z", "2026-10-25T11:00"),  # noon before the clocks go back
        ("2026-03-28T12:00:00Z", "2026-03-29T13:00"),  # noon before they go forward
    ],
)
def test_w07_a_review_of_24_hours_is_24_hours_on_the_night_of_the_clock_change(
    handed_in_at: str, ends: str
) -> None:
    row = {"grades": ["high"], "marks": {"handed_in": handed_in_at}}
    assert due(row, "review_high") == ends


def test_w07_a_release_at_six_comes_first_for_a_child_too() -> None:
    """Friday 17:01, so Monday; but the child is let go on Saturday at six."""
    row = {
        "marks": {"route YJS put_forward": "2026-06-12T16:01:00Z"},
        "in_custody": True,
        "release_at": "2026-06-13T05:00:00Z",
    }
    assert due(row, "yjs_notice") == "2026-06-13T06:00"
    assert running({**row, "release_at": ""})["yjs_notice"].words.startswith(
        "early notice to the youth justice service: before release"
    )


def test_the_offence_must_be_young_enough_for_checkpoint_on_the_day_of_the_decision() -> None:
    """Ninety days are too old, so the 89th is the last; without Checkpoint put forward nobody is told."""
    marks = {"fact current_offence.date": "2026-06-01", "handed_in": "2026-06-02T09:00:00Z"}
    assert "checkpoint_offence" not in running({"marks": marks})
    put = {**marks, "route CHECKPOINT put_forward": marks["handed_in"]}
    assert due({"marks": put}, "checkpoint_offence") == "2026-08-29T23:59"


def test_an_eighteenth_birthday_before_the_case_is_nobodys_to_do() -> None:
    """Else every adult would be due; and on the day itself it is no longer to come."""
    marks = {"fact born": "1990-01-01", "handed_in": "2026-06-02T09:00:00Z"}
    assert not {"turns_18", "before_18"} & set(running({"marks": marks}))


def test_papers_that_went_before_the_meeting_are_not_asked_for_again() -> None:
    """Also once the meeting is past; papers that went for an earlier assessment are others."""
    marks = {"handed_in": "2026-06-01T09:00:00Z", "happened matac_meets": "2026-06-30"}
    sent = {**marks, "route MATAC sent": "2026-06-20T09:00:00Z"}
    for now in ("2026-06-21T10:00", "2026-07-05T10:00"):
        assert "matac_papers" in running({"marks": marks}, now)
        assert "matac_papers" not in running({"marks": sent}, now)
    before = {**marks, "route MATAC sent": "2026-05-20T09:00:00Z"}
    assert "matac_papers" in running({"marks": before})


def test_a_window_runs_out_and_is_never_late() -> None:
    marks = {"handed_in": "2026-06-01T09:00:00Z", "happened marac_heard": "2026-06-15"}
    assert "until Tue 15 Jun 2027" in running({"marks": marks})["marac_repeat"].words
    over = running({"marks": marks}, "2027-07-01T10:00")["marac_repeat"]
    assert (over.standing, over.wanted) == ("over", False)


def desk_at(workspace: Workspace, user: str, moment: str) -> Desk:
    """Somebody at work at another time."""
    return Desk(workspace, kit.pack(), kit.files(), user, lambda: at(moment))


def test_a_notice_is_served_on_a_saturday_and_heard_in_time(tmp_path: Path) -> None:
    """From the line that somebody types to the list of what is due, and the hearing that ends it."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    ash = desk_at(workspace, "ash", "2026-06-20T12:00")
    with ash.open(reference) as opened:
        told = act(ash, opened, "/happened notice_served 20/6/2026 10:00 by hand at the station")
        assert told == "Recorded: a protection notice was served, 20 June 2026, 10:00."
        lines = list(clock_lines(ash, opened))
        assert "court hearing on the protection notice: due Tue 23 Jun 10:00" in lines
    (row,) = due_rows(ash, ash.cases())
    assert row["due_now"] == ["court hearing on the protection notice: due Tue 23 Jun 10:00"]
    late = desk_at(workspace, "ash", "2026-06-24T10:00")
    (row,) = due_rows(late, late.cases())
    assert "ESCALATE" in row["due_now"][0]
    with late.open(reference) as opened:
        act(late, opened, "/happened notice_heard 23/6/2026")
    assert due_rows(late, late.cases()) == []


def test_what_is_due_is_told_to_the_supervisor_and_to_whoever_opened_the_case(
    tmp_path: Path,
) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with kit.desk(workspace, "ash").open(reference) as opened:
        act(kit.desk(workspace, "ash"), opened, "/happened spo_served today")
    for user, sees in (("ash", True), ("vale", True), ("birch", False)):
        desk = kit.desk(workspace, user)
        assert bool(due_rows(desk, desk.cases())) is sees


def test_a_date_that_was_answered_starts_its_clock_and_a_return_takes_it_away_from_nobody(
    tmp_path: Path,
) -> None:
    """An order that ends does so whether or not the case is back with its author."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "two_harmed")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        dates = opened.case.submission.result["dates"] if opened.case.submission else []
        assert all("=" in one for one in dates)
        before = [one.id for one in clocks(vale.rows()[0], kit.pack(), kit.NIGHT)]
        send_back(vale, opened, "Look again.")
        after = [one.id for one in clocks(vale.rows()[0], kit.pack(), kit.NIGHT)]
    facts = {rule.id for rule in RULES.values() if rule.starts[0].startswith("fact ")}
    assert [one for one in after if one in facts] == [
        one for one in before if one in facts and RULES[one].later_than == ""
    ]
    assert not {"review", "review_high", "marac"} & set(after)


def test_a_provider_is_to_make_contact_once_the_letter_left(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "first_offence")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        assert "CARA" in opened.case.proposed
        decide_route(vale, opened, "CARA", "approve", "Agreed.")
        act(vale, opened, "/moved CARA sent by secure post")
        assert any("CARA provider" in one for one in clock_lines(vale, opened))
        act(vale, opened, "/moved CARA accepted first call made")
        assert not any("CARA provider" in one for one in clock_lines(vale, opened))


def test_an_administrator_says_of_no_case_what_happened(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    handed_in(workspace, "custody", UNSURE)
    with pytest.raises(Refused):
        kit.desk(workspace, "admin").cases()


@given(
    st.sampled_from(sorted(RULES)),
    st.dates(date(2025, 1, 1), date(2027, 6, 1)),
    st.integers(0, 23),
    st.integers(-400, 800),
)
def test_a_list_leaves_out_no_clock_that_it_is_time_to_list(
    clock: str, day: date, hour: int, later: int
) -> None:
    """The quick look by days alone is never wrongly no."""
    rule = RULES[clock]
    for start in rule.starts:
        row = started(rule, start)
        when = day.isoformat() if start.startswith("fact ") else f"{day}T{hour:02}:00:00Z"
        row["marks"] = {"handed_in": f"{day}T00:00:00Z", **row["marks"], start: when}
        now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=later)
        slow = [one.words for one in clocks(row, kit.pack(), now) if one.wanted]
        assert [one.words for one in wanted(row, kit.pack(), now)] == slow

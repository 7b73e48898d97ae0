"""Reports: what each counts, for whom, and what stands in none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import kit
from ppitui.core.events import Actor, Draft
from ppitui.desk.acting import act
from ppitui.desk.answersfile import add_people
from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk
from ppitui.desk.joining import join
from ppitui.desk.reports import kinds, may_report, read_asked, read_days, report
from ppitui.desk.restricting import exclude, restrict
from ppitui.desk.units import NO_UNIT, set_unit
from ppitui.desk.users import user_payload
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace

REASON = "Nothing in it fits what happened."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Ash works in North, Birch in South; an auditor, Moss, looks on."""
    made = kit.make_workspace(tmp_path)
    admin = kit.desk(made, "admin")
    set_unit(admin, "ash", "North")
    set_unit(admin, "birch", "South")
    at = kit.NIGHT.strftime("%Y-%m-%dT%H:%M:%SZ")
    payload = user_payload("moss", "Moss Example", ["auditor"])
    with made.thread() as log:
        who = Actor("admin", "administrator")
        log.append(Draft(who, at, "user_added", kit.pack().hash, payload))
    return made


def later(workspace: Workspace, user: str, hours: float) -> Desk:
    """Somebody at work so many hours after the fixed night."""
    return Desk(
        workspace, kit.pack(), kit.files(), user, lambda: kit.NIGHT + timedelta(hours=hours)
    )


def rows_of(desk: Desk, kind: str, **asked: Any) -> list[dict[str, Any]]:
    """The rows of a report as plain data."""
    rows: list[dict[str, Any]] = report(desk, read_asked(desk, kind, **asked)).to_json()["rows"]
    return rows


def test_an_empty_workspace_says_so_plainly(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    for kind in kinds():
        assert "Nothing to report for these days." in report(vale, read_asked(vale, kind)).lines()


def test_completion_counts_what_was_started_handed_in_and_decided(workspace: Workspace) -> None:
    """By unit and journey; a draft's open questions counted, a case of the other unit apart."""
    ash, birch = kit.desk(workspace, "ash"), kit.desk(workspace, "birch")
    reference = kit.answered(ash, "custody")
    kit.answered(birch, "first_offence")
    draft = birch.new_case()
    with birch.open(draft) as opened:
        birch.begin(opened, "custody")
        add_people(birch, opened, kit.example("custody"))
        due = len(birch.walk(opened).due)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", REASON)
    north, south = rows_of(vale, "completion")
    assert (north["unit"], north["started"], north["handed_in"], north["decided"]) == (
        "North",
        1,
        1,
        1,
    )
    assert north["unanswered"] == 0
    assert (south["unit"], south["started"], south["handed_in"], south["decided"]) == (
        "South",
        2,
        1,
        0,
    )
    assert south["unanswered"] == due > 0
    assert [row["unit"] for row in rows_of(vale, "completion", unit="South")] == ["South"]


def test_not_known_declined_and_not_asked_are_three_things(workspace: Workspace) -> None:
    """Each answer of the thread is counted once, under what it was; nothing unknown is among the answered as a no."""
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody")
    given = [e.payload for e in kit.thread_of(workspace, reference) if e.kind == "answered"]
    states = [one.get("state", "answered") for one in given]
    rows = rows_of(kit.desk(workspace, "vale"), "unknown")
    for state in ("answered", "not_known", "declined"):
        assert sum(row[state] for row in rows) == states.count(state), state
    with ash.open(reference) as opened:
        steps = ash.walk(opened).survey.steps
    idle = sum(step.state in ("not_asked", "waiting") for step in steps)
    assert sum(row["not_asked"] for row in rows) == idle > 0
    assert all(row["asked"] == row["answered"] + row["not_known"] + row["declined"] for row in rows)
    assert all(row["not_known_percent"] is None for row in rows if row["asked"] == 0)


def test_overrides_are_told_by_rule_direction_and_reason_and_by_what_they_wait_for(
    workspace: Workspace,
) -> None:
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "two_harmed")
    code = next(iter(kit.pack().reasons))
    with vale.open(reference) as opened:
        rules = vale.result(opened).route("MARAC").rules
        act(vale, opened, f"/override MARAC lower {code} {REASON}")
        act(vale, opened, f"/override DVPP lower {code} {REASON}")
    found = {row["route"]: row for row in rows_of(vale, "overrides")}
    marac = found["MARAC"]
    assert (marac["direction"], marac["reason"]) == ("lower", code)
    assert marac["rules"] == " ".join(rules)
    assert marac["rules"] != "none"
    assert (marac["waiting"], marac["alone"]) == (1, 0)
    assert (found["DVPP"]["waiting"], found["DVPP"]["alone"]) == (0, 1)
    both = kit.desk(workspace, "both")
    with both.open(reference, kit.WHY) as opened:
        act(both, opened, f"/countersign MARAC {REASON}")
    named = {row["route"]: row for row in rows_of(vale, "overrides", names=True)}
    assert named["MARAC"]["countersigned_by"] == "DS Both Example"
    with vale.open(reference) as opened:
        send_back(vale, opened, REASON)
    assert [row["fallen"] for row in rows_of(vale, "overrides")] == [1, 1]


def test_time_to_decision_is_held_against_the_clock(workspace: Workspace) -> None:
    """Two hours is in time; eighty is late; one that still waits is overdue by then."""
    ash = kit.desk(workspace, "ash")
    quick, slow, waiting = (kit.answered(ash, "first_offence") for _ in range(3))
    for reference, hours in ((quick, 2), (slow, 80)):
        at = later(workspace, "vale", hours)
        with at.open(reference, kit.WHY) as opened:
            for route in sorted(opened.case.proposed):
                decide_route(at, opened, route, "decline", REASON)
            if opened.case.state != "decided":
                sign_off(at, opened, REASON)
    vale = later(workspace, "vale", 81)
    (row,) = rows_of(vale, "time")
    assert (row["handed_in"], row["decided"], row["waiting"]) == (3, 2, 1)
    assert (row["hours_shortest"], row["hours_longest"], row["hours_median"]) == (2.0, 80.0, 41.0)
    assert (row["in_time"], row["late"], row["overdue"]) == (1, 1, 1)
    named = {one["case"]: one for one in rows_of(vale, "time", names=True)}
    assert (named[waiting]["how"], named[waiting]["late"]) == ("waiting", "yes")
    with vale.open(waiting, kit.WHY) as opened:
        send_back(vale, opened, REASON)
    (row,) = rows_of(vale, "time")
    assert (row["returned"], row["waiting"], row["late"]) == (1, 0, 2)


def test_referrals_are_told_by_what_became_of_them(workspace: Workspace) -> None:
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "custody")
    code = next(iter(kit.pack().reasons))
    with vale.open(reference) as opened:
        decide_route(vale, opened, "MATAC", "approve", REASON)
        decide_route(vale, opened, "DVPP", "approve", REASON)
        act(vale, opened, "/moved MATAC sent By hand.")
        act(vale, opened, f"/moved MATAC declined_by_provider {code} They are full.")
    found = {row["route"]: row for row in rows_of(vale, "referrals")}
    assert (found["MATAC"]["declined_by_provider"], found["MATAC"]["sent"]) == (1, 0)
    assert found["MATAC"]["reasons"] == f"{code} 1"
    assert found["DVPP"]["approved"] == 1


def test_only_the_days_that_were_asked_for(workspace: Workspace) -> None:
    """By the clock of London: ten past two in UTC on the fifteenth is the fifteenth; a later day counts for itself."""
    kit.answered(kit.desk(workspace, "ash"), "custody")
    kit.answered(later(workspace, "ash", 24), "custody")
    vale = later(workspace, "vale", 48)

    def started(**days: str) -> int:
        return sum(row["started"] for row in rows_of(vale, "completion", **days))

    assert started() == 2
    assert started(start="2026-06-16") == 1
    assert started(end="15/6/2026") == 1
    assert started(start="2026-06-15", end="2026-06-15") == 1
    assert started(end="2026-06-14") == 0
    late = Desk(
        workspace, kit.pack(), kit.files(), "ash", lambda: datetime(2026, 6, 19, 23, 30, tzinfo=UTC)
    )
    kit.answered(late, "custody")
    assert started(start="2026-06-20") == 1  # half past midnight in London


def test_what_cannot_be_asked_is_refused_with_what_can(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"kind": "completoin"}, "completion"),
        ({"kind": "time", "start": "31/2/2026"}, "day"),
        ({"kind": "time", "start": "2026-06-02", "end": "2026-06-01"}, "after"),
        ({"kind": "time", "unit": "Nroth"}, "North"),
    )
    for bad, words in cases:
        with pytest.raises(WrongCall, match=words):
            read_asked(vale, **bad)
    for kind in ("equality", "unknown", "agreement"):
        with pytest.raises(Refused, match="never made with names"):
            read_asked(vale, kind, names=True)
    with pytest.raises(Refused, match="reckoned back"):
        read_asked(vale, "equality", unit="North")
    assert read_days("from 1/6/2026 to today unit North East") == (
        "1/6/2026",
        "today",
        "North East",
    )
    assert read_days("unit North") == ("", "", "North")
    with pytest.raises(WrongCall, match="Say: from"):
        read_days("since Tuesday")


@pytest.mark.parametrize(
    ("user", "without", "with_names"),
    [
        ("vale", True, True),
        ("moss", True, True),
        ("admin", True, False),
        ("ash", False, False),
        ("yarrow", False, False),
    ],
)
def test_reports_with_names_and_without_are_two_permissions(
    workspace: Workspace, *, user: str, without: bool, with_names: bool
) -> None:
    """An administrator sees numbers and nobody's name; who works on cases sees neither."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    desk = kit.desk(workspace, user)
    for names, may in ((False, without), (True, with_names)):
        assert may_report(desk, names=names) is may
        asked = read_asked(desk, "completion", names=names)
        if not may:
            with pytest.raises(Refused, match="that is for"):
                report(desk, asked)
            continue
        text = json.dumps(report(desk, asked).to_json())
        for word in (reference, "Alex", "Ash"):
            assert (word in text) is names, (word, text)


def test_a_report_with_names_is_logged_with_the_cases_and_one_without_is_not(
    workspace: Workspace,
) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    report(vale, read_asked(vale, "completion"))
    report(vale, read_asked(vale, "completion", names=True))
    with workspace.thread() as log:
        found = [event for event in log.read() if event.kind == "reported"]
    assert [dict(event.payload) for event in found] == [
        {"what": "completion", "cases": [reference]}
    ]
    assert found[0].actor.id == "vale"


def test_w03_a_restricted_case_stands_in_no_report_whoever_asks(workspace: Workspace) -> None:
    """Not by name, not in a count: with it or without it, every report is the same, for who may see it too."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    code = next(iter(kit.pack().reasons))
    kit.answered(ash, "custody")

    def told() -> list[str]:
        return [
            json.dumps(report(desk, read_asked(desk, kind)).to_json())
            for kind in kinds()
            for desk in (vale, kit.desk(workspace, "both"), kit.desk(workspace, "admin"))
        ]

    before = told()
    shut = [kit.answered(ash, "two_harmed") for _ in range(2)]
    for reference in shut:
        with vale.open(reference) as opened:
            act(vale, opened, f"/override DVPP lower {code} {REASON}")
    assert told() != before
    with vale.open(shut[0]) as opened:
        restrict(vale, opened, ["vale"], "A colleague is in it.")
    with vale.open(shut[1]) as opened:
        exclude(vale, opened, "both", "A relative of somebody in it.")
    assert told() == before
    for kind in ("completion", "overrides", "time", "referrals"):
        text = json.dumps(report(vale, read_asked(vale, kind, names=True)).to_json())
        assert not any(reference in text for reference in shut)


def test_a_case_that_was_joined_with_another_counts_once(workspace: Workspace) -> None:
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    one, other = kit.answered(ash, "custody"), kit.answered(ash, "custody")
    join(vale, one, other, "duplicate", "The same night twice.")
    assert [row["started"] for row in rows_of(vale, "completion")] == [1]


def test_a_case_that_cannot_be_read_is_said_to_be_missing(workspace: Workspace) -> None:
    """A report that silently lacks a case would be wrong without a word."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    path = workspace.path(reference)
    path.write_bytes(path.read_bytes().replace(b"MATAC", b"MATAX", 1))
    vale = kit.desk(workspace, "vale")
    notes = report(vale, read_asked(vale, "completion")).table.notes
    assert any("1 cases could not be read" in one for one in notes)


def test_a_case_stays_with_the_unit_in_which_it_was_opened(workspace: Workspace) -> None:
    """Who moves takes no old case along; who has no unit is counted under that."""
    kit.answered(kit.desk(workspace, "ash"), "custody")
    admin = later(workspace, "admin", 1)
    set_unit(admin, "ash", "South")
    kit.answered(later(workspace, "ash", 2), "custody")
    kit.answered(later(workspace, "both", 2), "custody")
    vale = later(workspace, "vale", 3)
    assert [row["unit"] for row in rows_of(vale, "completion")] == ["North", "South", NO_UNIT]
    assert kit.desk(workspace, "ash").user.unit == "South"
    with pytest.raises(WrongCall, match="no user"):
        set_unit(admin, "nobody", "North")
    with pytest.raises(Refused):
        set_unit(kit.desk(workspace, "ash"), "ash", "West")


def test_the_table_is_data_with_stable_names(workspace: Workspace) -> None:
    """--json is a contract: these keys and columns, in this order."""
    vale = kit.desk(workspace, "vale")
    data = report(vale, read_asked(vale, "time", start="2026-06-01")).to_json()
    assert list(data) == ["report", "from", "to", "unit", "names", "columns", "rows", "notes"]
    assert (data["report"], data["from"], data["to"]) == ("time", "2026-06-01", None)
    assert data["columns"] == [
        *("unit", "handed_in", "decided", "returned", "waiting", "hours_median"),
        *("hours_shortest", "hours_longest", "in_time", "late", "overdue"),
    ]


def test_a_question_that_lost_its_answer_is_not_among_the_answered(workspace: Workspace) -> None:
    """Returned and taken back: no answer stands there now, and that is neither a no nor not known."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "custody")
    before = rows_of(vale, "unknown")
    with vale.open(reference) as opened:
        send_back(vale, opened, REASON)
    with ash.open(reference) as opened:
        assert ash.undo(opened)
    after = rows_of(vale, "unknown")
    assert sum(row["unanswered"] for row in before) == 0
    assert sum(row["unanswered"] for row in after) >= 1
    given = sum(row["answered"] + row["not_known"] + row["declined"] for row in before)
    assert sum(row["answered"] + row["not_known"] + row["declined"] for row in after) < given

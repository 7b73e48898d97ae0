"""Assessing again: a case of the same people, linked both ways; what was settled is offered, not taken over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import kit
from desk.together import UNSURE, handed_in, reviewed_by
from ppitui.core.answers import from_data
from ppitui.desk.acting import act, together_lines
from ppitui.desk.against import against_lines
from ppitui.desk.deciding import send_back
from ppitui.desk.desk import Desk
from ppitui.desk.due import clock_lines, due_rows
from ppitui.desk.earlier import earlier_cases
from ppitui.desk.record import thread
from ppitui.desk.restricting import exclude, restrict
from ppitui.errors import Refused, WrongCall
from ppitui.pack.load import load
from ppitui.store.workspace import Workspace


def again(workspace: Workspace, reference: str, user: str = "ash") -> str:
    """Assess again after a breach; the new case."""
    with reviewed_by(workspace, reference, user) as (desk, opened):
        told = act(desk, opened, "/reassess breach he rang her from the cells")
        return told.split()[1]


def test_the_new_case_has_the_same_people_the_reason_and_a_link_both_ways(tmp_path: Path) -> None:
    """One command; the question why and the day of the last assessment are answered by it."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "two_harmed")
    later = again(workspace, reference)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        before = opened.case
        assert [(one.case, one.way) for one in before.reassessments] == [(later, "later")]
        assert f"Assessed again in case {later}" in "\n".join(
            together_lines(opened.case, opened.pack)
        )
    with reviewed_by(workspace, later, "ash") as (ash, opened):
        case = opened.case
        assert (case.state, case.journey) == ("draft", "reassessment")
        assert [(one.case, one.way) for one in case.reassessments] == [(reference, "earlier")]
        assert {k: dict(v.details) for k, v in case.people.items()} == {
            k: dict(v.details) for k, v in before.people.items()
        }
        given = {key: history[-1].value for key, history in case.answers.items()}
        assert given == {
            "reassessment.trigger@": "breach",
            "reassessment.last_on@": "2026-06-15",
        }
        assert not ash.walk(opened).graded()
        told = "\n".join(thread(opened.events, opened.pack, ash.names()))
        assert f"assesses again after case {reference}, breach: he rang her" in told


def test_what_was_settled_is_offered_with_its_case_and_counts_for_nothing_until_confirmed(
    tmp_path: Path,
) -> None:
    """Nothing of the earlier case is an answer of the later one."""
    workspace = kit.make_workspace(tmp_path)
    later = again(workspace, handed_in(workspace))
    with reviewed_by(workspace, later, "ash") as (ash, opened):
        walk = ash.walk(opened)
        asked = [walk.question(one) for one in walk.asked]
        offered = [one for one in asked if "case 2026-0001" in one.known_from]
        assert offered, "an earlier case that settled so much offers something"
        assert all(one.step.given is None for one in offered)
        assert any("Enter keeps it." in one.known_line() for one in offered)


def test_a_linked_case_is_the_earlier_one_also_where_no_birthday_is_known(tmp_path: Path) -> None:
    """By name alone nobody is found; the link says that it is the same person."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    file = kit.example("custody")
    del file.people["assessed"]["born"]
    reference = ash.new_case()
    with ash.open(reference) as opened:
        from ppitui.desk.answersfile import add_people, apply_answers

        ash.begin(opened, file.journey, file.on)
        add_people(ash, opened, file)
        apply_answers(ash, opened, file)
        while due := ash.walk(opened).due:
            step = due[0]
            ash.answer(opened, ash.walk(opened), step, from_data(step.item, "not_known", ash.today))
        ash.submit(opened)
    later = again(workspace, reference)
    with reviewed_by(workspace, later, "ash") as (ash, opened):
        assert earlier_cases(ash, opened) == [reference]


def test_a_child_goes_through_the_journey_for_children_again(tmp_path: Path) -> None:
    """The one that asks about an adult who uses abuse is not for them."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "yarrow"), "youth")
    with reviewed_by(workspace, reference, "yarrow") as (yarrow, opened):
        later = act(yarrow, opened, "/reassess health she sleeps badly").split()[1]
    with reviewed_by(workspace, later, "yarrow") as (_, opened):
        assert opened.case.journey == "youth"


@pytest.mark.parametrize(
    ("line", "fault", "says"),
    [
        ("/reassess", WrongCall, "They are: incident"),
        ("/reassess breech x", WrongCall, "Did you mean 'breach'"),
        ("/reassess breach", WrongCall, "needs words"),
    ],
)
def test_what_is_no_reason_opens_no_case(
    tmp_path: Path, line: str, fault: type[Exception], says: str
) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        with pytest.raises(fault, match=says):
            act(ash, opened, line)
        assert len(ash.cases()) == 1


def test_a_draft_is_gone_on_with_and_an_assessed_again_one_is_followed(tmp_path: Path) -> None:
    """Nobody has two cases of the same person open side by side by this command."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        send_back(vale, opened, "Look again.")
        with pytest.raises(Refused, match="while the case is draft"):
            act(vale, opened, "/reassess breach x")
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        ash.submit(opened)
    later = again(workspace, reference)
    with (
        reviewed_by(workspace, reference, "ash") as (ash, opened),
        pytest.raises(Refused, match=f"again in case {later}"),
    ):
        act(ash, opened, "/reassess breach x")
    kinds = [one.kind for one in kit.thread_of(workspace, reference)]
    assert kinds.count("reassessed") == 1


def test_this_assessment_against_the_last_says_what_rose_and_what_fell(tmp_path: Path) -> None:
    """Grade, counts, scores, flags, routes, needs; of a draft without a grade only needs."""
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody")
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        changed = {
            "grade.risk_grade@A": "high",
            "history.da_incidents_10y@": 9,
            "history.da_incidents_12m@": 0,
        }
        for key, value in changed.items():
            step = desk.walk(opened).step(key)
            if step is None:
                continue
            answer = from_data(step.item, value, desk.today)
            desk.answer(opened, desk.walk(opened), step, answer)
        text = "\n".join(against_lines(desk, opened))
    assert "This assessment against case 2026-0001, today" in text
    assert "grade for " in text
    assert "high; last time medium (rose)" in text
    assert "a count clears nobody" in text
    assert "now recommended: " in text
    assert "MARAC" in text
    assert "(as before)" in text


def test_without_a_grade_nothing_is_shown_that_invites_one(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    later = again(workspace, handed_in(workspace))
    with reviewed_by(workspace, later, "ash") as (ash, opened):
        text = "\n".join(against_lines(ash, opened))
    assert "show once a grade with a reason is set" in text
    assert "medium" not in text
    assert "RFGV" not in text


def test_what_falls_due_says_which_reason_it_is_and_assessing_again_ends_it(tmp_path: Path) -> None:
    """An order that ends: listed a week before, with the command beside it; gone once it was given."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    when = datetime(2026, 7, 8, 12, tzinfo=UTC)
    ash = Desk(workspace, kit.pack(), kit.files(), "ash", lambda: when)
    with ash.open(reference) as opened:
        act(ash, opened, "/happened dvpo_made 15/6/2026")
        lines = list(clock_lines(ash, opened))
        assert "    time to assess again: /reassess order_ending" in lines
        assert due_rows(ash, ash.cases())
        act(ash, opened, "/reassess order_ending what comes after it")
        assert not any("order_ending" in one for one in clock_lines(ash, opened))
    assert not [row for row in due_rows(ash, ash.cases()) if row["case"] == reference]


def test_definitions_that_would_read_a_case_otherwise_are_a_reason(tmp_path: Path) -> None:
    """The case stands under its own; what the ones in force would say is named, and nothing changes."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    files = dict(kit.files())
    name = "instruments/policy.yaml"
    text = files[name].decode()
    reports = "escalation_reports:\n    value: {}\n"
    assert reports.format(3) in text
    files[name] = text.replace(reports.format(3), reports.format(1), 1).encode()
    found = load(files)
    assert found.pack, found.findings
    now = Desk(workspace, found.pack, files, "ash", kit.clock)
    with now.open(reference) as opened:
        status = {one.id: one.status for one in now.result(opened).routes}
        lines = list(clock_lines(now, opened))
        assert "the definitions changed: MARAC was not indicated, would now be consider" in lines
        assert lines[-1] == "    time to assess again: /reassess new_definitions"
        assert {one.id: one.status for one in now.result(opened).routes} == status


def test_w03_what_follows_a_restricted_record_is_shut_to_the_same_people(tmp_path: Path) -> None:
    """Before anybody is named in it; and an officer, who could not shut it, opens none."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "custody", UNSURE)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
        exclude(vale, opened, "both", "A cousin of somebody in it.")
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        with pytest.raises(Refused, match="a supervisor opens the case that follows it"):
            act(ash, opened, "/reassess breach he rang her")
        assert len(ash.cases()) == 1
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        later = act(vale, opened, "/reassess breach he rang her").split()[1]
        act(vale, opened, "/aggressor A assessed she is afraid")
        mirror = opened.case.links[0]
    for made in (later, mirror):
        found = [one.kind for one in kit.thread_of(workspace, made)]
        assert found.index("restricted") < found.index("person_added")
        assert found.index("excluded") < found.index("person_added")
        for who in ("birch", "both"):
            row = next(one for one in kit.desk(workspace, who).cases() if one["case"] == made)
            assert set(row) == {"case", "fault"}, "no name, nor that it has one"

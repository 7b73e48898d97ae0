"""A blind second grade: nothing of the first is to be had until the second is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from desk.together import second_supervisor
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk
from ppitui.desk.permits import Restricted
from ppitui.desk.queue import wanted_of
from ppitui.desk.reports import kinds, read_asked, report
from ppitui.desk.restricting import exclude
from ppitui.desk.seconds import blind_lines, decline_second, give_second
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """With another supervisor, Wren."""
    return second_supervisor(kit.make_workspace(tmp_path))


@pytest.fixture
def asked(workspace: Workspace) -> str:
    """A case graded high, on which Vale asked Wren for a second grade."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "two_harmed")
    with vale.open(reference) as opened:
        vale.note(opened, "A note that says high.")
        assert "Asked wren" in act(vale, opened, "/second wren")
    return reference


def test_nothing_that_the_grader_can_reach_tells_the_first_grade(
    workspace: Workspace, asked: str
) -> None:
    """Lists, queue, reports, the case itself: shut, or silent; what they read has no grade in it and no MARAC."""
    wren = kit.desk(workspace, "wren")
    assert wanted_of(wren) == [asked]
    rows = [row for row in wren.cases() if row["case"] == asked]
    assert set(rows[0]) == {"case", "fault"}
    assert wren.queue() == []
    with pytest.raises(Restricted, match="second grade is wanted"):
        wren.open(asked).__enter__()
    for kind, one in kinds().items():
        for names in (False, True) if one.named else (False,):
            found = report(wren, read_asked(wren, kind, names=names))
            assert asked not in json.dumps(found.to_json())
    text = "\n".join(blind_lines(wren, asked))
    assert "Jo" in text or "Person harmed A" in text
    graded = list(kit.pack().instruments["grade"].items)
    for line in text.splitlines()[5:-1]:
        assert not any(item.ask.partition("{")[0] in line for item in graded)
    assert "A note that says" not in text


def test_once_given_the_case_opens_and_both_grades_stand_side_by_side(
    workspace: Workspace, asked: str
) -> None:
    wren = kit.desk(workspace, "wren")
    with pytest.raises(WrongCall, match="no grade yet for: B"):
        give_second(wren, asked, "A=high one is missing")
    with pytest.raises(WrongCall, match="not a grade"):
        give_second(wren, asked, "A=higher B=high no such grade")
    give_second(wren, asked, "a=HIGH b=high what is on record points that way")
    with wren.open(asked) as opened:
        one = opened.case.seconds[0]
        assert one.grades == {"A": "high", "B": "high"}
        assert set(one.first) == {"A", "B"}
        assert set(one.first.values()) == {"high", "standard"}
    assert wanted_of(wren) == []
    with pytest.raises(Refused, match="wanted of you"):
        give_second(wren, asked, "A=high B=high again")
    vale = kit.desk(workspace, "vale")
    told = report(vale, read_asked(vale, "agreement")).table
    assert told.notes[0].startswith("The same grade in 1 of 2.")
    assert "Do not rely on it" in told.notes[0]


def test_who_has_seen_the_case_is_not_asked(workspace: Workspace) -> None:
    """Neither its author, nor a supervisor who opened it, nor who is shut out, nor who is none."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "custody")
    with kit.desk(workspace, "wren").open(reference):
        pass
    with vale.open(reference) as opened:
        for who, why in (
            ("wren", "not be blind"),
            ("vale", "not be blind"),
            ("ash", "no supervisor"),
        ):
            with pytest.raises((Refused, WrongCall), match=why):
                act(vale, opened, f"/second {who}")
        exclude(vale, opened, "both", "A relative of somebody in it.")
        with pytest.raises(Refused, match="may not see"):
            act(vale, opened, "/second both")


def test_an_officer_asks_nobody(workspace: Workspace) -> None:
    ash = kit.desk(workspace, "ash")
    with ash.open(kit.answered(ash, "custody")) as opened:
        with pytest.raises(Refused, match="blind second grade"):
            act(ash, opened, "/second wren")
        assert opened.events[-1].kind == "refused"


def test_who_must_open_the_case_declines_and_it_opens(workspace: Workspace, asked: str) -> None:
    """Blindness is never in the way of somebody's safety: a word of reason, and the case is theirs to open."""
    wren = kit.desk(workspace, "wren")
    decline_second(wren, asked, "I am on duty and decide this case tonight.")
    with wren.open(asked) as opened:
        assert opened.case.seconds[0].declined


def test_shut_out_meanwhile_the_grader_reads_nothing(workspace: Workspace, asked: str) -> None:
    vale = kit.desk(workspace, "vale")
    with vale.open(asked) as opened:
        exclude(vale, opened, "wren", "A relative of somebody in it.")
    wren: Desk = kit.desk(workspace, "wren")
    with pytest.raises(Refused, match="restricted record"):
        blind_lines(wren, asked)
    with pytest.raises(Refused, match="restricted record"):
        give_second(wren, asked, "A=high B=high words")

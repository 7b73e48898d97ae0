"""A letter from its boxes to its record: what is typed is kept, where it goes, and why it goes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kit
from desk.approved import APPOINTMENT, WHERE, approved_case, at_desk
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.drafting import fill
from ppitui.desk.posting import Typed, available, issue, letters_of, written
from ppitui.desk.previewing import (
    AUDIENCE_WORDS,
    DRAFT,
    head_lines,
    numbered,
    place_of,
    preview_lines,
    preview_of,
    stops,
)
from ppitui.desk.record import thread
from ppitui.desk.services import open_at, recipient, service_lines
from ppitui.errors import Refused, WrongCall
from ppitui.letters.grounds import usual_ground
from ppitui.letters.matter import Letter
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Everybody of the tests."""
    return kit.make_workspace(tmp_path)


@pytest.fixture
def reference(workspace: Workspace) -> str:
    """A first offence, safe to write, its routes approved."""
    return approved_case(workspace)


def _letter(name: str) -> Letter:
    return letters_of(kit.pack()).letters[name]


# Boxes


def test_what_one_person_types_the_next_one_reads(workspace: Workspace, reference: str) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        said = act(desk, opened, f"/box {APPOINTMENT} day 1 July at 10")
        assert said.startswith(f"Kept: the box day of {APPOINTMENT}.")
        act(desk, opened, f"/box {APPOINTMENT} place The Hall")
    with at_desk(workspace, "vale", reference) as (desk, opened):
        seen = preview_of(desk, opened, APPOINTMENT)
        assert {box.name: box.text for box in seen.boxes} == {
            "worker": "",
            "day": "1 July at 10",
            "place": "The Hall",
        }
        assert any("1 July at 10" in line for line in preview_lines(seen))
        assert "1 July at 10" in written(desk, opened, APPOINTMENT, "txt")[1].decode()
        over = Typed({"day": "2 July"})
        assert "2 July" in written(desk, opened, APPOINTMENT, "txt", over)[1].decode()
        told = list(thread(opened.events, opened.pack, desk.names()))
        assert any(line.endswith(f"wrote in letter {APPOINTMENT}: day") for line in told)


def test_the_words_of_a_box_are_searched_as_soon_as_they_are_kept(
    workspace: Workspace, reference: str
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        phone = opened.case.harmed[0].details["phone"]
        said = act(desk, opened, f"/box {APPOINTMENT} place ring {phone}")
        assert "Nobody may lift this: the letter holds a phone number of Person A" in said
        seen = preview_of(desk, opened, APPOINTMENT)
        (hit,) = seen.findings
        lines = list(numbered(seen.text, frozenset({hit.line})))
        marked = lines[place_of(lines, hit.line)]
        assert marked[1].startswith(f"!  {hit.line}  Place: ring")


def test_nothing_leaves_with_a_box_empty_that_must_be_filled(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        seen = preview_of(desk, opened, "workshop_conditions")
        assert seen.wanting == ["first", "second"]
        assert stops(seen) == ["Still to fill: first, second."]
        with pytest.raises(Refused, match="is not whole: fill the boxes first, second"):
            issue(desk, opened, "workshop_conditions", tmp_path / "x.txt")
        fill(desk, opened, seen.letter, "", {"first": "1 July", "second": "1 August"})
        assert stops(preview_of(desk, opened, "workshop_conditions")) == []
        assert issue(desk, opened, "workshop_conditions", tmp_path / "x.txt").is_file()


def test_every_box_of_a_letter_to_a_person_harmed_must_be_filled() -> None:
    for one in letters_of(kit.pack()).letters.values():
        if one.audience == "victim":
            assert one.must_fill == tuple(one.boxes)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"/box {APPOINTMENT} plaice x", "It has: worker, day, place"),
        ("/box nothing day x", "There is no letter 'nothing'"),
        (f"/box {APPOINTMENT}", "/box LETTER BOX words"),
        (f"/box {APPOINTMENT} day {'x' * 601}", "box day"),
    ],
)
def test_a_box_that_cannot_be_kept_is_refused_and_nothing_is_written(
    workspace: Workspace, reference: str, line: str, why: str
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        before = opened.case.seq
        with pytest.raises(WrongCall, match=why):
            act(desk, opened, line)
        assert opened.case.seq == before


def test_a_preview_says_in_words_who_reads_it_and_that_it_is_a_draft(
    workspace: Workspace, reference: str
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        for one in available(desk, opened):
            lines = list(preview_lines(preview_of(desk, opened, one.id)))
            assert lines[0] == f"{DRAFT}. {AUDIENCE_WORDS[one.audience]}. {one.marking}."
            assert f"{DRAFT}." in lines[1:]
        kinds = {event.kind for event in opened.events}
        assert "letter_issued" not in kinds


# Where it goes, on what ground, and again


def test_the_record_of_a_letter_says_who_got_it_on_what_ground_and_why(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        issue(desk, opened, "dvpp_referral", tmp_path / "a.txt")
        typed = Typed(gateway="law_enforcement", why="Asked for at the meeting.")
        issue(desk, opened, "assessment_summary", tmp_path / "b.txt", typed)
        first, second = opened.case.letters
        assert first.to == "Harbourlight change programme (change@harbourlight.example)"
        assert (first.gateway, first.reason) == ("consent", "It fits.")
        assert (second.to, second.gateway) == ("the case file", "law_enforcement")
        assert second.reason == "Asked for at the meeting."
        said = list(thread(opened.events, opened.pack, desk.names()))
        assert "Harbourlight change programme" in said[-2]
        ground = kit.pack().gateways["law_enforcement"].says
        assert f"ground: {ground}; Asked for" in said[-1]
        with pytest.raises(WrongCall, match=r"no gateway 'consnt'\. Did you mean 'consent'"):
            issue(desk, opened, "dvpp_referral", tmp_path / "c.txt", Typed(gateway="consnt"))
        assert not (tmp_path / "c.txt").exists()


def test_every_letter_has_a_ground_that_is_known() -> None:
    for one in letters_of(kit.pack()).letters.values():
        assert usual_ground(one, kit.pack()) in kit.pack().gateways


def test_a_letter_that_says_something_else_goes_again_with_a_reason_and_the_difference_is_shown(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        issue(desk, opened, APPOINTMENT, tmp_path / "1.txt", Typed(WHERE))
        issue(
            desk, opened, APPOINTMENT, tmp_path / "1.md", Typed(WHERE)
        )  # another copy of the same
        moved = Typed({**WHERE, "day": "8 July at 10"})
        with pytest.raises(WrongCall, match="Say why it goes again"):
            issue(desk, opened, APPOINTMENT, tmp_path / "2.txt", moved)
        assert not (tmp_path / "2.txt").exists()
        seen = preview_of(desk, opened, APPOINTMENT, tried=moved.boxes)
        lines = head_lines(seen)
        assert "It left before, on 15/06/2026 at 03:10, to the person assessed." in lines
        assert "  - 1 July at 10" in lines
        assert "  + 8 July at 10" in lines
        issue(desk, opened, APPOINTMENT, tmp_path / "2.txt", replace(moved, why="The day moved."))
        assert opened.case.letters[-1].reason == "The day moved."
        assert "It says the same now." in head_lines(
            preview_of(desk, opened, APPOINTMENT, tried=moved.boxes)
        )


def test_a_letter_of_an_older_thread_says_that_its_words_were_not_kept(
    workspace: Workspace, reference: str, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", reference) as (desk, opened):
        issue(desk, opened, APPOINTMENT, tmp_path / "1.txt", Typed(WHERE))
        (one,) = opened.case.letters
        opened.case = replace(opened.case, letters=(replace(one, text="", to=""),))
        lines = " ".join(head_lines(preview_of(desk, opened, APPOINTMENT)))
        assert "to not recorded" in lines
        assert "was not kept" in lines


# Services


@pytest.mark.parametrize(
    ("hours", "when", "there"),
    [
        ("weekdays 9 to 5", "2026-06-15T09:00", True),  # a Monday
        ("weekdays 9 to 5", "2026-06-15T08:59", False),
        ("weekdays 9 to 5", "2026-06-15T17:00", False),
        ("weekdays 9 to 5", "2026-06-13T12:00", False),  # a Saturday
        ("weekdays 9 to 5", "2026-12-28T12:00", False),  # a Monday, for Boxing Day
        ("every day 8 to 10", "2026-12-28T12:00", True),
        ("weekdays 8.30 to 5; duty team at night", "2026-06-15T08:29", False),
        ("weekdays 8.30 to 5; duty team at night", "2026-06-15T08:30", True),
        ("every day 8 to 10", "2026-06-13T21:59", True),
        ("every day 8 to 10", "2026-06-13T22:00", False),
        ("every day 7 to 11", "2026-06-14T22:30", True),
        ("every day and night", "2026-06-14T03:00", True),
        ("when there is somebody", "2026-06-15T12:00", None),
        ("", "2026-06-15T12:00", None),
    ],
)
def test_w07_whether_a_service_is_open(hours: str, when: str, there: bool | None) -> None:
    assert open_at(hours, datetime.fromisoformat(when)) is there


def test_every_service_that_ships_has_hours_that_can_be_read() -> None:
    noon = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
    for services in kit.pack().services.values():
        for one in services:
            assert open_at(one.hours, noon) is True, one.name


def test_a_service_that_is_closed_or_missing_is_said() -> None:
    one, night = _letter("dvpp_referral"), datetime(2026, 6, 15, 3, 10, tzinfo=UTC)
    lines = " ".join(service_lines(kit.pack(), one, night))
    assert "Goes to: Harbourlight change programme (change@harbourlight.example)." in lines
    assert "It is 03:10 on Monday: closed now." in lines
    duty = " ".join(service_lines(kit.pack(), _letter("child_safeguarding"), night))
    assert "duty team at night. It is 03:10 on Monday: outside those hours." in duty
    boxing = datetime(2026, 12, 28, 12, 0, tzinfo=UTC)
    off = " ".join(service_lines(kit.pack(), one, boxing))
    assert "It is 12:00 on Monday, a bank holiday: closed now." in off
    without = replace(kit.pack(), services={})
    (line,) = service_lines(without, one, night)
    assert "lists no service for DVPP: not available here" in line
    assert recipient(without, one) == ""


# What never leaves


def _moves(desk: Desk, opened: OpenCase, kind: str, **payload: object) -> None:
    actions = {"restricted": "restrict", "linked": "link", "referral_moved": "move_referral"}
    desk.record(opened, actions[kind], kind, payload)


def test_x07_a_withdrawn_referral_sends_nothing_more(workspace: Workspace, reference: str) -> None:
    with at_desk(workspace, "vale", reference) as (desk, opened):
        _moves(desk, opened, "referral_moved", route="DVPP", to="withdrawn", text="Not wanted.")
        with pytest.raises(Refused, match="The referral to DVPP was withdrawn"):
            written(desk, opened, "dvpp_referral", "txt")


def test_x07_a_restricted_record_sends_only_what_keeps_somebody_safe(
    workspace: Workspace, reference: str
) -> None:
    with at_desk(workspace, "vale", reference) as (desk, opened):
        _moves(desk, opened, "restricted", who=["vale"], reason="A colleague's family.")
        with pytest.raises(Refused, match="The record is restricted"):
            written(desk, opened, "dvpp_referral", "txt")
        with pytest.raises(Refused, match="The record is restricted"):
            written(desk, opened, APPOINTMENT, "txt", Typed(WHERE))
        for one in available(desk, opened):
            assert one.audience in ("closed", "victim")
            assert (
                one.route in ("CASE", "NO_ROUTE") or opened.pack.routes[one.route].before_approval
            )


def test_x07_a_case_that_was_joined_with_another_sends_nothing(
    workspace: Workspace, reference: str
) -> None:
    with at_desk(workspace, "vale", reference) as (desk, opened):
        _moves(
            desk, opened, "linked", case="2026-0009", how="duplicate", part="closed", reason="Same."
        )
        with pytest.raises(Refused, match="joined with 2026-0009"):
            written(desk, opened, "dvpp_referral", "txt")
        assert available(desk, opened) == []

"""`ppitui case say` and `case thread`: what is typed at a case, given with the call; the same lines as in line mode."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from desk.together import ITEM, handed_in
from faces_here import Here


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A place with people and one case handed in by Ash."""
    made = Here(tmp_path)
    made.people()
    made.run(
        "assess", "new", "--answers", str(kit.EXAMPLES / "custody.yaml"), "--submit", "--as", "ash"
    )
    return made


CASE = "2026-0001"


def test_what_is_typed_at_a_case_can_be_said_with_the_call(here: Here) -> None:
    """Several lines in their order; what they did is on standard output."""
    said = here.run(
        "case", "say", CASE, f"/ask {ITEM} please evidence this", "/note for @ash", "--as", "vale"
    )
    assert (
        said.stdout.splitlines()
        == [
            f"  Asked about {ITEM}.",
            "  Note saved. Ash Example finds it first on their list.",
        ]
        or "Note saved." in said.stdout
    )
    here.run("case", "say", CASE, f"/reply {ITEM} the nurse said so", "--as", "ash")
    thread = here.run("case", "thread", CASE, "ask", "--as", "ash").stdout
    assert "please evidence this" in thread
    assert "the nurse said so" in thread
    assert "began the journey" not in thread


def test_answers_and_moves_are_said_too(here: Here) -> None:
    """A draft: a question by its number, its answer, back again, handed in."""
    here.run("assess", "new", "--answers", str(kit.EXAMPLES / "custody.yaml"), "--as", "ash")
    draft = "2026-0002"
    said = here.run("case", "say", draft, f"/why {ITEM}", "/go 1", "/repeat", "2", "--as", "ash")
    assert "Question 1 of" in said.stdout
    assert "Saved:" in said.stdout
    assert "Taken back." in here.run("case", "say", draft, "/undo", "--as", "ash").stdout
    refused = here.run("case", "say", draft, "2", "--as", "ash", expect=3)
    assert "Every question has an answer" in refused.stderr
    assert "is handed in" in here.run("case", "say", draft, "/submit", "--as", "ash").stdout


@pytest.mark.parametrize(
    ("line", "user", "status", "why"),
    [
        ("/approve matac agreed", "ash", 3, "that is for: supervisor. Here that is:"),
        ("/aprove matac agreed", "vale", 2, "Did you mean 'approve'?"),
        ("/approve mtac agreed", "vale", 2, "Did you mean 'MATAC'?"),
        ("/approve matac", "vale", 2, "needs words"),
        ("/assign ahs", "vale", 2, "Did you mean 'ash'?"),
        ("/go 999", "vale", 2, "Enter a question's number"),
        ("/history tomorow", "vale", 2, "Say a person, a day"),
        ("/undo", "ash", 3, "you can while it is draft"),
    ],
)
def test_a_refusal_says_what_would_work_and_ends_with_its_status(
    here: Here, line: str, user: str, status: int, why: str
) -> None:
    found = here.run("case", "say", CASE, line, "--as", user, "--reason", kit.WHY, expect=status)
    assert why in found.stderr


def test_what_stood_before_a_refused_line_is_done_and_told(here: Here) -> None:
    """A line that is no command at all is told before any is carried out."""
    here.run("case", "say", CASE, "/note nought", "/nope", "--as", "ash", expect=2)
    lines = ("/note one", "/approve matac agreed", "/note two")
    found = here.run("case", "say", CASE, *lines, "--as", "ash", expect=3)
    assert "Note saved." in found.stderr
    notes = json.loads(here.run("case", "thread", CASE, "note", "--json", "--as", "ash").stdout)
    assert [one["payload"]["text"] for one in notes] == ["one"]


def test_reading_is_no_act_and_so_a_reason_is_asked_for(here: Here) -> None:
    """Only what carries a reason of its own opens a case without one."""
    here.run(
        "user", "add", "birch", "--name", "Birch Example", "--role", "officer", "--as", "admin"
    )
    refused = here.run("case", "say", CASE, "/history", "--as", "birch", expect=2)
    assert "say why you open it" in refused.stderr
    here.run("case", "say", CASE, "/note I saw him", "--as", "birch")
    here.run("case", "show", CASE, "too", "--as", "ash", expect=2)
    here.run("case", "say", CASE, "--as", "ash", expect=2)


def test_the_short_custody_life_in_line_mode_has_the_same_commands(tmp_path: Path) -> None:
    """A filter of the thread, a decision and a letter, all by lines at the case."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    vale = kit.desk(workspace, "vale")
    cases = str(len(kit.pack().journeys) + 1)
    menu = kit.converse(vale, [cases, "0001", "b", "q"])
    thread = next(line.split()[0] for line in menu.splitlines() if line.endswith(" The thread"))
    typed = [cases, "0001", thread, "decision", "/approve matac agreed", "/letter", "", "b", "q"]
    printed = kit.converse(vale, typed)
    assert "submitted" in printed
    assert "Saved: approve MATAC." in printed
    assert "matac_referral" in printed
    wrong = kit.converse(vale, [cases, "2026-0010", "q"])
    assert f"Did you mean '{reference}'?" in wrong

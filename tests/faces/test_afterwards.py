"""Clocks, assessing again and outcomes from the command line, in line mode and on the screen: the same words."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kit
from desk.together import handed_in
from faces.talking import Talk, number, talk
from faces.tui.driving import Hands, app_for
from faces_here import Here
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk
from ppitui.faces.tui.app import PpituiApp
from ppitui.store.workspace import Workspace


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A place with a case handed in."""
    place = Here(tmp_path)
    place.people()
    made = ("--answers", str(kit.EXAMPLES / "custody.yaml"), "--submit", "--as", "ash")
    place.run("assess", "new", *made)
    return place


def test_the_command_line_tells_clocks_assesses_again_and_records_outcomes(here: Here) -> None:
    """Exit 0, 2 for a wrong call, 3 where it is refused; --json wherever data comes out."""
    ash = (here.case(), "--as", "ash")
    served = ("--happened", "spo_served today", "--as", "ash")
    here.run("review", here.case(), *served)
    told = here.run("case", "clocks", *ash).stdout
    assert "look whether name and address were given under the stalking protection order" in told
    rows = json.loads(here.run("case", "clocks", "--json", "--as", "ash").stdout)
    assert rows[0]["case"] == here.case()
    assert any("stalking protection order" in one for one in rows[0]["due"])
    assert f"{here.case()}  look whether" in here.run("case", "clocks", "--as", "ash").stdout
    shown = json.loads(here.run("case", "show", *ash, "--json").stdout)
    assert any("stalking protection order" in one for one in shown["clocks"])

    refused = here.run("case", "reassess", *ash, expect=2).stderr
    assert "--because, one of: incident," in refused
    here.run("case", "reassess", *ash, "--because", "boat", "--text", "x", expect=2)
    why = ("--because", "breach", "--text", "he rang her")
    assert "-0002 is open" in here.run("case", "reassess", *ash, *why).stdout
    again = here.run("case", "reassess", *ash, *why, expect=3).stderr
    assert f"assessed again in case {here.case(2)}" in again
    against = here.run("case", "against", here.case(2), "--as", "ash").stdout
    assert "show once a grade with a reason is set" in against

    recorded = ("--outcome", "da_incidents before 4", "--as", "ash")
    here.run("review", here.case(), *recorded)
    early = ("--outcome", "da_incidents after 0", "--as", "ash")
    assert "runs until" in here.run("review", here.case(), *early, expect=3).stderr
    table = here.run("case", "outcomes", *ash).stdout
    assert "regression to the mean" in table
    assert "domestic abuse incidents reported        4 " in table


def test_nothing_due_is_said(here: Here) -> None:
    told = here.run("case", "clocks", "--as", "vale").stdout
    assert told == "Nothing is due on the cases that you see here.\n"


def later(workspace: Workspace, user: str) -> Desk:
    """Somebody at work half a year on."""
    when = datetime(2026, 12, 14, 12, tzinfo=UTC)
    return Desk(workspace, kit.pack(), kit.files(), user, lambda: when)


def test_line_mode_lists_what_is_due_and_goes_there(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)

    def looks() -> Talk:
        text = yield number((yield ""), "Due now (1)")
        assert f"{reference}  Alex Sample" in text
        assert "and 1 more" in text
        text = yield reference
        text = yield number(text, "What follows")
        assert "Clocks" in text
        assert "time to assess again: /reassess outcome_window" in " ".join(text.split())
        text = yield number(text, "Outcomes")
        assert "regression to the mean" in " ".join(text.split())
        yield number(text, "Questions, overrides and reviews")
        text = yield "/outcome da_incidents before u nobody counted then"
        assert "Recorded: domestic abuse incidents reported, before: not known." in text
        yield "b"
        yield "q"

    printed = talk(later(workspace, "ash"), looks)
    assert printed.count(f"Case {reference}:") > 1


def test_the_screen_lists_what_is_due_shows_outcomes_and_assesses_again(tmp_path: Path) -> None:
    """Under its own heading on home, the worst first; the command of the case opens the new one."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    quiet = handed_in(workspace, "first_offence")
    ash = kit.desk(workspace, "ash")
    with ash.open(reference) as opened:
        act(ash, opened, "/happened dvds_asked 17/5/2026")

    async def main() -> None:
        app = app_for(workspace, "ash")
        async with app.run_test(size=(150, 50)) as pilot:
            hands = Hands(pilot)
            await hands.until("Due now")
            text = hands.text
            assert text.index("Due now") < text.index(reference) < text.index(quiet)
            assert "disclosure under Clare's Law: ! OVERDUE" in text
            await hands.keys(*reference[-4:], "enter")
            await hands.until("Outcomes, before and after")
            await hands.until("Clocks")
            await hands.keys("home", "down", "down", "down", "down", "enter")
            await hands.until("regression to the mean")
            await hands.keys("escape")
            await hands.keys("slash")
            await hands.line("/reassess custody he was brought in at noon")
            await hands.until("is open to assess again: the person came into custody.")
            await hands.until("Assessed again in case 2026-0003")
            await hands.keys("escape", "escape", "escape")
            await hands.until("2026-0003")

    asyncio.run(main())


def test_w11_a_screen_that_covered_itself_hands_nothing_in_when_it_comes_back(
    tmp_path: Path,
) -> None:
    """Left alone in the middle of a line: what was typed is there, is no answer, and the gaps are still gaps."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for _ in range(3):
            desk.undo(opened)
    before = len(kit.thread_of(workspace, reference))
    ticks = [0.0]

    async def main() -> None:
        app = PpituiApp(
            lambda who: kit.desk(workspace, who), "ash", environ={}, clock=lambda: ticks[0]
        )
        async with app.run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys(*reference[-4:], "enter")
            await hands.until("Go on with the questions")
            await hands.keys("enter")
            await hands.until("Esc back")
            await hands.keys("slash", *"note half")
            ticks[0] = 10_000.0
            app.blank_when_idle()
            await hands.until("Press any key")
            await hands.keys("enter")
            await hands.until("/note half")
            assert len(kit.thread_of(workspace, reference)) == before
            await hands.line("/submit")
            await hands.until("still want an answer")

    asyncio.run(main())
    assert kit.thread_of(workspace, reference)[-1].kind != "submitted"

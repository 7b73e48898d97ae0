"""What stands beside the routes, from the command line, line mode and the full screen."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

import kit
from faces.tui.driving import Hands, app_for
from faces_here import Here
from ppitui.faces.tui.screens.reading import ReadingScreen
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.thread import CommandLine


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    for name in ("own-02.yaml", "_defaults.yaml"):
        shutil.copy(kit.CASES / name, tmp_path / name)
    return tmp_path / "own-02.yaml"


def test_decide_again_from_a_file_shows_both_days(tmp_path: Path, case_file: Path) -> None:
    """Three months on the hearing is no longer within twelve months: what moved is told, and both are kept."""
    here = Here(tmp_path)
    done = here.run("decide", "--facts", str(case_file), "--on", "2026-10-15", "--json")
    data = json.loads(done.stdout)
    assert data["on"] == "2026-10-15"
    assert "MARAC" in data["before"]["recommend"]
    now = {route["id"]: route["status"] for route in data["routes"]}
    assert now["MARAC"] != "recommend"
    done = here.run("decide", "--facts", str(case_file), "--on", "2026-10-15")
    assert "no longer recommended: DRIVE, IDVA, MARAC" in done.stdout
    here.run("decide", "--facts", str(case_file), "--on", "2020-01-01", expect=2)
    here.run("decide", "--facts", str(case_file), "--on", "soon", expect=2)


def test_a_trial_from_a_file_is_refused_for_what_somebody_is(
    tmp_path: Path, case_file: Path
) -> None:
    """Exit 0 with what would stand otherwise, 3 for a protected fact, 2 for a name that is none."""
    here = Here(tmp_path)
    done = here.run("decide", "--facts", str(case_file), "--whatif", "willing=no")
    assert "DVPP: recommend, then excluded" in done.stdout
    here.run("decide", "--facts", str(case_file), "--whatif", "sex=female", expect=3)
    here.run("decide", "--facts", str(case_file), "--whatif", "shoe_size=9", expect=2)


def test_a_case_is_decided_again_and_tried_from_the_command_line(tmp_path: Path) -> None:
    here = Here(tmp_path)
    here.people()
    file = str(kit.EXAMPLES / "custody.yaml")
    here.run("assess", "new", "--answers", file, "--submit", "--as", "ash")
    assert (
        "MATAC" in here.run("case", "rerun", "2026-0001", "--json", "--as", "ash").stdout
    )  # as handed in
    done = here.run("case", "rerun", "2026-0001", "--on", "2099-01-01", "--as", "ash")
    assert "as of 01/01/2099, by ash" in done.stdout
    shown = here.run("case", "show", "2026-0001", "--json", "--as", "ash")
    beside = json.loads(shown.stdout)["beside"]
    assert beside["volume"]["groups"] == ["A"]
    assert beside["rfgv"] == [0, 100]
    trial = ("case", "whatif", "2026-0001", "--whatif", "risk_grade=high")
    assert "MARAC" in here.run(*trial, "--as", "vale").stdout
    here.run(*trial, "--as", "ash", expect=3)
    here.run("case", "explain", "2026-0001", "--reason", "No question.", "--as", "ash", expect=3)


def test_line_mode_explains_facts_and_tries_others(tmp_path: Path) -> None:
    """/why of a fact, /whatif for a supervisor, /explain where something sits oddly with the grade."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "both")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        step = next(
            at
            for at, one in enumerate(desk.walk(opened).asked, 1)
            if any(target.fact == "risk_grade" for target in one.item.targets)
        )
    grade = [f"/go {step}", "1", "/explain Nothing has happened for a year.", "/routes"]
    tried = ["/why da_incidents_10y", "/whatif willing=no", "/whatif sex=female", "/whatif"]
    begun = sum(bool(set(one.who) & set(desk.user.roles)) for one in kit.pack().journeys.values())
    menu = [str(begun + 1), reference, "1"]  # after what can be begun: the cases
    printed = " ".join(kit.converse(desk, [*menu, *grade, *tried, "/save", "b", "q"]).split())
    assert "Reason saved for: This sits oddly with the grade" in printed
    assert "Nothing has happened for a year." in printed
    assert "6, from the question history.da_incidents_10y" in printed
    assert "If it were so: willing to take part: no" in printed
    assert "sex cannot be tried: it is protected" in printed
    assert "Say what would read otherwise" in printed


def test_the_full_screen_explains_facts_and_tries_others(tmp_path: Path) -> None:
    """The same commands on the command line of the working screen."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "both")
    reference = kit.answered(desk, "custody", submit=False)

    async def main() -> None:
        async with app_for(workspace, "both").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            with desk.open(reference) as opened:
                screen = WorkScreen(desk, opened)
                await hands.app.push_screen(screen)
                for line, words in (
                    ("/why da_incidents_10y", "from the question history.da_incidents_10y"),
                    ("/whatif willing=no", "If it were so: willing to take part: no"),
                    ("/routes", "Beside the routes"),
                ):
                    screen.post_message(CommandLine.Line(line))
                    await pilot.pause()
                    reading = hands.app.screen
                    assert isinstance(reading, ReadingScreen), line
                    assert any(words in one for one in reading.lines), (line, reading.lines)
                    await hands.keys("escape")
                screen.post_message(CommandLine.Line("/explain It was right."))
                await hands.until("Nothing waits for a reason")

    asyncio.run(main())

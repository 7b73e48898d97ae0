"""Reports and second grades on the command line, line by line, and by keys."""

from __future__ import annotations

import asyncio
import csv
import json
import stat
from pathlib import Path

import pytest

import kit
from desk.together import second_supervisor
from faces.tui.driving import Hands, app_for
from faces_here import Here
from ppitui.desk.acting import act
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.reports import ReportsScreen
from ppitui.faces.tui.screens.second import SecondScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.store.workspace import Workspace

CASE = "2026-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A case handed in, whose person assessed has a name that a spreadsheet would run."""
    made = second_supervisor(kit.make_workspace(tmp_path))
    ash = kit.desk(made, "ash")
    file = kit.example("custody")
    file.people["assessed"]["name"] = "=Alex, Sample"
    with ash.open(ash.new_case()) as opened:
        ash.begin(opened, file.journey, file.on)
        from ppitui.desk.answersfile import add_people, apply_answers

        add_people(ash, opened, file)
        assert apply_answers(ash, opened, file) == []
        ash.submit(opened)
    return made


@pytest.fixture
def here(tmp_path: Path, workspace: Workspace) -> Here:
    place = Here(tmp_path)
    place.env["PPITUI_HOME"] = str(workspace.folder)
    return place


def test_a_report_in_a_script(here: Here) -> None:
    """Lists itself; table, data and CSV; a new file that only its owner reads, and never over another."""
    assert "equality" in here.run("report").stdout
    assert "Started" in here.run("report", "completion", "--as", "vale").stdout
    data = json.loads(here.run("report", "completion", "--json", "--as", "vale").stdout)
    assert [row["started"] for row in data["rows"]] == [1]
    plain = here.run("report", "completion", "--csv", "--as", "vale").stdout
    assert plain.splitlines()[0].startswith('"unit","journey","started"')
    named = ("report", "completion", "--names", "-o", "out.csv", "--as", "vale")
    here.run(*named)
    path = here.folder / "out.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["person"] == "'=Alex, Sample"
    before = path.read_bytes()
    assert "already a file" in here.run(*named, expect=3).stderr
    assert path.read_bytes() == before


def test_what_is_wrong_with_a_call_is_said(here: Here) -> None:
    assert "There are: completion" in here.run("report", "sums", "--as", "vale", expect=2).stderr
    assert (
        "not both" in here.run("report", "time", "--csv", "--json", "--as", "vale", expect=2).stderr
    )
    assert ".csv" in here.run("report", "time", "-o", "x.txt", "--as", "vale", expect=2).stderr
    for user, names in (("ash", ()), ("admin", ("--names",))):
        done = here.run("report", "time", *names, "--as", user, expect=3)
        assert "that is for" in done.stderr
        assert done.stdout == ""


def test_units_are_said_by_the_administrator(here: Here) -> None:
    here.run("user", "unit", "ash", "--unit", "North", "--as", "admin")
    here.run("user", "add", "cole", "--role", "officer", "--unit", "South", "--as", "admin")
    known = json.loads(here.run("user", "list", "--json", "--as", "admin").stdout)
    units = {one["id"]: one["unit"] for one in known}
    assert (units["ash"], units["cole"], units["vale"]) == ("North", "South", "")
    data = json.loads(
        here.run("report", "time", "--unit", "North", "--json", "--as", "vale").stdout
    )
    assert [row["unit"] for row in data["rows"]] == ["North"]
    here.run("user", "unit", "ash", "--unit", "West", "--as", "vale", expect=3)


def test_a_second_grade_in_a_script(here: Here) -> None:
    """Asked, read without the grade, given; then the case opens, and the agreement counts it."""
    here.run("review", CASE, "--second", "wren", "--as", "vale")
    assert CASE in here.run("second", "--as", "wren").stdout
    here.run("case", "show", CASE, "--as", "wren", expect=3)
    assert "attending officer" not in here.run("second", CASE, "--as", "wren").stdout
    given = ("second", CASE, "--grade", "A=high", "--text", "A long pattern.")
    here.run(*given, "--decline", "--as", "wren", expect=2)
    here.run(*given, "--as", "wren")
    assert "A: high; the first grade is medium" in here.run("review", CASE, "--as", "wren").stdout
    data = json.loads(here.run("report", "agreement", "--json", "--as", "vale").stdout)
    assert {row["first"]: row["second_high"] for row in data["rows"]}["medium"] == 1


def choice(workspace: Workspace, user: str, words: str) -> str:
    """The number of a choice of line mode's first list."""
    said = kit.converse(kit.desk(workspace, user), ["q"])
    return next(line.split()[0] for line in said.splitlines() if words in line)


def test_reports_and_second_grades_line_by_line(workspace: Workspace, tmp_path: Path) -> None:
    """The same, typed: no line is wider than line mode's, and the file is written."""
    vale = kit.desk(workspace, "vale")
    with vale.open(CASE) as opened:
        act(vale, opened, "/second wren")
    number = choice(workspace, "wren", "Second grade wanted")
    said = kit.converse(kit.desk(workspace, "wren"), [number, "A=high A long pattern.", "q"])
    assert "You can open the case now" in said
    file = tmp_path / "lines.csv"
    number = choice(workspace, "vale", "Reports")
    lines = [number, "1", "", "", "", "y", str(file), "q"]
    said = kit.converse(vale, lines)
    assert "=Alex, Sample" in said
    assert "Hours:" in said
    assert file.exists()
    assert all(len(line) <= 78 for line in said.splitlines() if str(tmp_path) not in line)
    with pytest.raises(StopIteration):
        choice(workspace, "ash", "Reports")


def test_reports_by_keys(workspace: Workspace, tmp_path: Path) -> None:
    """From home to a table, to names, to a file; who may not have names is told so and sees none."""
    file = tmp_path / "keys.csv"

    async def go(user: str) -> str:
        async with app_for(workspace, user).run_test(size=(150, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            listed = hands.app.screen.query_one("#list", Choices)
            listed.highlighted = listed.get_option_index("reports:")
            await hands.keys("enter")
            await pilot.pause()
            assert isinstance(hands.app.screen, ReportsScreen)
            await hands.keys("enter")
            await hands.app.workers.wait_for_complete()
            await pilot.pause()
            assert "Started" in hands.text
            assert "Alex" not in hands.text
            await hands.keys("n")
            await hands.app.workers.wait_for_complete()
            await pilot.pause()
            told = hands.text + str(hands.app.screen.query_one(Wrong).content)
            if user == "vale":
                await hands.keys("w")
                hands.app.screen.query_one("#line").value = str(file)  # type: ignore[attr-defined]
                await hands.keys("enter", "slash")
                hands.app.screen.query_one("#line").value = "unit no unit recorded"  # type: ignore[attr-defined]
                await hands.keys("enter")
                await hands.app.workers.wait_for_complete()
                await hands.keys("escape")
                await pilot.pause()
                assert isinstance(hands.app.screen, HomeScreen)
            return told

    assert "=Alex" in asyncio.run(go("vale"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = asyncio.run(go("admin"))
    assert "without names only" in told
    assert "Alex" not in told


def test_a_second_grade_by_keys(workspace: Workspace) -> None:
    """From home: the case is listed as waiting, and opens once the grade is given."""
    vale = kit.desk(workspace, "vale")
    with vale.open(CASE) as opened:
        act(vale, opened, "/second wren")

    async def go() -> None:
        async with app_for(workspace, "wren").run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("enter")
            await pilot.pause()
            assert isinstance(hands.app.screen, SecondScreen)
            assert "medium" not in "\n".join(hands.app.screen.lines[:-1])
            for line, gone in (("A=worst no such grade", False), ("A=high A long pattern.", True)):
                hands.app.screen.query_one("#line").value = line  # type: ignore[attr-defined]
                await hands.keys("enter")
                await pilot.pause()
                assert isinstance(hands.app.screen, HomeScreen) is gone

    asyncio.run(go())
    with kit.desk(workspace, "wren").open(CASE) as opened:
        assert opened.case.seconds[0].grades == {"A": "high"}

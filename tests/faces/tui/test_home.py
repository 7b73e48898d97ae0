"""Home: painted once, from what is kept of the definitions; a long list by its first rows, and all of it searched."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input

import kit
from bench_screens import queue_of
from faces.tui.driving import Hands
from ppitui.core.definitions import Pack
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.front import Definitions, front_of, keep_front
from ppitui.desk.restricting import restrict
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def app_of(desk: Desk) -> PpituiApp:
    """The application with this desk signed in."""
    return PpituiApp(lambda _: desk, desk.user.id, environ={})


def unloaded(workspace: Workspace) -> tuple[Desk, list[int]]:
    """A desk whose definitions are not loaded yet, though home knows what it shows; and how often they are loaded."""
    keep_front(workspace, kit.pack())
    calls: list[int] = []

    def load() -> Pack:
        calls.append(1)
        return kit.pack()

    found = Definitions(kit.pack().hash, load, front_of(workspace, kit.pack().hash))
    return Desk(workspace, found, kit.files(), "ash", kit.clock), calls


def test_a_key_that_comes_before_the_definitions_waits_for_them_and_does_not_fail(
    workspace: Workspace,
) -> None:
    """Home is there with its journeys while nothing is loaded; Enter at once begins a case all the same."""
    desk, calls = unloaded(workspace)

    async def go() -> None:
        async with app_of(desk).run_test(size=(120, 40)) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, HomeScreen)
            first = screen.query_one("#list", Choices).get_option_at_index(1)
            assert "New case" in str(first.prompt)
            painted = len(calls)
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, PeopleScreen)
            assert painted == 0
            assert calls == [1]

    asyncio.run(go())


def test_the_definitions_are_there_soon_after_the_paint_with_no_key_at_all(
    workspace: Workspace,
) -> None:
    """`load` is what home does by itself; it can be awaited by calling it, and loads once."""
    desk, calls = unloaded(workspace)

    async def go() -> None:
        async with app_of(desk).run_test(size=(120, 40)) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, HomeScreen)
            screen.load()
            screen.load()
            assert calls == [1]

    asyncio.run(go())


def test_home_and_a_case_are_drawn_once_when_they_open(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    home, case = HomeScreen.action_show, CaseScreen.show

    def counted_home(self: HomeScreen) -> None:
        drawn.append("home")
        home(self)

    def counted_case(self: CaseScreen) -> None:
        drawn.append("case")
        case(self)

    monkeypatch.setattr(HomeScreen, "action_show", counted_home)
    monkeypatch.setattr(CaseScreen, "show", counted_case)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody")

    async def go(opened: OpenCase) -> None:
        async with app_of(desk).run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert drawn == ["home"]
            await pilot.app.push_screen(CaseScreen(desk, opened))
            await pilot.pause()
            assert drawn == ["home", "case"]
            await pilot.press("escape")
            await pilot.pause()
            assert drawn == ["home", "case", "home"]

    with desk.open(reference) as opened:
        asyncio.run(go(opened))


def test_a_long_queue_shows_its_first_rows_then_more_and_a_search_looks_at_all(
    tmp_path: Path,
) -> None:
    """Urgent ones first, nothing out of reach: by Enter on the last line, or by typing the reference."""
    case, rows = queue_of(tmp_path, 620)
    desk = kit.desk(case.workspace, "vale")
    last = str(rows[-1]["case"])

    async def go() -> None:
        async with app_of(desk).run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            listed = pilot.app.screen.query_one("#list", Choices)

            def shown() -> list[str]:
                ids = [str(one.id) for one in listed.options]
                return [one.removeprefix("case:") for one in ids if one.startswith("case:")]

            assert shown() == [str(row["case"]) for row in rows[:100]]
            assert "620" in str(listed.get_option_at_index(0).prompt)
            row = str(listed.get_option_at_index(1).prompt)
            assert "waiting for a supervisor" not in row, "the heading says it for all of them"
            listed.highlighted = listed.get_option_index("more:To decide")
            at = listed.highlighted
            await hands.keys("enter")
            await pilot.pause()
            assert shown() == [str(row["case"]) for row in rows[:500]]
            assert listed.highlighted == at, "the highlight stays where the list went on"
            listed.highlighted = listed.get_option_index("more:To decide")
            await hands.keys("enter")
            await pilot.pause()
            assert shown() == [str(row["case"]) for row in rows]
            await hands.keys("slash", *last)
            await pilot.pause()
            assert shown() == [last]

    asyncio.run(go())


def test_a_search_looks_at_every_row_and_says_when_nothing_is_found(workspace: Workspace) -> None:
    """A row that stands on home is found by its own words; a blank list would look like a lost workspace."""

    async def go() -> None:
        async with app_of(kit.desk(workspace, "admin")).run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await hands.until("Studio:")
            await hands.keys(*"r32")
            await hands.until("Nothing here has these words. Esc shows everything again.")
            await hands.keys("escape", *"studio", "enter")
            await hands.until("Policy values")
            await hands.keys("escape")
            await hands.until("Studio:")
            assert hands.app.screen.query_one("#search", Input).value == "studio"
            await hands.keys("escape")
            await hands.until("Definitions and what check finds")

    asyncio.run(go())


def test_what_was_searched_for_is_over_where_it_is_there_no_more(workspace: Workspace) -> None:
    """Somebody comes back from a case that nobody shows them any more: everything else is there, and no blank list."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")

    async def go() -> None:
        async with app_of(kit.desk(workspace, "ash")).run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await hands.until(reference)
            await hands.keys(*"alex", "enter")
            await hands.until("Timeline")
            with vale.open(reference) as opened:
                restrict(vale, opened, ["vale"], "A colleague's family.")
            await hands.keys("escape")
            await hands.until("New case: Custody")
            assert hands.app.screen.query_one("#search", Input).value == ""

    asyncio.run(go())


def test_a_search_never_begins_a_case_with_the_enter_that_ends_it(workspace: Workspace) -> None:
    """Whoever looks for a case by the name of a journey, and has none, is asked once more."""
    desk = kit.desk(workspace, "ash")

    async def go() -> None:
        async with app_of(desk).run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await hands.keys(*"custody", "enter")
            await hands.until("New case: Custody")
            assert not desk.cases()
            await hands.keys("enter")
            assert isinstance(hands.app.screen, PeopleScreen)

    asyncio.run(go())

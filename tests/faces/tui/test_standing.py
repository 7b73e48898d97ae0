"""Keys that come together make one choice; nothing uncovers what a cover hides, and nothing opens over it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.events import Key
from textual.widgets.option_list import Option

import kit
from faces.tui.driving import Hands, app_for, forms
from ppitui.faces.tui.palette import Palette
from ppitui.faces.tui.screens.answers import AnswersScreen
from ppitui.faces.tui.screens.blank import BlankScreen
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.screens.reading import ReadingScreen
from ppitui.faces.tui.screens.review import ReviewScreen
from ppitui.faces.tui.screens.thread import ThreadScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.store.workspace import Workspace

TO_QUESTIONS = ("0", "0", "0", "1", "enter", "enter")


def driven(workspace: Workspace, user: str, doing: Callable[[Hands], Awaitable[None]]) -> None:
    """Do this on a screen of usual size."""

    async def main() -> None:
        async with app_for(workspace, user).run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await doing(Hands(pilot))

    asyncio.run(main())


def standing(hands: Hands) -> list[str]:
    """The screens, the one on top last."""
    return [type(one).__name__ for one in hands.app.screen_stack[1:]]


def with_draft(folder: Path) -> Workspace:
    """A workspace with one case that PC Ash has half answered."""
    workspace = kit.make_workspace(folder)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    return workspace


def test_enter_held_down_opens_a_case_once(tmp_path: Path) -> None:
    """Opened twice, the first of the two would stand there with a closed log, and end ppitui."""

    async def doing(hands: Hands) -> None:
        await hands.keys("0", "0", "0", "1")
        await hands.at_once("enter", "enter")
        assert standing(hands) == ["HomeScreen", "CaseScreen"]
        await hands.keys("escape")
        assert standing(hands) == ["HomeScreen"]

    driven(with_draft(tmp_path), "ash", doing)


def test_enter_held_down_begins_one_case(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)

    async def doing(hands: Hands) -> None:
        await hands.until("New case")
        await hands.at_once("enter", "enter", "enter")
        assert standing(hands) == ["HomeScreen", "PeopleScreen"]

    driven(workspace, "ash", doing)
    assert len(kit.desk(workspace, "ash").cases()) == 1


def test_a_choice_made_twice_leaves_one_screen(tmp_path: Path) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys(*TO_QUESTIONS, "f5")
        assert isinstance(hands.app.screen, AnswersScreen)
        await hands.at_once("enter", "enter")
        assert standing(hands)[-1] == "WorkScreen"

    driven(with_draft(tmp_path), "ash", doing)


def test_two_keys_on_the_cover_take_away_the_cover_alone(tmp_path: Path) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys(*TO_QUESTIONS, "f12")
        assert isinstance(hands.app.screen, BlankScreen)
        await hands.at_once("x", "y", "z")
        assert standing(hands) == ["HomeScreen", "CaseScreen", "WorkScreen"]

    driven(with_draft(tmp_path), "ash", doing)


def test_nothing_opens_over_the_cover(tmp_path: Path) -> None:
    """F12 just behind a key that leads elsewhere: it leads there once the cover is gone, and back as ever."""

    async def doing(hands: Hands) -> None:
        await hands.until("New case")
        await hands.keys("enter")
        assert isinstance(hands.app.screen, PeopleScreen)
        await hands.form(forms(dict(kit.example("custody").people))[0])
        assert isinstance(hands.app.screen, PeopleScreen)
        hands.app.screen.action_go_on()
        hands.app.action_blank()
        await hands.at_once()
        assert standing(hands)[-1] == "BlankScreen"
        await hands.keys("x")
        await hands.until("Thread")
        assert standing(hands) == ["HomeScreen", "WorkScreen"]
        await hands.keys("f2")
        assert standing(hands) == ["HomeScreen"]

    driven(kit.make_workspace(tmp_path), "ash", doing)


def test_a_screen_that_is_left_under_a_cover_leaves_the_cover_there(tmp_path: Path) -> None:
    """What was to come of it comes once the cover is gone; a second leaving, and one afterwards, take nothing away."""
    told: list[str | None] = []

    async def doing(hands: Hands) -> None:
        left = ReadingScreen("Why", ["Some words."])
        hands.app.push_screen(left, told.append)
        await hands.until("Some words.")
        await hands.keys("f12")
        left.dismiss(None)
        left.dismiss(None)
        await hands.pilot.pause()
        assert standing(hands) == ["HomeScreen", "ReadingScreen", "BlankScreen"]
        assert told == []
        await hands.at_once("x")
        assert standing(hands) == ["HomeScreen"]
        left.dismiss(None)
        await hands.pilot.pause()
        assert standing(hands) == ["HomeScreen"]

    driven(kit.make_workspace(tmp_path), "ash", doing)
    assert told == [None]


@pytest.mark.parametrize("leaving", ["f2", "ctrl+q"])
def test_a_line_is_taken_before_the_key_behind_it_leads_away(tmp_path: Path, leaving: str) -> None:
    """What was entered is saved, also where somebody leaves ppitui in the same breath."""
    workspace = with_draft(tmp_path)

    async def doing(hands: Hands) -> None:
        await hands.keys(*TO_QUESTIONS)
        await hands.at_once("slash", *"note", "space", *"heard", "enter", leaving)

    driven(workspace, "ash", doing)
    [reference] = [row["case"] for row in kit.desk(workspace, "ash").cases()]
    assert kit.thread_of(workspace, reference)[-1].kind == "note_added"


def test_a_list_that_has_gone_is_followed_no_more(tmp_path: Path) -> None:
    """What was asked for at the next painting may come after the screen was left: on a slow machine it does."""

    async def doing(hands: Hands) -> None:
        await hands.keys(*TO_QUESTIONS, "f5")
        listed = hands.app.screen.query_one(Choices)
        await hands.keys("escape")
        listed.set_reactive(Choices.has_focus, True)  # the word that the focus left came too late
        listed.follow()

    driven(with_draft(tmp_path), "ash", doing)


def test_a_second_enter_in_the_palette_takes_nothing_away(tmp_path: Path) -> None:
    """It took away home: ppitui stood there with nothing on the screen."""

    async def doing(hands: Hands) -> None:
        await hands.keys("ctrl+p", *"contrast")
        await hands.until("Colours")
        await hands.at_once("enter", "enter")
        assert standing(hands) == ["HomeScreen"]
        assert hands.app.theme == "ppitui-high-contrast"

    driven(kit.make_workspace(tmp_path), "ash", doing)


def test_what_is_typed_just_before_the_palette_is_left_is_looked_for_no_more(
    tmp_path: Path,
) -> None:
    """Its list goes first, then the palette: a search in between ended ppitui."""

    async def doing(hands: Hands) -> None:
        await hands.keys("ctrl+p")
        palette = hands.app.screen
        assert isinstance(palette, Palette)
        palette.query_one(CommandList).remove()
        await hands.at_once("x", "escape")
        assert standing(hands) == ["HomeScreen"]

    driven(kit.make_workspace(tmp_path), "ash", doing)


@pytest.mark.parametrize("key", ["escape", "slash", "pagedown", "f2"])
def test_a_key_waits_for_the_screen_that_is_only_coming(tmp_path: Path, key: str) -> None:
    """Coming takes a while on a slow machine; what a key was to act on was not there, and ppitui ended."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")

    async def doing(hands: Hands) -> None:
        await hands.until(reference)
        desk = kit.desk(workspace, "vale")
        with desk.open(reference, kit.WHY) as opened:
            for screen in (ReviewScreen(desk, opened), CaseScreen(desk, opened)):
                hands.app.push_screen(screen)
                assert not screen.is_mounted
                pressed = Key(key, None)
                pressed._set_forwarded()  # as one that the screen before had no use for
                await hands.app.on_event(pressed)
                await hands.at_once()
                if screen.is_current:
                    screen.dismiss(None)
                await hands.at_once()
                assert standing(hands) == ["HomeScreen"]

    driven(workspace, "vale", doing)


@pytest.mark.parametrize("key", ["page_up", "page_down"])
def test_a_page_on_is_nowhere_in_a_list_without_a_size(tmp_path: Path, key: str) -> None:
    """It has one a moment after it came; until then its lines are not counted."""

    async def doing(hands: Hands) -> None:
        listed = hands.app.screen.query_one(Choices)
        listed.display = False
        await hands.at_once()
        listed.clear_options()
        listed.add_options([Option("one"), Option("two")])
        listed.highlighted = 1
        getattr(listed, f"action_{key}")()
        assert listed.highlighted == 1

    driven(kit.make_workspace(tmp_path), "ash", doing)


def test_leaving_while_a_screen_is_only_coming_is_no_fault(tmp_path: Path) -> None:
    """Its widgets are made no more then: it ended as a failure, with a report and status 70."""
    workspace = with_draft(tmp_path)
    [reference] = [row["case"] for row in kit.desk(workspace, "ash").cases()]
    desk = kit.desk(workspace, "ash")

    with desk.open(reference) as opened:

        async def doing(hands: Hands) -> None:
            hands.app.push_screen(ThreadScreen(desk, opened))
            hands.app.exit()
            await hands.app._close_all()  # as ppitui does on its way out

        driven(workspace, "ash", doing)

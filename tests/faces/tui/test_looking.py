"""The full screen asks why somebody opens another's case, and shows a supervisor what to take note of."""

from __future__ import annotations

import asyncio
from pathlib import Path

import kit
from faces.tui.driving import Hands, app_for
from ppitui.desk.permits import RESTRICTED
from ppitui.desk.restricting import break_glass, exclude, restrict
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.reason import ReasonScreen
from ppitui.store.workspace import Workspace

DANGER = "She has just rung 999 from there."


def last(workspace: Workspace, reference: str) -> tuple[str, str]:
    event = kit.thread_of(workspace, reference)[-1]
    return event.kind, event.actor.id


def test_a_reason_is_asked_once_and_esc_opens_nothing(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")

    async def main() -> None:
        app = app_for(workspace, "birch")
        async with app.run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys(*reference, "enter")
            assert isinstance(app.screen, ReasonScreen)
            await hands.keys("escape")
            assert isinstance(app.screen, HomeScreen)
            assert last(workspace, reference) == ("submitted", "ash"), "nothing was opened"
            await hands.keys("enter")
            await hands.until("This case is not yours")
            await hands.keys("enter")
            assert isinstance(app.screen, CaseScreen)
            await hands.keys("escape")
            await hands.keys("enter")
            assert isinstance(app.screen, CaseScreen), "once a day"

    asyncio.run(main())
    assert last(workspace, reference) == ("looked", "birch")


def test_home_shows_no_name_of_a_restricted_record_and_tells_of_an_emergency(
    tmp_path: Path,
) -> None:
    """For the excluded no search finds it; the alert stands until Enter takes note of it."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
        exclude(vale, opened, "both", "A cousin.")
    break_glass(kit.desk(workspace, "birch"), reference, DANGER)

    async def look(user: str, *keys: str) -> str:
        app = app_for(workspace, user)
        async with app.run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys(*keys)
            return hands.text

    hidden = asyncio.run(look("both"))
    assert RESTRICTED in hidden
    assert "Alex" not in hidden
    assert "emergency" not in hidden
    assert "To decide" not in hidden
    assert reference not in asyncio.run(look("both", "a", "l", "e", "x"))
    assert "opened this restricted record in an emergency" in asyncio.run(look("vale"))
    assert "emergency" not in asyncio.run(look("vale", "enter"))
    assert last(workspace, reference) == ("glass_seen", "vale")

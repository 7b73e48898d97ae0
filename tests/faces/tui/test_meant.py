"""A choice means what stood there when it was made, whatever the list has become before it is acted on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import kit
from desk.drafts import make_workspace
from faces.test_weighing import changed
from faces.tui.driving import Hands, app_for
from ppitui.desk import pack_draft
from ppitui.desk.restricting import alerts, break_glass, note_alert, restrict
from ppitui.faces.tui.screens.editor import EditorScreen
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.impact import ImpactScreen
from ppitui.store.workspace import Workspace

DANGER = "She rang and he is outside her door now."
POLICY = "instruments/policy.yaml"


def driven(
    workspace: Workspace, user: str, doing: Callable[[Hands], Awaitable[None]], *keys: str
) -> None:
    """Do this at home, or where the keys lead to."""

    async def main() -> None:
        app = app_for(workspace, user)
        async with app.run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await hands.until("search: name or reference")
            await hands.until("F4 sign out")
            await hands.keys(*keys)
            await doing(hands)
            await app.workers.wait_for_complete()

    asyncio.run(main())


def test_the_alert_that_was_seen_is_taken_note_of_and_no_other(tmp_path: Path) -> None:
    """Somebody else took note of the first one just then: the second was the person's."""
    workspace = kit.make_workspace(tmp_path)
    for _ in range(3):
        vale = kit.desk(workspace, "vale")
        reference = kit.answered(kit.desk(workspace, "ash"), "custody")
        with vale.open(reference, kit.WHY) as opened:
            restrict(vale, opened, ["vale", "both"], "A relative works here.")
        break_glass(kit.desk(workspace, "birch"), reference, DANGER)
    both = kit.desk(workspace, "both")
    first, second, third = alerts(both)

    async def doing(hands: Hands) -> None:
        assert isinstance(hands.app.screen, HomeScreen)
        await hands.keys("down")
        note_alert(both, first)
        await hands.at_once("enter", "f5")
        await hands.gone(second.words)
        assert third.words in hands.text

    driven(workspace, "vale", doing)
    assert alerts(both) == [third]


def test_a_finding_is_opened_also_while_the_draft_is_read_anew(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    held = pack_draft.hold(admin, POLICY)
    pack_draft.save(admin, held, held.raw.replace(b"value: 90", b"value: ninety"))

    async def doing(hands: Hands) -> None:
        await hands.until("Policy values")
        await hands.gone("looking...")
        await hands.keys("f8")
        await hands.until("error")
        await hands.at_once("enter", "f5")
        assert isinstance(hands.app.screen, EditorScreen)

    driven(workspace, "admin", doing, "enter")


def test_a_case_of_a_group_is_looked_at_also_where_the_group_is_left_at_once(
    tmp_path: Path,
) -> None:
    workspace = make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody")
    changed(workspace)

    async def doing(hands: Hands) -> None:
        await hands.until("Policy values")
        await hands.keys("f6")
        await hands.until("would lose protection")
        await hands.keys("down", "enter")
        await hands.until("Enter looks at one")
        await hands.at_once("enter", "escape")
        assert isinstance(hands.app.screen, ImpactScreen)
        await hands.until("Where it stands")

    driven(workspace, "admin", doing, "enter")


def test_findings_come_also_where_something_else_is_looked_for_meanwhile(tmp_path: Path) -> None:
    """Looking where drafts of cases are stopped looking at the draft, which then said "looking" for good."""

    async def doing(hands: Hands) -> None:
        await hands.keys(*"drafts")
        await hands.at_once("f5", "enter")
        await hands.until("Begin the mapping")
        await hands.keys("escape")
        await hands.until("Policy values")
        await hands.gone("looking...")

    driven(kit.make_workspace(tmp_path), "admin", doing, "enter")


@pytest.mark.parametrize("keys", [(), ("enter",)])
def test_a_log_that_cannot_be_read_any_more_is_told_on_the_screen(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    """Others' events are looked for twice a second: what stands in their way may not end ppitui."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    log = workspace.folder / "cases" / f"{reference}.log"

    async def doing(hands: Hands) -> None:
        await hands.keys(*"0001", "enter")
        await hands.until("Timeline")
        await hands.keys(*keys)
        log.write_bytes(log.read_bytes() + b"not an event of any thread\n")
        await hands.until("There is a problem")

    driven(workspace, "ash", doing)

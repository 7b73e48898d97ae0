"""What a draft would change on the full screen: groups, cases, acceptance by two, and stopping."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import bench_pack
import kit
from desk.drafts import make_workspace
from faces.test_weighing import changed
from faces.tui.driving import Hands, app_for
from faces.tui.terminal import Terminal
from ppitui.desk.proposed import standing_proposals
from ppitui.faces.tui.screens.impact import ImpactScreen
from ppitui.store.workspace import Workspace

MANY = 100  # so many take far longer than a key


def on_impact(
    workspace: Workspace, user: str, doing: Callable[[Hands], Awaitable[None]], size: int = 120
) -> None:
    """Somebody goes to the draft, by the studio or by home, and does this."""

    async def main() -> None:
        app = app_for(workspace, user)
        async with app.run_test(size=(size, 40 if size > 80 else 24)) as pilot:
            hands = Hands(pilot)
            await hands.until("search: name or reference")
            if user == "admin":
                await hands.until("Studio")
                await hands.keys("enter")
                await hands.until("Policy values")
                await hands.keys("f6")
            else:
                await hands.keys(*"proposed", "enter")
            await doing(hands)
            await app.workers.wait_for_complete()

    asyncio.run(main())


async def accepts_the_loss(hands: Hands) -> None:
    """From the groups to the case that would lose protection, to the signature; at 80 columns too."""
    await hands.until("would lose protection")
    assert all(len(line) <= 80 for line in hands.text.split("\n"))
    await hands.keys("down", "enter")
    await hands.until("Enter looks at one")
    await hands.keys("enter")
    await hands.until("R64 then: ")
    await hands.keys("f9", "I", "f8")
    await hands.until("this is the reason to accept a loss")
    await hands.line("The hub has it already.")
    await hands.until("Accepted for case")
    await hands.keys("escape")
    print(f"key presses from home to one accepted loss: {hands.presses}")


async def proposes(hands: Hands) -> None:
    """And is told at the key that neither of the next two steps is theirs: no reason is asked in vain."""
    await hands.until("an administrator proposes it")
    assert "accept a loss" not in hands.text, "an administrator decides no case"
    await hands.keys("f10")
    await hands.until("Enter proves the promises")
    await hands.line("Fewer, as the hub asked.")
    await hands.until("Proposed:")
    await hands.keys("f8")
    await hands.until("You proposed this draft: somebody else accepts what it changes")
    await hands.keys("f10")
    await hands.until("You proposed this draft: another administrator publishes it")
    assert "Enter proves" not in hands.text, "no reason is asked first"
    await hands.keys("escape")
    await hands.until("Policy values")
    await hands.keys("f10")
    await hands.until("another administrator publishes it")
    assert hands.app.screen.query_one("#reason").disabled
    await hands.keys("escape")
    await hands.until("Policy values")


def test_two_supervisors_and_two_administrators_bring_a_draft_into_force(tmp_path: Path) -> None:
    """Each at their own sign-in; what is missing is a list that grows shorter."""
    workspace = make_workspace(tmp_path)
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    changed(workspace)

    async def is_stopped(hands: Hands) -> None:
        await hands.until("would lose protection")
        await hands.keys("f10")
        await hands.until("Enter proves the promises")
        await hands.line("Agreed.")
        await hands.until("It waits for this:")
        assert f"- 2 supervisors for case {case}" in hands.text

    async def accepts_all(hands: Hands) -> None:
        await accepts_the_loss(hands)
        await hands.until("Where it stands")
        await hands.keys("f8")
        await hands.line("Seen.")
        await hands.until("Accepted: what would change of 1 case.")

    async def publishes(hands: Hands) -> None:
        await hands.until("1 to do before it is in force")
        await hands.keys("f10")
        await hands.until("Enter proves the promises")
        await hands.line("Agreed.")
        await hands.until("In force for new cases")
        await hands.until("nothing is left to do")

    on_impact(workspace, "admin", proposes)
    on_impact(workspace, "elm", is_stopped)
    on_impact(workspace, "vale", accepts_all, 80)
    on_impact(workspace, "moss", accepts_the_loss, 80)
    on_impact(workspace, "elm", publishes)
    assert standing_proposals(kit.desk(workspace, "admin")) == {}


def test_words_after_a_refusal_do_nothing(tmp_path: Path) -> None:
    """Not one letter of a reason that nobody asked for is a key, nor is its Enter; also in the list of cases."""
    workspace = make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody")
    changed(workspace)
    words = (*"apsd", "space", *"I accept it myself, says p".replace(" ", ""), "enter")

    async def goes_on(hands: Hands) -> None:
        await hands.until("would lose protection")
        await hands.keys("f8")
        await hands.until("that comes first")
        await hands.at_once(*words)
        await hands.until("no reason was asked for: what was typed is not kept")
        assert "Enter looks at one" not in hands.text, "no case was opened, no group"
        await hands.keys("enter", "down", "enter")
        await hands.until("Enter looks at one")
        await hands.at_once(*words)
        await hands.until("no reason was asked for")
        assert isinstance(hands.app.screen, ImpactScreen)

    on_impact(workspace, "admin", goes_on)
    admin = kit.desk(workspace, "admin")
    assert standing_proposals(admin) == {}
    with workspace.thread() as log:
        assert "looked" not in [one.kind for one in log.read()]


def test_esc_stops_looking_and_the_keys_live_meanwhile(tmp_path: Path) -> None:
    """Stopped among many cases, and begun anew by F5; nothing is half shown."""
    workspace = make_workspace(tmp_path)
    bench_pack.fill(kit.desk(workspace, "ash"), MANY)
    changed(workspace)

    with Terminal(str(workspace.folder), "admin") as term:
        term.until("Studio")
        term.press("enter")
        term.until("Policy values")
        term.press("f6")
        term.until("Looking at what")
        term.press("down", "esc")
        term.until("Stopped. Nothing was written.")
        term.press("f5")
        term.until(f"{MANY} cases looked at")
        term.press("esc")
        term.until("Policy values")
        term.press("ctrl+q")
        assert term.ended() == 0

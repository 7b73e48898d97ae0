"""The full screen at the door of an encrypted workspace: in, covered, and before a decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

import kit
from faces.tui.driving import Hands
from ppitui.desk.door import Door
from ppitui.desk.keeping import admit, shut_out
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.blank import BlankScreen
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.screens.sign_in import SignInScreen

FIRST = "a first passphrase to change"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return kit.make_encrypted(tmp_path)


def app_at(door: Door, user: str = "", passphrase: str = "") -> PpituiApp:
    return PpituiApp(door, user, environ={}, passphrase=passphrase)


async def test_the_passphrase_is_asked_hidden_and_a_wrong_one_is_refused(door: Door) -> None:
    app = app_at(door, "ash")
    async with app.run_test(size=(100, 30)) as pilot:
        hands = Hands(pilot)
        await hands.until("then your passphrase")
        assert "not encrypted" not in hands.text
        await hands.line("Zqxwrong wrong words")
        await hands.until("do not open this workspace")
        assert isinstance(app.screen, SignInScreen)
        assert "Zqx" not in hands.text
        field = app.screen.query_one("#words", Input)
        assert (field.password, field.value) == (True, "")
        field.focus()
        field.value = kit.words_of("ash")
        await hands.until("••••")
        assert kit.words_of("ash") not in hands.text
        await hands.keys("enter")
        await hands.until("PC Ash Example")
        assert isinstance(app.screen, HomeScreen)


async def test_the_passphrase_of_a_file_goes_straight_on_and_is_not_kept(door: Door) -> None:
    app = app_at(door, "vale", kit.words_of("vale"))
    async with app.run_test(size=(100, 30)) as pilot:
        await Hands(pilot).until("DI Vale Example")
        assert app.first_passphrase == ""


async def test_a_first_passphrase_must_be_changed_at_the_door(door: Door) -> None:
    assert door.keyring is not None
    admin = door("admin", kit.words_of("admin"))
    admit(admin, door.keyring, "rowan", "PC Rowan Example", ["officer"], FIRST)
    app = app_at(door, "rowan")
    async with app.run_test(size=(100, 30)) as pilot:
        hands = Hands(pilot)
        await hands.until("then your passphrase")
        await hands.line(FIRST)
        await hands.until("Choose your own, twice")
        await hands.line("rowan has a wooden boat")
        await hands.line("rowan has a woollen boat")
        await hands.until("were not the same")
        await hands.line("short")
        await hands.line("short")
        await hands.until("at least 12 characters")
        await hands.line("rowan has a wooden boat")
        await hands.line("rowan has a wooden boat")
        await hands.until("PC Rowan Example")
    assert door("rowan", "rowan has a wooden boat").user.id == "rowan"


async def test_w11_only_the_passphrase_takes_the_cover_away(door: Door) -> None:
    app = app_at(door, "ash", kit.words_of("ash"))
    async with app.run_test(size=(100, 30)) as pilot:
        hands = Hands(pilot)
        await hands.until("PC Ash Example")
        await hands.keys("f12")
        await hands.until("Your passphrase uncovers it")
        assert "PC Ash Example" not in hands.text
        for keys in (("x",), ("escape",), ("f12",), ("ctrl+p",), ("f3",)):
            await hands.keys(*keys)
            assert isinstance(app.screen, BlankScreen), keys
        app.screen.query_one("#again", Input).value = ""
        await hands.line("not the right words at all")
        await hands.until("do not open")
        await hands.line(kit.words_of("ash"))
        await hands.until("PC Ash Example")


async def test_a_decision_is_signed_with_the_passphrase(door: Door) -> None:
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    app = app_at(door, "vale", kit.words_of("vale"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await _to_the_decisions(app, hands, reference)
        await hands.keys("a")
        await hands.line("Agreed, engagement first.")
        await hands.until("your passphrase signs it")
        assert isinstance(app.screen, PassphraseScreen)
        await hands.line("not the right words at all")
        await hands.until("do not open")
        await hands.line(kit.words_of("vale"))
        await hands.until("approved: Agreed, engagement first.")
        await hands.keys("down", "d")
        await hands.line("Not now.")
        await hands.until("declined: Not now.")
    decided = [e for e in kit.thread_of(_workspace(door), reference) if e.kind == "decided"]
    assert [event.actor.id for event in decided] == ["vale", "vale"]


async def test_leaving_the_passphrase_decides_nothing(door: Door) -> None:
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    app = app_at(door, "vale", kit.words_of("vale"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await _to_the_decisions(app, hands, reference)
        await hands.keys("a")
        await hands.line("Agreed.")
        await hands.until("your passphrase signs it")
        await hands.keys("escape")
        await hands.until("Agreed.")
        assert not isinstance(app.screen, PassphraseScreen)
    kinds = [event.kind for event in kit.thread_of(_workspace(door), reference)]
    assert "decided" not in kinds


async def _to_the_decisions(app: PpituiApp, hands: Hands, reference: str) -> None:
    from ppitui.faces.tui.screens.review import ReviewScreen

    await hands.until("DI Vale Example")
    assert app.desk is not None
    assert isinstance(app.screen, HomeScreen)
    opened = app.screen._held(reference)
    app.push_screen(ReviewScreen(app.desk, opened))
    await hands.until("waits")


def _workspace(door: Door) -> Any:
    return door("admin", kit.words_of("admin")).workspace


async def test_somebody_disabled_stays_out(door: Door) -> None:
    assert door.keyring is not None
    shut_out(door("admin", kit.words_of("admin")), door.keyring, "ash")
    app = app_at(door, "ash", kit.words_of("ash"))
    async with app.run_test(size=(100, 30)) as pilot:
        await Hands(pilot).until("do not open")
        assert isinstance(app.screen, SignInScreen)


async def test_handing_in_and_returning_ask_for_the_passphrase(door: Door) -> None:
    """Esc leaves the case as it was; the right words hand it in, and send it back."""
    reference = kit.answered(door("ash", kit.words_of("ash")), "first_offence", submit=False)
    app = app_at(door, "ash", kit.words_of("ash"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until("Yours to go on with")
        await hands.keys("0", "0", "0", "1", "enter")
        await hands.until("Timeline")
        await hands.keys("enter")
        await hands.until("Every question has an answer")
        await hands.keys("f10")
        await hands.until("Hand the case in: your passphrase signs it")
        await hands.keys("escape")
        assert _state(door, reference) == "draft"
        await hands.keys("f10")
        await hands.until("Hand the case in: your passphrase signs it")
        await hands.line(kit.words_of("ash"))
        await hands.until("Timeline")
    assert _state(door, reference) == "submitted"
    app = app_at(door, "vale", kit.words_of("vale"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until("To decide")
        await hands.keys("enter")
        await hands.until("Timeline")
        await hands.keys("enter")
        await hands.until("approve")
        await hands.keys("r")
        await hands.line("Say where.")
        await hands.until("Return the case to its author: your passphrase signs it")
        assert _state(door, reference) == "submitted"
        await hands.line(kit.words_of("vale"))
        await hands.until("Timeline")
    assert _state(door, reference) == "returned"


def _state(door: Door, reference: str) -> str:
    """How the list has it."""
    rows = door("vale", kit.words_of("vale")).cases()
    return next(str(row["state"]) for row in rows if row["case"] == reference)

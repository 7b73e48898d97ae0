"""What may be done to a record, from the full screen and in line mode: the same list, each act to its end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from textual.widgets import Input

import kit
from faces.tui.driving import Hands, app_for
from ppitui.core.events import Actor, Draft
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.door import Door
from ppitui.desk.erasing import ask_erasure
from ppitui.desk.record_acts import ACTS, OUTSIDE, RecordAct, possible, possible_outside
from ppitui.desk.users import user_payload
from ppitui.errors import Refused
from ppitui.faces.plain.console import StreamConsole
from ppitui.faces.plain.record import record_of
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.record import RecordScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.store.workspace import Workspace

pytestmark = pytest.mark.asyncio
HELD: list[AbstractContextManager[OpenCase]] = []
WHY = "Asked for by the inquiry."


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """Close the cases that stayed open."""
    yield
    while HELD:
        HELD.pop().__exit__(None, None, None)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


async def to_the_record(hands: Hands, desk: Desk, reference: str) -> RecordScreen:
    """The record screen of a case."""
    held = desk.open(reference, kit.WHY)
    HELD.append(held)  # let go, it would close the case
    screen = RecordScreen(desk, held.__enter__())
    await hands.app.push_screen(screen)
    await hands.until(f"record of case {reference}")
    return screen


async def pick(hands: Hands, screen: RecordScreen, name: str) -> None:
    """An act of the list, by keys."""
    listed = screen.query_one("#acts", Choices)
    at = [one.id for one in listed.options].index(name)
    await hands.keys("home", *["down"] * at, "enter")


async def test_the_screen_lists_what_line_mode_lists(workspace: Workspace) -> None:
    """For each role and state: what the one table allows and the record's own state makes sense of."""
    ash = kit.desk(workspace, "ash")
    cases = [kit.answered(ash, "custody", submit=False), kit.answered(ash, "custody")]
    for user in ("ash", "both", "vale"):
        for reference in cases:
            desk = kit.desk(workspace, user)
            async with app_for(workspace, user).run_test(size=(120, 40)) as pilot:
                screen = await to_the_record(Hands(pilot), desk, reference)
                shown = [one.id for one in screen.query_one("#acts", Choices).options]
            with desk.open(reference, kit.WHY) as opened:
                acts = possible(desk, opened)
                assert shown == [one.name for one in acts]
                printed = _in_line_mode(desk, reference, ["b"])
                for at, one in enumerate(acts, 1):
                    assert f"{at} {one.says}" in printed
    assert {"verify", "export"} == {one.name for one in _acts(workspace, "ash", cases[1])}
    assert {"hold", "restrict", "access"} < {one.name for one in _acts(workspace, "vale", cases[1])}


def _acts(workspace: Workspace, user: str, reference: str) -> list[RecordAct]:
    desk = kit.desk(workspace, user)
    with desk.open(reference, kit.WHY) as opened:
        return [*possible(desk, opened)]


def _in_line_mode(desk: Desk, reference: str, lines: list[str]) -> str:
    sink = io.StringIO()
    console = StreamConsole(io.StringIO("\n".join(lines) + "\n"), sink, echo=True)
    with desk.open(reference, kit.WHY) as opened:
        record_of(desk, opened, console)
    return sink.getvalue()


async def test_a_hold_is_placed_and_lifted_by_keys(workspace: Workspace) -> None:
    """From home to the case to the record; what is wanted is asked for, Esc leaves it."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    async with app_for(workspace, "vale").run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until("To decide")
        await hands.keys("enter")
        await hands.until("The record: who sees it")
        await hands.keys("end", "up", "up", "enter")
        await hands.until("In no retention group yet")
        screen = hands.app.screen
        assert isinstance(screen, RecordScreen)
        await pick(hands, screen, "hold")
        await hands.until("A short name for the hold")
        await hands.line("")
        await hands.until("this is wanted")
        await hands.line("inquiry")
        await hands.until("Why?")
        await hands.keys("escape")
        assert not _kinds(workspace, reference, "hold_placed")
        await pick(hands, screen, "hold")
        await hands.line("inquiry")
        await hands.line(WHY)
        await hands.until("nothing of it is erased while that stands")
        await hands.until(f"On hold, inquiry: {WHY}")
        await pick(hands, screen, "release")
        await hands.line("inquiry")
        await hands.line("It is over.")
        await hands.until("The hold is lifted.")
        await pick(hands, screen, "verify")
        await hands.until(f"Case {reference} is whole")
        await hands.keys("escape")
        await hands.until("Put it on hold")
        await hands.keys("escape")
        await hands.until("Timeline")
    assert len(_kinds(workspace, reference, "hold_placed")) == 1


def _kinds(workspace: Workspace, reference: str, kind: str) -> list[object]:
    return [one for one in kit.thread_of(workspace, reference) if one.kind == kind]


def _second_supervisor(door: Door) -> None:
    assert door.keyring is not None
    admin = door("admin", kit.words_of("admin"))
    with admin.workspace.thread() as log:
        payload = user_payload("oak", "DI Oak Example", ["supervisor"])
        actor = Actor("admin", "administrator")
        log.append(Draft(actor, "2026-06-15T02:10:00Z", "user_added", kit.pack().hash, payload))
    vault = door.keyring.unlock("admin", kit.words_of("admin")).vault
    door.keyring.give(vault, "oak", kit.words_of("oak"), first=False)


async def test_the_second_of_two_erases_with_the_passphrase_and_the_case_is_left(
    tmp_path: Path,
) -> None:
    """Wrong passphrase: nothing; the right one: back home, and the key is gone."""
    door = kit.make_encrypted(tmp_path)
    _second_supervisor(door)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    oak = door("oak", kit.words_of("oak"))
    with oak.open(reference, kit.WHY) as opened:
        ask_erasure(oak, opened, "retention_over")
    app = PpituiApp(door, "vale", environ={}, passphrase=kit.words_of("vale"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until("To decide")
        await hands.keys("enter")
        await hands.until("The record: who sees it")
        await hands.keys("end", "up", "up", "enter")
        await hands.until("oak asked for it to be erased")
        screen = app.screen
        assert isinstance(screen, RecordScreen)
        await pick(hands, screen, "erase")
        await hands.line("retention_over")
        await hands.until(f"Erase case {reference}: your passphrase signs it")
        await hands.line("not my passphrase at all")
        await hands.until("do not open")
        assert (door.folder / "keys" / f"{reference}.key").exists()
        await hands.line(kit.words_of("vale"))
        await hands.until("erased on")
        assert isinstance(app.screen, HomeScreen)
    assert not (door.folder / "keys" / f"{reference}.key").exists()


async def test_k05_a_bundle_goes_out_by_keys_and_its_passphrase_is_neither_shown_nor_kept(
    tmp_path: Path,
) -> None:
    door = kit.make_encrypted(tmp_path)
    ash = door("ash", kit.words_of("ash"))
    reference = kit.answered(ash, "custody")
    async with PpituiApp(door, "ash", environ={}, passphrase=kit.words_of("ash")).run_test(
        size=(120, 40)
    ) as pilot:
        hands = Hands(pilot)
        await hands.until("PC Ash Example")
        screen = await to_the_record(hands, ash, reference)
        await pick(hands, screen, "export")
        await hands.line(str(tmp_path / "one.bundle"))
        await hands.line("laptop 7")
        field = screen.query_one("#line", Input)
        assert field.password
        field.value = "a bundle of paper boats"
        await pilot.pause()
        assert "paper boats" not in hands.text
        await hands.keys("enter")
        await hands.line("a bundle of paper boots")
        await hands.until("were not the same")
        assert not (tmp_path / "one.bundle").exists()
        assert screen.given == {}
        assert field.value == ""
        assert not field.password
        await pick(hands, screen, "export")
        for line in (str(tmp_path / "one.bundle"), "laptop 7", *["a bundle of paper boats"] * 2):
            await hands.line(line)
        await hands.until("Send its")
    assert (tmp_path / "one.bundle").stat().st_mode & 0o777 == 0o600


async def test_records_at_home_in_both_ways(workspace: Workspace) -> None:
    """Due, emergencies, bundles, verify: offered to whom the table lets do one of them."""
    kit.answered(kit.desk(workspace, "ash"), "custody")
    for user, expected in (
        ("vale", ["due", "import", "break-glass", "note-alert", "verify"]),
        ("ash", ["import", "break-glass", "verify"]),
        ("admin", ["verify"]),
    ):
        desk = kit.desk(workspace, user)
        assert [one.name for one in possible_outside(desk)] == expected
        async with app_for(workspace, user).run_test(size=(120, 50)) as pilot:
            hands = Hands(pilot)
            await hands.until("Records: due for review")
            await hands.app.push_screen(RecordScreen(desk))
            await hands.until(OUTSIDE["verify"].says)
            screen = hands.app.screen
            assert isinstance(screen, RecordScreen)
            await pick(hands, screen, "verify")
            await hands.until("Everything is whole.")
        printed = kit.converse(desk, ["q"])
        number = next(line.split()[0] for line in printed.splitlines() if "Records: due" in line)
        whole = kit.converse(desk, [number, str(len(expected)), "b", "q"])
        assert "Everything is whole." in whole


async def test_line_mode_does_the_same_to_a_record(workspace: Workspace, tmp_path: Path) -> None:
    """Every field asked, an empty one leaves it, a refusal is told, and a copy is written."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        at = {one.name: str(n) for n, one in enumerate(possible(vale, opened), 1)}
    script = [at["restrict"], "", "b"]
    assert "Nothing was done." in _in_line_mode(vale, reference, script)
    script = ["99", at["restrict"], "nobody", WHY, at["restrict"], "vale, ash", WHY, "b"]
    printed = _in_line_mode(vale, reference, script)
    assert "There is no user" in printed
    assert "Restricted record: only vale, ash may see it." in printed
    with vale.open(reference, kit.WHY) as opened:
        at = {one.name: str(n) for n, one in enumerate(possible(vale, opened), 1)}
    copy = tmp_path / "copy.txt"
    read = _in_line_mode(vale, reference, [at["access"], "", "", "", "", "b"])
    assert "WORKING COPY" in read
    _in_line_mode(vale, reference, [at["access"], str(copy), "", "", "His letter.", "b"])
    assert "What is held about you" in copy.read_text("utf-8")


async def test_a_restricted_record_is_opened_in_an_emergency_from_home(
    workspace: Workspace,
) -> None:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale, birch = kit.desk(workspace, "vale"), kit.desk(workspace, "birch")
    with vale.open(reference, kit.WHY) as opened:
        ACTS["restrict"].do(vale, opened, {"who": "vale ash", "reason": WHY})
    async with app_for(workspace, "birch").run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until("restricted record")
        screen = RecordScreen(birch)
        await hands.app.push_screen(screen)
        await hands.until("in an emergency")
        await pick(hands, screen, "break-glass")
        await hands.line(reference)
        await hands.line("urgent")
        await hands.until("20 characters")
        await pick(hands, screen, "break-glass")
        await hands.line(reference)
        await hands.line("She has just rung 999 from there.")
        await hands.until("Supervisors are told")
    with birch.open(reference, kit.WHY) as opened:
        assert opened.case.assessed
        with pytest.raises(Refused):
            ACTS["hold"].do(birch, opened, {"name": "x", "reason": WHY})

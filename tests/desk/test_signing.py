"""Whatever is handed in, decided or ended is signed: without the passphrase of the last minutes it is not done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import kit
from desk.together import handed_in, second_supervisor
from ppitui.desk.access import hand_over
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.erasing import ask_erasure, erase
from ppitui.desk.proof import Proof, Unconfirmed
from ppitui.errors import PpituiError
from ppitui.store.workspace import Workspace

LOWER = "/override MARAC lower more_is_known heard last week, plan in force"
WORDS = "four invented boats in a row"


def signing(workspace: Workspace, user: str) -> Desk:
    """A desk whose proof is wanted."""
    desk = kit.desk(workspace, user)
    desk.proof = Proof(lambda words: None if words == WORDS else pytest.fail("no passphrase"))
    return desk


def signs(desk: Desk, opened: OpenCase, doing: Callable[[], object]) -> None:
    """Not a line of it without the passphrase; done with it."""
    desk.proof = Proof(lambda _: None)
    before = [one.kind for one in opened.events if one.kind != "looked"]
    with pytest.raises(Unconfirmed):
        doing()
    desk.refresh(opened)
    assert [one.kind for one in opened.events if one.kind != "looked"] == before
    desk.proof.confirm(WORDS, desk.now(), "An act")
    doing()


def test_every_act_that_signs_asks_for_the_passphrase(tmp_path: Path) -> None:
    """Handing in, returning, approving, declining, overriding, counter-signing, signing off, a copy that leaves."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    ash, vale, wren = (signing(workspace, who) for who in ("ash", "vale", "wren"))
    reference = kit.answered(ash, "two_harmed", submit=False)
    with ash.open(reference) as opened:
        signs(ash, opened, lambda: ash.submit(opened))
    with vale.open(reference, kit.WHY) as opened:
        signs(vale, opened, lambda: send_back(vale, opened, "Once more, please."))
    with ash.open(reference) as opened:
        signs(ash, opened, lambda: ash.submit(opened))
    with vale.open(reference, kit.WHY) as opened:
        signs(vale, opened, lambda: act(vale, opened, LOWER))
    with wren.open(reference, kit.WHY) as opened:
        signs(wren, opened, lambda: act(wren, opened, "/countersign MARAC I read the plan"))
        one, *rest = sorted(opened.case.proposed)
        signs(wren, opened, lambda: decide_route(wren, opened, one, "approve", "Agreed."))
        assert rest
    with vale.open(reference, kit.WHY) as opened:
        signs(
            vale, opened, lambda: hand_over(vale, opened, tmp_path / "copy", "A letter of today.")
        )


def test_signing_a_case_off_asks_for_the_passphrase(tmp_path: Path) -> None:
    """A case for which nothing is proposed."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "first_offence")
    vale = signing(workspace, "vale")
    with vale.open(reference) as opened:
        vale.proof.confirm(WORDS, vale.now(), "An act")
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "decline", "Not now.")
        if opened.case.state == "submitted":
            signs(vale, opened, lambda: sign_off(vale, opened, "Nothing waits."))
        else:
            vale.proof = Proof(lambda _: None)
            with pytest.raises(PpituiError):
                sign_off(vale, opened, "Nothing waits.")


def test_an_erasure_asks_for_the_passphrase(tmp_path: Path) -> None:
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    both = door("both", kit.words_of("both"))
    with both.open(reference, kit.WHY) as opened:
        ask_erasure(both, opened, "retention_over")
    vale = door("vale", kit.words_of("vale"))
    for _ in range(2):
        with pytest.raises(Unconfirmed):
            erase(vale, reference, "retention_over")
    with suppress(PpituiError):
        vale.proof.confirm("not the passphrase", vale.now(), "An act")
    with pytest.raises(Unconfirmed):
        erase(vale, reference, "retention_over")
    vale.proof.confirm(kit.words_of("vale"), vale.now(), "An act")
    erase(vale, reference, "retention_over")
    assert not (door.folder / "keys" / f"{reference}.key").exists()

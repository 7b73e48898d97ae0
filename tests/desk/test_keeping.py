"""People and their passphrases at the desk: who comes in, who signs, who can mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import kit
from ppitui.desk.deciding import decide_route, sign_off
from ppitui.desk.door import Door, FirstPassphrase
from ppitui.desk.keeping import (
    admit,
    hand_passphrase,
    name_keepers,
    new_workspace,
    protect,
    recover,
    shut_out,
)
from ppitui.desk.proof import Unconfirmed
from ppitui.errors import Refused, WrongCall
from ppitui.store.checkup import check
from ppitui.store.keyring import Keyring
from ppitui.store.settings import read_settings

FIRST = "a first passphrase to change"


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = kit.NIGHT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tmp_path: Path, clock: Clock) -> Door:
    return kit.make_encrypted(tmp_path, clock)


def keyring(door: Door) -> Keyring:
    assert door.keyring is not None
    return door.keyring


def come(door: Door, user: str, **kwargs: Any) -> Any:
    return door(user, kit.words_of(user), **kwargs)


def test_a_name_is_proved_and_every_refusal_reads_the_same(door: Door) -> None:
    assert come(door, "ash").user.id == "ash"
    said = set()
    for user, words in (("ash", "wrong wrong wrong wrong"), ("nobody", kit.words_of("ash"))):
        with pytest.raises(Refused) as why:
            door(user, words)
        said.add(str(why.value))
    assert len(said) == 1


def test_a_case_goes_its_whole_way_in_an_encrypted_workspace(door: Door) -> None:
    ash, vale = come(door, "ash"), come(door, "vale", signs=True)
    reference = kit.answered(ash, "custody")
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "Agreed.")
    assert vale.cases()[0]["state"] == "decided"
    assert check(vale.workspace).whole


def test_a_decision_asks_for_the_passphrase_again(door: Door, clock: Clock) -> None:
    reference = kit.answered(come(door, "ash"), "custody")
    vale = come(door, "vale")
    with vale.open(reference) as opened:
        routes = sorted(opened.case.proposed)
        with pytest.raises(Unconfirmed):
            decide_route(vale, opened, routes[0], "approve", "Agreed.")
        with pytest.raises(Refused, match="do not open"):
            vale.proof.confirm(kit.words_of("ash"), clock(), "An act")
        with pytest.raises(Unconfirmed):
            decide_route(vale, opened, routes[0], "approve", "Agreed.")
        vale.proof.check(kit.words_of("vale"))
        with pytest.raises(Unconfirmed):
            decide_route(vale, opened, routes[0], "approve", "Agreed.")
        vale.proof.confirm(kit.words_of("vale"), clock(), "An act")
        for route in routes[:-1]:
            decide_route(vale, opened, route, "approve", "Agreed.")
        clock.at += timedelta(minutes=5, seconds=1)
        with pytest.raises(Unconfirmed):
            decide_route(vale, opened, routes[-1], "approve", "Agreed.")
        clock.at -= timedelta(hours=1)
        with pytest.raises(Unconfirmed):
            decide_route(vale, opened, routes[-1], "approve", "A clock put back signs nothing.")
        assert set(opened.case.decisions) == set(routes[:-1])


def test_signing_off_asks_for_the_passphrase_too(door: Door, clock: Clock) -> None:
    ash, vale = come(door, "ash"), come(door, "vale")
    reference = kit.answered(ash, "first_offence")
    with vale.open(reference) as opened:
        vale.proof.confirm(kit.words_of("vale"), clock(), "An act")
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "decline", "Not now.")
        clock.at += timedelta(minutes=6)
        if opened.case.state == "submitted":
            with pytest.raises(Unconfirmed):
                sign_off(vale, opened, "Nothing waits.")


def test_where_nothing_is_encrypted_nothing_is_asked(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    vale = kit.desk(workspace, "vale")
    assert not vale.proof.wanted
    vale.proof.confirm("anything", kit.NIGHT, "An act")
    door = Door(workspace.folder, kit.pack(), kit.files(), kit.clock)
    assert door("ash").user.id == "ash"
    with pytest.raises(Refused, match="no passphrases"):
        door.change("ash", "a", "b")


def test_a_new_officer_chooses_their_own_passphrase_before_anything_else(door: Door) -> None:
    admin = come(door, "admin")
    admit(admin, keyring(door), "rowan", "PC Rowan Example", ["officer"], FIRST)
    with pytest.raises(FirstPassphrase, match="ppitui user passphrase"):
        door("rowan", FIRST)
    with pytest.raises(WrongCall, match="at least 12"):
        door.change("rowan", FIRST, "short")
    assert door.change("rowan", FIRST, "rowan has a wooden boat").user.name == "PC Rowan Example"
    assert door("rowan", "rowan has a wooden boat").user.id == "rowan"
    with pytest.raises(Refused):
        door("rowan", FIRST)
    with admin.workspace.thread() as log:
        last = log.read()[-1]
    assert (last.kind, last.actor.id, last.payload["how"]) == (
        "keys_changed",
        "rowan",
        "own passphrase",
    )


def test_only_an_administrator_hands_out_passphrases(door: Door) -> None:
    ash = come(door, "ash")
    before = (door.folder / "keys.json").read_bytes()
    acts: list[Callable[[], None]] = [
        lambda: admit(ash, keyring(door), "rowan", "Rowan", ["officer"], FIRST),
        lambda: hand_passphrase(ash, keyring(door), "vale", FIRST),
        lambda: shut_out(ash, keyring(door), "vale"),
        lambda: name_keepers(ash, keyring(door), {"a": FIRST, "b": FIRST + "2"}),
    ]
    for act in acts:
        with pytest.raises(Refused, match="manage users"):
            act()
    assert (door.folder / "keys.json").read_bytes() == before


def test_a_lost_passphrase_is_replaced_by_an_administrator(door: Door) -> None:
    admin = come(door, "admin")
    hand_passphrase(admin, keyring(door), "ash", FIRST)
    with pytest.raises(Refused):
        come(door, "ash")
    assert door.change("ash", FIRST, "ash has another boat").user.id == "ash"
    for nobody in ("nobody", "Not A Name"):
        with pytest.raises(WrongCall, match="There is no user"):
            hand_passphrase(admin, keyring(door), nobody, FIRST)
    with pytest.raises(WrongCall, match="at least 12"):
        hand_passphrase(admin, keyring(door), "ash", "short")


def test_w05_a_disabled_user_neither_comes_in_nor_signs_what_is_open(
    door: Door, clock: Clock
) -> None:
    reference = kit.answered(come(door, "ash"), "custody")
    vale = come(door, "vale")
    opened = kit.open_case(vale, reference)
    shut_out(come(door, "admin"), keyring(door), "vale")
    with pytest.raises(Refused):
        come(door, "vale")
    with pytest.raises(Refused):
        vale.proof.confirm(kit.words_of("vale"), clock(), "An act")
    with pytest.raises(Refused):
        decide_route(vale, opened, "MATAC", "approve", "Agreed.")
    with pytest.raises(Refused, match="closed"):
        vale.note(opened, "Still here.")
    assert kit.thread_of(vale.workspace, reference)[-1].kind == "looked", "nothing was decided"
    with pytest.raises(Refused, match="closed"), vale.open(reference):
        pass
    with pytest.raises(Refused, match="closed"):
        vale.cases()


def test_a_disabled_user_with_an_old_copy_of_the_keys_is_still_no_user(door: Door) -> None:
    old = (door.folder / "keys.json").read_bytes()
    shut_out(come(door, "admin"), keyring(door), "ash")
    (door.folder / "keys.json").write_bytes(old)
    with pytest.raises(Refused, match="is not a user"):
        come(door, "ash")


def test_two_keepers_let_somebody_in_when_every_passphrase_is_lost(door: Door) -> None:
    keepers = {"rowan": "rowan keeps half of it", "sorrel": "sorrel keeps the rest"}
    name_keepers(come(door, "admin"), keyring(door), keepers)
    for user in ("nobody", "Not A Name"):
        with pytest.raises(Refused, match="is not a user"):
            recover(door.folder, keyring(door), user, keepers, FIRST, kit.NIGHT)
    recover(door.folder, keyring(door), "admin", keepers, FIRST, kit.NIGHT)
    with pytest.raises(FirstPassphrase):
        door("admin", FIRST)
    admin = door.change("admin", FIRST, "admin has another boat")
    with admin.workspace.thread() as log:
        event = log.read()[-2]
    assert (event.actor.id, event.actor.role) == ("rowan+sorrel", "keeper")
    assert event.payload["how"] == "recovered by two keepers"
    assert check(admin.workspace).whole


def test_an_auditor_looks_lists_and_verifies_and_does_nothing_else(door: Door) -> None:
    admit(come(door, "admin"), keyring(door), "audit", "Audit Example", ["auditor"], FIRST)
    reference = kit.answered(come(door, "ash"), "custody")
    auditor = door.change("audit", FIRST, "audit has a paper boat")
    assert [row["case"] for row in auditor.cases()] == [reference]
    auditor.allow("verify", "workspace")
    with auditor.open(reference, "audit") as opened:
        for act in (
            lambda: auditor.note(opened, "no"),
            lambda: decide_route(auditor, opened, "MATAC", "approve", "no"),
            lambda: sign_off(auditor, opened, "no"),
            lambda: auditor.submit(opened),
        ):
            with pytest.raises(Refused):
                act()
    with pytest.raises(Refused):
        auditor.new_case()


def test_an_unencrypted_workspace_is_protected_by_its_administrator_alone(tmp_path: Path) -> None:
    old = kit.make_workspace(tmp_path)
    ash = kit.desk(old, "ash")
    reference = kit.answered(ash, "custody")
    before = kit.essence(kit.thread_of(old, reference))
    for user in ("ash", "nobody"):
        with pytest.raises(Refused, match="is not an administrator"):
            protect(old.folder, user, kit.pack(), kit.NIGHT, FIRST, cost=kit.FAST)
    with pytest.raises(WrongCall, match="at least 12"):
        protect(old.folder, "admin", kit.pack(), kit.NIGHT, "short", cost=kit.FAST)
    kept = protect(old.folder, "admin", kit.pack(), kit.NIGHT, FIRST, cost=kit.FAST)
    assert kept is not None
    assert read_settings(kept).sealing == "none"
    ring = Keyring(old.folder, cost=kit.FAST)
    door = Door(old.folder, kit.pack(), kit.files(), kit.clock, keyring=ring)
    admin = door("admin", FIRST)
    with pytest.raises(Refused):
        door("ash", FIRST)
    hand_passphrase(admin, ring, "ash", "ash gets a new boat")
    ash = door.change("ash", "ash gets a new boat", "ash has their own boat")
    assert kit.essence(kit.thread_of(ash.workspace, reference)) == before
    assert check(ash.workspace).whole
    with pytest.raises(Refused):
        protect(old.folder, "admin", kit.pack(), kit.NIGHT, FIRST, cost=kit.FAST)


@pytest.mark.parametrize("user", ["", "Not A Name", "x" * 41])
def test_a_workspace_with_a_wrong_administrator_is_not_made(tmp_path: Path, user: str) -> None:
    with pytest.raises(WrongCall):
        new_workspace(tmp_path / "w", user, kit.pack(), kit.NIGHT, FIRST, cost=kit.FAST)
    assert not (tmp_path / "w").exists()

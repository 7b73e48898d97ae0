"""The life of a record: its group, its review, holds, and its end by two people."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import kit
from ppitui.core.events import Event
from ppitui.desk.backups import backup, restore
from ppitui.desk.door import Door
from ppitui.desk.erasing import ask_erasure, due, erase, hold, release, retain, withdraw_erasure
from ppitui.desk.looking import WORKING
from ppitui.errors import PpituiError, Refused, WrongCall
from ppitui.store.backup import read_keys
from ppitui.store.checkup import check
from ppitui.store.vault import Gone, KeyedVault

CODE = "retention_over"
CANARY = "Zqxcanary"


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return kit.make_encrypted(tmp_path)


def asked_for(door: Door) -> str:
    """A case with a canary in a note, which `both` asked to be erased."""
    ash = door("ash", kit.words_of("ash"))
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        ash.note(opened, f"{CANARY} is in hiding")
        ash.proof.given(ash.now())
        ash.submit(opened)
    both = door("both", kit.words_of("both"))
    with both.open(reference, WORKING) as opened:
        ask_erasure(both, opened, CODE)
    return reference


def test_a_group_gives_the_day_of_its_review_and_the_list_says_when_it_came(door: Door) -> None:
    """Nothing is erased by a date: a due record is one line on a list."""
    vale = door("vale", kit.words_of("vale"))
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    with vale.open(reference) as opened:
        assert retain(vale, opened, 3, "", "Summary matter.") == date(2032, 6, 15)
        with pytest.raises(WrongCall, match="1, 2, 3, 4"):
            retain(vale, opened, 5, "", "why")
    assert due(vale) == []
    with vale.open(reference) as opened:
        retain(vale, opened, 3, "2026-06-15", "Reviewed early.")
        hold(vale, opened, "inquiry", "A public inquiry asked for it.")
    (one,) = due(vale)
    assert one.case == reference
    assert "review was due on 15 June 2026" in one.why
    assert "on hold: inquiry" in one.why
    with pytest.raises(Refused):
        due(door("ash", kit.words_of("ash")))


def test_w08_a_hold_is_stronger_than_a_date_and_than_two_people(door: Door) -> None:
    """Neither asked for nor confirmed while it stands, and the refusal says why."""
    reference = asked_for(door)
    vale = door("vale", kit.words_of("vale"), signs=True)
    with vale.open(reference, WORKING) as opened:
        hold(vale, opened, "subject_access", "A request of the person assessed is open.")
    with pytest.raises(Refused, match="A request of the person assessed"):
        erase(vale, reference, CODE)
    with vale.open(reference, WORKING) as opened:
        withdraw_erasure(vale, opened, "On hold.")
        with pytest.raises(Refused, match="on hold"):
            ask_erasure(vale, opened, CODE)
        release(vale, opened, "subject_access", "Answered.")
        with pytest.raises(WrongCall, match="not a reason"):
            ask_erasure(vale, opened, f"because {CANARY} asked")
    assert vale.cases()[0]["name"], "it is still there"


def test_an_erasure_takes_two_people_and_a_passphrase(door: Door) -> None:
    """Not the one who asked, not for another reason, not by an officer, not unsigned."""
    reference = asked_for(door)
    both = door("both", kit.words_of("both"), signs=True)
    with pytest.raises(Refused, match="somebody else"):
        erase(both, reference, CODE)
    with pytest.raises(Refused):
        erase(door("ash", kit.words_of("ash"), signs=True), reference, CODE)
    unsigned = door("vale", kit.words_of("vale"))
    with pytest.raises(Refused, match="passphrase"):
        erase(unsigned, reference, CODE)
    vale = door("vale", kit.words_of("vale"), signs=True)
    with pytest.raises(Refused, match="asked for as"):
        erase(vale, reference, "order_of_a_court")
    fresh = kit.answered(door("ash", kit.words_of("ash")), "custody")
    with pytest.raises(Refused, match="Nobody has asked"):
        erase(vale, fresh, CODE)
    with vale.open(reference, WORKING) as opened:
        assert opened.case.people, "nothing was erased so far"


def erasure(door: Door) -> Event:
    with door("vale", kit.words_of("vale")).workspace.thread() as log:
        return log.read()[-1]


def test_w09_what_is_erased_is_nowhere_and_the_chain_still_verifies(
    door: Door, tmp_path: Path
) -> None:
    """With the passphrase, the workspace key, the index, a backup and its newest keys in hand."""
    reference = asked_for(door)
    admin = door("admin", kit.words_of("admin"))
    keys, first = tmp_path / "elsewhere.keys", tmp_path / "first.backup"
    backup(admin, first, keys)
    assert reference in read_keys(keys).cases
    vale = door("vale", kit.words_of("vale"), signs=True)
    assert vale.cases()[0]["name"]
    assert (door.folder / "index.json").exists()
    with vale.open(reference, WORKING) as still_open:
        erase(vale, reference, CODE)
        with pytest.raises(Refused, match="erased on 15 June 2026"):
            vale.note(still_open, "one more")
    assert vale.cases() == [{"case": reference, "fault": "erased on 15 June 2026"}]
    with pytest.raises(Refused, match="erased on"), vale.open(reference):
        pass
    told = erasure(door)
    assert (told.kind, told.actor.id) == ("erased", "vale")
    assert told.payload == {"case": reference, "code": CODE, "asked_by": "both"}
    found = check(vale.workspace)
    assert found.whole
    assert found.gone == {reference}
    # the keys of the next backup are in the place of those of the last
    backup(admin, tmp_path / "second.backup", keys)
    assert reference not in read_keys(keys).cases
    vault = vale.workspace.vault
    assert isinstance(vault, KeyedVault)
    with pytest.raises(Gone):
        vault.case_key(door.folder, reference, vale.workspace.disk)
    for number, file in enumerate((first, tmp_path / "second.backup")):
        into = tmp_path / f"restored-{number}"
        words = kit.words_of("admin")
        made = restore(file, keys, into, "admin", words, kit.NIGHT)
        with pytest.raises(Gone):
            made.case(reference)
        again = kit.door_of(into)("vale", kit.words_of("vale"))
        assert again.cases() == [{"case": reference, "fault": "erased on 15 June 2026"}]
        assert check(made).gone == {reference}
        assert CANARY not in json.dumps(again.rows())
    holders = [p for p in tmp_path.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    assert holders == []


def test_an_old_file_of_keys_does_not_bring_back_what_the_workspace_erased(
    door: Door, tmp_path: Path
) -> None:
    """Restored with the keys of before, the tombstone of the workspace that is here still counts."""
    reference = asked_for(door)
    admin = door("admin", kit.words_of("admin"))
    keys, file = tmp_path / "old.keys", tmp_path / "old.backup"
    backup(admin, file, keys)
    erase(door("vale", kit.words_of("vale"), signs=True), reference, CODE)
    words = kit.words_of("admin")
    made = restore(file, keys, tmp_path / "again", "admin", words, kit.NIGHT, live=door.folder)
    with pytest.raises(Gone):
        made.case(reference)


def test_an_erasure_that_was_cut_short_is_finished_by_saying_it_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded and then killed: the case is shut at once, and its key goes with the next try."""
    reference = asked_for(door)
    vale = door("vale", kit.words_of("vale"), signs=True)

    def killed(_ref: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(vale.workspace, "destroy_key", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(vale, reference, CODE)
    key = door.folder / "keys" / f"{reference}.key"
    assert key.exists()
    with pytest.raises(Refused, match="erased on"), vale.open(reference):
        pass
    erase(vale, reference, CODE)
    assert not key.exists()


def test_where_nothing_is_encrypted_nothing_is_called_erased(tmp_path: Path) -> None:
    """There is no key whose end would be the end of the case; the refusal says what to do."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened, pytest.raises(PpituiError, match="ppitui protect"):
        ask_erasure(vale, opened, CODE)

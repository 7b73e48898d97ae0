"""One case carried to another machine and back, and cases joined: one thread, no answer lost, nothing merged."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from ppitui.core.answers import from_line
from ppitui.core.events import Actor, Draft, touched
from ppitui.desk.bundles import carry, take_in
from ppitui.desk.deciding import decide_route, send_back
from ppitui.desk.desk import Desk
from ppitui.desk.joining import join, part_again
from ppitui.desk.looking import WORKING
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.checkup import check
from ppitui.store.keys import Cost
from ppitui.store.workspace import Workspace

WORDS = "a bundle of three paper boats"
FAST = Cost(8, 1, 1)


def bundle(desk: Desk, reference: str, path: Path, to: str = "laptop 7") -> bytes:
    with desk.open(reference, WORKING) as opened:
        carry(desk, opened, path, WORDS, to, cost=FAST)
    return path.read_bytes()


def two(tmp_path: Path) -> tuple[Path, Path]:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    return here, there


def test_decided_on_another_machine_and_brought_back_as_one_thread(tmp_path: Path) -> None:
    """Encrypted both here and there under other keys; every event once, in order, and both verify."""
    here, there = two(tmp_path)
    mine, theirs = kit.make_encrypted(here), kit.make_encrypted(there)
    ash = mine("ash", kit.words_of("ash"))
    reference = kit.answered(ash, "custody")
    sent = bundle(ash, reference, tmp_path / "out.bundle")
    vale = theirs("vale", kit.words_of("vale"), signs=True)
    taken = take_in(vale, sent, WORDS)
    assert (taken.case, taken.new) == (reference, True)
    with vale.open(reference) as opened:
        decide_route(vale, opened, "MATAC", "approve", "Agreed.")
    back = bundle(vale, reference, tmp_path / "back.bundle")
    birch = mine("birch", kit.words_of("birch"))
    assert take_in(birch, back, WORDS).events
    with birch.open(reference, WORKING) as opened:
        assert opened.case.decisions["MATAC"].actor == "vale"
        kinds = [one.kind for one in opened.events]
    assert kinds.count("submitted") == kinds.count("decided") == 1
    again = take_in(birch, back, WORDS)  # twice
    assert (again.events, again.new) == (0, False)
    for door in (mine, theirs):
        assert check(door("vale", kit.words_of("vale")).workspace).whole
    assert b"Alex Sample" not in sent + back


def decided_there(tmp_path: Path) -> tuple[Workspace, str, bytes]:
    """A workspace, its case, and the bundle that comes back from elsewhere, where a supervisor decided a route."""
    here, there = two(tmp_path)
    mine, theirs = kit.make_workspace(here), kit.make_workspace(there)
    ash = kit.desk(mine, "ash")
    reference = kit.answered(ash, "custody")
    far = kit.desk(theirs, "vale")
    take_in(far, bundle(ash, reference, tmp_path / "out"), WORDS)
    with far.open(reference) as opened:
        decide_route(far, opened, "MATAC", "approve", "Agreed.")
    return mine, reference, bundle(far, reference, tmp_path / "back")


def test_a_conflicting_edit_is_shown_and_never_merged(tmp_path: Path) -> None:
    """Returned here while decided there: both are named, and neither thread changes."""
    mine, reference, back = decided_there(tmp_path)
    vale = kit.desk(mine, "vale")
    with vale.open(reference) as opened:
        send_back(vale, opened, "Say why.")
    before = kit.thread_of(mine, reference)
    with pytest.raises(Conflict) as told:
        take_in(vale, back, WORDS)
    assert "returned by 'vale'" in str(told.value)
    assert "decided by 'vale'" in str(told.value)
    assert {one.kind for one in told.value.events} == {"returned", "decided"}
    after = kit.thread_of(mine, reference)
    assert [one for one in after if one.kind != "looked"] == [
        one for one in before if one.kind != "looked"
    ], "nothing was added but that somebody looked"


def test_a_note_here_is_not_in_the_way_of_a_decision_there(tmp_path: Path) -> None:
    mine, reference, back = decided_there(tmp_path)
    ash = kit.desk(mine, "ash")
    with ash.open(reference) as opened:
        ash.note(opened, "She rang.")
    take_in(ash, back, WORDS)
    with ash.open(reference) as opened:
        assert opened.case.notes[-1].text == "She rang."
        assert opened.case.decisions["MATAC"].decision == "approve"


def test_w01_a_line_that_its_writer_may_not_write_is_not_taken_in(tmp_path: Path) -> None:
    """Who holds a bundle's passphrase can write lines: the table is asked of each, and who wrote it."""
    here, there = two(tmp_path)
    mine, theirs = kit.make_workspace(here), kit.make_workspace(there)
    both = kit.desk(mine, "both")
    reference = kit.answered(both, "custody")
    far = kit.desk(theirs, "vale")
    take_in(far, bundle(both, reference, tmp_path / "out"), WORDS)
    payload = {"route": "MATAC", "decision": "approve", "reason": "mine"}
    for number, (who, role) in enumerate(
        (
            ("both", "supervisor"),
            ("ash", "supervisor"),
            ("ash", "officer"),
            ("nobody", "supervisor"),
        )
    ):
        other = tmp_path / f"there-{number}"
        other.mkdir()
        forged = kit.desk(kit.make_workspace(other), "vale")
        take_in(forged, (tmp_path / "out").read_bytes(), WORDS)
        with forged.workspace.case(reference) as log:
            seen = len(log.read())
            marks = touched("decided", payload)
            actor, at = Actor(who, role), "2026-06-15T02:10:00Z"
            log.append(Draft(actor, at, "decided", kit.pack().hash, payload, seen, marks))
        back = bundle(forged, reference, tmp_path / f"back-{number}")
        before = kit.thread_of(mine, reference)
        with pytest.raises(Refused, match="not one that they may write"):
            take_in(kit.desk(mine, "vale"), back, WORDS)
        assert [e.kind for e in kit.thread_of(mine, reference)[len(before) :]] in (["looked"], [])


def test_a_bundle_is_shut_and_says_whom_it_was_for(tmp_path: Path) -> None:
    """A wrong passphrase, a changed byte, another file; and no bundle without a recipient."""
    desk = kit.desk(kit.make_workspace(tmp_path), "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened, pytest.raises(WrongCall, match="--to"):
        carry(desk, opened, tmp_path / "x", WORDS, " ", cost=FAST)
    raw = bundle(desk, reference, tmp_path / "case.bundle")
    assert kit.thread_of(desk.workspace, reference)[-1].payload == {
        "what": "bundle",
        "to": "laptop 7",
    }
    with pytest.raises(Refused, match="does not open"):
        take_in(desk, raw, "another passphrase")
    for at in range(0, len(raw), max(1, len(raw) // 60)):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises((Refused, WrongCall)):
            take_in(desk, changed, WORDS)
    with pytest.raises(WrongCall, match="not a bundle"):
        take_in(desk, b"{}", WORDS)


def test_w10_joined_cases_are_parted_again_and_no_answer_is_lost(tmp_path: Path) -> None:
    """The closed one takes no answers and says which goes on; after the undo it is as it was."""
    workspace = kit.make_workspace(tmp_path)
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    first = kit.answered(ash, "custody", submit=False)
    second = kit.answered(ash, "custody", submit=False)
    with ash.open(first) as opened:
        before = opened.case.answers
    join(vale, first, second, "duplicate", "Opened twice on one night.")
    with ash.open(first) as opened:
        assert opened.case.life.merged_into == second
        walk = ash.walk(opened)
        step = walk.asked[0]
        with pytest.raises(Refused, match=second):
            ash.answer(opened, walk, step, from_line(step.item, "2", ash.today))
    with ash.open(second) as opened:
        assert opened.case.life.links[0].part == "kept"
        ash.note(opened, "goes on")
    with pytest.raises(Refused, match="already"):
        join(vale, first, second, "duplicate", "again")
    part_again(vale, first, second, "They are two matters.")
    with ash.open(first) as opened:
        assert opened.case.answers == before
        assert not opened.case.life.links
        ash.undo(opened)
    kinds = [[e.kind for e in kit.thread_of(workspace, ref)] for ref in (first, second)]
    for thread in kinds:
        assert thread.count("linked") == thread.count("unlinked") == 1

"""Damage is found, named by case and event, and never looks like less than was there."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from ppitui.core.events import GENESIS, Event, canonical
from ppitui.errors import Damaged
from ppitui.store.log import Log
from ppitui.store.verify import Fault, verify
from store.kit import ASH, CASE, PACK, SEAL, FailingDisk, chance, new_log, note, opened


def _lines(folder: Path, notes: int = 5) -> tuple[Path, list[bytes]]:
    with new_log(folder, notes) as log:
        return log.path, log.path.read_bytes().splitlines(keepends=True)


def _found(path: Path) -> int:
    """The event at which a read and a verification both stop; neither changes the file."""
    before = path.read_bytes()
    with Log.open(path, CASE, SEAL) as log:
        with pytest.raises(Damaged) as damage:
            log.read()
        with pytest.raises(Damaged):
            log.append(note("never after damage"))
    verdict = verify(path, CASE, SEAL)
    assert verdict.fault == Fault(damage.value.seq, damage.value.words)
    assert verdict.events == damage.value.seq - 1
    assert damage.value.case == CASE
    assert f"{CASE} is damaged at event {damage.value.seq}" in str(damage.value)
    assert path.read_bytes() == before
    return damage.value.seq


def test_s08_any_of_300_flipped_bits_is_found_at_its_event(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path, 9)
    whole = b"".join(lines)
    bits = chance(300)
    last_break = (len(whole) - 1) * 8
    for bit in [*(bits.randrange(len(whole) * 8) for _ in range(300)), last_break, last_break + 7]:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        line = whole.count(b"\n", 0, bit // 8) + 1
        assert _found(path) == line


def test_s08_a_file_cut_anywhere_keeps_what_is_whole_or_is_damaged(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path, 3)
    whole = b"".join(lines)
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        kept = whole.count(b"\n", 0, size)
        verdict = verify(path, CASE, SEAL)
        assert verdict.events == kept
        assert verdict.whole == (kept > 0)
        assert kept == 0 or verdict.unfinished == size - whole.rindex(b"\n", 0, size) - 1


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 1),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
        (lambda lines: [*lines[:2], lines[2].replace(b"note 1", b"note 9"), *lines[3:]], 3),
        (lambda lines: [*lines[:2], lines[2].replace(b"p1", b"p0"), *lines[3:]], 3),
    ],
    ids=["deleted", "reordered", "doubled", "beheaded", "blank line", "edited", "other seal"],
)
def test_a01_an_altered_chain_is_named_at_its_first_bad_event(
    tmp_path: Path, change: Any, seq: int
) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join(change(lines)))
    assert _found(path) == seq


def test_a01_a_log_cut_at_a_line_end_verifies_but_has_another_head(tmp_path: Path) -> None:
    # Only a head kept elsewhere can tell; the verdict gives the head to compare.
    path, lines = _lines(tmp_path)
    before = verify(path, CASE, SEAL)
    path.write_bytes(b"".join(lines[:-1]))
    after = verify(path, CASE, SEAL)
    assert after.whole
    assert (after.events, after.head != before.head) == (before.events - 1, True)


def test_the_log_of_another_case_is_not_taken_for_this_one(tmp_path: Path) -> None:
    path, _ = _lines(tmp_path)
    verdict = verify(path, "2026-0002", SEAL)
    assert verdict.fault is not None
    assert verdict.fault.seq == 1


def _sealed(seq: int, place: int, /, **changes: Any) -> bytes:
    """A line with a good seal for its place and whatever is asked for inside."""
    data: dict[str, Any] = Event(
        seq, GENESIS, CASE, ASH, "2026", "note_added", PACK, {"text": "x"}
    ).to_json()
    data.update(changes)
    return SEAL.close(canonical(data), f"{CASE}/{place}") + b"\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (_sealed(2, 1), "it is out of order"),
        (_sealed(1, 1, seq=True), "it is out of order"),
        (_sealed(1, 1, prev="f" * 64), "it does not follow the line before it"),
        (_sealed(1, 1, case="2026-0002"), "it belongs to another case"),
        (_sealed(1, 1, v=2), "it is not an event that this version reads"),
        (_sealed(1, 1, actor="ash"), "it is not an event that this version reads"),
        (_sealed(1, 1, payload=["x"]), "it is not whole"),
        (_sealed(1, 1, at=2026), "it is not whole"),
        (SEAL.close(b"[]", f"{CASE}/1") + b"\n", "it is not an event that this version reads"),
        (SEAL.close(b"{", f"{CASE}/1") + b"\n", "it is not an event that this version reads"),
        (
            SEAL.close(b"[" * 100_000, f"{CASE}/1") + b"\n",
            "it is not an event that this version reads",
        ),
    ],
)
def test_a_line_that_is_sealed_but_wrong_inside_is_named(
    tmp_path: Path, line: bytes, words: str
) -> None:
    path = tmp_path / f"{CASE}.log"
    path.write_bytes(line)
    assert verify(path, CASE, SEAL).fault == Fault(1, words)


def test_the_good_lines_before_damage_are_counted_and_nothing_personal_is_said(
    tmp_path: Path,
) -> None:
    with new_log(tmp_path) as log:
        log.append(note("ZQX-CANARY-7"))
        log.append(note("ZQX-CANARY-8"))
        data = log.path.read_bytes()
        log.path.write_bytes(data.replace(b"CANARY-8", b"CANARY-9"))
    with opened(tmp_path) as again, pytest.raises(Damaged) as damage:
        again.read()
    assert (damage.value.seq, again.count) == (3, 2)
    assert "CANARY" not in str(damage.value) + repr(damage.value)


def test_verify_never_raises_whatever_lies_there(tmp_path: Path) -> None:
    path = tmp_path / f"{CASE}.log"
    assert verify(path, CASE, SEAL).fault == Fault(
        0, "The log of 2026-0001 is missing. Nothing was changed"
    )
    path.mkdir()
    assert not verify(path, CASE, SEAL).whole
    path.rmdir()
    noise = chance(8)
    for size in range(0, 400, 7):
        path.write_bytes(noise.randbytes(size) + b"\n" * (size % 3))
        assert not verify(path, CASE, SEAL).whole
    assert not verify(path, CASE, SEAL, disk=FailingDisk(2, "EIO")).whole


def test_verify_changes_nothing_not_even_a_torn_tail(tmp_path: Path) -> None:
    path, lines = _lines(tmp_path)
    path.write_bytes(b"".join(lines) + b"p1 torn")
    path.chmod(0o400)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    verdict = verify(path, CASE, SEAL)
    assert (verdict.whole, verdict.events, verdict.unfinished) == (True, 6, 7)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_reader_that_met_a_writer_cutting_a_torn_tail_looks_again(tmp_path: Path) -> None:
    """Half old tail, half new line is what a read without a lock can see; it is not damage."""
    _, lines = _lines(tmp_path, 2)
    mixed = lines[2][:10].upper() + lines[2][10:]

    class Racing(FailingDisk):
        def read(self, fd: int, size: int, offset: int) -> bytes:
            data = super().read(fd, size, offset)
            return data.replace(lines[2], mixed) if len(self.calls) == 2 else data

    disk = Racing()
    with opened(tmp_path, disk=disk) as log:
        assert len(log.read()) == 3
    assert disk.calls == ["open", "read", "read"]


def test_damage_can_be_carried_between_processes() -> None:
    damage = copy.copy(Damaged(CASE, 3, "words"))  # as pickle does it
    assert (damage.case, damage.seq, damage.words, damage.exit_status) == (CASE, 3, "words", 3)

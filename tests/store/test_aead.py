"""Lines sealed under keys: in their own place only, under their own key only, and silent about themselves."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppitui.errors import Damaged, StoreFault
from ppitui.store.aead import AeadSeal, GivenLines, shut_away, taken_out
from ppitui.store.chain import Chain
from ppitui.store.secret import Secret
from ppitui.store.vault import Gone, destroy_key, key_path
from ppitui.store.verify import linked, verify
from store.kit import CASE, chance, draft, keyed, keyed_workspace, note, reopened

SEAL = AeadSeal(Secret(b"1" * 32), "e" * 32)


@settings(database=None, deadline=None)
@given(st.binary(), st.text(max_size=20), st.text(max_size=20))
def test_what_was_closed_opens_in_its_place_and_in_no_other(
    plain: bytes, place: str, other: str
) -> None:
    line = SEAL.close(plain, place)
    assert SEAL.open(line, place) == plain
    assert b"\n" not in line
    if other != place:
        with pytest.raises(ValueError, match="does not match"):
            SEAL.open(line, other)


def test_k02_a_line_opens_under_no_other_key_and_in_no_other_workspace() -> None:
    line = SEAL.close(b"x", f"{CASE}/1")
    for other in (AeadSeal(Secret(b"2" * 32), "e" * 32), AeadSeal(Secret(b"1" * 32), "f" * 32)):
        with pytest.raises(ValueError, match="does not match"):
            other.open(line, f"{CASE}/1")


def test_k02_the_same_words_in_the_same_place_never_make_the_same_line() -> None:
    """A torn line is written anew in its place: the nonce must be another."""
    lines = {SEAL.close(b"the same", f"{CASE}/1") for _ in range(500)}
    nonces = {base64.b64decode(line[3:])[32:44] for line in lines}
    assert len(lines) == len(nonces) == 500


def test_k03_any_bit_of_a_line_matters() -> None:
    """Also the bits of the last letter of base64 that carry nothing."""
    for size in (0, 1, 2, 3, 40):
        line = SEAL.close(b"x" * size, f"{CASE}/1")
        for bit in range(len(line) * 8):
            flipped = bytearray(line)
            flipped[bit // 8] ^= 1 << bit % 8
            with pytest.raises(ValueError, match="does not match"):
                SEAL.open(bytes(flipped), f"{CASE}/1")


@settings(database=None, deadline=None)
@given(st.binary(max_size=200))
def test_noise_never_opens(noise: bytes) -> None:
    for line in (noise, b"a1 " + noise, b"a1 " + base64.b64encode(noise)):
        with pytest.raises(ValueError, match="does not match"):
            SEAL.open(line, f"{CASE}/1")


def test_whoever_was_given_some_lines_reads_those_and_no_others() -> None:
    lines = {f"{CASE}/{seq}": SEAL.close(b"words", f"{CASE}/{seq}") for seq in (1, 2)}
    outsider = GivenLines({f"{CASE}/1": SEAL.secret_of(f"{CASE}/1")}, "e" * 32)
    assert outsider.open(lines[f"{CASE}/1"], f"{CASE}/1") == b"words"
    with pytest.raises(ValueError, match="was not given"):
        outsider.open(lines[f"{CASE}/2"], f"{CASE}/2")
    swapped = GivenLines({f"{CASE}/2": SEAL.secret_of(f"{CASE}/1")}, "e" * 32)
    with pytest.raises(ValueError, match="does not match"):
        swapped.open(lines[f"{CASE}/2"], f"{CASE}/2")
    with pytest.raises(ValueError, match="only read"):
        outsider.close(b"forged", f"{CASE}/1")


def test_k02_a_wrapped_key_opens_in_its_place_only() -> None:
    wrapped = shut_away(Secret(b"w" * 32), b"key", "2026-0001")
    assert taken_out(Secret(b"w" * 32), wrapped, "2026-0001") == b"key"
    for key, data, place in (
        (b"w", wrapped, "2026-0002"),
        (b"v", wrapped, "2026-0001"),
        (b"w", wrapped[:-1], "2026-0001"),
        (b"w", b"", "2026-0001"),
    ):
        with pytest.raises(ValueError, match="does not open"):
            taken_out(Secret(key * 32), data, place)


def test_k05_a_secret_shows_nowhere() -> None:
    secret = Secret(b"canary" * 6)
    vault = keyed(b"Q")
    for thing in (secret, vault, SEAL):
        assert "canary" not in f"{thing!r} {thing} {thing!s}"
        assert "QQQ" not in repr(thing)
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(secret)
    assert Secret(b"a") == Secret(b"a")
    assert Secret(b"a") != Secret(b"b")


def test_each_case_has_a_key_of_its_own_and_files_do_not_swap(tmp_path: Path) -> None:
    workspace = keyed_workspace(tmp_path / "w")
    one, two = (workspace.new_case(draft("case_opened"))[0] for _ in range(2))
    keys = [key_path(workspace.folder, ref) for ref in (one, two)]
    assert keys[0].read_bytes() != keys[1].read_bytes()
    workspace.path(two).write_bytes(workspace.path(one).read_bytes())
    with workspace.case(two) as log, pytest.raises(Damaged):
        log.read()
    keys[1].write_bytes(keys[0].read_bytes())
    with pytest.raises(StoreFault, match=f"key of {two} is damaged or another's"):
        workspace.case(two)


def test_a_case_whose_key_was_destroyed_is_read_by_nobody_and_its_chain_still_followed(
    tmp_path: Path,
) -> None:
    workspace = keyed_workspace(tmp_path / "w")
    ref, _ = workspace.new_case(draft("case_opened"))
    with workspace.case(ref) as log:
        log.append(note("a secret"))
    kept = key_path(workspace.folder, ref)
    twin = tmp_path / "another name of the same bytes"
    twin.hardlink_to(kept)
    wrapped = kept.read_bytes()
    with workspace.alone():
        destroy_key(workspace.folder, ref, workspace.disk)
        destroy_key(workspace.folder, ref, workspace.disk)
    assert not kept.exists()
    assert twin.read_bytes() == bytes(len(wrapped)), "overwritten where it lay, then unlinked"
    with pytest.raises(Gone, match="nobody can read it"):
        reopened(workspace.folder).case(ref)
    verdict, heads = linked(workspace.path(ref), ref)
    assert (verdict.whole, len(heads)) == (True, 2)
    data = bytearray(workspace.path(ref).read_bytes())
    data[20] ^= 1
    workspace.path(ref).write_bytes(data)
    verdict, _ = linked(workspace.path(ref), ref)
    assert verdict.fault is not None
    assert verdict.fault.seq == 2


def test_k03_1000_flipped_bits_of_a_sealed_case_are_found_at_their_event(tmp_path: Path) -> None:
    """And never shown as an empty or a different case."""
    workspace = keyed_workspace(tmp_path / "w")
    ref, _ = workspace.new_case(draft("case_opened"))
    with workspace.case(ref) as log:
        for number in range(6):
            log.append(note(f"note {number}"))
    path, seal = workspace.path(ref), workspace.seal_of(ref)
    whole = path.read_bytes()
    bits = chance(1000)
    for _ in range(1000):
        bit = bits.randrange(len(whole) * 8)
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        verdict = verify(path, ref, seal)
        assert verdict.fault is not None
        assert verdict.fault.seq == whole.count(b"\n", 0, bit // 8) + 1
        with workspace.case(ref) as log, pytest.raises(Damaged):
            log.read()


def test_a_line_that_names_another_before_it_is_found() -> None:
    writer = Chain(CASE, SEAL)
    _, first = writer.next_line(draft("case_opened"))
    reader = Chain(CASE, SEAL)
    sealed, _, _ = first.rstrip(b"\n").rpartition(b" ")
    with pytest.raises(Damaged, match="does not follow"):
        reader.take(sealed + b" " + b"f" * 64 + b"\n")

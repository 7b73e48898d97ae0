"""A sealed line opens in its own place only, and only as it was closed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppitui.store.chain import Chain
from ppitui.store.seal import PlainSeal
from store.kit import CASE, SEAL, note


@settings(database=None, deadline=None)
@given(st.binary(), st.text(max_size=20), st.text(max_size=20))
def test_what_was_closed_opens_in_its_place_and_in_no_other(
    plain: bytes, place: str, other: str
) -> None:
    line = SEAL.close(plain, place)
    assert SEAL.open(line, place) == plain
    if other != place:
        with pytest.raises(ValueError, match="does not match"):
            SEAL.open(line, other)


@settings(database=None, deadline=None)
@given(st.binary(max_size=80))
def test_noise_never_opens(noise: bytes) -> None:
    with pytest.raises(ValueError, match="does not match"):
        SEAL.open(noise, f"{CASE}/1")


def test_another_way_of_sealing_fits_the_same_chain() -> None:
    class Hex(PlainSeal):
        def close(self, plain: bytes, place: str) -> bytes:
            return super().close(plain, place).hex().encode()

        def open(self, line: bytes, place: str) -> bytes:
            return super().open(bytes.fromhex(line.decode()), place)

    writer, reader = Chain(CASE, Hex()), Chain(CASE, Hex())
    event, line = writer.next_line(note("n"))
    reader.take(line)
    assert reader.events == [event]
    assert b"note" not in line


def test_a_seal_that_breaks_lines_is_found_before_anything_is_written() -> None:
    class Breaking(PlainSeal):
        def close(self, plain: bytes, place: str) -> bytes:
            return super().close(plain, place) + b"\n"

    with pytest.raises(ValueError, match="line break"):
        Chain(CASE, Breaking()).next_line(note("n"))

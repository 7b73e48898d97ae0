"""Faults planted one at a time in a copy of the shipped pack: each is found at its place, and nothing elsewhere."""

from __future__ import annotations

import pytest

from core.shipped import pack_files
from pack.planted import ANY, EVERY, Fault, planted
from ppitui.core.findings import Finding
from ppitui.desk.checking import check_files
from ppitui.desk.proving import broken, never_met, proofs
from ppitui.pack.files import PackFiles

_BY_PROOF = (
    "rule that contradicts itself",
    "promise broken: a child",
    "promise broken: no support",
)


def found_in(files: PackFiles, *, prove: bool) -> list[Finding]:
    """What `check` finds, and `check --prove`."""
    found, pack = check_files(files)
    if prove and pack is not None:
        found += [*never_met(pack), *broken(proofs(pack))]
    return found


def is_it(one: Finding, fault: Fault) -> bool:
    at = one.place.text[one.place.column - 1 :]
    return (
        (one.id, one.severity, one.place.file) == (fault.id, fault.severity, fault.found_in)
        and (fault.at == ANY or at.startswith(fault.at))
        and bool(one.message and one.why and one.how)
    )


def test_the_shipped_pack_is_clean() -> None:
    """Not one finding, proof and contradictions looked for."""
    assert found_in(pack_files(), prove=True) == []


@pytest.mark.parametrize("fault", EVERY, ids=lambda one: one.name)
def test_y03_a_planted_fault_is_found_at_its_place_and_nothing_elsewhere(fault: Fault) -> None:
    """Y01 to Y04: id, severity, file, line and column, why it matters, how to mend; no false alarm in another file."""
    found = found_in(planted(fault), prove=fault.name in _BY_PROOF)
    told = [f"{one.id} {one.place} {one.message}" for one in found]
    assert any(is_it(one, fault) for one in found), told
    elsewhere = [one for one in found if one.place.file not in (fault.path, fault.found_in)]
    assert [one.id for one in elsewhere if one.id not in fault.depends] == [], told


def test_there_are_more_than_sixty_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """The figure is printed: how many faults, of how many sorts of finding."""
    assert len({one.name for one in EVERY}) == len(EVERY)
    sorts = {one.id for one in EVERY}
    with capsys.disabled():
        print(f"\\n{len(EVERY)} kinds of planted fault, found as {len(sorts)} sorts of finding")
    assert len(EVERY) >= 60
    assert len(sorts) >= 50

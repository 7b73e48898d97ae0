"""Only the emergency routes leave before a supervisor decides, and each that does raises a review. Else nothing."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import kit
from desk.together import UNSURE, handed_in, reviewed_by, second_supervisor
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.posting import available, letters_of
from ppitui.errors import Refused
from ppitui.letters.matter import NO_ONE_ROUTE

# As the domain paper lists them: nothing else may be issued before a supervisor decides.
EMERGENCY = {
    "MARAC", "MASH_CHILD", "ADULT_SAFEGUARDING", "DVPN_DVPO", "DAPN_DAPO", "IDVA", "DAIO", "OUTREACH",
    "LIAISON_DIVERSION", "YJS",
}  # fmt: skip


def test_the_shipped_routes_that_may_go_early_are_those_of_the_list() -> None:
    assert {one.id for one in kit.pack().routes.values() if one.before_approval} == EMERGENCY


def leaves(desk: Desk, opened: OpenCase) -> set[str]:
    """The routes whose letters may leave now."""
    return {one.route for one in available(desk, opened)} - set(
        NO_ONE_ROUTE
    )  # those stay with the case


@pytest.mark.parametrize("name", ["custody", "first_offence", "two_harmed"])
def test_whatever_waits_in_whatever_way_only_emergency_routes_leave(
    tmp_path: Path, name: str
) -> None:
    """Every letter, with nothing decided, and with its route overridden up or down, signed twice or not."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    tried = 0
    for answers in ({}, UNSURE if name == "custody" else {}):
        reference = handed_in(workspace, name, answers)
        with reviewed_by(workspace, reference, "vale") as (vale, opened):
            assert leaves(vale, opened) <= EMERGENCY
            for letter, way in itertools.product(
                letters_of(opened.pack).letters.values(), ("raise", "lower")
            ):
                if letter.route in NO_ONE_ROUTE:
                    continue
                try:
                    act(vale, opened, f"/override {letter.route} {way} pattern said in words")
                except Refused:
                    continue
                tried += 1
                assert leaves(vale, opened) <= EMERGENCY
                assert not opened.case.decisions
    assert tried

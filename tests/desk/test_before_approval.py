"""Only the emergency routes leave before a supervisor decides, and each that does raises a review. Else nothing."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kit
from core.shipped import CASES
from desk.lives import entered
from desk.together import UNSURE, handed_in, reviewed_by, second_supervisor
from ppitui.core.early import unreviewed
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.posting import available, issue, letters_of
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


@settings(
    max_examples=int(os.environ.get("PPITUI_LIVES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from(CASES),
    grade=st.sampled_from(["standard", "medium", "high"]),
    unsure=st.booleans(),
    kinds=st.lists(st.sampled_from(["md", "txt"]), min_size=1, max_size=1),
)
def test_with_no_supervisor_there_the_emergency_routes_issue_and_each_raises_a_review(
    tmp_path_factory: pytest.TempPathFactory,
    path: Path,
    grade: str,
    unsure: bool,
    kinds: list[str],
) -> None:
    """Every letter is tried by whoever wrote the case. What leaves is on the list, put forward, and to be reviewed."""
    folder = tmp_path_factory.mktemp("early")
    workspace = kit.make_workspace(folder)
    pair = {"risk_grade": grade, **({"counter_allegation": True} if unsure else {})}
    reference = entered(workspace, path, pair=pair)
    author = kit.thread_of(workspace, reference)[0].actor.id
    desk = kit.desk(workspace, author)
    with desk.open(reference) as opened:
        put = {
            one.id for one in desk.result(opened).routes if one.status in ("recommend", "consider")
        }
        may = put & EMERGENCY
        left: list[str] = []
        for letter in letters_of(opened.pack).letters.values():
            if letter.route in NO_ONE_ROUTE or letter.audience == "victim":
                continue
            try:
                issue(desk, opened, letter.id, folder / f"{letter.id}.{kinds[0]}")
            except Refused:
                assert not (folder / f"{letter.id}.{kinds[0]}").exists()
                continue
            left.append(letter.id)
            assert letter.route in may, f"{letter.id} left before a supervisor decided"
        due = [one.letter for one in unreviewed(opened.case)]
        assert due == left, "each letter that left is to be reviewed, and nothing else"
        assert not opened.case.decisions
    row = next(one for one in kit.desk(workspace, "vale").cases() if one["case"] == reference)
    assert row["to_review"] == len(left)
    written = {one.name for one in folder.iterdir() if one.suffix in (".md", ".txt", ".part")}
    assert written == {f"{one}.{kinds[0]}" for one in left}

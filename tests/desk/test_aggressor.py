"""Who mainly causes the harm is a decision of its own: it opens the other's case, and releases only what it may."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import UNSURE, handed_in, reviewed_by
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route
from ppitui.desk.posting import available
from ppitui.desk.record import said
from ppitui.desk.telling import outcome
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace


def unsure(tmp_path: Path) -> tuple[Workspace, str]:
    """A case in which each names the other, and an officer answered that no decision is on record."""
    workspace = kit.make_workspace(tmp_path)
    return workspace, handed_in(workspace, "custody", UNSURE)


def statuses(workspace: Workspace, reference: str) -> dict[str, str]:
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        return {one.id: one.status for one in vale.result(opened).routes}


def test_nothing_that_labels_leaves_while_roles_are_undecided_and_the_decision_releases_it(
    tmp_path: Path,
) -> None:
    """Support goes at once; what treats a person as the one who harms waits for the decision."""
    workspace, reference = unsure(tmp_path)
    before = statuses(workspace, reference)
    assert before["MATAC"] == before["DVPP"] == "held"
    assert before["DAIO"] == "recommend"
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        (row,) = vale.queue()
        assert "primary aggressor to decide" in str(row) or row["roles_open"]
        with pytest.raises(Refused, match="held"):
            decide_route(vale, opened, "MATAC", "approve", "Yes.")
        assert not [one for one in available(vale, opened) if one.route in ("MATAC", "DVPP")]
        told = act(vale, opened, "/aggressor A assessed she is afraid; his injuries are defensive")
        assert "Case 2026-0002 is open for the other party" in told
        assert not vale.queue()[0]["roles_open"]
        assert "MATAC" in opened.case.proposed
        decide_route(vale, opened, "MATAC", "approve", "Yes.")
        with pytest.raises(Refused, match="decided already"):
            act(vale, opened, "/aggressor A A changed my mind")
    assert statuses(workspace, reference)["MATAC"] == "recommend"


def test_where_the_other_is_the_primary_aggressor_everything_held_stays_held(
    tmp_path: Path,
) -> None:
    """A decision releases nothing against the person whom it finds to be harmed, whatever was answered."""
    workspace, reference = unsure(tmp_path)
    before = statuses(workspace, reference)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, "/aggressor A A she has hit him for years")
        lines = "\n".join(outcome(vale.result(opened), opened.pack, opened.case))
        assert "What treats the person assessed as the one who harms stays held." in lines
    after = statuses(workspace, reference)
    held = {name for name, status in before.items() if status == "held"}
    assert {name for name, status in after.items() if status == "held"} == held


@pytest.mark.parametrize("decided", ["", "/aggressor A A she has hit him for years"])
def test_no_override_goes_round_the_roles(tmp_path: Path, decided: str) -> None:
    """Undecided, or decided for the other: what labels is not lifted, not even by two supervisors."""
    workspace, reference = unsure(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        if decided:
            act(vale, opened, decided)
        labels = [one.id for one in opened.pack.routes.values() if one.treats_as_harming]
        assert "MATAC" in labels
        for route in labels:
            with pytest.raises(Refused, match="No override goes round that"):
                act(vale, opened, f"/override {route} raise pattern he hits too")


def test_the_other_partys_case_has_the_parts_swapped_and_both_are_linked(tmp_path: Path) -> None:
    """The same decision stands in both, the other way round in the mirror."""
    workspace, reference = unsure(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, "/aggressor A assessed she is afraid")
        first = opened.case
        assert first.links == ("2026-0002",)
        assert "2026-0002 is for the other party" in said(opened.events[-1], opened.pack)
    with reviewed_by(workspace, "2026-0002", "vale") as (_, opened):
        mirror = opened.case
        assert mirror.links == (reference,)
        assert mirror.assessed is not None
        assert first.assessed is not None
        assert mirror.assessed.name == first.people["A"].name
        assert [one.name for one in mirror.harmed] == [first.assessed.name]
        assert not mirror.roles[mirror.harmed[0].id].releases
        assert mirror.state == "draft"


def test_a_signature_on_a_route_that_reads_otherwise_now_falls_and_is_named(tmp_path: Path) -> None:
    """Decisions that the roles do not touch stand."""
    workspace, reference = unsure(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        decide_route(vale, opened, "DAIO", "approve", "Yes.")
        decided = statuses(workspace, reference)
        act(vale, opened, "/aggressor A assessed she is afraid")
        after = statuses(workspace, reference)
        fallen = opened.events[-1].payload["voids"]
        assert fallen == [one for one in ("DAIO",) if decided[one] != after[one]]
        assert ("DAIO" in opened.case.decisions) is (not fallen)


@pytest.mark.parametrize(
    ("line", "fault", "says"),
    [
        ("/aggressor", WrongCall, "persons harmed: A"),
        ("/aggressor B assessed x", WrongCall, "persons harmed: A"),
        ("/aggressor A nobody x", WrongCall, "assessed, or A"),
        ("/aggressor A assessed", WrongCall, "needs words"),
    ],
)
def test_what_is_no_decision_is_refused_and_opens_no_case(
    tmp_path: Path, line: str, fault: type[Exception], says: str
) -> None:
    workspace, reference = unsure(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises(fault, match=says):
            act(vale, opened, line)
        assert len(vale.cases()) == 1


def test_where_nobody_asks_there_is_nothing_to_decide(tmp_path: Path) -> None:
    """The act is for pairs in question; elsewhere it would only make a record against somebody."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with (
        reviewed_by(workspace, reference, "vale") as (vale, opened),
        pytest.raises(Refused, match="nothing to decide"),
    ):
        act(vale, opened, "/aggressor A assessed x")

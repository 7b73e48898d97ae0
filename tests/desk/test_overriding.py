"""An override stands beside the recommendation, has its reasons, and where safety hangs on it a second signature."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import handed_in, reviewed_by, second_supervisor
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route, send_back
from ppitui.desk.posting import available
from ppitui.desk.telling import outcome
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.workspace import Workspace

LOWER = "/override MARAC lower more_is_known heard last week, plan in force"


def high(tmp_path: Path) -> tuple[Workspace, str]:
    """A case with a high grade for which MARAC is recommended."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    return workspace, handed_in(workspace, "two_harmed")


def test_taking_marac_from_a_high_grade_has_no_effect_until_a_second_supervisor_signs(
    tmp_path: Path,
) -> None:
    """design 5. The recommendation itself never changes."""
    workspace, reference = high(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        told = act(vale, opened, LOWER)
        assert "no effect until a second supervisor" in told
        assert "MARAC" in opened.case.proposed
        with pytest.raises(Refused, match="You made this override"):
            act(vale, opened, "/countersign MARAC I agree with myself")
        with pytest.raises(Refused, match="needs a second supervisor"):
            decide_route(vale, opened, "MARAC", "decline", "No.")
        assert vale.queue()[0]["to_sign"] == 1
    with reviewed_by(workspace, reference, "wren") as (wren, opened):
        act(wren, opened, "/countersign marac I read the plan")
        assert "MARAC" not in opened.case.proposed
        assert wren.result(opened).route("MARAC").status == "recommend"
        lines = "\n".join(outcome(wren.result(opened), opened.pack, opened.case))
        assert "MARAC: the rules say recommend; taken from those put forward by vale" in lines
        assert "Professional judgement: More is known" in lines
        assert "counter-signed by wren: I read the plan" in lines
        with pytest.raises(Refused, match="raise it first"):
            decide_route(wren, opened, "MARAC", "approve", "Yes.")


def test_an_author_neither_overrides_nor_counter_signs(tmp_path: Path) -> None:
    """Author and approver differ, whatever their roles."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    both = kit.desk(workspace, "both")
    reference = kit.answered(both, "two_harmed")
    with both.open(reference) as opened, pytest.raises(Refused, match="You worked on"):
        act(both, opened, LOWER)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, LOWER)
    with both.open(reference) as opened, pytest.raises(Refused, match="You worked on"):
        act(both, opened, "/countersign MARAC fine")


def test_an_officer_who_tries_is_refused_and_that_is_kept(tmp_path: Path) -> None:
    """One permission table: what is outside it is refused and recorded."""
    workspace, reference = high(tmp_path)
    with reviewed_by(workspace, reference, "birch") as (birch, opened):
        for line in (LOWER, "/countersign MARAC x", "/aggressor A assessed x", "/reviewed marac x"):
            with pytest.raises(Refused, match="that is for: supervisor"):
                act(birch, opened, line)
        assert [e.kind for e in opened.events[-4:]] == ["refused"] * 4


def test_raising_what_is_not_indicated_lets_it_be_decided(tmp_path: Path) -> None:
    """A supervisor may see more than the rules; the route then waits as any other."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises(Refused, match="not indicated"):
            decide_route(vale, opened, "MARAC", "approve", "Yes.")
        act(vale, opened, "/override MARAC raise pattern weekly visits to her work")
        assert "MARAC" in opened.case.proposed
        assert vale.queue()[0]["urgent"]
        decide_route(vale, opened, "MARAC", "approve", "Yes.")


def test_a_second_supervisor_may_sign_a_step_up_too_and_only_once(tmp_path: Path) -> None:
    """It needs no second name; that it has one is on the record."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, "/override MARAC raise pattern weekly visits to her work")
    with reviewed_by(workspace, reference, "wren") as (wren, opened):
        assert "counted already" in act(wren, opened, "/countersign MARAC I agree")
        signed = opened.case.overrides["MARAC"].signed
        assert signed is not None
        assert signed.actor == "wren"
        with pytest.raises(Refused, match="No override of that route waits"):
            act(wren, opened, "/countersign MARAC again")


@pytest.mark.parametrize(
    ("line", "fault", "says"),
    [
        ("/override MATAC", WrongCall, "Reasons: duplicate"),
        ("/override MATAK lower no_place x", WrongCall, "no route"),
        ("/override MATAC sideways no_place x", WrongCall, "raise or lower"),
        ("/override MATAC lower because x", WrongCall, "no reason"),
        ("/override MATAC raise pattern x", Refused, "nothing to raise"),
        ("/override MARAC lower pattern x", Refused, "nothing to lower"),
        ("/countersign MATAC x", Refused, "No override"),
    ],
)
def test_what_is_no_override_is_refused_in_plain_words(
    tmp_path: Path, line: str, fault: type[Exception], says: str
) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        with pytest.raises(fault, match=says):
            act(vale, opened, line)
        assert not opened.case.overrides


def test_a_returned_case_keeps_no_override_and_a_signature_does_not_outlive_it(
    tmp_path: Path,
) -> None:
    """Any later change voids the signature: what is signed is the case as it stood."""
    workspace, reference = high(tmp_path)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, LOWER)
        with reviewed_by(workspace, reference, "wren") as (wren, theirs):
            send_back(vale, opened, "Look again.")
            with pytest.raises(Conflict):
                act(wren, theirs, "/countersign MARAC fine")
        assert not opened.case.overrides


def test_a_decided_route_is_not_overridden(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        decide_route(vale, opened, "MATAC", "approve", "Agreed.")
        with pytest.raises(Refused, match="decided already"):
            act(vale, opened, "/override MATAC lower no_place full")


def test_every_letter_that_leaves_early_waits_for_a_review_by_somebody_else(tmp_path: Path) -> None:
    """facts.md: what goes before approval leaves an after-the-fact review; nothing else does."""
    from ppitui.desk.posting import Typed, issue

    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "yarrow"), "youth")
    with reviewed_by(workspace, reference, "yarrow") as (yarrow, opened):
        letter = next(one for one in available(yarrow, opened) if one.id == "yjs_notification")
        issue(yarrow, opened, letter.id, tmp_path / "letter.txt")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        (row,) = vale.queue()
        assert row["to_review"] == 1
        with pytest.raises(Refused, match="Waiting: yjs_notification"):
            act(vale, opened, "/reviewed marac fine")
        decide_route(vale, opened, "YJS", "approve", "Agreed.")
        issue(vale, opened, letter.id, tmp_path / "again.txt", Typed(why="It is decided now."))
        assert vale.queue()[0]["to_review"] == 1
        act(vale, opened, f"/reviewed {letter.id} right to send at once")
        assert vale.queue()[0]["to_review"] == 0


def test_what_an_override_takes_back_does_not_leave_early(tmp_path: Path) -> None:
    """Where a supervisor took a route back, nobody sends it before a decision."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "yarrow"), "youth")
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        act(vale, opened, "/override YJS lower duplicate told yesterday on another case")
        assert "YJS" not in {one.route for one in available(vale, opened)}


def test_a_signature_that_fell_is_shown_until_it_is_given_anew(tmp_path: Path) -> None:
    """Any later change voids the signature, visibly."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    fell = "MATAC was approved by vale on 2026-06-15: Agreed."
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        decide_route(vale, opened, "MATAC", "approve", "Agreed.")
        send_back(vale, opened, "Look again.")
        with reviewed_by(workspace, reference, "ash") as (ash, theirs):
            ash.submit(theirs)
        vale.refresh(opened)
        assert f"  {fell}" in list(outcome(vale.result(opened), opened.pack, opened.case))
        decide_route(vale, opened, "MATAC", "decline", "Not now.")
        assert f"  {fell}" not in list(outcome(vale.result(opened), opened.pack, opened.case))

"""Which letters may leave: nothing to the person assessed unless it is safe; and findings that a supervisor lifts."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kit
from desk.approved import at_desk
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.deciding import decide_route
from ppitui.desk.lifting import lift
from ppitui.desk.posting import Typed, available, drafted, issue, written
from ppitui.desk.proof import Proof, Unconfirmed
from ppitui.desk.record import thread
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace

WHERE = {"worker": "Sam Madeup", "day": "1 July at 10", "place": "The Hall, Overton"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def _approved(workspace: Workspace, *recorded: dict[str, Any], order: str = "") -> str:
    """A first offence, safe to write, its programme approved; with facts from the record."""
    ash, file = kit.desk(workspace, "ash"), kit.example("first_offence")
    if order:
        answers = copy.deepcopy(dict(file.answers))
        answers["person_harmed"]["A"] |= {"live_orders": [order], "order_ends_on": "2027-01-01"}
        file = replace(file, answers=answers)
    reference = ash.new_case()
    with ash.open(reference) as opened:
        ash.begin(opened, file.journey, file.on)
        add_people(ash, opened, file)
        assert apply_answers(ash, opened, file) == []
        for one in recorded:
            ash.record(opened, "answer", "fact_recorded", {"about": "", "source": "record", **one})
        ash.submit(opened)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        decide_route(vale, opened, "DVPP", "approve", "It fits.")
    return reference


def test_a_letter_leaves_to_the_person_assessed_where_it_is_safe(
    workspace: Workspace, tmp_path: Path
) -> None:
    with at_desk(workspace, "ash", _approved(workspace)) as (desk, opened):
        for form in ("md", "txt", "html", "docx", "pdf"):
            path = issue(
                desk, opened, "programme_appointment", tmp_path / f"x.{form}", Typed(WHERE)
            )
            assert path.stat().st_mode & 0o777 == 0o600
        assert len(opened.case.letters) == 5


def test_where_the_record_says_no_contact_nothing_goes_to_the_person_and_closed_letters_do(
    workspace: Workspace,
) -> None:
    reference = _approved(workspace, {"fact": "no_contact", "value": True})
    with at_desk(workspace, "ash", reference) as (desk, opened):
        with pytest.raises(Refused, match="the record says no contact"):
            written(desk, opened, "programme_appointment", "txt", Typed(WHERE))
        assert written(desk, opened, "dvpp_referral", "txt")[1]
        assert {"subject", "youth"} & {one.audience for one in available(desk, opened)} == set()


def test_nothing_goes_to_an_address_of_a_person_harmed_while_an_order_is_in_force(
    workspace: Workspace,
) -> None:
    free = _approved(workspace)
    with at_desk(workspace, "ash", free) as (desk, opened):
        one, other = opened.case.assessed, opened.case.harmed[0]
        assert one is not None
        assert one.details["address"] == other.details["address"]
        assert written(desk, opened, "programme_appointment", "txt", Typed(WHERE))[1]
    barred = _approved(workspace, order="occupation")
    with (
        at_desk(workspace, "ash", barred) as (desk, opened),
        pytest.raises(Refused, match="record where they live now"),
    ):
        written(desk, opened, "programme_appointment", "txt", Typed(WHERE))


def test_a_box_that_the_letter_has_not_is_refused_naming_those_it_has(
    workspace: Workspace,
) -> None:
    with at_desk(workspace, "ash", _approved(workspace)) as (desk, opened):
        with pytest.raises(WrongCall, match="It has: worker, day, place"):
            written(desk, opened, "programme_appointment", "txt", Typed({"plaice": "x"}))
        with pytest.raises(WrongCall, match="box place"):
            written(desk, opened, "programme_appointment", "txt", Typed({"place": "x" * 601}))


def _name(workspace: Workspace, reference: str) -> Typed:
    with at_desk(workspace, "ash", reference) as (_desk, opened):
        return Typed({**WHERE, "day": f"when {opened.case.harmed[0].name} is away"})


def test_two_supervisors_lift_a_name_for_one_text_with_a_reason_and_the_thread_says_so(
    workspace: Workspace,
) -> None:
    reference = _approved(workspace)
    typed = _name(workspace, reference)
    with at_desk(workspace, "ash", reference) as (desk, opened):
        with pytest.raises(Refused, match="A supervisor can lift this"):
            written(desk, opened, "programme_appointment", "txt", typed)
        draft = drafted(desk, opened, "programme_appointment", typed)
        with pytest.raises(Refused):
            lift(desk, opened, draft, "It is fine.")
    with at_desk(workspace, "vale", reference) as (desk, opened):
        draft = drafted(desk, opened, "programme_appointment", typed)
        with pytest.raises(WrongCall):
            lift(desk, opened, draft, " ")
        desk.proof = Proof(lambda _: None)
        with pytest.raises(Unconfirmed):
            lift(desk, opened, draft, "Another person of that name.")
        desk.proof.confirm("a passphrase", desk.now(), "An act")
        lift(desk, opened, draft, "Another person of that name.")
        (one,) = opened.case.lifted
        assert (one.letter, one.actor, one.reason) == (
            "programme_appointment",
            "vale",
            "Another person of that name.",
        )
        with pytest.raises(Refused, match="already; a second supervisor"):
            lift(desk, opened, draft, "Once more.")
    with (
        at_desk(workspace, "ash", reference) as (desk, opened),
        pytest.raises(Refused, match="vale let it go; a second supervisor has to as well"),
    ):
        written(desk, opened, "programme_appointment", "txt", typed)
    with at_desk(workspace, "both", reference) as (desk, opened):
        lift(desk, opened, drafted(desk, opened, "programme_appointment", typed), "I agree.")
        with pytest.raises(Refused, match="You let it go: somebody else issues it"):
            written(desk, opened, "programme_appointment", "txt", typed)
        said = list(thread(opened.events, opened.pack, desk.names()))
        assert any("DI Vale Example: let letter programme_appointment go" in one for one in said)
        assert any("as the second supervisor, let letter" in one for one in said)
    with at_desk(workspace, "ash", reference) as (desk, opened):
        assert written(desk, opened, "programme_appointment", "txt", typed)[1]
        changed = Typed({**typed.boxes, "place": "Elsewhere"})
        with pytest.raises(Refused, match="stopped before it left"):
            written(desk, opened, "programme_appointment", "txt", changed)


def test_x06_an_address_is_never_lifted(workspace: Workspace) -> None:
    reference = _approved(workspace)
    with at_desk(workspace, "vale", reference) as (desk, opened):
        phone = str(opened.case.harmed[0].details["phone"])
        typed = Typed({**WHERE, "place": f"ring {phone}"})
        draft = drafted(desk, opened, "programme_appointment", typed)
        with pytest.raises(Refused, match="Nobody may lift this: the letter holds a phone number"):
            lift(desk, opened, draft, "I say so.")
        assert opened.case.lifted == ()


def test_whoever_worked_on_the_case_lifts_nothing(workspace: Workspace) -> None:
    both, file = kit.desk(workspace, "both"), kit.example("first_offence")
    reference = both.new_case()
    with both.open(reference) as opened:
        both.begin(opened, file.journey, file.on)
        add_people(both, opened, file)
        apply_answers(both, opened, file)
        both.submit(opened)
    with at_desk(workspace, "vale", reference) as (vale, opened):
        decide_route(vale, opened, "DVPP", "approve", "It fits.")
    with at_desk(workspace, "both", reference) as (desk, opened):
        draft = drafted(desk, opened, "programme_appointment", _name(workspace, reference))
        with pytest.raises(Refused, match="somebody else must lift"):
            lift(desk, opened, draft, "It is fine.")


def test_no_route_recommended_is_refused_while_a_route_is_proposed(workspace: Workspace) -> None:
    with at_desk(workspace, "ash", _approved(workspace)) as (desk, opened):
        with pytest.raises(Refused, match="Some routes are recommended"):
            written(desk, opened, "no_route", "txt")
        assert written(desk, opened, "assessment_summary", "txt")[1]

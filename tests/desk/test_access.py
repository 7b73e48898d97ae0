"""A copy for a person who asks what is held about them: theirs, and nothing that another is found by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from ppitui.core.acts import ACTION_OF
from ppitui.core.case import Case
from ppitui.core.entries import Person
from ppitui.desk.access import hand_over, prepare
from ppitui.desk.answersfile import add_people
from ppitui.desk.asking import ask
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk
from ppitui.desk.erasing import hold, retain
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.redacting import HIDDEN, Redactor
from ppitui.desk.restricting import restrict
from ppitui.desk.sorting import GIVE, KEEP, READ, SORTED, sorted_lines
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace

EXAMPLES = sorted(path.stem for path in kit.EXAMPLES.glob("*.yaml"))
NOTE = "Her sister Marigold rang from 07700 900123, near DH1 3RG."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def _case(workspace: Workspace, name: str = "custody") -> str:
    who = "yarrow" if name.startswith(("youth", "child")) else "ash"
    return kit.answered(kit.desk(workspace, who), name)


def test_every_kind_of_event_is_sorted() -> None:
    """A new kind fails here until somebody says whether it may go."""
    assert set(ACTION_OF) | {"refused"} == SORTED


def _secrets(case: Case) -> Iterator[str]:
    """What is on file of everybody but the person assessed, and is not theirs too."""
    own = {str(one) for one in case.assessed.details.values()} if case.assessed else set()
    for person in case.people.values():
        if person.part != "assessed":
            for key, value in person.details.items():
                for one in value if isinstance(value, list) else (value,):
                    if key not in ("sex", "relationship") and str(one) not in {*own, "not_known"}:
                        yield str(one)


@pytest.mark.parametrize("name", EXAMPLES)
def test_w09_no_copy_of_any_example_holds_anybody_else(workspace: Workspace, name: str) -> None:
    """Also where a reviewer lets every line go that can be let go: names, addresses, numbers, birthdays."""
    try:
        reference = _case(workspace, name)
    except (Refused, WrongCall):
        reference = kit.answered(kit.desk(workspace, "both"), name)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        if opened.case.assessed is None:
            with pytest.raises(Refused, match="Nobody is recorded"):
                prepare(vale, opened)
            return
        every = [one.id for one in sorted_lines(opened, vale.walk(opened)) if one.sort == READ]
        own = opened.case.assessed.name
        for give in ([], every):
            found = prepare(vale, opened, give)
            assert own in found.copy
            for secret in _secrets(opened.case):
                assert secret not in found.copy
            for staff in ("Ash", "Vale", "Yarrow"):
                assert staff not in found.copy
            for route in ("MARAC", "IDVA", "safeguarding", "Clare"):
                assert route not in found.copy
        for secret in _secrets(opened.case):
            if not secret[:4].isdigit():
                assert f"[[{secret}]]" in found.working


def test_w09_a_copy_does_not_tell_that_something_was_left_out(workspace: Workspace) -> None:
    """The same copy to the letter, whatever was noted, decided, asked, held, restricted or looked at meanwhile."""
    reference = _case(workspace)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        before = prepare(vale, opened)
        vale.note(opened, NOTE)
        hold(vale, opened, "inquiry", "Asked for by the inquiry.")
        ask(vale, opened, "grade.risk_grade@A who said so?")
        decide_route(vale, opened, "DAIO", "approve", "She asked for it.")
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
        after = prepare(vale, opened)
    assert after.copy == before.copy
    assert after.left_out > before.left_out
    assert "On hold (inquiry" in after.working
    for words in ("sister", "inquiry", "colleague's family"):
        assert words in after.working


def test_what_the_person_said_and_the_review_of_the_record_are_given(workspace: Workspace) -> None:
    """With its day and where it came from; what another person said never is."""
    reference = _case(workspace)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        retain(vale, opened, 3, "2030-01-01", "Summary matter.")
        lines = sorted_lines(opened, vale.walk(opened))
        copy = prepare(vale, opened).copy
    assert "15 June 2026: Asked outside the interview: is Alex Sample willing" in copy
    assert "(you said so; reported)" in copy
    assert "it is looked at again by 1 January 2030" in copy
    assert "Summary matter" not in copy
    assert "section 45(4)" in copy
    assert "Information Commissioner" in copy
    said = [one for one in lines if one.why == "said"]
    assert said
    assert {one.sort for one in said} == {KEEP}


def test_a_line_that_was_read_goes_with_others_taken_out_and_no_other_line_can(
    workspace: Workspace,
) -> None:
    reference = _case(workspace)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        vale.note(opened, f"Jo Placeholder: {NOTE} He fixes boats.")
        lines = sorted_lines(opened, vale.walk(opened))
        note = next(one.id for one in lines if "boats" in one.words)
        copy = prepare(vale, opened, [note]).copy
        assert f"note: {HIDDEN}: Her sister" in copy
        assert "He fixes boats." in copy
        for gone in ("900123", "DH1", "Placeholder"):
            assert gone not in copy
        for one in lines:
            if one.sort != READ:
                with pytest.raises(WrongCall, match="not among those"):
                    prepare(vale, opened, [one.id])
    assert {one.sort for one in lines} == {GIVE, READ, KEEP}


def test_words_that_only_look_like_names_and_dates_stay() -> None:
    """A person may read their own number, a day, and a word that is also a colleague's name."""
    mine = {"name": "Alex Sample", "phone": "07700 900999", "address": "3 Specimen Yard, DH1 3RG"}
    hers = {"name": "Jo Sample", "phone": "07700 900123", "address": "9 Other Way, TS1 1AA"}
    people = {
        "assessed": Person("assessed", "assessed", mine),
        "A": Person("A", "harmed", hers),
    }
    found = Redactor(Case(people=people), ["DS Both Example"])
    for text in (
        "Alex Sample at DH1 3RG, 07700900999",
        "on 2026-06-14, and 14.06.2026",
        "both of them",
    ):
        assert found.hidden(text) == text
    for text in (
        "Jo",
        "JO",
        "J\u00f3",
        "0044 7700 900123",
        "TS11AA",
        "jo@sample.example",
        "DS Both",
    ):
        assert HIDDEN in found.hidden(f"it was {text} then"), text
    assert found.hidden("Jo's 9 Other Way, TS1 1AA") == f"{HIDDEN}'s {HIDDEN}"


def test_only_a_supervisor_makes_one_and_it_is_logged(workspace: Workspace, tmp_path: Path) -> None:
    """An event of disclosure, with the reason and a digest; refused to everybody else, and no file is left."""
    reference = _case(workspace)
    for user in ("ash", "birch"):
        at = kit.desk(workspace, user)
        with at.open(reference, kit.WHY) as opened, pytest.raises(Refused, match="supervisor"):
            hand_over(at, opened, tmp_path / "x.txt", "Asked for.")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference, kit.WHY) as opened:
        with pytest.raises(WrongCall, match="reason"):
            hand_over(vale, opened, tmp_path / "x.txt", " ")
        assert not list(tmp_path.glob("x.txt*"))
        hand_over(vale, opened, tmp_path / "x.txt", "His letter of 1 June.", working=tmp_path / "w")
    event = kit.thread_of(workspace, reference)[-1]
    assert (event.kind, event.payload["to"]) == ("disclosed", "the person assessed")
    assert event.payload["reason"] == "His letter of 1 June."
    for name in ("x.txt", "w"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))


def test_nothing_is_overwritten_and_no_link_is_followed(
    workspace: Workspace, tmp_path: Path
) -> None:
    reference = _case(workspace)
    vale = kit.desk(workspace, "vale")
    (tmp_path / "there").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with vale.open(reference, kit.WHY) as opened:
        before = opened.case.seq
        for name in ("there", "link", "dangling"):
            with pytest.raises(Refused, match="already"):
                hand_over(vale, opened, tmp_path / name, "Why.")
            with pytest.raises(Refused, match="already"):
                hand_over(vale, opened, tmp_path / "new", "Why.", working=tmp_path / name)
        with pytest.raises(WrongCall, match="two files"):
            hand_over(vale, opened, tmp_path / "new", "Why.", working=tmp_path / "new")
        assert opened.case.seq == before, "nothing was logged as handed over"
    assert (tmp_path / "there").read_text("utf-8") == "mine"
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "nowhere").exists()


def test_it_is_signed_by_the_person_who_is_there(tmp_path: Path) -> None:
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    vale = door("vale", kit.words_of("vale"))
    with vale.open(reference) as opened, pytest.raises(Unconfirmed):
        hand_over(vale, opened, tmp_path / "x", "Asked for.")
    assert not (tmp_path / "x").exists()
    vale.proof.confirm(kit.words_of("vale"), vale.now(), "An act")
    with vale.open(reference) as opened:
        hand_over(vale, opened, tmp_path / "x", "Asked for.")
    assert "Alex Sample" in (tmp_path / "x").read_text("utf-8")


def test_the_force_may_name_its_people(workspace: Workspace) -> None:
    """A value of the policy: as shipped it leaves them out."""
    reference = _case(workspace)
    pack = kit.pack()
    setting = replace(pack.policy["access_names_staff"], value=True)
    for value in (pack, replace(pack, policy={**pack.policy, "access_names_staff": setting})):
        vale = Desk(workspace, value, kit.files(), "vale", kit.clock)
        with vale.open(reference, kit.WHY) as opened:
            vale.note(opened, "Seen by PC Ash.")
            note = str(opened.case.seq)
            copy = prepare(vale, opened, [note]).copy
        assert ("Seen by PC Ash." in copy) is (value is not pack)


def test_a_typed_line_break_makes_no_line(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    with vale.open(vale.new_case()) as opened:
        add_people(vale, opened, kit.example("custody"))
        vale.note(opened, "one\nYour rights")
        found = prepare(vale, opened, [str(opened.case.seq)])
    assert "note: one Your rights" in found.copy
    assert "\x1b" not in found.copy + found.working

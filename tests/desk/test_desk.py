"""The desk: what people may do, in which order, and what is kept of it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import kit
from ppitui.core.answers import from_line
from ppitui.core.case import fold
from ppitui.core.events import Draft
from ppitui.core.roles import ACTIONS, ROLES, TABLE, may
from ppitui.desk.answersfile import add_people
from ppitui.desk.deciding import decide_route, send_back
from ppitui.errors import Refused, WrongCall


def test_two_persons_harmed_the_conference_is_for_the_first_alone(tmp_path: Path) -> None:
    """One high, one standard, a child: MARAC names only the first (as SYN-29, walked as a case)."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "two_harmed")
    with desk.open(reference) as opened:
        result = desk.result(opened)
        for route, whom in (
            ("MARAC", ("A",)),
            ("IDVA", ("A",)),
            ("OUTREACH", ("B",)),
            ("DVPN_DVPO", ("A",)),
        ):
            assert result.route(route).whom == whom, route
        assert result.route("MARAC").status == "recommend"
        assert result.route("OUTREACH").status == "consider"


def test_every_answer_says_whom_it_was_asked_of(tmp_path: Path) -> None:
    """Each answered event holds the source of its item, and whether it is fact, report or opinion."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "two_harmed")
    answers = [e.payload for e in kit.thread_of(workspace, reference) if e.kind == "answered"]
    assert len(answers) > 50
    for payload in answers:
        item = kit.pack().items[payload["item"]]
        assert payload["of"] == item.source
        assert payload["basis"] == item.basis
    assert {"record", "person_harmed", "officer", "person_assessed"} <= {p["of"] for p in answers}


def test_nothing_asks_a_detained_person_about_the_offence() -> None:
    """In custody, what is asked of the person assessed is not about the matter in hand."""
    for name in kit.pack().journeys["custody"].asks:
        for item in kit.pack().instruments[name].items:
            if item.source == "person_assessed":
                facts = {target.fact for target in item.targets}
                assert not any(fact.startswith("current_offence") for fact in facts), item.key
                assert "denial" not in facts, item.key


def test_w01_nobody_decides_their_own_case(tmp_path: Path) -> None:
    """The author is refused even with the supervisor's role; a supervisor who did not write it is not."""
    workspace = kit.make_workspace(tmp_path)
    both = kit.desk(workspace, "both")
    reference = kit.answered(both, "custody")
    with both.open(reference) as opened, pytest.raises(Refused, match="somebody else"):
        decide_route(both, opened, "MATAC", "approve", "mine")
    other = kit.desk(workspace, "vale")
    with other.open(reference) as opened:
        decide_route(other, opened, "MATAC", "approve", "theirs")
        assert opened.case.decisions["MATAC"].decision == "approve"


def test_w02_what_is_not_in_the_table_is_refused_and_recorded(tmp_path: Path) -> None:
    """An officer who tries to decide is refused, and the thread says so."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody")
    with desk.open(reference) as opened, pytest.raises(Refused, match="that is for: supervisor"):
        decide_route(desk, opened, "MATAC", "approve", "please")
    last = kit.thread_of(workspace, reference)[-1]
    assert (last.kind, last.payload["action"]) == ("refused", "decide_route")


def test_w02_the_table_is_all_that_may_be_done() -> None:
    """Every (action, state, role) that the table does not list is refused."""
    listed = {(a, s, r) for a, states, roles in TABLE for s in states for r in roles}
    states = ("new", "draft", "submitted", "decided", "workspace", "anything")
    for triple in itertools.product((*ACTIONS, "delete"), states, (*ROLES, "visitor")):
        assert may(*triple) == (triple in listed)


def test_w06_a_case_with_open_questions_is_not_handed_in(tmp_path: Path) -> None:
    """The refusal names the questions; not known everywhere is enough to hand in."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = desk.new_case()
    with desk.open(reference) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        with pytest.raises(Refused, match=r"grade\.risk_grade@A"):
            desk.submit(opened)
        while step := desk.walk(opened).next():
            line = "It is in the notes." if step.item.required else "u"
            walk = desk.walk(opened)
            desk.answer(opened, walk, step, from_line(step.item, line, walk.today))
        result = desk.submit(opened)
        assert opened.case.state == "submitted"
        assert any(route.status == "open" for route in result.routes)
        assert result.route("CHECKPOINT").status != "recommend"


def test_answers_are_closed_once_handed_in_and_open_again_when_returned(tmp_path: Path) -> None:
    """What a supervisor reads does not move under them; a return opens it and voids every decision."""
    workspace = kit.make_workspace(tmp_path)
    officer, supervisor = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(officer, "custody")
    with supervisor.open(reference) as opened:
        decide_route(supervisor, opened, "MATAC", "approve", "Agreed.")
    with officer.open(reference) as opened:
        walk = officer.walk(opened)
        step = walk.asked[0]
        with pytest.raises(Refused, match="while the case is submitted"):
            officer.answer(opened, walk, step, from_line(step.item, "3", officer.today))
    with supervisor.open(reference) as opened:
        send_back(supervisor, opened, "Say why she is afraid.")
        assert opened.case.decisions == {}
        assert opened.case.state == "draft"
    with officer.open(reference) as opened:
        walk = officer.walk(opened)
        officer.answer(
            opened, walk, walk.asked[0], from_line(walk.asked[0].item, "3", officer.today)
        )
        assert officer.result(opened).route("MARAC").status == "recommend"


def test_declining_marac_from_a_high_grade_needs_two(tmp_path: Path) -> None:
    """One supervisor alone cannot take the conference away from somebody graded high."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "two_harmed")
    supervisor = kit.desk(workspace, "vale")
    with supervisor.open(reference) as opened, pytest.raises(Refused, match="second supervisor"):
        decide_route(supervisor, opened, "MARAC", "decline", "No.")


def test_a_decision_needs_a_reason_and_a_route_that_is_put_forward(tmp_path: Path) -> None:
    """No silent decisions, and none on what was ruled out."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    supervisor = kit.desk(workspace, "vale")
    with supervisor.open(reference) as opened:
        with pytest.raises(WrongCall, match="reason"):
            decide_route(supervisor, opened, "MATAC", "approve", "  ")
        with pytest.raises(Refused, match="excluded"):
            decide_route(supervisor, opened, "CARA", "approve", "why not")
        with pytest.raises(WrongCall, match="no route"):
            decide_route(supervisor, opened, "NOWHERE", "approve", "why not")


def test_y07_a_draft_stays_on_its_own_pack(tmp_path: Path) -> None:
    """A case begun under one pack is walked under it after the force has changed its definitions."""
    from ppitui.desk.desk import Desk
    from ppitui.desk.packs import checked
    from ppitui.pack.load import load

    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = desk.new_case()
    changed = dict(kit.files())
    name = "instruments/today.yaml"
    changed[name] = changed[name].replace(b"The matter in hand", b"What happened now")
    newer = checked(load(changed))
    later = Desk(workspace, newer, changed, "ash", kit.clock)
    with later.open(reference) as opened:
        assert opened.pack.hash == kit.pack().hash != newer.hash
        assert opened.pack.instruments["today"].title == "The matter in hand"
        later.note(opened, "still on the old one")
        assert opened.case.pack == kit.pack().hash


def test_an_event_of_an_unknown_kind_is_refused_and_nothing_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread from a newer version is not half understood."""
    from ppitui.core import events

    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = desk.new_case()
    with monkeypatch.context() as newer:
        newer.setattr(events, "KINDS", {**events.KINDS, "teleported": frozenset()})
        newer.setattr("ppitui.store.chain.KINDS", events.KINDS, raising=False)
        with workspace.case(reference) as log:
            seen = len(log.read())
            log.append(
                Draft(
                    events.Actor("ash", "officer"),
                    "2026-06-15T02:10:00Z",
                    "teleported",
                    kit.pack().hash,
                    {},
                    seen,
                )
            )
    before = workspace.path(reference).read_bytes()
    with pytest.raises(Refused, match="newer"), desk.open(reference):
        pass
    assert workspace.path(reference).read_bytes() == before
    rows = desk.cases()
    assert "fault" in rows[0]


def test_the_incremental_case_is_the_whole_one(tmp_path: Path) -> None:
    """What the desk holds after each event is what a fresh fold of the thread gives."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody")
    with desk.open(reference) as opened:
        desk.note(opened, "one more")
        assert opened.case == fold(kit.thread_of(workspace, reference))


def test_a_stranger_and_a_disabled_user_get_in_nowhere(tmp_path: Path) -> None:
    """Sign-in fails in plain words; the last administrator cannot be shut out."""
    workspace = kit.make_workspace(tmp_path)
    with pytest.raises(Refused, match="not a user"):
        kit.desk(workspace, "nobody")
    admin = kit.desk(workspace, "admin")
    admin.disable_user("ash")
    with pytest.raises(Refused, match="not a user"):
        kit.desk(workspace, "ash")
    with pytest.raises(Refused, match="only administrator"):
        admin.disable_user("admin")
    with pytest.raises(Refused, match="administrator"):
        kit.desk(workspace, "vale").add_user("x", "X", ["officer"])


def test_a_case_of_domestic_abuse_with_nobody_harmed_is_not_handed_in(tmp_path: Path) -> None:
    """A person harmed who was forgotten must not read as nobody harmed."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    for answer, accepted in (("1", False), ("u", False), ("2", True)):
        reference = desk.new_case()
        with desk.open(reference) as opened:
            desk.add_person(
                opened, "assessed", {"name": "Alex Sample", "born": "1990-01-01", "sex": "male"}
            )
            desk.begin(opened, "custody")
            while step := desk.walk(opened).next():
                walk = desk.walk(opened)
                line = (
                    answer
                    if step.item.key == "today.da"
                    else "Words."
                    if step.item.required
                    else "u"
                )
                desk.answer(opened, walk, step, from_line(step.item, line, walk.today))
            if accepted:
                desk.submit(opened)
            else:
                with pytest.raises(Refused, match="Nobody is recorded as harmed"):
                    desk.submit(opened)


def test_a_grade_that_is_not_known_shows_no_routes(tmp_path: Path) -> None:
    """Routes show once a grade is set with a reason; not known is no grade."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = desk.new_case()
    with desk.open(reference) as opened:
        add_people(desk, opened, kit.example("custody"))
        desk.begin(opened, "custody")
        for line in ("u", "1", "PC Ash", "14/6/2026", "Afraid of him.", "3", "2"):
            walk = desk.walk(opened)
            step = walk.next()
            assert step is not None
            desk.answer(opened, walk, step, from_line(step.item, line, walk.today))
        assert not desk.walk(opened).graded()

"""One choke-point: who may do what in which state, who sees which case, and that looking is logged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import kit
from ppitui.core.acts import ACTION_OF, BESIDE
from ppitui.core.events import KINDS, Actor, Draft
from ppitui.core.life import is_youth
from ppitui.core.roles import ACTIONS, ROLES, may
from ppitui.desk.answersfile import add_people
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk
from ppitui.desk.earlier import before
from ppitui.desk.handover import leave
from ppitui.desk.looking import EARLIER, OWN, ReasonWanted
from ppitui.desk.permits import RESTRICTED, Restricted, permit
from ppitui.desk.restricting import alerts, break_glass, exclude, note_alert, readmit, restrict
from ppitui.desk.users import user_payload
from ppitui.errors import Refused, WrongCall
from ppitui.store.workspace import Workspace

STATES = ("draft", "submitted", "decided")
DANGER = "She has just rung 999 from the address."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = kit.make_workspace(tmp_path)
    with made.thread() as log:
        for who, roles in (("audit", ["auditor"]), ("oak", ["supervisor"])):
            payload = user_payload(who, f"{who.title()} Example", roles)
            actor = Actor("admin", "administrator")
            log.append(Draft(actor, "2026-06-15T02:10:00Z", "user_added", kit.pack().hash, payload))
    return made


def at(workspace: Workspace, user: str, **later: float) -> Desk:
    """Somebody's desk, some time later."""
    now = kit.NIGHT + timedelta(**later)
    return Desk(workspace, kit.pack(), kit.files(), user, lambda: now)


def decided(workspace: Workspace) -> str:
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "Agreed.")
        assert opened.case.state == "decided"
    return reference


WHO = {
    "officer": "ash",
    "youth_worker": "yarrow",
    "supervisor": "vale",
    "administrator": "admin",
    "auditor": "audit",
}


def test_w02_every_action_state_and_role_meets_the_table_at_the_choke_point(
    workspace: Workspace,
) -> None:
    """Generated whole: what the table names is let through, and everything else is refused."""
    assert set(WHO) == set(ROLES)
    ash = kit.desk(workspace, "ash")
    cases = {
        "draft": kit.answered(ash, "custody", submit=False),
        "submitted": kit.answered(ash, "custody"),
        "decided": decided(workspace),
    }
    tried = 0
    for role, user in WHO.items():
        desk = kit.desk(workspace, user)
        for state, reference in cases.items():
            with desk.reach(reference) as opened:
                assert opened.case.state == state
                for action in ACTIONS:
                    given, why = permit(desk, action, opened)
                    if role == "youth_worker" and may(action, state, role):
                        # in the table, and not on a case that is no child's
                        outside = action == "break_glass"
                        assert (given == role) is outside, (action, state)
                    else:
                        assert (given == role) is may(action, state, role), (action, state, role)
                    assert bool(why) is (given is None)
                    tried += 1
        for state in ("new", "workspace"):
            for action in ACTIONS:
                if may(action, state, role):
                    assert desk.allow(action, state) == role
                else:
                    with pytest.raises(Refused):
                        desk.allow(action, state)
                tried += 1
    print(f"\n{tried} triples at the choke-point")
    assert tried == len(ACTIONS) * 5 * 5


def test_every_kind_of_event_has_its_action_in_the_table() -> None:
    """Lines from another machine meet the same table: a new kind fails here until it has its row."""
    of_the_workspace = {"workspace_opened", "user_added", "user_disabled", "keys_changed"}
    of_the_workspace |= {"erased", "backed_up", "restored", "refused", "pack_published"}
    of_the_workspace |= {
        "pack_proposed",
        "proposal_withdrawn",
        "impact_accepted",
        "loss_accepted",
        "table_signed",
    }
    of_the_workspace |= {"reported", "unit_set"}
    assert set(ACTION_OF) == set(KINDS) - of_the_workspace
    assert set(ACTION_OF.values()) <= set(ACTIONS)
    assert set(KINDS) >= BESIDE


def test_w05_a_closed_account_is_refused_at_its_next_action(workspace: Workspace) -> None:
    """What was open stays open on the screen; nothing more is done, listed or opened with it."""
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        ash.note(opened, "before")
        kit.desk(workspace, "admin").disable_user("ash")
        for act in (lambda: ash.note(opened, "after"), ash.cases, ash.new_case):
            with pytest.raises(Refused, match="closed"):
                act()
    with pytest.raises(Refused, match="closed"), ash.open(reference):
        pass
    assert [
        e.payload["text"] for e in kit.thread_of(workspace, reference) if e.kind == "note_added"
    ] == ["before"]


# who sees which case


def test_a_youth_worker_sees_the_cases_of_children_and_keeps_them_a_while(
    workspace: Workspace,
) -> None:
    """Adults' cases are neither listed nor opened; other people's lists are as they were."""
    adult = kit.answered(kit.desk(workspace, "ash"), "custody")
    yarrow = kit.desk(workspace, "yarrow")
    child = kit.answered(yarrow, "youth", submit=False)
    assert [row["case"] for row in yarrow.cases()] == [child]
    assert [row["case"] for row in kit.desk(workspace, "ash").cases()] == [adult, child]
    with pytest.raises(Restricted, match="youth worker"), yarrow.open(adult):
        pass
    assert kit.thread_of(workspace, adult)[-1].kind == "refused"
    born = str(kit.desk(workspace, "ash").cases()[1]["born"])
    eighteen = kit.NIGHT.date().fromisoformat(born).replace(year=int(born[:4]) + 18)
    days = (eighteen - kit.NIGHT.date()).days
    assert at(workspace, "yarrow", days=days + 90).cases()
    assert not at(workspace, "yarrow", days=days + 91).cases()
    assert at(workspace, "ash", days=days + 91).cases()


def test_youth_by_the_day() -> None:
    """The eighteenth birthday, the last day of the policy, and a case that began after it."""
    today = kit.NIGHT.date()
    for born, young, opened, expected in (
        ("2008-06-16", False, "2026-01-01", True),  # 17 until tomorrow
        ("2008-06-15", False, "2026-06-14", True),  # 18 today; the case is older
        ("2008-06-15", False, "2026-06-15", False),  # 18 when it began
        ("2008-06-15", True, "2026-06-15", True),
        ("2008-03-17", True, "2026-01-01", True),  # 90 days after
        ("2008-03-16", True, "2026-01-01", False),  # 91
        ("not_known", True, "2026-01-01", True),
        ("not_known", False, "2026-01-01", False),
        ("", False, "2026-01-01", False),
    ):
        assert is_youth(young, born, opened, today, 90) is expected, (born, young, opened)


def test_w03_an_excluded_person_learns_nothing_from_any_list_or_refusal(
    workspace: Workspace,
) -> None:
    """Not a name, not a state, not a count; the words are those for a restricted record."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    hidden, other = kit.answered(ash, "custody"), kit.answered(ash, "two_harmed")
    with vale.open(hidden) as opened:
        exclude(vale, opened, "birch", "A cousin of the person assessed.")
        exclude(vale, opened, "oak", "A neighbour.")
    birch = kit.desk(workspace, "birch")
    row = birch.cases()[0]
    assert row == {"case": hidden, "fault": RESTRICTED}
    assert [one["case"] for one in kit.desk(workspace, "oak").queue()] == [other]
    with pytest.raises(Restricted) as excluded, birch.open(hidden, kit.WHY):
        pass
    with vale.open(other) as opened:
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
    with pytest.raises(Restricted) as restricted, birch.open(other, kit.WHY):
        pass
    assert str(excluded.value).replace(hidden, other) == str(restricted.value)
    assert "cousin" not in str(excluded.value)
    with pytest.raises(Restricted):
        break_glass(birch, hidden, DANGER)
    # the same person in a new case: what the hidden ones say is not offered
    with birch.open(birch.new_case()) as opened:
        add_people(birch, opened, kit.example("custody"))
        assert before(birch, opened).facts == {}
        assert before(birch, opened).grades == ()
    with vale.open(hidden) as opened:
        readmit(vale, opened, "birch", "It was another person.")
    assert birch.cases()[0]["name"]


def test_a_restriction_reaches_a_case_that_is_open_elsewhere(workspace: Workspace) -> None:
    """The next action is refused, also where that desk has read nothing new."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as mine:
        with vale.open(reference, kit.WHY) as opened:
            restrict(vale, opened, ["vale"], "The officer knows the family.")
        with pytest.raises(Refused, match=RESTRICTED):
            ash.note(mine, "too late")


def test_a_question_is_left_for_nobody_who_does_not_see_the_case(workspace: Workspace) -> None:
    """It would wait for ever: an adult's case and a youth worker, a case and somebody excluded."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = ash.new_case()
    with ash.open(reference) as opened:
        add_people(ash, opened, kit.example("custody"))
        ash.begin(opened, "custody")
        with vale.open(reference, kit.WHY) as theirs:
            exclude(vale, theirs, "birch", "A cousin.")
        ash.refresh(opened)
        for who in ("yarrow", "birch"):
            with pytest.raises(Refused, match="does not see this case"):
                leave(ash, opened, ash.walk(opened).next(), who)
        leave(ash, opened, ash.walk(opened).next(), "both")


def test_nobody_is_shut_out_so_that_no_supervisor_is_left(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    with vale.open(kit.answered(kit.desk(workspace, "ash"), "custody")) as opened:
        with pytest.raises(Refused, match="supervisor"):
            restrict(vale, opened, ["ash"], "why")
        with pytest.raises(WrongCall, match="no user"):
            restrict(vale, opened, ["vale", "nobody"], "why")
        with pytest.raises(Refused, match="another supervisor"):
            exclude(vale, opened, "vale", "why")
        with pytest.raises(WrongCall, match="reason"):
            exclude(vale, opened, "birch", " ")


def test_w04_break_glass_has_a_reason_and_an_end_and_is_told(workspace: Workspace) -> None:
    """Too short a reason is none; it ends when the policy says; supervisors see it until one takes note."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = kit.answered(ash, "custody")
    with vale.open(reference) as opened:
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
    birch = kit.desk(workspace, "birch")
    with pytest.raises(WrongCall, match="20 characters"):
        break_glass(birch, reference, "urgent")
    with pytest.raises(Refused, match="open to you"):
        break_glass(ash, reference, DANGER)
    assert break_glass(birch, reference, DANGER) == "2026-06-15T03:10:00Z"
    with pytest.raises(Refused, match="open to you"):
        break_glass(birch, reference, DANGER)  # twice
    with birch.open(reference, kit.WHY) as opened:
        assert opened.case.assessed
    later = at(workspace, "birch", minutes=60)
    with pytest.raises(Restricted), later.open(reference, kit.WHY):
        pass
    for supervisor in ("vale", "oak"):  # also the one who may not see it
        (alert,) = alerts(kit.desk(workspace, supervisor))
        assert "PC Birch Example" in alert.words
        assert "Alex" not in alert.words
    assert alerts(birch) == []
    note_alert(vale, alert)
    assert alerts(kit.desk(workspace, "oak")) == []
    with pytest.raises(Refused, match="taken note"):
        note_alert(vale, alert)
    kinds = [one.kind for one in kit.thread_of(workspace, reference)]
    assert kinds[-4:] == ["glass_broken", "looked", "refused", "glass_seen"]


# that somebody looked


def looks(workspace: Workspace, reference: str) -> list[tuple[str, str]]:
    return [
        (one.actor.id, one.payload["reason"])
        for one in kit.thread_of(workspace, reference)
        if one.kind == "looked"
    ]


def test_a05_opening_a_case_is_logged_once_a_person_day_and_reason(workspace: Workspace) -> None:
    """s.62: consultation. One's own draft of the same day is not; the next day it is."""
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    for _ in range(3):
        with ash.open(reference):
            pass
    assert looks(workspace, reference) == []
    tomorrow = at(workspace, "ash", days=1)
    for _ in range(3):
        with tomorrow.open(reference):
            pass
    assert looks(workspace, reference) == [("ash", OWN)]
    birch = kit.desk(workspace, "birch")
    for why in (kit.WHY, kit.WHY, "", "new_incident"):
        with birch.open(reference, why):
            pass
    assert looks(workspace, reference)[1:] == [("birch", kit.WHY), ("birch", "new_incident")]


def test_who_did_not_write_the_case_says_why(workspace: Workspace) -> None:
    """A reason from the list; a supervisor who decides gives it by deciding."""
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    birch, vale = kit.desk(workspace, "birch"), kit.desk(workspace, "vale")
    with pytest.raises(ReasonWanted, match="--reason"), birch.open(reference):
        pass
    with pytest.raises(WrongCall, match="not a reason"), birch.open(reference, "curious"):
        pass
    assert looks(workspace, reference) == []
    with vale.open(reference):
        pass
    assert looks(workspace, reference) == [("vale", "review_or_decision")]
    assert EARLIER not in {why for _, why in looks(workspace, reference)}

"""Two lives in which each says that the other is the one who harms: what labels waits, support goes at once.

The first is SYN-12 of the case files: she was arrested, and is on record as harmed six times. In the second the person
assessed has thirteen people harmed on record and says that she hit him first. Neither count decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import kit
from core.shipped import CASES
from desk.lives import entered
from desk.together import reviewed_by, second_supervisor
from ppitui.desk.acting import act
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.posting import available, issue, letters_of, preview
from ppitui.errors import Refused
from ppitui.letters.matter import NO_ONE_ROUTE
from ppitui.store.workspace import Workspace

SYN_12 = next(path for path in CASES if path.stem == "SYN-12")
THIRTEEN: tuple[Mapping[str, Any], Mapping[str, Any]] = (
    {
        "sex": "male",
        "age": 41,
        "da_victims": 13,
        "da_incidents_10y": 19,
        "da_incidents_12m": 4,
        "victim_history_count": 0,
    },
    {
        "risk_grade": "high",
        "violence_or_threat": True,
        "unprotected": True,
        "stalking_pattern": True,
        "new_partner_at_risk": True,
        "complainant_sex": "female",
        "harmed_age": 33,
        "child_linked": False,
        "adult_at_risk_linked": False,
    },
)
MEANWHILE = ("DVPN_DVPO", "STALKING_PROTECTION_ORDER", "DVDS_RIGHT_TO_KNOW")
LIVES = {"SYN-12": ({}, {}), "thirteen": THIRTEEN}
LABELS = {one.id for one in kit.pack().routes.values() if one.treats_as_harming} - set(MEANWHILE)


@pytest.fixture(params=LIVES)
def life(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Workspace, str]:
    """One of the two, handed in."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    return workspace, entered(workspace, SYN_12, *LIVES[request.param])


def status(desk: Desk, opened: OpenCase) -> dict[str, str]:
    return {one.id: one.status for one in desk.result(opened).routes}


def leaving(desk: Desk, opened: OpenCase) -> set[str]:
    return {one.route for one in available(desk, opened)} - set(NO_ONE_ROUTE)


def test_syn_12_nothing_that_labels_leaves_while_roles_are_undecided(
    life: tuple[Workspace, str], tmp_path: Path
) -> None:
    """Not by a letter, not by approving it, not by an override signed by two; the thread has nothing of it."""
    workspace, reference = life
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        held = {name for name, one in status(vale, opened).items() if one == "held"}
        assert {"MATAC", "DVPP", "CARA", "CHECKPOINT", "DRIVE", "IOM_FIXED"} <= held
        for letter in letters_of(opened.pack).letters.values():
            if letter.route in LABELS:
                with pytest.raises(Refused):
                    issue(vale, opened, letter.id, tmp_path / f"{letter.id}.txt")
        for route in sorted(held):
            with pytest.raises(Refused, match="held"):
                decide_route(vale, opened, route, "approve", "He did it before.")
        for route in sorted(LABELS):
            with pytest.raises(Refused, match="No override goes round that"):
                act(vale, opened, f"/override {route} raise pattern he did it before")
        assert not leaving(vale, opened) & LABELS
        assert not opened.case.overrides
    kinds = {one.kind for one in kit.thread_of(workspace, reference)}
    assert not kinds & {"letter_issued", "decided", "overridden"}
    assert not [*tmp_path.glob("*.txt"), *tmp_path.glob("*.part")]


def test_syn_12_support_and_marac_go_at_once_and_no_letter_calls_anybody_the_one_who_harms(
    life: tuple[Workspace, str], tmp_path: Path
) -> None:
    """With no supervisor there: each letter that leaves is one to be reviewed."""
    workspace, reference = life
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        now = status(ash, opened)
        goes = leaving(ash, opened)
        wanted = {"DAIO", "LIAISON_DIVERSION"} if now["MARAC"] != "recommend" else {"MARAC", "IDVA"}
        assert wanted <= goes
        sent = 0
        for letter in available(ash, opened):
            if letter.route in NO_ONE_ROUTE or letter.audience == "victim":
                continue
            text = preview(ash, opened, letter.id).lower()
            for word in ("perpetrator", "offender"):
                about = text.replace("perpetrator programme", "").replace("offender manage", "")
                assert word not in about, f"{letter.id}: {text}"
            issue(ash, opened, letter.id, tmp_path / f"{letter.id}.txt")
            sent += 1
        assert sent
        assert sum(one.early and one.review is None for one in opened.case.letters) == sent
    assert kit.desk(workspace, "vale").queue()[0]["to_review"] == sent


def test_notice_stalking_order_and_disclosure_are_decided_meanwhile(tmp_path: Path) -> None:
    """They protect, and a court or a panel hears both sides; that the roles are open stands beside them."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = entered(workspace, SYN_12, *THIRTEEN)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        for route in MEANWHILE:
            found = vale.result(opened).route(route)
            assert (found.status, "ROLES_UNDETERMINED" in found.codes) == ("consider", True)
            decide_route(vale, opened, route, "approve", "She needs it now.")
        assert set(MEANWHILE) <= set(opened.case.decisions)
        assert not leaving(vale, opened) & LABELS


def test_thirteen_people_on_record_decide_nothing_and_the_decision_releases(tmp_path: Path) -> None:
    """What was held stays so until a named supervisor says why; then it is put forward, and still waits for a yes."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = entered(workspace, SYN_12, *THIRTEEN)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        assert (
            "primary aggressor to decide" in "\n".join(str(one["clock"]) for one in vale.queue())
            or vale.queue()[0]["roles_open"]
        )
        before = status(vale, opened)
        told = act(vale, opened, "/aggressor A assessed thirteen others describe the same hands")
        assert "is open for the other party" in told
        after = status(vale, opened)
        released = {name for name in before if before[name] == "held" and after[name] != "held"}
        assert {"DRIVE", "DVPP", "MATAC_ENFORCEMENT"} <= released
        assert not leaving(vale, opened) & LABELS, "released is not approved"
    mirror = opened.case.links[0]
    with reviewed_by(workspace, mirror, "vale") as (_, other):
        assert other.case.assessed is not None
        assert other.case.assessed.name == "Jo Placeholder"
        assert other.case.state == "draft"


def test_syn_12_where_she_is_the_one_who_is_harmed_nothing_is_released(tmp_path: Path) -> None:
    """Decided for her: what labels stays held, and her support stands."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = entered(workspace, SYN_12)
    with reviewed_by(workspace, reference, "vale") as (vale, opened):
        before = status(vale, opened)
        act(vale, opened, "/aggressor A A six reports name him, none names her")
        after = status(vale, opened)
        assert {n for n, one in after.items() if one == "held"} >= {
            n for n, one in before.items() if one == "held"
        }
        assert after["WOMENS_CENTRE"] == "recommend"
        assert not leaving(vale, opened) & LABELS

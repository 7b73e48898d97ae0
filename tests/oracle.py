"""The rules by hand: one plain Python account of them, which reads no rule file.

It is the yardstick for speed and an independent second opinion in tests. Logic is Kleene's: None
is not known. A status is settled only when every way of filling what is not known, each condition
taken by itself, leaves one. So the oracle may leave open what a closer look would settle; it never
settles what is open.
"""

from __future__ import annotations

from typing import Any, TypedDict

from casefiles import MATTER_FACTS, PAIR_FACTS, PERSON_FACTS, POLICY, Case, load_case, words
from oracle_board import Board, Marks, Tri
from oracle_rules import BANDS, name_simple, name_tiers

__all__ = ["POLICY", "ROUTES", "Case", "Decision", "RouteResult", "decide", "load_case"]

RouteResult = TypedDict(
    "RouteResult",
    {
        "status": str,
        "could_be": list[str],
        "for": list[str],
        "codes": list[str],
        "rules": list[str],
    },
)


class Decision(TypedDict):
    """Every route with its status, the actions to take, and those that may yet have to be."""

    routes: dict[str, RouteResult]
    actions: list[str]
    open_actions: list[str]


ROUTES = words(
    "MARAC IDVA DAIO OUTREACH MATAC MATAC_ENFORCEMENT DA_OFFENDER_MGMT DRIVE ODOC CHECKPOINT CARA"
    " DVPP COMMUNITY_PROGRAMME IOM_FIXED IOM_FLEX IOM_FREE MAPPA DVPN_DVPO DAPN_DAPO"
    " STALKING_PROTECTION_ORDER DVDS_RIGHT_TO_KNOW MASH_CHILD ADULT_SAFEGUARDING YJS"
    " HEALTHY_RELATIONSHIPS Y2A_TRANSITION YOUNG_PEOPLE_SUBSTANCE WOMENS_CENTRE LIAISON_DIVERSION"
    " SUBSTANCE MENTAL_HEALTH HOUSING FINANCE_ADVICE EMPLOYMENT_SUPPORT HEALTH_GP EMOTION_CONTROL"
    " FAMILY_SUPPORT MENTOR VIP_NAVIGATOR COMMUNITY_PEER_MENTOR DRUG_TEST_ON_ARREST"
)
UNKNOWN: dict[str, Any] = dict.fromkeys(PERSON_FACTS | PAIR_FACTS | MATTER_FACTS)
# What the facts about a person harmed read where nobody is harmed: none, no or empty.
NOBODY: dict[str, Any] = dict.fromkeys(PAIR_FACTS, False) | {
    "risk_grade": "none",
    "risk_tool": "none",
    "dash_ticks": "none",
    "highest_grade": "none",
    "marac_months_ago": "none",
    "relationship": "none",
    "harmed_age": "none",
    "complainant_sex": "none",
    "weapon_strangulation": "none",
    "live_orders": frozenset(),
}
STATUSES = ("recommend", "consider", "not_indicated", "held", "excluded")
# One person's own status, from weakest to strongest: the case takes the strongest.
OWN = ("excluded", "not_indicated", "consider", "recommend")
EXCLUDED, NOT_INDICATED, CONSIDER, RECOMMEND = range(4)


def decide(
    person: dict[str, object], pairs: dict[str, dict[str, object]], policy: dict[str, object]
) -> Decision:
    """Takes facts (None or missing: not known) and policy; gives every route and the actions.

    `pairs` maps each person harmed to the facts about that pair; empty where nobody is harmed.
    """
    board = Board(max(len(pairs), 1))
    for run, pair in enumerate(pairs.values() or [NOBODY]):
        board.run = run
        facts = {**UNKNOWN, **policy, **person, **pair}
        name_simple(facts)
        name_tiers(facts)
        for band in BANDS:
            band(facts, board)
    ids = list(pairs)
    return {
        "routes": {route: result(board.marks.get(route), ids) for route in ROUTES},
        "actions": sorted(name for name, sure in board.actions.items() if sure),
        "open_actions": sorted(name for name, sure in board.actions.items() if not sure),
    }


def result(marks: Marks | None, ids: list[str]) -> RouteResult:
    """Gives the status of one route, whom it is for, and what bore on it."""
    if marks is None:
        status = "not_indicated"
        return {"status": status, "could_be": [], "for": ids[:], "codes": [], "rules": []}
    shared, over = settle_shared(marks)
    own = [[] if over else own_options(*slots) for slots in marks.own]
    floor = max((min(options) for options in own if options), default=EXCLUDED)
    possible = shared | {OWN[rank] for options in own for rank in options if rank >= floor}
    if len(possible) == 1:
        (status,) = possible
        could_be = []
    else:
        status = "open"
        could_be = [each for each in STATUSES if each in possible]
    theirs = [shared | {OWN[rank] for rank in options} for options in own]
    wanted = [
        who
        for who, found in zip(ids, theirs, strict=False)
        if (len(found) > 1 if could_be else found == possible)
    ]
    return {
        "status": status,
        "could_be": could_be,
        "for": wanted,
        "codes": marks.codes,
        "rules": marks.rules,
    }


def settle_shared(marks: Marks) -> tuple[set[str], bool]:
    """Gives the statuses that what binds every run alike leaves possible; whether it settles."""
    possible = set()
    for status, value in zip(("excluded", "held", "excluded"), marks.shared, strict=True):
        if value is not False:
            possible.add(status)
        if value:
            return possible, True
    return possible, False


def own_options(test: Tri, recommend: Tri, cap: Tri, consider: Tri) -> list[int]:
    """Gives the statuses that one person's own run may come to, as ranks."""
    options = []
    if test is not False:
        options.append(EXCLUDED)
    if test:
        return options
    if recommend is not False and cap is not True:
        options.append(RECOMMEND)
    if recommend and cap is False:
        return options
    if consider is not False or (recommend is not False and cap is not False):
        options.append(CONSIDER)
    if not (consider or recommend):
        options.append(NOT_INDICATED)
    return options

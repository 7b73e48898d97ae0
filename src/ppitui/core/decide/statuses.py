"""From the truths of the rules on one route to its status, in each person's run and in the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from ppitui.core.decide.results import Status
from ppitui.core.rules import ROLES, Link
from ppitui.core.values import Truth

_ROLE_AT = {role: at for at, role in enumerate(ROLES)}
_STRENGTH: tuple[Status, ...] = ("recommend", "consider", "not_indicated", "held", "excluded")


def either(first: Truth, second: Truth) -> Truth:
    """Kleene's or."""
    if first is True or second is True:
        return True
    return None if first is None or second is None else False


def any_run(truths: Sequence[Sequence[Truth]]) -> list[Truth]:
    """For each rule, whether it holds in any person's run."""
    if len(truths) == 1:
        return list(truths[0])
    return [
        True if True in column else None if None in column else False
        for column in zip(*truths, strict=True)
    ]


def possible(
    links: Iterable[Link], truths: Sequence[Truth], shared: Sequence[Truth]
) -> set[Status]:
    """Every status that the route could have in this run, read off the truths of its rules.

    A superset of what can really happen while anything is not known; exactly one status once all is
    known. The order is that of the rules: age, hold, test, recommend under no cap, consider.
    """
    by_role: list[Truth] = [False] * len(ROLES)
    for link in links:
        truth = shared[link.rule] if link.shared else truths[link.rule]
        if truth is not False:
            at = _ROLE_AT[link.role]
            by_role[at] = either(by_role[at], truth)
    return _ladder(by_role)


def _ladder(by_role: Sequence[Truth]) -> set[Status]:
    age, hold, test, cap, recommend, consider = by_role
    found: set[Status] = set()
    barriers: tuple[tuple[Truth, Status], ...] = (
        (age, "excluded"),
        (hold, "held"),
        (test, "excluded"),
    )
    for truth, status in barriers:
        if truth is not False:
            found.add(status)
        if truth is True:
            return found
    if recommend is not False and cap is not True:
        found.add("recommend")
        if recommend is True and cap is False:
            return found
    if consider is not False or (recommend is not False and cap is not False):
        found.add("consider")
    if recommend is not True and consider is not True:
        found.add("not_indicated")
    return found


def of_case(runs: Sequence[Status]) -> Status:
    """The status of the case from the settled statuses of its runs: the strongest one's.

    A hold is true in all runs, so held or excluded counts only where every run is barred.
    """
    return min(runs, key=_STRENGTH.index)


def possible_of_case(
    links: Sequence[Link], runs: Sequence[Sequence[Truth]], shared: Sequence[Truth]
) -> set[Status]:
    """Every status that the case could have, over its runs.

    A barrier that binds all runs alike is either up for all or down for all, so each way is taken by
    itself; otherwise one run barred and another not would be thought possible.
    """
    common = _roles_of((link for link in links if link.shared), shared)
    own_links = [link for link in links if not link.shared]
    own = [_roles_of(own_links, run) for run in runs]
    found: set[Status] = set()
    for ways in product(*((True, False) if one is None else (one,) for one in common)):
        each = [
            _ladder([either(way, one) for way, one in zip(ways, run, strict=True)]) for run in own
        ]
        could = each[0]
        for run in each[1:]:  # one at a time: every combination of twenty persons would never end
            could = {of_case(pair) for pair in product(could, run)}
        found |= could
    return found


def _roles_of(links: Iterable[Link], truths: Sequence[Truth]) -> list[Truth]:
    by_role: list[Truth] = [False] * len(ROLES)
    for link in links:
        at = _ROLE_AT[link.role]
        by_role[at] = either(by_role[at], truths[link.rule])
    return by_role

"""Whose result would change under a draft: every stored case decided under its own pack and under the draft.

Nothing is written, and a case is named by its reference alone.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ppitui.core.case import UnknownEvent, fold
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.settle import survey
from ppitui.core.text import visible
from ppitui.desk.desk import Desk
from ppitui.desk.packs import kept_pack
from ppitui.errors import PpituiError
from ppitui.pack.difference import differences, same_facts

PROTECTS = (
    "person_harmed",
    "safeguarding",
)  # the sides of routes that no change may quietly take away
_STRENGTH = ("recommend", "consider", "open", "not_indicated", "held", "excluded")


@dataclass(frozen=True, slots=True)
class Moved:
    """One change of one sort of result: the route or action, from what to what, and by which rules."""

    what: str
    before: str
    after: str
    rules: tuple[str, ...]
    loses: bool = False


@dataclass(slots=True)
class Impact:
    """What a draft would change: the cases by change, how many were looked at, and which could not be."""

    cases: int = 0
    moved: dict[Moved, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> set[str]:
        """The references of the cases of which anything would change."""
        return {ref for refs in self.moved.values() for ref in refs}

    def to_json(self) -> dict[str, Any]:
        """The impact as plain data."""
        groups = [
            {
                "what": one.what,
                "before": one.before,
                "after": one.after,
                "rules": list(one.rules),
                "loses_protection": one.loses,
                "cases": refs,
            }
            for one, refs in _in_order(self)
        ]
        return {
            "cases": self.cases,
            "changed": len(self.changed),
            "groups": groups,
            "unread": self.unread,
        }


def impact(desk: Desk, draft: Pack, progress: Callable[[int, int], None] | None = None) -> Impact:
    """What the draft would change in the stored cases. Raises Refused for somebody who may not ask."""
    desk.allow("impact", "workspace")
    found, packs = Impact(), {desk.pack.hash: desk.pack}
    alike: dict[str, bool] = {}
    refs = desk.workspace.cases()
    collecting = gc.isenabled()
    gc.disable()  # nearly all that is made is let go at once, by itself
    try:
        for at, ref in enumerate(refs):
            _one(desk, draft, ref, packs, alike, found)
            if progress is not None:
                progress(at + 1, len(refs))
    finally:
        if collecting:
            gc.enable()
    return found


def _one(
    desk: Desk, draft: Pack, ref: str, packs: dict[str, Pack], alike: dict[str, bool], found: Impact
) -> None:
    found.cases += 1
    try:
        with desk.workspace.case(ref) as log:
            case = fold(log.read())
        if case.pack not in packs:
            packs[case.pack] = kept_pack(desk.workspace.pack(case.pack), case.pack)
    except (PpituiError, UnknownEvent) as fault:
        found.unread[ref] = visible(str(fault))
        return
    own = packs[case.pack]
    if own.hash not in alike:
        alike[own.hash] = same_facts(own, draft, differences(own, draft))
    facts = survey(case, own, desk.today).facts
    before = decide(facts, own.rules)
    if not alike[own.hash]:
        facts = survey(case, draft, desk.today).facts
    after = decide(facts, draft.rules)
    for moved in changes(before, after, own, draft):
        found.moved.setdefault(moved, []).append(ref)


def changes(before: Result, after: Result, own: Pack, draft: Pack) -> Iterator[Moved]:
    """What differs between two results of one case: statuses, for whom, and actions."""
    old = {one.id: one for one in before.routes}
    new = {one.id: one for one in after.routes}
    for route in dict.fromkeys((*old, *new)):
        was, will = old.get(route), new.get(route)
        status = was.status if was else "not_indicated"
        becomes = will.status if will else "not_indicated"
        rules = tuple(sorted({*(was.rules if was else ()), *(will.rules if will else ())}))
        if status != becomes:
            side = (own.routes.get(route) or draft.routes[route]).side
            weaker = _STRENGTH.index(becomes) > _STRENGTH.index(status)
            yield Moved(route, status, becomes, rules, side in PROTECTS and weaker)
        elif was and will and was.whom != will.whom:
            whom = (", ".join(was.whom) or "nobody", ", ".join(will.whom) or "nobody")
            lost = set(was.whom) - set(will.whom)
            loses = bool(lost) and own.routes[route].side in PROTECTS
            yield Moved(f"{route}, for whom", *whom, rules, loses)
    raised = {one.id: one.rules for one in before.actions}
    rises = {one.id: one.rules for one in after.actions}
    for action in dict.fromkeys((*raised, *rises)):
        if (action in raised) != (action in rises):
            words = ("raised", "not raised") if action in raised else ("not raised", "raised")
            rules = raised.get(action) or rises.get(action) or ()
            yield Moved(action, *words, rules)


def _in_order(found: Impact) -> list[tuple[Moved, list[str]]]:
    return sorted(
        found.moved.items(), key=lambda one: (not one[0].loses, -len(one[1]), one[0].what)
    )


def told(found: Impact, most: int = 12) -> Iterator[str]:
    """The impact in words; what loses protection comes first."""
    yield f"{found.cases} cases looked at; {len(found.changed)} would change."
    for one, refs in _in_order(found):
        many = "1 case" if len(refs) == 1 else f"{len(refs)} cases"
        mark = "LOSES PROTECTION  " if one.loses else ""
        why = f" (rules {', '.join(one.rules)})" if one.rules else ""
        words = (one.before.replace("_", " "), one.after.replace("_", " "))
        yield f"{mark}{one.what}: was {words[0]}, would be {words[1]}: {many}{why}"
        more = f" and {len(refs) - most} more" if len(refs) > most else ""
        yield f"    {', '.join(refs[:most])}{more}"
    for ref, why in found.unread.items():
        yield f"not looked at: {ref}: {why}"

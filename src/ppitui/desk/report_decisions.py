"""Reports of what people decided: overrides, what became of referrals, and how far second grades agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ppitui.core.agreement import agreement
from ppitui.core.case import fold
from ppitui.core.decide import decide
from ppitui.core.events import Event
from ppitui.core.settle import survey
from ppitui.core.workflow import ROUTE, route_status
from ppitui.desk.clock import in_london
from ppitui.desk.report_cases import Counted, day_words
from ppitui.desk.reports import Asked, Cell, Table
from ppitui.desk.seconds import pairs_of, scale

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk

_OVERRIDES: Final = (
    ("unit", "Unit"),
    ("route", "Route"),
    ("rules_say", "Rules say"),
    ("rules", "By rule"),
    ("direction", "Direction"),
    ("reason", "Reason"),
    ("overrides", "Overrides"),
    ("countersigned", "Counter-signed"),
    ("waiting", "Waiting for a signature"),
    ("alone", "One signature is enough"),
    ("fallen", "Fell since"),
)
_OVERRIDES_NAMED: Final = (
    ("case", "Case"),
    ("person", "Person assessed"),
    ("unit", "Unit"),
    *_OVERRIDES[1:6],
    ("by", "By"),
    ("at", "On"),
    ("stands", "Stands"),
    ("countersigned_by", "Counter-signed by"),
)


def overrides(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:
    """Overrides made in these days, by route, the rules that they stand beside, direction and reason."""
    found = [
        (one, event, _rules(one, event))
        for one in cases
        for event in one.events
        if event.kind == "overridden" and asked.period.holds(event.at)
    ]
    notes = (
        "By rule: the rules that had fired on the route when it was overridden; none where nothing led to it.",
        "Fell since: the case was returned or handed in again, or another override took its place.",
    )
    if asked.names:
        names = desk.names()
        named = tuple(_override(one, event, rules, names) for one, event, rules in found)
        return Table(
            _OVERRIDES_NAMED, named, notes, tuple(one.case.reference for one, _, _ in found)
        )
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for one, event, rules in found:
        key = (one.unit, *_of_override(event, rules))
        groups.setdefault(key, Counter())[_stands(one, event)] += 1
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *key,
            count.total(),
            *(count[one] for one in ("countersigned", "waiting", "alone", "fallen")),
        )
        for key, count in sorted(groups.items())
    )
    return Table(_OVERRIDES, rows, notes)


def _of_override(event: Event, rules: str) -> tuple[str, str, str, str, str]:
    said = event.payload
    over = str(said["over"]).replace("_", " ")
    return str(said["route"]), over, rules, str(said["direction"]), str(said["code"])


def _rules(one: Counted, event: Event) -> str:
    """The rules that had fired on the route when it was overridden."""
    case = fold(one.events[: event.seq - 1])
    facts = survey(case, one.pack, in_london(event.at).date()).facts
    rules = decide(facts, one.pack.rules).route(str(event.payload["route"])).rules
    return " ".join(rules) or "none"


def _stands(one: Counted, event: Event) -> str:
    now = one.case.overrides.get(str(event.payload["route"]))
    if now is None or now.seq != event.seq:
        return "fallen"
    return "waiting" if not now.counts else "countersigned" if now.signed else "alone"


def _override(one: Counted, event: Event, rules: str, names: dict[str, str]) -> tuple[Cell, ...]:
    now = one.case.overrides.get(str(event.payload["route"]))
    signed = now.signed if now and now.seq == event.seq else None
    return (
        one.case.reference,
        one.name,
        one.unit,
        *_of_override(event, rules),
        names.get(event.actor.id, event.actor.id),
        day_words(event.at),
        _stands(one, event),
        names.get(signed.actor, signed.actor) if signed else None,
    )


_STATES: Final = tuple(
    dict.fromkeys(
        (
            "approved",
            *(one for one in ROUTE.states if one not in ("waits", "declined", "taken_back")),
        )
    )
)
_REFERRALS: Final = (
    ("unit", "Unit"),
    ("route", "Route"),
    ("referrals", "Referrals"),
    *((one, one.replace("_", " ")) for one in _STATES),
    ("reasons", "Reasons of those that ended"),
)
_REFERRALS_NAMED: Final = (
    ("case", "Case"),
    ("person", "Person assessed"),
    ("unit", "Unit"),
    ("route", "Route"),
    ("state", "State"),
    ("since", "Since"),
    ("reason", "Reason"),
)


def referrals(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:  # noqa: ARG001  # every kind is called alike
    """What became of the referrals approved or sent in these days."""
    found = [(one, *ref) for one in cases for ref in _referred(one, asked)]
    notes = (
        "Counted are referrals approved, or sent before a decision, in these days; each stands where it is now.",
        "Approved: nobody has recorded yet that it left.",
    )
    if asked.names:
        named = tuple(
            (
                one.case.reference,
                one.name,
                one.unit,
                route,
                state.replace("_", " "),
                day_words(at),
                code or None,
            )
            for one, route, state, at, code in found
        )
        return Table(_REFERRALS_NAMED, named, notes, tuple(one[0].case.reference for one in found))
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one, route, state, _, code in found:
        groups.setdefault((one.unit, route), []).append((state, code))
    rows: list[tuple[Cell, ...]] = []
    for key, some in sorted(groups.items()):
        states = Counter(state for state, _ in some)
        codes = Counter(code for _, code in some if code)
        why = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        rows.append((*key, len(some), *(states[one] for one in _STATES), why or None))
    return Table(_REFERRALS, tuple(rows), notes)


def _referred(one: Counted, asked: Asked) -> Iterator[tuple[str, str, str, str]]:
    """Route, state, since when, and the reason of each referral of a case."""
    case = one.case
    approved = {route: d for route, d in case.decisions.items() if d.decision == "approve"}
    for route in dict.fromkeys((*approved, *case.referrals)):
        moves = case.referrals.get(route, ())
        first = min(
            at for at in ([approved[route].at] if route in approved else []) + [m.at for m in moves]
        )
        if asked.period.holds(first):
            last = moves[-1] if moves else None
            since = last.at if last else approved[route].at
            yield route, route_status(case, route), since, last.code if last else ""


def agreed(desk: Desk, asked: Asked, cases: Sequence[Counted]) -> Table:
    """First grades beside blind second grades given in these days, and how far they agree."""
    grades = scale(desk.pack)
    columns = (
        ("unit", "Unit"),
        ("first", "First grade"),
        *((f"second_{one}", f"second: {one}") for one in grades),
    )
    pairs: list[tuple[Counted, str, str]] = []
    asked_for = declined = lone = 0
    for one in cases:
        for second in one.case.seconds:
            declined += second.declined and asked.period.holds(second.at)
            asked_for += second.waits
            if second.grades and asked.period.holds(second.at):
                both = [two for two in pairs_of(second).values() if set(two) <= set(grades)]
                lone += len(second.grades) - len(both)
                pairs += [(one, *two) for two in both]
    counts = Counter((one.unit, *two) for one, *two in pairs)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (unit, first, *(counts[(unit, first, second)] for second in grades))
        for unit in sorted({one.unit for one, *_ in pairs})
        for first in grades
    )
    notes = (
        agreement([(first, second) for _, first, second in pairs], grades).words,
        f"Waiting for a second grade: {asked_for}. Declined: {declined}. Without a first grade to compare: {lone}.",
        "One grade for each person harmed. Cases are chosen by whoever asked, so this is no sample of all cases.",
    )
    return Table(columns, rows, notes)

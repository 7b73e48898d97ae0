"""Reports of what people decided: overrides, what became of referrals, and how far second grades agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ppitui.core.agreement import agreement
from ppitui.core.case import fold
from ppitui.core.decide import decide
from ppitui.core.events import Event
from ppitui.core.settle import survey
from ppitui.core.workflow import ROUTE, route_status
from ppitui.desk.clock import in_london
from ppitui.desk.report_cases import Counted, cases_of, day_words, with_names
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


@dataclass(frozen=True, slots=True)
class _Overridden:
    """One override: what it is counted under, how it stands, and its row in a report with names."""

    key: tuple[str, ...]
    stands: str
    named: tuple[Cell, ...]


def overridden(_desk: Desk, asked: Asked, one: Counted) -> list[_Overridden]:
    """The overrides of a case that were made in these days."""
    found = [event for event in one.events if event.kind == "overridden"]
    return [_override(one, event) for event in found if asked.period.holds(event.at)]


def overrides(desk: Desk, asked: Asked, seen: list[_Overridden]) -> Table:
    """Overrides made in these days, by route, the rules that they stand beside, direction and reason."""
    notes = (
        "By rule: the rules that had fired on the route when it was overridden; none where nothing led to it.",
        "Fell since: the case was returned or handed in again, or another override took its place.",
    )
    if asked.names:
        named = with_names(desk, (one.named for one in seen), 8, 11)
        return Table(_OVERRIDES_NAMED, named, notes, cases_of(named))
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for one in seen:
        groups.setdefault(one.key, Counter())[one.stands] += 1
    states = ("countersigned", "waiting", "alone", "fallen")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*key, count.total(), *(count[one] for one in states))
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


def _override(one: Counted, event: Event) -> _Overridden:
    now = one.case.overrides.get(str(event.payload["route"]))
    signed = now.signed if now and now.seq == event.seq else None
    of, stands = _of_override(event, _rules(one, event)), _stands(one, event)
    named = (
        *(one.case.reference, one.name, one.unit, *of),
        *(event.actor.id, day_words(event.at), stands, signed.actor if signed else None),
    )
    return _Overridden((one.unit, *of), stands, named)


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


@dataclass(frozen=True, slots=True)
class _Referral:
    """One referral of a case: where it stands since when, and why it ended where it did not go well."""

    case: str
    name: str
    unit: str
    route: str
    state: str
    since: str
    code: str


def referred(_desk: Desk, asked: Asked, one: Counted) -> list[_Referral]:
    """The referrals of a case that were approved, or sent before a decision, in these days."""
    who = (one.case.reference, one.name, one.unit)
    return [_Referral(*who, *each) for each in _referred(one, asked)]


def referrals(_desk: Desk, asked: Asked, seen: list[_Referral]) -> Table:
    """What became of the referrals approved or sent in these days."""
    notes = (
        "Counted are referrals approved, or sent before a decision, in these days; each stands where it is now.",
        "Approved: nobody has recorded yet that it left.",
    )
    if asked.names:
        named: tuple[tuple[Cell, ...], ...] = tuple(
            (
                *(one.case, one.name, one.unit, one.route, one.state.replace("_", " ")),
                *(day_words(one.since), one.code or None),
            )
            for one in seen
        )
        return Table(_REFERRALS_NAMED, named, notes, cases_of(named))
    groups: dict[tuple[str, str], list[_Referral]] = {}
    for one in seen:
        groups.setdefault((one.unit, one.route), []).append(one)
    rows: list[tuple[Cell, ...]] = []
    for key, some in sorted(groups.items()):
        states = Counter(one.state for one in some)
        codes = Counter(one.code for one in some if one.code)
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


@dataclass(frozen=True, slots=True)
class _Graded:
    """A request for a second grade: whether it waits or was declined, and the pairs of grades that came of it."""

    unit: str
    waits: bool
    declined: bool
    pairs: tuple[tuple[str, str], ...]
    lone: int


def graded(_desk: Desk, asked: Asked, one: Counted) -> list[_Graded]:
    """The second grades of a case that wait, or were given or declined in these days."""
    return [
        _Graded(
            one.unit,
            each.waits,
            each.declined,
            tuple(pairs_of(each).values()),
            len(each.grades) - len(pairs_of(each)),
        )
        for each in one.case.seconds
        if each.waits or asked.period.holds(each.at)
    ]


def agreed(desk: Desk, _asked: Asked, seen: list[_Graded]) -> Table:
    """First grades beside blind second grades given in these days, and how far they agree."""
    grades = scale(desk.pack)
    columns = (
        ("unit", "Unit"),
        ("first", "First grade"),
        *((f"second_{one}", f"second: {one}") for one in grades),
    )
    pairs = [(one.unit, *two) for one in seen for two in one.pairs if set(two) <= set(grades)]
    counts = Counter(pairs)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (unit, first, *(counts[(unit, first, second)] for second in grades))
        for unit in sorted({unit for unit, *_ in pairs})
        for first in grades
    )
    waiting, declined = sum(one.waits for one in seen), sum(one.declined for one in seen)
    lone = sum(one.lone for one in seen)
    notes = (
        agreement([(first, second) for _, first, second in pairs], grades).words,
        f"Waiting for a second grade: {waiting}. Declined: {declined}. Without a first grade to compare: {lone}.",
        "A grade stands in lists of cases until somebody is asked: who looked there before may have seen the first.",
        "One grade for each person harmed. Cases are chosen by whoever asked, so this is no sample of all cases.",
    )
    return Table(columns, rows, notes)

"""Dated to-dos: what is read from dates, and what the facts say on another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ppitui.core.calendar import birthday, months_after, read_from
from ppitui.core.decide.results import Result
from ppitui.core.facts import Facts, FactType
from ppitui.core.outputs.kinds import Dated
from ppitui.core.values import NOTHING, Range, Value


@dataclass(frozen=True, slots=True)
class Due:
    """One dated to-do; `day` is None where the date that it is read from is not known."""

    id: str
    day: date | None
    says: str
    about: str
    source: str
    sure: str
    missing: str = ""


def due_dates(result: Result, dated: tuple[Dated, ...], on: date) -> tuple[Due, ...]:
    """What falls due, soonest first, those without a known date last. What lies before `on` is left out.

    `on` is the day on which the rules were applied. A date that is not known is listed only where its condition is
    known to hold.
    """
    found: list[Due] = []
    for one in dated:
        kind = result.rules.facts.get(one.start)
        if kind is None:
            continue
        for run in result.runs if kind.scope == "pair" else result.runs[:1]:
            wanted = one.condition(run.env) if one.condition else None
            if wanted is False:
                continue
            index = result.rules.slots.index
            left = run.env[index[one.left]] if one.left in index else None
            start = run.env[index[one.start]]
            if start is NOTHING or (start is None and left is NOTHING):
                continue
            about = run.about if kind.scope == "pair" else ""
            day = _day(one, start, left, result, on)
            if day < on if day else wanted is not True:
                continue
            missing = "" if day else kind.means
            found.append(Due(one.id, day, one.says, about, one.source, one.sure, missing))
    return tuple(sorted(found, key=lambda due: (due.day is None, due.day or on, due.id)))


def _day(one: Dated, start: Value, left: Value, result: Result, on: date) -> date | None:
    if not isinstance(start, str):
        return on + timedelta(days=left) if isinstance(left, int) else None
    day = date.fromisoformat(start)
    add = _amount(one.add, result)
    if add is None:
        return None
    if one.unit == "years":
        return birthday(day, add)
    return months_after(day, add) if one.unit == "months" else day + timedelta(days=add)


def _amount(add: int | str, result: Result) -> int | None:
    if isinstance(add, int):
        return add
    value = result.facts.policy.get(add, result.rules.policy[add][1])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def facts_on(facts: Facts, types: Mapping[str, FactType], day: date) -> Facts:
    """The facts as they read on another day: every number that is read from a date is read anew.

    Where only the number was stated, it moves with the days between; years and months that may have turned in between
    become a range. A number stated with no day of its own is then not known. Raises ValueError for a day before the
    one on which the facts were stated.
    """
    stated = facts.person.get("assessed_on")
    before = date.fromisoformat(stated) if isinstance(stated, str) else None
    if before and day < before:
        raise ValueError(
            f"the facts were stated on {before:%d/%m/%Y}; choose that day or a later one"
        )
    person = {**_moved(facts.person, types, before, day), "assessed_on": day.isoformat()}
    pairs = {who: _moved(pair, types, before, day) for who, pair in facts.pairs.items()}
    return Facts(_age_by_18(person, facts.person, types), pairs, facts.reasons, facts.policy)


def _moved(
    values: Mapping[str, Value], types: Mapping[str, FactType], before: date | None, day: date
) -> dict[str, Value]:
    found = dict(values)
    for name, kind in types.items():
        if not kind.reads:
            continue
        how, stored = kind.reads
        if isinstance(values.get(stored), str):
            found[name] = read_from(how, values[stored], day)
        elif name in values:
            found[name] = _later(how, values[name], before, day, kind)
    return found


def _later(how: str, value: Value, before: date | None, day: date, kind: FactType) -> Value:
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if before is None:
        return None
    days = (day - before).days
    if how in ("days_until", "days_to_birthday_18"):
        return value - days if days < value or (days == value and how == "days_until") else NOTHING
    if how == "days_since":
        return min(value + days, kind.high)
    # The day within the year (or month) on which it turns is not known: both ends are possible.
    here: tuple[int, ...]
    there: tuple[int, ...]
    if how == "months_since":
        turns = (day.year - before.year) * 12 + day.month - before.month
        here, there = (before.day,), (day.day,)
    else:
        turns = day.year - before.year
        here, there = (before.month, before.day), (day.month, day.day)
    return _range(value + turns - (there < here), value + turns + (there > here), kind)


def _range(low: int, high: int, kind: FactType) -> Value:
    low, high = min(low, kind.high), min(high, kind.high)
    return low if low == high else Range(low, high)


def _age_by_18(
    person: dict[str, Value], before: Mapping[str, Value], types: Mapping[str, FactType]
) -> Mapping[str, Value]:
    """An age that is known only as a range, where the days to the eighteenth birthday say on which side it lies."""
    age = person.get("age")
    left = person.get("days_to_18")
    if not isinstance(age, Range) or not isinstance(before.get("days_to_18"), int):
        return person
    if left is NOTHING:
        person["age"] = _range(max(age.low, 18), max(age.high, 18), types["age"])
    elif isinstance(left, int):
        person["age"] = _range(min(age.low, 17), min(age.high, 17), types["age"])
    return person

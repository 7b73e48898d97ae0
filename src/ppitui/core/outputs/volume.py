"""Volume group A to E, repeat and serial: arithmetic on counts of the record, never a pattern or a finding.

Three or more incidents of a sort in ten years is high volume, crime or not: the one published threshold (Crest
Advisory 2023; docs/SOURCES.md, S1). Repeat is more than one incident against the same person; serial is more than one
person harmed (the same source).
"""

from __future__ import annotations

from dataclasses import dataclass

from ppitui.core.values import Range, Truth, Value

HIGH_VOLUME = 3
GROUPS = "ABCDE"
_ANY = 10**6


@dataclass(frozen=True, slots=True)
class Volume:
    """The groups that the counts allow (one, once enough is known), and whether repeat or serial."""

    groups: tuple[str, ...]
    repeat: Truth
    serial: Truth
    missing: tuple[str, ...]


def group(da: int, other: int) -> str:
    """The group of two known counts of incidents: domestic abuse, and everything else."""
    if da >= HIGH_VOLUME:
        return "B" if other >= HIGH_VOLUME else "A"
    if other >= HIGH_VOLUME:
        return "D"
    return "C" if other else "E"


def volume(da: Value, other: Value, people: Value, *, again: Truth = None) -> Volume:
    """From the counts of incidents and of people harmed; `again` is whether one person is on record as harmed twice."""
    few, many = _bounds(da)
    least, most = _bounds(other)
    ends = {group(one, two) for one in _telling(few, many) for two in _telling(least, most)}
    missing = {
        "incidents of domestic abuse": few != many,
        "other incidents": least != most,
        "people harmed": len({*_bounds(people)}) == 2,
    }
    return Volume(
        tuple(one for one in GROUPS if one in ends),
        _repeat((few, many), _bounds(people), again),
        _at_least_two(*_bounds(people)),
        tuple(name for name, is_missing in missing.items() if is_missing),
    )


def _bounds(count: Value) -> tuple[int, int]:
    if isinstance(count, int) and not isinstance(count, bool):
        return count, count
    return (count.low, count.high) if isinstance(count, Range) else (0, _ANY)


def _telling(low: int, high: int) -> list[int]:
    """The counts between the bounds that can make a difference: none, some, many."""
    return [one for one in (0, 1, HIGH_VOLUME) if low <= one <= high] + [low, high]


def _at_least_two(low: int, high: int) -> Truth:
    return True if low >= 2 else False if high < 2 else None


def _repeat(incidents: tuple[int, int], people: tuple[int, int], again: Truth) -> Truth:
    """Yes where there are more incidents than people harmed; no only where there are fewer than two incidents.

    As many people as incidents proves nothing: one incident may have harmed several of them.
    """
    if again is True or (incidents[0] >= 2 and incidents[0] > people[1]):
        return True
    return False if incidents[1] < 2 else None

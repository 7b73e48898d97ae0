"""Small numbers held back, so that a table tells of a group and never of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Counts = Mapping[str, Mapping[str, int]]
Shown = dict[str, dict[str, int | None]]


def held_back(counts: Counts, whole: str, least: int) -> Shown:
    """The counts with None for each that is held back. `counts` is group, then column; `whole` the column of all.

    Held back is a count from 1 to `least` - 1, and one that leaves as few in the rest of its group (9 of 10 tell of
    the tenth). A group with so few in it shows nothing at all. Then, column by column, the next smallest counts too,
    until what a total would give away is at least two groups and at least `least` people: nobody can take the counts
    that show from a total and find one that does not. Where no group is left to hide behind, the whole column goes.
    """
    columns = list(dict.fromkeys(name for row in counts.values() for name in row))
    hidden = {
        (group, name)
        for group in counts
        for name in columns
        if _small(counts, group, name, whole, least)
    }
    moved = True
    while moved:
        before = len(hidden)
        for name in columns:
            hidden |= _second(counts, name, hidden, least)
        # A group of which nobody may know how many it has tells by none of its other counts either.
        hidden |= {
            (group, name) for group in counts for name in columns if (group, whole) in hidden
        }
        moved = len(hidden) > before
    return {
        group: {name: None if (group, name) in hidden else row[name] for name in columns}
        for group, row in counts.items()
    }


def _small(counts: Counts, group: str, name: str, whole: str, least: int) -> bool:
    count, everybody = counts[group][name], counts[group][whole]
    rest = everybody - count
    return 0 < everybody < least or 0 < count < least or 0 < rest < least


def _second(
    counts: Counts, name: str, hidden: set[tuple[str, str]], least: int
) -> set[tuple[str, str]]:
    """What else of this column has to go."""
    gone = [group for group in counts if (group, name) in hidden]
    if not gone:
        return set()
    left = sorted(
        (group for group in counts if group not in gone),
        key=lambda group: (counts[group][name] == 0, counts[group][name]),
    )
    while left and not _safe([counts[group][name] for group in gone], least):
        gone.append(left.pop(0))
    return {
        (group, name)
        for group in (gone if _safe([counts[g][name] for g in gone], least) else counts)
    }


def _safe(found: Sequence[int], least: int) -> bool:
    """Whether what is held back of a column cannot be told from its total."""
    return sum(count > 0 for count in found) > 1 and sum(found) >= least


def all_hidden(shown: Shown) -> bool:
    """Whether nothing is left to show."""
    return all(count is None for row in shown.values() for count in row.values())

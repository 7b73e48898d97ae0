"""Small numbers: what shows can be known, and what does not show cannot be reckoned from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.suppressing import held_back

LEAST = 5


@st.composite
def tables(draw: st.DrawFn) -> dict[str, dict[str, int]]:
    """Groups, how many are in each, and how many of those something happened to."""
    sizes = draw(st.lists(st.integers(0, 30), min_size=1, max_size=7))
    return {
        f"g{at}": {"all": size, "a": draw(st.integers(0, size)), "b": draw(st.integers(0, size))}
        for at, size in enumerate(sizes)
    }


@given(tables())
def test_nothing_small_shows(counts: dict[str, dict[str, int]]) -> None:
    """Neither a small count, nor one that leaves a small rest of its group."""
    for group, row in held_back(counts, "all", LEAST).items():
        for name, count in row.items():
            if count is not None:
                assert count == counts[group][name]
                assert not 0 < count < LEAST
                assert not 0 < counts[group]["all"] - count < LEAST


@given(tables())
def test_a_total_does_not_give_away_what_is_held_back(counts: dict[str, dict[str, int]]) -> None:
    """With the total of a column known, what is left over is at least two groups and not few; or nothing shows."""
    shown = held_back(counts, "all", LEAST)
    for name in ("all", "a", "b"):
        gone = [counts[group][name] for group in counts if shown[group][name] is None]
        if gone and len(gone) < len(counts):
            assert sum(count > 0 for count in gone) >= 2
            assert sum(gone) >= LEAST


@given(tables())
def test_a_group_too_small_to_count_shows_nothing(counts: dict[str, dict[str, int]]) -> None:
    for row in held_back(counts, "all", LEAST).values():
        if row["all"] is None:
            assert set(row.values()) == {None}


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    """Two of the third group: the total would tell it, so the second group goes too; the first stays."""
    counts = {"x": {"all": 400}, "y": {"all": 60}, "z": {"all": 2}}
    shown = held_back(counts, "all", LEAST)
    assert shown == {"x": {"all": 400}, "y": {"all": None}, "z": {"all": None}}


def test_large_groups_show_as_they_are() -> None:
    """Nothing is held back for its own sake, a nought of a large group included."""
    counts = {"x": {"all": 40, "a": 0}, "y": {"all": 60, "a": 60}}
    assert held_back(counts, "all", LEAST) == counts

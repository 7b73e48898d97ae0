"""How far two graders agree: against a figure worked out by hand, and what must hold for any pairs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppitui.core.agreement import ENOUGH, agreement

SCALE = ("standard", "medium", "high")
PAIRS = st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), max_size=40)


def test_kappa_is_what_a_hand_works_out() -> None:
    """Ten pairs: 6 alike, 3 one step apart, 1 two steps: 5 steps. The 100 pairs of the margins add to 82."""
    pairs = [("standard", "standard")] * 3 + [("medium", "medium")] * 2 + [("high", "high")]
    pairs += [("standard", "medium")] * 2 + [("medium", "high"), ("high", "standard")]
    # first: 5 standard, 3 medium, 2 high; second: 4 standard, 4 medium, 2 high
    apart = 5 * (4 * 1 + 2 * 2) + 3 * (4 * 1 + 2 * 1) + 2 * (4 * 2 + 4 * 1)
    assert apart == 82
    found = agreement(pairs, SCALE)
    assert (found.pairs, found.exact) == (10, 6)
    assert found.kappa == 1 - Fraction(5 * 10, 82)


@given(PAIRS)
def test_kappa_is_one_only_where_all_agree_and_does_not_care_who_was_first(
    pairs: list[tuple[str, str]],
) -> None:
    found = agreement(pairs, SCALE)
    turned = agreement([(second, first) for first, second in pairs], SCALE)
    assert found == turned
    assert found.exact <= found.pairs == len(pairs)
    if found.kappa is not None:
        assert found.kappa <= 1
        assert (found.kappa == 1) == (found.exact == found.pairs)


def test_few_pairs_are_said_to_be_few_and_none_to_be_none() -> None:
    """A coefficient of a handful of pairs is never shown as if it meant something."""
    assert "nothing to compare" in agreement([], SCALE).words
    few = agreement([("high", "medium"), ("high", "high"), ("standard", "standard")], SCALE)
    assert "Do not rely on it" in few.words
    assert "2 of 3" in few.words
    many = agreement([("high", "high"), ("standard", "medium")] * ENOUGH, SCALE)
    assert "Do not rely on it" not in many.words


def test_one_grade_only_has_no_kappa() -> None:
    """Where chance alone would agree always, agreement beyond chance has no meaning."""
    found = agreement([("medium", "medium")] * 50, SCALE)
    assert found.kappa is None
    assert "No kappa" in found.words


def test_a_grade_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        agreement([("none", "high")], SCALE)

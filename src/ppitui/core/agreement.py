"""How far two people who graded the same thing apart agree: how often exactly, and beyond what chance would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Below this a coefficient moves so much with a single pair that it says next to nothing. The number is ours.
ENOUGH = 30


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs of grades: how many, how many exactly alike, and the weighted kappa where there is one."""

    pairs: int
    exact: int
    kappa: Fraction | None

    @property
    def words(self) -> str:
        """In words, and honest about how little a few pairs say."""
        if not self.pairs:
            return "No case has two grades yet, so there is nothing to compare."
        told = f"The same grade in {self.exact} of {self.pairs}."
        if self.kappa is None:
            return f"{told} No kappa: both always gave one and the same grade, so chance cannot be taken off."
        told += f" Weighted kappa {float(self.kappa):.2f}"
        if self.pairs < ENOUGH:
            return f"{told}, from fewer than {ENOUGH} pairs: one pair more could move it far. Do not rely on it."
        return f"{told} (1 is full agreement, 0 what chance would give)."


def agreement(pairs: Sequence[tuple[str, str]], scale: Sequence[str]) -> Agreement:
    """How far the pairs (first grade, second grade) agree on an ordered `scale` of at least two grades.

    Weighted kappa with linear weights: 1 - sum(w x observed) / sum(w x expected), where w is how many steps of the
    scale lie between the two grades, and expected is what the two margins give by chance. None where nothing is
    expected to differ. J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), 213-220; exact agreement with it,
    because kappa alone misleads where one grade is far the commonest. Raises ValueError for a grade off the scale.
    """
    place = {grade: at for at, grade in enumerate(scale)}
    if any(grade not in place for pair in pairs for grade in pair):
        raise ValueError("a grade that is not on the scale")
    first = [place[one] for one, _ in pairs]
    second = [place[other] for _, other in pairs]
    exact = sum(one == other for one, other in pairs)
    observed = sum(abs(one - other) for one, other in zip(first, second, strict=True))
    apart = sum(abs(one - other) for one in first for other in second)
    kappa = 1 - Fraction(observed * len(pairs), apart) if apart else None
    return Agreement(len(pairs), exact, kappa)

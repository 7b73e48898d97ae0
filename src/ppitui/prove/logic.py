"""And, or and not of formulas, leaving out what is fixed.

Where all is known, and where nobody is harmed, most parts of a formula are fixed before anything is asked. Writing them
down took longer than the proofs. Only what is the constant itself is left out: nothing is reasoned about here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import z3

Formula: TypeAlias = Any  # z3 ships no types
YES, NO = z3.BoolVal(True), z3.BoolVal(False)


def constant(truth: bool) -> Formula:
    """A formula that is fixed."""
    return YES if truth else NO


def every(*parts: Formula) -> Formula:
    """All of them; YES where there are none."""
    return _joined(parts, YES, NO, z3.And)


def some(*parts: Formula) -> Formula:
    """Any of them; NO where there are none."""
    return _joined(parts, NO, YES, z3.Or)


def opposite(part: Formula) -> Formula:
    """Not that."""
    if part is YES or part is NO:
        return NO if part is YES else YES
    return z3.Not(part)


def where(test: Formula, so: Formula, otherwise: Formula) -> Formula:
    """One or the other, of any sort."""
    if test is YES or so is otherwise:
        return so
    return otherwise if test is NO else z3.If(test, so, otherwise)


def _joined(parts: Iterable[Formula], idle: Formula, deciding: Formula, join: Any) -> Formula:
    left = [part for part in parts if part is not idle]
    if any(part is deciding for part in left):
        return deciding
    if len(left) < 2:
        return left[0] if left else idle
    return join(left)

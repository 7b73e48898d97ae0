"""Every part of the shipped rules is held by a case file: what is taken away is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

import mutation
from core.shipped import CASES, case_file, facts_of, pack
from ppitui.core.decide import decide


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_shipped_rules_give_what_the_case_file_says(path: Path) -> None:
    case = case_file(path)
    assert mutation.as_expected(decide(facts_of(case), pack().rules), case.expect)


def test_no_part_of_a_rule_can_be_lost_without_a_case_noticing() -> None:
    """A rule, a test, a hold, a cap, a route or an action of one: each lost in turn, each missed by some case."""
    survivors = mutation.survivors()
    assert set(survivors) - set(mutation.REASONS) == set(), "write a case, or a reason"
    assert set(mutation.REASONS) - set(survivors) == set(), "a reason that is no longer needed"

"""The files of what stands beside the routes: a wrong name is found at its place."""

from __future__ import annotations

import pytest

from core.shipped import pack_files
from pack.breaking import Break, broken, points_at
from ppitui.pack.load import load

BREAKS = [
    Break(
        "an offence that is none",
        "harm_weights_cchi.yaml",
        "  murder: 5475",
        "  murdr: 5475",
        "UNKNOWN_NAME",
        "5475",
        "murder",
    ),
    Break(
        "a weight with two places",
        "harm_weights_css.yaml",
        '"275.3"',
        '"275.33"',
        "PATTERN",
        '"275.33"',
    ),
    Break(
        "a marker on no fact",
        "typologies.yaml",
        'when: "ccb_evidence", says',
        'when: "ccb_evidense", says',
        "CONDITION",
        "ccb_evidense",
    ),
    Break(
        "more markers wanted than there are",
        "typologies.yaml",
        "least: 2",
        "least: 9",
        "RANGE",
        "9",
    ),
    Break(
        "a prompt on no fact",
        "recommendations.yaml",
        'when: "linked_now"',
        'when: "linked_then"',
        "CONDITION",
        "linked_then",
    ),
    Break(
        "a date that is no date",
        "dates.yaml",
        "from: release_on",
        "from: release_in_days",
        "READS",
        "release_in_days",
    ),
    Break(
        "a setting that is none",
        "dates.yaml",
        "marac_repeat_months",
        "marac_months",
        "UNKNOWN_NAME",
        "marac_months",
    ),
    Break(
        "a carried word that is none",
        "facts.yaml",
        "carries: [yes]",
        "carries: [maybe]",
        "UNKNOWN_NAME",
        "maybe",
    ),
    Break(
        "an earlier value of another kind",
        "facts.yaml",
        "earlier_of: risk_grade",
        "earlier_of: risk_tool",
        "READS",
        "risk_tool",
    ),
]


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_y03_each_wrong_name_is_found_at_its_place(one: Break) -> None:
    found = broken(one)
    assert found.pack is None
    matching = [finding for finding in found.errors if points_at(finding, one)]
    assert matching, [str(finding) for finding in found.errors]


def test_a_pack_without_these_files_still_loads_and_shows_nothing_beside() -> None:
    """A force may leave any of them out."""
    beside = (
        "harm_weights",
        "typologies",
        "recommendations",
        "compliance_flags",
        "grade_signs",
        "contradictions",
        "dates",
    )
    files = {
        name: raw
        for name, raw in pack_files().items()
        if not name.startswith(tuple(f"instruments/{one}" for one in beside))
    }
    loaded = load(files)
    assert loaded.pack is not None
    besides = loaded.pack.besides
    shown = [*besides.weights, *besides.typologies, *(besides.prompts or ()), *besides.dates]
    assert shown == []

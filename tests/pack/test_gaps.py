"""Bands, thresholds and dates: every score that can be reached is in one band, and no false alarm is given."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.shipped import pack_files
from ppitui.core.conditions import nodes as n
from ppitui.core.findings import Finding
from ppitui.core.reachable import reachable
from ppitui.core.rules import Ruleset
from ppitui.pack.load import load


def found(files: Mapping[str, str]) -> list[Finding]:
    """What is found in the shipped pack with these files put in or added to."""
    changed = dict(pack_files())
    for name, text in files.items():
        path = f"instruments/{name}"
        changed[path] = changed.get(path, b"") + text.encode()
    return [one for one in load(changed).findings if one.id.startswith(("BAND", "NEVER_F", "DATE"))]


def mood(*bands: str, items: int = 9, high: int = 3) -> dict[str, str]:
    """A questionnaire of nine items of 0 to 3, added up, in these bands (id from to)."""
    facts = "".join(
        f"  mood{at}:\n    {{scope: person, type: number, from: 0, to: {high}, means: item {at}}}\n"
        for at in range(items)
    )
    total = ", ".join(f"mood{at}" for at in range(items))
    listed = "\n".join(
        "      - {{id: {0}, from: {1}, to: {2}, says: {0}}}".format(*one.split()) for one in bands
    )
    return {
        "facts.yaml": "\n" + facts,
        "derived.yaml": f'\n  mood:\n    {{is: "sum({total})", means: "the sum of the items"}}\n',
        "mood_bands.yaml": f"kind: bands\nbands:\n  mood:\n    means: mood\n    source: S\n    bands:\n{listed}\n",
    }


WHOLE = ("minimal 0 4", "mild 5 9", "moderate 10 14", "marked 15 19", "severe 20 27")


def test_a_scale_of_nine_items_in_whole_bands_is_clean() -> None:
    """Y06: PHQ-9's shape, from its published construct; no false alarm."""
    assert found(mood(*WHOLE)) == []


def test_a_score_in_no_band_is_named_exactly() -> None:
    """Y06: a guideline in the open has no grade at 15 and its own tests miss it."""
    (one,) = found(mood("minimal 0 4", "mild 5 9", "moderate 10 14", "severe 16 27"))
    assert (one.id, one.severity) == ("BAND_GAP", "error")
    assert "can be 15, and no band holds that" in one.message
    assert one.place.file.endswith("mood_bands.yaml")


def test_a_score_in_two_bands_is_named_exactly() -> None:
    (one,) = found(mood("low 0 10", "high 10 27"))
    assert (one.id, "of 10 is in more than one band" in one.message) == ("BAND_OVERLAP", True)
    assert one.place.text.lstrip().startswith("- {id: high")


def test_a_scale_of_tens_has_no_gap_between_the_tens() -> None:
    """Karnofsky's shape: 0, 10, ... 100; nobody can score 15."""
    files = {
        "facts.yaml": "\n  function:\n    {scope: person, type: number, from: 0, to: 10, means: tens}\n",
        "derived.yaml": '\n  performance:\n    {is: "function * 10", means: performance}\n',
        "performance_bands.yaml": "kind: bands\nbands:\n  performance:\n    means: performance\n"
        "    source: S\n    bands:\n      - {id: low, from: 0, to: 40, says: low}\n"
        "      - {id: high, from: 50, to: 100, says: high}\n",
    }
    assert found(files) == []


def test_a_band_is_a_name_that_a_rule_may_read() -> None:
    """Whoever writes a rule on a band writes no number a second time."""
    files = mood(*WHOLE)
    rule = (
        "\n  - id: R99\n    when: mood_severe\n    because: b\n    source: S\n"
        "    action: [SETTLE_AGE]\n"
    )
    changed = dict(pack_files())
    for name, text in {**files, "rules/age.yaml": rule}.items():
        changed[f"instruments/{name}"] = changed.get(f"instruments/{name}", b"") + text.encode()
    loaded = load(changed)
    assert loaded.pack is not None, [str(each) + each.message for each in loaded.errors]
    node = loaded.pack.rules.derived["mood_severe"][1]
    assert n.names_in(node) == {"mood"}


@pytest.mark.parametrize(
    ("old", "new", "fires"),
    [('when: "age < 10"', 'when: "age > 130"', False), ("days_to_18 <= 28", "days_to_18 < 0", False),
     ("days_to_18 <= 28", "days_to_18 <= 0", True)],
)  # fmt: skip
def test_a_rule_beyond_the_range_of_its_fact_never_fires(
    old: str, new: str, *, fires: bool
) -> None:
    files = dict(pack_files())
    path = "instruments/rules/age.yaml"
    files[path] = files[path].decode().replace(old, new, 1).encode()
    told = [one for one in load(files).findings if one.id == "NEVER_FIRES"]
    assert bool(told) is not fires


def test_a_day_that_is_none_is_found() -> None:
    files = dict(pack_files())
    path = "instruments/policy.yaml"
    files[path] = files[path].replace(b"decided: 2026-11-21", b"decided: 2026-02-30", 1)
    (one,) = [each for each in load(files).findings if each.id == "DATE"]
    assert one.place.text.strip() == "decided: 2026-02-30"


def test_sixty_items_of_zero_to_four_reach_every_value_to_240() -> None:
    """A scale of sixty items: worked out part by part, never case by case."""
    rules = Ruleset({}, {}, {}, (), ())
    whole = n.Call("sum", tuple(n.Name(f"i{at}") for at in range(60)))
    assert reachable(whole, rules, lambda _: range(5)) == frozenset(range(241))

"""Clocks, reasons to assess again and outcomes: a wrong name is found at its place."""

from __future__ import annotations

import pytest

from core.shipped import pack_files
from pack.breaking import Break, broken, points_at
from ppitui.pack.difference import differences
from ppitui.pack.load import load

BREAKS = [
    Break("a mark that is none", "clocks.yaml", "starts: [handed_in]", "starts: [handed in]",
          "MARK", "handed in", "is no mark"),
    Break("a route that is none", "clocks.yaml", "starts: [route CARA sent]", "starts: [route KARA sent]",
          "UNKNOWN_NAME", "route KARA", "Did you mean 'CARA'"),
    Break("a state that is none", "clocks.yaml", "starts: [route CARA sent]", "starts: [route CARA send]",
          "UNKNOWN_NAME", "route CARA send", "state of a route"),
    Break("a fact that is no date", "clocks.yaml", "fact release_on", "fact release_in_days",
          "UNKNOWN_NAME", "fact release_in_days", "date among the facts"),
    Break("something that is not on the list", "clocks.yaml", "starts: [happened dvds_asked,",
          "starts: [happened dvds_ask,", "UNKNOWN_NAME", "happened dvds_ask", "happening"),
    Break("a setting that is none", "clocks.yaml", "{days: clock_dvds_days}", "{days: clock_dvds}",
          "UNKNOWN_NAME", "clock_dvds", "policy setting"),
    Break("a setting that is no number", "clocks.yaml", "{days: clock_dvds_days}", "{days: area_has_dapo}",
          "TYPE", "area_has_dapo", "no whole number"),
    Break("a reason that is none", "clocks.yaml", "trigger: order_ending", "trigger: order_ends",
          "UNKNOWN_NAME", "order_ends", "trigger"),
    Break("a unit that is none", "clocks.yaml", "{court_hours:", "{courthours:", "KEY", "courthours"),
    Break("an answer that is none", "triggers.yaml", "option: breach", "option: breech",
          "UNKNOWN_NAME", "breech", "Did you mean 'breach'"),
    Break("a journey that is none", "triggers.yaml", "journey: reassessment", "journey: reassess",
          "UNKNOWN_NAME", "reassess", "journey"),
    Break("a measure of another type", "outcomes.yaml", "type: number", "type: numbers",
          "WORD", "numbers", "Did you mean 'number'"),
    Break("months that are no setting", "outcomes.yaml", "months: clock_outcome_months",
          "months: clock_outcome", "UNKNOWN_NAME", "clock_outcome", "policy setting"),
]  # fmt: skip


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_y03_a_wrong_name_is_found_at_its_place(one: Break) -> None:
    found = broken(one).findings
    assert any(points_at(finding, one) for finding in found), [*map(str, found)]


def test_what_changed_in_them_is_told_by_diff() -> None:
    """A clock that runs longer is a change of what a case leads to."""
    old = load(pack_files()).pack
    files = dict(pack_files())
    for name, before, after in (
        ("clocks", "takes: {days: clock_dvds_days}", "takes: {days: clock_dvpo_most_days}"),
        ("triggers", "a breach of an order, bail or licence", "a breach"),
        ("outcomes", "settled housing", "a home"),
    ):
        path = f"instruments/{name}.yaml"
        assert before in files[path].decode()
        files[path] = files[path].decode().replace(before, after, 1).encode()
    new = load(files).pack
    assert old
    assert new
    told = {(one.sort, one.id) for one in differences(old, new)}
    assert told == {("clock", "dvds"), ("trigger", "breach"), ("measure", "housed")}


def test_a_pack_without_them_is_a_pack() -> None:
    """A case that began under definitions older than these opens, and has no clock of its own."""
    files = {
        name: raw
        for name, raw in pack_files().items()
        if not name.endswith(("/clocks.yaml", "/triggers.yaml", "/outcomes.yaml"))
    }
    found = load(files)
    assert found.pack
    assert not found.pack.clocks.rules
    assert not found.pack.reassess.triggers

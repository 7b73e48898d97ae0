"""The decision table: every way of every rule has a row, a row changes when what it means does, and no file runs it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from core.shipped import CASES, pack
from desk.drafts import THRESHOLD, draft, in_force, make_workspace, published
from ppitui.core.conditions import compile_condition
from ppitui.core.decide import decide
from ppitui.core.rules import Rule, Ruleset
from ppitui.core.table import Row, rows, ways
from ppitui.core.text import visible
from ppitui.core.values import Value
from ppitui.desk.casefile import read_case_file
from ppitui.desk.tables import (
    FORMATS,
    Covered,
    beside,
    counted,
    mutation,
    sign_rows,
    signatures_of,
    table,
    written,
)
from ppitui.errors import Refused, WrongCall


def with_rules(*changed: Rule, policy: dict[str, Value] | None = None) -> Ruleset:
    rules = pack().rules
    new = {one.id: one for one in changed}
    listed = [new.get(one.id, one) for one in rules.rules]
    whole = Ruleset(rules.facts, rules.derived, rules.policy, rules.routes, listed)
    return whole.with_policy(policy or {})


def prints(rules: Ruleset) -> dict[str, str]:
    return {row.id: row.fingerprint for row in rows(rules)}


def test_a_rule_is_met_exactly_where_one_of_its_rows_is() -> None:
    """Over every worked case and every person in it, known or not."""
    rules = pack().rules
    for path in CASES:
        for run in decide(read_case_file(path, rules).facts, rules).runs:
            for rule, truth in zip(rules.rules, run.truths, strict=True):
                each = [compile_condition(way, rules.slots)(run.env) for way in ways(rule.when)]
                assert (True in each) == (truth is True), (path.name, rule.id)


def test_every_row_of_the_shipped_rules_is_covered_but_for_these() -> None:
    """A row that no case file lies in is one that nobody tried: each is listed here, so that none is added unseen."""
    found = table(pack(), CASES[0].parent)
    left = {one.row.id for one in found if not one.is_covered and not one.row.is_boundary}
    assert len(found) == len({one.row.id for one in found})
    assert len(left) <= 4, sorted(left)


def test_a_boundary_names_the_numbers_on_either_side() -> None:
    """Where a setting of policy draws the line, the setting is named."""
    row, edge = [one for one in rows(pack().rules) if one.rule == "R22n"]
    assert edge.is_boundary
    assert edge.when == "the edge of R22n.1: days since the offence in hand is 89, and 90"
    assert row.boundary == (
        "days since the offence in hand: turns between 89 and 90 (set by checkpoint_days)",
    )


def test_a_row_is_unsigned_by_a_change_of_what_it_means_and_by_no_other() -> None:
    """A policy value, a derived name or an effect that moves changes the rows that hang on it; a reason does not."""
    before = prints(pack().rules)
    moved = prints(with_rules(policy={"checkpoint_days": 60}))
    assert {one for one in before if before[one] != moved[one]} == {"R22n.1", "R22n.1.b1"}
    rule = next(one for one in pack().rules.rules if one.id == "R10")
    assert prints(with_rules(replace(rule, because="another reason"))) == before
    led = prints(with_rules(replace(rule, recommend=("MARAC", "IDVA"))))
    gone = {one for one in before if before[one] != led[one]}
    assert "R10.1" in gone
    assert all(one.startswith("R10.") for one in gone)


@pytest.mark.parametrize("kind", FORMATS)
def test_hostile_words_are_text_in_every_format(kind: str) -> None:
    """A cell that a spreadsheet would reckon, a pipe, a tag: shown, never run."""
    first = next(rows(pack().rules))
    nasty = replace(first, when="=1+1|<script>x</script>", source="@SUM(A1)")
    text = written([Covered(nasty, (("-2+3",),))], kind, "sha256:0")
    assert "<script>" not in text or kind == "csv"
    if kind == "csv":
        cells = list(csv.reader(io.StringIO(text)))[1]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    if kind == "md":
        assert "\\|&lt;script&gt;" in text


def test_the_cells_of_a_row_are_safe_to_show() -> None:
    row: Row = next(rows(pack().rules))
    assert all(cell == visible(cell) for cell in Covered(row, ((),)).cells)


def test_a_boundary_row_says_which_case_lies_on_which_side() -> None:
    """A case that is 89 days old and one that is 90 are the two tests that hold the line; here there is but one."""
    found = table(pack(), CASES[0].parent)
    (edge,) = [one for one in found if one.row.id == "R22n.1.b1"]
    before, after = edge.cases
    assert (before, after) == (("OWN-11",), ())
    assert not edge.is_covered


def test_y10_every_threshold_and_every_test_has_a_row_that_notices(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Y10: each threshold moved by one and each test taken out: a row of the table changes; the figure is printed."""
    thresholds, tests = mutation(pack(), [CASES[0].parent, *beside(None)])
    with capsys.disabled():
        print(f"\n{thresholds.told()}\n{tests.told()}")
    assert thresholds.many > 60
    assert tests.many > 40
    assert (thresholds.by_no_row, tests.by_no_row) == ((), ())
    assert (thresholds.by_no_case, tests.by_no_case) == ((), ())


def test_a_signature_is_on_what_a_row_says_and_falls_when_that_changes(tmp_path: Path) -> None:
    """Who, when and the hash of the region are an event; a later change of that region un-signs it and no other."""
    workspace = make_workspace(tmp_path)
    vale = kit.desk(workspace, "vale")
    with pytest.raises(WrongCall, match="R22m"):
        sign_rows(vale, table(pack()), ["R22m.9"], "Seen.")
    with pytest.raises(Refused):
        sign_rows(kit.desk(workspace, "admin"), table(pack()), ["R22n.1"], "My own rules.")
    sign_rows(vale, table(pack()), ["R22n.1", "R10.1"], "Agreed at the panel.")
    with workspace.thread() as log:
        event = log.read()[-1]
    assert (event.kind, event.actor.id) == ("table_signed", "vale")
    assert event.payload["rows"]["R22n.1"] == prints(pack().rules)["R22n.1"]
    published(workspace, draft(tmp_path, THRESHOLD))
    desk = in_force(workspace, "vale")
    found = table(desk.pack, None, signatures_of(desk), desk.names())
    said = {one.row.id: one.signed for one in found}
    assert said["R10.1"] == "signed by DI Vale Example, 2026-06-15"
    assert said["R22n.1"] == "NOT SIGNED: changed since DI Vale Example signed it, 2026-06-15"
    assert said["R11.1"] == "not signed"
    assert "1 signed, 1 changed since they were" in counted(found)
    assert len(sign_rows(desk, found, ["all"], "All of it.")) == len(found) - 1

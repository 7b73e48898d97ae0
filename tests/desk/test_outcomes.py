"""Outcomes: recorded at their time, compared where both ends are known, and always beside the warning."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from desk.together import handed_in, reviewed_by
from ppitui.core.outcomes import Line, Measure, Recorded, Window
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk
from ppitui.desk.due import due_rows
from ppitui.desk.outcomes import outcome_lines
from ppitui.errors import Refused
from ppitui.store.workspace import Workspace

LATER = datetime(2026, 12, 15, 12, tzinfo=UTC)  # six months after the night of the tests


def later(workspace: Workspace, user: str = "ash") -> Desk:
    """Somebody at work half a year on."""
    return Desk(workspace, kit.pack(), kit.files(), user, lambda: LATER)


def test_before_and_after_are_told_with_the_warning_and_what_is_not_known_is_not_nought(
    tmp_path: Path,
) -> None:
    """Fell, rose, as before; a number on one side alone is compared with nothing."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    desk = later(workspace)
    with desk.open(reference) as opened:
        for line in (
            "da_incidents before 4",
            "da_incidents after 1 from the crime system",
            "breaches before 0",
            "breaches after 2",
            "da_crimes before 3",
            "da_crimes after u",
            "harmed_new after 0",
            "housed before no",
            "housed after yes",
        ):
            act(desk, opened, f"/outcome {line}")
        lines = list(outcome_lines(desk, opened))
    assert "regression to the mean" in lines[0]
    rows = {line[:41].strip(): line[41:].split() for line in lines}
    assert rows["domestic abuse incidents reported"] == ["4", "no", "record", "1", "fell"]
    assert rows["breaches of orders, bail or licence"] == ["0", "no", "record", "2", "rose"]
    assert rows["domestic abuse crimes recorded"] == ["3", "no", "record", "not", "known"]
    assert rows["persons harmed for the first time"] == ["no", "record", "no", "record", "0"]
    assert rows["settled housing"][-1] == "changed"
    assert "3 of 16 can be compared." in "\n".join(lines)
    assert max(map(len, lines[1:-4])) <= 90


def test_the_warning_stands_also_where_nothing_is_recorded(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        lines = list(outcome_lines(ash, opened))
    assert "regression to the mean" in lines[0]
    assert "0 of 16 can be compared. What is not known or not recorded is never counted" in (
        "\n".join(lines)
    )


def test_after_is_recorded_when_it_is_over_and_not_before(tmp_path: Path) -> None:
    """Half of the months would look like less."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        with pytest.raises(Refused, match="runs until 15 December 2026"):
            act(ash, opened, "/outcome da_incidents after 0")
        act(ash, opened, "/outcome da_incidents before 0")
    desk = later(workspace)
    assert any(
        "compare before and after" in one for one in due_rows(desk, desk.cases())[0]["due_now"]
    )
    with desk.open(reference) as opened:
        act(desk, opened, "/outcome da_incidents after u")
    left = [one for row in due_rows(desk, desk.cases()) for one in row["due_now"]]
    assert not any("compare before and after" in one for one in left)


VALUES = st.one_of(st.none(), st.integers(0, 9))


@given(VALUES, VALUES, VALUES)
def test_a_change_is_told_only_where_both_ends_are_known(
    before: int | None, at: int | None, after: int | None
) -> None:
    """What was recorded at the time alone moves nothing."""

    def one(window: Window, value: int | None) -> Recorded:
        return Recorded("x", window, value, "", "ash", "", 1)

    values = {"before": one("before", before), "at": one("at", at), "after": one("after", after)}
    line = Line(Measure("x", "x", "number", "DC"), values)  # type: ignore[arg-type]  # keys are words
    assert bool(line.change) is (before is not None and after is not None)
    if before is not None and after is not None:
        assert (line.change == "fell") is (after < before)
        assert (line.change == "rose") is (after > before)

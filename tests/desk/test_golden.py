"""Cases that an older version wrote: opened and gone on with on their own definitions, as sound as those were then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kit
from ppitui.core.answers import Answer
from ppitui.desk.again import as_handed_in
from ppitui.desk.desk import Desk
from ppitui.desk.packs import PackFaults, checked
from ppitui.errors import AnswerIsNo
from ppitui.pack.load import load
from store.test_migrate import golden, opened

HANDED_IN, BEGUN = "2026-0001", "2026-0002"


@pytest.fixture
def ash(tmp_path: Path) -> Desk:
    """Ash at a copy of the workspace."""
    return kit.desk(opened(golden(tmp_path / "w")), "ash")


def test_y09_an_old_case_is_opened_and_comes_out_as_it_was_handed_in(ash: Desk) -> None:
    """Though what is asked of packs has grown since: its own would not be published today."""
    with ash.open(HANDED_IN, kit.WHY) as case:
        files = {name: text.encode() for name, text in ash.workspace.pack(case.pack.hash).items()}
        with pytest.raises(PackFaults):
            checked(load(files))
        first = as_handed_in(ash, case)
        assert first == as_handed_in(ash, case)
        assert '"status": "recommend"' in first


def test_a_result_that_is_not_what_was_recorded_is_never_called_the_same(ash: Desk) -> None:
    """A route, an action or a grade that differs, or a record that holds less than any version kept."""
    with ash.open(HANDED_IN, kit.WHY) as case:
        assert case.case.submission
        was = dict(case.case.submission.result)
        others = [{**was, name: ["X"]} for name in (*was, "grades")]
        others += [{key: value for key, value in was.items() if key != name} for name in was]
        for other in others:
            submission = replace(case.case.submission, result=other)
            with pytest.raises(AnswerIsNo):
                as_handed_in(ash, replace(case, case=replace(case.case, submission=submission)))


def test_a_draft_of_an_older_version_is_gone_on_with(ash: Desk) -> None:
    """On its own definitions: the next question is asked, answered and kept."""
    with ash.open(BEGUN, kit.WHY) as case:
        before = len(case.events)
        step = ash.walk(case).due[0]
        ash.answer(case, ash.walk(case), step, Answer("not_known"))
        assert len(case.events) > before
        assert step.key not in {one.key for one in ash.walk(case).due}

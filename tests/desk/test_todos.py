"""Dated to-dos: the soonest first, told in the case and in its row, done with words."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import handed_in, reviewed_by
from ppitui.desk.acting import act, together_lines
from ppitui.desk.record import said
from ppitui.desk.rows import case_line
from ppitui.errors import Refused


def test_a_to_do_is_listed_by_its_day_and_leaves_the_list_when_it_is_done(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with reviewed_by(workspace, reference, "ash") as (ash, opened):
        act(ash, opened, "/todo 20/6/2026 call the school")
        act(ash, opened, "/todo today ask for the custody record")
        lines = list(together_lines(opened.case, opened.pack))
        assert "  1. by 15 June 2026: ask for the custody record" in lines
        assert "  2. by 20 June 2026: call the school" in lines
        assert "to do by 2026-06-15" in case_line(ash.cases()[0])
        act(ash, opened, "/done 1 it is on file")
        assert said(opened.events[-1], opened.pack) == "did what was to do: it is on file"
        assert "to do by 2026-06-20" in case_line(ash.cases()[0])


def test_an_administrator_sees_no_case(tmp_path: Path) -> None:
    """Nor what is to be done on one."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    with pytest.raises(Refused), kit.desk(workspace, "admin").open(reference):
        pass

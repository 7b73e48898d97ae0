"""Keys that come faster than the screen: none is lost, none answers a question that it was not meant for."""

from __future__ import annotations

from pathlib import Path

import kit
from faces.tui.terminal import Terminal


def test_a_command_typed_in_one_burst_is_a_command_and_nothing_else(tmp_path: Path) -> None:
    """Its letters hold u, d and digits, each of which would answer the question if it went astray."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for _ in range(20):
            desk.undo(opened)
    before = len(kit.thread_of(workspace, reference))
    with Terminal(str(workspace.folder), "ash") as term:
        term.until("New case", reference)
        term.press("0", "0", "0", "1")
        term.until("▌ 0001")
        term.press("enter")
        term.until("Go on with the questions")
        term.press("enter")
        term.until("Thread", "Esc back")
        term.send(b"/note dud 12u34\r")
        term.until("note: dud 12u34")
        term.press("f5")
        term.until("Check answers")
        term.press("esc")
        term.until("Thread", gone="Check answers")
        term.send(b"/note second 1u2d\r/known\r")
        term.until("Known so far", gone="F9 undo")
        term.press("ctrl+q")
        assert term.ended() == 0
    added = kit.thread_of(workspace, reference)[before:]
    assert [(one.kind, one.payload.get("text")) for one in added] == [
        ("note_added", "dud 12u34"),
        ("note_added", "second 1u2d"),
    ]

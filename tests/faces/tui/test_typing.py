"""Keys that come faster than the screen: none is lost, none answers a question that it was not meant for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kit
from faces.tui.terminal import Terminal
from ppitui.faces.tui import screens
from ppitui.store.workspace import Workspace


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
        term.send(b"0001\r")
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


def people_of(workspace: Workspace, reference: str) -> list[dict[str, Any]]:
    """The details of everybody who was added, as they are kept."""
    added = [one for one in kit.thread_of(workspace, reference) if one.kind == "person_added"]
    return [{k: v for k, v in one.payload.items() if k != "person"} for one in added]


def test_a_form_typed_in_one_burst_puts_each_word_into_its_own_field(tmp_path: Path) -> None:
    """Enter, Tab, backspace, F2 and F7 act where they were typed; a date never ends up in a name."""
    workspace = kit.make_workspace(tmp_path)
    with Terminal(str(workspace.folder), "ash") as term:
        term.until("New case")
        term.press("enter")
        term.until("Full name")
        term.send(
            b"Alex Sampel\x7f\x7fle\r\r3/2/1990\r1\r12 Invented Row\r" + b"Jo Placeholder\t\t"
        )
        term.send(b"1/4/1991\ru\r2\x1b[18~Sam Sample\r4/5/2019\x1bOQ")
        term.until("1 harmed, 1 children")
        term.press("ctrl+q")
        assert term.ended() == 0
    assert people_of(workspace, "2026-0001") == [
        {
            "part": "assessed", "name": "Alex Sample", "born": "1990-02-03", "sex": "male",
            "address": "12 Invented Row",
        },
        {
            "part": "harmed", "name": "Jo Placeholder", "born": "1991-04-01", "sex": "not_known",
            "relationship": "ex_partner",
        },
        {"part": "child", "name": "Sam Sample", "born": "2019-05-04"},
    ]  # fmt: skip


def test_a_decision_its_reason_and_the_passphrase_typed_in_one_burst(tmp_path: Path) -> None:
    """The letters of the reason hold a, d, r and s, which would be other decisions if they went astray."""
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    words = kit.words_of("vale").encode()
    with Terminal(str(door.folder), "vale") as term:
        term.until("To decide", "Alex Sample")
        term.press("enter")
        term.until("Timeline")
        term.press("enter")
        term.until("waits, recommended")
        term.send(b"aRead and discussed\r" + words + b"\r")
        term.until("approved: Read and discussed")
        term.send(b"\x1b[BdStrand and ward\r")
        term.until("declined: Strand and ward")
        term.press("ctrl+q")
        assert term.ended() == 0
    desk = door("vale", kit.words_of("vale"))
    with desk.open(reference) as opened:
        decided = opened.case.decisions.values()
        assert [(one.decision, one.reason) for one in decided] == [
            ("approve", "Read and discussed"),
            ("decline", "Strand and ward"),
        ]


def test_no_screen_waits_for_a_line_that_was_submitted() -> None:
    """By the time that such a message comes, what was typed after Enter stands in the field."""
    for one in Path(screens.__path__[0]).glob("*.py"):
        text = one.read_text("utf-8")
        assert "on_input_submitted" not in text, one.name
        assert "Input(" not in text or "def entered(" in text or "CommandLine" in text, one.name

"""The thread on the full screen: filters, marks, from a line to its answer, others' events, commands, Tab."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.together import ITEM, handed_in, second_supervisor
from faces.tui.driving import Hands
from faces.tui.terminal import Terminal
from faces.tui.test_together import at_the_screen, kinds, opened
from ppitui.desk.acting import act
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return second_supervisor(kit.make_workspace(tmp_path))


async def typed(hands: Hands, text: str, *then: str) -> None:
    """Characters one by one, as a person types them, and keys after them."""
    names = {
        " ": "space",
        "/": "slash",
        ".": "full_stop",
        "@": "at",
        "_": "underscore",
        "#": "number_sign",
    }
    await hands.keys(*(names.get(char, char) for char in text), *then)


async def the_thread(hands: Hands, heading: str = "To decide") -> None:
    await opened(hands, heading)
    await hands.keys("slash")
    await typed(hands, "history", "enter")
    await hands.until("Enter: the line's answer")


def test_the_thread_is_filtered_completed_and_leads_to_the_answer(workspace: Workspace) -> None:
    reference = handed_in(workspace)
    vale = kit.desk(workspace, "vale")
    with vale.open(reference) as case:
        act(vale, case, f"/ask {ITEM} please evidence this")

    async def reads(hands: Hands) -> None:
        await the_thread(hands)
        await typed(hands, "as", "tab")
        await hands.until("ash, aside, ask")
        await typed(hands, "k", "enter")
        await hands.until("Only: ask. 1 of")
        await hands.until("please evidence this")
        assert "began the journey" not in hands.text
        await typed(hands, "vael", "enter")
        await hands.until("Did you mean 'vale'?")
        await hands.keys("enter")  # the bar is on the question: to the answer that it is about
        await hands.until("It settles: suicide_risk")

    at_the_screen(workspace, "vale", reads)


def test_from_a_line_of_a_drafts_thread_to_the_question_and_its_change(
    workspace: Workspace,
) -> None:
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as case:
        seq = next(one.seq for one in case.events if one.payload.get("item") == ITEM)

    async def changes(hands: Hands) -> None:
        await hands.until(reference)
        await hands.keys(*"0001", "enter")
        await hands.until("Timeline")
        await hands.keys("enter")
        await hands.until("Every question has an answer")
        await typed(hands, f"/go #{seq}", "enter")
        await hands.until("suicide")
        await hands.keys("u")
        await hands.until("suicide risk: not known")

    at_the_screen(workspace, "ash", changes)
    assert kit.thread_of(workspace, reference)[-1].payload["state"] == "not_known"


def test_a_command_begun_with_a_slash_is_typed_after_it(workspace: Workspace) -> None:
    """The slash stays when the line takes the focus; Tab completes the rest; who is named is told."""
    reference = handed_in(workspace)

    async def notes(hands: Hands) -> None:
        await opened(hands, "To decide")
        await hands.keys("slash")
        await typed(hands, "not", "tab")
        await hands.until("add a note to the thread")
        await typed(hands, "for @wr", "tab")
        await typed(hands, "to see", "enter")
        await hands.until("Note saved. DI Wren Example finds it first on their list.")

    async def finds(hands: Hands) -> None:
        await hands.until("For you")
        await hands.until("names wren")

    at_the_screen(workspace, "vale", notes)
    assert kit.thread_of(workspace, reference)[-1].payload == {"text": "for @wren to see"}
    at_the_screen(workspace, "wren", finds)


def test_decisions_are_commands_too_and_do_what_their_keys_do(workspace: Workspace) -> None:
    reference = handed_in(workspace)

    async def decides(hands: Hands) -> None:
        await opened(hands, "To decide")
        for line, told in (
            ("/approve matac repeat at medium", "Saved: approve MATAC."),
            ("/declien dvpp", "Did you mean 'decline'?"),
            ("/decline dvppp not yet", "Did you mean 'DVPP'?"),
            ("/decline dvpp not yet", "Saved: decline DVPP."),
            ("/return please look at the date", "Returned to its author."),
        ):
            if hands.app.screen.focused is not hands.app.screen.query_one("#line"):
                await hands.keys("slash")
            await hands.line(line)
            await hands.until(told)

    at_the_screen(workspace, "vale", decides)
    assert [one for one in kinds(workspace, reference) if one in ("decided", "returned")] == [
        "decided",
        "decided",
        "returned",
    ]


def test_a_command_that_decides_asks_for_the_passphrase_and_is_then_carried_out(
    tmp_path: Path,
) -> None:
    """As the review does; nothing has to be typed again."""
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    with Terminal(str(door.folder), "vale") as term:
        term.until("To decide", "Alex Sample")
        term.press("enter")
        term.until("Timeline")
        term.send(b"/approve matac read and discussed\r" + kit.words_of("vale").encode() + b"\r")
        term.until("Saved: approve MATAC.")
        term.press("ctrl+q")
        assert term.ended() == 0
    with door("vale", kit.words_of("vale")).open(reference) as case:
        assert case.case.decisions["MATAC"].reason == "read and discussed"


def test_what_one_terminal_does_appears_on_the_other_without_a_key(workspace: Workspace) -> None:
    """At the questions, on the case, on the review and in the thread: each looks for itself."""
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    where = str(workspace.folder)
    with Terminal(where, "ash") as officer, Terminal(where, "birch") as colleague:
        for term in (officer, colleague):
            term.until(reference)
            term.press("0", "0", "0", "1")
            term.until("▌ 0001")
            term.press("enter")
        colleague.until("This case is not yours.")
        colleague.press("enter")
        for term in (officer, colleague):
            term.until("Go on with the questions")
            term.press("enter")
            term.until("Every question has an answer")
        colleague.send(b"/note seen from the other desk\r")
        officer.until("PC Birch Example: note: seen from the other desk")
        officer.send(b"/history\r")
        officer.until("Enter: the line's answer")
        colleague.send(b"/note and once more\r")
        officer.until("* ", "note: and once more")
        for term in (officer, colleague):
            term.press("ctrl+q")
            assert term.ended() == 0


def test_what_others_do_comes_to_the_review_and_leaves_what_is_being_typed(
    workspace: Workspace,
) -> None:
    reference = handed_in(workspace)
    with Terminal(str(workspace.folder), "vale") as term:
        term.until("To decide", "Alex Sample")
        term.press("enter")
        term.until("Timeline")
        term.press("enter")
        term.until("waits, recommended")
        term.send(b"aRead and dis")
        term.until("Read and dis")
        with kit.desk(workspace, "ash").open(reference) as case:
            act(kit.desk(workspace, "ash"), case, "/note he was moved to another cell")
        term.until("by somebody else", "he was moved", "Read and dis")
        term.send(b"cussed\r")
        term.until("approved: Read and discussed")
        term.press("ctrl+q")
        assert term.ended() == 0

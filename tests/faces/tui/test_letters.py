"""A letter in the full screen: its boxes, its findings with their lines, and its file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import kit
from desk.approved import APPOINTMENT, approved_case
from faces.tui.driving import Hands, app_for
from ppitui.faces.tui.screens.letters import LetterScreen
from ppitui.faces.tui.widgets.choices import Choices


def test_boxes_are_filled_a_finding_leads_to_its_line_and_the_letter_is_saved(
    tmp_path: Path,
) -> None:
    """By keys alone at 80 by 24; what was found goes when the words do."""
    workspace = kit.make_workspace(tmp_path)
    reference = approved_case(workspace)
    target = tmp_path / "a.txt"

    async def main() -> None:
        desk = kit.desk(workspace, "ash")
        with desk.open(reference) as opened:
            phone = str(opened.case.harmed[0].details["phone"])
            async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
                hands = Hands(pilot)
                screen = LetterScreen(desk, opened, APPOINTMENT)
                await hands.app.push_screen(screen)
                await hands.until("DRAFT: not issued. SUBJECT: the person assessed reads it.")
                assert screen.query_one("#audience").has_class("audience-subject")
                await hands.keys("down", "down", "enter")
                await hands.line(f"ring {phone}")
                await hands.until("1 found in its words")
                await hands.until("! line ")
                await hands.keys("end", "enter")
                text = screen.query_one("#text", Choices)
                assert text.has_focus
                assert text.highlighted is not None
                assert str(text.get_option_at_index(text.highlighted).prompt).startswith("! ")
                await hands.keys("f2")
                await hands.line(str(target))
                await hands.until("Nothing was written.")
                await hands.keys("escape", "home", "down", "down", "enter")
                await hands.line("The Hall")
                await hands.keys("f2")
                await hands.line(str(target))
                await hands.until("Saved as")

    asyncio.run(main())
    assert "The Hall" in target.read_text("utf-8")
    assert kit.thread_of(workspace, reference)[-1].kind == "letter_issued"


def test_a_letter_that_left_before_asks_why_before_its_file(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = approved_case(workspace)

    async def main() -> None:
        desk = kit.desk(workspace, "ash")
        with desk.open(reference) as opened:
            async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
                hands = Hands(pilot)
                await hands.app.push_screen(LetterScreen(desk, opened, APPOINTMENT))
                await hands.until("DRAFT")
                await hands.keys("f2")
                await hands.line(str(tmp_path / "a.txt"))
                await hands.until("Saved as")
                await hands.keys("home", "enter")  # the line was left by itself
                await hands.line("Sam Madeup")
                await hands.until("+ Sam Madeup")
                await hands.keys("f2")
                await hands.until("why does it go again?")
                await hands.line("The worker is known now.")
                await hands.line(str(tmp_path / "b.txt"))
                await hands.until("Saved as")

    asyncio.run(main())
    assert kit.thread_of(workspace, reference)[-1].payload["reason"] == "The worker is known now."


def test_the_ground_is_chosen_and_one_that_is_not_known_is_refused(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = approved_case(workspace)

    async def main() -> None:
        desk = kit.desk(workspace, "ash")
        with desk.open(reference) as opened:
            async with app_for(workspace, "ash").run_test(size=(100, 30)) as pilot:
                hands = Hands(pilot)
                screen = LetterScreen(desk, opened, "dvpp_referral")
                await hands.app.push_screen(screen)
                await hands.until("PARTNER: a service")
                await hands.keys("g")
                await hands.line("consnt")
                await hands.until("Did you mean 'consent'")
                await hands.line("policing")
                await hands.until("Ground: policing purpose at common law")
                assert screen.seen is not None
                assert "| Basis proposed | policing purpose" in screen.seen.text
                await hands.keys("f2")
                await hands.line(str(tmp_path / "a.txt"))
                await hands.until("Saved as")

    asyncio.run(main())
    left = kit.thread_of(workspace, reference)[-1].payload
    assert left["gateway"] == "policing"
    assert left["ground"] in " ".join((tmp_path / "a.txt").read_text("utf-8").split())


def test_the_papers_of_a_meeting_are_read_and_saved(tmp_path: Path) -> None:
    """From home: why, the day, the papers, the file."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    target = tmp_path / "papers.pdf"

    async def main() -> None:
        async with app_for(workspace, "vale").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await hands.until("Papers for a meeting")
            await hands.keys("end", "up", "enter")
            await hands.until("papers for the MATAC meeting")
            await hands.keys("enter")
            await hands.line("2026-06-30")
            await hands.until("DRAFT: not saved")
            await hands.keys("f2")
            await hands.line(str(target))
            await hands.until("recorded in each of its cases.")

    asyncio.run(main())
    assert target.read_bytes().startswith(b"%PDF")
    assert kit.thread_of(workspace, reference)[-1].kind == "disclosed"

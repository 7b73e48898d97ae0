"""Needs now against last time, and the timeline: in words, and drawn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import kit
from faces.tui.driving import Hands, app_for
from ppitui.core.answers import from_data
from ppitui.desk.needs import Need, needs_compared, needs_lines
from ppitui.desk.record import moments, timeline
from ppitui.faces.tui.widgets.needs import bar
from ppitui.store.workspace import Workspace


def second_assessment(tmp_path: Path) -> tuple[Workspace, str]:
    """The custody case handed in, then the same person again with other needs."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    kit.answered(desk, "custody")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for item, value in (
            ("needs.areas", ["mental_health", "housing"]),
            ("needs.mh", "uncontrolled"),
        ):
            walk = desk.walk(opened)
            step = walk.step(f"{item}@")
            assert step is not None
            desk.answer(opened, walk, step, from_data(step.item, value, walk.today))
    return workspace, reference


def test_needs_that_rose_fell_or_stayed_are_told_with_the_case_they_are_held_against(
    tmp_path: Path,
) -> None:
    workspace, reference = second_assessment(tmp_path)
    desk = kit.desk(workspace, "ash")
    with desk.open(reference) as opened:
        found = needs_compared(desk, opened)
        printed = "\n".join(needs_lines(found))
    changes = {one.label: one.change for one in found.rows}
    assert "case 2026-0001, today" in found.against
    assert "fell" in changes.values()
    assert "rose" in changes.values()
    assert "as before" in changes.values()
    assert "out of hand; last time no need (rose)" in printed


def test_what_is_not_known_is_never_told_as_no_need() -> None:
    """A question mark, no bar and no change."""
    assert Need("sleep", None, 0).change == ""
    assert Need("sleep", 1, None).change == ""
    assert bar(None).strip() == "?"
    assert bar(0) == "··"
    assert bar(2) == "■■"


def test_without_an_earlier_case_only_now_is_told(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    with desk.open(kit.answered(desk, "custody", submit=False)) as opened:
        lines = list(needs_lines(needs_compared(desk, opened)))
    assert "no earlier assessment" in lines[0]
    assert not any("last time" in line for line in lines)


def test_the_screen_draws_both_pictures_with_their_words(tmp_path: Path) -> None:
    """At 80 and at 40 columns; line mode tells the same from its menu."""
    workspace, reference = second_assessment(tmp_path)
    desk = kit.desk(workspace, "ash")

    async def main(width: int) -> tuple[str, str]:
        async with app_for(workspace, "ash").run_test(size=(width, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys(*reference[-4:], "enter", "end", "enter")
            needs = hands.text
            await hands.keys("escape", "end", "up", "enter")
            return needs, hands.text

    for width in (80, 40):
        needs, times = asyncio.run(main(width))
        assert "■■ out of hand" in needs
        assert "rose" in needs
        assert "●" in times
    with desk.open(reference) as opened:
        walk = desk.walk(opened)
        assert [one.day for one in moments(walk)] == sorted(one.day for one in moments(walk))
        told = list(timeline(walk))
    assert any("yesterday" in line for line in told)

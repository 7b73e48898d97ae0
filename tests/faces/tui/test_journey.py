"""Whole journeys in the full screen by keys alone, and their threads against line mode's."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

import kit
from faces.tui.driving import Hands, app_for, forms, without_day
from ppitui.core.definitions import Item
from ppitui.faces.tui.screens.case import CaseScreen
from ppitui.faces.tui.screens.people import PeopleScreen
from ppitui.faces.tui.screens.work import WorkScreen
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.question import QuestionView
from ppitui.faces.tui.widgets.wrong import Wrong
from ppitui.store.workspace import Workspace


def from_file(tmp_path: Path, name: str) -> tuple[dict[str, Any], list[Any]]:
    """The people of an example, and the thread that its file gives."""
    workspace = kit.make_workspace(tmp_path / "from-file")
    reference = kit.answered(kit.desk(workspace, "ash"), name)
    return dict(kit.example(name).people), kit.thread_of(workspace, reference)


async def enter_people(hands: Hands, people: dict[str, Any]) -> None:
    """New case, a form a person, on to the questions."""
    await hands.keys("enter")
    every = forms(people)
    for at, lines in enumerate(every):
        if at > len(people.get("harmed", [])):
            await hands.keys("f7")
        await hands.form(lines, "f10" if at == len(every) - 1 else "f2")
    await hands.pilot.pause()
    assert isinstance(hands.app.screen, WorkScreen)


async def whole(workspace: Workspace, people: dict[str, Any], events: list[Any]) -> int:
    """From home to handed in; the key presses."""
    async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
        hands = Hands(pilot)
        await pilot.pause()
        await enter_people(hands, people)
        for typed in kit.typed_answers(events):
            await hands.answer(typed)
        assert "Every question has an answer" in hands.text
        await hands.keys("f10")
        await pilot.pause()
        await hands.until("handed in")
        assert isinstance(hands.app.screen, CaseScreen)
        return hands.presses


@pytest.mark.parametrize("name", ["custody", "first_offence"])
def test_a_whole_case_by_keys_gives_the_thread_of_the_answers_file(
    tmp_path: Path, name: str
) -> None:
    """Digits without Enter, u, forms, F10: the same events as the file. Prints the key presses."""
    people, events = from_file(tmp_path, name)
    workspace = kit.make_workspace(tmp_path / "by-keys")
    presses = asyncio.run(whole(workspace, people, events))
    print(f"key presses, {name}: {presses}")
    by_keys = without_day(kit.thread_of(workspace, "2026-0001"))
    if name == "first_offence":  # its file holds details that no face asks for
        by_keys, events = by_keys[3:], events[3:]
        assert presses <= 60
    assert by_keys == without_day(events)


def test_back_check_change_and_undo(tmp_path: Path) -> None:
    """Esc shows the answer before, Enter keeps it; F5 and Enter change one; F9 takes one back."""
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await enter_people(hands, dict(kit.example("custody").people))
            await hands.keys("2", "u", "escape")
            assert "not known, from your answer. Enter keeps it." in hands.text
            await hands.keys("enter", "f5")
            assert "Check answers" in hands.text
            await hands.keys("enter", "3", "f9")
            assert "1 of " in hands.text

    asyncio.run(main())
    kinds = [(e.kind, e.payload.get("value")) for e in kit.thread_of(workspace, "2026-0001")][-4:]
    assert kinds == [
        ("answered", "medium"),
        ("answered", None),
        ("answered", "high"),
        ("undone", None),
    ]


def test_a_question_is_left_for_a_colleague_and_the_next_one_comes(tmp_path: Path) -> None:
    """`/leave birch` by keys: one event, the next question, and the name among what is known."""
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await enter_people(hands, dict(kit.example("custody").people))
            await hands.keys(*"/leave", "space", *"birch", "enter")
            await hands.until("left for PC Birch Example: 1")
            assert "2 of " in hands.text

    asyncio.run(main())
    kinds = [event.kind for event in kit.thread_of(workspace, "2026-0001")]
    assert kinds[-1] == "handed_over"


def test_enter_alone_is_never_an_answer(tmp_path: Path) -> None:
    """A tired thumb on Enter settles nothing, and is told so."""
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await enter_people(hands, dict(kit.example("custody").people))
            await hands.keys("enter", "enter", "enter")
            assert "Enter alone is no answer" in hands.text

    asyncio.run(main())
    assert "answered" not in [event.kind for event in kit.thread_of(workspace, "2026-0001")]


def test_keys_typed_ahead_answer_the_questions_they_were_meant_for(tmp_path: Path) -> None:
    """Two digits faster than the screen: the second is for the second question."""
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await enter_people(hands, dict(kit.example("custody").people))
            view = hands.app.screen.query_one(QuestionView)
            assert view._pressed("2")
            assert view._pressed("1")
            await pilot.pause()
            await pilot.pause()

    asyncio.run(main())
    given = [e.payload for e in kit.thread_of(workspace, "2026-0001") if e.kind == "answered"]
    assert [(one["item"], one["value"]) for one in given] == [
        ("grade.risk_grade", "medium"),
        ("grade.risk_tool", "dara"),
    ]


def test_the_supervisor_decides_and_saves_a_letter_by_keys(tmp_path: Path) -> None:
    """Approve with a reason, read the letter, save it; all of it joins the thread."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    target = tmp_path / "letter.txt"

    async def main() -> None:
        async with app_for(workspace, "vale").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("enter", "enter")
            await hands.until("waits, ")
            listed = hands.app.screen.query_one("#routes", Choices)
            routes = [option.id for option in listed.options]
            await hands.keys(*["down"] * routes.index("MATAC"), "a")
            await hands.line("Repeat at medium.")
            await hands.keys("home", "d")
            await hands.line("Not yet.")
            await hands.keys("escape")
            await hands.until("Timeline")
            await hands.keys("down", "enter")
            await hands.until("letters of case")
            await hands.keys("enter")
            await hands.until("save as")
            await hands.keys("f2")
            await hands.line(str(target))
            await hands.until("Saved as")

    asyncio.run(main())
    events = kit.thread_of(workspace, reference)
    decided = [(e.payload["decision"], e.payload["reason"]) for e in events if e.kind == "decided"]
    assert decided == [("approve", "Repeat at medium."), ("decline", "Not yet.")]
    assert events[-1].kind == "letter_issued"
    assert target.stat().st_size > 100


def test_the_form_names_every_fault_and_leads_to_it(tmp_path: Path) -> None:
    """An error summary on top, the same words at the field, the first field in focus, rows that jump."""
    workspace = kit.make_workspace(tmp_path)

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("enter")
            screen = hands.app.screen
            assert isinstance(screen, PeopleScreen)
            await hands.form([kit.Typed(""), kit.Typed(""), kit.Typed("31/2/1990")])
            assert screen.query_one(Wrong).display
            assert hands.text.count("Date of birth: enter day/month/year") == 2
            assert screen.focused is screen.query_one("#detail-name")
            await hands.keys("shift+tab", "down", "down", "enter")
            assert str(screen.focused.id if screen.focused else "").startswith("detail-")
            assert screen.focused is not screen.query_one("#detail-name")

    asyncio.run(main())


def drawn(item: Item, chance: random.Random) -> kit.Typed:
    """A random answer to an item, as line mode takes it."""
    count = len(item.options)
    if not item.required and chance.random() < 0.15:
        return kit.Typed("d" if item.can_decline and chance.random() < 0.5 else "u")
    if item.kind == "any_of":
        picked = [str(at + 1) for at in range(count) if chance.random() < 0.3]
        doubtful = [
            f"{at + 1}?"
            for at in range(count)
            if str(at + 1) not in picked and chance.random() < 0.15
        ]
        if picked and not doubtful and chance.random() < 0.3:
            return kit.Typed(",".join([*picked, "u"]))
        return kit.Typed(",".join(picked + doubtful) or "0")
    if item.kind == "lookup":
        return kit.Typed(chance.choice(item.options).id)
    if item.kind in ("yes_no", "one_of"):
        return kit.Typed(str(chance.randint(1, count)))
    if item.kind == "number":
        return kit.Typed(str(chance.randint(item.low, min(item.high, item.low + 9))))
    return kit.Typed("2026-06-01" if item.kind == "date" else "Words of the officer.", True)


def random_case(tmp_path: Path, seed: int) -> tuple[list[str], list[Any]]:
    """A random walk in line mode's terms: what is typed, and the thread that it gives."""
    chance = random.Random(seed)  # noqa: S311  # a test, repeatable
    workspace = kit.make_workspace(tmp_path / "line")
    desk = kit.desk(workspace, "ash")
    people = dict(kit.example("custody").people)
    typed: list[str] = []
    walked = kit.make_workspace(tmp_path / "walked")
    at = kit.desk(walked, "ash")
    from ppitui.core.answers import from_line
    from ppitui.desk.answersfile import add_people

    with at.open(at.new_case()) as opened:
        add_people(at, opened, kit.example("custody"))
        at.begin(opened, "custody")
        while (step := at.walk(opened).next()) is not None:
            line = drawn(step.item, chance).text
            typed.append(line)
            at.answer(opened, at.walk(opened), step, from_line(step.item, line, at.today))
    script = ["1", *(one.text for one in kit.typed_people(people)), *typed, "y", "q"]
    assert "is handed in" in kit.converse(desk, script)
    return typed, kit.thread_of(workspace, "2026-0001")


@pytest.mark.parametrize(("seed", "by_keys"), [(0, False), (1, False), (2, False), (3, True)])
def test_the_same_answers_in_line_mode_and_on_the_screen_give_equal_threads(
    tmp_path: Path, seed: int, by_keys: bool
) -> None:
    """Parity, on random walks with u, d, marks and marks not known; one of them with a key press for every mark."""
    typed, events = random_case(tmp_path, seed)
    workspace = kit.make_workspace(tmp_path / "screen")

    async def main() -> None:
        async with app_for(workspace, "ash").run_test(size=(80, 24)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await enter_people(hands, dict(kit.example("custody").people))
            for line in typed:
                await (hands.answer if by_keys else hands.quickly)(kit.Typed(line))
            await hands.keys("f10")
            await pilot.pause()

    asyncio.run(main())
    assert without_day(kit.thread_of(workspace, "2026-0001")) == without_day(events)

"""On the full screen: a question is asked, replied to and closed; an override is made and counter-signed; roles."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import kit
from desk.together import ITEM, UNSURE, handed_in, second_supervisor
from faces.tui.driving import Hands, app_for
from ppitui.core.answers import Answer
from ppitui.desk.answersfile import add_people
from ppitui.store.workspace import Workspace


def at_the_screen(
    workspace: Workspace, user: str, doing: Callable[[Hands], Awaitable[None]]
) -> None:
    """Somebody signs in and does this."""

    async def main() -> None:
        app = app_for(workspace, user)
        async with app.run_test(size=(160, 40)) as pilot:
            await doing(Hands(pilot))

    asyncio.run(main())


async def opened(hands: Hands, heading: str) -> None:
    """The first case of the list."""
    await hands.until(heading)
    await hands.keys("enter")
    await hands.until("Timeline")


async def reviewing(hands: Hands) -> None:
    """The first case of the queue, on the review screen."""
    await opened(hands, "To decide")
    await hands.keys("enter")
    await hands.until("waits, recommended")


def kinds(workspace: Workspace, reference: str) -> list[str]:
    return [event.kind for event in kit.thread_of(workspace, reference)]


def test_q_asks_about_an_answer_the_author_replies_and_the_queue_tells(tmp_path: Path) -> None:
    """Three people in turn, by keys; nothing is asked twice."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = handed_in(workspace)

    async def asks(hands: Hands) -> None:
        await reviewing(hands)
        await hands.until("You have not looked at this case before.")
        await hands.keys("q")
        await hands.line(f"/ask {ITEM} please evidence this")
        await hands.until(f"Asked about {ITEM}.")
        await hands.until("(open): please evidence this")

    async def replies(hands: Hands) -> None:
        await hands.until("1 questions open")
        await hands.keys(*"0001", "enter")
        await hands.until("Timeline")
        await hands.until("please evidence this")
        await hands.keys("slash")
        await hands.line(f"/reply {ITEM} the nurse said so")
        await hands.until(f"Replied about {ITEM}.")

    async def closes(hands: Hands) -> None:
        await hands.until("1 replies to read")
        await reviewing(hands)
        await hands.until("reply: the nurse said so")
        await hands.keys("slash")
        await hands.line("/close needs.suicide_risc")
        await hands.until("There is a problem")
        await hands.line(f"/close {ITEM}")
        await hands.until(f"Closed the question about {ITEM}.")

    at_the_screen(workspace, "vale", asks)
    at_the_screen(workspace, "ash", replies)
    at_the_screen(workspace, "vale", closes)
    found = kinds(workspace, reference)
    assert [found.count(one) for one in ("asked", "ask_answered", "ask_closed")] == [1, 1, 1]


def test_o_overrides_the_route_on_the_bar_and_k_counter_signs_as_somebody_else(
    tmp_path: Path,
) -> None:
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = handed_in(workspace, "two_harmed")

    async def lowers(hands: Hands) -> None:
        await reviewing(hands)
        await hands.keys("home", "o")
        await hands.until("/override MARAC")
        await hands.line("/override MARAC lower more_is_known a plan is in force")
        await hands.until("lowered by an override, not counter-signed yet")
        await hands.keys("k")
        await hands.until("/countersign MARAC")
        await hands.line("/countersign MARAC and me")
        await hands.until("a second supervisor counter-signs it")

    async def signs(hands: Hands) -> None:
        await hands.until("counter-sign")
        await reviewing(hands)
        await hands.keys("home", "k")
        await hands.until("/countersign MARAC")
        await hands.line("/countersign MARAC I read the plan")
        await hands.until("It counts now.")

    at_the_screen(workspace, "vale", lowers)
    at_the_screen(workspace, "wren", signs)
    found = kinds(workspace, reference)
    assert [found.count(one) for one in ("overridden", "countersigned")] == [1, 1]


def test_p_decides_the_roles_and_the_other_partys_case_is_there(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    handed_in(workspace, "custody", UNSURE)

    async def decides(hands: Hands) -> None:
        await hands.until("primary aggressor to decide")
        await reviewing(hands)
        await hands.keys("p")
        await hands.line("/aggressor A assessed she is afraid")
        await hands.until("Case 2026-0002 is open for the other party.")
        await hands.keys("escape", "escape")
        await hands.until("2026-0002")

    at_the_screen(workspace, "vale", decides)


def test_the_question_stays_under_the_fingers_when_somebody_else_answers_it(tmp_path: Path) -> None:
    """A digit that is already on its way answers what was read, and never the question after it."""
    workspace = kit.make_workspace(tmp_path)
    birch = kit.desk(workspace, "birch")
    ash = kit.desk(workspace, "ash")
    reference = ash.new_case()
    with ash.open(reference) as begun:
        file = kit.example("custody")
        ash.begin(begun, file.journey, file.on)
        add_people(ash, begun, file)
        stood = ash.walk(begun).due[0].key

    async def answers(hands: Hands) -> None:
        await hands.until("Yours to go on with")
        await hands.keys(*"0001", "enter")
        await hands.until("Go on with the questions")
        await hands.keys("enter")
        await hands.until("1 of ")
        with birch.open(reference, kit.WHY) as theirs:
            walk = birch.walk(theirs)
            birch.answer(theirs, walk, walk.due[0], Answer("not_known"))
        await hands.until("Somebody else answered this meanwhile")
        await hands.keys("2")
        await hands.until("2 of ")

    at_the_screen(workspace, "ash", answers)
    given = [e for e in kit.thread_of(workspace, reference) if e.kind == "answered"]
    assert [(e.actor.id, e.payload["item"]) for e in given][-1] == (
        "ash",
        stood.partition("@")[0],
    )
    assert {e.payload["item"] for e in given} == {stood.partition("@")[0]}


def test_words_that_nothing_asked_for_decide_nothing(tmp_path: Path) -> None:
    """Signing off is not due; what is typed on holds every letter that decides. Esc ends it, and a key acts again."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    before = kinds(workspace, reference)

    async def types_on(hands: Hands) -> None:
        await reviewing(hands)
        await hands.keys(*"signed", "space", *"adropk", "enter")
        await hands.until("what is typed goes nowhere until Esc")
        assert "why? (Esc leaves it)" not in hands.text
        await hands.keys("x", "escape")
        await hands.gone("goes nowhere")
        await hands.keys("a")
        await hands.until("approve ")
        await hands.line("Agreed.")
        await hands.until("approved: Agreed.")

    at_the_screen(workspace, "vale", types_on)
    after = kinds(workspace, reference)[len(before) :]
    assert [kind for kind in after if kind == "decided"] == ["decided"]

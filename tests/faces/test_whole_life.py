"""A whole life in line mode: three people on one workspace, from the officer's hand-in to a new assessment."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from pathlib import Path

import kit
from desk.together import ITEM, second_supervisor
from faces.talking import Talk, answers, number, talk
from ppitui.core.answers import from_data
from ppitui.desk.desk import Desk
from ppitui.desk.record import thread
from ppitui.store.workspace import Workspace

FIRST, AGAIN = "2026-0001", "2026-0002"


def half_done(workspace: Workspace) -> str:
    """Ash has answered everything; the record has four reports in a year, so MARAC is to be considered."""
    ash = kit.desk(workspace, "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        walk = ash.walk(opened)
        step = walk.step("history.da_incidents_12m@")
        assert step is not None
        ash.answer(opened, walk, step, from_data(step.item, 4, ash.today))
    return reference


def to_case(printed: str, reference: str) -> Generator[str, str, str]:
    """From the first menu to a case of one's own."""
    yield number(printed, "Cases")
    printed = yield reference
    return printed


def hands_in() -> Talk:
    text = yield from to_case((yield ""), FIRST)
    text = yield number(text, "Go on with the questions")
    assert "Every question has an answer" in text
    yield "y"
    yield "b"
    yield "q"


def asks() -> Talk:
    yield number((yield ""), "Cases to decide (1)")
    text = yield FIRST
    assert "review: due" in text
    yield f"/ask {ITEM} please evidence this"
    yield "s"
    yield "q"


def replies() -> Talk:
    text = yield from to_case((yield ""), FIRST)
    text = yield number(text, "Questions, overrides and reviews")
    assert "please evidence this" in text
    yield f"/reply {ITEM} the nurse saw fresh marks at 02:40"
    yield "b"
    yield "q"


def decides() -> Talk:
    yield number((yield ""), "Cases to decide")
    text = yield FIRST
    assert "the nurse saw fresh marks" in text
    yield f"/close {ITEM}"
    text = yield "/override MARAC raise pattern four reports in a year, each worse"
    assert "Override of MARAC saved (raise)." in text
    wanted = {"MATAC": ("a", "Agreed."), "DVPP": ("d", "Not while he denies it.")}
    while "Left for later" not in text:
        route = next((one for one in wanted if f"\n{one}  " in text), "")
        if route:
            how, why = wanted.pop(route)
            yield how
            text = yield why
        else:
            text = yield ""
        if not wanted:
            break
    yield "s"
    yield "q"


def signs() -> Talk:
    yield number((yield ""), "Cases to decide")
    text = yield FIRST
    assert "raised by" in text or "put forward by vale" in text
    text = yield "/countersign MARAC I read the four reports"
    assert "counted already" in text
    yield "a"
    yield "It cannot wait for the meeting."
    yield "s"
    yield "q"


def sends(letter: Path) -> Talk:
    text = yield from to_case((yield ""), FIRST)
    text = yield number(text, "Letters")
    yield number(text, "MATAC")
    yield "s"
    yield ""
    text = yield str(letter)
    assert "recorded in the thread" in text
    for line in (
        "/moved MATAC accepted the meeting of 2 July takes him",
        "/moved MATAC active first session kept",
        "/happened marac_heard today",
        "/reassess breach he rang her from custody against his bail",
    ):
        text = yield number(text, "Questions, overrides and reviews")
        text = yield line
    assert f"Case {AGAIN} is open to assess again" in text
    yield "b"
    yield "q"


def assesses_again() -> Talk:
    text = yield from to_case((yield ""), AGAIN)
    text = yield number(text, "Go on with the questions")
    assert "he rang her" not in text, "the reason is an answer, not a question"
    text = yield from answers(text, "high")
    text = yield "y"
    text = yield number(text, "This assessment against the last")
    assert f"This assessment against case {FIRST}, today" in text
    assert "high; last time medium (rose)" in text
    yield "b"
    yield "q"


def test_a_whole_life_of_three_people_in_line_mode(tmp_path: Path) -> None:
    """Submitted, asked, replied, decided, overridden, counter-signed, sent, accepted, worked, assessed again."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    assert half_done(workspace) == FIRST
    letter = tmp_path / "matac.txt"

    printed = [
        talk(kit.desk(workspace, who), script)
        for who, script in (
            ("ash", hands_in),
            ("vale", asks),
            ("ash", replies),
            ("vale", decides),
            ("wren", signs),
            ("ash", partial(sends, letter)),
            ("ash", assesses_again),
        )
    ]
    assert all("Traceback" not in one for one in printed)
    assert letter.exists()
    told = "\n".join(lines(workspace, FIRST) + lines(workspace, AGAIN))
    for words in (
        "PC Ash Example: submitted",
        "DI Vale Example: asks about suicide risk: please evidence this",
        "PC Ash Example: replied: the nurse saw fresh marks at 02:40",
        "DI Vale Example: approve MATAC: Agreed.",
        "DI Vale Example: decline DVPP: Not while he denies it.",
        "DI Vale Example: overrides MARAC (raise), pattern: four reports in a year",
        "DI Wren Example: counter-signed the override: I read the four reports",
        "DI Wren Example: approve MARAC: It cannot wait for the meeting.",
        "PC Ash Example: issued letter matac_referral (closed) as txt",
        "PC Ash Example: MATAC is accepted: the meeting of 2 July takes him",
        "PC Ash Example: MATAC is active: first session kept",
        f"PC Ash Example: opened a case to assess again: {AGAIN}, breach: he rang her",
        f"PC Ash Example: assesses again after case {FIRST}, breach: he rang her",
    ):
        assert words in told, f"{words}\n{told}"


def lines(workspace: Workspace, reference: str) -> list[str]:
    """The thread of a case in words."""
    desk: Desk = kit.desk(workspace, "ash")
    return list(thread(kit.thread_of(workspace, reference), desk.pack, desk.names()))

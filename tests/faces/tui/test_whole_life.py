"""A whole life by keys alone: three people in three terminals on one workspace, all three open from first to last."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import kit
from desk.together import ITEM, second_supervisor
from faces.test_whole_life import half_done
from faces.tui.driving import answer_keys
from faces.tui.terminal import Terminal
from ppitui.core.answers import Answer
from ppitui.core.events import Event
from ppitui.desk.desk import Desk
from ppitui.desk.posting import available
from ppitui.store.workspace import Workspace

SIZE = (140, 45)
FIRST, AGAIN = "2026-0001", "2026-0002"
WORDS = "He rang her from custody."


def open_case(term: Terminal, reference: str, until: str) -> None:
    """From home to a case, by typing its number."""
    term.press("f5", reference[-4:])
    term.until(f"▌ {reference[-4:]}")
    term.press("enter")
    term.until(until)


def home(term: Terminal) -> None:
    """Back to home, wherever one is, with the search empty."""
    while "search: name or reference" not in term.text and "▌ 000" not in term.text:
        before = term.text
        term.press("esc")
        term.when(partial(_moved_on, term, before), "esc leads back")
    if "search: name or reference" not in term.text:
        term.press("esc")
        term.until("search: name or reference")


def _moved_on(term: Terminal, before: str) -> bool:
    """Whether another picture stands whole: an Esc too many would clear what is typed after it."""
    return term.text != before and not term.half_drawn


def to_review(term: Terminal) -> None:
    """From home to the review of the first case of the queue."""
    term.press("f5")
    term.until("To decide", FIRST)
    term.press("home", "enter")
    term.until("Decide", "Letters")
    term.press("enter")
    term.until("waits, ")


def on_route(term: Terminal, route: str) -> None:
    """The bar on a route of the review."""
    rows = [one for one in term.text.splitlines()[2:] if "waits, " in one or ": " in one[26:44]]
    names = [row.split()[0] for row in rows if row.split() and row.split()[0].isupper()]
    term.press("home", *["down"] * names.index(route))


def decide(term: Terminal, route: str, key: str, reason: str) -> None:
    on_route(term, route)
    term.press(key)
    term.until(f"{route}: why? (Esc leaves it)")
    term.press(reason, "enter")
    term.until(f"{'approved' if key == 'a' else 'declined'}: {reason}")


def command(term: Terminal, line: str, until: str) -> None:
    """A command on the screen of the case."""
    term.press("/")
    term.until("▌ /")
    term.press(line, "enter")
    term.until(until, gone="▌ /")


def rest(workspace: Workspace, folder: Path) -> list[tuple[str, Event]]:
    """What finishes the new case, each with what the screen says before it: not known but for the grade; on a copy."""
    shutil.copytree(workspace.folder, folder)
    ash: Desk = kit.desk(Workspace.open(folder), "ash")
    with ash.open(AGAIN) as opened:
        found: list[tuple[str, Event]] = []
        while step := ash.walk(opened).next():
            answer = Answer("not_known")
            if step.item.required and step.item.kind == "text":
                answer = Answer(value=WORDS)
            elif step.item.key == "grade.risk_grade":
                answer = Answer(value="high")
            asked = ash.walk(opened).question(step)
            event = ash.answer(opened, ash.walk(opened), step, answer)
            found.append((f" {asked.number} of {asked.of} ", event))
        return found


def kinds(workspace: Workspace, reference: str) -> list[str]:
    return [one.kind for one in kit.thread_of(workspace, reference)]


def test_a_whole_life_of_three_people_by_keys(tmp_path: Path) -> None:
    """Submitted, asked, replied, decided, overridden, counter-signed, sent, accepted, worked, assessed again."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    half_done(workspace)
    letter = tmp_path / "matac.txt"
    with ExitStack() as stack:
        ash, vale, wren = (
            stack.enter_context(Terminal(str(workspace.folder), who, size=SIZE))
            for who in ("ash", "vale", "wren")
        )
        for term in (ash, vale, wren):
            term.until("OFFICIAL-SENSITIVE", "search")
        hands_in(ash)
        asks(vale)
        replies(ash)
        decides(vale)
        signs(wren)
        sends(ash, workspace, letter)
        assesses_again(ash, workspace, tmp_path / "copy")
        for term in (ash, vale, wren):
            term.press("ctrl+q")
            assert term.ended() == 0
            assert term.restored()
    found = kinds(workspace, FIRST)
    for kind in ("submitted", "asked", "ask_answered", "ask_closed", "overridden", "countersigned"):
        assert found.count(kind) == 1, kind
    decided = [one for one in kit.thread_of(workspace, FIRST) if one.kind == "decided"]
    assert [(e.actor.id, e.payload["route"], e.payload["decision"]) for e in decided] == [
        ("vale", "MATAC", "approve"),
        ("vale", "DVPP", "decline"),
        ("wren", "MARAC", "approve"),
    ]
    moved = [e.payload["to"] for e in kit.thread_of(workspace, FIRST) if e.kind == "referral_moved"]
    assert moved == ["accepted", "active"]
    assert found[-2:] == ["reassessed", "looked"]
    assert kinds(workspace, AGAIN)[-1] == "submitted"
    assert letter.exists()


def hands_in(term: Terminal) -> None:
    open_case(term, FIRST, "Go on with the questions")
    term.press("enter")
    term.until("Every question has an answer")
    term.press("f10")
    term.until("is handed in")
    home(term)


def asks(term: Terminal) -> None:
    to_review(term)
    term.press("q")
    term.until("/ask")
    term.press(f"{ITEM} please evidence this", "enter")
    term.until(f"Asked about {ITEM}.")
    home(term)


def replies(term: Terminal) -> None:
    open_case(term, FIRST, "Timeline")
    term.until("please evidence this")
    command(term, f"reply {ITEM} the nurse saw fresh marks", f"Replied about {ITEM}.")
    home(term)


def decides(term: Terminal) -> None:
    to_review(term)
    term.press("/")
    term.until("▌ /")
    term.press(f"close {ITEM}", "enter")
    term.until(f"Closed the question about {ITEM}.")
    on_route(term, "MARAC")
    term.press("o")
    term.until("/override MARAC")
    term.press("raise pattern four reports in a year", "enter")
    term.until("raised by an override")
    decide(term, "MATAC", "a", "Agreed.")
    decide(term, "DVPP", "d", "Not while he denies it.")
    home(term)


def signs(term: Terminal) -> None:
    to_review(term)
    on_route(term, "MARAC")
    term.press("k")
    term.until("/countersign MARAC")
    term.press("I read the four reports", "enter")
    term.until("counted already")
    decide(term, "MARAC", "a", "It cannot wait.")
    home(term)


def sends(term: Terminal, workspace: Workspace, letter: Path) -> None:
    open_case(term, FIRST, "Timeline")
    term.press("enter")
    term.until("letters of case")
    desk = kit.desk(workspace, "ash")
    with desk.open(FIRST) as opened:
        ids = [one.id for one in available(desk, opened)]
    term.press(*["down"] * ids.index("matac_referral"), "enter")
    term.until("save as")
    term.press("f2", str(letter), "enter")
    term.until("Saved as")
    term.press("esc")
    term.until("Timeline")
    command(term, "moved MATAC accepted the meeting of 2 July", "MATAC: accepted.")
    command(term, "moved MATAC active first session kept", "MATAC: active.")
    command(term, "reassess breach he rang her from custody", f"Case {AGAIN} is open")
    home(term)


def assesses_again(term: Terminal, workspace: Workspace, copy: Path) -> None:
    answers = rest(workspace, copy)
    count = len([one for one in kinds(workspace, AGAIN) if one == "answered"])
    open_case(term, AGAIN, "Go on with the questions")
    term.press("enter")
    for heading, one in answers:
        count += 1
        term.until(heading)
        term.press(*answer_keys(one))
        term.when(partial(answered, workspace, count), f"answer {count} saved")
    term.until("Every question has an answer")
    term.press("f10")
    term.until("is handed in")
    term.press("home", "down", "down", "down", "enter")
    term.until("This assessment against case 2026-0001, today", "high; last time medium (rose)")
    home(term)


def answered(workspace: Workspace, count: int) -> bool:
    """Whether so many answers of the new case are on the disk."""
    return len([one for one in kinds(workspace, AGAIN) if one == "answered"]) == count

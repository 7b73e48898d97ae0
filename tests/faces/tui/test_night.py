"""One night on real terminals at 80 by 24: an officer hands a case in, a supervisor decides, a letter leaves."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import kit
from faces.tui.driving import answer_keys
from faces.tui.terminal import Terminal
from ppitui.core.events import Event
from ppitui.desk.answersfile import add_people
from ppitui.desk.posting import available
from ppitui.store.workspace import Workspace

SIZE = (80, 24)
CASE = "2026-0001"


def answers_of(events: list[Event]) -> list[Event]:
    """What was answered, in order."""
    return [one for one in events if one.kind == "answered"]


def saved(workspace: Workspace, count: int) -> bool:
    """Whether so many answers are on the disk."""
    return len(answers_of(kit.thread_of(workspace, CASE))) == count


def the_officer(workspace: Workspace, answers: list[Event]) -> None:
    """From the list to handed in; each answer waits only for the one before it to be on the disk."""
    with Terminal(str(workspace.folder), "ash", size=SIZE) as term:
        term.until("Yours to go on with", "search")
        term.press("0001")
        term.until("▌ 0001")
        term.press("enter")
        term.until("Go on with the questions")
        term.press("enter")
        for count, one in enumerate(answers, start=1):
            term.until(f" {count} of ")
            term.press(*answer_keys(one))
            term.when(partial(saved, workspace, count), f"answer {count} saved")
        term.until("Every question has an answer")
        term.press("f10")
        term.until("is handed in")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()


def the_supervisor(workspace: Workspace, letter: Path) -> None:
    """Approves MATAC and declines DVPP, each with a reason; reads MATAC's letter and saves it."""
    with Terminal(str(workspace.folder), "vale", size=SIZE) as term:
        term.until("To decide", CASE)
        term.press("enter")
        term.until("Decide", "Recommended")
        term.press("enter")
        term.until("MATAC", "DVPP", "waits, recommended")
        for route, key, reason in (("MATAC", "a", "Repeat, medium."), ("DVPP", "d", "Denies it.")):
            rows = term.text.splitlines()[2:]
            names = [row.split()[0] for row in rows if "waits," in row or ": " in row[26:40]]
            term.press("home", *["down"] * names.index(route))
            term.until(_NAMES[route])
            term.press(key)
            term.until(f"{route}: why? (Esc leaves it)")
            term.press(reason, "enter")
            term.until(f"{'approved' if key == 'a' else 'declined'}: {reason}")
        term.press("esc")
        term.until("Decide", "Letters", gone="waits,")
        term.press("down", "enter")
        term.until("letters of case", _NAMES["MATAC"])
        desk = kit.desk(workspace, "vale")
        with desk.open(CASE) as opened:
            ids = [one.id for one in available(desk, opened)]
        term.press(*["down"] * ids.index("matac_referral"), "enter")
        term.until("Case reference: 2026-0001", "save as")
        term.press("f2", str(letter), "enter")
        term.until("Saved as")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()


# What the panel under the list says of the route on the bar.
_NAMES = {
    "MATAC": "Multi-Agency Tasking and Coordination (MATAC)",
    "DVPP": "Domestic violence perpetrator programme (DVPP)",
}


def test_a_night_from_the_first_answer_to_the_letter(tmp_path: Path) -> None:
    """Keys alone, two people, two terminals: the thread is the answers file's, and the letter can be read."""
    by_file = kit.make_workspace(tmp_path / "file")
    wanted = answers_of(kit.thread_of(by_file, kit.answered(kit.desk(by_file, "ash"), "custody")))
    workspace = kit.make_workspace(tmp_path / "keys")
    desk = kit.desk(workspace, "ash")
    with desk.open(desk.new_case()) as opened:
        desk.begin(opened, "custody", kit.example("custody").on)
        add_people(desk, opened, kit.example("custody"))
    letter = tmp_path / "letter.txt"
    the_officer(workspace, wanted)
    the_supervisor(workspace, letter)
    events = kit.thread_of(workspace, CASE)
    assert [one.payload for one in answers_of(events)] == [one.payload for one in wanted]
    decided = {e.payload["route"]: e.payload["decision"] for e in events if e.kind == "decided"}
    assert decided == {"MATAC": "approve", "DVPP": "decline"}
    assert events[-1].kind == "letter_issued"
    text = letter.read_text("utf-8")
    assert "Nomination to Multi-Agency Tasking" in text
    assert "Alex Sample" in text

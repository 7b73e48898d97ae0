"""The people of a case, entered line by line."""

from __future__ import annotations

from typing import Any

from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.people import PART_WORDS, Detail, asked_of, picks, read_detail
from ppitui.errors import WrongCall
from ppitui.faces.plain.console import Console, Ended

_STOPS = ("s", "q", "/save")
_PARTS = {"1": "harmed", "2": "child", "3": "other"}


class Left(Exception):  # not an error: the person chose to stop
    """The person stopped in the middle of somebody's details; those are not saved."""


def enter_people(desk: Desk, opened: OpenCase, console: Console) -> bool:
    """Ask for everybody whom the case does not have yet; each is saved when complete.

    False where the person stopped; what was entered of that one person is then not saved, and is said so.
    """
    try:
        _enter_all(desk, opened, console)
    except (Left, Ended) as why:
        console.say("", "Stopped. The person whose details you were entering is not saved.")
        if isinstance(why, Ended):
            raise
        return False
    return True


def _enter_all(desk: Desk, opened: OpenCase, console: Console) -> None:
    if opened.case.assessed is None:
        _enter(desk, opened, console, "assessed")
    while True:
        harmed = len(opened.case.harmed)
        console.say("", f"Recorded: {harmed} harmed, {len(opened.case.children)} children.")
        nobody = "" if harmed else " (nobody is harmed)"
        line = console.ask(
            f"Add: 1 person harmed, 2 child, 3 somebody else. Enter goes on{nobody}:"
        )
        text = line.strip()
        if text.lower() in _STOPS:
            return
        if text in _PARTS:
            _enter(desk, opened, console, _PARTS[text])
        elif not text:
            return
        else:
            console.say("  1, 2, 3 or Enter.")


def _enter(desk: Desk, opened: OpenCase, console: Console, part: str) -> None:
    console.say("", f"== {PART_WORDS[part]} ==")
    if part == "assessed":
        console.say("Enter alone leaves out what is not needed; u is not known; s stops.")
    raw: dict[str, Any] = {}
    for detail in asked_of(part):
        raw[detail.id] = _detail(desk, console, detail)
    desk.add_person(opened, part, raw)
    console.say("  Saved.")


def _detail(desk: Desk, console: Console, detail: Detail) -> Any:
    numbered = f" ({picks(detail)})" if detail.words else ""
    while True:
        line = console.ask(f"{detail.ask}{numbered}:").strip()
        if line.lower() in _STOPS:
            raise Left
        if not line and detail.kind in ("text", "names") and not detail.required:
            return None
        try:
            if not line:
                raise WrongCall(f"{detail.ask}: enter it, or u for not known.")
            return read_detail(detail, line, desk.today)
        except WrongCall as why:
            console.say(f"  {why}")

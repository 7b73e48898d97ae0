"""What may be done to a record, line by line: the same list as the full screen's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ppitui.core.text import typed_number, visible
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.record_acts import OutsideAct, RecordAct, possible, possible_outside
from ppitui.desk.record_doing import Done
from ppitui.desk.record_words import standing
from ppitui.errors import PpituiError
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.signing import signed

_Act = TypeVar("_Act", RecordAct, OutsideAct)


def record_of(desk: Desk, opened: OpenCase, console: Console) -> bool:
    """The acts on this record, until the person goes back; True once the record is gone."""
    while True:
        desk.refresh(opened)
        console.say("", *standing(opened.case))
        acts = possible(desk, opened)
        act = _picked(console, acts)
        if act is None:
            return False
        done = _done(desk, console, act, opened)
        if done and done.gone:
            return True


def records(desk: Desk, console: Console) -> None:
    """What needs no open case."""
    while act := _picked(console, possible_outside(desk)):
        _done(desk, console, act, None)


def _picked(console: Console, acts: Sequence[_Act]) -> _Act | None:
    """Which act; None where the person goes back."""
    console.say("", *(f"{at} {one.says}" for at, one in enumerate(acts, 1)), "b back")
    while True:
        line = console.ask("What is to be done to the record?").strip().lower()
        if line in ("b", ""):
            return None
        if at := typed_number(line, len(acts)):
            return acts[at - 1]
        console.say(f"  Enter a number from 1 to {len(acts)}, or b.")


def _done(
    desk: Desk, console: Console, act: RecordAct | OutsideAct, opened: OpenCase | None
) -> Done | None:
    """Ask for the fields, then do it; None where it was left or refused, which is said."""
    given: dict[str, str] = {}
    for field in act.fields:
        if field.kind == "secret":
            given[field.id] = console.hidden(field.ask)
        else:
            given[field.id] = console.ask(field.ask, words=field.kind == "words")
        if not field.may and not given[field.id].strip():
            console.say("  Nothing was done.")
            return None
    found: list[Done] = []

    def do() -> None:
        if isinstance(act, OutsideAct):
            found.append(act.do(desk, given))
        elif opened is not None:
            found.append(act.do(desk, opened, given))

    try:
        signed(desk, console, do)
    except PpituiError as why:
        console.say(f"  {why}")
        return None
    console.say(*(visible(line) for line in found[0].lines))
    if found[0].words:
        console.say(f"  {visible(found[0].words)}")
    return found[0]

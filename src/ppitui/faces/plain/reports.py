"""Reports and second grades, line by line."""

from __future__ import annotations

from pathlib import Path

from ppitui.core.text import typed_number
from ppitui.desk.desk import Desk
from ppitui.desk.reports import kinds, may_report, read_asked, report
from ppitui.desk.seconds import blind_lines, decline_second, give_second
from ppitui.faces.plain.console import Console

_WIDTH = 78  # as line mode wraps


def show_reports(desk: Desk, console: Console) -> None:
    """Ask which report, over which days; show it; write it where that is wanted."""
    known = kinds()
    console.say(
        "", *(f"{at} {kind.title}: {kind.about}" for at, kind in enumerate(known.values(), 1))
    )
    line = console.ask("Which report, or Enter to go back:").strip()
    if not line:
        return
    at = typed_number(line, len(known))
    if not at:
        console.say(f"  Enter a number from 1 to {len(known)}.")
        return
    kind = list(known)[at - 1]
    start = console.ask("From which day (Enter: the first):").strip()
    end = console.ask("To which day (Enter: today):").strip()
    unit = console.ask("Which unit (Enter: all, by unit):").strip() if known[kind].by_unit else ""
    names = False
    if known[kind].named and may_report(desk, names=True):
        names = (
            console.ask("With names, which is logged (y, or Enter: without)?").strip().lower()
            == "y"
        )
    found = report(desk, read_asked(desk, kind, start, end, unit, names=names))
    console.say("", *found.lines(_WIDTH))
    name = console.ask("Save as (a name ending in .csv; Enter saves nothing):").strip()
    if name:
        from ppitui.faces.reporting import write_csv

        write_csv(found, Path(name))
        console.say(f"  Saved as {name}.")


def second_grade(desk: Desk, reference: str, console: Console) -> None:
    """Show what the second grade is given from, then ask for it."""
    console.say("", *blind_lines(desk, reference))
    line = console.ask(
        "A=high B=medium and why; or: decline and why; or Enter to go back:", words=True
    )
    if not line.strip():
        return
    first, _, rest = line.strip().partition(" ")
    if first.lower() == "decline":
        console.say(decline_second(desk, reference, rest))
    else:
        console.say(give_second(desk, reference, line))

"""What now? In line mode: numbered choices in words, one of them carried out, what was refused told."""

from __future__ import annotations

from collections.abc import Callable

from ppitui.core.text import visible
from ppitui.errors import PpituiError
from ppitui.faces.plain.console import Console

Doings = list[tuple[str, Callable[[], object]]]


GOES_BACK = "Enter or b goes back"


def is_back(line: str) -> bool:
    """Whether a line at a list goes back: nothing, or b as in every menu; no search is for that letter alone."""
    return line.strip().lower() in ("", "b")


def chosen(console: Console, prompt: str, choices: Doings, leave: str) -> bool:
    """Ask which; carry it out. False when the person leaves, by the first letter of `leave`."""
    console.say("", *(f"{at} {words}" for at, (words, _) in enumerate(choices, 1)), leave)
    line = console.ask(prompt).strip().lower()
    if line == leave[0]:
        return False
    # As it is printed: 0003 is the end of a reference, and would begin a case.
    if line in {str(at) for at in range(1, len(choices) + 1)}:
        try:
            choices[int(line) - 1][1]()
        except PpituiError as why:
            told_why(console, why)
    else:
        console.say(f"  Enter a number from 1 to {len(choices)}, or {leave[0]}.")
    return True


def until_back(console: Console, prompt: str, choices: Callable[[], Doings]) -> None:
    """The same until b, each time with what can be done then."""
    while chosen(console, prompt, choices(), "b back"):
        pass


def told_why(console: Console, why: PpituiError) -> None:
    """What stands against it, one thing a line; then what was refused."""
    console.say(*(f"  {visible(line)}" for line in why.against), f"  {why.brief}")

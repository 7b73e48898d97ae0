"""Why somebody opens a case that they did not write: asked once a day, from a short list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from ppitui.core.text import typed_number
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.looking import ReasonWanted, reasons
from ppitui.faces.plain.console import Console


@contextmanager
def opening(
    desk: Desk, reference: str, why: str = "", *, console: Console | None = None
) -> Iterator[OpenCase]:
    """Open a case; where a reason is wanted and there is somebody to ask, ask for it.

    Raises as `Desk.open`; ReasonWanted where `console` is None.
    """
    with ExitStack() as held:
        try:
            opened = held.enter_context(desk.open(reference, why))
        except ReasonWanted:
            if console is None:
                raise
            opened = held.enter_context(desk.open(reference, why_opened(desk, console)))
        yield opened


def why_opened(desk: Desk, console: Console) -> str:
    """The code of the reason that was chosen. Raises Ended when there is nobody there."""
    choices = reasons(desk)
    console.say("", "This case is not yours. That you open it is logged, with your reason:")
    console.say(*(f"{at} {words}" for at, (_, words) in enumerate(choices, 1)))
    while True:
        line = console.ask("Why do you open it?").strip()
        if at := typed_number(line, len(choices)):
            return choices[at - 1][0]
        console.say(f"  Enter a number from 1 to {len(choices)}.")

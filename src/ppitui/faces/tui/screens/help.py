"""Help, made from the keys in force on the screen below and from the descriptions of the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual.binding import Binding

from ppitui.desk.commands import help_lines
from ppitui.desk.telling import SUPPORTS
from ppitui.faces.tui.screens.reading import ReadingScreen

_ANSWERING = (
    "To answer",
    "  1-9        answer, or mark where several may apply; twice: it is not known",
    "  0          none of these",
    "  Enter      next; keeps what is known",
    "  Tab        from the question to the command line and back",
)


class HelpScreen(ReadingScreen):
    """Keys and commands. `bindings` are those of the screen that asked; `display` writes a key as the keyboard does.

    Where that was on a case, its `state` and the `roles` of the person say which commands work there.
    Where the definitions are changed (`on_cases` false) what is done on a case is left out.
    """

    def __init__(
        self,
        bindings: Sequence[Binding],
        display: Callable[[Binding], str],
        state: str = "",
        roles: tuple[str, ...] = (),
        *,
        on_cases: bool = True,
    ) -> None:
        commands = help_lines(shorts=False, state=state, roles=roles)
        cases = [*_ANSWERING, "", *commands, ""] if on_cases else []
        keys = [
            "Keys here (in brackets: the name to give it another key by)",
            *_keys(bindings, display),
        ]
        super().__init__("Help", [*keys, "", *cases, SUPPORTS])


def _keys(bindings: Sequence[Binding], display: Callable[[Binding], str]) -> Iterator[str]:
    told: set[str] = set()
    for one in bindings:
        if one.id and one.id not in told and one.description:
            told.add(one.id)
            yield f"  {one.key_display or display(one):<10} {one.description}  [{one.id}]"

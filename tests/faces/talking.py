"""Somebody in line mode who reads before they type: a generator that gets what was printed and gives the next line."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Generator

from ppitui.desk.desk import Desk
from ppitui.faces.plain.console import StreamConsole
from ppitui.faces.plain.menu import Menu

Talk = Generator[str, str, None]


class Reading(io.StringIO):
    """What stands for the keyboard: each line that is wanted is asked of the talk, with what was printed since."""

    def __init__(self, talk: Talk, sink: io.StringIO) -> None:
        super().__init__()
        self.talk = talk
        self.sink = sink
        self.at = 0
        next(talk)

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]  # text, as of a StringIO
        printed = self.sink.getvalue()[self.at :]
        self.at += len(printed)
        try:
            return self.talk.send(printed) + "\n"
        except StopIteration:
            return ""


def talk(desk: Desk, script: Callable[[], Talk]) -> str:
    """Line mode from sign-in to the end of the talk; everything that it printed."""
    sink = io.StringIO()
    Menu(desk, StreamConsole(Reading(script(), sink), sink, echo=True)).run()
    return sink.getvalue()


def number(printed: str, words: str) -> str:
    """The number of the choice that holds these words, as it was last printed."""
    found = re.findall(rf"^(\d+) .*{re.escape(words)}", printed, re.MULTILINE)
    assert found, f"no choice says {words!r}:\n{printed}"
    return str(found[-1])


def answers(printed: str, grade: str) -> Generator[str, str, str]:
    """Every question of a journey: what is known is kept, a grade given, all else not known; to the end of it."""
    while "hands the case in" not in printed:
        asked = printed.rpartition("Question ")[2]
        if "Enter keeps it." in asked:
            line = ""
        elif "risk grade" in asked and "1 standard" in asked:
            line = {"standard": "1", "medium": "2", "high": "3"}[grade]
        elif "words of your own" in printed:
            line = "He rang her from custody, and she is more afraid than before."
        else:
            line = "u"
        printed = yield line
    return printed

"""The tour of `ppitui demo`: one thing to try at a time, said on every screen until it was done.

A step is done when what is on the screen, or what was saved since, says so; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tour looks at: the screen's name, its case, who is at work, and the kinds of events saved since."""

    screen: str
    user: str = ""
    case: str = ""
    saved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stop:
    """What to try, and when it is done."""

    says: str
    done: Callable[[Seen], bool]


def _at(screen: str, *, case: str = "") -> Callable[[Seen], bool]:
    return lambda seen: seen.screen == screen and seen.case.endswith(case)


def _saved(kind: str) -> Callable[[Seen], bool]:
    return lambda seen: kind in seen.saved


def _home_as(user: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.screen == "HomeScreen" and seen.user == user


STOPS = (
    Stop("Enter signs you in as PC Ash, an officer on a night shift.", _home_as("demo-officer")),
    Stop("Type 0001, Enter: a case that PC Ash has half answered.", _at("CaseScreen", case="0001")),
    Stop("Enter: go on with its questions.", _at("WorkScreen")),
    Stop("F1 says why a question is asked.", _at("ReadingScreen")),
    Stop("Esc, then u: not known. It never counts as no.", _saved("answered")),
    Stop("F9 takes the newest answer back; the thread keeps both.", _saved("undone")),
    Stop("Type /note and some words, then Enter: it joins the thread.", _saved("note_added")),
    Stop("F5 shows every answer; Enter there changes one.", _at("AnswersScreen")),
    Stop("Esc, then F2 to stop. Every answer is saved already.", _at("CaseScreen")),
    Stop("Esc to the list, then F4: somebody else signs in.", _at("SignInScreen")),
    Stop("Choose DI Vale, the supervisor.", _home_as("demo-supervisor")),
    Stop("Enter opens what is most urgent; Enter again decides.", _at("ReviewScreen")),
    Stop("a approves the first route: a reason, then Enter.", _saved("decided")),
    Stop("Esc, Esc, then 0002, Enter: one that is decided.", _at("CaseScreen", case="0002")),
    Stop("Choose Letters, then the first: as it would leave.", _at("LetterScreen")),
)
END = "The end of the tour. Look round; Ctrl+Q leaves, nothing here is kept."


class Tour:
    """Where somebody is on the tour."""

    def __init__(self) -> None:
        self.at = 0

    @property
    def words(self) -> str:
        """What to try now."""
        if self.at >= len(STOPS):
            return END
        return f"Tour {self.at + 1} of {len(STOPS)}: {STOPS[self.at].says}"

    def look(self, seen: Seen) -> bool:
        """Take in what is there now; True where that was a step further."""
        if self.at >= len(STOPS) or not STOPS[self.at].done(seen):
            return False
        self.at += 1
        return True

"""What a command line that was begun could become: the names of commands, questions, routes, people, letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from ppitui.core.workflow import ROUTE
from ppitui.desk.commands import COMMANDS, allowed
from ppitui.desk.history import filter_words
from ppitui.desk.lettering import letter_names
from ppitui.errors import PpituiError

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

Names = Callable[["Desk", "OpenCase"], Iterable[str]]


def _users(desk: Desk, _opened: OpenCase) -> list[str]:
    return sorted(one.id for one in desk.users().values() if one.active)


def _items(desk: Desk, opened: OpenCase) -> list[str]:
    """By their names; with `@A` where the same is asked about more than one person."""
    keys = [step.item.key for step in desk.walk(opened).asked]
    return [
        step.key.rstrip("@") if keys.count(step.item.key) > 1 else step.item.key
        for step in desk.walk(opened).asked
    ]


def _states(_desk: Desk, _opened: OpenCase) -> list[str]:
    return list(dict.fromkeys(one.to for one in ROUTE.moves if one.event == "referral_moved"))


# By the words of `Command.takes`.
_NAMES: Mapping[str, Names] = {
    "ITEM": _items,
    "ROUTE": lambda _, opened: [one.lower() for one in opened.pack.routes],
    "NAME": _users,
    "REASON": lambda _, opened: opened.pack.reasons,
    "PERSON": lambda _, opened: [one.id for one in opened.case.harmed],
    "LETTER": letter_names,
    "STATE": _states,
    "WHAT": lambda _, opened: opened.pack.clocks.happenings,
    "MEASURE": lambda _, opened: opened.pack.outcomes.measures,
    "TRIGGER": lambda _, opened: opened.pack.reassess.triggers,
    "FACT=VALUE": lambda _, opened: [f"{one}=" for one in opened.pack.rules.facts],
    "COMMAND": lambda *_: [one.name for one in COMMANDS],
}


def complete(desk: Desk, opened: OpenCase, line: str) -> tuple[str, list[str]]:
    """The line as far as it can only go one way, and what the last word could be; none where nothing fits.

    Commands that this person may not give in this state are not offered.
    """
    before, _, word = line.rpartition(" ")
    every = set(_could(desk, opened, before, word))
    could = sorted(one for one in every if one.lower().startswith(word.lower()))
    if not could:
        return line, []
    longest = could[0] + " " if len(could) == 1 else _common(could)
    return (f"{before} {longest}" if before else longest), could


def _common(words: list[str]) -> str:
    """What all of them begin with."""
    same = takewhile(lambda chars: len(set(chars)) == 1, zip(*words, strict=False))
    return "".join(chars[0] for chars in same)


def _could(desk: Desk, opened: OpenCase, before: str, word: str) -> Iterable[str]:
    if word.startswith("@"):
        return (f"@{one}" for one in _users(desk, opened))
    if not before:
        state, roles = opened.case.state, desk.user.roles
        return (f"/{one.name}" for one in COMMANDS if allowed(one, state, roles))
    given = before.split()
    command = next((one for one in COMMANDS if f"/{one.name}" == given[0].lower()), None)
    takes = command.takes.split() if command else []
    if "FILTER" in takes:
        return filter_words(desk, opened)
    if "or" in takes:  # one word, of either kind
        takes = ["|".join(one for one in takes if one != "or")]
    at = len(given) - 1
    return _of(desk, opened, takes[at]) if at < len(takes) else ()


def _of(desk: Desk, opened: OpenCase, takes: str) -> Iterable[str]:
    for one in takes.split("|"):
        if one in _NAMES:
            try:
                yield from _NAMES[one](desk, opened)
            except (
                PpituiError
            ):  # such as letters of a pack with faults: nothing to offer, and said when it is given
                return
        elif one.islower():
            yield one

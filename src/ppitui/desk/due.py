"""What falls due: the dates that clocks read, the clocks of a case in words, and the cases on which something waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ppitui.core.text import visible
from ppitui.desk.clocks import clocks, wanted

if TYPE_CHECKING:
    from ppitui.core.decide import Result
    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk, OpenCase


def dates_of(result: Result, pack: Pack) -> list[str]:
    """The dates among the facts that clocks read, as an event keeps them: `name=2026-06-15`, `name@A=…`."""
    found = []
    for name in sorted(pack.clocks.facts):
        places = {"": result.facts.person} | (
            {f"@{who}": pair for who, pair in result.facts.pairs.items()}
        )
        for about, place in places.items():
            value = place.get(name)
            if isinstance(value, str):
                found.append(f"{name}{about}={value}")
    return found


def clock_lines(desk: Desk, opened: OpenCase) -> Iterator[str]:
    """The clocks of one case in words, worst first, safe to show; what assessing again it asks for stands beside it."""
    from ppitui.desk.rows import summary

    for one in clocks(summary(opened.events), desk.pack, desk.now()):
        yield one.words
        if one.trigger and one.wanted and one.trigger in desk.pack.reassess.triggers:
            yield f"    time to assess again: /reassess {one.trigger}"
    yield from _otherwise_now(desk, opened)


def _otherwise_now(desk: Desk, opened: OpenCase) -> Iterator[str]:
    """What the definitions in force would make of a case that stands under older ones; nothing where it is the same."""
    from ppitui.core.decide import decide
    from ppitui.core.settle import survey
    from ppitui.desk.impact import changes

    case, pack = opened.case, desk.pack
    later = any(one.way == "later" for one in case.reassessments)
    if case.submission is None or later or opened.pack.hash == pack.hash:
        return
    after = decide(survey(case, pack, desk.today).facts, pack.rules)
    found = list(changes(desk.result(opened), after, opened.pack, pack))
    for one in found:
        was, would = one.before.replace("_", " "), one.after.replace("_", " ")
        yield visible(f"the definitions changed: {one.what} was {was}, would now be {would}")
    if found and _CHANGED in pack.reassess.triggers:
        yield f"    time to assess again: /reassess {_CHANGED}"


_CHANGED = "new_definitions"


def headed_clocks(lines: Sequence[str]) -> Iterator[str]:
    """Lines of clocks under their heading, and a blank; nothing where none runs."""
    if lines:
        yield "Clocks"
        yield from (f"  {line}" for line in lines)
        yield ""


def due_rows(desk: Desk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows on which something is due or late now, worst first, each with `due_now`: what, in words.

    Of a supervisor every case that they may see; of anybody else those that they opened.
    """
    now, everybody = desk.now(), "supervisor" in desk.user.roles
    found = []
    for row in rows:
        if everybody or row.get("opened_by") == desk.user.id:
            here = wanted(row, desk.front, now, _QUEUE)
            if here:
                found.append((here[0].order, {**row, "due_now": [one.words for one in here]}))
    return [row for _, row in sorted(found, key=lambda one: (one[0], one[1]["case"]))]


# What waits in the queue is not said twice.
_QUEUE = frozenset({"review_high", "review", "marac", "aggressor"})


def due_words(row: Mapping[str, Any]) -> str:
    """What is due on a row, in words, safe to show: the worst, and how much more there is."""
    words = row.get("due_now") or [""]
    more = f" and {len(words) - 1} more" if len(words) > 1 else ""
    return visible(f"{words[0]}{more}")

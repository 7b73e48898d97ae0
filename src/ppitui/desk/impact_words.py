"""What a draft would change, in words: one change, and all of them with their cases."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.text import counted
from ppitui.desk.impact import Impact, Moved
from ppitui.desk.words import status_words


def moved_words(moved: Moved, people: int = 0) -> str:
    """One change of one sort of result; `people` are those of a case whom it is about, where that is more than one."""
    many = f" (for {people} people)" if people > 1 else ""
    if moved.what.startswith("letter "):  # what it was is only that it was there
        return f"{moved.what}: {moved.after}{many}"
    was, will = status_words(moved.before), status_words(moved.after)
    return f"{moved.what}: was {was}, would be {will}{many}"


def cases_words(found: Impact, moved: Moved, refs: list[str]) -> str:
    """How many cases, each once; and how many people, where a case has more than one to whom it happens."""
    people = sum(found.people(moved, ref) for ref in refs)
    return counted(len(refs), "case") + (f", {people} people" if people > len(refs) else "")


def already_words(found: Impact) -> str:
    """How many cases would come out otherwise under what is in force too, which is no change of this draft."""
    return f"already so under what is in force: {counted(len(found.already), 'case')}"


def told(found: Impact, most: int = 12) -> Iterator[str]:
    """The impact in words; what loses protection comes first."""
    yield f"{counted(found.cases, 'case')} looked at; {len(found.changed)} would change."
    if found.already:
        yield already_words(found)
    for one, refs in found.in_order():
        mark = "LOSES PROTECTION  " if one.loses else ""
        why = f" (rules {', '.join(one.rules)})" if one.rules else ""
        yield f"{mark}{moved_words(one)}: {cases_words(found, one, refs)}{why}"
        more = f" and {len(refs) - most} more" if len(refs) > most else ""
        yield f"    {', '.join(found.shown(refs[:most]))}{more}"
    for ref, why in found.unread.items():
        yield f"not looked at: {ref}: {why}"

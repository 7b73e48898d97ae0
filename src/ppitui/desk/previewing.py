"""A letter before it leaves: its boxes, its numbered lines marked DRAFT, what was found in it, what stops it.

Every face shows this one thing. All lines are safe to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ppitui.core.definitions import Audience
from ppitui.core.entries import Issued
from ppitui.core.text import visible
from ppitui.desk.clock import london
from ppitui.desk.drafting import kept_boxes, reader_of, wanting
from ppitui.desk.lifting import still_wanted
from ppitui.desk.posting import Typed, drafted, letter_named, letters_of
from ppitui.desk.reissuing import difference, differs, last_issued
from ppitui.desk.services import service_lines
from ppitui.letters.formats import plain
from ppitui.letters.lint import Warning_, lint
from ppitui.letters.matter import Letter

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

DRAFT: Final = "DRAFT: not issued"
NOTHING_TRIED: Final[Mapping[str, str]] = {}
# Said in words on every preview; a colour only repeats it.
AUDIENCE_WORDS: Final[Mapping[Audience, str]] = {
    "closed": "CLOSED: agencies only; never the person assessed",
    "partner": "PARTNER: a service; the person assessed may come to read it",
    "subject": "SUBJECT: the person assessed reads it",
    "youth": "YOUTH: a child, or their parent or carer, reads it",
    "victim": "VICTIM: a person harmed reads it, by a safe way",
}
_RULE = re.compile(r"\|[-| :]+\|\Z")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name, what it asks for, whether it must be filled, and what stands in it."""

    name: str
    asks: str
    must: bool
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it stands. `again` is the one that left before; `lifts` is what a lift still wants."""

    letter: Letter
    about: str
    boxes: tuple[Box, ...]
    text: str
    findings: tuple[Warning_, ...]
    lifts: str
    again: Issued | None
    to: tuple[str, ...]

    @property
    def wanting(self) -> list[str]:
        """The boxes that must be filled and are not."""
        return wanting(self.letter, {box.name: box.text for box in self.boxes})

    @property
    def differs(self) -> bool:
        """Whether it left before and said something else: then its writer says why it goes again."""
        return differs(self.again, self.text)


def preview_of(
    desk: Desk,
    opened: OpenCase,
    name: str,
    about: str = "",
    tried: Mapping[str, str] = NOTHING_TRIED,
    gateway: str = "",
) -> Preview:
    """The letter of that name as it stands, with boxes that are `tried` and not kept, on the ground that is chosen.

    Raises WrongCall where there is none of that name, or no such ground; Refused where it may not leave.
    """
    letter = letter_named(letters_of(opened.pack), name)
    about = reader_of(opened, letter, about)
    _, matter, text = drafted(desk, opened, letter.id, Typed(tried, about, gateway), whole=False)
    typed = {**kept_boxes(opened.case, letter, about), **tried}
    found = tuple(lint(letter, text, matter))
    boxes = tuple(
        Box(key, visible(asks), key in letter.must_fill, visible(typed.get(key, "")))
        for key, asks in letter.boxes.items()
    )
    now = desk.now().astimezone(london())
    return Preview(
        letter,
        about,
        boxes,
        text,
        found,
        still_wanted(opened.case, letter, text, list(found), desk.user.id) if found else "",
        last_issued(opened.case, letter, about),
        tuple(service_lines(opened.pack, letter, now)),
    )


def numbered(text: str, marked: frozenset[int] = frozenset()) -> Iterator[tuple[int, str]]:
    """The lines of a letter with their numbers, as findings name them; `!` before one in which something was found."""
    headed = False
    for at, line in enumerate(text.split("\n"), start=1):
        rule = bool(_RULE.match(line))
        below = _next(text, at)
        if not line.strip() or rule or (line.startswith("|") and not headed and _RULE.match(below)):
            headed = rule
            continue
        headed = headed and line.startswith("|")
        mark = "!" if at in marked else " "
        yield at, visible(f"{mark} {at:>3}  {_readable(line)}")


def _next(text: str, at: int) -> str:
    lines = text.split("\n")
    return lines[at] if at < len(lines) else ""


def _readable(line: str) -> str:
    """One line of Markdown as words: a row of a table as `label: value`."""
    if line.startswith("|"):
        cells = [plain(cell).strip() for cell in _CELL.split(line.strip())[1:-1]]
        return ": ".join(cells[:2]) + "".join(f"; {cell}" for cell in cells[2:])
    words = plain(line).replace("\n", " ").strip()
    if line.startswith("#"):
        return words.upper() if line.startswith("# ") else f"== {words} =="
    return f"- {words}" if line.startswith("- ") else words or "-" * 20


def stops(seen: Preview) -> list[str]:
    """What keeps the letter from leaving now, in words; nothing where it may."""
    found = []
    if seen.wanting:
        found.append(f"Still to fill: {', '.join(seen.wanting)}.")
    if seen.findings and seen.lifts:
        found.append(f"{len(seen.findings)} found in its words. {seen.lifts}")
    return found


def finding_lines(seen: Preview) -> list[str]:
    """What was found, a line each, with the line of the letter."""
    return [visible(f"line {hit.line}: {hit.message}") for hit in seen.findings]


def head_lines(seen: Preview) -> list[str]:
    """What stands above a preview: who reads it, who gets it, what is different from the last one."""
    return [*reader_lines(seen), *again_lines(seen)]


def reader_lines(seen: Preview) -> list[str]:
    """That it is a draft, who reads it, and who gets it."""
    return [f"{DRAFT}. {AUDIENCE_WORDS[seen.letter.audience]}. {seen.letter.marking}.", *seen.to]


def again_lines(seen: Preview) -> list[str]:
    """Where it left before: when, to whom, and what is different now."""
    return list(difference(seen.again, seen.text)) if seen.again else []


def preview_lines(seen: Preview) -> Iterator[str]:
    """The whole preview as lines: head, letter with numbers, what was found, what stops it."""
    yield from head_lines(seen)
    yield ""
    yield from (
        line for _, line in numbered(seen.text, frozenset(hit.line for hit in seen.findings))
    )
    yield ""
    yield f"{DRAFT}."
    if seen.findings:
        yield "Found in its words:"
        yield from (f"  {line}" for line in finding_lines(seen))
    yield from stops(seen)


def around(seen: Preview, line: int) -> list[str]:
    """The line of that number, with the two before and after it."""
    found = list(numbered(seen.text, frozenset(hit.line for hit in seen.findings)))
    at = place_of(found, line)
    return [words for _, words in found[max(0, at - 2) : at + 3]]


def place_of(lines: Sequence[tuple[int, str]], line: int) -> int:
    """Where among numbered lines the one of that number stands, or the last before it."""
    return max((at for at, (number, _) in enumerate(lines) if number <= line), default=0)

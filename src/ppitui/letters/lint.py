"""The last look before a letter leaves: does its text give away somebody whom it must not?

A template cannot read what its audience may not; but people type, and records quote. So the words
of the written letter are searched for everybody in the case but the person assessed. Any hit stops
it.

Names are compared without case, accents, hyphens and apostrophes. A name that is an ordinary word
as well (May, Will, June, or any word of the letter's own fixed text) counts with a capital letter
only, and then unless it begins a sentence or stands beside a number, as in a date. With a capital
and beside another part of the same name, a title or an initial, as a possessive, or alone on its
line, it always counts. What the person assessed shares (a surname, an address) is not searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ppitui.core.entries import Person
from ppitui.letters.formats import plain
from ppitui.letters.grounds import ground_words
from ppitui.letters.matter import Letter, Matter, child_codes, harmed_codes, is_child
from ppitui.letters.ordinary import ORDINARY
from ppitui.letters.plainness import bare_acronyms, too_hard
from ppitui.letters.tokens import (
    Folded,
    Token,
    fold,
    folded,
    name_parts,
    names_of,
    spaced,
    tokens_of,
)

_MAY_NAME: Final = ("closed", "victim")
_TITLE = re.compile(r"(?:^|[^\w])(?:mr|mrs|ms|miss|mx|dr|sir|dame)\.?\s+$")
_ENDS_SENTENCE = ".!?:;\u2022\n"

# Never said to the person assessed: what shows that others were told, or how they were judged.
NEVER_TO_SUBJECT: Final = (
    *(
        "marac",
        "matac",
        "multi-agency tasking",
        "multi-agency risk assessment conference",
        "idva",
        "daio",
        "dvds",
        "clare.?s law",
    ),
    *("independent domestic violence advis[eo]r", "drive panel", "safeguarding"),
    *("grade[ds]?", "risk level", "high[- ]risk", "medium[- ]risk", "standard[- ]risk", "scores?"),
    *("rfgv", "ogrs", "ppit", "dara", "typology", "high[- ]harm", "catastrophic"),
    *("intelligence", "surveillance", "disruption", "markers?", "refuge", "panic alarms?"),
    *("safety plan(?:ning)?", "target hardening"),
)
# Never said of a child, to anyone.
NEVER_OF_CHILD: Final = ("perpetrators?", "offenders?", "abusers?")
# Nor to the child: words for a person where the letter is about what somebody did.
NEVER_TO_CHILD: Final = (
    *("suspects?", "criminals?", "culprits?", "convicts?", "predators?", "bull(?:y|ies)"),
    *("violent person", "dangerous person", "thugs?", "monsters?"),
)
# Found here, it stays: where somebody lives, works or learns, and when they were born.
_NEVER_LIFTED: Final = ("an address", "a phone number", "a date of birth", "a detail")


@dataclass(frozen=True, slots=True, order=True)
class Warning_:  # noqa: N801  # plain Warning is Python's own
    """One hit. `line` counts the lines of the Markdown; the message holds no personal data.

    `lifts`: a supervisor may let the letter go all the same, with a reason.
    """

    line: int
    id: str
    message: str
    lifts: bool = False


def lint(letter: Letter, text: str, matter: Matter) -> list[Warning_]:
    """Everything in a composed letter that must not leave with it; empty where nothing is found."""
    lines = _Lines(text)
    found: list[Warning_] = []
    if letter.audience not in _MAY_NAME:
        found += _people(letter, lines, matter)
    if letter.audience in ("subject", "youth"):
        words = "is not for the person assessed to read"
        found += _words(lines, NEVER_TO_SUBJECT, "NEVER_TO_SUBJECT", words)
    if is_child(matter) or letter.audience == "youth":
        words = "is not said of a child; write of the child's behaviour"
        found += _words(lines, NEVER_OF_CHILD, "NEVER_OF_CHILD", words)
    if letter.audience == "youth":
        found += _words(lines, NEVER_TO_CHILD, "NEVER_OF_CHILD", words)
    return sorted({*found, *_followed(letter, lines)})


def _followed(letter: Letter, lines: _Lines) -> Iterator[Warning_]:
    """What makes the letter hard to follow."""
    text = lines.folded.source
    hard = too_hard(text, letter.audience)
    if hard:
        yield Warning_(1, "READING_AGE", hard, lifts=True)
    for at, word in bare_acronyms(text, letter.capitals):
        words = f"'{word}' is not said in full where it is first used"
        yield Warning_(lines.line(at), "ACRONYM", words, lifts=True)


class _Lines:
    """The words of the letter, and the line of the Markdown that each came from."""

    def __init__(self, text: str) -> None:
        self.folded = fold(plain(text))
        self.markdown = [folded(plain(line)) for line in text.split("\n")]

    def line(self, at: int) -> int:
        """The line of the Markdown that holds the words at this place, as near as can be told."""
        text = self.folded.text
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        words = " ".join(text[start : end if end >= 0 else None].split())
        nth = text[:start].split("\n").count(text[start : end if end >= 0 else None])
        hits = [no for no, line in enumerate(self.markdown, start=1) if words in line]
        return hits[min(nth, len(hits) - 1)] if hits else 1


def _words(lines: _Lines, words: Iterable[str], id: str, why: str) -> Iterator[Warning_]:
    for word in words:
        for hit in re.finditer(rf"(?<![^\W_]){word}(?![^\W_])", lines.folded.text):
            said = " ".join(hit[0].split())
            yield Warning_(lines.line(hit.start()), id, f"'{said}' {why}")


def _people(letter: Letter, lines: _Lines, matter: Matter) -> Iterator[Warning_]:
    """Hits on anyone in the case but the person assessed."""
    beside = _without_borrowed_names(matter)
    told = [one for one in matter.case.people.values() if one.part in letter.may_name]
    # A child often shares the surname of the person harmed: said in full, it names her.
    known = [name for one in told for name in names_of(one)]
    quotable = [*_quotable(matter, beside), ground_words(letter, matter), *known]
    quoted = _without(lines.folded, quotable)
    codes = {**harmed_codes(matter), **child_codes(matter)}
    for person in matter.case.people.values():
        if beside and person.id == beside.id:
            continue
        who = codes.get(person.id, "another person")
        own = {part for name in names_of(person) for part in name_parts(name)}
        for token in tokens_of(person, beside):
            if person in told and token.kind == "a name":
                continue  # its reader knows the name from the charge, as the head of the letter says
            where = lines.folded if token.strict else quoted
            for hit in re.finditer(token.pattern, where.text) if token.pattern else ():
                if not token.single or _names_somebody(letter, where, hit, token, own):
                    words = f"the letter holds {token.kind} of {who}"
                    lifts = token.kind not in _NEVER_LIFTED
                    yield Warning_(lines.line(hit.start()), "NAMES_A_PERSON", words, lifts)


def _without_borrowed_names(matter: Matter) -> Person | None:
    """The person assessed without other names that are somebody else's: a slip that would let hers through."""
    beside = matter.case.assessed
    if beside is None:
        return None
    others = (one for one in matter.case.people.values() if one.id != beside.id)
    taken = {name.casefold() for one in others for name in names_of(one)}
    kept = [
        name for name in beside.details.get("also_known_as", ()) if name.casefold() not in taken
    ]
    return Person(beside.id, beside.part, {**beside.details, "also_known_as": kept})


def _quotable(matter: Matter, beside: Person | None) -> Iterator[str]:
    """What the letter may say whoever else is called so: person assessed, staff, service."""
    if beside:
        for raw in beside.details.values():
            yield from raw if isinstance(raw, (list, tuple)) else (str(raw),)
    yield from (matter.author, matter.reviewer, matter.contact)
    route = matter.pack.routes.get(matter.route)
    if route:
        yield from (route.name, route.owner, route.purpose)
    for service in matter.pack.services.get(matter.route, ()):
        yield from (service.name, service.area, service.address, service.hours)


def _without(text: Folded, quotable: Iterable[str]) -> Folded:
    for one in quotable:
        pattern = spaced(str(one)) if len(str(one)) > 2 else ""
        for hit in re.finditer(pattern, text.text) if pattern else ():
            text = text.masked(hit.start(), hit.end())
    return text


def _names_somebody(
    letter: Letter, text: Folded, hit: re.Match[str], token: Token, own: set[str]
) -> bool:
    """Whether one part of a name, found in the text, names somebody there."""
    if token.word not in ORDINARY and token.word not in letter.words:
        return True
    if not text.original(hit.start()).isupper():
        return False
    before, after = text.text[: hit.start()], text.text[hit.end() :]
    line_before, line_after = before.rpartition("\n")[2], after.partition("\n")[0]
    if not line_before.strip() and not line_after.strip(" .,"):
        return True
    near = [*re.findall(r"[^\W_]+", line_before)[-1:], *re.findall(r"[^\W_]+", line_after)[:1]]
    if _TITLE.search(line_before) or re.match(r"['\u2019]s\b", after) or set(near) & own:
        return True
    initials = {part[0] for part in own}
    if near and line_before.strip() and len(near[0]) == 1 and near[0] in initials - {"a", "i"}:
        return True
    if any(word.isdigit() for word in near):
        return False
    gap = line_before.rstrip(" \"'([\u2018\u201c")
    return bool(gap) and gap[-1] not in _ENDS_SENTENCE

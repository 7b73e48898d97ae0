"""A copy for a person who asks what is held about them, and the marked working copy of whoever reviews it.

The copy holds what is sorted as theirs (see `sorting`), with everybody else taken out. It never says that a certain
thing was left out: a gap would tell. The working copy holds everything, each line with its sort and each other person
between double brackets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.core.text import shown, visible
from ppitui.desk.newfile import appearing
from ppitui.desk.permits import number
from ppitui.desk.redacting import Redactor
from ppitui.desk.sorting import GIVE, KEEP, READ, SECTIONS, WHY, Line, sorted_lines
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_SORTS = {GIVE: "GIVEN", READ: "LEFT OUT, give it only once read", KEEP: "NEVER GIVEN"}
_FOR_REVIEW = {**SECTIONS, "about": "People", "answers": "Asked and recorded"}
_NOTICE = (
    "Some things are never in such a copy, whether or not any are held: what is about other people or came from them;"
    " and what could put somebody in danger, or get in the way of preventing or finding out about crime. The law allows"
    " this (Data Protection Act 2018, section 45(4)). We neither say that we hold such things nor that we do not."
)
_RIGHTS = (
    "You can ask us to correct what is wrong, to erase it, or to use it less (sections 46 and 47). Write to the data"
    " protection officer of the police force that sent you this. If you think that we did this wrongly, you can"
    " complain to the Information Commissioner (ico.org.uk, 0303 123 1113), or go to a court (section 167)."
)
_PURPOSE = (
    "Police and their partners hold this to prevent and find out about crime, and to keep people safe (Data Protection"
    " Act 2018, Part 3). They may share it with services that work with them for that."
)


@dataclass(frozen=True, slots=True)
class Copies:
    """The copy to hand over, the working copy, and which lines a reviewer let go."""

    copy: str
    working: str
    given: tuple[str, ...]
    left_out: int


def prepare(desk: Desk, opened: OpenCase, give: Sequence[str] = ()) -> Copies:
    """Both copies as they would leave now, writing nothing. `give` are ids of lines that a person read and lets go.

    Raises Refused for somebody who may not, or where nobody is recorded as assessed; WrongCall for an id
    that is not among those to be read: what is about others does not go, whoever says so.
    """
    desk.allow("access", opened.case.state)
    if opened.case.assessed is None:
        raise Refused("Nobody is recorded as the person assessed, so there is nobody to copy for.")
    lines = sorted_lines(opened, desk.walk(opened))
    _may_go(lines, give)
    names = [] if number(desk.pack, "access_names_staff", 0) else list(desk.names().values())
    redactor = Redactor(opened.case, names)
    going = [one for one in lines if one.sort == GIVE or one.id in give]
    copy = "\n".join(_copied(desk, opened, going, redactor)) + "\n"
    working = "\n".join(_working(desk, opened, lines, give, redactor)) + "\n"
    left_out = len(lines) - len(going)
    return Copies(
        visible(copy, multiline=True), visible(working, multiline=True), tuple(give), left_out
    )


def _may_go(lines: Sequence[Line], give: Sequence[str]) -> None:
    readable = {one.id for one in lines if one.sort == READ}
    for one in give:
        if one not in readable:
            raise WrongCall(
                f"Line {shown(one)} is not among those that can be let go. The working copy numbers them; what is about"
                " other people is not among them"
            )


def hand_over(
    desk: Desk,
    opened: OpenCase,
    path: Path,
    reason: str,
    *,
    give: Sequence[str] = (),
    working: Path | None = None,
) -> Copies:
    """Write the copy into a new file (0600), and the working copy where it is wanted, and log that it left.

    Nothing is overwritten; where the record cannot be kept, no file stays. Raises as `prepare`,
    Unconfirmed where the passphrase is wanted, Refused where a file is there already.
    """
    why = plain_words(reason, "A reason")
    found = prepare(desk, opened, give)
    desk.proof.insist(desk.now(), "Hand a copy of the record over")
    files = [(path, found.copy), *([(working, found.working)] if working else [])]
    if working is not None and working.absolute() == path.absolute():
        raise WrongCall("The copy and the working copy are two files.")
    with appearing(*((file, text.encode("utf-8")) for file, text in files)):
        _record(desk, opened, found, why)
    return found


def _record(desk: Desk, opened: OpenCase, found: Copies, why: str) -> None:
    payload = {
        "what": "subject access copy",
        "to": "the person assessed",
        "reason": why,
        "digest": "sha256:" + hashlib.sha256(found.copy.encode()).hexdigest(),
        "let_go": list(found.given),
        "left_out": found.left_out,
    }
    desk.record(opened, "access", "disclosed", payload)


def _copied(
    desk: Desk, opened: OpenCase, lines: Sequence[Line], redactor: Redactor
) -> Iterator[str]:
    yield "OFFICIAL"
    yield ""
    yield "What is held about you"
    yield ""
    yield f"Reference {opened.case.reference}. Made on {day_words(desk.today)}."
    yield ""
    yield _PURPOSE
    for part, heading in SECTIONS.items():
        found = [one for one in lines if one.part == part]
        if found:
            yield ""
            yield heading
            yield ""
        for one in found:
            source = f" ({redactor.hidden(one.source)})" if one.source else ""
            yield f"- {one.on}: {redactor.hidden(one.words)}{source}"
    yield ""
    yield "What is not in a copy like this"
    yield ""
    yield _NOTICE
    yield ""
    yield "Your rights"
    yield ""
    yield _RIGHTS


def _working(
    desk: Desk, opened: OpenCase, lines: Sequence[Line], give: Sequence[str], redactor: Redactor
) -> Iterator[str]:
    yield "OFFICIAL-SENSITIVE: WORKING COPY. NOT FOR THE PERSON ASSESSED"
    yield ""
    yield f"Case {opened.case.reference}, made on {day_words(desk.today)}."
    yield from _warnings(desk, opened)
    yield (
        "The number before a line is what --give takes. [[Double brackets]] are other people, colleagues, numbers and"
        " places: they are taken out of the copy, also of a line that you give. Hints are not found: read the words."
    )
    kept: dict[str, int] = {}
    for part, heading in _FOR_REVIEW.items():
        found = [one for one in lines if one.part == part]
        if found:
            yield from ("", heading, "")
        for one in found:
            sort = "GIVEN, a person read it" if one.id in give else _SORTS[one.sort]
            why = f": {WHY[one.why]}" if one.why else ""
            source = f" ({redactor.marked(one.source)})" if one.source else ""
            yield f"{one.id:>6}  {sort}{why}"
            yield f"        {one.on}: {redactor.marked(one.words)}{source}"
            if one.why and one.id not in give:
                kept[one.why] = kept.get(one.why, 0) + 1
    yield from ("", "What was left out, and why", "")
    for why, count in sorted(kept.items()):
        yield f"- {count}: {WHY[why]}"


def _warnings(desk: Desk, opened: OpenCase) -> Iterator[str]:
    """What somebody has to know before a copy leaves."""
    facts, case = desk.walk(opened).survey.facts, opened.case
    yield "! A supervisor reads every line of the copy before it goes: words can hint at what no list knows."
    safe = all(pair.get("safe_to_write") is True for pair in facts.pairs.values())
    if facts.person.get("no_contact") is True or not safe:
        yield (
            "! It is not settled that it is safe to write to this person. Do not post the copy: agree how it is handed"
            " over, and tell the victim's worker first."
        )
    if any(
        pair.get("risk_grade") != "medium" and pair.get("risk_grade") != "standard"
        for pair in facts.pairs.values()
    ):
        yield (
            "! The grade is high or not known. Somebody could be seriously harmed by what a copy gives away: weigh"
            " section 45(4)(e) for each line, with the data protection officer."
        )
    for name, why in sorted(case.life.holds.items()):
        yield f"! On hold ({name}: {why}). Ask whoever put it on hold before anything leaves."
    yield (
        "! Health and social care: what a health professional recorded needs their opinion on serious harm first (Data"
        " Protection Act 2018, Schedule 3)."
    )
    if case.life.links:
        yield "! Joined with other cases: ask of each whether it holds more about this person. They are not in here."

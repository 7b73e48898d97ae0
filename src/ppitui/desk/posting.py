"""Letters: which may leave, what they say, and the record that they left."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ppitui.core.case import Case
from ppitui.core.decide import decide
from ppitui.core.definitions import Pack
from ppitui.core.entries import Person
from ppitui.core.text import refusal, shown
from ppitui.desk.casefile import CaseFile
from ppitui.desk.casefile import letter as person_letter
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.leaving import why_not
from ppitui.desk.lifting import lifted
from ppitui.desk.people import read_person
from ppitui.errors import Refused, WrongCall
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.lint import Warning_, lint
from ppitui.letters.matter import NO_ONE_ROUTE, Letter, Matter, harmed_codes
from ppitui.letters.render import compose

# Reading a pack's letters takes a second; a pack never changes, so those last used are kept.
_READ: list[tuple[Pack, Catalogue]] = []
_LONGEST_BOX = 600
_NO_HEAD = "none yet"
_PARTS = (("harmed", "harmed"), ("children", "child"), ("others", "other"))


def letters_of(pack: Pack) -> Catalogue:
    """The letters of a pack. Raises Refused where any template has faults: mend them first."""
    found = next((one for kept, one in _READ if kept is pack), None)
    if found is None:
        found = catalogue(pack)
        _READ[:] = [*_READ[-3:], (pack, found)]
    if found.errors:
        raise Refused(
            f"The letter templates have {len(found.errors)} faults; ppitui check lists them."
        )
    return found


def letter_named(found: Catalogue, name: str) -> Letter:
    """The letter of that id, or the only one to an agency of the route of that name. Raises WrongCall listing them."""
    if name in found.letters:
        return found.letters[name]
    of_route = [
        one
        for one in found.letters.values()
        if one.route == name.upper() and one.audience in ("closed", "partner")
    ]
    if len(of_route) == 1:
        return of_route[0]
    raise WrongCall(
        f"There is no letter {shown(name)}; there are {', '.join(sorted(found.letters))}."
    )


def available(desk: Desk, opened: OpenCase) -> list[Letter]:
    """The letters that may be issued on this case now."""
    found = letters_of(opened.pack)
    may = [one for one in found.letters.values() if not why_not(desk, opened, one)]
    return sorted(
        may, key=lambda one: one.route in NO_ONE_ROUTE
    )  # what a decision sends comes first


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person gives with one letter: its boxes by name, and which person harmed a letter to one is for."""

    boxes: Mapping[str, str] = field(default_factory=dict)
    about: str = ""


NOTHING_TYPED = Typed()


def preview(desk: Desk, opened: OpenCase, name: str, form: str = "txt") -> str:
    """A letter as it would leave, as text. Raises Refused where it may not, or where the lint stops it."""
    return written(desk, opened, name, form)[1].decode("utf-8")


def written(
    desk: Desk, opened: OpenCase, name: str, form: str, typed: Typed = NOTHING_TYPED
) -> tuple[Letter, bytes]:
    """The letter of that name and its file in a format, once all that could stop it has been asked."""
    letter, matter, text = drafted(desk, opened, name, typed)
    hits = lint(letter, text, matter)
    if hits and not lifted(opened.case, letter, text, hits):
        raise _stopped(letter, hits)
    return letter, as_file(text, form, letter, matter)


def drafted(
    desk: Desk, opened: OpenCase, name: str, typed: Typed = NOTHING_TYPED
) -> tuple[Letter, Matter, str]:
    """The letter of that name as Markdown, before its words are searched. Raises Refused where it may not leave."""
    found = letters_of(opened.pack)
    letter = letter_named(found, name)
    why = why_not(desk, opened, letter)
    if why:
        raise Refused(f"The letter {letter.id} cannot be issued. {why}")
    matter = replace(
        _matter(desk, opened, letter), boxes=_boxes(letter, typed.boxes), about=typed.about
    )
    return letter, matter, compose(letter, matter, found)


def _boxes(letter: Letter, given: Mapping[str, str]) -> dict[str, str]:
    """The boxes of a letter as typed. Raises WrongCall for one that it has not, or for text that cannot be kept."""
    for name, text in given.items():
        if name not in letter.boxes:
            known = ", ".join(letter.boxes) or "none"
            raise WrongCall(f"The letter {letter.id} has no box {shown(name)}. It has: {known}.")
        why = refusal(text, max_chars=_LONGEST_BOX)
        if why:
            raise WrongCall(f"The text of the box {name} {why}.")
    empty = [name for name in letter.boxes if not given.get(name, "").strip()]
    if letter.audience == "victim" and empty:
        raise Refused(
            f"The letter {letter.id} goes by the way agreed with its reader: fill the boxes {', '.join(empty)}."
        )
    return dict(given)


def _stopped(letter: Letter, hits: list[Warning_]) -> Refused:
    lines = sorted({hit.line for hit in hits})
    why = "; ".join(dict.fromkeys(hit.message for hit in hits))
    can = " A supervisor can lift this with a reason." if all(hit.lifts for hit in hits) else ""
    return Refused(
        f"The letter {letter.id} was stopped before it left: {why}"
        f" (lines {', '.join(map(str, lines))} of the text). Nothing was written.{can}"
    )


def _matter(desk: Desk, opened: OpenCase, letter: Letter) -> Matter:
    case = opened.case
    names = desk.names()
    approval = case.decisions.get(letter.route)
    stamp = approval.at if approval else case.submission.at if case.submission else case.changed_at
    author = case.submission.actor if case.submission else case.opened_by
    return Matter(
        case=case,
        facts=desk.walk(opened).survey.facts,
        result=desk.result(opened),
        pack=opened.pack,
        route=letter.route,
        approval=approval,
        written_on=_london_day(stamp),
        author=names.get(author, author),
        reviewer=names.get(approval.actor, approval.actor) if approval else "",
        head=_head_of(opened, approval.seq) if approval else _NO_HEAD,
    )


def _london_day(stamp: str) -> date:
    return datetime.fromisoformat(stamp).astimezone(ZoneInfo("Europe/London")).date()


def _head_of(opened: OpenCase, seq: int) -> str:
    """The hash of the line of an event: what the next line names, or the head."""
    after = next((event for event in opened.events if event.seq == seq + 1), None)
    return after.prev if after else opened.log.head


def issue(
    desk: Desk, opened: OpenCase, name: str, path: Path, typed: Typed = NOTHING_TYPED
) -> Path:
    """Write a letter to a new file (0600) and record that it left; the file's path.

    The format is the file's ending. Nothing is overwritten; where the record cannot be kept, no file stays.
    """
    form = path.suffix.removeprefix(".")
    if form not in FORMATS:
        endings = ", ".join("." + one for one in FORMATS)
        raise WrongCall(f"A letter's file ends in one of {endings}; {shown(path.name)} does not.")
    letter, data = written(desk, opened, name, form, typed)
    part = path.with_name(path.name + ".part")
    write_new(part, data)
    try:
        if os.path.lexists(path):
            raise Refused(
                f"There is already a file {shown(path.name)} there; nothing is overwritten."
            )
        record_issue(desk, opened, letter, form, data)
        os.link(part, path)
    except FileExistsError:
        raise Refused(
            f"There is already a file {shown(path.name)} there; nothing is overwritten."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def record_issue(desk: Desk, opened: OpenCase, letter: Letter, form: str, data: bytes) -> None:
    """Record that a letter left: which, for whom, in which form, and its digest."""
    payload = {
        "letter": letter.id,
        "audience": letter.audience,
        "format": form,
        "digest": "sha256:" + hashlib.sha256(data).hexdigest(),
        "route": letter.route,
        "early": letter.route not in (*opened.case.decisions, *NO_ONE_ROUTE),
    }
    desk.record(opened, "issue_letter", "letter_issued", payload)


def write_new(path: Path, data: bytes, what: str = "letter") -> None:
    """Write a new file that only its owner may read. Refused where one is there; WrongCall where it cannot be."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise Refused(
            f"There is already a file {shown(path.name)} there; nothing is overwritten."
        ) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise WrongCall(
            f"The {what} cannot be written to {shown(path)}: {error.strerror}."
        ) from None


def specimen(pack: Pack, file: CaseFile, name: str, form: str, on: date) -> bytes:
    """A letter made from a case file, marked as a specimen. Made whatever `safe_to_write` says; it prints that."""
    text, letter, matter = draft_specimen(pack, file, name, on)
    hits = lint(letter, text, matter)
    if hits:
        raise _stopped(letter, hits)
    return as_file(text, form, letter, matter)


def unfit(pack: Pack, file: CaseFile, letter: Letter) -> str:
    """Why a letter can never be about this case; empty where it can. For lists of specimens."""
    if letter.audience == "victim" and not (file.facts.pairs or file.people.get("harmed")):
        return "nobody harmed is recorded"
    route, age = pack.routes.get(letter.route), file.facts.person.get("age")
    low = route.ages[0] if route else None
    if isinstance(age, int) and low and age < low:
        return "the route is for older people"
    return ""


def draft_specimen(pack: Pack, file: CaseFile, name: str, on: date) -> tuple[str, Letter, Matter]:
    """The Markdown of a specimen, with the letter and the matter that it is written from."""
    found = letters_of(pack)
    letter = letter_named(found, name)
    rules = pack.rules.with_policy(file.facts.policy)
    matter = Matter(
        case=_case_of(file, pack, on),
        facts=file.facts,
        result=decide(replace(file.facts, policy={}), rules),
        pack=pack,
        route=letter.route,
        approval=None,
        written_on=on,
        author="Specimen Author",
        reviewer="",
        head=_NO_HEAD,
        specimen=True,
    )
    if letter.audience == "victim":
        matter = replace(matter, about=next(iter(harmed_codes(matter)), ""))
    return compose(letter, matter, found), letter, matter


def _case_of(file: CaseFile, pack: Pack, on: date) -> Case:
    """A case with the people of a case file; raises WrongCall naming the detail that is wrong."""
    people: dict[str, Person] = {}
    listed: list[tuple[str, str, Any]] = []
    if file.people.get("assessed"):
        listed.append(("assessed", "assessed", file.people["assessed"]))
    for key, part in _PARTS:
        for at, one in enumerate(file.people.get(key) or []):
            who = (
                str(one.get("id") or person_letter(at)) if part == "harmed" else f"{part}-{at + 1}"
            )
            listed.append((part, who, one))
    for part, who, raw in listed:
        if not isinstance(raw, Mapping):
            raise WrongCall("people: a person is a mapping with at least a name.")
        people[who] = Person(who, part, read_person(part, raw, on))  # type: ignore[arg-type]  # one of the four parts
    return Case(reference=file.id, pack=pack.hash, people=people)

"""Letters: which may leave, what they say, and the record that they left."""

from __future__ import annotations

import hashlib
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
from ppitui.core.text import shown, tidy
from ppitui.desk.casefile import CaseFile
from ppitui.desk.casefile import letter as person_letter
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.drafting import checked_boxes, insist_filled, kept_boxes, reader_of
from ppitui.desk.gateways import chosen
from ppitui.desk.leaving import why_not
from ppitui.desk.lifting import lifted, still_wanted
from ppitui.desk.newfile import appearing
from ppitui.desk.people import read_person
from ppitui.desk.reissuing import differs, last_issued
from ppitui.desk.services import recipient
from ppitui.errors import Refused, WrongCall
from ppitui.letters.catalogue import Catalogue, catalogue
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.grounds import ground_words
from ppitui.letters.lint import Warning_, lint
from ppitui.letters.matter import NO_ONE_ROUTE, Letter, Matter, harmed_codes
from ppitui.letters.render import compose

# Reading a pack's letters takes a second; a pack never changes, so those last used are kept.
_READ: list[tuple[Pack, Catalogue]] = []
_NO_HEAD = "none yet"
_ADULT = 18
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
    """What a person gives with one letter.

    Boxes by name, over those that are kept; which person harmed a letter to one is for; the gateway, by its
    code; and why it leaves, or leaves again.
    """

    boxes: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    gateway: str = ""
    why: str = ""


NOTHING_TYPED = Typed()


def preview(desk: Desk, opened: OpenCase, name: str, form: str = "txt") -> str:
    """A letter as it would leave, as text. Raises Refused where it may not, or where the lint stops it."""
    return written(desk, opened, name, form)[1].decode("utf-8")


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that nothing stops, as a file."""

    letter: Letter
    about: str
    text: str
    form: str
    data: bytes
    gateway: str
    ground: str


def written(
    desk: Desk, opened: OpenCase, name: str, form: str, typed: Typed = NOTHING_TYPED
) -> tuple[Letter, bytes]:
    """The letter of that name and its file in a format, once all that could stop it has been asked."""
    made = ready(desk, opened, name, form, typed)
    return made.letter, made.data


def ready(
    desk: Desk, opened: OpenCase, name: str, form: str, typed: Typed = NOTHING_TYPED
) -> Ready:
    """The same with what its record keeps. Raises Refused where it may not leave, or where its words stop it."""
    letter, matter, text = drafted(desk, opened, name, typed)
    hits = lint(letter, text, matter)
    if hits and not lifted(opened.case, letter, text, hits, desk.user.id):
        raise _stopped(letter, hits, still_wanted(opened.case, letter, text, hits, desk.user.id))
    data = as_file(text, form, letter, matter)
    return Ready(
        letter, matter.about, text, form, data, matter.gateway, ground_words(letter, matter)
    )


def drafted(
    desk: Desk, opened: OpenCase, name: str, typed: Typed = NOTHING_TYPED, *, whole: bool = True
) -> tuple[Letter, Matter, str]:
    """The letter of that name as Markdown, before its words are searched; `whole`: with every box that must be filled.

    Raises Refused where it may not leave, and WrongCall for an unknown gateway.
    """
    found = letters_of(opened.pack)
    letter = letter_named(found, name)
    why = why_not(desk, opened, letter)
    if why:
        raise Refused(f"The letter {letter.id} cannot be issued. {why}")
    about = reader_of(opened, letter, typed.about)
    boxes = {**kept_boxes(opened.case, letter, about), **checked_boxes(letter, typed.boxes)}
    if whole:
        insist_filled(letter, boxes)
    gateway = chosen(opened.pack, letter, typed.gateway)
    matter = replace(matter_for(desk, opened, letter), boxes=boxes, about=about, gateway=gateway)
    return letter, matter, compose(letter, matter, found)


def _stopped(letter: Letter, hits: list[Warning_], left: str = "") -> Refused:
    lines = sorted({hit.line for hit in hits})
    why = "; ".join(dict.fromkeys(hit.message for hit in hits))
    can = f" {left}" if all(hit.lifts for hit in hits) and left else ""
    return Refused(
        f"The letter {letter.id} was stopped before it left: {why}"
        f" (lines {', '.join(map(str, lines))} of the text). Nothing was written.{can}"
    )


def matter_for(desk: Desk, opened: OpenCase, letter: Letter) -> Matter:
    """The case as one of its letters sees it."""
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
    made = ready(desk, opened, name, form, typed)
    insist_reason(opened, made, typed)
    with appearing((path, made.data)):
        record_issue(desk, opened, made, typed)
    return path


def insist_reason(opened: OpenCase, made: Ready, typed: Typed) -> None:
    """Raises WrongCall where the letter left before with other words, and nobody says why it goes again."""
    before = last_issued(opened.case, made.letter, made.about)
    if differs(before, made.text) and not tidy(typed.why):
        raise WrongCall(
            f"The letter {made.letter.id} left before, and says something else now. Say why it goes again"
            " (--why WORDS); --preview shows the difference."
        )


def record_issue(desk: Desk, opened: OpenCase, made: Ready, typed: Typed = NOTHING_TYPED) -> None:
    """Record that a letter left: which, to whom, on what ground and why, in which form, and its digest.

    The ground is the one that the letter prints, with its words: definitions change, and the record does not.
    Raises as `insist_reason`.
    """
    letter = made.letter
    insist_reason(opened, made, typed)
    decision = opened.case.decisions.get(letter.route)
    payload = {
        "letter": letter.id,
        "audience": letter.audience,
        "format": made.form,
        "digest": "sha256:" + hashlib.sha256(made.data).hexdigest(),
        "route": letter.route,
        "early": letter.route not in (*opened.case.decisions, *NO_ONE_ROUTE),
        "about": made.about,
        "to": recipient(opened.pack, letter),
        "gateway": made.gateway,
        "ground": made.ground,
        "reason": tidy(typed.why) or (decision.reason if decision else ""),
        "text": made.text,
    }
    desk.record(opened, "issue_letter", "letter_issued", payload)


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
    if low and low >= _ADULT and file.facts.person.get("age_disputed") is True:
        return "the age is in dispute, and the route is for adults"
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

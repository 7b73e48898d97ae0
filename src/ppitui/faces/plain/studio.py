"""The studio in line mode: everything but the live preview, as a numbered conversation."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from ppitui.core.findings import Finding, tally, until_mended
from ppitui.core.text import counted, typed_number, visible
from ppitui.desk import pack_draft
from ppitui.desk.desk import Desk
from ppitui.desk.edges import edges_of
from ppitui.desk.forms import WANTED, Detail, Form, policy_form, service_form, wording_form
from ppitui.desk.outline import FILTERS, outline, read_filter
from ppitui.desk.outside import edited_outside, editor_words, room_for_copies
from ppitui.desk.packs import SEE_DRAFT, checked
from ppitui.desk.rehearsing import case_named, rehearsed, worked_examples
from ppitui.desk.shelf import Entry, Shelf, shelf
from ppitui.desk.showing import letter_lines, question_of, route_lines, settled_by
from ppitui.desk.standing import changes_told, left_out, other_proposals
from ppitui.desk.under_way import begin_mapping, draft_ways
from ppitui.errors import WrongCall
from ppitui.faces.plain.choosing import GOES_BACK, Doings, is_back, until_back
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.impact import ImpactFace, publish
from ppitui.faces.plain.journey import question_lines
from ppitui.pack.load import load
from ppitui.pack.overlay import DRAFT

_FEW = 60
_EMPTIES = "-"


class StudioFace:
    """One administrator's way round the draft. `run` ends when they go back."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self.desk = desk
        self.console = console

    def run(self) -> None:
        """What now? until b."""
        self.desk.allow("edit_pack", "workspace")
        choices: Doings = [
            ("Findings", self.findings),
            ("Changed files, and taking a change back", self.changed),
            ("Policy values", lambda: self.form("policy")),
            ("Services", lambda: self.form("services")),
            ("Reword a question", lambda: self.form("items")),
            ("The flow: journeys, questions, gates", self.flow),
            ("See a question, a route or a letter on an invented case", self.see),
            ("Edit a file in your own editor", self.outside),
            ("Publish the draft", self.publish),
            ("Impact: whose result would change; accept it", self.impact),
            ("Drafts of cases: the mapping that brings them over", self.mapping),
            *self._proposed(),
        ]
        until_back(self.console, "Studio:", lambda: choices)

    def _proposed(self) -> Doings:
        """What stands proposed and is not what stands here."""
        return [
            (words, partial(self._weigh, digest)) for digest, words in other_proposals(self.desk)
        ]

    def _weigh(self, which: str) -> None:
        ImpactFace(self.desk, self.console, which).run()

    def _shelf(self) -> Shelf:
        return shelf(pack_draft.all_files(self.desk))

    def findings(self) -> None:
        """Everything that is wrong with the draft."""
        found = pack_draft.findings(self.desk)
        self.console.say(*(line for one in found for line in one.lines()))
        self.console.say(told_of(found))

    def changed(self) -> None:
        """The changed files, the change in words; a number takes one back."""
        held = pack_draft.changed(self.desk)
        if not held:
            self.console.say("The draft changes nothing.")
            return
        self.console.say(*(f"{at} {one.name}" for at, one in enumerate(held, 1)))
        self.console.say(*(f"  {line}" for line in changes_told(self.desk)))
        line = self.console.ask(f"A number takes back every change of that file; {GOES_BACK}:")
        if at := typed_number(line, len(held)):
            name = held[at - 1].name
            if self.console.ask(f"Take back every change of {name}? y or n:").strip() == "y":
                pack_draft.take_back(self.desk, name)
                self.console.say(f"  {pack_draft.taken_back_words(self.desk, name)}")

    def form(self, section: str) -> None:
        """Pick one, and change it detail by detail."""
        on = self._shelf()
        self.console.say(*(f"  Not whole: {one}." for one in on.fault_lines()))
        new = section == "services"
        picked = self._pick(on.of(section), "n adds a service" if new else "")
        if picked == "n" and new:
            fill(self.desk, self.console, service_form(on, ""))
        elif isinstance(picked, Entry):
            fill(self.desk, self.console, form_of(on, picked))

    def _pick(self, rows: Sequence[Entry], also: str = "") -> Entry | str | None:
        """One of the rows by its number, narrowed by words; `n` where that is offered; None for nothing."""
        left = list(rows)
        while True:
            for at, one in enumerate(left[:_FEW], 1):
                self.console.say(f"{at} {one.row()}")
            if len(left) > _FEW:
                self.console.say(f"and {len(left) - _FEW} more: type a word to narrow them.")
            extra = f", {also}" if also else ""
            line = self.console.ask(f"A number, or words to narrow{extra}; {GOES_BACK}:").strip()
            if is_back(line) or (also and line == "n"):
                return None if is_back(line) else line
            if at := typed_number(line, min(len(left), _FEW)):
                return left[at - 1]
            words = line.lower().split()
            left = [one for one in rows if all(word in one.row().lower() for word in words)]
            if not left:
                self.console.say("  Nothing has these words.")
                left = list(rows)

    def flow(self) -> None:
        """The outline, narrowed."""
        pack = checked(load(pack_draft.draft_files(self.desk)), SEE_DRAFT)
        self.console.say(FILTERS)
        text = self.console.ask("Filter (Enter shows all, b goes back):")
        if text.strip().lower() == "b":
            return
        lines = outline(pack, read_filter(text, pack))
        self.console.say(*(row for line in lines for row in line.rows()))
        count = len({line.key for line in lines if line.key})
        self.console.say("", counted(count, "question") + ".")

    def see(self) -> None:
        """One of them as the draft has it."""
        ask = f"A question (as dara.hurt), a route or a letter; {GOES_BACK}:"
        name = self.console.ask(ask).strip()
        if is_back(name):
            return
        known = ", ".join(one.stem for one in worked_examples())
        case = self.console.ask(
            f"On which case ({known}, or a file)? Enter takes the first, b goes back:"
        ).strip()
        if case.lower() != "b":
            self.console.say("", *seen(self.desk, name, case))

    def outside(self) -> None:
        """A file in one's own editor, then its findings, then saved or not."""
        picked = self._pick(self._shelf().of("files"))
        if isinstance(picked, Entry):
            edit(self.desk, self.console, picked.file)

    def impact(self) -> None:
        """Whose result would change; accepting, proposing and publishing lie there."""
        ImpactFace(self.desk, self.console).run()

    def publish(self) -> None:
        """Put the draft in force."""
        face = ImpactFace(self.desk, self.console)
        face.weighed.look_under_way()
        publish(self.desk, self.console, face.weighed, face.progress())

    def mapping(self) -> None:
        """Where drafts of cases stand, and the mapping that brings them over."""
        self.console.say(*draft_ways(self.desk))
        if self.console.ask("Begin a mapping, or see the one there is? y or n:").strip() == "y":
            held = begin_mapping(self.desk)
            self.console.say(f"{held.name} in the draft; edit it as any other file:")
            self.console.say(*(f"  {visible(one)}" for one in held.raw.decode().splitlines()))


def seen(desk: Desk, name: str, case: str = "") -> list[str]:
    """A question, or a route or letter on a case, as the draft has it. Raises WrongCall for what there is none of."""
    pack = checked(load(pack_draft.draft_files(desk)), SEE_DRAFT)
    if name in pack.items:
        return [*question_lines(question_of(pack, name)), *settled_by(pack, pack.items[name])]
    path = case_named(case) if case else worked_examples()[0]
    file, route = rehearsed(pack, path, desk.today), name.upper()
    known = route in pack.routes
    made = route_lines(pack, file, route) if known else letter_lines(pack, file, name)
    return [f"On {path.stem}:", *file.left_out, *made]


def told_of(found: Sequence[Finding]) -> str:
    """How many findings there are, in words, and that they keep the draft from being published."""
    words = tally(found)
    return f"{words[0].upper()}{words[1:]}. {until_mended(found)}".rstrip()


def form_of(on: Shelf, entry: Entry) -> Form:
    """The form of a policy value, a service or a question."""
    if entry.section == "policy":
        return policy_form(on, entry.id)
    if entry.section == "services":
        return service_form(on, entry.id, entry.at)
    return wording_form(on, entry.id)


def fill(desk: Desk, console: Console, form: Form) -> None:
    """Ask detail by detail, each checked as it comes; save what was changed, and say what is found then."""
    held = pack_draft.hold(desk, form.file)
    about = [form.about] if form.about else []
    console.say("", f"== {form.title} ==", *about, *edges_of(desk, form))
    empties = f" {_EMPTIES} empties it," if any(not one.required for one in form.details) else ""
    console.say(f"Enter keeps what is there,{empties} s stops without saving.")
    read: dict[str, Any] = {}
    for one in form.details:
        line = _asked(desk, console, one, decided_today="value" in read)
        if line is None:
            console.say("  Stopped. Nothing was saved.")
            return
        if line != one.shown or form.new:
            read[one.id] = one.read(line, desk.today)
    if not read:
        console.say("  Nothing was changed.")
        return
    keep(desk, console, held, form.applied(held.raw, read))


def _asked(desk: Desk, console: Console, one: Detail, *, decided_today: bool) -> str | None:
    """What a detail is to say, once it can be read; None where the person stops."""
    stands = one.shown
    if one.id == "decided" and decided_today:
        stands = desk.today.isoformat()
    while True:
        now = f" [{stands}]" if stands else ""
        wanted = f" ({WANTED})" if one.wanted else ""
        line = console.ask(f"{one.ask}{wanted}{now}:", words=one.kind == "text").strip()
        if line == "s":
            return None
        line = "" if line == _EMPTIES else line or stands
        try:
            one.read(line, desk.today)
        except WrongCall as why:
            console.say(f"  {why}")
        else:
            return line


def keep(desk: Desk, console: Console, held: pack_draft.Held, raw: bytes) -> None:
    """Save a file into the draft, and say what is found in the draft now."""
    pack_draft.save(desk, held, raw)
    console.say(f"  Saved in the draft: {held.name}. Nothing in force has changed.")
    console.say(*(f"  {one}" for one in left_out(desk)))
    found = pack_draft.findings(desk)
    console.say(*(f"  {line}" for one in found for line in one.lines()))
    console.say(f"  {told_of(found)}")


def edit(desk: Desk, console: Console, name: str) -> None:
    """A file in one's own editor, which takes this terminal for a while. Raises WrongCall without one."""
    held = pack_draft.hold(desk, name)
    words = editor_words(os.environ)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongCall("An editor needs a terminal. With none, use: ppitui studio put NAME FILE")
    room = room_for_copies(desk.workspace.folder / DRAFT)
    raw = edited_outside(words, name, held.raw, room)
    if raw == held.raw:
        console.say("The editor changed nothing.")
        return
    keep(desk, console, held, raw)

"""A letter written line by line: its boxes, its draft, what was found in it, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ppitui.core.text import typed_number, visible
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.drafting import fill
from ppitui.desk.gateways import chosen, listed, said
from ppitui.desk.lifting import lift_named
from ppitui.desk.papers import Wanted, day_of, make, save
from ppitui.desk.posting import Typed, issue, letter_named, letters_of
from ppitui.desk.previewing import Preview, around, preview_lines, preview_of
from ppitui.errors import PpituiError
from ppitui.faces.plain.console import Console
from ppitui.faces.plain.reason import why_opened
from ppitui.faces.plain.signing import signed

_HELP = (
    "a number fills that box; f and a number shows the line of a finding; p the draft again;"
    " g chooses the ground; l lets it go (supervisor); s saves; Enter leaves."
)


@dataclass(slots=True)
class _Draft:
    """A letter that is being written: the draft as it stands, and the ground that was chosen (none: the usual one)."""

    desk: Desk
    opened: OpenCase
    console: Console
    name: str
    about: str
    seen: Preview
    gateway: str = ""

    def again(self) -> None:
        """The draft anew: after something was typed, lifted or chosen."""
        self.seen = preview_of(self.desk, self.opened, self.name, self.about, gateway=self.gateway)


def write_letter(desk: Desk, opened: OpenCase, console: Console, name: str) -> None:
    """From the draft to the file. What is typed into a box is kept at once."""
    about = _reader(opened, console, name)
    draft = _Draft(desk, opened, console, name, about, preview_of(desk, opened, name, about))
    if draft.seen.wanting:
        console.say("", f"{visible(draft.seen.letter.title)}. First what must be filled:")
        for key in draft.seen.wanting:
            _box(draft, key)
        draft.again()
    console.say("", *preview_lines(draft.seen))
    while True:
        _parts(console, draft.seen)
        line = console.ask(_HELP).strip().lower()
        if not line:
            return
        try:
            if _do(draft, line):
                return
        except PpituiError as why:
            console.say(f"  {why}")
        draft.again()


def _reader(opened: OpenCase, console: Console, name: str) -> str:
    """Which person harmed a letter to one is for; asked where there are several."""
    letter = letter_named(letters_of(opened.pack), name)
    people = opened.case.harmed
    if letter.audience != "victim" or len(people) < 2:
        return ""
    console.say("", *(f"{at} {visible(one.name)} ({one.id})" for at, one in enumerate(people, 1)))
    while True:
        line = console.ask("Who is it for?").strip()
        if at := typed_number(line, len(people)):
            return people[at - 1].id
        console.say(f"  Enter a number from 1 to {len(people)}.")


def _parts(console: Console, seen: Preview) -> None:
    """The boxes and the findings, each with what picks it."""
    console.say("")
    for at, box in enumerate(seen.boxes, 1):
        must = ", must be filled" if box.must else ""
        console.say(f"{at} {box.asks} ({box.name}{must}): {box.text or 'empty'}")
    for at, hit in enumerate(seen.findings, 1):
        console.say(f"f{at} line {hit.line}: {visible(hit.message)}")


def _do(draft: _Draft, line: str) -> bool:
    """One of the choices; True when it is over."""
    seen, console = draft.seen, draft.console
    if at := typed_number(line, len(seen.boxes)):
        _box(draft, seen.boxes[at - 1].name)
    elif line[:1] == "f" and (at := typed_number(line[1:], len(seen.findings))):
        console.say(*around(seen, seen.findings[at - 1].line))
    elif line == "p":
        console.say("", *preview_lines(seen))
    elif line == "g":
        console.say("", *(f"  {one}" for one in listed(draft.opened.pack)))
        _ground(draft)
    elif line == "l":
        _lift(draft)
    elif line == "s":
        return _save(draft)
    else:
        console.say("  That is none of them.")
    return False


def _lift(draft: _Draft) -> None:
    """Let it go with what was found in it, as it stands on the ground that was chosen."""
    seen, console = draft.seen, draft.console
    reason = console.ask("Why may it go with what was found?", words=True)
    place = f"{seen.letter.id}@{seen.about}" if seen.about else seen.letter.id

    def lift() -> None:
        console.say(f"  {lift_named(draft.desk, draft.opened, f'{place} {reason}', draft.gateway)}")

    signed(draft.desk, console, lift)


def _box(draft: _Draft, name: str) -> None:
    """Ask for one box; what stands there stays where nothing is typed."""
    box = next(one for one in draft.seen.boxes if one.name == name)
    now = f" Now: {box.text}. Enter keeps it." if box.text else ""
    text = draft.console.ask(f"{box.asks}.{now}", words=True)
    if text.strip():
        fill(draft.desk, draft.opened, draft.seen.letter, draft.seen.about, {name: text})


def _now(draft: _Draft) -> str:
    return chosen(draft.opened.pack, draft.seen.letter, draft.gateway)


def _ground(draft: _Draft) -> None:
    """Ask on what ground it leaves; Enter keeps the one that the draft says, as does a pack that names none."""
    pack = draft.opened.pack
    draft.console.say(said(pack, _now(draft)))
    if not pack.gateways:
        return
    code = draft.console.ask(f"Enter keeps it, or one of {', '.join(pack.gateways)}:")
    if code.strip():
        draft.gateway = chosen(pack, draft.seen.letter, code.strip().lower())
        draft.again()


def _save(draft: _Draft) -> bool:
    """Ask on what ground, why again, and where to; True where it was saved."""
    console = draft.console
    _ground(draft)
    seen = draft.seen
    why = console.ask("It left before. Why does it go again?", words=True) if seen.differs else ""
    name = console.ask("Save as (a name ending in .pdf, .docx, .html, .txt or .md):").strip()
    if not name:
        return False
    typed = Typed(about=seen.about, gateway=draft.gateway, why=why)
    path = issue(draft.desk, draft.opened, seen.letter.id, Path(name).expanduser(), typed)
    console.say(f"  Saved as {path}, and recorded in the thread.")
    return True


def write_papers(desk: Desk, console: Console, route: str) -> None:
    """The papers of a meeting: the day, why the cases are opened, and where to."""
    day = day_of(desk, console.ask("Day of the meeting (YYYY-MM-DD, Enter is today):"))
    wanted = Wanted(route, day, (), why_opened(desk, console))
    console.say("", *make(desk, wanted, "txt").data.decode("utf-8").splitlines(), "")
    name = console.ask("Save as (a name ending in .pdf, .docx, .html, .txt or .md):").strip()
    if name:
        save(desk, wanted, Path(name).expanduser())
        console.say(f"  Saved as {name}, and recorded in each of its cases.")

"""The kinds of events that need nothing but themselves to be told, in plain words that are safe to show.

What needs the pack to be told is in `desk.record`; what people who work together do, in `desk.saying`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from ppitui.core.calendar import day_words
from ppitui.core.case import Case
from ppitui.core.events import Event, Payload
from ppitui.core.text import visible

# The words before it, and which part of the payload is told.
_SAID = {
    "note_added": ("note: ", "text"),
    "signed_off": ("signed it off: ", "reason"),
    "returned": ("returned it: ", "reason"),
    "journey_begun": ("began the journey ", "journey"),
    "undone": ("took back the answer of line ", "of_seq"),
    "rerun": ("decided again as of ", "on"),
    "ask_answered": ("replied: ", "text"),
    "ask_closed": ("closed the question of line ", "of_seq"),
    "countersigned": ("counter-signed the override: ", "text"),
    "todo_added": ("added to do: ", "text"),
    "todo_done": ("did what was to do: ", "text"),
    "release_planned": ("release is planned for ", "at"),
    "mirrored": ("opened as the other side of case ", "to"),
    "resumed": ("took it up again: ", "text"),
    "reopened": ("reopened it: ", "text"),
    "second_asked": ("asked for a blind second grade by ", "who"),
    "second_declined": ("gave no second grade: ", "text"),
    "issue_reviewed": ("reviewed a letter that left before a decision: ", "text"),
    # what was done to the record, rather than in it
    "unrestricted": ("lifted the restriction: ", "reason"),
    "glass_broken": ("opened it in an emergency: ", "reason"),
    "glass_seen": ("took note of the emergency of line ", "of_seq"),
    "retention_set": ("set the day of its review: ", "review"),
    "erasure_asked": ("asked for its erasure: ", "code"),
    "erasure_withdrawn": ("took back the request to erase it: ", "reason"),
    "taken_in": ("took in lines from another machine: ", "events"),
}
_CODE = re.compile(r"[a-z]+(_[a-z]+)+")  # a word of a list; what a person wrote is told as it is
_OF = ("user", "hold", "case")  # whom or what it is about


def in_words(event: Event) -> str:
    """The event in words; the words of its kind where there are no better ones."""
    said = event.payload
    if event.kind == "looked":
        why = str(said.get("reason", said["at_what"])).replace("_", " ")
        return f"opened the case: {visible(why)}"
    if event.kind == "migrated":
        many = (len(said["moves"]), len(said["confirm"]), len(said["ask"]))
        return "brought it to the definitions in force: {} carried, {} to confirm, {} asked again".format(
            *many
        )
    if event.kind == "disclosed":
        to = f" for {visible(str(said['to']))}" if said["to"] else ""
        return f"exported the {visible(str(said['what']))}{to}"
    if event.kind == "restricted":
        who = visible(", ".join(map(str, said["who"])))
        return f"restricted it to {who}: {visible(str(said['reason']))}"
    if event.kind in ("paused", "withdrawn"):
        until = f" until {said['until']}" if said.get("until") else ""
        verb = "paused it" if until else "withdrew it"
        return visible(f"{verb}{until} ({str(said['code']).replace('_', ' ')}): {said['text']}")
    if event.kind == "assigned":
        return visible(f"gave it to {said['name']}" + (f": {said['text']}" if said["text"] else ""))
    if event.kind == "second_graded":
        told = ", ".join(f"{who} {grade}" for who, grade in said["grades"].items())
        return visible(f"gave a second grade without seeing the first: {told}. {said['text']}")
    if event.kind in _SAID:
        words, key = _SAID[event.kind]
        return words + (visible(said[key]) if key == "text" else _plain(str(said[key])))
    of = next((str(said[key]) for key in _OF if key in said), "")
    kind = event.kind.replace("_", " ")
    return visible(f"{kind}: {of}: {said.get('reason', '')}") if of else kind


def _plain(text: str) -> str:
    return text.replace("_", " ") if _CODE.fullmatch(text) else visible(text)


def _issued(payload: Payload) -> str:
    """A letter that left: which, as what, to whom, on what ground, and why."""
    said = f"issued letter {payload['letter']} ({payload['audience']}) as {payload['format']}"
    if payload.get("to"):
        said += f" to {payload['to']}"
    if payload.get("gateway"):
        # a letter that left under an earlier version kept the code of its ground alone
        code = str(payload["gateway"]).replace("_", " ")
        said += f"; ground: {payload.get('ground') or code}"
    return visible(said + (f"; {payload['reason']}" if payload.get("reason") else ""))


def _lifted(payload: Payload) -> str:
    """What was found in a letter and let go: by the second who has to, where it was the second."""
    found = "; ".join(map(str, payload["findings"]))
    also = "as the second supervisor, " if payload.get("second") else ""
    return visible(f"{also}let letter {payload['letter']} go with: {found}; {payload['reason']}")


def _drafted(payload: Payload) -> str:
    about = f" ({payload['about']})" if payload["about"] else ""
    return visible(f"wrote in letter {payload['letter']}{about}: {', '.join(payload['boxes'])}")


OF_LETTERS: Mapping[str, Callable[[Payload], str]] = {
    "letter_issued": _issued,
    "warning_lifted": _lifted,
    "letter_drafted": _drafted,
}


def standing(case: Case) -> Iterator[str]:
    """How the record stands: who may see it, how long it is kept, what holds it. Safe to show."""
    life = case.life
    if life.only is None:
        yield "Everybody may see it whose work it is."
    else:
        yield visible(f"Restricted record: only {', '.join(life.only)} may see it.")
    if life.excluded:
        yield visible(f"Shut to: {', '.join(sorted(life.excluded))}.")
    if life.review:
        day = day_words(date.fromisoformat(life.review))
        yield f"Retention group {life.group}, to be reviewed on {day}. Nothing is erased by itself."
    else:
        yield "In no retention group yet."
    for name, why in sorted(life.holds.items()):
        yield visible(f"On hold, {name}: {why}")
    if life.asked:
        code = life.asked.code.replace("_", " ")
        yield visible(f"{life.asked.who} asked for it to be erased: {code}. Another confirms it.")
    for link in life.links:
        goes_on = "; the other case goes on" if link.part == "closed" else ""
        yield visible(f"Joined with {link.case}: {link.how.replace('_', ' ')}{goes_on}.")

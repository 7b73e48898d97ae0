"""What was done to a record, rather than in it, in plain words. All of them are safe to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from ppitui.core.calendar import day_words
from ppitui.core.case import Case
from ppitui.core.events import Event, Payload
from ppitui.core.text import visible
from ppitui.desk.gateways import GATEWAYS

_SAID = {
    "unrestricted": ("lifted the restriction: ", "reason"),
    "glass_broken": ("opened it in an emergency: ", "reason"),
    "glass_seen": ("took note of the emergency of line ", "of_seq"),
    "retention_set": ("set the day of its review: ", "review"),
    "erasure_asked": ("asked for its erasure: ", "code"),
    "erasure_withdrawn": ("took back the request to erase it: ", "reason"),
    "taken_in": ("took in lines from another machine: ", "events"),
}
_OF = ("user", "hold", "case")  # whom or what it is about


def of_the_record(event: Event) -> str:
    """The event in words; the words of its kind where there are no better ones."""
    said = event.payload
    if event.kind == "looked":
        why = str(said.get("reason", said["at_what"])).replace("_", " ")
        return f"opened the case: {visible(why)}"
    if event.kind == "disclosed":
        to = f" for {visible(str(said['to']))}" if said["to"] else ""
        return f"exported the {visible(str(said['what']))}{to}"
    if event.kind == "restricted":
        who = visible(", ".join(map(str, said["who"])))
        return f"restricted it to {who}: {visible(str(said['reason']))}"
    if event.kind == "second_graded":
        told = ", ".join(f"{who} {grade}" for who, grade in said["grades"].items())
        return visible(f"gave a second grade without seeing the first: {told}. {said['text']}")
    if event.kind in _SAID:
        words, key = _SAID[event.kind]
        return words + visible(str(said[key])).replace("_", " ")
    of = next((str(said[key]) for key in _OF if key in said), "")
    kind = event.kind.replace("_", " ")
    return visible(f"{kind}: {of}: {said.get('reason', '')}") if of else kind


def _issued(payload: Payload) -> str:
    """A letter that left: which, as what, to whom, on what ground, and why."""
    said = f"issued letter {payload['letter']} ({payload['audience']}) as {payload['format']}"
    if payload.get("to"):
        said += f" to {payload['to']}"
    if payload.get("gateway"):
        ground = str(payload["gateway"])
        said += f"; ground: {GATEWAYS.get(ground, ground)}"
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

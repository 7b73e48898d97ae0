"""What was done to a record, rather than in it, in plain words. All of them are safe to show."""

from __future__ import annotations

from ppitui.core.events import Event
from ppitui.core.text import visible

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

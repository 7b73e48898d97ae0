"""What may be done to a record, rather than in it: each act described once, for every face.

The command line takes the fields as options, line mode and the full screen ask for them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.life import LINKS
from ppitui.core.roles import role_for
from ppitui.desk import record_doing as doing
from ppitui.desk.permits import permit
from ppitui.desk.record_doing import Done, Given
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an act needs. `kind`: line, words (prose), secret (a passphrase); `may` be empty."""

    id: str
    ask: str
    kind: str = "line"
    may: bool = False


@dataclass(frozen=True, slots=True)
class RecordAct:
    """One act: the word of the command line, words for a list, the row of the permission table, its fields."""

    name: str
    says: str
    action: str
    fields: tuple[Field, ...]
    do: Callable[[Desk, OpenCase, Given], Done]
    fits: Callable[[Case], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class OutsideAct:
    """The same of what needs no open case. `state` is the one that the table asks about."""

    name: str
    says: str
    action: str
    state: str
    fields: tuple[Field, ...]
    do: Callable[[Desk, Given], Done]


def possible(desk: Desk, opened: OpenCase) -> list[RecordAct]:
    """What this person may do to this record as it stands."""
    return [
        one
        for one in ACTS.values()
        if one.fits(opened.case) and permit(desk, one.action, opened)[0] is not None
    ]


def possible_outside(desk: Desk) -> list[OutsideAct]:
    """What this person may do with records, and with none of them open."""
    roles = desk.user.roles
    return [one for one in OUTSIDE.values() if role_for(one.action, one.state, roles)]


def lacking(fields: tuple[Field, ...], given: Given) -> None:
    """Raises WrongCall for the first field that is not there and has to be."""
    for one in fields:
        if not one.may and not given.get(one.id, "").strip():
            raise WrongCall(f"{one.ask} That is wanted; nothing was done.")


_REASON = Field("reason", "Why?", "words")
_CODE = Field(
    "reason",
    "Which reason (a word of the policy's list, such as retention_over)?",
)
_USER = Field("who", "Whom (their short name)?")
_OTHER = Field("other", "Which other case?")
_HELD = Field("name", "Which hold?")
_BUNDLE_WORDS = Field("words", "Passphrase of the bundle:", "secret")
ACTS: Mapping[str, RecordAct] = {
    one.name: one
    for one in (
        RecordAct("verify", "Look whether it is whole", "look", (), doing.verify),
        RecordAct(
            "restrict",
            "Restrict who may see it",
            "restrict",
            (Field("who", "Who may still see it (short names, with commas between)?"), _REASON),
            doing.restrict,
        ),
        RecordAct(
            "unrestrict",
            "Lift the restriction",
            "restrict",
            (_REASON,),
            doing.unrestrict,
            lambda case: case.life.only is not None,
        ),
        RecordAct("exclude", "Shut it to somebody", "exclude", (_USER, _REASON), doing.exclude),
        RecordAct(
            "readmit",
            "Let somebody see it again",
            "exclude",
            (_USER, _REASON),
            doing.readmit,
            lambda case: bool(case.life.excluded),
        ),
        RecordAct(
            "retain",
            "Say how long it is kept",
            "set_retention",
            (
                Field("group", "Which retention group (1 to 4)?"),
                Field("review", "Day of its review (Enter: as the policy says)?", may=True),
                _REASON,
            ),
            doing.retain,
        ),
        RecordAct(
            "hold",
            "Put it on hold: nothing of it is erased",
            "hold",
            (Field("name", "A short name for the hold, such as inquiry?"), _REASON),
            doing.hold,
        ),
        RecordAct(
            "release",
            "Lift a hold",
            "hold",
            (_HELD, _REASON),
            doing.release,
            lambda case: bool(case.life.holds),
        ),
        RecordAct(
            "ask-erasure",
            "Ask for it to be erased (the first of two people)",
            "ask_erasure",
            (_CODE,),
            doing.ask_erasure,
            lambda case: case.life.asked is None,
        ),
        RecordAct(
            "withdraw-erasure",
            "Take back the request to erase it",
            "ask_erasure",
            (_REASON,),
            doing.withdraw,
            lambda case: case.life.asked is not None,
        ),
        RecordAct(
            "erase",
            "Erase it for ever (the second of two people)",
            "erase",
            (_CODE,),
            lambda desk, opened, given: doing.erase(desk, opened.case.reference, given),
            lambda case: case.life.asked is not None,
        ),
        RecordAct(
            "link",
            "Join it with another case",
            "link",
            (_OTHER, Field("how", f"How ({', '.join(LINKS)})?"), _REASON),
            doing.link,
        ),
        RecordAct(
            "unlink",
            "Part it from a case that it was joined with",
            "link",
            (_OTHER, _REASON),
            doing.unlink,
            lambda case: bool(case.life.links),
        ),
        RecordAct(
            "export",
            "Carry it to another machine, as an encrypted bundle",
            "carry",
            (
                Field("bundle", "Into which new file?"),
                Field("to", "Who gets it (it is logged)?"),
                Field("words", "A passphrase for the bundle:", "secret"),
                Field("again", "The same again:", "secret", may=True),
            ),
            doing.carry,
        ),
        RecordAct(
            "access",
            "Copy for the person assessed, who asks what is held",
            "access",
            (
                Field(
                    "output",
                    "Into which new file (Enter: look at the working copy first)?",
                    may=True,
                ),
                Field("working", "The working copy too, into which file (Enter: no)?", may=True),
                Field(
                    "give",
                    "Which lines that were left out go too (numbers, Enter: none)?",
                    may=True,
                ),
                Field("reason", "Why (their request, and when it came)?", "words", may=True),
            ),
            doing.access,
        ),
    )
}
OUTSIDE: Mapping[str, OutsideAct] = {
    one.name: one
    for one in (
        OutsideAct("due", "Records that are due for review", "due", "new", (), doing.due),
        OutsideAct(
            "import",
            "Take in a case from an encrypted bundle",
            "take_in",
            "new",
            (Field("bundle", "Which file?"), _BUNDLE_WORDS),
            doing.take_in,
        ),
        OutsideAct(
            "break-glass",
            "Open a restricted record in an emergency",
            "break_glass",
            "submitted",
            (Field("case", "Which case?"), Field("reason", "What is the danger?", "words")),
            doing.break_glass,
        ),
        OutsideAct(
            "note-alert",
            "Take note that a restricted record was opened",
            "note_alert",
            "submitted",
            (Field("case", "Which case?"),),
            doing.note_alert,
        ),
        OutsideAct(
            "verify",
            "Look whether everything is whole",
            "verify",
            "workspace",
            (),
            doing.verify_all,
        ),
    )
}

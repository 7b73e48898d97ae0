"""The acts on a record, as every face calls them: the fields that were given, and what was done in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words
from ppitui.core.text import typed_number
from ppitui.desk import erasing, joining, restricting
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words; lines to read where there are any; whether the case is gone now."""

    words: str
    lines: tuple[str, ...] = ()
    gone: bool = False


def _names(text: str) -> list[str]:
    return [one for one in re.split(r"[\s,]+", text) if one]


def restrict(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Let only these people see it."""
    who = _names(given["who"])
    restricting.restrict(desk, opened, who, given["reason"])
    return Done(f"Only these may see it now: {', '.join(who)}.")


def unrestrict(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Let everybody see it again."""
    restricting.unrestrict(desk, opened, given["reason"])
    return Done("Everybody may see it again who is not excluded.")


def _one(given: Given) -> str:
    found = _names(given["who"])
    if len(found) != 1:
        raise WrongCall("Name one person: their short name.")
    return found[0]


def exclude(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Shut it to one person."""
    restricting.exclude(desk, opened, _one(given), given["reason"])
    return Done("They can no longer see it.")


def readmit(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Let them see it again."""
    restricting.readmit(desk, opened, _one(given), given["reason"])
    return Done("They can see it again.")


def retain(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Put it in a retention group."""
    group = typed_number(given["group"], 99)
    day = erasing.retain(desk, opened, group, given.get("review", "").strip(), given["reason"])
    return Done(f"Group {group}; to be reviewed on {day_words(day)}. Nothing is erased by itself.")


def hold(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Put it on hold."""
    erasing.hold(desk, opened, given["name"], given["reason"])
    return Done("On hold: nothing of it is erased while that stands.")


def release(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Take a hold off."""
    erasing.release(desk, opened, given["name"], given["reason"])
    return Done("The hold is lifted.")


def ask_erasure(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """The first of two."""
    erasing.ask_erasure(desk, opened, given["reason"].strip())
    return Done("Asked. Another supervisor confirms it, with the same word.")


def withdraw(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Take the request back."""
    erasing.withdraw_erasure(desk, opened, given["reason"])
    return Done("The request is taken back.")


def erase(desk: Desk, reference: str, given: Given) -> Done:
    """The second of two; also finishes one that was cut short."""
    erasing.erase(desk, reference, given["reason"].strip())
    return Done(
        f"Case {reference} is erased: its key is destroyed, and nobody can read it any more. Letters and"
        " exports that left are files elsewhere. Make a new backup with its keys now, and destroy the"
        " old file of keys",
        gone=True,
    )


def link(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Join two cases."""
    other, how = given["other"].strip(), given["how"].strip()
    joining.join(desk, opened.case.reference, other, how, given["reason"])
    desk.refresh(opened)
    return Done(
        f"{opened.case.reference} and {other} are joined. Nothing was copied; unlink undoes it."
    )


def unlink(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Part them again."""
    other = given["other"].strip()
    joining.part_again(desk, opened.case.reference, other, given["reason"])
    desk.refresh(opened)
    return Done(f"{opened.case.reference} and {other} are two cases again.")


def carry(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """Into an encrypted bundle."""
    from ppitui.desk import bundles  # brings the ciphers

    if given.get("again", given["words"]) != given["words"]:
        raise WrongCall("The two passphrases were not the same. Nothing was written")
    bundles.carry(desk, opened, Path(given["bundle"]), given["words"], given["to"])
    return Done(
        f"Case {opened.case.reference} is in {given['bundle']}. Send its passphrase by another way"
    )


def access(desk: Desk, opened: OpenCase, given: Given) -> Done:
    """A copy for the person assessed; only the working copy, to read, where no file is named."""
    from ppitui.desk.access import hand_over, prepare  # brings the letters

    give = _names(given.get("give", ""))
    path, working = given.get("output", "").strip(), given.get("working", "").strip()
    if not path:
        if working:
            raise WrongCall(
                "The working copy is written beside the copy: name a file for that too."
            )
        found = prepare(desk, opened, give)
        words = "Nothing was written. Name a file once you have read this."
        return Done(words, tuple(found.working.splitlines()))
    hand_over(
        desk,
        opened,
        Path(path),
        given["reason"],
        give=give,
        working=Path(working) if working else None,
    )
    return Done(f"Written to {path}, and recorded in the thread. Read all of it before it goes.")


def verify(desk: Desk, opened: OpenCase, _given: Given) -> Done:
    """One case."""
    from ppitui.desk.verifying import one_line

    return Done("", tuple(one_line(desk.workspace, opened.case.reference)))


def break_glass(desk: Desk, given: Given) -> Done:
    """Into a restricted record, for a while."""
    reference = given["case"].strip()
    until = restricting.break_glass(desk, reference, given["reason"])
    return Done(f"Case {reference} is open to you until {until}. Supervisors are told.")


def note_alert(desk: Desk, given: Given) -> Done:
    """Take note of what was opened so."""
    found = [one for one in restricting.alerts(desk) if one.case == given["case"].strip()]
    for one in found:
        restricting.note_alert(desk, one)
    return Done(f"{len(found)} noted.")


def take_in(desk: Desk, given: Given) -> Done:
    """A case out of a bundle."""
    from ppitui.desk import bundles

    try:
        raw = Path(given["bundle"]).read_bytes()
    except OSError as fault:
        raise WrongCall(f"The bundle cannot be read: {fault.strerror}") from None
    taken = bundles.take_in(desk, raw, given["words"])
    return Done(f"Case {taken.case}: {taken.events} events taken in.")


def due(desk: Desk, _given: Given) -> Done:
    """What wants a look."""
    lines = [f"{one.case}  {one.why}" for one in erasing.due(desk)]
    return Done("", tuple(lines or ["Nothing is due."]))


def verify_all(desk: Desk, _given: Given) -> Done:
    """Everything."""
    from ppitui.desk.verifying import whole_lines
    from ppitui.store.checkup import check

    desk.allow("verify", "workspace")
    return Done("", tuple(whole_lines(desk.workspace, check(desk.workspace))))

"""What was found in a letter and let through: by whom, and why."""

from __future__ import annotations

import hashlib

from ppitui.core.case import Case
from ppitui.core.roles import may
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.words import plain_words
from ppitui.errors import Refused
from ppitui.letters.lint import Warning_, lint
from ppitui.letters.matter import Letter, Matter


def lifted(case: Case, letter: Letter, text: str, hits: list[Warning_]) -> bool:
    """Whether a supervisor let exactly this text of this letter go, with every finding in it."""
    return all(hit.lifts for hit in hits) and any(
        one.letter == letter.id and one.digest == _digest(text) for one in case.lifted
    )


def lift(
    desk: Desk, opened: OpenCase, draft: tuple[Letter, Matter, str], reason: str
) -> list[Warning_]:
    """Let a letter go with what was found in it: once for this very text, with a reason.

    Returns what was found. Raises Refused for whoever worked on the case, where nothing was found,
    and where something was found that nobody may lift: where a person lives, works or learns, when
    they were born, and words that are never for the person assessed.
    """
    letter, matter, text = draft
    why = plain_words(reason, "A reason")
    hits = lint(letter, text, matter)
    if may("lift_warning", opened.case.state, "supervisor") and "supervisor" in desk.user.roles:
        if desk.user.id in opened.case.authors or desk.user.id == opened.case.opened_by:
            raise Refused("You worked on this case; somebody else must lift what was found.")
        if not hits:
            raise Refused(f"Nothing was found in the letter {letter.id}: there is nothing to lift.")
        fixed = "; ".join(dict.fromkeys(hit.message for hit in hits if not hit.lifts))
        if fixed:
            raise Refused(f"Nobody may lift this: {fixed}.")
        desk.proof.insist(desk.now())
    payload = {
        "letter": letter.id,
        "findings": list(dict.fromkeys(f"{hit.id}: {hit.message}" for hit in hits)),
        "digest": _digest(text),
        "reason": why,
    }
    desk.record(opened, "lift_warning", "warning_lifted", payload)
    return hits


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()

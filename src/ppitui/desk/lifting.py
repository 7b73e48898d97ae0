"""What was found in a letter and let through: by whom, and why."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.entries import Lifted
from ppitui.core.roles import may
from ppitui.core.text import tidy
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall
from ppitui.letters.lint import Warning_, lint
from ppitui.letters.matter import Letter, Matter

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

# The person assessed reads these: what was found in one is lifted by two, and a third person issues it.
_BY_TWO = ("subject", "youth")


def by_two(letter: Letter) -> bool:
    """Whether two supervisors must lift what is found in this letter."""
    return letter.audience in _BY_TWO


def lifters(case: Case, letter: Letter, text: str) -> tuple[Lifted, ...]:
    """Who let exactly this text of this letter go: each person once."""
    digest = _digest(text)
    same = (one for one in case.lifted if (one.letter, one.digest) == (letter.id, digest))
    return tuple({one.actor: one for one in same}.values())


def lifted(case: Case, letter: Letter, text: str, hits: list[Warning_], issuer: str) -> bool:
    """Whether this text may leave by this person, with every finding in it."""
    return not still_wanted(case, letter, text, hits, issuer)


def still_wanted(case: Case, letter: Letter, text: str, hits: list[Warning_], issuer: str) -> str:
    """What a letter with these findings still wants before this person may issue it; empty where nothing."""
    fixed = _fixed(hits)
    if fixed:
        return f"Nobody may lift this: {fixed}. Change the words."
    who = {one.actor for one in lifters(case, letter, text)}
    if not who:
        tail = (
            " A second supervisor does the same, and neither issues it." if by_two(letter) else ""
        )
        return f"A supervisor can lift this with a reason.{tail}"
    if not by_two(letter):
        return ""
    if len(who) < 2:
        return f"{next(iter(who))} let it go; a second supervisor has to as well."
    return "You let it go: somebody else issues it." if issuer in who else ""


def lift(
    desk: Desk, opened: OpenCase, draft: tuple[Letter, Matter, str], reason: str
) -> list[Warning_]:
    """Let a letter go with what was found in it: once for this very text, with a reason.

    Of a letter that the person assessed reads, two supervisors must, and neither of them issues it.
    Returns what was found. Raises Refused for whoever worked on the case, who let it go already, where
    nothing was found, and where something was found that nobody may lift: where a person lives, works
    or learns, when they were born, and words that are never for the person assessed.
    """
    letter, matter, text = draft
    why = plain_words(reason, "A reason")
    hits = lint(letter, text, matter)
    before = lifters(opened.case, letter, text)
    if may("lift_warning", opened.case.state, "supervisor") and "supervisor" in desk.user.roles:
        if desk.user.id in opened.case.authors or desk.user.id == opened.case.opened_by:
            raise Refused("You worked on this case; somebody else must lift what was found.")
        if not hits:
            raise Refused(f"Nothing was found in the letter {letter.id}: there is nothing to lift.")
        fixed = _fixed(hits)
        if fixed:
            raise Refused(f"Nobody may lift this: {fixed}.")
        if desk.user.id in {one.actor for one in before}:
            more = "; a second supervisor has to as well" if by_two(letter) else ""
            raise Refused(f"You let this very letter go already{more}.")
        desk.proof.insist(desk.now(), f"Let the letter {letter.id} go as it is")
    payload = {
        "letter": letter.id,
        "findings": list(dict.fromkeys(f"{hit.id}: {hit.message}" for hit in hits)),
        "digest": _digest(text),
        "reason": why,
        "second": bool(before),
    }
    desk.record(opened, "lift_warning", "warning_lifted", payload)
    return hits


def lift_named(desk: Desk, opened: OpenCase, line: str, gateway: str = "") -> str:
    """Let the letter that the line names go (`LETTER words`); what was done, and what is still wanted.

    Raises WrongCall for a call that is not of that form, and what `lift` raises.
    """
    from ppitui.desk.drafting import reader_of
    from ppitui.desk.posting import Typed, drafted, letter_named, letters_of

    name, _, words = tidy(line).partition(" ")
    if not words:
        raise WrongCall(
            "Say /lift LETTER words; of a letter to a person harmed: /lift LETTER@PERSON words."
        )
    name, _, about = name.partition("@")
    letter = letter_named(letters_of(opened.pack), name.lower())
    about = reader_of(opened, letter, about)
    draft = drafted(desk, opened, letter.id, Typed(about=about, gateway=gateway))
    lift(desk, opened, draft, words)
    left = still_wanted(opened.case, letter, draft[2], lint(letter, draft[2], draft[1]), "")
    return f"Let go: {letter.id}, for this very text. {left}".strip()


def _fixed(hits: list[Warning_]) -> str:
    return "; ".join(dict.fromkeys(hit.message for hit in hits if not hit.lifts))


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()

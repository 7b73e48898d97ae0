"""A case is paused until a day, withdrawn, taken up again, or given to a colleague; each with words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.calendar import day_words
from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.facts import did_you_mean
from ppitui.core.roles import may
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.asking import not_the_author
from ppitui.desk.handover import colleague
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase


def pause(desk: Desk, opened: OpenCase, line: str) -> str:
    """Pause the case (`REASON DATE words`); what was done, in words. Its clocks go on.

    Raises WrongCall for a reason or a day that will not do, Refused where it is set aside already.
    """
    if opened.case.aside and opened.case.aside.kind == "paused":
        raise Refused("The case is paused already. /resume WORDS takes it up again.")
    code, _, rest = tidy(line).partition(" ")
    _coded(opened.pack, code, "/pause REASON DAY/MONTH/YEAR words")
    day, _, words = rest.partition(" ")
    try:
        until = date.fromisoformat(typed_date(day, desk.today))
    except (NotAnAnswer, ValueError):
        raise WrongCall("Say /pause REASON DAY/MONTH/YEAR and why.") from None
    if until <= desk.today:
        raise WrongCall("A pause ends on a day to come.")
    text = plain_words(words, "A pause")
    payload = {"code": code, "text": text, "until": until.isoformat()}
    desk.record(opened, "pause", "paused", payload)
    return f"Paused until {day_words(until)}. Its clocks go on, and letters that protect may leave."


def resume(desk: Desk, opened: OpenCase, line: str) -> str:
    """Take a paused case up again (`words`); what was done, in words. Raises Refused where it is not paused."""
    _is(opened.case, "paused")
    desk.record(opened, "resume", "resumed", {"text": plain_words(line, "/resume")})
    return "Taken up again."


def withdraw(desk: Desk, opened: OpenCase, line: str) -> str:
    """Withdraw the case (`REASON words`); what was done, and what had left by then.

    A draft is withdrawn by whoever works on cases; what was handed in, by a supervisor who did not write it. Raises
    WrongCall for a reason that is none, Refused, and Unconfirmed where the passphrase is wanted.
    """
    case = opened.case
    handed_in = case.submission is not None
    if handed_in and "supervisor" in desk.user.roles and may("withdraw", case.state, "supervisor"):
        not_the_author(desk, case, "withdraw it")
    code, _, words = tidy(line).partition(" ")
    _coded(opened.pack, code, "/withdraw REASON words")
    text = plain_words(words, "A withdrawal")
    if handed_in and "supervisor" in desk.user.roles:
        desk.proof.insist(desk.now(), "Withdraw the case")
    desk.record(opened, "withdraw", "withdrawn", {"code": code, "text": text})
    left = ", ".join(dict.fromkeys(one.letter for one in case.letters))
    tail = f" These letters left before; tell their readers: {left}." if left else ""
    return f"Withdrawn. Nothing is erased, and a supervisor can reopen it.{tail}"


def reopen(desk: Desk, opened: OpenCase, line: str) -> str:
    """Take a withdrawn case up again (`words`), as a supervisor; what was done, in words. Raises Refused."""
    _is(opened.case, "withdrawn")
    desk.record(opened, "reopen", "reopened", {"text": plain_words(line, "/reopen")})
    return "Reopened, as it was when it was withdrawn."


def assign(desk: Desk, opened: OpenCase, line: str) -> str:
    """Give the case to a colleague (`NAME words`); what was done, in words.

    Raises WrongCall for a name that is nobody's, Refused for somebody who does no casework or does not see the case.
    """
    who, _, words = tidy(line).partition(" ")
    to = colleague(desk, opened.case, who, "assign", "/assign NAME")
    text = plain_words(words, "Giving a case") if words else ""
    payload = {"to": to.id, "name": to.name, "text": text}
    desk.record(opened, "assign", "assigned", payload)
    return visible(f"Given to {to.name}. It stands first on their list.")


def _is(case: Case, kind: str) -> None:
    if case.aside is None or case.aside.kind != kind:
        raise Refused(f"The case is not {kind}: there is nothing to take up again.")


def _coded(pack: Pack, code: str, use: str) -> None:
    if code not in pack.reasons:
        names = tuple(pack.reasons)
        given = f"There is no reason {shown(code)}{did_you_mean(code, names)} " if code else ""
        raise WrongCall(f"{given}Say {use}. Reasons: {', '.join(names) or 'none listed'}.")


def aside_lines(case: Case, pack: Pack) -> Iterator[str]:
    """That a case is set aside, why and until when, and whom it was given to; safe to show."""
    if case.aside:
        known = pack.reasons.get(case.aside.code)
        why = f"{known.category}: {known.says}" if known else case.aside.code
        until = case.aside.until and f" until {day_words(date.fromisoformat(case.aside.until))}"
        kind = "Paused" if until else "Withdrawn"
        yield visible(f"{kind}{until} by {case.aside.actor}. {why}. {case.aside.text}")
    if case.given_to:
        words = f": {case.given_to.words}" if case.given_to.words else ""
        yield visible(f"Given to {case.given_to.name} by {case.given_to.actor}{words}")

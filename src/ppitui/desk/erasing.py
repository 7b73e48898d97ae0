"""How long a record is kept, what holds it, and its end by two people.

Retention groups and years are the force's policy; the review is a person's. Nothing is erased by a date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ppitui.core.calendar import day_words, months_after
from ppitui.core.events import Actor, Draft, touched
from ppitui.core.text import refusal, shown, tidy
from ppitui.desk.again import read_day
from ppitui.desk.clock import in_london
from ppitui.desk.looking import WORKING
from ppitui.desk.permits import as_it_stands, number
from ppitui.desk.rows import life_from
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

GROUPS = (1, 2, 3, 4)
_DRAFT_DAYS = 28  # our own; where the definitions of a workspace are older than the setting
_LEFT = "a draft that nobody goes on with: /withdraw left_unfinished WORDS, or go on"


@dataclass(frozen=True, slots=True)
class Due:
    """A record that wants a person's attention, and why."""

    case: str
    why: str


def retain(desk: Desk, opened: OpenCase, group: int, review: str, reason: str) -> date:
    """Put a case in a retention group; the day of its review, which the policy's years give where `review` is empty."""
    if group not in GROUPS:
        raise WrongCall(f"A retention group is one of {', '.join(map(str, GROUPS))}.")
    why = plain_words(reason, "A reason")
    if review:
        day = read_day(review, desk.today, "--review")
    else:
        years = number(desk.pack, f"review_years_group_{group}", 0)
        if not years:
            raise WrongCall("The policy in force gives no years for that group: --review DAY")
        day = months_after(in_london(opened.case.opened_at).date(), 12 * years)
    payload = {"group": group, "review": day.isoformat(), "reason": why}
    desk.record(opened, "set_retention", "retention_set", payload)
    return day


def hold(desk: Desk, opened: OpenCase, name: str, reason: str) -> None:
    """Nothing is erased while this stands, such as `inquiry` or `subject_access`."""
    plain = tidy(name)
    wrong = refusal(plain, max_chars=60)
    if wrong or not plain:
        raise WrongCall(f"Give the hold a short name: {wrong or 'it has none'}.")
    if plain in opened.case.life.holds:
        raise Refused(f"There is a hold {shown(plain)} on this case already.")
    payload = {"hold": plain, "reason": plain_words(reason, "A reason")}
    desk.record(opened, "hold", "hold_placed", payload)


def release(desk: Desk, opened: OpenCase, name: str, reason: str) -> None:
    """Take a hold off again."""
    plain = tidy(name)
    if plain not in opened.case.life.holds:
        raise WrongCall(f"There is no hold {shown(plain)} on this case.")
    payload = {"hold": plain, "reason": plain_words(reason, "A reason")}
    desk.record(opened, "hold", "hold_lifted", payload)


def due(desk: Desk) -> list[Due]:
    """The cases whose review has come, that were decided and have no group, or that wait to be erased."""
    desk.allow("due", "new")
    found = []
    for row in desk.cases():
        if "fault" in row:
            continue
        life = life_from(row["life"])
        held = f"; on hold: {', '.join(sorted(life.holds))}" if life.holds else ""
        if life.asked:
            words = f"erasure asked for by {life.asked.who} ({_plain(life.asked.code)})"
            found.append(Due(row["case"], words + held))
        elif life.review and life.review <= desk.today.isoformat():
            day = day_words(date.fromisoformat(life.review))
            found.append(Due(row["case"], f"review was due on {day}, group {life.group}{held}"))
        elif _left_lying(desk, row):
            found.append(Due(row["case"], f"{_LEFT}{held}"))
        elif not life.group and row["state"] in ("decided", "withdrawn"):
            found.append(Due(row["case"], f"{row['state']}, and in no retention group yet{held}"))
    return found


def _left_lying(desk: Desk, row: Mapping[str, Any]) -> bool:
    """Whether nobody went on with a draft for the policy's days. It never lapses by itself: a person withdraws it."""
    days = number(desk.pack, "draft_days", _DRAFT_DAYS)
    since = in_london(str(row["changed_at"])).date()
    return row["state"] in ("draft", "returned") and (desk.today - since).days >= days


def _plain(code: str) -> str:
    return code.replace("_", " ")


def codes(desk: Desk) -> list[str]:
    """The reasons for an erasure that the policy in force knows."""
    setting = desk.pack.policy.get("erasure_reasons")
    return sorted(setting.value) if setting and isinstance(setting.value, frozenset) else []


def ask_erasure(desk: Desk, opened: OpenCase, code: str) -> None:
    """The first of two: ask that a record be erased.

    `code` is a word of the policy's list, as it outlasts the record. Raises Refused while a hold stands,
    or where the workspace is not encrypted: there is no key to destroy there.
    """
    if code not in codes(desk):
        raise WrongCall(f"{shown(code)} is not a reason; they are: {', '.join(codes(desk))}.")
    if opened.case.life.asked:
        raise Refused(
            f"{opened.case.life.asked.who} has asked for it already; another confirms it."
        )
    _can_end(desk, opened)
    desk.record(opened, "ask_erasure", "erasure_asked", {"code": code})


def withdraw_erasure(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Take the request back; anybody who may ask may do that."""
    if not opened.case.life.asked:
        raise Refused("Nobody has asked for this case to be erased.")
    payload = {"reason": plain_words(reason, "A reason")}
    desk.record(opened, "ask_erasure", "erasure_withdrawn", payload)


def erase(desk: Desk, reference: str, code: str) -> None:
    """The second of two: confirm, and destroy the key of the case everywhere it lies here.

    What is left is its chain, and an event of the workspace's own thread that says when, why and by
    whom. Raises Refused for the person who asked, for another reason than was asked, or while a hold
    stands; Unconfirmed where the passphrase is wanted. Interrupted, it is finished by saying it again.
    """
    desk.allow("erase", "decided")
    if reference in desk.presence.erased:
        desk.workspace.destroy_key(reference)
        return
    with desk.open(reference, WORKING) as opened:
        asked = opened.case.life.asked
        if asked is None:
            raise Refused("Nobody has asked for this case to be erased; another person asks first.")
        if asked.who == desk.user.id:
            raise Refused("You asked for this erasure; somebody else confirms it.")
        if code != asked.code:
            raise Refused(f"It was asked for as {asked.code}; confirm that reason or none.")
        _can_end(desk, opened)
        role = desk.allow("erase", opened.case.state)
        desk.proof.insist(desk.now(), f"Erase case {reference}")
        payload = {"case": reference, "code": code, "asked_by": asked.who}
        _witness(desk, payload, role)
    desk.workspace.destroy_key(reference)
    desk.presence.look(desk.workspace)


def _witness(desk: Desk, payload: dict[str, str], role: str) -> None:
    with desk.workspace.thread() as log:
        actor, seen = Actor(desk.user.id, role), len(log.read())
        marks = touched("erased", payload)
        log.append(Draft(actor, desk.at(), "erased", desk.pack.hash, payload, seen, marks))


def _can_end(desk: Desk, opened: OpenCase) -> None:
    holds = as_it_stands(opened).life.holds
    if holds:
        told = "; ".join(f"{name}: {why}" for name, why in sorted(holds.items()))
        raise Refused(f"The case is on hold ({told}). It is not erased while that stands.")
    if not desk.workspace.encrypted:
        raise Refused(
            "This workspace is not encrypted, so there is no key whose end would be the end of the case."
            " ppitui protect encrypts it"
        )

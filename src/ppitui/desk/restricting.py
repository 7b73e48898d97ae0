"""Who may see a case: restricted to some, shut to one, opened in an emergency, and the alert that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from ppitui.core.roles import role_for
from ppitui.core.text import shown, visible
from ppitui.desk.clock import in_london
from ppitui.desk.permits import RESTRICTED, Restricted, as_it_stands, number
from ppitui.desk.users import User
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.core.life import Life
    from ppitui.desk.desk import Desk, OpenCase

SHORTEST_REASON = 20  # characters: "urgent" is no reason
_MINUTES = 60  # where the policy in force has no such setting


@dataclass(frozen=True, slots=True)
class Alert:
    """A restricted record was opened in an emergency, and nobody has taken note yet. Names nobody in it."""

    case: str
    seq: int
    who: str
    at: str
    until: str

    @property
    def words(self) -> str:
        """On one line."""
        at, until = in_london(self.at), in_london(self.until)
        return (
            f"Case {self.case}: {visible(self.who)} opened this {RESTRICTED} in an emergency on"
            f" {at:%d/%m/%Y} at {at:%H:%M}, until {until:%H:%M}"
        )


def restrict(desk: Desk, opened: OpenCase, who: Sequence[str], reason: str) -> None:
    """Let these people see the case and nobody else.

    Raises WrongCall for somebody who is no user; Refused where no supervisor would see it any more.
    """
    why = plain_words(reason, "A reason")
    known = desk.users()
    only = tuple(dict.fromkeys(who))
    if not only:
        raise WrongCall("Say who may still see the case: --who NAME, said once for each.")
    for one in only:
        _known(known, one)
    _someone_decides(known, only, opened.case.life.excluded)
    desk.record(opened, "restrict", "restricted", {"who": list(only), "reason": why})


def unrestrict(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Let everybody see the case again but those who are excluded from it."""
    if opened.case.life.only is None:
        raise Refused("The case is not restricted.")
    desk.record(opened, "restrict", "unrestricted", {"reason": plain_words(reason, "A reason")})


def exclude(desk: Desk, opened: OpenCase, user: str, reason: str) -> None:
    """Shut the case to one person, such as a relative of somebody in it. Raises as `restrict`."""
    why = plain_words(reason, "A reason")
    known = desk.users()
    _known(known, user)
    life = opened.case.life
    if user == desk.user.id:
        raise Refused("That is you: another supervisor excludes you.")
    _someone_decides(known, life.only, life.excluded | {user})
    desk.record(opened, "exclude", "excluded", {"user": user, "reason": why})


def readmit(desk: Desk, opened: OpenCase, user: str, reason: str) -> None:
    """Let somebody see the case again who was excluded from it."""
    if user not in opened.case.life.excluded:
        raise WrongCall(f"{shown(user)} is not excluded from this case.")
    payload = {"user": user, "reason": plain_words(reason, "A reason")}
    desk.record(opened, "exclude", "readmitted", payload)


def _known(known: dict[str, User], user: str) -> None:
    from ppitui.core.facts import did_you_mean

    if user not in known or not known[user].active:
        raise WrongCall(f"There is no user {shown(user)}{did_you_mean(user, tuple(sorted(known)))}")


def _someone_decides(
    known: dict[str, User], only: Sequence[str] | None, excluded: frozenset[str]
) -> None:
    """A case that no supervisor sees could never be decided, nor let anybody in again."""
    left = [
        one
        for one in known.values()
        if one.active
        and "supervisor" in one.roles
        and one.id not in excluded
        and (only is None or one.id in only)
    ]
    if not left:
        raise Refused("No supervisor would see the case any more. Name at least one.")


def break_glass(desk: Desk, reference: str, reason: str) -> str:
    """Open a restricted record in an emergency, for the minutes that the policy gives; until when.

    It is an event, and supervisors are told until one of them takes note. Raises WrongCall for a reason
    too short, Restricted for somebody who is excluded, Refused where the case is open to them anyway.
    """
    why = plain_words(reason, "A reason")
    if len(why) < SHORTEST_REASON:
        raise WrongCall(
            f"Say what the danger is, in at least {SHORTEST_REASON} characters. Nothing was opened"
        )
    with desk.reach(reference) as opened:
        shut = as_it_stands(opened).life.shut_to(desk.user.id, desk.at())
        if shut == "excluded":
            desk.refused(opened, "break_glass")
            raise Restricted(f"Case {reference} is a {RESTRICTED}, and is not opened in this way.")
        if not shut:
            raise Refused(f"Case {reference} is open to you. Nothing was changed.")
        minutes = number(desk.pack, "break_glass_minutes", _MINUTES)
        end = desk.now().astimezone(UTC) + timedelta(minutes=minutes)
        until = end.strftime("%Y-%m-%dT%H:%M:%SZ")
        payload = {"reason": why, "until": until}
        desk.record(opened, "break_glass", "glass_broken", payload)
    return until


def alerts(desk: Desk) -> list[Alert]:
    """What a supervisor has to take note of. Never one's own, nor of a case that one is excluded from."""
    from ppitui.desk.rows import life_from

    user = desk.user
    if role_for("note_alert", "draft", user.roles) is None:
        return []
    found: list[Alert] = []
    names: dict[str, str] = {}
    for row in desk.rows():
        if not row.get("life"):
            continue
        life: Life = life_from(row["life"])
        if user.id in life.excluded or row["case"] in desk.presence.erased:
            continue
        names = names or desk.names()
        found += [
            Alert(row["case"], one.seq, names.get(one.who, one.who), one.at, one.until)
            for one in life.glass
            if not one.seen_by and one.who != user.id
        ]
    return sorted(found, key=lambda one: one.at)


def note_alert(desk: Desk, alert: Alert) -> None:
    """A supervisor has taken note; nobody is shown this alert any more."""
    with desk.reach(alert.case) as opened:
        if alert not in alerts(desk):
            raise Refused("Somebody has taken note of that already, or there is no such alert.")
        desk.record(opened, "note_alert", "glass_seen", {"of_seq": alert.seq})

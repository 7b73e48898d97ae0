"""The one place that says yes or no: is this person still here, may their role do it, may they see this case?

Every action on a case, and every opening of one, comes through here; every list comes out of here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ppitui.core.events import Event
from ppitui.core.roles import role_for
from ppitui.core.text import shown
from ppitui.desk.clock import in_london
from ppitui.desk.refusals import who_may, why_not
from ppitui.desk.users import User, users
from ppitui.errors import Refused
from ppitui.store.workspace import Workspace

if TYPE_CHECKING:
    from ppitui.core.case import Case
    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk, OpenCase
    from ppitui.desk.front import Front

RESTRICTED = "restricted record"
SECOND_WANTED = (
    "your second grade is wanted, before you see the first. Give it, or decline:"
    " ppitui second CASE, or from home"
)
# What somebody does who need not be let in: they open nothing and read nothing of it.
_FROM_OUTSIDE = frozenset({"break_glass", "note_alert", "second_grade"})
_ON_A_CLOSED_ONE = frozenset({"answer", "undo", "add_person", "begin", "submit", "hand_over"})


class Restricted(Refused):
    """The case is restricted, or the person is excluded from it: the words are the same for both."""


@dataclass(slots=True)
class Presence:
    """What the workspace's own thread says now: who is a user, and which cases were erased."""

    known: Mapping[str, User] = field(default_factory=dict)
    erased: Mapping[str, Event] = field(default_factory=dict)
    mark: tuple[int, int, int] = (0, 0, 0)

    def look(self, workspace: Workspace) -> None:
        """Read the thread again where it changed: one call to the system where it did not."""
        facts = (workspace.folder / "workspace.log").stat()
        mark = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        if mark == self.mark:
            return
        with workspace.thread() as log:
            events = log.read()
        self.known, self.erased, self.mark = users(events), erased_in(events), mark


def erased_in(events: Iterable[Event]) -> dict[str, Event]:
    """The cases that were erased, each with the event that says so."""
    return {str(one.payload["case"]): one for one in events if one.kind == "erased"}


def erased_words(event: Event) -> str:
    """When a case was erased: `erased on 15 June 2026`."""
    from ppitui.core.calendar import day_words

    return f"erased on {day_words(in_london(event.payload.get('on', event.at)).date())}"


def number(pack: Pack | Front, name: str, otherwise: int) -> int:
    """A number of the policy; `otherwise` under a pack that has no such setting."""
    setting = pack.policy.get(name)
    return setting.value if setting and isinstance(setting.value, int) else otherwise


def present(desk: Desk) -> None:
    """Raises Refused where the account was closed since the person sat down: before their next action."""
    desk.presence.look(desk.workspace)
    user = desk.presence.known.get(desk.user.id)
    if user is None or not user.active:
        raise Refused(
            f"The account {shown(desk.user.id)} is closed. Nothing was done. Ask the administrator"
        )
    desk.user = user


def permit(desk: Desk, action: str, opened: OpenCase) -> tuple[str | None, str]:
    """The role in which the action may be done on this case, or None and why not."""
    present(desk)
    gone = desk.presence.erased.get(opened.case.reference)
    if gone is not None:  # by somebody else, while it was open here
        raise Refused(f"Case {opened.case.reference} was {erased_words(gone)}.")
    case = as_it_stands(opened)
    role = role_for(action, case.state, desk.user.roles)
    if role is None:
        return None, refusal(desk, action, case.state)
    from ppitui.core.aside import stopped

    if stopped(case, action):
        from ppitui.desk.refusals import why_aside

        return None, why_aside(case, action)
    into = case.life.merged_into
    if into and action in _ON_A_CLOSED_ONE:
        return None, f"This case was joined with {into}, which goes on in its place."
    why = "" if action in _FROM_OUTSIDE else barred(desk, case)
    return (None, why) if why else (role, "")


def refusal(desk: Desk, action: str, state: str) -> str:
    """Why this person may not do this, in which state they may, or who here may."""
    why = why_not(action, state, desk.user.roles)
    return why + who_may(action, state, desk.presence.known.values())


def as_it_stands(opened: OpenCase) -> Case:
    """The case with what others did to the record since it was last read."""
    from ppitui.core.life import lived

    life = opened.case.life
    for event in opened.log.read()[opened.case.seq :]:
        life = lived(life, event)
    return opened.case if life is opened.case.life else replace(opened.case, life=life)


def barred(desk: Desk, case: Case, user: User | None = None, *, seconding: bool = False) -> str:
    """Why this person (or `user`) may not see this case, in words that tell nothing of it; empty where they may.

    `seconding`: somebody gives their blind second grade, for which the case is otherwise shut to them.
    """
    from ppitui.core.seconds import awaited

    user = user or desk.user
    if case.life.shut_to(user.id, desk.at()):
        return (
            f"Case {case.reference} is a {RESTRICTED}. A supervisor who may see it can let you in;"
            " where somebody is in danger now: ppitui case break-glass"
        )
    if not seconding and awaited(case, user.id):
        return f"Case {case.reference}: {SECOND_WANTED}"
    born = str(case.assessed.details.get("born", "")) if case.assessed else ""
    row = {"journey": case.journey, "born": born, "opened_at": case.opened_at}
    if not _in_view(desk, user, {**row, "opened_by": case.opened_by, "name": case.assessed}):
        return f"Case {case.reference} is not one that a youth worker sees."
    return ""


def enter(desk: Desk, opened: OpenCase, why: str) -> None:
    """Let somebody into a case, and log that they looked. Raises Restricted, Refused, ReasonWanted."""
    from ppitui.desk.looking import look

    role, no = permit(desk, "look", opened)
    if role is None:
        if role_for("look", opened.case.state, desk.user.roles):
            desk.refused(opened, "look")
            raise Restricted(no)
        raise Refused(no)
    look(desk, opened, why)


def _in_view(desk: Desk, user: User, row: Mapping[str, Any]) -> bool:
    """Whether somebody who works with children and with nobody else sees this case."""
    from ppitui.core.life import is_youth

    if not _children_only(user):
        return True
    if not row["name"] and not row["journey"]:
        return bool(row["opened_by"] == user.id)
    journey = desk.front.journeys.get(str(row["journey"]))
    young = journey is not None and "youth_worker" in journey.who
    days = number(desk.front, "youth_days_past_18", 0)
    return is_youth(young, str(row["born"]), str(row["opened_at"]), desk.today, days)


def _children_only(user: User) -> bool:
    return {role for role in user.roles if role_for("list", "new", (role,))} == {"youth_worker"}


def listed(desk: Desk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that this person may see. Of a restricted record stands its reference and nothing else."""
    now, erased, children = desk.at(), desk.presence.erased, _children_only(desk.user)
    found = []
    for row in rows:  # there may be very many, and next to all of them are ordinary
        special = row.get("life") or row.get("graders") or "fault" in row
        if children or special or row["case"] in erased:
            one = _shown(desk, row, now, erased)
            if one:
                found.append(one)
        else:
            found.append(row)
    return found


def _shown(
    desk: Desk, row: dict[str, Any], now: str, erased: Mapping[str, Event]
) -> dict[str, Any]:
    from ppitui.desk.rows import life_from

    if row["case"] in erased:
        return {"case": row["case"], "fault": erased_words(erased[row["case"]])}
    if "fault" in row:
        return row
    if row["life"] and life_from(row["life"]).shut_to(desk.user.id, now):
        return {"case": row["case"], "fault": RESTRICTED}
    if desk.user.id in row.get("graders", ()):
        return {"case": row["case"], "fault": SECOND_WANTED}
    return row if _in_view(desk, desk.user, row) else {}

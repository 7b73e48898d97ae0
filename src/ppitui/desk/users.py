"""The people who use a workspace, folded from its own thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ppitui.core.events import Event
from ppitui.core.roles import ROLES
from ppitui.core.text import refusal, shown, tidy
from ppitui.errors import WrongCall

_ID = re.compile(r"[a-z][a-z0-9._-]{0,39}\Z")
_OTHERS = frozenset(
    {"workspace_opened", "user_disabled", "keys_changed", "pack_published", "refused"}
)
_OTHERS |= {
    "pack_proposed",
    "proposal_withdrawn",
    "impact_accepted",
    "loss_accepted",
    "table_signed",
}
_OTHERS |= {"erased", "backed_up", "restored", "reported"}


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the workspace, in which roles."""

    id: str
    name: str
    roles: tuple[str, ...]
    active: bool = True
    unit: str = ""  # the part of the force that they work in, where somebody said which


def users(events: Iterable[Event]) -> dict[str, User]:
    """The users by id after these events. Raises UnknownEvent for a kind that does not belong here."""
    found: dict[str, User] = {}
    for event in events:
        payload = event.payload
        if event.kind == "user_added":
            found[payload["user"]] = User(payload["user"], payload["name"], tuple(payload["roles"]))
        elif event.kind == "user_disabled" and payload["user"] in found:
            found[payload["user"]] = replace(found[payload["user"]], active=False)
        elif event.kind == "unit_set" and payload["user"] in found:
            found[payload["user"]] = replace(found[payload["user"]], unit=payload["unit"])
        elif event.kind not in (*_OTHERS, "unit_set"):
            from ppitui.core.case import UnknownEvent  # brings the whole fold

            raise UnknownEvent(
                f"event {event.seq} of the workspace is of a kind that this version does not know"
            )
    return found


def user_payload(user: str, name: str, roles: Iterable[str]) -> Mapping[str, object]:
    """The event that adds a user. Raises WrongCall where the id, the name or a role is not one."""
    if not _ID.match(user):
        raise WrongCall(
            f"{shown(user)} cannot be a user: small letters, digits, dots and dashes, at most 40."
        )
    wanted = tuple(dict.fromkeys(roles))
    for role in wanted:
        if role not in ROLES:
            raise WrongCall(f"{shown(role)} is not a role; the roles are {', '.join(ROLES)}.")
    if not wanted:
        raise WrongCall(f"Say which role with --role: {', '.join(ROLES)}.")
    plain = tidy(name) or user
    why = refusal(plain, max_chars=100)
    if why:
        raise WrongCall(f"The name {why}.")
    return {"user": user, "name": plain, "roles": list(wanted)}

"""Making a workspace, and who has its keys: every change is an event of the workspace's own thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from ppitui.core.definitions import Pack
from ppitui.core.events import Actor, Draft
from ppitui.core.text import shown
from ppitui.desk.desk import Desk
from ppitui.desk.users import user_payload, users
from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.checkup import check
from ppitui.store.keyring import Keyring, found
from ppitui.store.keys import STANDARD, Cost, fit
from ppitui.store.moving import ROTATED, beside, destroy, finish, interrupted, move
from ppitui.store.seal import PlainSeal
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace

_ADMINISTRATOR = "administrator"


def new_workspace(
    folder: Path,
    user: str,
    pack: Pack,
    now: datetime,
    passphrase: str | None,
    *,
    cost: Cost = STANDARD,
) -> Workspace:
    """Make a workspace with its first administrator; without a passphrase it is not encrypted.

    Raises WrongCall for a user name or passphrase that will not do, and what `Workspace.create` raises.
    """
    payload = user_payload(user, user, [_ADMINISTRATOR])
    vault = found(user, passphrase, cost) if passphrase is not None else None
    sealing = vault.name if vault else PlainSeal.name
    actor, at = Actor(user, _ADMINISTRATOR), _at(now)
    opening = Draft(actor, at, "workspace_opened", pack.hash, {"sealing": sealing})
    workspace = Workspace.create(folder, sealing, opening=opening, vault=vault)
    with workspace.thread() as log:
        log.append(Draft(actor, at, "user_added", pack.hash, payload, 1))
    return workspace


def _at(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def admit(
    desk: Desk, keyring: Keyring, user: str, name: str, roles: list[str], passphrase: str
) -> None:
    """Give somebody an account and a first passphrase. Raises as `Desk.add_user`, WrongCall for a weak one."""
    fit(passphrase)
    desk.add_user(user, name, roles)
    keyring.give(_vault(desk), user, passphrase)


def hand_passphrase(desk: Desk, keyring: Keyring, user: str, passphrase: str) -> None:
    """Give somebody a first passphrase in place of one that was lost. Only an administrator may."""
    known = desk.users().get(user)
    if known is None or not known.active:
        raise WrongCall(f"There is no user {shown(user)}.")
    fit(passphrase)
    desk.manage("keys_changed", {"user": user, "how": "first passphrase handed out"})
    keyring.give(_vault(desk), user, passphrase)


def shut_out(desk: Desk, keyring: Keyring | None, user: str) -> None:
    """Close an account, and take its passphrase out of the keys. Raises as `Desk.disable_user`."""
    desk.disable_user(user)
    if keyring is not None:
        keyring.take_away(user)


def name_keepers(desk: Desk, keyring: Keyring, passphrases: Mapping[str, str]) -> None:
    """Let any two of these people together recover the workspace. Only an administrator may."""
    desk.allow("manage_users", "workspace")
    for name in passphrases:
        user_payload(name, name, [_ADMINISTRATOR])  # a name that may stand in a file
    keyring.name_keepers(_vault(desk), passphrases)
    payload = {"user": "", "how": "keepers named", "keepers": sorted(passphrases)}
    desk.manage("keys_changed", payload)


def recover(
    folder: Path,
    keyring: Keyring,
    user: str,
    keepers: Mapping[str, str],
    passphrase: str,
    now: datetime,
) -> None:
    """Two keepers give somebody a first passphrase: how to go on when every administrator's is lost.

    Raises Refused where the two do not open the workspace, or there is no such user.
    """
    fit(passphrase)
    vault = keyring.recover(keepers)
    workspace = Workspace.open(folder, vault=vault)
    names = "+".join(sorted(keepers))
    with workspace.thread() as log:
        events = log.read()
        known = users(events).get(user)
        if known is None or not known.active:
            raise Refused(f"{shown(user)} is not a user of this workspace, or no longer one.")
        payload = {"user": user, "how": "recovered by two keepers", "keepers": sorted(keepers)}
        actor = Actor(names, "keeper")
        log.append(Draft(actor, _at(now), "keys_changed", events[0].pack, payload, len(events)))
    keyring.give(vault, user, passphrase)


def protect(
    folder: Path, user: str, pack: Pack, now: datetime, passphrase: str, *, cost: Cost = STANDARD
) -> Path | None:
    """Encrypt a workspace that is not: everything sealed anew, compared event by event, then exchanged.

    Returns where the old, unencrypted one now is; None where only the last step of an earlier try was
    left. `user` must be an administrator of it, and is the only one who can open the new one until they
    hand out passphrases. Raises Refused where it is encrypted already or not whole.
    """
    if interrupted(folder):
        finish(folder)
        return None
    old = Workspace.open(folder)
    with old.thread() as log:
        known = users(log.read()).get(user)
    if known is None or not known.active or _ADMINISTRATOR not in known.roles:
        raise Refused(f"{shown(user)} is not an administrator of this workspace.")
    vault = found(user, passphrase, cost)
    payload = {"sealing": vault.name, "moved_from": old.vault.id}
    actor = Actor(user, _ADMINISTRATOR)
    return move(old, vault, Draft(actor, _at(now), "workspace_opened", pack.hash, payload))


def rotate(
    folder: Path, keyring: Keyring, user: str, pack: Pack, now: datetime, passphrase: str
) -> int:
    """Give a workspace other keys: every line sealed anew and compared, then the old keys destroyed.

    For when somebody who left may have copied the files: what they have opens nothing that is written
    from now on. `user`, an administrator, keeps the passphrase; everybody else is handed a first one,
    and keepers are named anew. How many people that is. Cut short, it is finished by saying it again.
    Raises Refused for anybody else, or where the workspace is not whole; then nothing is changed.
    """
    vault = keyring.unlock(user, passphrase).vault
    old = Workspace.open(folder, vault=vault)
    with old.thread() as log:
        known = users(log.read())
    one = known.get(user)
    if one is None or not one.active or _ADMINISTRATOR not in one.roles:
        raise Refused(f"{shown(user)} is not an administrator of this workspace.")
    _, aside = beside(folder, ROTATED)
    if not aside.exists():  # else only its last step was left
        fresh = found(user, passphrase, keyring.cost)
        payload = {"sealing": fresh.name, "moved_from": vault.id}
        opening = Draft(
            Actor(user, _ADMINISTRATOR), _at(now), "workspace_opened", pack.hash, payload
        )
        move(old, fresh, opening, aside=ROTATED)
    opened = Keyring(folder, cost=keyring.cost)  # a new one: the old has the old keys
    again = Workspace.open(folder, vault=opened.unlock(user, passphrase).vault)
    if not check(again).whole:
        raise StoreFault("The new workspace is not whole. The old one is beside it, untouched")
    destroy(aside)
    return sum(other.active for other in known.values() if other.id != user)


def _vault(desk: Desk) -> KeyedVault:
    vault = desk.workspace.vault
    if not isinstance(vault, KeyedVault):
        raise Refused(
            "This workspace is not encrypted and has no passphrases. ppitui protect encrypts it"
        )
    return vault

"""Backing up a workspace while it is in use, and making a workspace of a backup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ppitui.core.events import Actor, Draft
from ppitui.core.text import shown
from ppitui.desk.permits import erased_in
from ppitui.desk.users import users
from ppitui.errors import PpituiError, Refused, StoreFault, WrongCall
from ppitui.store.backup import Keys, read_keys, unpack, write_backup, write_keys
from ppitui.store.checkup import check
from ppitui.store.disk import DISK, Disk
from ppitui.store.files import plainly, sync_folder
from ppitui.store.own_files import not_as_published
from ppitui.store.settings import read_settings
from ppitui.store.workspace import THREAD, Workspace

if TYPE_CHECKING:
    from ppitui.core.events import Event
    from ppitui.desk.desk import Desk
    from ppitui.store.keys import Cost

_ADMINISTRATOR = "administrator"


def backup(desk: Desk, path: Path, keys: Path | None) -> int:
    """Copy everything into `path`, and the keys into `keys`; how many cases. Only an administrator may.

    Raises WrongCall where an encrypted workspace's keys are given no file of their own, and what
    `write_backup` raises.
    """
    desk.allow("back_up", "workspace")
    workspace = desk.workspace
    if workspace.encrypted and keys is None:
        raise WrongCall("Say where the keys go, apart from the backup: --keys FILE")
    workspace.anchor(THREAD, "backup", desk.at())
    digest = write_backup(workspace, path, desk.at())
    if keys is not None and workspace.encrypted:
        write_keys(workspace, keys, _tombs(desk.presence.erased))
    count = len(workspace.cases())
    desk.manage("backed_up", {"digest": digest, "cases": count})
    return count


def _tombs(erased: Mapping[str, Event]) -> dict[str, dict[str, Any]]:
    """What has to be remembered of each erasure, so that no backup brings the case back."""
    return {
        ref: {
            "code": one.payload["code"],
            "asked_by": one.payload["asked_by"],
            "confirmed_by": one.payload.get("confirmed_by", one.actor.id),
            "on": one.payload.get("on", one.at),
        }
        for ref, one in erased.items()
    }


def restore(  # noqa: PLR0913  # each is one thing that the command line names
    path: Path,
    keys: Path | None,
    into: Path,
    user: str,
    passphrase: str,
    now: datetime,
    *,
    live: Path | None = None,
    disk: Disk = DISK,
    cost: Cost | None = None,
) -> Workspace:
    """Make a workspace of a backup in a new folder, look that it is whole, and only then give it its name.

    `cost` is what a guess at a passphrase costs there (default: the usual).
    What is in force there must be what its own thread says was published. What was erased stays erased:
    in the backup's own thread, in the file of keys, or in the workspace `live`, where that opens. Raises
    Refused for somebody who is no administrator there, StoreFault where it is not whole; then nothing is
    left.
    """
    into = into.resolve()
    if os.path.lexists(into):
        raise Refused(f"There is already something at {shown(into)}. Nothing is overwritten")
    part = into.with_name(into.name + ".restoring")
    if os.path.lexists(part):
        raise Refused(f"There is a {shown(part.name)} of an earlier try. Remove it first")
    held = read_keys(keys) if keys is not None else None
    digest = unpack(path, held, part, disk)
    opened = partial(_opened, user=user, passphrase=passphrase, cost=cost)
    try:
        _finished(part, held, digest, opened, user, now, live)
        with plainly("the restored workspace"):
            disk.replace(part, into)
            sync_folder(disk, into.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return opened(into)


def _opened(folder: Path, user: str, passphrase: str, cost: Cost | None) -> Workspace:
    if read_settings(folder).sealing == "none":
        return Workspace.open(folder)
    from ppitui.store.keyring import Keyring  # brings the ciphers
    from ppitui.store.keys import STANDARD

    if not (folder / "keys.json").exists():
        raise WrongCall("This backup is encrypted: give its file of keys with --keys FILE")
    keyring = Keyring(folder, cost=cost or STANDARD)
    return Workspace.open(folder, vault=keyring.unlock(user, passphrase).vault)


def _finished(
    part: Path,
    held: Keys | None,
    digest: str,
    opened: Callable[[Path], Workspace],
    user: str,
    now: datetime,
    live: Path | None,
) -> None:
    workspace = opened(part)
    tombs = dict(held.erased) if held else {}
    if live is not None:
        with suppress(PpituiError), opened(live).thread() as log:
            tombs.update(_tombs(erased_in(log.read())))
    at, actor = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), Actor(user, _ADMINISTRATOR)
    with workspace.thread() as log:
        events = log.read()
        known = users(events).get(user)
        if known is None or not known.active or _ADMINISTRATOR not in known.roles:
            raise Refused(f"{shown(user)} was not an administrator there. Nothing was restored.")
        for ref in sorted(tombs.keys() - erased_in(events).keys()):
            payload = {"case": ref, **tombs[ref]}
            log.append(Draft(actor, at, "erased", events[0].pack, payload))
        log.append(Draft(actor, at, "restored", events[0].pack, {"from": digest}))
        events = log.read()
    gone = erased_in(events)
    for ref in gone:
        workspace.destroy_key(ref)
    bad = [one for one in check(workspace).verdicts if one.fault]
    if bad and bad[0].fault:
        raise StoreFault(
            f"The backup is not whole: {bad[0].case}, {bad[0].fault.words}. Nothing was restored"
        )
    published = {one.payload["after"]: one for one in events if one.kind == "pack_published"}
    wrong = not_as_published(workspace, published)
    if wrong:
        raise StoreFault(f"The backup is not whole: {wrong}. Nothing was restored")

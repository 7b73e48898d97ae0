"""Moving a workspace under another seal or other keys: all of it made beside, held against the old, then exchanged.

The old workspace stays, under another name, until somebody removes it or `destroy` does. Sealed anew
every line has another hash, so the old hashes are kept, sealed: a head that was printed on a letter is
still found.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ppitui.core.events import Draft, Event, canonical
from ppitui.errors import PpituiError, Refused, StoreFault
from ppitui.pack.overlay import DRAFT, PUBLISHED
from ppitui.store.disk import DISK, Disk
from ppitui.store.files import plainly, put_file, read_file, sync_folder, wipe
from ppitui.store.place import MOUNTS
from ppitui.store.vault import FOLDER, Gone, Vault
from ppitui.store.verify import heads_of, linked, read_through
from ppitui.store.workspace import THREAD, Workspace

BEFORE = "before.sealed"
_PLACE = "before/0"
_AGO = ", before that"
UNENCRYPTED, ROTATED = ".unencrypted", ".old-keys"


def beside(folder: Path, aside: str = UNENCRYPTED) -> tuple[Path, Path]:
    """Where the new workspace is made, and what the old one is called afterwards."""
    here = folder.resolve()
    return here.with_name(here.name + ".moving"), here.with_name(here.name + aside)


def interrupted(folder: Path, aside: str = UNENCRYPTED) -> bool:
    """Whether a move was cut off between its last two steps; `finish` then ends it."""
    new, old = beside(folder, aside)
    names = (new / "workspace.json", old / "workspace.json")
    return not os.path.lexists(folder) and all(map(os.path.lexists, names))


def finish(folder: Path, *, disk: Disk = DISK) -> None:
    """The last step of a move: the new workspace takes the name. Raises StoreFault."""
    new, _ = beside(folder)
    with plainly("the new workspace"):
        disk.replace(new, folder.resolve())


def move(
    old: Workspace,
    vault: Vault,
    opening: Draft,
    *,
    mounts: Path = MOUNTS,
    aside: str = UNENCRYPTED,
) -> Path:
    """Seal everything anew under `vault`, look that it is the same, and exchange the two.

    A case whose key is gone is taken along as it lies: nobody can seal it anew. Returns where the old
    workspace now is, `aside` being the end of its name. `opening` begins the new thread of the workspace;
    the old one follows it. Raises Refused where the old workspace is not whole, or somebody wrote
    meanwhile; StoreFault where the disk fails. Then the old workspace is where it was, as it was.
    """
    new_folder, old_folder = beside(old.folder, aside)
    if os.path.lexists(old_folder):
        raise Refused(
            f"There is already a {old_folder.name} beside the workspace. Move it away first"
        )
    with plainly("the new workspace"):
        if os.path.lexists(new_folder):  # left by a move that was killed: a copy, and no more
            shutil.rmtree(new_folder)
    marks = _sizes(old.folder)
    threads: dict[str, list[Event]] = {}
    before: dict[str, list[str]] = {f"{name}{_AGO}": one for name, one in heads_before(old).items()}
    gone: dict[str, bytes] = {}
    for name, path in old.threads():
        try:
            threads[name], head = _believed(old, name, path)
            before[name] = heads_of(threads[name], head)
        except Gone:
            verdict, before[name] = linked(path, name, disk=old.disk)
            if not verdict.whole:
                raise _not_whole(name) from None
            threads[name], gone[name] = [], read_file(old.disk, path, f"the log of {name}")
    record = canonical(before)
    told = {**opening.payload, "before": hashlib.sha256(record).hexdigest()}
    new = Workspace.create(
        new_folder,
        vault.name,
        opening=replace(opening, payload=told),
        vault=vault,
        disk=old.disk,
        mounts=mounts,
    )
    _copy(old, new, threads, gone)
    _put_before(new, record)
    _compare(new, threads, gone)
    _exchange(old, new_folder, old_folder, marks)
    return old_folder


def _believed(old: Workspace, name: str, path: Path) -> tuple[list[Event], str]:
    verdict, events = read_through(
        path, name, old.seal_of(name), disk=old.disk, witness=old.anchors
    )
    if not verdict.whole:
        raise _not_whole(name)
    return events, verdict.head


def _not_whole(name: str) -> Refused:
    return Refused(f"{name} is not whole, so nothing is moved. ppitui verify says where")


def _copy(
    old: Workspace,
    new: Workspace,
    threads: Mapping[str, list[Event]],
    gone: Mapping[str, bytes],
) -> None:
    for path in sorted((old.folder / "packs").glob("*.json")):
        new.keep_pack(path.stem, old.pack(path.stem))
    with plainly("the force's own definitions"):
        for name in ("instruments", "templates", PUBLISHED, DRAFT):
            if (old.folder / name).is_dir():
                shutil.copytree(old.folder / name, new.folder / name)
    for name, events in threads.items():
        if name in gone:
            with plainly(f"the log of {name}"), new.alone():
                put_file(new.disk, new.path(name), gone[name])
        elif name == THREAD:
            with new.thread() as log:
                for event in events:
                    log.append(_draft(event))
        else:
            new.adopt(name, [_draft(event) for event in events])


def _draft(event: Event) -> Draft:
    """The event again. It was decided when it was made, so it conflicts with nothing now."""
    return Draft(event.actor, event.at, event.kind, event.pack, event.payload)


def _put_before(new: Workspace, record: bytes) -> None:
    seal = new.seal_of("before")
    with plainly("the record of the old hashes"):
        put_file(new.disk, new.folder / BEFORE, seal.close(record, _PLACE))


def heads_before(workspace: Workspace) -> dict[str, list[str]]:
    """The hashes of the lines before a move, by thread; empty where there was none, or they do not open."""
    if not os.path.lexists(workspace.folder / BEFORE):
        return {}
    try:
        raw = read_file(workspace.disk, workspace.folder / BEFORE, "the record of the old hashes")
        record = workspace.seal_of("before").open(raw, _PLACE)
        with workspace.thread() as log:
            first = log.read()[0]
        if hashlib.sha256(record).hexdigest() != first.payload.get("before"):
            return {}
        found: dict[str, list[str]] = json.loads(record)
    except (PpituiError, ValueError):
        return {}
    return found


def _compare(new: Workspace, threads: Mapping[str, list[Event]], gone: Mapping[str, bytes]) -> None:
    for name, path in new.threads():
        if name in gone:
            if read_file(new.disk, path, f"the log of {name}") != gone[name]:
                raise StoreFault(f"{name} did not come out as it was. Nothing was exchanged")
            continue
        verdict, events = read_through(
            path, name, new.seal_of(name), disk=new.disk, witness=new.anchors
        )
        kept = events[1:] if name == THREAD else events
        if not verdict.whole or list(map(_draft, kept)) != list(map(_draft, threads[name])):
            raise StoreFault(f"{name} did not come out as it was. The workspace stays as it is")
    if new.cases() != [name for name in threads if name != THREAD]:
        raise StoreFault("Not every case came out. The workspace stays as it is")


def _exchange(old: Workspace, new_folder: Path, old_folder: Path, marks: Mapping[str, int]) -> None:
    here = old.folder
    with plainly("the workspace"), old.alone():
        old.disk.replace(here, old_folder)
        if _sizes(old_folder) != marks:
            old.disk.replace(old_folder, here)
            raise Refused("Somebody wrote in the workspace meanwhile. Nothing was moved. Try again")
        old.disk.replace(new_folder, here)
        sync_folder(old.disk, here.parent)


def destroy(folder: Path, disk: Disk = DISK) -> None:
    """Make an old workspace unreadable for ever, its keys first, and remove it; can be called again.

    The file system or the drive may keep the old bytes somewhere: SECURITY.md says so. Raises StoreFault.
    """
    with plainly("the old keys"):
        for path in (folder / "keys.json", *sorted((folder / FOLDER).glob("*.key"))):
            wipe(disk, path, "an old key")
        if os.path.lexists(folder):
            shutil.rmtree(folder)
            sync_folder(disk, folder.parent)


def _sizes(folder: Path) -> dict[str, int]:
    paths = [folder / "workspace.log", *(folder / "cases").glob("*.log")]
    return {path.name: path.stat().st_size for path in paths}

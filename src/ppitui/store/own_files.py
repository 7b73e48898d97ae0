"""The force's own definitions as they lie in a workspace: put there by hand, published, or a draft. For backups."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from ppitui.core.text import shown
from ppitui.errors import PpituiError, Refused
from ppitui.pack.files import as_kept
from ppitui.pack.overlay import DRAFT, IN_FORCE, PUBLISHED
from ppitui.store.disk import Disk
from ppitui.store.files import plainly, read_file
from ppitui.store.workspace import Workspace

TOPS = ("instruments", "templates")
BEGUN = "begun.json"  # of the draft: on which content each change was begun
# One step of a path: no way up, no drive, nothing that a terminal would act on.
_STEP = r"/(?!\.{1,2}(?:/|\Z))[^/\\:\x00-\x1f\x7f]{1,120}(?<!\.tmp)"
NAMES = (
    r"published/in-force|draft/begun\.json"
    rf"|(?:published/[0-9a-f]{{64}}/|draft/)?(?:instruments|templates)(?:{_STEP}){{1,8}}"
)
_NAME = re.compile(NAMES)
_MOST = 8000


def own_files(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Each file by its name in the workspace. What is in force is read first, so that it is all there.

    Links are left out, as no pack is read through one. Raises Refused for a name that could not be
    restored: left out unsaid, it would be missed on the day that it is needed.
    """
    pointer = workspace.folder / PUBLISHED / IN_FORCE
    if os.path.lexists(pointer):
        yield f"{PUBLISHED}/{IN_FORCE}", read_file(workspace.disk, pointer, "what is in force")
    read = ((name, _content(path, name)) for name, path in _paths(workspace.folder))
    for found, (name, data) in enumerate(chain(_draft(workspace), read), 1):
        if not _NAME.fullmatch(name):
            raise Refused(f"{shown(name)} has a name that no backup can hold. Give it a plain one")
        if found > _MOST:
            raise Refused(f"There are more than {_MOST} files of definitions in this workspace")
        yield name, data


def _draft(workspace: Workspace) -> list[tuple[str, bytes]]:
    """The files of the draft, and on which content each was begun: as they stand between two saves."""
    tops = [f"{DRAFT}/{top}" for top in TOPS]
    with workspace.alone():
        found = [(name, _content(path, name)) for name, path in _below(workspace.folder, tops)]
        begun = workspace.folder / DRAFT / BEGUN
        if found and os.path.lexists(begun):
            found.append((f"{DRAFT}/{BEGUN}", read_file(workspace.disk, begun, "the draft")))
    return found


def _content(path: Path, name: str) -> bytes:
    """Read as the pack reads it: an administrator's own hand may have put it there from another login."""
    with plainly(shown(name)):
        return path.read_bytes()


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    published = folder / PUBLISHED
    with plainly("the force's own definitions"):
        kept = sorted(os.listdir(published)) if published.is_dir() else []
    yield from _below(
        folder, [*TOPS, *(f"{PUBLISHED}/{one}/{top}" for one in kept for top in TOPS)]
    )


def _below(folder: Path, tops: list[str]) -> Iterator[tuple[str, Path]]:
    """The plain files under these folders, in order."""
    for top in tops:
        for at, folders, names in os.walk(folder / top):
            folders.sort()
            for name in sorted(names):
                path = Path(at, name)
                if stat.S_ISREG(path.lstat().st_mode) and not name.endswith(".tmp"):
                    yield path.relative_to(folder).as_posix(), path


def make_room(disk: Disk, folder: Path, name: str) -> None:
    """Make the folders in which a file of this name lies, each for its owner alone; raises OSError."""
    for parent in reversed((folder / name).relative_to(folder).parents):
        if not (folder / parent).is_dir():
            disk.mkdir(folder / parent)


def not_as_published(workspace: Workspace, published: Mapping[str, object]) -> str:
    """What is in force that this workspace's own thread does not vouch for; empty where it does for all.

    `published` are the hashes that the thread says were put in force. Files put there by hand are
    vouched for by nothing: `by_hand` lists them.
    """
    pointer = workspace.folder / PUBLISHED / IN_FORCE
    if not os.path.lexists(pointer):
        return ""
    try:
        digest = read_file(workspace.disk, pointer, "what is in force").decode().strip()
        kept = workspace.pack(digest)
    except (PpituiError, ValueError):
        return "what is in force is not among the kept definitions"
    if f"sha256:{digest}" not in published:
        return "the definitions in force were never published there"
    top = workspace.folder / PUBLISHED / digest
    for name, path in _paths(workspace.folder):
        if path.is_relative_to(top):
            inner = name.removeprefix(f"{PUBLISHED}/{digest}/")
            if kept.get(inner, "").encode() != as_kept(inner, _content(path, name)):
                return f"{shown(name)} is not as it was published"
    return ""


def by_hand(folder: Path) -> list[str]:
    """The files that somebody put into the workspace by hand, which lie over all that was published."""
    return [name for name, _ in _paths(folder) if not name.startswith(PUBLISHED)]

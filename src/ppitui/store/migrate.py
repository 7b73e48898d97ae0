"""From an older format to the present one: each step made beside, looked at, then put in force at once.

A step may be killed anywhere and run again; until its last act the workspace is of the old format.

1 to 2   an id of its own, and the anchors: what is whole in each thread today is anchored. The threads
         themselves stay as they are, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ppitui.errors import StoreFault
from ppitui.store.anchors import NAME as ANCHORS
from ppitui.store.anchors import Anchors
from ppitui.store.chain import Mark
from ppitui.store.disk import Disk
from ppitui.store.files import plainly, put_file
from ppitui.store.seal import PlainSeal
from ppitui.store.settings import Settings, new_id, put_settings
from ppitui.store.vault import PlainVault
from ppitui.store.verify import verify

Threads = Callable[[], Iterable[tuple[str, Path]]]


def migrated(folder: Path, settings: Settings, threads: Threads, disk: Disk) -> Settings:
    """The settings of the present format; the caller holds the workspace's lock.

    `threads` lists the name and path of every thread. Raises StoreFault; then nothing has changed
    that the old format knows of.
    """
    return _to_2(folder, settings, threads, disk) if settings.format == 1 else settings


def _to_2(folder: Path, settings: Settings, threads: Threads, disk: Disk) -> Settings:
    present = replace(settings, format=2, id=new_id())
    with plainly("the anchors"):
        # Whatever a step that was killed left is made anew: nothing relies on it yet.
        put_file(disk, folder / ANCHORS, b"")
    anchors = Anchors(folder, PlainVault(present.id), disk)
    expected: dict[str, Mark] = {}
    for name, path in threads():
        verdict = verify(path, name, PlainSeal(), disk=disk)
        if verdict.whole:  # of one that is not, `ppitui verify` goes on telling
            expected[name] = Mark(verdict.events, verdict.head)
            anchors.add(name, expected[name], "format 2", settings.made)
    kept = {name: anchors.last(name) for name in expected}
    if kept != expected or anchors.read().fault:
        raise StoreFault("The anchors did not come out as written. The workspace stays as it was")
    with plainly("workspace.json"):
        put_settings(folder, present, disk)
    return present

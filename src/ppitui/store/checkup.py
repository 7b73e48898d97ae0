"""Is a whole workspace as it was left? Every thread, every anchor, and each against the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ppitui.core.events import GENESIS
from ppitui.errors import PpituiError
from ppitui.store.anchors import Anchor, Found
from ppitui.store.moving import heads_before
from ppitui.store.vault import Gone
from ppitui.store.verify import (
    Fault,
    Verdict,
    against_anchors,
    heads_of,
    linked,
    read_through,
)
from ppitui.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found: a verdict a thread (the workspace's own first), the anchors, packs that are damaged.

    `gone` are the threads whose key is not there: their chain was followed, their words nobody reads.
    `heads` has the hash of every line of every thread, oldest first.
    """

    verdicts: list[Verdict]
    anchors: Found
    packs: list[str]
    gone: frozenset[str]
    heads: dict[str, list[str]]

    @property
    def whole(self) -> bool:
        """Whether all of it can be believed. Unfinished bytes are no fault, nor is a key that is gone."""
        return all(one.whole for one in self.verdicts) and not (self.anchors.fault or self.packs)

    @property
    def head(self) -> str:
        """The newest anchor's hash: kept elsewhere, it later proves that nothing before it was changed."""
        return self.anchors.anchors[-1].head if self.anchors.anchors else GENESIS


def check(workspace: Workspace) -> Checkup:
    """Look at everything, changing nothing. Damage is reported, never raised."""
    found = _anchors(workspace)
    marks: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in found.anchors:
        marks[anchor.case].append(anchor)
    verdicts: list[Verdict] = []
    gone: set[str] = set()
    heads: dict[str, list[str]] = {}
    for name, path in workspace.threads():
        try:
            verdict, events = read_through(path, name, workspace.seal_of(name), disk=workspace.disk)
            heads[name] = heads_of(events, verdict.head)
        except Gone:
            gone.add(name)
            verdict, heads[name] = linked(path, name, disk=workspace.disk)
        except PpituiError as fault:
            verdict, heads[name] = Verdict(name, 0, GENESIS, 0, Fault(0, str(fault))), []
        verdicts.append(against_anchors(verdict, heads[name], marks.pop(name, ())))
    for name in sorted(marks):
        words = f"it was anchored at event {marks[name][-1].mark.seq} and is not there any more"
        verdicts.append(Verdict(name, 0, GENESIS, 0, Fault(0, words)))
    return Checkup(verdicts, found, _damaged_packs(workspace), frozenset(gone), heads)


def where(workspace: Workspace, checkup: Checkup, head: str) -> list[str]:
    """Where a head, or the beginning of one of twelve digits or more, stands: in plain words."""
    places = [
        f"event {seq} of {name}"
        for name, heads in checkup.heads.items()
        for seq, one in enumerate(heads, 1)
        if one.startswith(head)
    ]
    places += [
        f"anchor {anchor.number}: event {anchor.mark.seq} of {anchor.case}"
        for anchor in checkup.anchors.anchors
        if anchor.head.startswith(head)
    ]
    for name, before in heads_before(workspace).items():
        places += [
            f"event {seq} of {name}, as it stood before the workspace was encrypted anew"
            for seq, one in enumerate(before, 1)
            if one.startswith(head)
        ]
    return places


def _anchors(workspace: Workspace) -> Found:
    try:
        return workspace.anchors.read()
    except PpituiError as fault:
        return Found([], str(fault), 0)


def _damaged_packs(workspace: Workspace) -> list[str]:
    """Kept packs that cannot be read. Whether one is what its hash says, the pack room knows."""
    bad: list[str] = []
    for path in sorted((workspace.folder / "packs").glob("*.json")):
        try:
            workspace.pack(path.stem)
        except PpituiError:
            bad.append(path.stem)
    return bad

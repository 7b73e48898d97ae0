"""Summaries of all cases, in a cache that is rebuilt whenever it is missing, stale or damaged.

A save never touches it; a list reads it and folds again only the cases whose log has changed. What a row says holds
for a log of one length and one time of change: a row of any other is not used, whoever put it there.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ppitui.core.events import Event
from ppitui.errors import PpituiError
from ppitui.store.columns import NOT_PACKED, Row, packed, unpacked
from ppitui.store.index_file import IndexFile
from ppitui.store.marks import Marks, in_order, no_marks
from ppitui.store.vault import key_path
from ppitui.store.workspace import Workspace

Summarise = Callable[[list[Event]], dict[str, Any]]
# Of a case the length of its log, when that changed, and its row; None where the case is gone.
Change = tuple[int, int, Row] | None
# Where more rows than one in so many changed since all were written, all are written anew.
_SHARE = 8


@dataclass(slots=True)
class Kept:
    """What the cache holds: the marks of the logs when they were read, and the rows, in one order."""

    marks: Marks
    rows: list[Row]

    def by_ref(self) -> dict[str, Change]:
        """The same by reference."""
        marks = self.marks
        parts = zip(marks.sizes, marks.times, self.rows, strict=True)
        return dict(zip(marks.refs, parts, strict=True))


class Index:
    """The list of cases. `summarise` makes a row (plain JSON data) of a case's events.

    `shape` names what `summarise` makes: a cache of another shape is not used.
    """

    def __init__(self, workspace: Workspace, summarise: Summarise, *, shape: str = "1") -> None:
        self._workspace = workspace
        self._summarise = summarise
        self._shape = shape
        self._file = IndexFile(workspace)
        self._kept = _nothing()  # as this object last saw it: the marks say whether it still holds
        self._readable = False  # whether the first part of the file is ours
        self._changed = 0  # rows that the later parts hold
        self._unwritten: dict[str, Change] = {}

    def rows(self) -> list[Row]:
        """One row a case, oldest first: `case` and its summary, or `case` and `fault` (why not).

        They are only read: rows share what they have alike, and are given out again the next time.
        """
        collecting = gc.isenabled()
        gc.disable()  # it would walk 100,000 new rows again and again, and find nothing to collect
        try:
            return self._rows()
        finally:
            if collecting:
                gc.enable()

    def _rows(self) -> list[Row]:
        self._catch_up()
        kept = self._kept
        # The marks are taken before the logs are read: what lands between counts next time.
        marks = self._workspace.marks(kept.marks)
        if kept.marks == marks:
            self._kept = Kept(marks, kept.rows)
            return kept.rows
        changes, faults = self._changes(kept, marks)
        self._kept = now = _applied(kept, changes, "" if faults else marks.listing)
        self._unwritten.update(changes)
        if self._unwritten:
            self._write()
        if not faults:
            return now.rows
        at = {row["case"]: row for row in (*now.rows, *faults)}
        return [at[ref] for ref in marks.refs]

    def _changes(self, kept: Kept, marks: Marks) -> tuple[dict[str, Change], list[Row]]:
        """What changed between the two, folded anew; and the rows of cases that could not be."""
        known = kept.by_ref()
        changes: dict[str, Change] = {}
        faults: list[Row] = []
        for ref, size, time in zip(marks.refs, marks.sizes, marks.times, strict=True):
            before = known.pop(ref, None)
            if before is not None and before[0] == size and before[1] == time:
                continue
            try:
                changes[ref] = (size, time, {"case": ref, **self._fold(ref)})
            except PpituiError as fault:
                faults.append({"case": ref, "fault": str(fault)})
                if before is not None:
                    changes[ref] = None
        changes.update(dict.fromkeys(known))
        return changes, faults

    def _fold(self, ref: str) -> Any:
        with self._workspace.case(ref) as log:
            summary = self._summarise(log.read())
        return json.loads(json.dumps(summary))  # as the cache will give it back

    def _catch_up(self) -> None:
        """Take in what is in the file, or came into it: another process may have folded it already."""
        anew, parts = self._file.parts()
        if anew:
            self._kept, self._readable, self._changed = _nothing(), False, 0
            self._unwritten.clear()
        if not parts:
            return
        try:
            if anew:
                self._kept = self._whole(json.loads(parts[0]))
                self._readable = True
            for part in parts[anew:]:
                self._kept, count = _later(self._kept, json.loads(part))
                self._changed += count
        except NOT_PACKED:  # what was taken in so far holds; all is written anew
            self._readable = False

    def _whole(self, data: dict[str, Any]) -> Kept:
        if data["shape"] != self._shape or data["order"] != sys.byteorder:
            raise ValueError("of another shape, or from another kind of machine")
        refs = data["refs"].split()
        marks = Marks(refs, _numbers(data["sizes"]), _numbers(data["times"]), str(data["listing"]))
        rows = unpacked(data["rows"])
        if not len(rows) == len(refs) == len(marks.sizes) == len(marks.times):
            raise ValueError("rows are missing")
        return Kept(marks, rows)

    def _keep(self, kept: Kept) -> None:
        """Write all of it, whatever was there."""
        self._kept = kept
        self._file.parts()
        self._readable = False
        self._write()

    def _write(self) -> None:
        """Write what is not written yet. Only a cache: where it cannot be now, the next list does."""
        workspace, file, changes = self._workspace, self._file, self._unwritten
        few = (self._changed + len(changes)) * _SHARE <= len(self._kept.rows)
        with contextlib.suppress(PpituiError, OSError), workspace.alone(patience=0):
            if not file.untouched() or any(map(self._gone, changes)):
                return
            if few and self._readable and file.has_room:
                file.add(self._plain(_listed(changes, self._kept.marks)))
                self._changed += len(changes)
            else:
                file.put(self._plain(_all(self._kept)))
                self._readable, self._changed = True, 0
            self._unwritten = {}

    def _gone(self, ref: str) -> bool:
        """Whether a case was erased after it was folded: then no word of it is written any more."""
        place = key_path(self._workspace.folder, ref)
        return self._unwritten[ref] is not None and (
            self._workspace.encrypted and not os.path.lexists(place)
        )

    def _plain(self, data: dict[str, Any]) -> bytes:
        whole = {"shape": self._shape, **data}
        return json.dumps(whole, separators=(",", ":")).encode("utf-8")


def _nothing() -> Kept:
    return Kept(no_marks(), [])


def _all(kept: Kept) -> dict[str, Any]:
    marks = kept.marks
    return {
        "order": sys.byteorder,
        "listing": marks.listing,
        "refs": " ".join(marks.refs),
        "sizes": b64encode(marks.sizes.tobytes()).decode(),
        "times": b64encode(marks.times.tobytes()).decode(),
        "rows": packed(kept.rows),
    }


def _numbers(text: str) -> array[int]:
    return array("q", b64decode(text))


def _listed(changes: Mapping[str, Change], marks: Marks) -> dict[str, Any]:
    """Changes as a later part of the file holds them."""
    return {
        "listing": marks.listing,
        "refs": _hash(marks.refs),
        "changes": {ref: change and list(change) for ref, change in changes.items()},
    }


def _later(kept: Kept, data: dict[str, Any]) -> tuple[Kept, int]:
    """What was kept with the changes of a later part, and how many they are. Raises one of NOT_PACKED."""
    changes: dict[str, Change] = {
        ref: change and (int(change[0]), int(change[1]), dict(change[2]))
        for ref, change in data["changes"].items()
    }
    now = _applied(kept, changes, str(data["listing"]))
    if _hash(now.marks.refs) != data["refs"]:  # then the listing is not that of these references
        now.marks = replace(now.marks, listing="")
    return now, len(changes)


def _applied(kept: Kept, changes: Mapping[str, Change], listing: str) -> Kept:
    """What was kept, changed; what it was made of stays as it is."""
    marks = kept.marks
    if not changes:
        return Kept(replace(marks, listing=listing), kept.rows)
    at = {ref: place for place, ref in enumerate(marks.refs)}
    if all(change is not None and ref in at for ref, change in changes.items()):
        now = Kept(Marks(marks.refs, marks.sizes[:], marks.times[:], listing), list(kept.rows))
        for ref, change in changes.items():
            if change is not None:
                place = at[ref]
                now.marks.sizes[place], now.marks.times[place], now.rows[place] = change
        return now
    found = {**kept.by_ref(), **changes}
    refs = in_order(ref for ref, change in found.items() if change is not None)
    now = Kept(Marks(refs, array("q"), array("q"), listing), [])
    for ref in refs:
        size, time, row = found[ref] or (0, 0, {})
        now.marks.sizes.append(size)
        now.marks.times.append(time)
        now.rows.append(row)
    return now


def _hash(refs: list[str]) -> str:
    return hashlib.sha256(" ".join(refs).encode("utf-8")).hexdigest()

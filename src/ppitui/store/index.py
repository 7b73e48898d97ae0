"""Summaries of all cases, in a cache that is rebuilt whenever it is missing, stale or damaged.

A save never touches it; a list reads it and folds again only the cases whose log has changed.
"""

from __future__ import annotations

import contextlib
import gc
import json
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ppitui.core.events import Event
from ppitui.errors import PpituiError
from ppitui.store.files import put_file, read_file
from ppitui.store.workspace import Marks, Workspace

Summarise = Callable[[list[Event]], dict[str, Any]]
_PLACE = "index/0"


@dataclass(slots=True)
class Kept:
    """What the cache holds: the marks of the logs when they were read, and the rows, in one order."""

    marks: Marks
    rows: list[dict[str, Any]]

    def add(self, ref: str, size: int, time: int, row: dict[str, Any]) -> None:
        """One case more."""
        self.marks.refs.append(ref)
        self.marks.sizes.append(size)
        self.marks.times.append(time)
        self.rows.append(row)


class Index:
    """The list of cases. `summarise` makes a row (plain JSON data) of a case's events.

    `shape` names what `summarise` makes: a cache of another shape is not used.
    """

    def __init__(self, workspace: Workspace, summarise: Summarise, *, shape: str = "1") -> None:
        self._workspace = workspace
        self._summarise = summarise
        self._shape = shape
        self._kept: Kept | None = (
            None  # as this object last saw it: the marks say whether it still holds
        )

    def rows(self) -> list[dict[str, Any]]:
        """One row a case, oldest first: `case` and its summary, or `case` and `fault` (why not)."""
        collecting = gc.isenabled()
        gc.disable()  # it would walk 100,000 new rows again and again, and find nothing to collect
        try:
            return self._rows()
        finally:
            if collecting:
                gc.enable()

    def _rows(self) -> list[dict[str, Any]]:
        kept = self._load()
        # The marks are taken before the logs are read: what lands between counts next time.
        marks = self._workspace.marks(kept.marks)
        if kept.marks == marks:
            self._kept = kept
            return kept.rows
        known = {
            row["case"]: (size, time, row)
            for size, time, row in zip(kept.marks.sizes, kept.marks.times, kept.rows, strict=True)
        }
        rows: list[dict[str, Any]] = []
        now = Kept(Marks([], array("q"), array("q")), [])
        for ref, size, time in zip(marks.refs, marks.sizes, marks.times, strict=True):
            before = known.get(ref)
            if before is not None and before[:2] == (size, time):
                row = before[2]
            else:
                try:
                    row = {"case": ref, **self._fold(ref)}
                except PpituiError as fault:
                    rows.append({"case": ref, "fault": str(fault)})
                    continue
            now.add(ref, size, time, row)
            rows.append(row)
        self._kept = now
        if now != kept:
            self._keep(now)
        return rows

    def _fold(self, ref: str) -> Any:
        with self._workspace.case(ref) as log:
            summary = self._summarise(log.read())
        return json.loads(json.dumps(summary))  # as the cache will give it back

    def _load(self) -> Kept:
        workspace = self._workspace
        if self._kept is not None:
            return self._kept
        try:
            line = read_file(workspace.disk, workspace.folder / "index.json", "the index")
            cache = json.loads(workspace.index_seal.open_file(line, _PLACE))
            return _unpacked(cache) if cache["shape"] == self._shape else _nothing()
        except (PpituiError, ValueError, TypeError, KeyError, AttributeError):
            return _nothing()

    def _keep(self, kept: Kept) -> None:
        workspace = self._workspace
        plain = json.dumps({"shape": self._shape, **_packed(kept)}, separators=(",", ":"))
        line = workspace.index_seal.close_file(plain.encode("utf-8"), _PLACE)
        # Only a cache: where it cannot be written now, the next list is slower.
        with contextlib.suppress(PpituiError, OSError), workspace.alone(patience=0):
            put_file(workspace.disk, workspace.folder / "index.json", line, flush=False)


def _nothing() -> Kept:
    return Kept(Marks([], array("q"), array("q")), [])


def _packed(kept: Kept) -> dict[str, Any]:
    """Column by column, which reads three times as fast as row by row; else as rows."""
    marks = kept.marks
    packed: dict[str, Any] = {
        "refs": " ".join(marks.refs),
        "sizes": b64encode(marks.sizes.tobytes()).decode(),
        "times": b64encode(marks.times.tobytes()).decode(),
    }
    names = list(kept.rows[0]) if kept.rows else []
    if any(list(row) != names for row in kept.rows):
        return {**packed, "rows": kept.rows}
    others = [name for name in names if name != "case"]
    return {**packed, "columns": {name: [row[name] for row in kept.rows] for name in others}}


def _unpacked(cache: dict[str, Any]) -> Kept:
    """Raises ValueError, TypeError, KeyError or AttributeError for anything that is not such a cache."""
    refs = cache["refs"].split()
    sizes, times = (array("q", b64decode(cache[name])) for name in ("sizes", "times"))
    if "columns" in cache:
        names = ("case", *cache["columns"])
        columns = (refs, *cache["columns"].values())
        if any(len(column) != len(refs) for column in columns):
            raise ValueError("rows are missing")
        rows = [dict(zip(names, values)) for values in zip(*columns)]  # noqa: B905  # looked at above
    else:
        rows = [dict(row) for row in cache["rows"]]
    if not len(rows) == len(refs) == len(sizes) == len(times):
        raise ValueError("rows are missing")
    return Kept(Marks(refs, sizes, times), rows)

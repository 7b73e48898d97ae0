"""Summaries of all cases, in a cache that is rebuilt whenever it is missing, stale or damaged.

A save never touches it; a list reads it and folds again only the cases whose log has changed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

from ppitui.core.events import Event
from ppitui.errors import PpituiError
from ppitui.store.files import put_file, read_file
from ppitui.store.workspace import Workspace

Summarise = Callable[[list[Event]], dict[str, Any]]
Kept = dict[str, list[Any]]  # reference → [length of the log, time of its change, summary]
_PLACE = "index/0"


class Index:
    """The list of cases. `summarise` makes a row (plain JSON data) of a case's events.

    `shape` names what `summarise` makes: a cache of another shape is not used.
    """

    def __init__(self, workspace: Workspace, summarise: Summarise, *, shape: str = "1") -> None:
        self._workspace = workspace
        self._summarise = summarise
        self._shape = shape

    def rows(self) -> list[dict[str, Any]]:
        """One row a case, oldest first: `case` and its summary, or `case` and `fault` (why not)."""
        kept = self._load()
        now: Kept = {}
        rows: list[dict[str, Any]] = []
        # The marks are taken before the logs are read: what lands between counts next time.
        for ref, mark in self._workspace.marks().items():
            entry = kept.get(ref)
            if entry is None or entry[:2] != [*mark]:
                try:
                    entry = [*mark, self._fold(ref)]
                except PpituiError as fault:
                    rows.append({"case": ref, "fault": str(fault)})
                    continue
            now[ref] = entry
            rows.append({"case": ref, **entry[2]})
        if now != kept:
            self._keep(now)
        return rows

    def _fold(self, ref: str) -> Any:
        with self._workspace.case(ref) as log:
            summary = self._summarise(log.read())
        return json.loads(json.dumps(summary))  # as the cache will give it back

    def _load(self) -> Kept:
        workspace = self._workspace
        try:
            line = read_file(workspace.disk, workspace.folder / "index.json", "the index")
            cache = json.loads(workspace.index_seal.open(line, _PLACE))
            return dict(cache["rows"]) if cache["shape"] == self._shape else {}
        except (PpituiError, ValueError, TypeError, KeyError):
            return {}

    def _keep(self, rows: Kept) -> None:
        workspace = self._workspace
        plain = json.dumps({"shape": self._shape, "rows": rows}, separators=(",", ":"))
        line = workspace.index_seal.close(plain.encode("utf-8"), _PLACE)
        # Only a cache: where it cannot be written now, the next list is slower.
        with contextlib.suppress(PpituiError, OSError), workspace.alone(patience=0):
            put_file(workspace.disk, workspace.folder / "index.json", line, flush=False)

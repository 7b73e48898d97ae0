"""A small file that can be made again at any time: sealed as the list of cases is, and never flushed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from ppitui.errors import PpituiError
from ppitui.store.files import put_file, read_file
from ppitui.store.workspace import Workspace


def read_cached(workspace: Workspace, name: str) -> dict[str, Any] | None:
    """What was kept under a name; None where nothing is, or it cannot be read."""
    try:
        line = read_file(workspace.disk, workspace.folder / f"{name}.json", "a cache")
        found = json.loads(workspace.index_seal.open_file(line, f"{name}/0"))
    except (PpituiError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def keep_cached(workspace: Workspace, name: str, data: Mapping[str, Any]) -> None:
    """Keep it; where it cannot be written now, it is made again the next time."""
    plain = json.dumps(data, separators=(",", ":")).encode("utf-8")
    with contextlib.suppress(PpituiError, OSError), workspace.alone(patience=0):
        line = workspace.index_seal.close_file(plain, f"{name}/0")
        put_file(workspace.disk, workspace.folder / f"{name}.json", line, flush=False)

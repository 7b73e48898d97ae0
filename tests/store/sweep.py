"""Every call of the disk made to fail in turn, until a run gets through unharmed."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ppitui.errors import PpituiError
from store.kit import KILLS, Child, FailingDisk

Act = Callable[[Path, FailingDisk], Any]


def outcomes(start: Path, act: Act, fault: str) -> Iterator[tuple[Path, Any, str | None]]:
    """For call 1, 2, … until none is left to fail: the folder then, the acknowledgement, the call.

    The acknowledgement is None where none was given; the call is None in the last run, unharmed.
    """
    for at in itertools.count(1):
        folder = start.with_name(f"{start.name} {fault} {at}")
        shutil.copytree(start, folder)
        disk = FailingDisk(at, fault)

        def job(_: Any, folder: Path = folder, disk: FailingDisk = disk) -> list[Any]:
            try:
                return [act(folder, disk), disk.calls]
            except PpituiError:
                return [None, disk.calls]

        if fault in KILLS:
            said = Child(job).end()
            acknowledged, calls = said[0]["done"] if said else (None, None)
        else:
            acknowledged, calls = job(None)
        untouched = calls is not None and len(calls) < at
        name = None if untouched else (calls[at - 1] if calls else "?")
        yield folder, acknowledged, name
        shutil.rmtree(folder)
        if untouched:
            return
        assert at < 200, "the sweep does not end"

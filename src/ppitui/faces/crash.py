"""When ppitui itself fails: an id for the person, a report without personal data for whoever mends it."""

from __future__ import annotations

import os
import platform
import secrets
import traceback
from pathlib import Path

from ppitui import __version__
from ppitui.paths import workspace_folder


def report(crash: BaseException) -> str:
    """Write a report (types and places; no messages, no values) and say where it is, in plain words."""
    crash_id = secrets.token_hex(4)
    lines = [f"ppitui {__version__}, Python {platform.python_version()}, {platform.system()}"]
    seen: BaseException | None = crash
    while seen is not None:
        lines.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {Path(at.filename).name}:{at.lineno} in {at.name}" for at in frames]
        seen = seen.__cause__ or seen.__context__
    said = f"ppitui failed (error {crash_id}). Every answer that was acknowledged is saved."
    path = workspace_folder(None, os.environ).parent / "ppitui-errors" / f"{crash_id}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return f"{said} No report could be written."
    return f"{said} A report without personal data is in {path}"

"""Files that leave the workspace: new ones, for their owner alone, there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ppitui.core.text import shown
from ppitui.errors import Refused, WrongCall


def write_new(path: Path, data: bytes, what: str = "letter") -> None:
    """Write a new file that only its owner may read. Refused where one is there; WrongCall where it cannot be."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        raise WrongCall(
            f"The {what} cannot be written to {shown(path)}: {error.strerror}."
        ) from None


@contextmanager
def appearing(*files: tuple[Path, bytes]) -> Iterator[None]:
    """New files that appear once the block has run: what it records of them is on disk before they can be read.

    Where the block raises, no file stays. Raises as `write_new`.
    """
    parts: list[Path] = []
    try:
        for path, data in files:
            if os.path.lexists(path):
                raise _taken(path)
            part = path.with_name(path.name + ".part")
            write_new(part, data)
            parts.append(part)
        yield
        for (path, _), part in zip(files, parts, strict=True):
            try:
                os.link(part, path)
            except FileExistsError:
                raise _taken(path) from None
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _taken(path: Path) -> Refused:
    return Refused(f"There is already a file {shown(path.name)} there; nothing is overwritten.")

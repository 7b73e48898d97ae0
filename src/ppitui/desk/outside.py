"""A definition file in somebody's own editor: a copy in a folder of its own, read back when the editor ends.

Definitions hold no personal data, so a copy may lie in a file; the folder is theirs alone and goes when they are done.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess  # the editor that the person named, and no shell between
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ppitui.core.text import shown
from ppitui.errors import WrongCall
from ppitui.store.files import plainly

_MOST_WORDS = 20
_MAX_BYTES = 1_000_000


def editor_words(environ: Mapping[str, str]) -> list[str]:
    """The editor as a command: VISUAL, else EDITOR, as words and never through a shell.

    Raises WrongCall where neither is set, where it cannot be read as words, and where there is no such program.
    """
    name = "VISUAL" if environ.get("VISUAL", "").strip() else "EDITOR"
    text = environ.get(name, "").strip()
    if not text:
        raise WrongCall("No editor is named. Set EDITOR, such as EDITOR=nano, and start again.")
    try:
        words = shlex.split(text)
    except ValueError:
        raise WrongCall(f"{name} cannot be read as a command: a quote is not closed.") from None
    if not words or len(words) > _MOST_WORDS or not text.isprintable():
        raise WrongCall(f"{name} cannot be read as a command.")
    program = shutil.which(words[0], path=environ.get("PATH"))
    if program is None:
        raise WrongCall(f"{name} names {shown(words[0])}, and there is no such program here.")
    return [program, *words[1:]]


def edited_outside(words: list[str], name: str, raw: bytes, within: Path) -> bytes:
    """What the editor left of a copy of the file.

    Raises WrongCall where it failed or left no such file, StoreFault where the copy cannot be made.
    """
    with plainly("the copy for the editor"):
        return _edited(words, name, raw, within)


def _edited(words: list[str], name: str, raw: bytes, within: Path) -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="edit-", dir=within))  # 0700
    try:
        copy = folder / Path(name).name
        copy.write_bytes(raw)
        copy.chmod(0o600)
        try:
            done = subprocess.run([*words, str(copy)], check=False)  # noqa: S603
        except OSError as error:
            raise WrongCall(f"The editor could not be started: {error.strerror}.") from None
        if done.returncode != 0:
            raise WrongCall(
                f"The editor ended with status {done.returncode}; nothing was taken over."
            )
        if copy.is_symlink() or not copy.is_file():
            raise WrongCall("The editor left no file; nothing was taken over.")
        if copy.stat().st_size > _MAX_BYTES:
            raise WrongCall(
                f"The file would have more than {_MAX_BYTES} bytes; nothing was taken over."
            )
        return copy.read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def room_for_copies(folder: Path) -> Path:
    """A folder on the same disk, its owner's alone, in which copies are made; made if need be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(folder, 0o700)  # noqa: PTH101  # a folder that was there already
    return folder

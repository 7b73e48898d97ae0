"""Which files make a pack, and the hash that pins it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.pack.overlay import layers

LETTERHEAD = "letterhead.docx"  # in templates/: the base of a letter for Word
_SUFFIXES = {"instruments": (".yaml",), "templates": (".j2",)}
_LEFT_OUT = ("examples", "tests")  # worked examples and an author's tests define nothing
_MOST_FILES = 2000

PackFiles = Mapping[str, bytes]


def gather(instruments: Path, templates: Path, overlay: Path | None = None) -> dict[str, bytes]:
    """The effective files by name, such as `instruments/today.yaml`.

    A file of the overlay (a folder that may hold `instruments/` and `templates/`, and what was
    published there) takes the place of the shipped one of the same name. Links out of the folders are not
    followed. Raises WrongCall where a folder cannot be read.
    """
    _must_be_whole(instruments)
    found: dict[str, bytes] = {}
    for top, folder in (("instruments", instruments), ("templates", templates)):
        found.update(read_folder(top, folder))
        if overlay is not None:
            for layer in layers(overlay):
                found.update(read_folder(top, layer / top))
    return found


def _must_be_whole(folder: Path) -> None:
    """Raises WrongCall for what is no folder of definitions, or one above or below it, and names the right one."""
    if not folder.is_dir():
        which = "That is a file" if folder.is_file() else "There is no folder of definitions"
        raise WrongCall(
            f"{which} at {visible(str(folder))}. Give the folder `instruments` of a draft."
        )
    # either would read as a pack in which next to every name is missing: hundreds of findings, none of them meant
    if (folder / "instruments").is_dir() and not any(folder.glob("*.yaml")):
        raise WrongCall(
            f"The definitions are one folder down. Give {visible(str(folder / 'instruments'))}."
        )
    whole = folder.resolve().parent
    if (whole / "facts.yaml").is_file() and not (folder / "facts.yaml").is_file():
        raise WrongCall(f"That is a part of the definitions. Give {visible(str(whole))}.")


def read_folder(top: str, folder: Path) -> dict[str, bytes]:
    """The definition files under one folder, by name under `top`. Raises WrongCall as `gather`."""
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        return found
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        letterhead = top == "templates" and inner.as_posix() == LETTERHEAD
        wanted = letterhead or path.suffix in _SUFFIXES[top]
        if not wanted or inner.parts[0] in _LEFT_OUT or path.is_symlink():
            continue
        if path.is_file():
            try:
                raw = path.read_bytes()
                name = f"{top}/{inner.as_posix()}"
                found[name] = as_kept(name, raw)
            except FileNotFoundError:  # taken back between the list and the look
                continue
            except OSError as error:
                raise WrongCall(f"The file {path} cannot be read: {error.strerror}.") from None
        if len(found) > _MOST_FILES:
            raise WrongCall(f"{folder} holds more than {_MOST_FILES} definition files.")
    return found


def as_kept(name: str, raw: bytes) -> bytes:
    """A definition file as packs hold it, which is as text: a Word file goes in as base64."""
    return base64.b64encode(raw) if name == f"templates/{LETTERHEAD}" else raw


def as_file(name: str, kept: bytes) -> bytes:
    """The other way round: as it lies in a folder. Raises ValueError where it was not kept so."""
    return base64.b64decode(kept, validate=True) if name == f"templates/{LETTERHEAD}" else kept


def pack_hash(files: PackFiles) -> str:
    """`sha256:` and the hash over every file's name and content, in the order of the names."""
    whole = hashlib.sha256()
    for name in sorted(files):
        content = hashlib.sha256(files[name]).hexdigest()
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return "sha256:" + whole.hexdigest()

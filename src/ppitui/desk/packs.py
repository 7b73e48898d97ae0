"""Which pack is in force: the shipped one with the force's overlay, a folder, or one that a case was kept under."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.text import counted, visible
from ppitui.errors import Refused, WrongCall
from ppitui.pack.files import gather, pack_hash
from ppitui.paths import shipped

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.core.findings import Finding
    from ppitui.desk.desk import Desk
    from ppitui.pack.load import Loaded


SEE_IN_FORCE, SEE_DRAFT = (
    "ppitui check",
    "ppitui studio findings",
)  # what lists the findings of which


class PackFaults(WrongCall):
    """The definitions cannot be used; `findings` says all that is wrong with them, and the command `see` lists it."""

    def __init__(self, findings: tuple[Finding, ...], see: str = SEE_IN_FORCE) -> None:
        errors = [one for one in findings if one.severity == "error"]
        which = "The first is" if errors[1:] else "It is"
        first = f" {which} at {errors[0].place}." if errors else ""
        super().__init__(
            f"The definitions have {counted(len(errors), 'fault')} and cannot be used.{first} See {see}."
        )
        self.findings = findings


def files_of(folder: Path | None = None, overlay: Path | None = None) -> dict[str, bytes]:
    """The files of the shipped pack under an overlay, or of a folder of `instruments` with `templates` beside it."""
    if folder is None:
        return gather(shipped("instruments"), shipped("templates"), overlay)
    beside = folder.resolve().parent / "templates"
    return gather(folder, beside if beside.is_dir() else shipped("templates"))


def checked(loaded: Loaded, see: str = SEE_IN_FORCE) -> Pack:
    """The pack; raises PackFaults, which names the command `see`, where it has errors."""
    if loaded.pack is None or loaded.errors:
        raise PackFaults(loaded.findings, see)
    return loaded.pack


def use_pack(folder: Path | None = None, overlay: Path | None = None) -> Pack:
    """The pack in force, or of a folder. Raises PackFaults with everything that is wrong."""
    from ppitui.pack.load import load

    see = f"{SEE_IN_FORCE} {visible(str(folder))}" if folder else SEE_IN_FORCE
    return checked(load(files_of(folder, overlay)), see)


def kept_pack(texts: Mapping[str, str], digest: str) -> Pack:
    """A pack from the files that a workspace kept; raises WrongCall where they are not what the hash says.

    It was sound by what was asked of packs in its day, and its cases stay as they were decided: what is asked of packs
    since keeps nobody from opening them. Whoever publishes a pack checks it in full.
    """
    from ppitui.pack.load import load

    loaded = load({name: text.encode("utf-8") for name, text in texts.items()})
    pack = loaded.built or checked(loaded)
    if pack.hash != digest:
        raise WrongCall(
            "The kept definitions are not what their hash says; restore them from a backup."
        )
    return pack


def insist_in_force(desk: Desk) -> None:
    """Raises Refused in a session whose definitions are no longer those in force: it would weigh against old ones."""
    if pack_hash(files_of(None, desk.workspace.folder)) != desk.pack.hash:
        raise Refused(
            "Other definitions came into force since you began. Start ppitui again, and go on from there."
            " Nothing was written."
        )

"""workspace.json: what kind of workspace a folder is. Its presence is what makes a folder one."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppitui.core.events import canonical
from ppitui.core.text import shown
from ppitui.errors import Refused, StoreFault, WrongCall
from ppitui.store.disk import DISK, Disk
from ppitui.store.files import put_file, read_file

NAME = "workspace.json"
FORMAT = 2
OLDEST = 1
_DAMAGED = "workspace.json is damaged. Nothing was changed. Restore it from a backup"


@dataclass(frozen=True, slots=True)
class Settings:
    """The format of the workspace, how its lines are sealed, its own id (empty in format 1), when made."""

    format: int
    sealing: str
    id: str
    made: str

    def to_json(self) -> dict[str, Any]:
        """As kept in workspace.json."""
        return {"format": self.format, "sealing": self.sealing, "id": self.id, "made": self.made}


def new_id() -> str:
    """An id for a workspace: by chance, saying nothing."""
    return secrets.token_hex(16)


def read_settings(folder: Path, *, disk: Disk = DISK) -> Settings:
    """What a folder's workspace.json says.

    Raises WrongCall where there is none, StoreFault where it is damaged, Refused where a newer ppitui
    made it.
    """
    if not os.path.lexists(folder / NAME):
        if os.path.lexists(folder.with_name(folder.name + ".moving") / NAME):
            raise WrongCall(
                f"{shown(folder)} was being encrypted. Run ppitui protect again to finish it"
            )
        raise WrongCall(f"There is no workspace at {shown(folder)}; make one with ppitui init")
    try:
        data = json.loads(read_file(disk, folder / NAME, NAME))
        found = _settings(data)
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise StoreFault(_DAMAGED) from fault
    if not OLDEST <= found.format <= FORMAT:
        raise Refused(
            f"This workspace has format {found.format}; this ppitui reads formats {OLDEST} to {FORMAT}."
            " Use the newer ppitui that made it. Nothing was changed"
        )
    return found


def _settings(data: Mapping[str, Any]) -> Settings:
    number, sealing, made = data["format"], data["sealing"], data.get("made", "")
    identity = data["id"] if type(number) is int and number == FORMAT else ""
    if type(number) is not int or not all(
        isinstance(one, str) for one in (sealing, made, identity)
    ):
        raise ValueError("not of the right kinds")
    if number == FORMAT and not identity:
        raise ValueError("a workspace without an id")
    return Settings(number, sealing, identity, made)


def put_settings(folder: Path, settings: Settings, disk: Disk) -> None:
    """Write workspace.json, durably, in one step; raises OSError."""
    put_file(disk, folder / NAME, canonical(settings.to_json()) + b"\n")

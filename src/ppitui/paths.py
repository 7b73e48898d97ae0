"""Where things are: the shipped definitions, and the person's own workspace."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from ppitui.errors import WrongCall


def shipped(folder: str) -> Path:
    """The shipped `instruments` or `templates`: read live from a checkout, else from the installed package."""
    checkout = Path(__file__).resolve().parents[2] / folder
    if checkout.is_dir() and (checkout.parent / "pyproject.toml").is_file():
        return checkout
    inside = Path(str(files("ppitui"))) / "_data" / folder
    if inside.is_dir():
        return inside
    raise WrongCall(
        f"ppitui is not installed whole: its folder '{folder}' is missing. Install it again."
    )


def workspace_folder(asked: str | None, environ: Mapping[str, str]) -> Path:
    """The workspace: as asked, else PPITUI_HOME, else the platform's place for a person's data."""
    if asked:
        return Path(asked)
    if environ.get("PPITUI_HOME"):
        return Path(environ["PPITUI_HOME"])
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home()) / "ppitui"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ppitui"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ppitui"


def keys_file(environ: Mapping[str, str]) -> Path:
    """Where a person keeps their own keys for the full screen; the file need not be there."""
    if environ.get("PPITUI_KEYS"):
        return Path(environ["PPITUI_KEYS"])
    if sys.platform == "win32":
        return Path(environ.get("APPDATA") or Path.home()) / "ppitui" / "keys.yaml"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "ppitui" / "keys.yaml"
    return Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "ppitui" / "keys.yaml"

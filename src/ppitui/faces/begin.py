"""Ppitui with no command: who is at work, on which workspace, in which mode. What everybody waits for first.

What a command needs and this does not is imported by the command.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ppitui.desk.door import Door, keyring_of
from ppitui.desk.packs import checked, files_of
from ppitui.errors import WrongCall
from ppitui.faces.passphrases import given, passphrase
from ppitui.paths import workspace_folder

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk

Args = argparse.Namespace


def now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


def login(args: Args) -> str:
    """Who is at work: --as, else the login name. A claim; on an encrypted workspace the passphrase proves it."""
    if args.user:
        return str(args.user)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise WrongCall("Your login name cannot be read; say who you are with --as USER.") from None


def desk_for(args: Args, *, signs: bool = False) -> Desk:
    """The desk of whoever is at work, on the workspace in question; asks for the passphrase it needs.

    `signs`: the passphrase was asked for a decision that this very command carries.
    """
    door = signing_in(args)
    return door(login(args), passphrase(args) if door.encrypted else "", signs=signs)


def signing_in(args: Args) -> Door:
    """The way into one workspace under the pack in force, which is loaded when somebody needs it."""
    folder = workspace_folder(args.workspace, os.environ)
    keyring = keyring_of(folder)
    files = files_of(None, folder.resolve())

    def whole() -> Pack:
        from ppitui.pack.load import load

        return checked(load(files))

    return Door(folder, whole, files, now, keyring=keyring)


def is_plain(args: Args) -> bool:
    """Whether line mode was asked for."""
    return bool(getattr(args, "plain", False)) or os.environ.get("PPITUI_PLAIN") == "1"


def converse(args: Args) -> int:
    """Ppitui with no command: the full screen, or line mode where that is wanted."""
    from ppitui.faces.full import full_screen, wanted

    if wanted(os.environ, plain=is_plain(args)):
        return full_screen(signing_in(args), login(args), passphrase=given(args))
    from ppitui.faces.plain.console import console_for
    from ppitui.faces.plain.menu import Menu

    if not sys.stdin.isatty() and not is_plain(args):
        raise WrongCall("There is no terminal. Say what to do (ppitui --help), or say --plain.")
    console = console_for(plain=is_plain(args), environ=dict(os.environ))
    Menu(desk_for(args), console).run()
    return 0

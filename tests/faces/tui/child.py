"""What runs on the pseudo-terminal: ppitui on a test workspace, as the real command starts it.

Arguments: workspace, user, the screen that is to crash (or -), where it crashes (compose, worker, timer), or nohup.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import kit
from ppitui.desk.door import Door
from ppitui.desk.packs import files_of, use_pack
from ppitui.faces.full import close_back_doors, full_screen
from ppitui.store.keyring import Keyring
from ppitui.store.workspace import Workspace

CANARY = "ZQX-CANARY 8 Secret Walk"


def crash(name: str, where: str) -> None:
    """Make a screen fail, with a name and an address in its local variables."""
    import os

    close_back_doors(os.environ)
    from importlib import import_module

    module, _, screen = name.partition(":")
    cls: Any = getattr(import_module(f"ppitui.faces.tui.screens.{module}"), screen)

    def failing(*_args: object) -> Any:
        address = CANARY
        raise ValueError(f"cannot show {address}")

    async def failing_later() -> None:
        failing()

    def mounted(self: Any) -> None:
        if where == "worker":
            self.run_worker(failing_later())
        elif where == "timer":
            self.set_timer(0.01, failing)
        else:
            failing()

    if where == "compose":
        cls.compose = failing
    else:
        cls.on_mount = mounted


def nohup() -> None:
    """As `nohup ppitui` would: hanging up sends nothing that anybody hears."""
    import os
    import signal

    close_back_doors(os.environ)
    from ppitui.faces.tui.app import PpituiApp

    vars_of: Any = PpituiApp
    vars_of._leave_well = lambda _app: None  # else it would listen
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def main(folder: str, user: str, screen: str = "-", where: str = "compose") -> int:
    """Run it."""
    encrypted = (Path(folder) / "keys.json").exists()
    if where == "nohup":
        nohup()
    if screen != "-":
        crash(screen, where)
    if encrypted:
        return full_screen(door(Path(folder)), user, passphrase=kit.words_of(user))
    workspace = Workspace.open(Path(folder))
    return full_screen(lambda who: kit.desk(workspace, who), user)


def door(folder: Path) -> Door:
    """The way into an encrypted workspace, under what is in force there."""
    if not (folder / "published").exists():
        return kit.door_of(folder)
    pack, files = use_pack(None, folder), files_of(None, folder)
    return Door(folder, pack, files, kit.clock, keyring=Keyring(folder, cost=kit.FAST))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

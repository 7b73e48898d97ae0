"""The door to the full screen: what must hold before Textual is imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, MutableMapping

from ppitui.desk.desk import Desk

# Of Textual's own switches only these are honoured: the rest log keys, write pictures of the screen to files, or open a
# port for a debugger.
_HONOURED = ("TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FPS")


def wanted(environ: Mapping[str, str], *, plain: bool) -> bool:
    """Whether the full screen is what this terminal and this person want."""
    if plain or environ.get("PPITUI_PLAIN") == "1":
        return False
    # Textual draws on standard error: sent to a file, that would put every screen of the case there.
    terminal = all(one.isatty() for one in (sys.stdin, sys.stdout, sys.stderr))
    return terminal and environ.get("TERM", "dumb") != "dumb" and _speaks_unicode(environ)


def _speaks_unicode(environ: Mapping[str, str]) -> bool:
    """Whether frames and names would show: not where the locale says that the terminal knows another writing only.

    No locale at all is no such word: most terminals then show it all the same.
    """
    said = next((environ[one] for one in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(one)), "")
    return not said or "utf" in said.lower().replace("-", "")


def close_back_doors(environ: MutableMapping[str, str]) -> None:
    """Take away the switches that would write personal data somewhere."""
    for name in list(environ):
        if name.startswith("TEXTUAL") and name not in _HONOURED:
            del environ[name]


def full_screen(
    sign_in: Callable[[str], Desk],
    user: str,
    *,
    people: tuple[tuple[str, str], ...] = (),
    passphrase: str = "",
) -> int:
    """Run the full screen; the exit status. `people` to pick from makes it a demonstration.

    `passphrase` is tried for `user` first, where the workspace is encrypted.
    """
    close_back_doors(os.environ)
    from ppitui.faces.tui.app import run

    return run(sign_in, user, people=people, passphrase=passphrase)

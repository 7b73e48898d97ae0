"""The meetings that the faces offer papers for. Apart from the papers: home is what everybody waits for first."""

from __future__ import annotations

from typing import Final

from ppitui.core.definitions import Pack
from ppitui.core.text import visible

# The command line takes any route with a closed letter.
MEETINGS: Final = ("MATAC", "MARAC")


def meetings(pack: Pack) -> list[tuple[str, str]]:
    """The meetings that there are: the route and its name."""
    return [(one, visible(pack.routes[one].name)) for one in MEETINGS if one in pack.routes]

"""The meetings that the faces offer papers for. Apart from the papers: home is what everybody waits for first."""

from __future__ import annotations

from typing import Final

# The command line takes any route with a closed letter.
MEETINGS: Final = ("MATAC", "MARAC")

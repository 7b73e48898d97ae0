"""The legal grounds on which letters leave, and which of them is the usual one. It is no legal opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Letters that tell one body about a person; the others go to the reader whom they are about, or whom they keep safe.
AGENCIES: Final = ("closed", "partner")


@dataclass(frozen=True, slots=True)
class Gateway:
    """One ground: its words, of which letters it is the usual one, where it comes from and who owns it.

    `routes` are those whose letters to agencies leave on it, `audiences` the readers of every other letter;
    `no_one_route` is for the letters that are about no one route.
    """

    id: str
    says: str
    routes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    no_one_route: bool = False
    source: str = ""
    sure: str = ""
    owner: str = ""
    decided: str = ""


def usual(gateways: Mapping[str, Gateway], route: str, audience: str) -> str:
    """The id of the usual ground of a letter about a route (none: about no one route); empty where there is none."""
    every = gateways.values()
    if not route:
        return next((one.id for one in every if one.no_one_route), "")
    of_route = next((one.id for one in every if route in one.routes), "")
    if of_route and audience in AGENCIES:
        return of_route
    return next((one.id for one in every if audience in one.audiences), "")

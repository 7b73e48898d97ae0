"""On what ground a letter leaves: the one that was chosen for it, else the usual one of its pack."""

from __future__ import annotations

from ppitui.core.definitions import Pack
from ppitui.core.gateways import usual
from ppitui.letters.matter import NO_ONE_ROUTE, Letter, Matter


def usual_ground(letter: Letter, pack: Pack) -> str:
    """The id of the ground that letters of this kind usually leave on; empty where the pack names no grounds."""
    route = "" if letter.route in NO_ONE_ROUTE else letter.route
    return usual(pack.gateways, route, letter.audience)


def ground_words(letter: Letter, matter: Matter) -> str:
    """What the letter says of its ground: the same words that its record keeps. Empty where the pack names none."""
    ground = matter.pack.gateways.get(matter.gateway or usual_ground(letter, matter.pack))
    return ground.says if ground else ""

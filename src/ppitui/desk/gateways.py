"""On what ground a letter leaves: the choice is kept with the letter. It is no legal opinion.

The grounds stand in the definitions (`instruments/gateways.yaml`), with their words, sources and owners.
"""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.definitions import Pack
from ppitui.core.facts import did_you_mean
from ppitui.core.text import shown, visible
from ppitui.errors import WrongCall
from ppitui.letters.grounds import usual_ground
from ppitui.letters.matter import Letter

# Older definitions name no grounds, and their letters say one in words of their own: another would contradict them.
_NONE = (
    "The definitions of this case are from before grounds could be chosen: the letter says its own. Leave the"
    " ground out; say what there is to say in the reason (--why)."
)


def chosen(pack: Pack, letter: Letter, code: str) -> str:
    """The ground that was chosen; the usual one where none was, and none where the pack names no grounds.

    Raises WrongCall for a ground that the pack does not name.
    """
    if not code:
        return usual_ground(letter, pack)
    if not pack.gateways:
        raise WrongCall(_NONE)
    if code not in pack.gateways:
        known = tuple(pack.gateways)
        raise WrongCall(
            f"There is no gateway {shown(code)}{did_you_mean(code, known)} There are: {', '.join(known)}."
        )
    return code


def said(pack: Pack, code: str) -> str:
    """A ground in words, and whether it is confirmed; that none is chosen, where the pack names none. Safe to show."""
    ground = pack.gateways.get(code)
    if ground is None:
        return _NONE
    sure = "" if ground.sure == "confirmed" else " (unconfirmed)"
    return f"Ground: {visible(ground.says)}{sure}."


def listed(pack: Pack) -> Iterator[str]:
    """The grounds that may be chosen, a line each. Safe to show."""
    for one in pack.gateways.values():
        sure = "" if one.sure == "confirmed" else " (unconfirmed)"
        yield visible(f"{one.id}: {one.says}{sure}")

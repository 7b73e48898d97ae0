"""Harm weight: what published indices make of the offences in hand, as a range, with the year beside it.

Both indices weigh by sentence. Stalking, breaches, coercive control and threats weigh little in them although they say
much about later harm, so this is shown apart from the compliance flags and nothing is ranked by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppitui.core.outputs.kinds import WeightList

NOT_A_CRIME = "non_crime"


@dataclass(frozen=True, slots=True)
class HarmWeight:
    """The sum over some offences in tenths of the unit. `high` is None where there is no telling how much more it is.

    `not_known` counts the offences that nobody has named; `unweighed` are those to which the list gives no weight;
    `inferred` those for which the row of the list is our guess; `not_crimes` counts what is not recorded as a crime.
    """

    of: WeightList
    low: int
    high: int | None
    not_known: int
    unweighed: tuple[str, ...]
    inferred: tuple[str, ...]
    not_crimes: int


def harm_weight(of: WeightList, offences: Sequence[str | None]) -> HarmWeight:
    """The weight of these offences by one list; None stands for an offence that is not known."""
    low, high = 0, 0
    unweighed: list[str] = []
    inferred: list[str] = []
    for offence in offences:
        if offence is None or offence == NOT_A_CRIME:
            continue
        weight = of.offences.get(offence)
        if weight is None:
            unweighed.append(offence)
            continue
        low, high = low + weight.low, high + weight.high
        if weight.inferred:
            inferred.append(offence)
    not_known = sum(one is None for one in offences)
    open_above = bool(not_known or unweighed)
    return HarmWeight(
        of,
        low,
        None if open_above else high,
        not_known,
        tuple(dict.fromkeys(unweighed)),
        tuple(dict.fromkeys(inferred)),
        sum(one == NOT_A_CRIME for one in offences),
    )


def in_units(tenths: int) -> str:
    """Tenths as a number with at most one place after the point."""
    whole, rest = divmod(tenths, 10)
    return f"{whole:,}.{rest}" if rest else f"{whole:,}"

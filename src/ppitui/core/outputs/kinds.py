"""What a pack defines for the outputs: weight lists, typologies, prompts and dates; frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ppitui.core.conditions import Compiled

# Read by the outputs themselves: volumes, the four numbers, the harm of the matter in hand, the judgement.
_ALWAYS = frozenset(
    (
        "da_incidents_10y",
        "nonda_incidents_10y",
        "da_victims",
        "da_since_marac",
        "rfgv",
        "current_offence.type",
        "priority_judgement",
        "risk_grade",
        "highest_grade",
    )
)
Shows = Literal["recommendation", "compliance", "grade", "contradiction"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to think about when a condition holds.

    `own` says what in the condition is our own cut-off and no published one; `grade` is the grade that a sign points
    to, where it points to one.
    """

    id: str
    says: str
    source: str
    condition: Compiled
    reads: frozenset[str]
    own: str = ""
    grade: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Typology:
    """A published pattern: its markers, and how many of them (our own number) make it worth a thought.

    `gate` must hold as well where there is one. `published` tells the study's averages as averages.
    """

    id: str
    says: str
    consider: str
    published: str
    source: str
    least: int
    markers: tuple[Prompt, ...]
    gate: Compiled | None = None
    gate_reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OffenceWeight:
    """The weight of one offence in tenths of the list's unit, from `low` to `high`."""

    low: int
    high: int
    inferred: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeightList:
    """One harm index of one year; an offence that maps to None has no weight in it."""

    id: str
    title: str
    year: int
    unit: str
    source: str
    rights: str
    caution: str
    offences: Mapping[str, OffenceWeight | None]


@dataclass(frozen=True, slots=True)
class Dated:
    """A to-do that falls on a date read from a fact.

    `start` is the fact that holds the date; `left` one that holds the days left until it, for where only that is known;
    `add` is a number of years, months or days, or the policy value that holds it.
    """

    id: str
    start: str
    says: str
    source: str
    sure: str
    left: str = ""
    unit: Literal["years", "months", "days"] = "days"
    add: int | str = 0
    condition: Compiled | None = None
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Besides:
    """All that a pack defines for the outputs."""

    weights: tuple[WeightList, ...] = ()
    typologies: tuple[Typology, ...] = ()
    prompts: Mapping[str, tuple[Prompt, ...]] | None = None
    dates: tuple[Dated, ...] = ()

    def reads(self) -> frozenset[str]:
        """The facts that what is shown beside the routes reads, ours and the pack's."""
        told = [one for prompts in (self.prompts or {}).values() for one in prompts]
        told += [one for kind in self.typologies for one in kind.markers]
        return _ALWAYS.union(
            *(one.reads for one in told),
            *(one.gate_reads for one in self.typologies),
            *({one.start, one.left, *one.reads} - {""} for one in self.dates),
        )

    def shown_as(self, shows: Shows) -> tuple[Prompt, ...]:
        """The prompts of one sort."""
        return (self.prompts or {}).get(shows, ())

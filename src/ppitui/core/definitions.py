"""What a pack defines, after loading: instruments, journeys, routes and the like; frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from ppitui.core.clock_rules import ClockRules
from ppitui.core.conditions import Compiled, Node, Slots
from ppitui.core.findings import Place
from ppitui.core.gateways import Gateway
from ppitui.core.outcomes import Measures
from ppitui.core.outputs.kinds import Besides
from ppitui.core.promises import Promise
from ppitui.core.reassessing import Reassess
from ppitui.core.rules import NOWHERE, Ruleset
from ppitui.core.values import Value

ItemKind = Literal["yes_no", "one_of", "any_of", "number", "date", "text", "lookup"]
Source = Literal["record", "observed", "person_assessed", "person_harmed", "officer"]
Audience = Literal["closed", "partner", "subject", "youth", "victim"]

ASKED_OF: Mapping[str, str] = {
    "record": "read from the record",
    "observed": "observed",
    "person_assessed": "ask the person assessed",
    "person_harmed": "asked of the person harmed, apart, by someone else",
    "officer": "your own judgement",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What an answer settles: a fact, or one member of a set fact."""

    fact: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `settles` says what choosing it settles, target by target.

    `tags` name the published lists of needs that it stands on, each list kept apart.
    """

    id: str
    says: str
    settles: tuple[tuple[Target, Value], ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `key` is instrument.item; `targets` are all that its answer can settle.

    `kept_because` is the written reason for a question whose answer changes nothing that follows.
    """

    key: str
    ask: str
    why: str
    kind: ItemKind
    source: Source
    basis: str
    audience: Audience
    each: bool = False
    when: Node | None = None
    gate: Compiled | None = None
    otherwise: tuple[tuple[Target, Value], ...] = ()
    targets: tuple[Target, ...] = ()
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 9999
    max_chars: int = 2000
    required: bool = False
    past: bool = False
    kept_because: str = ""
    place: Place = NOWHERE

    @property
    def instrument(self) -> str:
        """The id of the instrument that asks it."""
        return self.key.partition(".")[0]

    @property
    def can_decline(self) -> bool:
        """Whether a person is asked, who may choose not to answer."""
        return self.source in ("person_assessed", "person_harmed")

    def option(self, option: str) -> Option | None:
        """The option of that id, if there is one."""
        return next((one for one in self.options if one.id == option), None)


@dataclass(frozen=True, slots=True)
class Made:
    """What a condition reads that no answer settles: numbers read from dates, and derived names in their order."""

    numbers: tuple[str, ...] = ()
    steps: tuple[tuple[int, Compiled], ...] = ()


@dataclass(frozen=True, slots=True)
class Calculation:
    """Answers that together settle a fact to yes, and never to no."""

    target: Target
    when: Node
    condition: Compiled
    says: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire."""

    id: str
    title: str
    about: str
    items: tuple[Item, ...]
    calculations: tuple[Calculation, ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """Who is asked what, in which order, and what is settled by the setting itself."""

    id: str
    title: str
    purpose: str
    who: tuple[str, ...]
    asks: tuple[str, ...]
    sets: Mapping[str, Value] = field(default_factory=dict)
    minutes: int = 0
    leaves: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A referral route as practitioners know it; what leads to it stands in the rules."""

    id: str
    name: str
    short: str
    purpose: str
    side: str
    owner: str
    consider: str
    clock: str
    audiences: tuple[str, ...] = ()
    treats_as_harming: bool = False
    before_approval: bool = False
    service: bool = True
    ages: tuple[int | None, int | None] = (None, None)
    sure: str = "confirmed"
    note: str = ""
    sources: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Action:
    """A task that a rule raises: words, owner and clock."""

    id: str
    says: str
    owner: str
    clock: str


@dataclass(frozen=True, slots=True)
class WhyCode:
    """A reason for departing from the rules, and the category that it stands in."""

    id: str
    category: str
    says: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """What becomes of the answers to one question of older definitions.

    `how` is rename, recode, split or retire. `to` maps each question of these definitions to the choices by which the
    old ones are known there; None where they are the same.
    """

    item: str
    how: str
    to: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Migration:
    """A written mapping: from which older definitions (the beginning of their hash), and question by question."""

    sources: tuple[str, ...]
    why: str
    steps: tuple[Mapped, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Service:
    """Where a route goes, from the force's own directory."""

    route: str
    name: str
    area: str
    address: str = ""
    hours: str = ""
    capacity: str = ""
    checked_on: str = ""


MOST: Final = 9999  # of a policy number that states no limit of its own: no date reckoned with it leaves the calendar


@dataclass(frozen=True, slots=True)
class Setting:
    """One policy value of the force, with where it comes from and who owns it.

    A number lies from `least` to `most`, and above the setting `more_than`; a list has so many words.
    """

    name: str
    value: Value
    means: str
    source: str
    sure: str
    owner: str
    decided: str
    least: int = 0
    most: int = MOST
    more_than: str = ""


@dataclass(frozen=True)
class Pack:
    """A whole set of definitions, pinned by the hash of its files."""

    hash: str
    rules: Ruleset
    instruments: Mapping[str, Instrument]
    journeys: Mapping[str, Journey]
    routes: Mapping[str, Route]
    actions: Mapping[str, Action]
    codes: Mapping[str, str]
    services: Mapping[str, tuple[Service, ...]]
    policy: Mapping[str, Setting]
    templates: Mapping[str, str] = field(default_factory=dict)
    gates: Slots = field(default_factory=lambda: Slots({}, {}))
    besides: Besides = field(default_factory=Besides)
    reasons: Mapping[str, WhyCode] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    mappings: tuple[Migration, ...] = ()
    clocks: ClockRules = field(default_factory=ClockRules)
    reassess: Reassess = field(default_factory=Reassess)
    outcomes: Measures = field(default_factory=Measures)
    gateways: Mapping[str, Gateway] = field(default_factory=dict)

    @cached_property
    def made_for_gates(self) -> Mapping[str, Made]:
        """What the gate of each item reads that is made of facts, by the item's key."""
        return {one.key: self._made(one.when) for one in self.items.values() if one.when}

    @cached_property
    def made_for_calculations(self) -> Mapping[str, tuple[Made, ...]]:
        """The same for the calculations of each instrument, in their order."""
        return {
            id: tuple(self._made(calculation.when) for calculation in one.calculations)
            for id, one in self.instruments.items()
        }

    def _made(self, node: Node) -> Made:
        rules, names = self.rules, self.rules.names_under(node)
        numbers = (one.name for one in rules.facts.values() if one.reads and one.name in names)
        steps = zip(rules.derived, rules.steps, strict=True)
        return Made(tuple(numbers), tuple(step for name, step in steps if name in names))

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item of every instrument by its key."""
        return {item.key: item for one in self.instruments.values() for item in one.items}

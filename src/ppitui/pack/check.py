"""What a whole pack can still get wrong once each file is sound.

Questions that nobody can reach, answers that no one can give, facts that nothing settles.
"""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Item, Journey, Pack, Target
from ppitui.core.findings import Finding, Place
from ppitui.core.text import shown

# Settled when the people of the case are entered (see core.case), and by the clock.
FROM_PEOPLE = frozenset(
    (
        "born",
        "sex",
        "age",
        "harmed_born",
        "harmed_age",
        "complainant_sex",
        "relationship",
        "assessed_on",
    )
)


def findings(pack: Pack) -> Iterator[Finding]:
    """The findings on the pack as a whole."""
    for journey in pack.journeys.values():
        yield from _gates(pack, journey)
        yield from _settled_twice(pack, journey)
        yield from _no_grade(pack, journey)
    yield from _never_offered(pack)
    yield from _never_asked(pack)


def asked(pack: Pack, journey: Journey) -> Iterator[Item]:
    """The items of a journey in order."""
    for instrument in journey.asks:
        yield from pack.instruments[instrument].items


def _gates(pack: Pack, journey: Journey) -> Iterator[Finding]:
    """A gate may read only what is settled before it is reached."""
    items = list(asked(pack, journey))
    first: dict[str, int] = {}
    for at, item in enumerate(items):
        first.setdefault(item.key, at)
        for target in item.targets:
            first.setdefault(target.fact, at)
    for at, item in enumerate(items):
        if item.when is None:
            continue
        for name in sorted(_read_by(pack, item.when)):
            if not item.each and _about_one_harmed(pack, name):
                words = f"this is asked once, but {shown(name)} is about one person harmed"
                yield Finding("SCOPE", item.place, words, "Add `each: harmed`, or gate otherwise.")
            if name in first and first[name] >= at:
                words = (
                    f"this gate reads {shown(name)}, which journey {journey.id} settles only later"
                )
                yield Finding("LATER", item.place, words, "Move one of the two questions.")
        names = _read_by(pack, item.when)
        reachable = FROM_PEOPLE | set(journey.sets) | set(first) | set(pack.policy)
        if names and not names & reachable:
            words = f"nobody can reach this question in journey {journey.id}: nothing settles "
            yield Finding("UNREACHABLE", item.place, words + ", ".join(sorted(names)))


def _about_one_harmed(pack: Pack, name: str) -> bool:
    if name in pack.items:
        return pack.items[name].each
    return name in pack.rules.facts and pack.rules.facts[name].scope == "pair"


def _read_by(pack: Pack, node: n.Node) -> frozenset[str]:
    found: set[str] = set()
    for name in n.names_in(node):
        if name in pack.rules.types:
            found |= pack.rules.facts_read(n.Name(name))
        else:
            found.add(name)
    for name in tuple(found):
        reads = pack.rules.facts[name].reads if name in pack.rules.facts else None
        if reads:
            found.add(reads[1])
    return frozenset(found)


def _no_grade(pack: Pack, journey: Journey) -> Iterator[Finding]:
    """A journey that never asks for the grade leaves every tier open, and MARAC with them."""
    settled = {target.fact for item in asked(pack, journey) for target in item.targets}
    if "risk_grade" in pack.rules.facts and "risk_grade" not in settled:
        words = f"the journey {journey.id} never asks for the risk grade"
        mend = "Ask an instrument that settles risk_grade, such as grade."
        yield Finding("NO_GRADE", Place(f"instruments/journeys/{journey.id}.yaml"), words, mend)


def _settled_twice(pack: Pack, journey: Journey) -> Iterator[Finding]:
    seen: dict[Target, Item] = {}
    for item in asked(pack, journey):
        for target in item.targets:
            if target in seen and seen[target].key != item.key:
                what = target.fact + (f".{target.member}" if target.member else "")
                words = f"journey {journey.id} settles {what} twice, here and in {seen[target].key}"
                yield Finding("TWICE", item.place, words, "Ask it once.")
            seen.setdefault(target, item)


def _never_offered(pack: Pack) -> Iterator[Finding]:
    """A word that a rule compares a fact with, and that no question offers."""
    offered: dict[str, set[object]] = {}
    for item in pack.items.values():
        for option in item.options:
            for target, value in option.settles:
                word = target.member or value
                offered.setdefault(target.fact, set()).add(word)
    for journey in pack.journeys.values():
        for name, value in journey.sets.items():
            offered.setdefault(name, set()).add(value)
    for rule in pack.rules.rules:
        for fact, word in _words_read(pack, rule.when):
            if fact in offered and fact not in FROM_PEOPLE and word not in offered[fact]:
                if word == "none" or fact == "setting":
                    continue
                words = f"the rule reads {fact} as {shown(word)}, but no question offers that"
                yield Finding("NEVER_OFFERED", rule.place, words, "", "warning")


def _words_read(pack: Pack, node: n.Node) -> Iterator[tuple[str, str]]:
    for part in n.walk(node):
        match part:
            case n.Name(name) if name in pack.rules.derived:
                yield from _words_read(pack, pack.rules.derived[name][1])
            case n.Compare(_, n.Name(fact), n.Word(word)) | n.Compare(
                _, n.Word(word), n.Name(fact)
            ):
                yield fact, word
            case n.Member(n.Name(fact), n.Words(words), _):
                yield from ((fact, word) for word in words)
            case n.Call("has", (n.Name(fact), *words)):
                yield from ((fact, one.value) for one in words if isinstance(one, n.Word))
            case _:
                pass


def _never_asked(pack: Pack) -> Iterator[Finding]:
    """A fact that a rule reads and that nothing settles: its rules can never fire from a case."""
    settled = {target.fact for item in pack.items.values() for target in item.targets}
    settled |= {name for journey in pack.journeys.values() for name in journey.sets} | FROM_PEOPLE
    for name, kind in pack.rules.facts.items():
        if kind.reads and kind.reads[1] in settled:
            settled.add(name)
    if not pack.instruments:
        return
    for rule in pack.rules.rules:
        for name in sorted(pack.rules.facts_read(rule.when) - settled - set(pack.policy)):
            words = f"the rule reads {shown(name)}, and no question settles it"
            yield Finding("NEVER_ASKED", rule.place, words, "", "warning")

"""What a whole pack can still get wrong once each file is sound.

Questions that nobody can reach, answers that no one can give, facts that nothing settles.
"""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Item, Journey, Pack, Target
from ppitui.core.findings import Finding, Place
from ppitui.core.text import shown
from ppitui.pack import reach
from ppitui.pack.reach import FROM_PEOPLE


def findings(pack: Pack) -> Iterator[Finding]:
    """The findings on the pack as a whole."""
    for journey in pack.journeys.values():
        yield from _gates(pack, journey)
        yield from _settled_twice(pack, journey)
        yield from _no_grade(pack, journey)
    yield from _asked_about_the_offence(pack)
    yield from _no_service(pack)
    yield from reach.never_offered(pack)
    yield from reach.never_settled(pack)


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


def _asked_about_the_offence(pack: Pack) -> Iterator[Finding]:
    """Nobody is asked about the offence: what the person assessed says settles only what may be asked.

    That is what the dictionary marks `may_ask`: needs, health and willingness. A calculation may not
    carry their answer any further either.
    """
    asked = {item.key for item in pack.items.values() if item.source == "person_assessed"}
    for item in pack.items.values():
        for target in item.targets if item.key in asked else ():
            if not pack.rules.facts[target.fact].may_ask:
                words = f"the person assessed is asked this, and it settles {target.fact}"
                mend = "Read it from the record, or observe it; `may_ask` marks what may be asked."
                yield Finding("ASKED_OF", item.place, words, mend)
    for instrument in pack.instruments.values():
        for one in instrument.calculations:
            reads = asked & n.names_in(one.when)
            if reads and not pack.rules.facts[one.target.fact].may_ask:
                told = ", ".join(sorted(reads))
                words = f"answers of the person assessed ({told}) would settle {one.target.fact}"
                yield Finding("ASKED_OF", pack.items[min(reads)].place, words)


def _no_service(pack: Pack) -> Iterator[Finding]:
    """A route that nothing in the force's directory takes: shown as not available here, and told."""
    for route in pack.routes.values():
        if route.service and route.id not in pack.services:
            words = f"the services directory has no entry for {route.id}: not available here"
            mend = "Add it to services.yaml, or set `service: false` where it needs none."
            yield Finding("NO_SERVICE", route.place, words, mend, "warning")

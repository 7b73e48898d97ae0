"""What questions settle against what is read, both ways round.

A question that changes nothing costs time and asks people for more than is needed, so it needs a
written reason (`kept_because`). A fact that is read and that nothing settles makes a rule that can
never fire from a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Item, Pack, Target
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
Read = tuple[str, str]  # a name, and one of its words; "" is all of it
_MEND = "Let a rule read it, take the question out, or say why it stays: `kept_because:`."


def unread(pack: Pack, elsewhere: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Every question whose answer nothing reads and that does not say why it is kept: a warning each.

    `elsewhere` names facts and answers that something outside the pack's conditions reads: letters,
    scores, records.
    """
    read = frozenset(_all_read(pack)) | {(name, "") for name in elsewhere}
    for item in pack.items.values():
        if not item.kept_because:
            yield from _unread_item(item, read)
    for instrument in pack.instruments.values():
        for one in instrument.calculations:
            if not _is_read(one.target, read):
                words = f"the calculation settles {_named(one.target)}, and nothing reads that"
                yield Finding("UNREAD", _place(pack, instrument.id), words, _MEND, "warning")
    for journey in pack.journeys.values():
        for name in journey.sets:
            if not _is_read(Target(name), read):
                words = f"the journey sets {shown(name)}, and nothing reads that"
                where = Place(f"instruments/journeys/{journey.id}.yaml")
                yield Finding("UNREAD", where, words, "", "warning")


def _unread_item(item: Item, read: frozenset[Read]) -> Iterator[Finding]:
    if (item.key, "") in read:
        return
    idle = [target for target in item.targets if not _is_read(target, read)]
    for target in idle:
        words = f"this settles {_named(target)}, and nothing reads that"
        yield Finding("UNREAD", item.place, words, _MEND, "warning")
    told = {word for name, word in read if name == item.key}
    if not item.targets and not told:
        words = "this settles nothing, and nothing reads the answer"
        yield Finding("UNREAD", item.place, words, _MEND, "warning")
    elif item.kind == "any_of":
        for option in item.options:
            if not option.settles and option.id not in told:
                words = f"the choice {shown(option.id)} settles nothing, and nothing reads it"
                yield Finding("UNREAD", item.place, words, _MEND, "warning")


def _is_read(target: Target, read: frozenset[Read]) -> bool:
    return (target.fact, "") in read or (target.fact, target.member) in read


def _named(target: Target) -> str:
    return target.fact + (f".{target.member}" if target.member else "")


def _place(pack: Pack, instrument: str) -> Place:
    return Place(pack.instruments[instrument].items[0].place.file)


def _conditions(pack: Pack) -> Iterator[n.Node]:
    for rule in pack.rules.rules:
        yield rule.when
    for _, node in pack.rules.derived.values():
        yield node
    for item in pack.items.values():
        if item.when is not None:
            yield item.when
    for instrument in pack.instruments.values():
        yield from (one.when for one in instrument.calculations)


def _all_read(pack: Pack) -> Iterator[Read]:
    dated = {kind.name: kind.reads[1] for kind in pack.rules.facts.values() if kind.reads}
    for node in _conditions(pack):
        for name, word in read_in(node):
            yield name, word
            if name in dated:
                yield dated[name], ""


def read_in(node: n.Node) -> frozenset[Read]:
    """The names that a condition reads; of a set asked for single words, those words."""
    found: set[Read] = set()
    single: set[int] = set()
    for part in n.walk(node):
        match part:
            case n.Call("has", (n.Name(name) as whole, *words)):
                single.add(id(whole))
                found.update((name, one.value) for one in words if isinstance(one, n.Word))
            case n.Name(name) if id(part) not in single:
                found.add((name, ""))
            case _:
                pass
    return frozenset(found)


def never_settled(pack: Pack) -> Iterator[Finding]:
    """A fact that a rule or a gate reads and that nothing settles: it can never fire from a case."""
    if not pack.instruments:
        return
    settled = _settled(pack) | set(pack.policy)
    for rule in pack.rules.rules:
        for name in sorted(pack.rules.facts_read(rule.when) - settled):
            words = f"the rule reads {shown(name)}, and no question settles it"
            yield Finding("NEVER_ASKED", rule.place, words, "", "warning")
    for item in pack.items.values():
        for name in sorted(_facts_of_gate(pack, item) - settled):
            words = f"the gate reads {shown(name)}, and no question settles it"
            yield Finding("NEVER_ASKED", item.place, words, "", "warning")


def _facts_of_gate(pack: Pack, item: Item) -> frozenset[str]:
    rules = pack.rules
    names = n.names_in(item.when) if item.when is not None else frozenset()
    return frozenset(
        fact for name in names if name in rules.types for fact in rules.facts_read(n.Name(name))
    )


def _settled(pack: Pack) -> set[str]:
    found = {target.fact for item in pack.items.values() for target in item.targets}
    found |= {name for journey in pack.journeys.values() for name in journey.sets} | FROM_PEOPLE
    for name, kind in pack.rules.facts.items():
        if kind.reads and kind.reads[1] in found:
            found.add(name)
    return found


def never_offered(pack: Pack) -> Iterator[Finding]:
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
                if word == "none":
                    continue
                words = f"the rule reads {fact} as {shown(word)}, but no question offers that"
                yield Finding("NEVER_OFFERED", rule.place, words, "", "warning")


def _words_read(pack: Pack, node: n.Node) -> Iterable[tuple[str, str]]:
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

"""The flow of a pack as an outline: journey, instrument, question, with gates in words; and filters over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ppitui.core.conditions import in_english, names_in
from ppitui.core.definitions import ASKED_OF, Item, Journey, Pack
from ppitui.core.facts import nearest
from ppitui.core.text import shown, visible
from ppitui.errors import WrongCall

FILTERS = (
    "Filter by words; or by journey:NAME, fact:NAME, asked:record, observed, person_assessed,"
    " person_harmed or officer; unread shows what no rule reads."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline: 0 a journey, 1 an instrument, 2 a question; `key` is of the question."""

    depth: int
    words: str
    key: str = ""
    notes: tuple[str, ...] = ()
    file: str = ""
    line: int = 1

    def rows(self) -> list[str]:
        """The line as it is printed, its notes under it."""
        blanks = "  " * self.depth
        return [
            f"{blanks}{visible(self.words)}",
            *(f"{blanks}    {visible(one)}" for one in self.notes),
        ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the outline is narrowed to; nothing wanted is everything."""

    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    unread: bool = False


def read_filter(text: str, pack: Pack) -> Wanted:
    """What was typed as a filter. Raises WrongCall for a fact, a journey or a source that there is none of."""
    wanted = Wanted()
    for part in text.split():
        head, colon, rest = part.partition(":")
        if part.lower() == "unread":
            wanted = replace(wanted, unread=True)
        elif colon and head == "fact":
            wanted = replace(wanted, facts=(*wanted.facts, _one_of(rest, pack.rules.types, "fact")))
        elif colon and head == "asked":
            wanted = replace(wanted, asked=(*wanted.asked, _one_of(rest, ASKED_OF, "source")))
        elif colon and head == "journey":
            name = _one_of(rest, pack.journeys, "journey")
            wanted = replace(wanted, journeys=(*wanted.journeys, name))
        else:
            wanted = replace(wanted, words=(*wanted.words, part.lower()))
    return wanted


def _one_of(word: str, known: Iterable[str], what: str) -> str:
    names = tuple(known)
    if word not in names:
        raise WrongCall(f"There is no {what} {shown(word)}{nearest(word, names)}")
    return word


def outline(pack: Pack, wanted: Wanted | None = None) -> list[Line]:
    """The lines of every journey in which something is left, headings only above what is left.

    What was looked for by words stands once, under its instrument, with the journeys that ask it and why it was found.
    """
    narrow = wanted or Wanted()
    read = _read_by_rules(pack)
    if narrow.words and not narrow.journeys:
        return _by_words(pack, narrow, read)
    found: list[Line] = []
    for journey in pack.journeys.values():
        if not narrow.journeys or journey.id in narrow.journeys:
            found += _journey(pack, journey, narrow, read)
    return found


def _journey(pack: Pack, journey: Journey, wanted: Wanted, read: frozenset[str]) -> list[Line]:
    below: list[Line] = []
    for name in journey.asks:
        instrument = pack.instruments[name]
        items = [item for item in instrument.items if _is_wanted(pack, item, wanted, read)]
        if items:
            count = f"{len(items)} of {len(instrument.items)} questions"
            below.append(
                Line(1, f"{instrument.title}  [{name}]  {count}", file=items[0].place.file)
            )
            below += [_line(pack, item, read) for item in items]
    if not below:
        return []
    who = ", ".join(one.replace("_", " ") for one in journey.who)
    head = f"{journey.title}  [{journey.id}]  for {who}; about {journey.minutes} minutes"
    return [Line(0, head, file=f"instruments/journeys/{journey.id}.yaml"), *below]


def _by_words(pack: Pack, wanted: Wanted, read: frozenset[str]) -> list[Line]:
    found: list[Line] = []
    for instrument in pack.instruments.values():
        asking = [one.title for one in pack.journeys.values() if instrument.id in one.asks]
        items = [item for item in instrument.items if _is_wanted(pack, item, wanted, read)]
        if not items or not asking:
            continue
        where = ", ".join(asking) if len(asking) < len(pack.journeys) else "every journey"
        head = f"{instrument.title}  [{instrument.id}]  asked in: {where}"
        found.append(Line(0, head, file=items[0].place.file))
        for item in items:
            line = _line(pack, item, read)
            notes = (*_found_in(item, line, wanted.words), *line.notes)
            found.append(replace(line, depth=1, notes=notes))
    return found


def _found_in(item: Item, line: Line, words: tuple[str, ...]) -> Iterator[str]:
    """What was found in none of the lines that stand there anyway: in a choice, or in why it is asked."""
    seen = " ".join((line.words, *line.notes)).lower()
    for said in (*(one.says for one in item.options), item.why):
        if any(word in said.lower() and word not in seen for word in words):
            what = "why it is asked" if said == item.why else "a choice"
            yield f"found in {what}: {said}"


def _line(pack: Pack, item: Item, read: frozenset[str]) -> Line:
    notes = []
    if item.when is not None:
        notes.append(f"asked only if: {gate_words(pack, item)}")
    if item.each:
        notes.append("for each person harmed")
    settles = ", ".join(dict.fromkeys(target.fact for target in item.targets))
    unread = "" if _is_read(pack, item, read) else "; no rule reads it"
    notes.append(f"{ASKED_OF[item.source]}; settles {settles or 'nothing'}{unread}")
    return Line(
        2, f"{item.key}  {item.ask}", item.key, tuple(notes), item.place.file, item.place.line
    )


def gate_words(pack: Pack, item: Item) -> str:
    """The gate of a question in words; answers are called by their question's key."""
    if item.when is None:
        return ""
    types = {**pack.rules.types, **pack.gates.types}

    def called(name: str) -> str:
        if name in pack.items:
            return f"the answer to {name}"
        return types[name].means if name in types else name

    return in_english(item.when, types, called)


def _read_by_rules(pack: Pack) -> frozenset[str]:
    """Every fact that a rule reads, through derived names too."""
    rules = pack.rules
    return frozenset().union(*(rules.facts_read(rule.when) for rule in rules.rules))


def _is_read(pack: Pack, item: Item, read: frozenset[str]) -> bool:
    """Whether any rule reads what the answer settles, or a number that is read from it."""
    facts = {target.fact for target in item.targets}
    own = pack.instruments[item.instrument].calculations
    facts |= {one.target.fact for one in own if item.key in names_in(one.when)}
    facts |= {
        kind.name for kind in pack.rules.facts.values() if kind.reads and kind.reads[1] in facts
    }
    return bool(facts & read)


def _is_wanted(pack: Pack, item: Item, wanted: Wanted, read: frozenset[str]) -> bool:
    if wanted.asked and item.source not in wanted.asked:
        return False
    if wanted.unread and _is_read(pack, item, read):
        return False
    touched = {target.fact for target in item.targets} | _gate_reads(item)
    if not all(_facts_of(pack, name) & touched for name in wanted.facts):
        return False
    said = " ".join(
        (item.key, item.ask, item.why, gate_words(pack, item), *(one.says for one in item.options))
    ).lower()
    return all(word in said for word in wanted.words)


def _gate_reads(item: Item) -> set[str]:
    return set(names_in(item.when)) if item.when is not None else set()


def _facts_of(pack: Pack, name: str) -> set[str]:
    """A name, and the facts that it is derived from."""
    derived = pack.rules.derived.get(name)
    return {name, *pack.rules.facts_read(derived[1])} if derived else {name}

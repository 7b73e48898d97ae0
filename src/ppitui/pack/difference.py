"""What changed between two packs, in plain words: rules, facts, routes, policy, wording, promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from ppitui.core.conditions import Node, in_english
from ppitui.core.definitions import Item, Migration, Pack, Service
from ppitui.core.promises import Promise
from ppitui.core.rules import NOWHERE, Rule
from ppitui.core.text import counted, visible

_EFFECTS = ("recommend", "consider", "action", "age_test", "hold", "test", "cap")
_SILENT = frozenset(
    {"place", "text", "condition", "gate"}
)  # where a thing stands is no change of it


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of what sort of thing, which, and what."""

    sort: str
    id: str
    words: str

    def to_json(self) -> dict[str, str]:
        """The change as plain data."""
        return {"sort": self.sort, "id": self.id, "words": self.words}


def differences(old: Pack, new: Pack) -> list[Change]:
    """Every change from the old pack to the new one, sort by sort; empty where nothing that is read differs."""
    a, b = old.rules, new.rules
    found = [
        *_settings(old, new),
        *_compared("fact", a.facts, b.facts, _fields),
        *_compared("derived name", _trees(old), _trees(new), _conditions(old, new)),
        *_compared("rule", {r.id: r for r in a.rules}, {r.id: r for r in b.rules}, _rule(old, new)),
        *_compared("route", old.routes, new.routes, _fields),
        *_compared("action", old.actions, new.actions, _fields),
        *_compared("code", old.codes, new.codes, _text),
        *_compared("service", old.services, new.services, _services),
        *_compared("question", old.items, new.items, _item),
        *_compared("calculations of", _calculations(old), _calculations(new), _recalculated),
        *_compared("journey", old.journeys, new.journeys, _fields),
        *_compared("gateway", old.gateways, new.gateways, _fields),
        *_compared("letter", old.templates, new.templates, lambda *_: iter(("its text changed",))),
        *_compared("promise", promised(old), promised(new), _promise),
        *_afterwards(old, new),
    ]
    return [Change(one.sort, one.id, visible(one.words)) for one in found]


def _afterwards(old: Pack, new: Pack) -> Iterator[Change]:
    """Clocks, what is recorded for them, reasons to assess again, and outcomes."""
    was, now = ({one.id: one for one in pack.clocks.rules} for pack in (old, new))
    yield from _compared("clock", was, now, _fields)
    yield from _compared("happening", old.clocks.happenings, new.clocks.happenings, _fields)
    yield from _compared("trigger", old.reassess.triggers, new.reassess.triggers, _fields)
    yield from _compared("measure", old.outcomes.measures, new.outcomes.measures, _fields)


def all_differences(old: Pack, new: Pack) -> list[Change]:
    """Everything that differs for whoever reads it: what is read in a case, then the mappings."""
    return [*differences(old, new), *mapped(old, new)]


def mapped(old: Pack, new: Pack) -> list[Change]:
    """The mappings that came, went or changed. Apart: nothing is read from one but by drafts that are brought over."""
    was, now = (
        {one.place.file: replace(one, place=NOWHERE) for one in pack.mappings}
        for pack in (old, new)
    )
    return [
        Change("mapping", visible(one.id), visible(_leads(now.get(one.id), one.words)))
        for one in _compared("mapping", was, now, lambda *_: iter(("changed",)))
    ]


def _leads(mapping: Migration | None, words: str) -> str:
    if mapping is None:
        return words
    steps = counted(len(mapping.steps), "step")
    return f"{words}: it brings drafts over from {', '.join(mapping.sources)} with {steps}"


def promised(pack: Pack) -> dict[str, Promise]:
    """The promises by id, wherever they stand in their file."""
    return {one.id: replace(one, place=NOWHERE) for one in pack.promises}


_Told = Callable[[Any, Any], Iterator[str]]


def _compared(
    sort: str, a: Mapping[str, Any], b: Mapping[str, Any], told: _Told
) -> Iterator[Change]:
    for name in a:
        if name not in b:
            yield Change(sort, name, "taken out")
    for name, new in b.items():
        if name not in a:
            yield Change(sort, name, "new")
        elif a[name] != new:
            yield from (Change(sort, name, words) for words in told(a[name], new))


def said(value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (frozenset, tuple, list)):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return str(value) if value not in (None, "") else "nothing"


def _moved(name: str, a: object, b: object) -> str:
    """A changed value; of a list only what came and went."""
    if isinstance(a, (frozenset, tuple)) and isinstance(b, (frozenset, tuple)):
        came = [one for one in b if one not in a]
        went = [one for one in a if one not in b]
        parts = ([f"now also {said(came)}"] if came else []) + (
            [f"no longer {said(went)}"] if went else []
        )
        return f"{name}: {'; '.join(parts) or 'in another order'}"
    return f"{name}: was {said(a)}, is {said(b)}"


def _fields(a: Any, b: Any) -> Iterator[str]:
    for one in fields(a):
        first, second = getattr(a, one.name), getattr(b, one.name)
        if one.name not in _SILENT and first != second:
            yield _moved(one.name.replace("_", " "), first, second)


def _text(a: str, b: str) -> Iterator[str]:
    yield f"was “{a}”, is “{b}”"


def _settings(old: Pack, new: Pack) -> Iterator[Change]:
    yield from _compared("policy", old.policy, new.policy, _fields)


def _trees(pack: Pack) -> dict[str, Node]:
    return {name: node for name, (_, node) in pack.rules.derived.items()}


def _conditions(old: Pack, new: Pack) -> _Told:
    def told(a: Node, b: Node) -> Iterator[str]:
        first, second = in_english(a, old.rules.types), in_english(b, new.rules.types)
        yield f"was so when {first}; is so when {second}"

    return told


def _rule(old: Pack, new: Pack) -> _Told:
    conditions = _conditions(old, new)

    def told(a: Rule, b: Rule) -> Iterator[str]:
        if a.when != b.when:
            yield from conditions(a.when, b.when)
        for role in _EFFECTS:
            first, second = _effect(getattr(a, role)), _effect(getattr(b, role))
            if first != second:
                yield _moved(role.replace("_", " "), first, second)
        if a.pair_only != b.pair_only:
            yield _moved("binds one person harmed alone", a.pair_only, b.pair_only)
        for name in ("because", "source"):
            if getattr(a, name) != getattr(b, name):
                yield _moved(name, getattr(a, name), getattr(b, name))

    return told


def _effect(effect: Mapping[str, tuple[str, ...]] | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(effect, Mapping):
        return tuple(f"{route} ({code})" for code, routes in effect.items() for route in routes)
    return effect


def _services(was: tuple[Service, ...], now: tuple[Service, ...]) -> Iterator[str]:
    """The directory of one route: the details of the one service that changed, else what came and what went."""
    came = [one for one in now if one not in was]
    went = [one for one in was if one not in now]
    if len(came) == len(went) == 1:
        for words in _fields(went[0], came[0]):
            yield f"{came[0].name}: {words}" if len(now) > 1 else words
        return
    yield from (f"taken out: {_service(one)}" for one in went)
    yield from (f"new: {_service(one)}" for one in came)
    if not came and not went:
        yield "in another order, or one of them another time"


def _service(service: Service) -> str:
    told = [(one.name.replace("_", " "), getattr(service, one.name)) for one in fields(service)]
    return ", ".join(f"{name} {said(value)}" for name, value in told if value and name != "route")


def _item(a: Item, b: Item) -> Iterator[str]:
    if a.ask != b.ask:
        yield f"reworded: was “{a.ask}”, is “{b.ask}”"
    for one in fields(Item):
        first, second = getattr(a, one.name), getattr(b, one.name)
        if one.name in ("ask", "options", "when", *_SILENT) or first == second:
            continue
        yield _moved(one.name.replace("_", " "), first, second)
    if a.when != b.when:
        yield "it is asked in other cases than before"
    before, after = ({option.id: option for option in one.options} for one in (a, b))
    for change in _compared("choice", before, after, _option):
        yield f"choice {change.id}: {change.words}"


def _calculations(pack: Pack) -> dict[str, tuple[object, ...]]:
    return {
        name: tuple((c.target, c.when, c.says) for c in instrument.calculations)
        for name, instrument in pack.instruments.items()
    }


def _recalculated(a: tuple[object, ...], b: tuple[object, ...]) -> Iterator[str]:
    changed = len([one for one in b if one not in a]) or len(a) - len(b)
    yield f"{changed} of them changed"


def _option(a: Any, b: Any) -> Iterator[str]:
    if a.says != b.says:
        yield f"reworded: was “{a.says}”, is “{b.says}”"
    if (a.settles, a.tags) != (b.settles, b.tags):
        yield "settles something else"


def _promise(a: Promise, b: Promise) -> Iterator[str]:
    for one in fields(Promise):
        first, second = getattr(a, one.name), getattr(b, one.name)
        if first != second:
            tree = is_dataclass(first) or is_dataclass(second)
            yield f"{one.name} changed" if tree else _moved(one.name, first, second)


def summed(changes: list[Change]) -> str:
    """How many of each sort, in one line."""
    counts: dict[str, int] = {}
    for one in changes:
        counts[one.sort] = counts.get(one.sort, 0) + 1
    many = ", ".join(f"{count} of {sort}" for sort, count in counts.items())
    return (
        f"{counted(len(changes), 'change')}: {many}" if changes else "Nothing that is read differs."
    )

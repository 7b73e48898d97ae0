"""Bringing a draft from the definitions that it was begun under to others: by a written mapping, never by a guess.

An answer is carried where its question is the same, or where the mapping says what it is now. Where only the words of a
question changed, the answer waits to be confirmed. Everything else is asked again: no answer is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ppitui.core.definitions import Item, Mapped, Pack
from ppitui.core.entries import Given
from ppitui.core.events import Event
from ppitui.core.rules import NOWHERE

if TYPE_CHECKING:
    from ppitui.core.case import Case

_CHOICES = ("yes_no", "one_of", "any_of")


def wordless(item: Item) -> Item:
    """A question without its words and place: what it settles, of whom it is asked, when."""
    options = tuple(replace(one, says="") for one in item.options)
    return replace(item, options=options, ask="", why="", kept_because="", place=NOWHERE, gate=None)


def reworded(old: Item, new: Item) -> bool:
    """Whether a question that settles the same reads otherwise to whoever answered it."""
    said = [(one.id, one.says) for one in old.options]
    return old.ask != new.ask or said != [(one.id, one.says) for one in new.options]


@dataclass(frozen=True, slots=True)
class Carried:
    """One answer as it will stand: the slot that it came from, and the question, person and value now."""

    slot: str
    item: str
    about: str
    state: str
    value: Any
    not_known: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the event keeps it."""
        return {
            "slot": self.slot,
            "item": self.item,
            "about": self.about or None,
            "state": self.state,
            "value": self.value,
            "not_known": list(self.not_known),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a draft: answers carried, to be confirmed, and asked again; `why` slot by slot."""

    carried: tuple[Carried, ...]
    confirm: tuple[str, ...]
    ask: tuple[str, ...]
    why: Mapping[str, str] = field(default_factory=dict)


def plan(case: Case, old: Pack, new: Pack, steps: Sequence[Mapped]) -> Plan:
    """What becomes of each answer of a draft under the new definitions."""
    of = {one.item: one for one in steps}
    carried: list[Carried] = []
    confirm, why = list[str](), dict[str, str]()
    for slot, history in case.answers.items():
        given = history[-1]
        step = of.get(given.item)
        found, reason = (
            _mapped(slot, given, step, old, new) if step else _same(slot, given, old, new)
        )
        carried += found
        doubt = slot in case.to_confirm or reason == _REWORDED
        confirm += [f"{one.item}@{one.about}" for one in found if doubt]
        if slot in case.to_confirm and found and reason != _REWORDED:
            reason = "; ".join(filter(None, (reason, _STILL)))
        if reason:
            why[slot] = reason
    kept = {one.slot for one in carried}
    ask = tuple(slot for slot in case.answers if slot not in kept)
    return Plan(tuple(carried), tuple(confirm), ask, why)


_STILL = "still to be confirmed, as before"
_REWORDED = "its words changed: to be confirmed"
_Found = tuple[list[Carried], str]


def _same(slot: str, given: Given, old: Pack, new: Pack) -> _Found:
    before, after = old.items.get(given.item), new.items.get(given.item)
    if after is None:
        return [], "this question is not asked any more"
    if before is None or wordless(before) != wordless(after):
        return [], "this question means something else now"
    return [_as(slot, given, given.item)], _REWORDED if reworded(before, after) else ""


def _as(slot: str, given: Given, item: str) -> Carried:
    return Carried(slot, item, given.about, given.state, given.value, given.rest_not_known)


def _mapped(slot: str, given: Given, step: Mapped, old: Pack, new: Pack) -> _Found:
    if step.how == "retire":
        return [], "retired by the mapping"
    found: list[Carried] = []
    lost: list[str] = []
    before = old.items.get(given.item)
    told_of = {choice for choices in step.to.values() for choice in choices or ()}
    for target, choices in step.to.items():
        one: Carried | None = _as(slot, given, target)
        if given.state == "answered" and choices is not None:
            one = _recoded(_as(slot, given, target), choices, told_of)
        if (
            one is not None
            and before is not None
            and _fits(new.items[target], before, one, choices)
        ):
            found.append(one)
        else:
            lost.append(target)
    told = f"{step.how}: asked again: {', '.join(lost)}" if lost else step.how
    return found, told


def _recoded(one: Carried, choices: Mapping[str, str], told_of: set[str]) -> Carried | None:
    """The answer in the new choices; None where a choice is not in the mapping.

    Of several choices those that another part of a split takes (`told_of`) are left to it.
    """
    many = isinstance(one.value, list)
    chosen = one.value if many else [one.value]
    if not all(choice in told_of for choice in (*chosen, *one.not_known)):
        return None
    now = list(dict.fromkeys(choices[choice] for choice in chosen if choice in choices))
    unsure = dict.fromkeys(choices[choice] for choice in one.not_known if choice in choices)
    if not many and not now:
        return None
    left = tuple(choice for choice in unsure if choice not in now)
    return replace(one, value=now if many else now[0], not_known=left)


def _fits(item: Item, before: Item, one: Carried, choices: Mapping[str, str] | None = None) -> bool:
    """Whether the question can hold this answer as it is, said by the same people, and without saying more."""
    if item.each != before.each or item.source != before.source:
        return False
    if one.state != "answered":
        return one.state != "declined" or item.can_decline
    if item.kind in _CHOICES:
        return _chooses(item, before, one, choices)
    if item.kind == "number":
        return isinstance(one.value, int) and item.low <= one.value <= item.high
    return item.kind == before.kind and isinstance(one.value, str)


def _chooses(item: Item, before: Item, one: Carried, choices: Mapping[str, str] | None) -> bool:
    many, options = isinstance(one.value, list), {option.id for option in item.options}
    chosen = {*(one.value if many else [one.value]), *one.not_known}
    if many != (item.kind == "any_of") or not chosen <= options:
        return False
    # Of several choices, what was not chosen is a no: a choice that nobody was offered must not become one.
    offered = {option.id for option in before.options} if choices is None else {*choices.values()}
    return not many or options <= offered


def migrated(case: Case, event: Event) -> Case:
    """The case after it was brought over: the answers as the event says, and no others."""
    said = event.payload
    answers: dict[str, tuple[Given, ...]] = {}
    for one in said["moves"]:
        before = case.answers.get(str(one["slot"]), ())
        if not before:
            continue
        about = one["about"] or ""
        key = f"{one['item']}@{about}"
        # Who said it, and when, stays: it is the same answer in other words. What it once put in doubt is settled.
        now = replace(
            before[-1],
            item=one["item"],
            about=about,
            state=one["state"],
            value=one["value"],
            rest_not_known=tuple(one["not_known"]),
            marks=(),
            confirmed=False,
        )
        answers[key] = (now,)
    confirm = frozenset(map(str, said["confirm"])) & answers.keys()
    left = {key: one for key, one in case.left.items() if key not in said["ask"]}
    return replace(
        case,
        answers=answers,
        to_confirm=confirm,
        left=left,
        authors=case.authors | {event.actor.id},
    )


STEPS = {"migrated": migrated}


def faults(steps: Sequence[Mapped], old: Pack) -> Iterator[str]:
    """What a mapping says of the old definitions that is not so, in words."""
    for step in steps:
        item = old.items.get(step.item)
        if item is None:
            yield f"there was no question {step.item}"
            continue
        known = {option.id for option in item.options}
        for choices in step.to.values():
            for choice in choices or ():
                if choice not in known:
                    yield f"{step.item} had no choice {choice}"

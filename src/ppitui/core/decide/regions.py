"""A fact not known, cut into the few values that a set of rules can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ppitui.core.conditions import nodes as n
from ppitui.core.decide.results import Run
from ppitui.core.facts import FactType
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING, PartialSet, Range, Value

_MOST_MEMBERS = 8


class Regions:
    """The regions of each fact under these rules. No regions from `of`: too many to try."""

    def __init__(self, rules: Ruleset, at_rules: Sequence[int], runs: Sequence[Run]) -> None:
        self.rules = rules
        self.runs = runs
        self.atoms = list(_atoms(rules, at_rules))

    def of(self, name: str, about: str) -> tuple[Value, ...]:
        """Values that stand for all that this fact, not known, could read."""
        kind = self.rules.types[name]
        run = next((run for run in self.runs if about in ("", run.about)), self.runs[0])
        value: Value = run.env[self.rules.slots.index[name]]
        if kind.kind == "yes_no":
            return (True, False)
        if kind.kind == "word":
            return self._words(name, kind)
        if kind.kind == "set":
            return self._sets(name, kind, value)
        if kind.kind == "number":
            return self._numbers(name, kind, value)
        return ()

    def _words(self, name: str, kind: FactType) -> tuple[Value, ...]:
        nothing: tuple[Value, ...] = (NOTHING,) if kind.none else ()
        lists: list[frozenset[str]] = []
        for atom in self.atoms:
            if n.Name(name) not in n.children(atom):
                continue
            told_apart = self._words_of(atom)
            if told_apart is None:
                return (*kind.values, *nothing)
            lists.append(told_apart)
        seen: dict[tuple[bool, ...], str] = {}
        for word in kind.values:
            seen.setdefault(tuple(word in words for words in lists), word)
        return (*seen.values(), *nothing)

    def _words_of(self, atom: n.Node) -> frozenset[str] | None:
        """The words that this comparison tells apart; None when it depends on another fact."""
        match atom:
            case n.Compare(_, n.Word(word), _) | n.Compare(_, _, n.Word(word)):
                return frozenset((word,))
            case n.Member(_, n.Words(words), _):
                return frozenset(words)
            case n.Member(_, n.Name(listed), _) if listed in self.rules.policy:
                value = self.rules.policy[listed][1]
                return value if isinstance(value, frozenset) else None
            case _:
                return None

    def _sets(self, name: str, kind: FactType, value: Value) -> tuple[Value, ...]:
        known = (
            value
            if isinstance(value, PartialSet)
            else PartialSet(frozenset(), frozenset(kind.values))
        )
        undecided = [word for word in kind.values if word in known.maybe - known.sure]
        groups: dict[tuple[bool, ...], str] = {}
        calls = [a for a in self.atoms if isinstance(a, n.Call) and a.args[0] == n.Name(name)]
        if any(call.function == "size" for call in calls):
            if len(undecided) > _MOST_MEMBERS:
                return ()
            members = undecided
        else:
            for word in undecided:
                mark = tuple(c.function == "some" or n.Word(word) in c.args for c in calls)
                if any(mark):
                    groups.setdefault(mark, word)
            members = list(groups.values())
            if len(members) > _MOST_MEMBERS:
                return ()
        return tuple(
            known.sure | frozenset(some)
            for size in range(len(members) + 1)
            for some in combinations(members, size)
        )

    def _numbers(self, name: str, kind: FactType, value: Value) -> tuple[Value, ...]:
        known = value if isinstance(value, Range) else Range(kind.low, kind.high, kind.none)
        component = self._compared_with(name)
        if component is None:
            return ()
        cuts = self._cuts(component)
        reach = len(component)
        found = {known.low, known.high}
        for cut in cuts:
            found.update(range(cut - reach, cut + reach + 1))
        inside = sorted(one for one in found if known.low <= one <= known.high)
        if reach == 1:
            seen: dict[tuple[int, ...], int] = {}
            for one in inside:
                seen.setdefault(tuple((one > cut) - (one < cut) for cut in sorted(cuts)), one)
            inside = sorted(seen.values())
        return (*inside, NOTHING) if known.nothing else tuple(inside)

    def _compared_with(self, name: str) -> frozenset[str] | None:
        """The open numbers compared with this one, itself too; None where it is reckoned with."""
        component, queue = {name}, [name]
        while queue:
            one = n.Name(queue.pop())
            for atom in self.atoms:
                if isinstance(atom, (n.Arithmetic, n.Call)) and one in n.children(atom):
                    return None
                if isinstance(atom, n.Compare) and one in (atom.left, atom.right):
                    other = atom.right if atom.left == one else atom.left
                    if isinstance(other, n.Name):
                        if other.name in self.rules.derived:
                            return None
                        if self._fixed(other.name) is None and other.name not in component:
                            component.add(other.name)
                            queue.append(other.name)
                    elif not isinstance(other, n.Number):
                        return None
        return frozenset(component)

    def _fixed(self, name: str) -> list[int] | None:
        """The value of a number in every run, or None where any run does not know it."""
        values = [run.env[self.rules.slots.index[name]] for run in self.runs]
        if any(value is None or isinstance(value, Range) for value in values):
            return None
        return [value for value in values if isinstance(value, int)]

    def _cuts(self, component: frozenset[str]) -> set[int]:
        cuts: set[int] = set()
        for atom in self.atoms:
            if not isinstance(atom, n.Compare):
                continue
            sides = (atom.left, atom.right)
            if not any(isinstance(side, n.Name) and side.name in component for side in sides):
                continue
            for side in sides:
                if isinstance(side, n.Number):
                    cuts.add(side.value)
                elif isinstance(side, n.Name) and side.name not in component:
                    cuts.update(self._fixed(side.name) or ())
        if len(component) > 1:
            for name in component:
                cuts.update(self._ends(name))
        return cuts

    def _ends(self, name: str) -> Iterator[int]:
        """The bounds of a number, and what it reads in the runs of persons where it is known."""
        kind = self.rules.types[name]
        yield from (kind.low, kind.high)
        for run in self.runs:
            value = run.env[self.rules.slots.index[name]]
            if isinstance(value, Range):
                yield from (value.low, value.high)
            elif isinstance(value, int):
                yield value


def _atoms(rules: Ruleset, at_rules: Sequence[int]) -> Iterator[n.Node]:
    """Every comparison, membership, call and sum under these rules, derived names followed."""
    seen: set[str] = set()
    queue = [rules.rules[at].when for at in at_rules]
    while queue:
        for part in n.walk(queue.pop()):
            if isinstance(part, (n.Compare, n.Member, n.Call, n.Arithmetic)):
                yield part
            elif isinstance(part, n.Name) and part.name in rules.derived and part.name not in seen:
                seen.add(part.name)
                queue.append(rules.derived[part.name][1])

"""The dictionary of facts: what a fact is called, whom it is about, what it may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ppitui.core.text import shown
from ppitui.core.values import NOTHING, PartialSet, Range, Reason, Value

Scope = Literal["person", "pair", "matter", "policy"]
FactKind = Literal["yes_no", "word", "set", "number", "date", "numbers", "words"]


@dataclass(frozen=True, slots=True)
class FactType:
    """One entry of the dictionary.

    `values` are the words that a word or set fact may read; `low` and `high` bound a number; `none`
    says that it may also read none; `safety` that only a person's own answer settles it to no;
    `reads` names the stored date that a number is read from, and how. `carries` are the values that
    stay true from one case to the next ("*" for any), `earlier_of` the fact of which it is the highest
    earlier value; `protected` facts are never tried out with another value. `may_ask` says that the
    person assessed may be asked about it (nothing else is: such answers could be about the offence).
    """

    name: str
    scope: Scope
    kind: FactKind
    means: str
    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    none: bool = False
    safety: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, str] | None = None
    carries: tuple[str, ...] = ()
    earlier_of: str = ""
    protected: bool = False
    may_ask: bool = False

    def word(self, value: Value) -> str:
        """The value in plain words."""
        if value is None:
            return "not known"
        if value is NOTHING:
            return self.says.get("none", "none")
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self.says.get(value, value.replace("_", " "))
        if isinstance(value, frozenset):
            return ", ".join(self.word(one) for one in self.values if one in value) or "none"
        if isinstance(value, PartialSet):
            left = self.word(value.maybe - value.sure)
            return f"{self.word(value.sure)} (not known: {left})" if value.sure else "not known"
        if isinstance(value, Range):
            return f"from {value.low} to {value.high}"
        return str(value)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one case: about the person and matter, and about each person harmed by id.

    A name that is missing is not known. `reasons` says why a fact is not known: (name, person
    harmed or ""). An empty `pairs` means that nobody is harmed.
    """

    person: Mapping[str, Value]
    pairs: Mapping[str, Mapping[str, Value]]
    reasons: Mapping[tuple[str, str], Reason] = field(default_factory=dict)
    policy: Mapping[str, Value] = field(default_factory=dict)

    def about(self) -> Iterator[str]:
        """The ids of the persons harmed; one empty id where nobody is."""
        return iter(self.pairs or ("",))

    def reason(self, name: str, about: str) -> Reason:
        """Why this fact is not known."""
        return self.reasons.get((name, about), "not_asked")


def when_nobody_harmed(fact: FactType) -> Value:
    """What a pair fact reads when nobody is harmed: none, no or empty (facts.md, scope)."""
    if fact.kind == "yes_no":
        return False
    if fact.kind == "set":
        return frozenset()
    if fact.kind == "word" and "none" in fact.values:
        return "none"
    return NOTHING


def read_value(fact: FactType, raw: object) -> Value:
    """The value that `raw` (from YAML or JSON) states for this fact; None is not known.

    Raises ValueError in plain words where the fact cannot read it.
    """
    if raw is None:
        return None
    if raw == "none" and not (fact.kind == "word" and "none" in fact.values):
        if fact.none or fact.scope == "pair":
            return when_nobody_harmed(fact)
        if fact.kind == "set":
            return frozenset()
    reader = _READERS[fact.kind]
    return reader(fact, raw)


def _yes_no(_fact: FactType, raw: object) -> Value:
    if isinstance(raw, bool):
        return raw
    if raw in ("yes", "no"):
        return raw == "yes"
    raise ValueError(f"expected yes or no, found {shown(raw)}")


def _number(fact: FactType, raw: object) -> Value:
    if isinstance(raw, int) and not isinstance(raw, bool) and fact.low <= raw <= fact.high:
        return raw
    raise ValueError(f"expected a whole number from {fact.low} to {fact.high}, found {shown(raw)}")


def _word(fact: FactType, raw: object) -> Value:
    if isinstance(raw, str) and raw in fact.values:
        return raw
    raise ValueError(
        f"{expected_words(fact.values)}, found {shown(raw)}{nearest(raw, fact.values)}"
    )


def _set(fact: FactType, raw: object) -> Value:
    if not isinstance(raw, (list, tuple, frozenset)):
        raise ValueError(f"expected a list of words, found {shown(raw)}")
    return frozenset(str(_word(fact, one)) for one in raw)


def _date(_fact: FactType, raw: object) -> Value:
    try:
        if isinstance(raw, str) and date.fromisoformat(raw).isoformat() == raw:
            return raw
    except ValueError:
        pass
    raise ValueError(f"expected a date as YYYY-MM-DD, found {shown(raw)}")


def _numbers(_fact: FactType, raw: object) -> Value:
    if isinstance(raw, (list, tuple)) and len(raw) == 4:
        whole = [one for one in raw if isinstance(one, int) and not isinstance(one, bool)]
        if len(whole) == 4 and all(0 <= one <= 100 for one in whole):
            return tuple(whole)
    raise ValueError(f"expected four whole numbers from 0 to 100, found {shown(raw)}")


_READERS = {
    "yes_no": _yes_no,
    "number": _number,
    "word": _word,
    "set": _set,
    "words": _set,
    "date": _date,
    "numbers": _numbers,
}


def expected_words(values: tuple[str, ...]) -> str:
    """What was expected, as a phrase: the words themselves while they are few."""
    if len(values) <= 12:
        return "expected one of " + ", ".join(values)
    return f"expected one of {len(values)} known words"


def nearest(raw: object, names: tuple[str, ...]) -> str:
    """`. Did you mean 'x'?` for the nearest known name, or nothing."""
    import difflib  # heavy, and only wrong input needs it

    close = difflib.get_close_matches(str(raw)[:80], names, n=1, cutoff=0.6)
    return f". Did you mean '{close[0]}'?" if close else ""


def did_you_mean(raw: object, names: tuple[str, ...]) -> str:
    """The end of a sentence about an unknown name: the nearest known one, or a full stop."""
    return nearest(raw, names) or "."

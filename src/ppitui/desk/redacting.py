"""Who and where in free words: everybody but the person whom a copy is for, found, marked or taken out.

It knows the words on file and what looks like a number, a postcode or an address for mail. It does not know hints: a
person reads what goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ppitui.core.case import Case
from ppitui.core.entries import Person
from ppitui.letters.tokens import (
    Folded,
    fold,
    folded,
    name_parts,
    names_of,
    spaced,
    tokens_of,
    whole,
)

HIDDEN = "[left out]"
# As they are written here: 07700 900123, +44 1632 960001, DH1 3RG, a@b.example.
_NUMBER = r"(?<![0-9])\+?[0-9](?:[\s().\-/]{0,2}[0-9]){6,14}(?![0-9])"
_POSTCODE = r"(?<![^\W_])[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}(?![^\W_])"
_MAIL = r"[^\s@]+@[^\s@]+\.[^\s@]+"
_PLATE = r"(?<![^\W_])[a-z]{2}[0-9]{2} ?[a-z]{3}(?![^\W_])"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[.\-][0-9]{1,2}[.\-][0-9]{4}")
_SHAPES = tuple(map(re.compile, (_NUMBER, _POSTCODE, _MAIL, _PLATE)))


class Redactor:
    """Finds whom a text gives away. `staff` are names of people who work here, where they are to go too."""

    def __init__(self, case: Case, staff: Iterable[str] = ()) -> None:
        subject = case.assessed
        others = [one for one in case.people.values() if subject is None or one.id != subject.id]
        beside = _without_borrowed(subject, others)
        tokens = [token for one in others for token in tokens_of(one, beside)]
        patterns = [token.pattern for token in tokens if token.pattern]
        # Said in full a name goes whole, also the part of it that both have.
        mine = {folded(name) for name in names_of(beside)} if beside else set()
        full = {name for one in others for name in names_of(one) if folded(name) not in mine}
        patterns += [spaced(name) for name in sorted(full) if spaced(name)]
        self._patterns = [re.compile(one) for one in dict.fromkeys(patterns)]
        own = (
            {part for name in names_of(subject) for part in name_parts(name)} if subject else set()
        )
        self._staff = [re.compile(one) for name in staff for one in _staff(name, own)]
        self._own = _own(subject)

    def hidden(self, text: str) -> str:
        """The text with what gives another person away taken out."""
        return "".join(HIDDEN if found else part for part, found in self._parts(text))

    def marked(self, text: str) -> str:
        """The text with that between double brackets, for whoever reviews it."""
        return "".join(f"[[{part}]]" if found else part for part, found in self._parts(text))

    def finds(self, text: str) -> bool:
        """Whether the text gives another person away."""
        return any(found for _, found in self._parts(text))

    def _parts(self, text: str) -> Iterator[tuple[str, bool]]:
        at = 0
        for start, end in _joined(self._hits(fold(text))):
            if start > at:
                yield text[at:start], False
            yield text[start:end], True
            at = end
        if at < len(text):
            yield text[at:], False

    def _hits(self, text: Folded) -> Iterator[tuple[int, int]]:
        for pattern in self._patterns:
            for hit in pattern.finditer(text.text):
                yield _place(text, hit)
        for pattern in self._staff:
            for hit in pattern.finditer(text.text):
                if text.original(hit.start()).isupper():  # Both is a name, both is a word
                    yield _place(text, hit)
        for shape in _SHAPES:
            for hit in shape.finditer(text.text):
                if not _DATE.fullmatch(hit[0]) and not any(
                    _bare(hit[0]) in one for one in self._own
                ):
                    yield _place(text, hit)


def _place(text: Folded, hit: re.Match[str]) -> tuple[int, int]:
    return text.origin[hit.start()], text.origin[hit.end() - 1] + 1


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches that overlap or touch as one, in order."""
    whole_: list[int] = []
    for start, end in sorted(set(places)):
        if whole_ and start <= whole_[1]:
            whole_[1] = max(whole_[1], end)
        else:
            if whole_:
                yield whole_[0], whole_[1]
            whole_ = [start, end]
    if whole_:
        yield whole_[0], whole_[1]


def _staff(name: str, own: set[str]) -> Iterator[str]:
    """The parts of a colleague's name that are not the person's own; a rank of two letters names nobody."""
    for part in name_parts(name):
        if len(part) > 2 and part not in own:
            yield whole(re.escape(part))


def _bare(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.casefold()))


def _own(subject: Person | None) -> Sequence[str]:
    """What the person has on file of their own: it is theirs to have."""
    raw = subject.details.values() if subject else ()
    return [_bare(str(one)) for one in raw if one]


def _without_borrowed(subject: Person | None, others: Sequence[Person]) -> Person | None:
    """The person without other names that are somebody else's: a slip that would let theirs through."""
    if subject is None:
        return None
    taken = {name.casefold() for one in others for name in names_of(one)}
    known = subject.details.get("also_known_as", ())
    kept = [name for name in known if str(name).casefold() not in taken]
    return Person(subject.id, subject.part, {**subject.details, "also_known_as": kept})

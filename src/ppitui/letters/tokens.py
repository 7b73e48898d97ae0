"""What gives a person away: names, addresses, numbers, places, as patterns over folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Final, Literal

from ppitui.core.entries import Person
from ppitui.letters.words import long_date

TokenKind = Literal["a name", "an address", "a phone number", "a date of birth", "a detail"]

_SPELT: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_APART = r"[\W_]*"
_PARTICLES = "de del della der den des di do dos du da van von la le al el bin ibn ap and the"
_TITLES = "mr mrs ms miss mx dr sir dame"
_NO_NAMES: Final = frozenset(f"{_PARTICLES} {_TITLES}".split())
_POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][0-9a-z]? *[0-9][a-z]{2}\b")
_HOUSE = re.compile(r"(?:(?:flat|unit|apartment|room|no) *)?[0-9]+[a-z]?\b[\s/-]*")
_NOT_SEARCHED: Final = frozenset(
    (
        *("id", "name", "also_known_as", "born", "sex", "ethnicity", "relationship"),
        *("age", "facts", "address", "phone"),
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing to search for. `single` is one part of a name: it may be an ordinary word too.

    `strict` is searched in the whole text, also where it quotes the person assessed.
    """

    kind: TokenKind
    pattern: str
    word: str = ""
    single: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """Text without case, accents and odd spellings, and where each character stood."""

    text: str
    origin: tuple[int, ...]
    source: str

    def masked(self, start: int, end: int) -> Folded:
        """The same with a stretch that cannot match anything."""
        hidden = "\1" * (end - start)
        return Folded(self.text[:start] + hidden + self.text[end:], self.origin, self.source)

    def original(self, at: int) -> str:
        """The character of the source that the folded one at this place came from."""
        return self.source[self.origin[at]] if 0 <= at < len(self.origin) else ""


def fold(text: str) -> Folded:
    """The text as names are compared."""
    out: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold().translate(_SPELT):
            if unicodedata.category(part) not in ("Mn", "Cf"):
                out.append(part)
                origin.append(at)
    return Folded("".join(out), tuple(origin), text)


def folded(text: str) -> str:
    """The folded text alone, blanks single."""
    return " ".join(fold(text).text.split())


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that can name somebody by themselves: O'Dell is one, Anne-Marie two."""
    parts = re.split(r"[\s\-,/&()]+", folded(name))
    bare = ("".join(re.findall(r"[^\W_]+", part)) for part in parts)
    return tuple(one for one in bare if len(one) > 1 and one not in _NO_NAMES)


def names_of(person: Person) -> tuple[str, ...]:
    """The name and the other names of a person."""
    others = person.details.get("also_known_as") or ()
    listed = [others] if isinstance(others, str) else list(others)
    return tuple(str(one) for one in (person.name, *listed) if str(one).strip())


def spaced(text: str) -> str:
    """A pattern for the words of a text, whatever stands between them, as whole words."""
    words = re.findall(r"[^\W_]+", folded(text))
    return whole(_APART.join(map(re.escape, words))) if words else ""


def whole(pattern: str) -> str:
    """The pattern as a whole word; scripts that write without blanks have no words to be whole."""
    if re.search(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]", pattern):
        return pattern
    return rf"(?<![^\W_]){pattern}(?![^\W_])"


def _part_pattern(part: str) -> str:
    """One part of a name, with or without an apostrophe; a blank may follow a first O, D or Mc."""
    found = re.fullmatch(r"(o|d|mc|mac)(.{3,})", part)
    first, rest = found.groups() if found else ("", part)
    between = r"['\u2019\u02bc\-]?"
    return (rf"{first}{_APART}" if first else "") + between.join(map(re.escape, rest))


def tokens_of(person: Person, beside: Person | None) -> Iterator[Token]:
    """Everything that gives a person away and is not shared with the person `beside`."""
    yield from _names(person, beside)
    yield from _addresses(person, beside)
    shared = _details(beside) if beside else set()
    for key, raw in person.details.items():
        if key not in _NOT_SEARCHED and isinstance(raw, str) and folded(raw) not in shared:
            yield from _place_name(raw)
    own, other = _digits(person), _digits(beside)
    if own and own != other:
        yield Token("a phone number", _phone(own), strict=True)
    yield from _born(person, beside)


def _names(person: Person, beside: Person | None) -> Iterator[Token]:
    shared_names = {folded(one) for one in names_of(beside)} if beside else set()
    shared = {part for one in (names_of(beside) if beside else ()) for part in name_parts(one)}
    for name in names_of(person):
        if folded(name) in shared_names:
            continue
        parts = name_parts(name)
        for order in permutations(parts[:4], 2) if len(parts) > 1 else ():
            if not set(order) <= shared:
                pattern = whole(_APART.join(map(_part_pattern, order)))
                yield Token("a name", pattern, strict=True)
        for part in parts:
            if part not in shared:
                yield Token("a name", whole(_part_pattern(part)), part, single=True)
        if not parts:
            yield Token("a name", spaced(name) or whole(re.escape(folded(name))), strict=True)


def _details(person: Person) -> set[str]:
    return {folded(one) for one in person.details.values() if isinstance(one, str)}


def _place_name(raw: str) -> Iterator[Token]:
    """A school or a place of work, and what it is called for short."""
    words = re.findall(r"[^\W_]+", folded(raw))
    if len(words) == 1 and len(words[0]) > 2:
        yield Token("a detail", whole(re.escape(words[0])), words[0], single=True)
    elif len(words) > 1:
        yield Token("a detail", spaced(raw), strict=True)
    if len(words) > 2:
        yield Token("a detail", spaced(" ".join(words[:2])))


def _segments(person: Person | None) -> list[str]:
    raw = person.details.get("address") if person else None
    return [folded(one) for one in re.split(r"[,;\n]", str(raw or "")) if one.strip()]


def _addresses(person: Person, beside: Person | None) -> Iterator[Token]:
    """The whole address, the house, the street, the town and the postcode, where not shared."""
    mine, theirs = _segments(person), _segments(beside)
    if not mine or mine == theirs:
        return
    yield Token("an address", spaced(" ".join(mine)), strict=True)
    near = " , ".join(theirs)
    for segment in mine:
        code = _POSTCODE.search(segment)
        if code and code[0].replace(" ", "") not in near.replace(" ", ""):
            yield Token("an address", spaced(code[0].replace(" ", "")), strict=True)
            yield Token("an address", spaced(f"{code[0].strip()[:-3]} {code[0][-3:]}"), strict=True)
        street = (segment.replace(code[0], "") if code else segment).strip()
        for part in dict.fromkeys((street, _HOUSE.sub("", street).strip())):
            if part and not re.search(spaced(part) or "$^", near):
                yield from _address_part(part)


def _address_part(part: str) -> Iterator[Token]:
    words = re.findall(r"[^\W_]+", part)
    if len(words) > 1 and not _HOUSE.fullmatch(part):
        yield Token("an address", spaced(part))
    elif len(words) == 1 and len(words[0]) > 2 and not words[0].isdigit():
        yield Token("an address", whole(re.escape(words[0])), words[0], single=True)


def _digits(person: Person | None) -> str:
    """A phone number without what differs from one way of writing it to another."""
    raw = str(person.details.get("phone") or "") if person else ""
    digits = "".join(re.findall(r"[0-9]", fold(raw).text))
    return re.sub(r"^(?:00)?44(?=[0-9]{9})|^0+", "", digits).lstrip("0")


def _phone(digits: str) -> str:
    between = r"[\s().\-/]*"
    before = r"(?<![0-9])" if len(digits) < 7 else ""
    return f"{before}{between.join(digits)}(?![0-9])"


def _born(person: Person, beside: Person | None) -> Iterator[Token]:
    raw = person.details.get("born")
    if not isinstance(raw, str) or (beside and beside.details.get("born") == raw):
        return
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return
    written = (
        *(raw, long_date(day), f"{day.day}/{day.month}/{day.year}"),
        *(f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d %b %Y}"),
    )
    for one in dict.fromkeys(written):
        yield Token("a date of birth", spaced(one), strict=True)

"""Whether a letter can be followed: its reading age, and letters that stand for words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ppitui.core.definitions import Audience
from ppitui.core.reading import reading_age

# A national guide asks for a reading age of nine in writing for the public; a letter that must name an
# offence cannot always reach that. What is above these is told, and a person decides.
READING_AGES: Final[dict[Audience, float]] = {"subject": 13.0, "victim": 13.0, "youth": 11.0}
_FEWEST_WORDS: Final = 50  # the formula says nothing of less
_ACRONYM = re.compile(r"\b[A-Z]{2,7}\b")
# Marks of the paper, and what everybody says.
_COMMON: Final = frozenset(("OFFICIAL", "SENSITIVE", "SPECIMEN", "UK", "GP", "ID", "NHS", "AND"))


def too_hard(text: str, audience: Audience) -> str:
    """The words of a finding where a letter is harder to read than its reader should need; else empty."""
    most = READING_AGES.get(audience)
    if most is None:
        return ""
    sentences = (line.strip().rstrip(".!?:") for line in text.split("\n"))
    whole = ". ".join(filter(None, sentences)) + "."
    age = reading_age(whole)
    if age <= most or len(whole.split()) < _FEWEST_WORDS:
        return ""
    return f"it reads at an age of about {age:.0f}; {most:.0f} is the most for this reader"


def bare_acronyms(text: str, ours: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Where letters stand for words that the letter has not said in full by then, each once.

    `ours` are the capitals of the letter itself: what a person typed in capitals is no acronym.
    Said in full: `Words In Full (WIF)` or `WIF (words in full)` at first sight.
    """
    seen: set[str] = set()
    for hit in _ACRONYM.finditer(text):
        word = hit[0]
        if word in seen or word in _COMMON or word not in ours:
            continue
        seen.add(word)
        before, after = text[: hit.start()], text[hit.end() :]
        inside = before.rpartition("(")[2]
        within = "(" in before and ")" not in inside and "\n" not in inside and len(inside) < 40
        if not within and not re.match(r" \(\w", after) and not re.match(r" is short for ", after):
            yield hit.start(), word

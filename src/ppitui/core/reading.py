"""How hard a text is to read, as an age: enough to catch a page that a child cannot follow.

The formula is that of Flesch and Kincaid: Kincaid, Fishburne, Rogers and Chissom, *Derivation of
New Readability Formulas*, Research Branch Report 8-75, US Navy, 1975. A grade is a school year in
the United States; the age is five years more. Syllables are estimated from spelling, so the figure
is a hint and no measure of anybody.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_STARTING_SCHOOL = 5


def words(text: str) -> list[str]:
    """The words of a text in lower case; what stands for a name counts as one."""
    return _WORD.findall(text.lower().replace("{", " ").replace("}", " "))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a text without a full stop is one."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def syllables(word: str) -> int:
    """How many syllables a word has, by its spelling: groups of vowels, less an e that is silent."""
    found = len(_VOWELS.findall(word))
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouyscxzg]es$|(?<=[aeiouy])le$", word):
        found -= 1
    return max(found, 1)


def reading_age(text: str) -> float:
    """The age at which a text is read with ease; 0 where there are no words."""
    counted = words(text)
    if not counted:
        return 0.0
    per_sentence = len(counted) / max(len(sentences(text)), 1)
    per_word = sum(syllables(one) for one in counted) / len(counted)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + _STARTING_SCHOOL

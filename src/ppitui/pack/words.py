"""The words of a pack: what a tired person reads once must be plain, whole and fair.

What is looked for follows published practice on words for children, for people harmed and for
forms: banned words by reader, acronyms that nobody explained, long sentences, two questions in one,
double negatives, a missing reason, a choice of its own for not known, and the reading age of what a
child reads. A banned word is an error; the rest are warnings. None of them stops an old case from
being opened: they are looked for when a pack is checked, not when it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ppitui.core.findings import Finding
from ppitui.core.reading import reading_age, sentences, words
from ppitui.core.text import shown
from ppitui.pack.yamlfile import Document, Path

LONGEST = 25  # words in a sentence
CHILD_READS = 9.0  # the reading age of a page for a child
_KINDS = ("instrument", "journey", "actions", "codes", "rules", "route", "derived", "gateways")
# What people read as it stands, away from the file that explains it.
_EXPLAINED = ("instrument", "journey", "actions", "codes", "route", "gateways")
# Names that stand in law, on a form or on a door, in which a word that we avoid stays.
_NAMES = re.compile(
    r"offender manage\w*|offender group reconviction scale|priority perpetrator identification tool"
    r"|perpetrator programme|youth justice|youth offending|young people",
    re.IGNORECASE,
)
_EVERYWHERE = {
    "perpetrator": "person assessed",
    "offender": "person assessed",
    "abuser": "person assessed",
    "alleged": "what is recorded, or what somebody says",
    "refused to": "said no to, or chose not to",
    "failed to": "did not",
    "failure to engage": "did not take part",
    "the system has decided": "consider, because",
}
_TO_A_CHILD = {
    "youth": "child",
    "juvenile": "child",
    "gang": "friends, or people who bring trouble",
    "suspect": "child",
    "criminal": "child",
    "offence": "what happened",
}
_TO_THE_ASSESSED = {
    "offence": "nothing: it is read from the record",
    "incident": "nothing: it is read from the record",
    "admit": "nothing: interview is for that",
    "guilty": "nothing: interview is for that",
    "victim": "person harmed",
}
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_NEGATIVE = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|without|cannot)\b|n't\b")
_SECOND_QUESTION = re.compile(
    r"and/or|\?.*\?|,? (?:and|or) (?:what|who|when|where|why|how|which|is|are|does|do|has|have|did)\b",
    re.IGNORECASE,
)
_OWN_NOT_KNOWN = re.compile(
    r"^(?:not known|unknown|don't know|not sure|not asked)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a pack that people read: where it stands, and who reads it."""

    document: Document
    path: Path
    text: str
    reader: str = ""

    def finding(self, id: str, message: str, mend: str = "", offset: int | None = None) -> Finding:
        """A warning about this text, or an error for a word that is banned."""
        severity = "error" if id == "BANNED" else "warning"
        place = self.document.place(self.path, offset=offset)
        return Finding(id, place, message, mend, severity)  # type: ignore[arg-type]


def findings(documents: Iterable[Document]) -> Iterator[Finding]:
    """What is to be mended in the words of these files, each of them sound."""
    for document in documents:
        if document.data["kind"] in _KINDS:
            yield from _of_document(document)


def _of_document(document: Document) -> Iterator[Finding]:
    told: set[str] = set()
    asked = document.data.get("asks", ())
    child = document.data["kind"] == "instrument" and any(
        one["audience"] == "youth" for one in asked
    )
    for said in _texts(document, (), document.data, child=child):
        yield from _banned(said)
        yield from _long(said)
        if document.data["kind"] in _EXPLAINED:
            yield from _acronyms(said, told)
    if document.data["kind"] == "instrument":
        for at, entry in enumerate(asked):
            yield from _of_item(document, ("asks", at), entry)
            if _reader(entry, child) == "youth":
                yield from _reading_age(document, ("asks", at, "ask"), entry)


_READ_BY_PEOPLE = frozenset(
    (
        "title",
        "about",
        "ask",
        "why",
        "says",
        "purpose",
        "leaves",
        "because",
        "means",
        "consider",
        "name",
    )
)


def _texts(
    document: Document, path: Path, data: object, reader: str = "", *, child: bool
) -> Iterator[Said]:
    """Every text that people read, in the order of the file."""
    if isinstance(data, dict):
        reader = _reader(data, child) or reader
        for key, inner in data.items():
            if isinstance(inner, str) and key in _READ_BY_PEOPLE:
                yield Said(document, (*path, key), inner, reader)
            else:
                yield from _texts(document, (*path, key), inner, reader, child=child)
    elif isinstance(data, list):
        for at, inner in enumerate(data):
            yield from _texts(document, (*path, at), inner, reader, child=child)


def _reader(item: dict[str, object], child: bool) -> str:
    """Who reads a question besides the worker: in an instrument for children, the child."""
    asked = item.get("from") == "person_assessed"
    if item.get("audience") == "youth" or (child and asked):
        return "youth"
    return "assessed" if asked else ""


def _banned(said: Said) -> Iterator[Finding]:
    plain = _NAMES.sub(lambda name: "_" * len(name.group()), said.text)
    banned = dict(_EVERYWHERE)
    if said.reader:
        banned |= _TO_THE_ASSESSED
    if said.reader == "youth":
        banned |= _TO_A_CHILD
    for word, instead in banned.items():
        found = re.search(rf"\b{word}(?:s|es)?\b", plain, re.IGNORECASE)
        if found:
            message = f"{shown(found.group())} is not a word for those who read this"
            yield said.finding("BANNED", message, f"Say: {instead}.", found.start())


def _long(said: Said) -> Iterator[Finding]:
    for sentence in sentences(said.text):
        count = len(words(sentence))
        if count > LONGEST:
            message = f"a sentence of {count} words; {LONGEST} is the most"
            yield said.finding("LONG", message, "Make two of it.")


def _acronyms(said: Said, told: set[str]) -> Iterator[Finding]:
    """Explained at first sight: `Full Name (ABC)` or `ABC (full name)`, once a file."""
    for found in _ACRONYM.finditer(said.text):
        name = found.group()
        before, after = said.text[: found.start()], said.text[found.end() :]
        in_brackets = (
            before.rfind("(") > before.rfind(")") and " " in before[: before.rfind("(")].strip()
        )
        explained = in_brackets or after.startswith(" (")
        if name not in told and not explained:
            message = f"{name} is not explained where it is first read"
            yield said.finding("ACRONYM", message, f"Write it out: Full Name ({name}).")
        told.add(name)


def _of_item(document: Document, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    ask, why = str(entry["ask"]), str(entry["why"])
    said = Said(document, (*path, "ask"), ask)
    second = _SECOND_QUESTION.search(ask)
    if second:
        message = "this asks two things at once"
        yield said.finding("TWO_QUESTIONS", message, "Make two questions of it.", second.start())
    if len(_NEGATIVE.findall(ask.lower())) > 1:
        yield said.finding("DOUBLE_NEGATIVE", "this says no twice", "Ask it the other way round.")
    if len(words(why)) < 4 or why.strip() == ask.strip():
        message = "this does not say why it is asked"
        yield Said(document, (*path, "why"), why).finding("WHY", message, "Give the reason.")
    for at, says in enumerate(one["says"] for one in entry.get("options", ())):
        here = Said(document, (*path, "options", at, "says"), says)
        if _OWN_NOT_KNOWN.search(says):
            message = "not known can always be said; as a choice it would count as an answer"
            yield here.finding("OWN_NOT_KNOWN", message, "Take the choice out.")
        if "{" in says:
            yield here.finding(
                "PLACEHOLDER", "a placeholder is not filled in a choice", "Reword it."
            )


def _reading_age(document: Document, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    """The question with its reason, and the choices: apart, or short choices would hide a long question."""
    listed = " ".join(f"{one['says']}." for one in entry.get("options", ()))
    for text in (f"{entry['ask']} {entry['why']}", listed):
        age = reading_age(text)
        if age > CHILD_READS:
            message = f"reads like a text for a reader of {age:.1f}; {CHILD_READS:.0f} is the most"
            said = Said(document, path, entry["ask"])
            yield said.finding("READING_AGE", message, "Use shorter words and sentences.")

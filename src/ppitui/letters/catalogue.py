"""Every letter of a pack, checked: what is wrong is a finding with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ppitui.core.definitions import Audience, Item, Pack
from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.text import REPLACEMENT, shown
from ppitui.errors import WrongCall
from ppitui.letters.audiences import answer_open_to, facts_open_to
from ppitui.letters.context import FIELDS, OF_ONE_ROUTE, shapes_for
from ppitui.letters.environment import LetterEnvironment, environment
from ppitui.letters.matter import NO_ONE_ROUTE, Letter
from ppitui.letters.shapes import texts
from ppitui.letters.subset import Checker, Source, ends_of, fixed_texts, parsed
from ppitui.pack import schema
from ppitui.pack.files import LETTERHEAD
from ppitui.pack.yamlfile import Document, read_yaml

__all__ = ["FOOTER", "HEADER", "Catalogue", "Letter", "catalogue"]

PARTIALS = "partials/"
HEADER, FOOTER = "partials/header.md.j2", "partials/footer.md.j2"
_HEAD = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
_SENSITIVE = ("closed", "partner", "victim")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Catalogue:
    """The sound letters by id, the partials by name, all findings; `pack` is the pack's hash."""

    pack: str
    letters: Mapping[str, Letter]
    partials: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep a letter out."""
        return tuple(one for one in self.findings if one.severity == "error")

    def letter(self, id: str) -> Letter:
        """The letter of that id; raises WrongCall, naming the nearest, where there is none."""
        if id in self.letters:
            return self.letters[id]
        known = tuple(self.letters)
        listed = ", ".join(known) or "none"
        near = nearest(id, known) or "."
        raise WrongCall(f"There is no letter called {shown(id)}{near} Letters: {listed}.")

    @cached_property
    def environment(self) -> LetterEnvironment:
        """Where the letters are written, compiled once."""
        letters = {one.name: one.body for one in self.letters.values()}
        return environment({**self.partials, **letters})


def catalogue(pack: Pack) -> Catalogue:
    """Every letter of the pack. Never raises for what a template holds."""
    return _Reader(pack).read()


@dataclass(slots=True)
class _Reader:
    pack: Pack
    findings: list[Finding] = field(default_factory=list)
    letters: dict[str, Letter] = field(default_factory=dict)
    partials: dict[str, Source] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)  # the words of every partial, found once

    def read(self) -> Catalogue:
        self.letterhead()
        texts = {
            name: text.replace("\r\n", "\n")
            for name, text in sorted(self.pack.templates.items())
            if name != LETTERHEAD
        }
        for name, text in texts.items():
            if name.startswith(PARTIALS):
                self.partial(name, text)
        for name, text in texts.items():
            if not name.startswith(PARTIALS):
                self.letter(name, text)
        findings = sorted(
            dict.fromkeys(self.findings), key=lambda one: (one.severity, one.place, one.message)
        )
        sound = {name: source.text for name, source in self.partials.items()}
        return Catalogue(self.pack.hash, self.letters, sound, tuple(findings))

    def letterhead(self) -> None:
        """Read the force's letterhead, where the pack has one."""
        if LETTERHEAD not in self.pack.templates:
            return
        from ppitui.letters.word import letterhead_fault  # heavy, and most packs have none

        fault = letterhead_fault(self.pack.templates[LETTERHEAD])
        if fault:
            place = Source(LETTERHEAD, "").place(1)
            self.findings.append(Finding("LETTERHEAD", place, f"this letterhead {fault}"))

    def partial(self, name: str, text: str) -> None:
        source, found = _source(name, text)
        self.findings += found
        if not found:
            self.partials[name] = source
            self.shared |= _words(_fixed(source))

    def letter(self, name: str, text: str) -> None:
        """Read one letter; it enters the catalogue only where nothing is wrong with it."""
        document, found = _head(name, text)
        if found:
            self.findings += found
            return
        data = document.data
        body = text[text.index("---\n", 4) + 4 :]
        above = text[: len(text) - len(body)].count("\n")
        source, found = _source(name, "\n" * above + body)
        faults = [*found, *self.wrong_head(document)]
        if not faults:
            checker = self.checker(data)
            checker.check(source)
            faults += checker.findings
            if ends_of(source) != (HEADER, FOOTER):
                faults.append(_unframed(source, above))
            if not faults:
                self.unused(document, checker.used)
        self.findings += faults
        if not any(one.severity == "error" for one in faults):
            self.enter(name, data, source)

    def enter(self, name: str, data: Mapping[str, object], source: Source) -> None:
        fields = data["fields"]
        words = self.shared | _words((str(data["title"]), *_fixed(source)))
        self.letters[str(data["id"])] = Letter(
            id=str(data["id"]),
            title=str(data["title"]),
            route=str(data["route"]),
            audience=_audience(data["audience"]),
            marking=str(data["marking"]),
            fields=tuple(map(str, fields)) if isinstance(fields, list) else (),
            about=str(data["about"]),
            name=name,
            body=source.text,
            words=frozenset(word.casefold() for word in words),
            capitals=frozenset(word for word in words if word.isupper() and len(word) > 1),
            boxes=_strings(data.get("boxes")),
            may_name=("harmed",) if data.get("may_name") else (),
            must_fill=_must_fill(data),
        )

    def wrong_head(self, document: Document) -> list[Finding]:
        """What a well-formed head says that cannot be."""
        data, found = document.data, []
        audience, id = data["audience"], data["id"]

        def fault(code: str, key: str, message: str, mend: str = "") -> None:
            found.append(Finding(code, document.place((key,)), message, mend))

        if id in self.letters:
            fault("TWICE", "id", f"{shown(id)} is already a letter: {self.letters[id].name}")
        folder = document.file.split("/")[1]
        if folder != audience:
            mend = f"Put it into templates/{audience}/."
            fault("FOLDER", "audience", f"this letter lies in {shown(folder)}", mend)
        route = self.pack.routes.get(data["route"])
        if data["route"] in NO_ONE_ROUTE:
            if audience != "closed":
                fault("AUDIENCE", "audience", "a letter about no one route is closed")
        elif route is None:
            near = nearest(data["route"], tuple(self.pack.routes))
            fault("UNKNOWN_NAME", "route", f"there is no route {shown(data['route'])}{near}")
        elif audience not in route.audiences:
            open_to = ", ".join(route.audiences) or "none"
            words = f"{route.id} has no letters to this audience; its audiences are {open_to}"
            fault("AUDIENCE", "audience", words)
        wanted = "OFFICIAL-SENSITIVE" if audience in _SENSITIVE else "OFFICIAL"
        if data["marking"] != wanted:
            fault("MARKING", "marking", f"a letter to this audience is marked {wanted}")
        return [*found, *self.wrong_fields(document), *_wrong_boxes(document)]

    def wrong_fields(self, document: Document) -> list[Finding]:
        found: list[Finding] = []
        audience = document.data["audience"]
        for at, name in enumerate(document.data["fields"]):
            place = document.place(("fields", at))
            if name not in FIELDS:
                words = f"there is no field {shown(name)}{nearest(name, tuple(FIELDS))}"
                found.append(Finding("UNKNOWN_NAME", place, words))
            elif audience not in FIELDS[name].audiences:
                words = f"a letter to this audience ({audience}) may not read {shown(name)}"
                found.append(Finding("AUDIENCE", place, words))
            elif name in OF_ONE_ROUTE and document.data["route"] in NO_ONE_ROUTE:
                words = f"a letter about no one route has no {shown(name)}"
                found.append(Finding("UNKNOWN_NAME", place, words))
        return found

    def checker(self, head: Mapping[str, Any]) -> Checker:
        audience: Audience = head["audience"]
        facts = {one.name for one in self.pack.rules.facts.values() if one.scope != "pair"}
        open_facts = {one.name for one in facts_open_to(self.pack, audience)}

        def barred(item: Item) -> bool:
            return not answer_open_to(item, audience)

        return Checker(
            audience=audience,
            known=FIELDS,
            open={
                **shapes_for(self.pack, audience),
                "boxes": texts(*_strings(head.get("boxes"))),
            },
            listed=frozenset(head["fields"]),
            closed={
                "facts": frozenset(facts - open_facts),
                "answers": frozenset(key for key, one in self.pack.items.items() if barred(one)),
            },
            partials=self.partials,
        )

    def unused(self, document: Document, used: set[str]) -> None:
        for at, name in enumerate(document.data["fields"]):
            if name not in used:
                words = f"{shown(name)} is listed and never read"
                place = document.place(("fields", at))
                self.findings.append(
                    Finding(
                        "NOT_USED",
                        place,
                        words,
                        "Take it out: list only what is needed.",
                        "warning",
                    )
                )


def _strings(raw: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in raw.items()} if isinstance(raw, dict) else {}


def _must_fill(head: Mapping[str, Any]) -> tuple[str, ...]:
    """The boxes without which a letter does not leave: of a letter to a person harmed, every one."""
    if head["audience"] == "victim":
        return tuple(_strings(head.get("boxes")))
    return tuple(map(str, head.get("must_fill") or ()))


def _wrong_boxes(document: Document) -> list[Finding]:
    boxes = tuple(_strings(document.data.get("boxes")))
    return [
        Finding(
            "UNKNOWN_NAME",
            document.place(("must_fill", at)),
            f"there is no box {shown(name)}{nearest(str(name), boxes)}",
        )
        for at, name in enumerate(document.data.get("must_fill") or ())
        if name not in boxes
    ]


def _audience(word: object) -> Audience:
    found: dict[str, Audience] = {
        "closed": "closed",
        "partner": "partner",
        "subject": "subject",
        "youth": "youth",
        "victim": "victim",
    }
    return found[str(word)]


def _head(name: str, text: str) -> tuple[Document, list[Finding]]:
    """The head of a letter, with the places of the whole file."""
    file = f"templates/{name}"
    match = _HEAD.match(text)
    if match is None:
        document = Document(file, lines=text.split("\n"))
        words = "a letter begins with a head: `kind: letter` and the rest between two lines of ---"
        return document, [Finding("HEAD", document.at(0, 0), words)]
    document, found = read_yaml(("\n" + match[1]).encode(), file)
    return document, found or _of_kind(document) or schema.faults(document)


def _of_kind(document: Document) -> list[Finding]:
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    if kind in (None, "letter"):
        return []
    place = document.place(("kind",))
    return [Finding("KIND", place, f"a template is of kind `letter`, not {shown(kind)}")]


def _source(name: str, text: str) -> tuple[Source, list[Finding]]:
    if REPLACEMENT in text:
        line = text[: text.index(REPLACEMENT)].count("\n") + 1
        place = Source(name, text).place(line, REPLACEMENT)
        return Source(name, text), [Finding("NOT_UTF8", place, "the file is not UTF-8 here")]
    return parsed(name, text)


def _unframed(source: Source, above: int) -> Finding:
    words = "a letter begins with the shared header and ends with the shared footer"
    mend = f"First {{% include '{HEADER}' %}}, last {{% include '{FOOTER}' %}}."
    return Finding("FRAME", source.place(above + 1), words, mend)


def _fixed(source: Source) -> Iterable[str]:
    return fixed_texts(source.tree) if source.tree else ()


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text)}

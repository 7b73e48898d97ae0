"""One YAML file in; plain data out, with the line and column of every key and value.

A closed subset of YAML 1.2: booleans are only true and false (`No` is a word, the commonest answer
there is), no aliases, no tags, no duplicate keys, no hidden characters, one document. Built from
the C parser's events, so that a hostile file is refused while it is read and nothing of it is ever
constructed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ppitui.core.findings import Finding, Place
from ppitui.core.text import refusal, shown

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 30
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """The data of one file and where each part stands. Paths are keys and positions from the top."""

    file: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    quoted: set[Path] = field(default_factory=set)

    def place(self, path: Path, *, key: bool = False, offset: int = 0) -> Place:
        """The place of a value (or of its key); of what is around it where the path is missing."""
        marks = self.keys if key else self.values
        spot = marks.get(path)
        while spot is None and path:
            spot = self.values.get(path) or self.keys.get(path)
            path = path[:-1]
        line, column = spot or (0, 0)
        if offset:
            column += offset + (1 if path in self.quoted else 0)
        return self.at(line, column)

    def at(self, line: int, column: int) -> Place:
        """The place of a line and column counted from 0."""
        text = self.lines[line] if 0 <= line < len(self.lines) else ""
        return Place(self.file, line + 1, column + 1, text[:200] if column < 200 else "")


class _Stop(Exception):
    """Reading cannot go on; the finding has been noted."""


def read_yaml(raw: bytes, file: str) -> tuple[Document, list[Finding]]:
    """The document of these bytes and every fault found; with faults, its data must not be used."""
    document = Document(file)
    findings: list[Finding] = []
    text = _decode(raw, document, findings)
    if text is None:
        return document, findings
    document.lines = text.split("\n")
    reader = _Reader(document, findings)
    try:
        document.data = reader.read(text)
    except _Stop:
        pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        spot = (mark.line, mark.column) if mark else (0, 0)
        problem = str(getattr(error, "problem", "") or "it cannot be read as YAML")
        findings.append(Finding("YAML", document.at(*spot), f"this is not YAML: {problem}", _MEND))
    return document, findings


_MEND = "Look at indentation (blanks, never tabs), quotes and colons here and on the line before."


def _decode(raw: bytes, document: Document, findings: list[Finding]) -> str | None:
    if len(raw) > _MAX_BYTES:
        words = f"the file has {len(raw)} bytes; {_MAX_BYTES} is the most"
        findings.append(Finding("TOO_BIG", document.at(0, 0), words))
        return None
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        words = "the file begins with a byte order mark"
        findings.append(
            Finding("NOT_UTF8", document.at(0, 0), words, "Save it as UTF-8 without BOM.")
        )
        return None
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n")
        column = error.start - (before.rfind(b"\n") + 1)
        words = "the file is not UTF-8 from here on"
        findings.append(Finding("NOT_UTF8", document.at(line, column), words, "Save it as UTF-8."))
        return None


class _Reader:
    def __init__(self, document: Document, findings: list[Finding]) -> None:
        self.document = document
        self.findings = findings

    def fault(self, id: str, event: yaml.Event, message: str, mend: str = "") -> None:
        mark = event.start_mark
        self.findings.append(Finding(id, self.document.at(mark.line, mark.column), message, mend))

    def read(self, text: str) -> Any:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(
                        "TWO_DOCUMENTS", event, "a second document starts here", "Keep one a file."
                    )
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                data = self.node(event, ())
        return data

    def node(self, event: yaml.Event, path: Path) -> Any:
        if len(path) > _MAX_DEPTH:
            self.fault("TOO_DEEP", event, "this is nested too deeply")
            raise _Stop
        self.document.values[path] = (event.start_mark.line, event.start_mark.column)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mend = "Write the value out where it is needed."
            self.fault("ALIAS", event, "anchors (&) and aliases (*) are not read here", mend)
            raise _Stop
        if getattr(event, "tag", None):
            self.fault(
                "TAG", event, f"the tag {shown(event.tag)} is not read here", "Take the tag out."
            )
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        return self.scalar(event, path)

    def sequence(self, path: Path) -> list[Any]:
        out: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            out.append(self.node(event, (*path, len(out))))
        return out

    def mapping(self, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
                self.fault("KEY", event, "a key must be a plain word")
                raise _Stop
            key = event.value
            if key == "<<":
                self.fault(
                    "ALIAS", event, "merge keys (<<) are not read here", "Write the values out."
                )
            inner = (*path, key)
            if key in out:
                first = self.document.keys[inner][0] + 1
                words = f"the key {shown(key)} is here twice; the first is on line {first}"
                self.fault("DUPLICATE_KEY", event, words, "Keep one of them.")
            self.document.keys[inner] = (event.start_mark.line, event.start_mark.column)
            out[key] = self.node(next(self.events), inner)
        return out

    def scalar(self, event: yaml.Event, path: Path) -> Any:
        text: str = event.value
        why = refusal(text, max_chars=20_000, multiline=True)
        if why:
            self.fault("HIDDEN_CHARACTER", event, f"this text {why}")
        if event.style:  # quoted or a block: always text
            if event.style in "'\"":
                self.document.quoted.add(path)
            return text
        if text in ("true", "false"):
            return text == "true"
        if text in ("", "~", "null"):
            return None
        return int(text) if _INT.match(text) else text

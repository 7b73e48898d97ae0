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
_MAX_NODES = 50_000
_MAX_FINDINGS = 50  # a hostile file could have a fault on every line
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """The data of one file and where each part stands, by its path: keys and positions."""

    file: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    styles: dict[Path, str] = field(default_factory=dict)

    def place(self, path: Path, *, key: bool = False, offset: int | None = None) -> Place:
        """The place of a value (or of its key); of what is around it where the path is missing."""
        marks = self.keys if key else self.values
        spot = marks.get(path)
        while spot is None and path:
            spot = self.values.get(path) or self.keys.get(path)
            path = path[:-1]
        line, column = spot or (0, 0)
        if offset is not None:
            column += self._along(path, line, column, offset)
        return self.at(line, column)

    def _along(self, path: Path, line: int, column: int, offset: int) -> int:
        """How far along the line a character of a text stands: after its quote, escapes counted."""
        style = self.styles.get(path, "")
        if style in ("|", ">"):
            return 0  # the text is on other lines, folded; the sign that opens it will do
        escape = {"'": "''", '"': "\\"}.get(style)
        at = column + (1 if escape else 0)
        text = self.lines[line]
        for _ in range(offset):
            at += 2 if escape and text.startswith(escape, at) else 1
        return min(at, len(text)) - column

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
    reader = _Reader(document, findings)
    try:
        _no_hidden(document, findings)
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
    document.lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
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
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
        words = "the file is not UTF-8 from here on"
        findings.append(Finding("NOT_UTF8", document.at(line, column), words, "Save it as UTF-8."))
        return None


def _no_hidden(document: Document, findings: list[Finding]) -> None:
    """Refuse what cannot be seen, in comments too: it can make a line read as it is not."""
    for line, text in enumerate(document.lines):
        why = None if text.isprintable() else refusal(text, max_chars=_MAX_BYTES)
        if why:
            column = next(at for at, char in enumerate(text) if refusal(char, max_chars=1))
            words = f"this line {why}"
            findings.append(Finding("HIDDEN_CHARACTER", document.at(line, column), words))
            raise _Stop


class _Reader:
    def __init__(self, document: Document, findings: list[Finding]) -> None:
        self.document = document
        self.findings = findings
        self.nodes = 0

    def fault(self, id: str, event: yaml.Event, message: str, mend: str = "") -> None:
        if len(self.findings) >= _MAX_FINDINGS:
            raise _Stop
        self.findings.append(Finding(id, self.document.at(*_spot(event)), message, mend))

    def read(self, text: str) -> Any:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    words = "a second document starts here"
                    self.fault("TWO_DOCUMENTS", event, words, "Keep one a file.")
                    raise _Stop
            elif isinstance(event, yaml.NodeEvent):
                data = self.node(event, ())
        return data

    def node(self, event: yaml.Event, path: Path) -> Any:
        self.nodes += 1
        if len(path) > _MAX_DEPTH or self.nodes > _MAX_NODES:
            deep = len(path) > _MAX_DEPTH
            words = "this is nested too deeply" if deep else f"more than {_MAX_NODES} values"
            self.fault("TOO_DEEP" if deep else "TOO_BIG", event, words)
            raise _Stop
        self.document.values[path] = _spot(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mend = "Write the value out where it is needed."
            self.fault("ALIAS", event, "anchors (&) and aliases (*) are not read here", mend)
            raise _Stop
        tag = getattr(event, "tag", None)
        if tag:
            self.fault("TAG", event, f"the tag {shown(tag)} is not read here", "Take the tag out.")
            raise _Stop
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        return self.scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None

    def sequence(self, path: Path) -> list[Any]:
        out: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            out.append(self.node(event, (*path, len(out))))
        return out

    def mapping(self, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            inner = (*path, key)
            if key in out:
                first = self.document.keys[inner][0] + 1
                words = f"the key {shown(key)} is here twice; the first is on line {first}"
                self.fault("DUPLICATE_KEY", event, words, "Keep one of them.")
            self.document.keys[inner] = _spot(event)
            out[key] = self.node(next(self.events), inner)
        return out

    def key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
            self.fault("KEY", event, "a key must be a plain word")
            raise _Stop
        key: str = event.value
        why = refusal(key, max_chars=200)
        if why:
            self.fault("HIDDEN_CHARACTER", event, f"this key {why}")
        if key == "<<":
            mend = "Write the values out."
            self.fault("ALIAS", event, "merge keys (<<) are not read here", mend)
        return key

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        text: str = event.value
        why = refusal(text, max_chars=20_000, multiline=True)
        if why:
            self.fault("HIDDEN_CHARACTER", event, f"this text {why}")
        if event.style:  # quoted or a block: always text
            self.document.styles[path] = event.style
            return text
        if text in ("true", "false"):
            return text == "true"
        if text in ("", "~", "null"):
            return None
        return int(text) if _INT.match(text) else text


def _spot(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)

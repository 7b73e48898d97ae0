"""Everything in a draft that has a name: what it is, what it says, and the line on which it begins.

Made from the files and not from the pack, so that a draft with errors can still be found one's way in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ppitui.core.findings import Finding
from ppitui.core.text import visible
from ppitui.errors import WrongCall
from ppitui.pack.yamlfile import Document, Path, read_yaml

# In the order in which the studio lists them.
SECTIONS: Mapping[str, str] = {
    "policy": "Policy values",
    "services": "Services",
    "items": "Instruments and their questions",
    "routes": "Routes",
    "letters": "Letters",
    "gateways": "Grounds on which letters leave",
    "promises": "Promises",
    "rules": "Rules",
    "files": "Every file",
}
_HEAD = "---\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with a name; `line` counts from 1, `at` is its place in a list of the file."""

    section: str
    id: str
    words: str
    file: str
    line: int = 1
    at: int = 0
    spot: tuple[int, int] = (1, 1)  # where somebody who changes it begins to type

    def row(self) -> str:
        """The entry as one line of a list."""
        return visible(f"{self.id}  {self.words}" if self.words else self.id)


@dataclass(slots=True)
class Shelf:
    """The documents of a draft by file, and the entries that they hold."""

    documents: Mapping[str, Document]
    entries: list[Entry] = field(default_factory=list)
    faults: Mapping[str, Finding] = field(default_factory=dict)  # by file: why it cannot be read

    def of(self, section: str, wanted: str = "") -> list[Entry]:
        """The entries of a section (or of all, for an empty one) in which every wanted word stands."""
        words = wanted.lower().split()
        rows = [one for one in self.entries if section in ("", one.section)]
        return [one for one in rows if all(word in one.row().lower() for word in words)]

    def fault_lines(self) -> list[str]:
        """Each file that cannot be read, with the spot: what is in it stands in no list. Safe to show."""
        return [
            visible(f"{one.place}: {one.message}; what is in this file is not listed")
            for one in self.faults.values()
        ]

    def insist_whole(self, file: str = "") -> None:
        """Raises WrongCall where this file, or any, cannot be read: what is not found may be in it."""
        lines = self.fault_lines() if not file or file in self.faults else []
        if lines:
            raise WrongCall(f"{'. '.join(lines)}. Mend that first.")

    def named(self, section: str, id: str) -> Entry | None:
        """The entry of that id."""
        return next((one for one in self.entries if (one.section, one.id) == (section, id)), None)

    def entry_at(self, section: str, file: str, line: int) -> Entry | None:
        """The entry of a section (a question, a rule) in which a line of its file stands."""
        above = [one for one in self.of(section) if one.file == file and one.spot != (1, 1)]
        return next((one for one in reversed(above) if one.line <= line), None)


def shelf(files: Mapping[str, bytes]) -> Shelf:
    """The shelf of these files. A file that cannot be read is listed under its name alone."""
    read = {name: _document(name, raw) for name, raw in sorted(files.items())}
    faults = {name: fault for name, (_, fault) in read.items() if fault}
    found = Shelf({name: document for name, (document, _) in read.items()}, faults=faults)
    for name, document in found.documents.items():
        found.entries += _entries(name, document)
        found.entries.append(Entry("files", name, "", name))
    order = tuple(SECTIONS)
    found.entries.sort(key=lambda one: order.index(one.section))
    return found


def head_of(raw: bytes) -> bytes:
    """The YAML head of a template, with the lines where they were; nothing where there is none."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    end = text.find("\n" + _HEAD, len(_HEAD) - 1) if text.startswith(_HEAD) else -1
    return ("\n" + text[len(_HEAD) : end + 1]).encode() if end >= 0 else b""


def _document(name: str, raw: bytes) -> tuple[Document, Finding | None]:
    """The document; what first stands against reading it, where anything does."""
    if name.endswith(".docx"):
        return Document(name), None
    document, findings = read_yaml(raw if name.endswith(".yaml") else head_of(raw), name)
    if findings:
        document.data = None
    return document, findings[0] if findings else None


def _entries(name: str, document: Document) -> Iterator[Entry]:
    data = document.data
    if not isinstance(data, dict):
        return
    kind = data.get("kind")
    make = {
        "policy": _policy,
        "services": _services,
        "gateways": _gateways,
        "instrument": _items,
        "rules": _listed("rules", "rules", "because"),
        "promises": _listed("promises", "promises", "says"),
    }.get(str(kind))
    if make is not None:
        yield from make(document, data)
    elif kind == "route":
        yield Entry("routes", str(data.get("id")), str(data.get("name", "")), name)
    elif kind == "letter":
        words = f"{data.get('title', '')} [{data.get('audience', '')}]"
        yield Entry("letters", str(data.get("id")), words, name)


def _line(document: Document, path: Path, *, key: bool = False) -> int:
    return document.place(path, key=key).line


def _spot(document: Document, path: Path) -> tuple[int, int]:
    """Line and column of the first character of a text, behind its quote."""
    place = document.place(path, offset=0)
    return place.line, place.column


def _mappings(rows: Any) -> Iterable[tuple[int, dict[str, Any]]]:
    listed = rows if isinstance(rows, list) else []
    return ((at, one) for at, one in enumerate(listed) if isinstance(one, dict))


def value_words(value: Any) -> str:
    """A policy value as a person types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _policy(document: Document, data: dict[str, Any]) -> Iterator[Entry]:
    settings = data.get("settings")
    for name, entry in settings.items() if isinstance(settings, dict) else ():
        said = entry if isinstance(entry, dict) else {}
        told = value_words(said.get("value", ""))
        short = told if len(told) <= 24 else told[:21] + "..."
        line = _line(document, ("settings", name), key=True)
        yield Entry("policy", name, f"{short}  {said.get('means', '')}", document.file, line)


def _gateways(document: Document, data: dict[str, Any]) -> Iterator[Entry]:
    gateways = data.get("gateways")
    for name, entry in gateways.items() if isinstance(gateways, dict) else ():
        said = str(entry.get("says", "")) if isinstance(entry, dict) else ""
        line = _line(document, ("gateways", name), key=True)
        spot = _spot(document, ("gateways", name, "says")) if said else (line, 1)
        yield Entry("gateways", name, said, document.file, line, spot=spot)


def _services(document: Document, data: dict[str, Any]) -> Iterator[Entry]:
    for at, one in _mappings(data.get("services")):
        words = f"{one.get('name', '')}; {one.get('area', '')}; checked {one.get('checked_on', 'never')}"
        line = _line(document, ("services", at))
        yield Entry("services", str(one.get("route", "")), words, document.file, line, at)


def _items(document: Document, data: dict[str, Any]) -> Iterator[Entry]:
    instrument = str(data.get("id", ""))
    yield Entry(
        "items", instrument, f"{data.get('title', '')} (the whole instrument)", document.file
    )
    for at, one in _mappings(data.get("asks")):
        line, words = _line(document, ("asks", at)), str(one.get("ask", ""))
        spot = _spot(document, ("asks", at, "ask"))
        yield Entry("items", f"{instrument}.{one.get('id')}", words, document.file, line, at, spot)


def _listed(section: str, key: str, words: str) -> Any:
    def make(document: Document, data: dict[str, Any]) -> Iterator[Entry]:
        for at, one in _mappings(data.get(key)):
            line, said = _line(document, (key, at)), str(one.get(words, ""))
            spot = _spot(document, (key, at, "when" if section == "rules" else words))
            yield Entry(section, str(one.get("id")), said, document.file, line, at, spot)

    return make

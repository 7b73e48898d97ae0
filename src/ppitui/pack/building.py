"""The site on which a pack is built: the documents by kind, and the findings so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ppitui.core.conditions import Node, names_in, parse
from ppitui.core.facts import FactType, nearest
from ppitui.core.findings import Finding, Place
from ppitui.core.text import shown
from ppitui.pack.yamlfile import Document, Path

_DEFINED_IN = {
    "route": "route",
    "group of routes": "route",
    "action": "actions",
    "code": "codes",
    "instrument": "instrument",
}


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")  # a word may be spelt like a name and is none


def names_in_text(text: str) -> list[str]:
    """The names in a condition that was not parsed yet."""
    return _NAME.findall(_QUOTED.sub("", text))


@dataclass(slots=True)
class Site:
    """Sound documents by kind, everything found wrong, and the dictionary of names as it grows."""

    documents: dict[str, list[Document]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    facts: dict[str, FactType] = field(default_factory=dict)
    names: dict[str, FactType] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # kinds of which a file was not sound
    # names whose kind nobody can tell: they stand in a policy file that was refused, or read such a name
    untold: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)  # the names that some condition reads
    _seen: dict[tuple[str, str], Place] = field(default_factory=dict)

    def of(self, kind: str) -> list[Document]:
        """The documents of a kind."""
        return self.documents.get(kind, [])

    def fault(self, id: str, place: Place, message: str, mend: str = "") -> None:
        """Note an error."""
        self.findings.append(Finding(id, place, message, mend))

    def warn(self, id: str, place: Place, message: str, mend: str = "") -> None:
        """Note something odd that does not stop the pack."""
        self.findings.append(Finding(id, place, message, mend, "warning"))

    def entries(
        self, kind: str, key: str
    ) -> Iterator[tuple[Document, Path, str, dict[str, object]]]:
        """Every named entry of a kind: the document, the path, the name, the entry."""
        for document in self.of(kind):
            for name, entry in document.data[key].items():
                if self.first(kind, name, document.place((key, name), key=True)):
                    yield document, (key, name), name, entry

    def first(self, kind: str, name: str, place: Place) -> bool:
        """Whether this name is new among its kind; notes a fault where it is not."""
        before = self._seen.setdefault((kind, name), place)
        if before is not place:
            self.fault("TWICE", place, f"{shown(name)} is already defined at {before}")
            return False
        return True

    def known(
        self, document: Document, path: Path, name: str, among: Iterable[str], what: str
    ) -> bool:
        """Whether `name` is one of `among`; notes a fault with the nearest name where it is not."""
        names = tuple(among)
        if name in names:
            return True
        if what in _DEFINED_IN and _DEFINED_IN[what] in self.refused:
            return False  # it may be in the file that was refused; that is fault enough
        words = f"there is no {what} called {shown(name)}{nearest(name, names)}"
        self.fault("UNKNOWN_NAME", document.place(path), words)
        return False

    def reads_untold(self, text: str) -> bool:
        """Whether a condition reads a name whose kind nobody can tell; that was fault enough where it is written."""
        return bool(self.untold) and not self.untold.isdisjoint(names_in_text(text))

    def condition(
        self,
        document: Document,
        path: Path,
        text: str,
        names: Mapping[str, FactType] | None = None,
        expected: str = "yes_no",
    ) -> Node | None:
        """The tree of a condition in a document; notes every fault at its own column.

        None where it has a fault, or reads a name of which nobody can tell what it is.
        """
        if self.reads_untold(text):
            return None
        node, faults = parse(text, self.names if names is None else names, expected)
        for fault in faults:
            if "." in fault.name and "instrument" in self.refused:
                continue  # perhaps an answer in the instrument that was refused
            place = document.place(path, offset=fault.offset)
            self.fault("CONDITION", place, fault.message)
        if node is not None:
            self.read |= names_in(node)
        return node

"""The dictionary: facts, policy and derived names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppitui.core.conditions import Node
from ppitui.core.conditions import nodes as n
from ppitui.core.facts import FactType
from ppitui.core.text import shown
from ppitui.pack.building import Site, names_in_text
from ppitui.pack.gaps import band_names
from ppitui.pack.yamlfile import Document, Path

_MOST_DERIVED = 30


def build_facts(site: Site) -> None:
    """Fill the dictionary of facts."""
    offences = {
        name: str(entry["says"]) for _, _, name, entry in site.entries("offences", "offences")
    }
    for document, path, name, entry in site.entries("facts", "facts"):
        site.facts[name] = _fact(site, document, path, name, entry, offences)
    for document in site.of("facts"):
        for name, entry in document.data["facts"].items():
            _reads(site, document, name, entry)
            _from_before(site, document, name, entry)
    site.names.update(site.facts)


def _reads(site: Site, document: Document, name: str, entry: dict[str, Any]) -> None:
    for how, source in entry.get("reads", {}).items():
        path: Path = ("facts", name, "reads", how)
        if not site.known(document, path, source, site.facts, "fact"):
            continue
        if site.facts[source].kind != "date":
            words = f"{shown(name)} can be read only from a date; {shown(source)} is not one"
            site.fault("READS", document.place(path), words)


def _from_before(site: Site, document: Document, name: str, entry: dict[str, Any]) -> None:
    """What a fact takes over from earlier cases must be words that it can read."""
    kind = site.facts[name]
    words = ("yes", "no") if kind.kind == "yes_no" else kind.values
    listed = entry.get("carries")
    for at, word in enumerate(listed if isinstance(listed, list) else ()):
        site.known(document, ("facts", name, "carries", at), word, words, "value of this fact")
    if "earlier_of" in entry:
        path: Path = ("facts", name, "earlier_of")
        if site.known(document, path, entry["earlier_of"], site.facts, "fact"):
            other = site.facts[entry["earlier_of"]]
            if (other.scope, other.values) != (kind.scope, kind.values):
                words_of = f"{shown(other.name)} is not read in the same words"
                site.fault("READS", document.place(path), words_of)


def _fact(
    site: Site,
    document: Document,
    path: Path,
    name: str,
    entry: dict[str, Any],
    offences: dict[str, str],
) -> FactType:
    values = entry.get("values", [])
    says = dict(entry.get("says", {}))
    if values == "offences":
        values, says = list(offences), {**offences, **says}
    for word in says:
        if values and word not in values and word != "none":
            site.known(document, (*path, "says", word), word, values, "value of this fact")
    reads = entry.get("reads")
    if entry.get("from", 0) > entry.get("to", 0):
        words = f"from {entry['from']} to {entry.get('to', 0)} is no range"
        site.fault("RANGE", document.place((*path, "from")), words)
    if entry["type"] in ("word", "set") and not values:
        site.fault("EMPTY", document.place(path, key=True), "a fact needs the words it may read")
    return FactType(
        name=name,
        scope=entry["scope"],
        kind=entry["type"],
        means=entry["means"],
        values=tuple(values),
        low=entry.get("from", 0),
        high=entry.get("to", 0),
        none=entry.get("none", False),
        safety=entry.get("safety", False),
        says=says,
        reads=next(iter(reads.items())) if reads else None,
        carries=_carries(entry.get("carries", False)),
        earlier_of=entry.get("earlier_of", ""),
        protected=entry.get("protected", False),
        may_ask=entry.get("may_ask", False),
    )


def _carries(stated: bool | list[str]) -> tuple[str, ...]:
    return tuple(stated) if isinstance(stated, list) else ("*",) if stated else ()


def build_derived(site: Site) -> dict[str, tuple[FactType, Node]]:
    """The derived names, each after those that it reads; a cycle is a fault that names its path."""
    builder = _DerivedBuilder(site)
    for name in builder.entries:
        builder.visit(name)
    return builder.found


class _DerivedBuilder:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.entries = {
            name: (document, path, entry)
            for document, path, name, entry in site.entries("derived", "names")
        }
        for name, document, path, band in band_names(site):
            if site.first("derived", name, document.place(path)):
                self.entries[name] = (document, path, band)
        self.found: dict[str, tuple[FactType, Node]] = {}
        self.visiting: list[str] = []
        self.done: set[str] = set()
        self.circular: dict[str, FactType] = {}  # so that a circle is told once, as a circle

    def visit(self, name: str) -> None:
        if name in self.done:
            return
        document, path, entry = self.entries[name]
        place = document.place((*path, "is"))
        means = str(entry["means"])
        if name in self.visiting or len(self.visiting) >= _MOST_DERIVED:
            self.circular[name] = FactType(name, "matter", "yes_no", means)
            if name in self.visiting:
                cycle = " -> ".join([*self.visiting[self.visiting.index(name) :], name])
                words = f"derived names go round in a circle: {cycle}"
            else:
                words = f"derived names read one another more than {_MOST_DERIVED} deep"
            self.site.fault("CYCLE", place, words, "Let one of them read facts.")
            return
        self.visiting.append(name)
        text = str(entry["is"])
        for read in names_in_text(text):
            if read in self.entries:
                self.visit(read)
        self.visiting.pop()
        self.done.add(name)
        if name in self.site.names:
            words = f"{shown(name)} is already a name"
            self.site.fault("TWICE", document.place(path, key=True), words)
            return
        names = {**self.site.names, **self.circular} if self.circular else None
        if self.site.reads_untold(text):
            self.site.untold.add(name)
        node = self.site.condition(document, (*path, "is"), text, names, expected="any")
        kind = _derived_type(name, means, node, self.site.names)
        self.site.names[name] = kind
        if node is not None:
            self.found[name] = (kind, node)


def _derived_type(
    name: str, means: str, node: Node | None, names: Mapping[str, FactType]
) -> FactType:
    match node:
        case n.Arithmetic() | n.Number() | n.Call("one" | "size" | "count" | "sum", _):
            number = True
        case n.Name(other):
            number = other in names and names[other].kind == "number"
        case _:
            number = False
    return FactType(
        name,
        "matter",
        "number" if number else "yes_no",
        means,
        low=-(10**6),
        high=10**6,
    )

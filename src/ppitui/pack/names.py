"""The dictionary: facts, policy and derived names."""

from __future__ import annotations

import re
from typing import Any

from ppitui.core.conditions import Node
from ppitui.core.definitions import Setting
from ppitui.core.facts import FactType
from ppitui.core.text import shown
from ppitui.core.values import Value
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def build_facts(site: Site) -> None:
    """Fill the dictionary of facts."""
    offences = {
        name: str(entry["says"]) for _, _, name, entry in site.entries("offences", "offences")
    }
    for document, path, name, entry in site.entries("facts", "facts"):
        site.facts[name] = _fact(site, document, path, name, entry, offences)
    for document, path, name, entry in (
        (document, ("facts", name), name, entry)
        for document in site.of("facts")
        for name, entry in document.data["facts"].items()
    ):
        for how, source in entry.get("reads", {}).items():
            kind = site.facts.get(source)
            if site.known(document, (*path, "reads", how), source, site.facts, "fact"):
                if kind is not None and kind.kind != "date":
                    words = (
                        f"{shown(name)} can be read only from a date; {shown(source)} is not one"
                    )
                    site.fault("READS", document.place((*path, "reads", how)), words)
    site.names.update(site.facts)


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
    )


def build_policy(site: Site) -> dict[str, Setting]:
    """The policy settings; their names join the dictionary."""
    found: dict[str, Setting] = {}
    for document, path, name, entry in site.entries("policy", "settings"):
        if name in site.names:
            site.fault("TWICE", document.place(path, key=True), f"{shown(name)} is already a fact")
            continue
        raw: Any = entry["value"]
        value: Value = frozenset(raw) if isinstance(raw, list) else raw
        kind = {bool: "yes_no", int: "number"}.get(type(raw), "words")
        site.names[name] = FactType(
            name=name,
            scope="policy",
            kind=kind,  # type: ignore[arg-type]  # one of the three just chosen
            means=str(entry["means"]),
            values=_words_of(site, document, path, entry),
            low=-(10**6),
            high=10**6,
        )
        found[name] = Setting(
            name,
            value,
            str(entry["means"]),
            str(entry["source"]),
            str(entry["sure"]),
            str(entry["owner"]),
            str(entry["decided"]),
        )
    return found


def _words_of(site: Site, document: Document, path: Path, entry: dict[str, Any]) -> tuple[str, ...]:
    raw = entry["value"]
    if not isinstance(raw, list):
        return ()
    of = entry.get("of")
    fact = site.facts.get("current_offence.type" if of == "offences" else str(of))
    if fact is None:
        return tuple(raw)
    for at, word in enumerate(raw):
        site.known(document, (*path, "value", at), word, fact.values, f"value of {fact.name}")
    return fact.values


def build_derived(site: Site) -> dict[str, tuple[FactType, Node]]:
    """The derived names, each after those that it reads; a cycle is a fault that names its path."""
    entries = {
        name: (document, path, entry)
        for document, path, name, entry in site.entries("derived", "names")
    }
    found: dict[str, tuple[FactType, Node]] = {}
    visiting: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        if name in done:
            return
        document, path, entry = entries[name]
        if name in visiting:
            cycle = " -> ".join([*visiting[visiting.index(name) :], name])
            words = f"derived names go round in a circle: {cycle}"
            site.fault("CYCLE", document.place((*path, "is")), words, "Let one of them read facts.")
            return
        visiting.append(name)
        text = str(entry["is"])
        for read in _NAME.findall(text):
            if read in entries:
                visit(read)
        visiting.pop()
        if name in done:
            return
        done.add(name)
        if name in site.names:
            site.fault("TWICE", document.place(path, key=True), f"{shown(name)} is already a name")
            return
        node = site.condition(document, (*path, "is"), text, expected="any")
        kind = _derived_type(name, str(entry["means"]), node)
        site.names[name] = kind
        if node is not None:
            found[name] = (kind, node)

    for name in entries:
        visit(name)
    return found


def _derived_type(name: str, means: str, node: Node | None) -> FactType:
    from ppitui.core.conditions import nodes as n

    number = isinstance(node, n.Arithmetic) or (
        isinstance(node, n.Call) and node.function in ("one", "size", "count", "sum")
    )
    return FactType(
        name,
        "matter",
        "number" if number else "yes_no",
        means,
        low=-(10**6),
        high=10**6,
    )

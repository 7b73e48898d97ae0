"""The promises of a pack: read, and every name in them checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ppitui.core.conditions import Node
from ppitui.core.definitions import Route
from ppitui.core.promises import Promise, names_for
from ppitui.core.rules import Ruleset
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

_HARMING = "treats_as_harming"


def build_promises(
    site: Site, rules: Ruleset, routes: Mapping[str, Route], groups: Mapping[str, Sequence[str]]
) -> tuple[Promise, ...]:
    """Every promise of every file of that kind, in order."""
    among = {**groups, _HARMING: [one.id for one in routes.values() if one.treats_as_harming]}
    found: list[Promise] = []
    for document in site.of("promises"):
        for at, entry in enumerate(document.data["promises"]):
            path: Path = ("promises", at)
            if site.first("promise", entry["id"], document.place((*path, "id"))):
                found.append(_promise(site, document, path, entry, rules, among))
    return tuple(found)


def _promise(
    site: Site,
    document: Document,
    path: Path,
    entry: Mapping[str, Any],
    rules: Ruleset,
    among: Mapping[str, Sequence[str]],
) -> Promise:
    names = names_for(rules)

    def condition(key: str) -> Node | None:
        if key not in entry:
            return None
        return site.condition(document, (*path, key), entry[key], names)

    def listed(key: str, known: Sequence[str], what: str) -> tuple[str, ...]:
        words = entry.get(key, [])
        for at, word in enumerate(words):
            site.known(document, (*path, key, at), word, known, what)
        return tuple(word for word in words if word in known)

    asks = [key for key in ("then", "only_rules", "shape") if key in entry]
    if len(asks) != 1:
        words = "a promise says one thing: then, only_rules or shape"
        site.fault("PROMISE", document.place((*path, "id")), words)
    _of_letters(site, document, path, entry)
    return Promise(
        id=entry["id"],
        says=entry["says"],
        source=entry["source"],
        when=condition("when"),
        unless=condition("unless"),
        then=condition("then"),
        routes=_routes(site, document, (*path, "routes"), entry.get("routes", []), rules, among),
        not_known=listed("not_known", tuple(rules.facts), "fact"),
        complete=entry.get("complete", False),
        facts=tuple(entry.get("facts", [])),
        only_rules=listed("only_rules", [rule.id for rule in rules.rules], "rule"),
        shape=entry.get("shape"),
        but_not=listed("but_not", rules.routes, "route"),
        audiences=tuple(entry.get("audiences", [])),
        never=tuple(entry.get("never", [])),
        place=document.place((*path, "id")),
    )


def _of_letters(site: Site, document: Document, path: Path, entry: Mapping[str, Any]) -> None:
    """What is promised of letters names their readers, and what they never get."""
    if (entry.get("shape") == "letters") != ("audiences" in entry) or (
        "audiences" in entry and ("never" in entry) == ("routes" in entry)
    ):
        words = "`shape: letters` takes audiences, and either never or routes"
        site.fault("PROMISE", document.place((*path, "id")), words)


def _routes(
    site: Site,
    document: Document,
    path: Path,
    named: str | list[str],
    rules: Ruleset,
    among: Mapping[str, Sequence[str]],
) -> tuple[str, ...]:
    if isinstance(named, str):
        if not site.known(document, path, named, among, "group of routes"):
            return ()
        return tuple(among[named])
    for at, route in enumerate(named):
        site.known(document, (*path, at), route, rules.routes, "route")
    return tuple(route for route in named if route in rules.routes)

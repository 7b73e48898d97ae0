"""The legal grounds on which letters leave: exactly one is the usual one for every letter that the routes may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ppitui.core.definitions import Route
from ppitui.core.gateways import Gateway, usual
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.files import PackFiles
from ppitui.pack.yamlfile import Document, Path

# How a letter prints the ground that was chosen for it.
_PRINTED = b"letter.ground"
_MEND = "Exactly one ground is usual for every letter: see `usual_for`."


def build_gateways(site: Site, files: PackFiles, routes: Mapping[str, Route]) -> dict[str, Gateway]:
    """The grounds by id; none where the pack is from before they were definitions.

    Notes a route that is not there, what two grounds are usual for, and letters that have no usual ground.
    """
    found: dict[str, Gateway] = {}
    claimed: dict[tuple[str, str], str] = {}
    for document, path, name, entry in site.entries("gateways", "gateways"):
        found[name] = _gateway(name, entry)
        for at, sort, what in _claims(path, entry):
            if sort == "route" and not site.known(document, at, what, routes, "route"):
                continue
            before = claimed.setdefault((sort, what), name)
            if before != name:
                words = f"{_letters(sort, what)} have their usual ground already: {shown(before)}"
                site.fault("GROUND", document.place(at), words, _MEND)
    if found:
        _without(site, found, routes)
    elif "gateways" not in site.refused and any(map(_prints, files.items())):
        words = "letters print the ground on which they leave, and no file is of kind `gateways`"
        site.fault("MISSING", Document("instruments").place(()), words)
    return found


def _gateway(name: str, entry: Mapping[str, Any]) -> Gateway:
    usual_for = entry.get("usual_for", {})
    return Gateway(
        id=name,
        says=str(entry["says"]),
        routes=tuple(usual_for.get("routes", ())),
        audiences=tuple(usual_for.get("audiences", ())),
        no_one_route=bool(usual_for.get("no_one_route", False)),
        source=str(entry["source"]),
        sure=str(entry["sure"]),
        owner=str(entry["owner"]),
        decided=str(entry["decided"]),
    )


def _claims(path: Path, entry: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """What a ground says that it is usual for: where that stands, of which sort it is, and which."""
    usual_for = entry.get("usual_for", {})
    for key, sort in (("routes", "route"), ("audiences", "audience")):
        for at, what in enumerate(usual_for.get(key, ())):
            yield (*path, "usual_for", key, at), sort, what
    if "no_one_route" in usual_for:
        yield (*path, "usual_for", "no_one_route"), "none", ""


def _letters(sort: str, what: str) -> str:
    """The letters that are claimed, in words."""
    return {
        "route": f"letters about {what} to an agency",
        "audience": f"letters to the audience {what}",
        "none": "letters about no one route",
    }[sort]


def _without(site: Site, found: Mapping[str, Gateway], routes: Mapping[str, Route]) -> None:
    """Letters that a route may have, and those about none, for which no ground is the usual one."""
    if {"gateways", "route"} & site.refused:
        return  # what is missing here may stand in the file that was refused
    place = site.of("gateways")[0].place(("gateways",), key=True)
    left: dict[str, list[str]] = {}
    for route in routes.values():
        for audience in route.audiences:
            if not usual(found, route.id, audience):
                left.setdefault(audience, []).append(route.id)
    for audience, names in left.items():
        words = f"no ground is usual for letters to the audience {audience}: {', '.join(names)}"
        site.fault("GROUND", place, words, _MEND)
    if not usual(found, "", "closed"):
        site.fault("GROUND", place, f"no ground is usual for {_letters('none', '')}", _MEND)


def _prints(file: tuple[str, bytes]) -> bool:
    name, raw = file
    return name.startswith("templates/") and _PRINTED in raw

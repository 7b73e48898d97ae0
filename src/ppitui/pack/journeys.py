"""Journeys: which instruments are asked, of whom, and what the setting itself settles."""

from __future__ import annotations

from ppitui.core.definitions import Instrument, Journey
from ppitui.core.facts import read_value
from ppitui.core.values import Value
from ppitui.pack.building import Site
from ppitui.pack.questions import clears


def build_journeys(site: Site, instruments: dict[str, Instrument]) -> dict[str, Journey]:
    """Every journey by id."""
    found: dict[str, Journey] = {}
    for document in site.of("journey"):
        entry = document.data
        if not site.first("journey", entry["id"], document.place(("id",))):
            continue
        for at, name in enumerate(entry["asks"]):
            site.known(document, ("asks", at), name, instruments, "instrument")
        sets: dict[str, Value] = {}
        for name, raw in entry.get("sets", {}).items():
            if site.known(document, ("sets", name), name, site.facts, "fact"):
                try:
                    sets[name] = read_value(site.facts[name], raw)
                except ValueError as error:
                    site.fault("VALUE", document.place(("sets", name)), f"{name}: {error}")
                    continue
                if clears(site.facts[name], sets[name]):
                    words = f"only a person's own answer settles {name} to no; a journey may not"
                    site.fault("SAFETY", document.place(("sets", name)), words)
        found[entry["id"]] = Journey(
            entry["id"],
            entry["title"],
            entry["purpose"],
            tuple(entry["who"]),
            tuple(entry["asks"]),
            sets,
            entry.get("minutes", 0),
            entry.get("leaves", ""),
        )
    return found

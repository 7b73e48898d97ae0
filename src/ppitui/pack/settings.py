"""The policy: the force's own settings, each within what anybody can have meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ppitui.core.definitions import MOST, Setting
from ppitui.core.facts import FactType
from ppitui.core.text import shown
from ppitui.pack import schema
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path


def sound_settings(site: Site, document: Document) -> Document | None:
    """Of a policy file that was refused, the settings that are sound; what the others are called is noted as untold.

    None where it cannot be told what the file defines: then nobody knows which names elsewhere are wrong.
    """
    settings = document.data.get("settings")
    if not isinstance(settings, dict) or not all(isinstance(name, str) for name in settings):
        return None
    sound = {}
    for name, entry in settings.items():
        alone = replace(document, data={"kind": "policy", "settings": {name: entry}})
        if schema.faults(alone):
            site.untold.add(name)
        else:
            sound[name] = entry
    return replace(document, data={"kind": "policy", "settings": sound})


def build_policy(site: Site) -> dict[str, Setting]:
    """The policy settings; their names join the dictionary."""
    found: dict[str, Setting] = {}
    entries = list(site.entries("policy", "settings"))
    for document, path, name, entry in entries:
        if name in site.names:
            site.fault("TWICE", document.place(path, key=True), f"{shown(name)} is already a fact")
            continue
        found[name] = _setting(site, document, path, entry)
        kind = {bool: "yes_no", int: "number"}.get(type(entry["value"]), "words")
        site.names[name] = FactType(
            name=name,
            scope="policy",
            kind=kind,  # type: ignore[arg-type]  # one of the three just chosen
            means=found[name].means,
            values=_words_of(site, document, path, entry),
            low=found[name].least,
            high=found[name].most,
        )
    for document, path, _, entry in entries:
        if "more_than" in entry:
            _more(site, document, path, entry, found)
    return found


def _setting(site: Site, document: Document, path: Path, entry: Mapping[str, Any]) -> Setting:
    """One setting; a value outside its limits is a fault at the value."""
    raw = entry["value"]
    setting = Setting(
        name=str(path[-1]),
        value=frozenset(raw) if isinstance(raw, list) else raw,
        means=str(entry["means"]),
        source=str(entry["source"]),
        sure=str(entry["sure"]),
        owner=str(entry["owner"]),
        decided=str(entry["decided"]),
        least=entry.get("least", 0),
        most=entry.get("most", MOST),
        more_than=entry.get("more_than", ""),
    )
    is_list = isinstance(raw, list)
    many = len(raw) if is_list else raw
    if isinstance(many, bool):
        return setting
    if not setting.least <= many <= setting.most:
        words = "so many words" if is_list else "a number"
        mend = f"Give {words} from {setting.least} to {setting.most}."
        what = f"{many} words are" if is_list else f"{many} is"
        site.fault("OUTSIDE", document.place((*path, "value")), f"{what} outside its limits", mend)
    return setting


def _more(
    site: Site,
    document: Document,
    path: Path,
    entry: Mapping[str, Any],
    found: Mapping[str, Setting],
) -> None:
    other, value = entry["more_than"], entry["value"]
    if other in site.untold:
        return
    if not site.known(document, (*path, "more_than"), other, found, "policy setting"):
        return
    least = found[other].value
    if {type(value), type(least)} != {int}:  # a yes or no is a number to Python
        site.fault("TYPE", document.place((*path, "more_than")), "both must be numbers")
    elif value <= least:
        words = f"{value} is not more than {shown(other)}, which is {least}"
        mend = f"Give a number over {least}, or make {shown(other)} smaller."
        site.fault("OUTSIDE", document.place((*path, "value")), words, mend)


def _words_of(site: Site, document: Document, path: Path, entry: dict[str, Any]) -> tuple[str, ...]:
    raw = entry["value"]
    if not isinstance(raw, list):
        return ()
    of = entry.get("of")
    fact = site.facts.get("current_offence.type" if of == "offences" else str(of))
    among = tuple(entry.get("among", ()))
    if fact is None:
        return among or tuple(raw)
    for at, word in enumerate(among):
        site.known(document, (*path, "among", at), word, fact.values, f"value of {fact.name}")
    may, what = among or fact.values, f"word for {path[-1]}" if among else f"value of {fact.name}"
    for at, word in enumerate(raw):
        site.known(document, (*path, "value", at), word, may, what)
    return may

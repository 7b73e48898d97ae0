"""The written mappings of a pack: what becomes of answers that drafts gave under older definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppitui.core.definitions import Instrument, Item, Mapped, Migration
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

_HOW = ("rename", "recode", "split", "retire")


def build_mappings(site: Site, instruments: Mapping[str, Instrument]) -> tuple[Migration, ...]:
    """Every mapping, its new questions and choices checked; the old ones are checked where they are kept."""
    items = {item.key: item for one in instruments.values() for item in one.items}
    found: list[Migration] = []
    for document in site.of("mapping"):
        data = document.data
        steps: list[Mapped] = []
        for at, entry in enumerate(data["steps"]):
            step = _step(site, document, ("steps", at), entry, items)
            if step is not None:
                steps.append(step)
                site.first(
                    f"mapping of {document.file}",
                    step.item,
                    document.place(("steps", at, step.how)),
                )
        for at, source in enumerate(data["from"]):
            site.first("mapping from", source, document.place(("from", at)))
        found.append(
            Migration(tuple(data["from"]), data["why"], tuple(steps), document.place(("from",)))
        )
    return tuple(found)


def _step(
    site: Site, document: Document, path: Path, entry: Mapping[str, Any], items: Mapping[str, Item]
) -> Mapped | None:
    hows = [how for how in _HOW if how in entry]
    if len(hows) != 1:
        words = "a step does one thing: " + ", ".join(_HOW)
        site.fault("MAPPING", document.place(path), words)
        return None
    how = hows[0]
    needs = {"rename": {"to"}, "recode": {"choices"}, "split": {"to"}, "retire": set()}[how]
    may = {"rename": {"choices"}, "recode": {"to"}, "split": set(), "retire": set()}[how]
    keys = set(entry) - {how}
    apart = isinstance(entry.get("to"), dict)
    if not needs <= keys <= needs | may or apart != (how == "split"):
        also = f", {' and '.join(sorted(may))} may stand beside it" if may else ""
        words = f"`{how}` takes {' and '.join(sorted(needs)) or 'nothing'}{also}"
        site.fault("MAPPING", document.place((*path, how)), words, _MEND[how])
        return None
    to: dict[str, Mapping[str, str] | None] = {}
    if how == "split":
        to = {target: dict(choices) for target, choices in entry["to"].items()}
    elif how != "retire":
        to = {str(entry.get("to", entry[how])): entry.get("choices")}
    for target, choices in to.items():
        _known(site, document, path, entry, target, choices, items)
    return Mapped(str(entry[how]), how, {name: of for name, of in to.items() if name in items})


def _known(
    site: Site,
    document: Document,
    path: Path,
    entry: Mapping[str, Any],
    target: str,
    choices: Mapping[str, str] | None,
    items: Mapping[str, Item],
) -> None:
    """Every question and choice of these definitions that a step names is there."""
    if "to" not in entry:
        inner: Path = (*path, "recode")
    else:
        inner = (*path, "to", target) if isinstance(entry["to"], dict) else (*path, "to")
    if not site.known(document, inner, target, items, "question"):
        return
    options = [option.id for option in items[target].options]
    base = inner if isinstance(entry.get("to"), dict) else (*path, "choices")
    for old, new in (choices or {}).items():
        what = f"choice of {shown(target)}"
        site.known(document, (*base, old), new, options, what)


_MEND = {
    "rename": "Say: {rename: old.question, to: new.question}.",
    "recode": "Say: {recode: a.question, choices: {old_choice: new_choice}}.",
    "split": "Say: {split: old.question, to: {new.one: {old_choice: new_choice}, new.other: {}}}.",
    "retire": "Say: {retire: old.question}.",
}

"""Weight lists, typologies, prompts and dates: what is shown beside the routes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ppitui.core.conditions import Compiled, compile_condition
from ppitui.core.outputs.kinds import Besides, Dated, OffenceWeight, Prompt, Typology, WeightList
from ppitui.core.rules import Ruleset
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path


def build_besides(site: Site, rules: Ruleset) -> Besides:
    """Everything shown beside the routes, its conditions compiled over the same names as the rules."""
    return _Builder(site, rules).build()


class _Builder:
    def __init__(self, site: Site, rules: Ruleset) -> None:
        self.site = site
        self.rules = rules

    def build(self) -> Besides:
        site = self.site
        weights = [self._weights(document) for document in site.of("weights")]
        typologies = [
            self._typology(document, path, name, entry)
            for document, path, name, entry in site.entries("typologies", "typologies")
        ]
        prompts: dict[str, tuple[Prompt, ...]] = {}
        for document in site.of("prompts"):
            shows = document.data["shows"]
            listed = self._prompts(document, ("prompts",), document.data["prompts"])
            for at, one in enumerate(listed):
                site.first(f"prompt {shows}", one.id, document.place(("prompts", at, "id")))
                if shows == "grade" and not one.grade:
                    words = "a sign of a grade says which: standard, medium or high"
                    site.fault("MISSING", document.place(("prompts", at, "id")), words)
            prompts[shows] = (*prompts.get(shows, ()), *listed)
        dates = [
            self._dated(document, path, name, entry)
            for document, path, name, entry in site.entries("dates", "dates")
        ]
        return Besides(tuple(weights), tuple(typologies), prompts, tuple(dates))

    def _weights(self, document: Document) -> WeightList:
        data = document.data
        known = self.rules.facts.get("current_offence.type")
        among = known.values if known else ()
        offences: dict[str, OffenceWeight | None] = {}
        for name, raw in data["offences"].items():
            path: Path = ("offences", name)
            if among:
                self.site.known(document, path, name, among, "offence")
            offences[name] = _weight(raw)
        return WeightList(
            id=data["id"],
            title=data["title"],
            year=data["year"],
            unit=data["unit"],
            source=data["source"],
            rights=data["rights"],
            caution=data["caution"],
            offences=offences,
        )

    def _condition(
        self, document: Document, path: Path, text: str
    ) -> tuple[Compiled, frozenset[str]]:
        node = self.site.condition(document, path, text)
        if node is None:
            return (lambda _env: None), frozenset()
        reads = frozenset(
            name for name in self.rules.facts_read(node) if name not in self.rules.policy
        )
        return compile_condition(node, self.rules.slots), reads

    def _prompts(
        self, document: Document, path: Path, entries: Iterable[dict[str, Any]]
    ) -> tuple[Prompt, ...]:
        found: list[Prompt] = []
        for at, entry in enumerate(entries):
            condition, reads = self._condition(document, (*path, at, "when"), entry["when"])
            found.append(
                Prompt(
                    id=entry["id"],
                    says=entry["says"],
                    source=entry["source"],
                    condition=condition,
                    reads=reads,
                    own=entry.get("own", ""),
                    grade=entry.get("grade", ""),
                    whose=entry.get("for", ""),
                )
            )
        return tuple(found)

    def _typology(
        self, document: Document, path: Path, name: str, entry: dict[str, Any]
    ) -> Typology:
        gate: tuple[Compiled | None, frozenset[str]] = (None, frozenset())
        if "when" in entry:
            gate = self._condition(document, (*path, "when"), entry["when"])
        markers = self._prompts(document, (*path, "markers"), entry["markers"])
        if entry["least"] > len(markers):
            words = f"{entry['least']} markers are wanted, and there are {len(markers)}"
            self.site.fault("RANGE", document.place((*path, "least")), words)
        return Typology(
            id=name,
            says=entry["says"],
            consider=entry["consider"],
            published=entry["published"],
            source=entry["source"],
            least=entry["least"],
            markers=markers,
            gate=gate[0],
            gate_reads=gate[1],
        )

    def _dated(self, document: Document, path: Path, name: str, entry: dict[str, Any]) -> Dated:
        site, facts = self.site, self.rules.facts
        for key in ("from", "left"):
            if key in entry and site.known(document, (*path, key), entry[key], facts, "fact"):
                wanted = "date" if key == "from" else "number"
                if facts[entry[key]].kind != wanted:
                    words = f"{shown(entry[key])} is no {wanted}"
                    site.fault("READS", document.place((*path, key)), words)
        unit, add = next(iter(entry.get("add", {"days": 0}).items()))
        if isinstance(add, str):
            site.known(document, (*path, "add", unit), add, self.rules.policy, "policy setting")
        condition: Compiled | None = None
        reads: frozenset[str] = frozenset()
        if "when" in entry:
            condition, reads = self._condition(document, (*path, "when"), entry["when"])
        return Dated(
            id=name,
            start=entry["from"],
            says=entry["says"],
            source=entry["source"],
            sure=entry["sure"],
            left=entry.get("left", ""),
            unit=unit,
            add=add,
            condition=condition,
            reads=reads,
        )


def _weight(raw: Any) -> OffenceWeight | None:
    """An entry of a list: a number, none, or a number with what is to be said of it."""
    if raw == "none":
        return None
    entry: dict[str, Any] = raw if isinstance(raw, dict) else {"weight": raw}
    low = _tenths(entry["weight"])
    high = _tenths(entry.get("to", entry["weight"]))
    low, high = min(low, high), max(low, high)
    return OffenceWeight(low, high, entry.get("sure") == "inferred", entry.get("note", ""))


def _tenths(raw: int | str) -> int:
    whole, _, rest = str(raw).partition(".")
    return int(whole) * 10 + int(rest or 0)

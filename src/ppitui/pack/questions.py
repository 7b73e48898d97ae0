"""Instruments and journeys: the questions, what their answers settle, when they are asked."""

from __future__ import annotations

import re
from typing import Any

from ppitui.core.answers import DECLINED, NOT_KNOWN
from ppitui.core.conditions import Slots, compile_condition
from ppitui.core.definitions import Calculation, Instrument, Item, Option, Target
from ppitui.core.facts import FactType, nearest, read_value
from ppitui.core.text import shown
from ppitui.core.values import NOTHING, Value
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

PLACEHOLDERS = ("name", "they", "their", "them", "harmed")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_MEMBER_OF_SET: dict[str, Value] = {"yes": True, "no": False}


class QuestionBuilder:
    """Builds instruments. Gates may read facts, policy, derived names and other answers."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.names: dict[str, FactType] = dict(site.names)
        for document in site.of("instrument"):
            for at, entry in enumerate(document.data["asks"]):
                kind = _answer_type(site, document.data["id"], entry)
                if kind.name in site.names:
                    place = document.place(("asks", at, "id"))
                    site.fault("TWICE", place, f"{shown(kind.name)} is already the name of a fact")
                self.names.setdefault(kind.name, kind)
        self.slots = Slots({name: at for at, name in enumerate(self.names)}, self.names)

    def instruments(self) -> dict[str, Instrument]:
        """Every instrument by id."""
        found: dict[str, Instrument] = {}
        for document in self.site.of("instrument"):
            entry = document.data
            if self.site.first("instrument", entry["id"], document.place(("id",))):
                items = [
                    self._item(document, ("asks", at), one) for at, one in enumerate(entry["asks"])
                ]
                calculations = [
                    self._calculation(document, ("calculations", at), one)
                    for at, one in enumerate(entry.get("calculations", []))
                ]
                found[entry["id"]] = Instrument(
                    entry["id"],
                    entry["title"],
                    entry["about"],
                    tuple(items),
                    tuple(one for one in calculations if one),
                )
        return found

    def _item(self, document: Document, path: Path, entry: dict[str, Any]) -> Item:
        key = f"{document.data['id']}.{entry['id']}"
        self.site.first("item", key, document.place((*path, "id")))
        for said in ("ask", "why"):
            _placeholders(self.site, document, (*path, said), entry[said], "each" in entry)
        gate = None
        if "when" in entry:
            gate = self.site.condition(document, (*path, "when"), entry["when"], self.names)
        options = self._options(document, path, entry)
        targets = self._targets(document, path, entry, options)
        self._scopes(document, path, entry, targets)
        low, high = self._bounds(document, path, entry, targets)
        return Item(
            key=key,
            ask=entry["ask"],
            why=entry["why"],
            kind=entry["type"],
            source=entry["from"],
            basis=entry["basis"],
            audience=entry["audience"],
            each="each" in entry,
            when=gate,
            gate=compile_condition(gate, self.slots) if gate is not None else None,
            otherwise=self._otherwise(document, path, entry, targets),
            targets=targets,
            options=options,
            low=low,
            high=high,
            max_chars=entry.get("max_chars", 2000),
            required=entry.get("required", False),
            past=entry.get("past", False),
            kept_because=entry.get("kept_because", ""),
            place=document.place((*path, "id")),
        )

    def _bounds(
        self, document: Document, path: Path, entry: dict[str, Any], targets: tuple[Target, ...]
    ) -> tuple[int, int]:
        """The least and the most that a number may be, within what its fact may."""
        low, high = _bounds_of(self.site, entry)
        if low > high:
            words = f"min {low} is above max {high}"
            self.site.fault("RANGE", document.place((*path, "min")), words)
        if targets and entry["type"] == "number":
            fact = self.site.facts[targets[0].fact]
            if fact.kind == "number" and not fact.low <= low <= high <= fact.high:
                words = f"{fact.name} reads from {fact.low} to {fact.high}; this goes beyond it"
                which = "min" if low < fact.low else "max"
                self.site.fault("VALUE", document.place((*path, which)), words)
        return low, high

    def target(self, document: Document, path: Path, name: str) -> Target | None:
        """The target of that name; notes a fault where there is none."""
        if name in self.site.facts:
            return Target(name)
        fact, _, member = name.rpartition(".")
        kind = self.site.facts.get(fact)
        if kind is not None and kind.kind == "set":
            if self.site.known(document, path, member, kind.values, f"member of {fact}"):
                return Target(fact, member)
            return None
        self.site.known(document, path, name, self.site.facts, "fact")
        return None

    def _options(self, document: Document, path: Path, entry: dict[str, Any]) -> tuple[Option, ...]:
        kind = entry["type"]
        if kind == "yes_no":
            return self._yes_no(document, path, entry)
        if kind == "lookup":
            return self._lookup(document, path, entry)
        found: list[Option] = []
        for at, one in enumerate(entry.get("options", [])):
            inner = (*path, "options", at)
            if any(one["id"] == other.id for other in found):
                words = f"the option {shown(one['id'])} is here twice"
                self.site.fault("TWICE", document.place((*inner, "id")), words)
            if one["id"] in (NOT_KNOWN, DECLINED) or one["id"].isdigit():
                words = f"{shown(one['id'])} means something else when it is typed as an answer"
                self.site.fault("RESERVED", document.place((*inner, "id")), words)
            settles = self._option(document, path, inner, entry, one)
            if kind == "any_of":
                self._one_yes_each(document, inner, settles, found)
            found.append(Option(one["id"], one["says"], settles, tuple(one.get("tags", ()))))
        return tuple(found)

    def _lookup(self, document: Document, path: Path, entry: dict[str, Any]) -> tuple[Option, ...]:
        if "settles" not in entry:
            words = "a lookup needs `settles`: the fact whose words it looks up"
            self.site.fault("SETTLES", document.place((*path, "id")), words)
            return ()
        target = self.target(document, (*path, "settles"), entry["settles"])
        if target is None:
            return ()
        fact = self.site.facts[target.fact]
        if target.member or fact.kind != "word":
            words = f"a lookup cannot settle {fact.name}, which is a {fact.kind}"
            self.site.fault("SETTLES", document.place((*path, "settles")), words)
        return tuple(Option(word, fact.word(word), ((target, word),)) for word in fact.values)

    def _one_yes_each(
        self,
        document: Document,
        inner: Path,
        settles: tuple[tuple[Target, Value], ...],
        before: list[Option],
    ) -> None:
        """Chosen is yes and not chosen is no, so two choices for one fact would contradict."""
        taken = {target for option in before for target, _ in option.settles}
        for target, value in settles:
            if value is not True:
                words = f"a choice among several says yes or no; {target.fact} needs more than that"
                self.site.fault("SETTLES", document.place((*inner, "settles")), words)
            elif target in taken:
                what = target.fact + (f".{target.member}" if target.member else "")
                words = f"another choice here settles {what} too; not choosing this would unsay it"
                self.site.fault("TWICE", document.place((*inner, "id")), words)

    def _yes_no(self, document: Document, path: Path, entry: dict[str, Any]) -> tuple[Option, ...]:
        if "settles" not in entry:
            return (Option("yes", "yes"), Option("no", "no"))
        target = self.target(document, (*path, "settles"), entry["settles"])
        if target is None:
            return (Option("yes", "yes"), Option("no", "no"))
        kind = self.site.facts[target.fact]
        if not target.member and kind.kind != "yes_no":
            words = f"a yes or no cannot settle {kind.name}, which is a {kind.kind}"
            self.site.fault("SETTLES", document.place((*path, "settles")), words)
        return (Option("yes", "yes", ((target, True),)), Option("no", "no", ((target, False),)))

    def _option(
        self,
        document: Document,
        path: Path,
        inner: Path,
        entry: dict[str, Any],
        one: dict[str, Any],
    ) -> tuple[tuple[Target, Value], ...]:
        own = one.get("settles")
        if isinstance(own, str):
            target = self.target(document, (*inner, "settles"), own)
            kind = self.site.facts[target.fact] if target else None
            if target and kind and not target.member and kind.kind != "yes_no":
                words = f"choosing this says yes; {kind.name} is a {kind.kind}"
                self.site.fault("SETTLES", document.place((*inner, "settles")), words)
            return ((target, True),) if target else ()
        if isinstance(own, dict):
            found = []
            for name, raw in own.items():
                target = self.target(document, (*inner, "settles", name), name)
                if target:
                    value = self._value(document, (*inner, "settles", name), target, raw)
                    found.append((target, value))
            return tuple(found)
        if "settles" not in entry:
            return ()
        name = entry["settles"]
        if entry["type"] == "any_of":
            name = f"{name}.{one['id']}"
            target = self.target(document, (*inner, "id"), name)
            return ((target, True),) if target else ()
        target = self.target(document, (*path, "settles"), name)
        if target is None:
            return ()
        at = (*inner, "as") if "as" in one else (*inner, "id")
        return ((target, self._value(document, at, target, one.get("as", one["id"]))),)

    def _value(self, document: Document, path: Path, target: Target, raw: Any) -> Value:
        fact = self.site.facts[target.fact]
        if target.member:
            if raw in ("yes", "no"):
                return _MEMBER_OF_SET[raw]
            self.site.fault(
                "VALUE", document.place(path), f"expected yes or no, found {shown(raw)}"
            )
            return None
        try:
            return read_value(fact, raw)
        except ValueError as error:
            self.site.fault("VALUE", document.place(path), f"{fact.name}: {error}")
            return None

    def _targets(
        self, document: Document, path: Path, entry: dict[str, Any], options: tuple[Option, ...]
    ) -> tuple[Target, ...]:
        if entry["type"] in ("number", "date", "text"):
            if "settles" not in entry:
                return ()
            part = self._part_of_numbers(entry)
            if part:
                return (part,)
            target = self.target(document, (*path, "settles"), entry["settles"])
            fact = self.site.facts.get(target.fact) if target else None
            if fact is not None and fact.kind != entry["type"]:
                words = f"a {entry['type']} cannot settle {fact.name}, which is a {fact.kind}"
                self.site.fault("SETTLES", document.place((*path, "settles")), words)
            return (target,) if target else ()
        return tuple(dict.fromkeys(target for one in options for target, _ in one.settles))

    def _part_of_numbers(self, entry: dict[str, Any]) -> Target | None:
        """One of the several numbers of a fact, each asked for by a question of its own."""
        fact, _, member = entry["settles"].rpartition(".")
        kind = self.site.facts.get(fact)
        if entry["type"] == "number" and kind and kind.kind == "numbers" and member in kind.values:
            return Target(fact, member)
        return None

    def _scopes(
        self, document: Document, path: Path, entry: dict[str, Any], targets: tuple[Target, ...]
    ) -> None:
        for target in targets:
            pair = self.site.facts[target.fact].scope == "pair"
            if pair != ("each" in entry):
                about = "about one person harmed" if pair else "about the person or the matter"
                mend = "Add `each: harmed`." if pair else "Take `each: harmed` out."
                words = f"{target.fact} is {about}; this item is not"
                self.site.fault("SCOPE", document.place((*path, "id")), words, mend)

    def _otherwise(
        self, document: Document, path: Path, entry: dict[str, Any], targets: tuple[Target, ...]
    ) -> tuple[tuple[Target, Value], ...]:
        if "otherwise" not in entry:
            return ()
        raw = entry["otherwise"]
        found: list[tuple[Target, Value]] = []
        for target in targets:
            kind = self.site.facts[target.fact].kind
            plain = "no" if target.member or (kind == "yes_no" and raw in ("none", [])) else raw
            value = self._value(document, (*path, "otherwise"), target, plain)
            if clears(self.site.facts[target.fact], value):
                words = f"only a person's own answer settles {target.fact} to no; a gate may not"
                mend = "Take `otherwise` out: the fact then stays not known."
                self.site.fault("SAFETY", document.place((*path, "otherwise")), words, mend)
            found.append((target, value))
        return tuple(found)

    def _calculation(
        self, document: Document, path: Path, entry: dict[str, Any]
    ) -> Calculation | None:
        target = self.target(document, (*path, "settles"), entry["settles"])
        node = self.site.condition(document, (*path, "when"), entry["when"], self.names)
        if target is None or node is None:
            return None
        fact = self.site.facts[target.fact]
        if not target.member and fact.kind != "yes_no":
            words = f"a calculation settles something to yes; {fact.name} is a {fact.kind}"
            self.site.fault("SETTLES", document.place((*path, "settles")), words)
        return Calculation(target, node, compile_condition(node, self.slots), entry.get("says", ""))


def clears(fact: FactType, value: Value) -> bool:
    """Whether this value says of a safety fact that there is nothing there."""
    return fact.safety and value in (False, frozenset(), "none", NOTHING)


def _bounds_of(site: Site, entry: dict[str, Any]) -> tuple[int, int]:
    fact = site.facts.get(str(entry.get("settles", "")))
    least, most = (fact.low, fact.high) if fact and fact.kind == "number" else (0, 9999)
    return entry.get("min", least), entry.get("max", most)


def _answer_type(site: Site, instrument: str, entry: dict[str, Any]) -> FactType:
    kinds = {"one_of": "word", "lookup": "word", "any_of": "set", "number": "number"}
    kind = kinds.get(entry["type"], entry["type"])
    values = tuple(one["id"] for one in entry.get("options", []))
    if entry["type"] == "lookup":
        values = (
            site.facts["current_offence.type"].values
            if "current_offence.type" in site.facts
            else ()
        )
    low, high = _bounds_of(site, entry)
    return FactType(
        name=f"{instrument}.{entry['id']}",
        scope="pair" if "each" in entry else "matter",
        kind="date" if kind == "text" else kind,  # neither is read by a condition
        means=f"the answer to {instrument}.{entry['id']}",
        values=values,
        low=low,
        high=high,
        none=True,
    )


def _placeholders(site: Site, document: Document, path: Path, text: str, each: bool) -> None:
    for match in _PLACEHOLDER.finditer(text):
        name = match.group(1) or ""
        if name not in PLACEHOLDERS:
            words = f"there is no placeholder {shown(match.group(0))}{nearest(name, PLACEHOLDERS)}"
            mend = "There are " + ", ".join("{" + one + "}" for one in PLACEHOLDERS) + "."
            site.fault("PLACEHOLDER", document.place(path, offset=match.start()), words, mend)
        elif name == "harmed" and not each:
            words = "{harmed} can stand only in an item with `each: harmed`"
            site.fault("PLACEHOLDER", document.place(path, offset=match.start()), words)

"""What rules and bands leave out or never reach: thresholds beyond a fact's range, scores in no band or in two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ppitui.core.conditions import compile_condition, in_english
from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Instrument
from ppitui.core.reachable import Offered, TooMany, reachable
from ppitui.core.rules import Ruleset
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path


def gaps(site: Site, rules: Ruleset, instruments: Mapping[str, Instrument]) -> None:
    """Note rules that can never fire, bands that overlap or leave a score out, and policy dates that are none."""
    known = _nothing_known(rules)
    _never_fires(site, rules, known)
    _fixed(site, rules, known)
    _never_asked(site, rules, instruments)
    _never_read(site)
    offered = _offered(rules, instruments)
    for document, path, _, entry in site.entries("bands", "bands"):
        _bands(site, rules, offered, document, path, entry)
    _dates(site)


def band_names(site: Site) -> Iterator[tuple[str, Document, Path, dict[str, object]]]:
    """Each band as a derived name: `score_id`, which holds where the score lies in it."""
    scores = {name for document in site.of("derived") for name in document.data["names"]}
    for document in site.of("bands"):
        for name, entry in document.data["bands"].items():
            if name not in scores and name not in site.names:
                continue  # told as that, once
            for at, band in enumerate(entry["bands"]):
                text = f"{name} >= {band['from']} and {name} <= {band['to']}"
                path: Path = ("bands", name, "bands", at)
                means = f"{entry['means']}: {band['says']}"
                yield f"{name}_{band['id']}", document, path, {"is": text, "means": means}


def _nothing_known(rules: Ruleset) -> list[object]:
    """The values by slot of a case of which nothing is known. Switches and lists of policy are left free."""
    env: list[object] = [None] * len(rules.types)
    for name, (kind, value) in rules.policy.items():
        if kind.kind == "number":
            env[rules.slots.index[name]] = value
    for at, step in rules.steps:
        env[at] = step(env)
    return env


def _never_fires(site: Site, rules: Ruleset, env: list[object]) -> None:
    """A rule that is false while nothing is known is false whatever becomes known."""
    for rule, condition in zip(rules.rules, rules.conditions, strict=True):
        if condition(env) is False:
            words = f"rule {rule.id} can never fire: no facts make this so"
            site.warn(
                "NEVER_FIRES", rule.place, words, "Look at the numbers in it, or take it out."
            )


def _fixed(site: Site, rules: Ruleset, env: list[object]) -> None:
    """A threshold beyond what its number can reach: it looks as if something hung on it, and nothing does."""
    settings = {
        name: document.place((*path, "value"))
        for document in site.of("policy")
        for name in document.data["settings"]
        for path in (("settings", name),)
    }
    places = {
        name: document.place(("names", name, "is"))
        for document in site.of("derived")
        for name in document.data["names"]
    }
    conditions = [
        (places[name], node) for name, (_, node) in rules.derived.items() if name in places
    ]
    conditions += [(rule.place, rule.when) for rule in rules.rules]
    told: set[object] = set()
    for place, node in conditions:
        for part in n.walk(node):
            if not isinstance(part, n.Compare) or part in told:
                continue
            never = compile_condition(part, rules.slots)(env) is False
            if not never and not _of_every_number(part, rules):
                continue
            told.add(part)
            sides = [one.name for one in (part.left, part.right) if isinstance(one, n.Name)]
            by = next((settings[name] for name in sides if name in settings), place)
            said = in_english(part, rules.types)
            mend = "Set the number within what the fact can read."
            if never:
                site.warn("NEVER_SO", by, f"this can never be so: {said}", mend)
            else:
                site.warn("ALWAYS_SO", by, f"this is so of every number: {said}", mend)


_ALWAYS: Mapping[str, Callable[[int, int, int, int], bool]] = {
    "<": lambda _low, high, least, _most: high < least,
    "<=": lambda _low, high, least, _most: high <= least,
    ">": lambda low, _high, _least, most: low > most,
    ">=": lambda low, _high, _least, most: low >= most,
}


def _of_every_number(part: n.Compare, rules: Ruleset) -> bool:
    """Whether every number that the fact can read passes; that it may not be known is not asked."""
    left, right = _reach(part.left, rules), _reach(part.right, rules)
    if left is None or right is None or part.op not in _ALWAYS:
        return False
    return _ALWAYS[part.op](*left, *right)


def _reach(node: n.Node, rules: Ruleset) -> tuple[int, int] | None:
    """From what to what a plain number, a policy number or a fact can go."""
    match node:
        case n.Number(value):
            return value, value
        case n.Name(name) if name in rules.policy:
            setting = rules.policy[name][1]
            return (setting, setting) if type(setting) is int else None
        case n.Name(name) if name in rules.facts and rules.facts[name].kind == "number":
            return rules.facts[name].low, rules.facts[name].high
    return None


def _never_asked(site: Site, rules: Ruleset, instruments: Mapping[str, Instrument]) -> None:
    """A question whose gate is false while nothing is known, and an instrument that no journey asks."""
    asked = {name for document in site.of("journey") for name in document.data["asks"]}
    for document in site.of("instrument"):
        if document.data["id"] not in asked:
            words = f"no journey asks the instrument {shown(document.data['id'])}"
            site.warn("UNREACHABLE", document.place(("id",)), words, "Name it in a journey.")
    known = set(rules.types)
    for instrument in instruments.values():
        for item in instrument.items:
            if item.when is None or not n.names_in(item.when) <= known:
                continue  # a gate on an answer is another matter: that can be anything
            if compile_condition(item.when, rules.slots)(_nothing_known(rules)) is False:
                words = "nobody can be asked this: no facts make its gate so"
                site.warn("UNREACHABLE", item.place, words, "Look at the numbers in `when:`.")


def _never_read(site: Site) -> None:
    """A derived name that no condition reads."""
    for document in site.of("derived"):
        for name in document.data["names"]:
            if name not in site.read:
                place = document.place(("names", name), key=True)
                site.warn("UNUSED", place, f"nothing reads the derived name {shown(name)}")


def _offered(rules: Ruleset, instruments: Mapping[str, Instrument]) -> Offered:
    """What questions give each number: the values of their choices, or every number of a number question."""
    given: dict[str, set[int] | None] = {}
    for instrument in instruments.values():
        for item in instrument.items:
            settled = [*item.otherwise, *(pair for one in item.options for pair in one.settles)]
            for target in item.targets:
                values = [value for to, value in settled if to == target]
                if item.kind == "number" or not all(type(one) is int for one in values):
                    given[target.fact] = None
                elif given.get(target.fact, set()) is not None:
                    given.setdefault(target.fact, set()).update(values)  # type: ignore[union-attr,arg-type]  # whole numbers, just seen

    def offered(name: str) -> Iterable[int]:
        kind = rules.types[name]
        return given.get(name) or range(kind.low, kind.high + 1)

    return offered


def _bands(
    site: Site,
    rules: Ruleset,
    offered: Offered,
    document: Document,
    path: Path,
    entry: Mapping[str, object],
) -> None:
    score = str(path[-1])
    if score not in rules.types or rules.types[score].kind != "number":
        words = (
            f"there is no score called {shown(score)}: a number among the facts or derived names"
        )
        site.fault("BAND_SCORE", document.place(path, key=True), words)
        return
    bands = entry["bands"]
    assert isinstance(bands, list)  # noqa: S101  # the schema saw to it
    try:
        values = sorted(reachable(n.Name(score), rules, offered))
    except TooMany:
        words = f"{shown(score)} has too many values to be banded"
        site.fault("BAND_SCORE", document.place(path, key=True), words)
        return
    hits = {value: [one for one in bands if one["from"] <= value <= one["to"]] for value in values}
    left_out = [value for value, found in hits.items() if not found]
    if left_out:
        words = f"{shown(score)} can be {_told(left_out)}, and no band holds that"
        mend = "Widen a band: what nobody banded is read by nobody."
        site.fault("BAND_GAP", document.place((*path, "bands")), words, mend)
    twice = [value for value, found in hits.items() if len(found) > 1]
    if twice:
        ids = ", ".join(shown(one["id"]) for one in hits[twice[0]])
        at = bands.index(hits[twice[0]][1])
        words = f"{shown(score)} of {_told(twice)} is in more than one band ({ids})"
        mend = "A score is in one band: move one of the two ends."
        site.fault("BAND_OVERLAP", document.place((*path, "bands", at)), words, mend)
    for at, band in enumerate(bands):
        if not any(band in found for found in hits.values()):
            words = f"{shown(score)} can never be in the band {shown(band['id'])}"
            site.warn("BAND_EMPTY", document.place((*path, "bands", at)), words)


def _told(values: list[int]) -> str:
    """A few values in words: 15, or 15 to 19, or 15, 17 and 4 more."""
    if len(values) > 1 and values == list(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    said = ", ".join(str(one) for one in values[:5])
    return said if len(values) <= 5 else f"{said} and {len(values) - 5} more"


def _dates(site: Site) -> None:
    """The day of a decision, and of a look at a service, must be a day; the schema sees only its shape."""
    for document in site.of("services"):
        for at, entry in enumerate(document.data["services"]):
            _reached(site, document, at, entry)
            try:
                date.fromisoformat(str(entry.get("checked_on", "2000-01-01")))
            except ValueError:
                words = f"{shown(entry['checked_on'])} is no day of the calendar"
                site.warn("DATE", document.place(("services", at, "checked_on")), words)
    decided = [(one, "settings") for one in site.of("policy")]
    decided += [(one, "gateways") for one in site.of("gateways")]
    for document, key in decided:
        for name, entry in document.data[key].items():
            try:
                date.fromisoformat(str(entry["decided"]))
            except ValueError:
                words = f"{shown(entry['decided'])} is no day of the calendar"
                # a warning: an old case must still open under definitions that were sound in their day
                site.warn("DATE", document.place((key, name, "decided")), words)


def _reached(site: Site, document: Document, at: int, entry: dict[str, Any]) -> None:
    """Letters go to whoever the directory names: it should say where to, and that somebody asked."""
    place = document.place(("services", at, "route"))
    name = shown(entry.get("name", ""))
    if not str(entry.get("address") or "").strip():
        words = f"the service {name} does not say where referrals go"
        site.warn("SERVICE_ADDRESS", place, words)
    if not entry.get("checked_on"):
        words = f"nobody has said when the service {name} was last asked whether it takes referrals"
        site.warn("SERVICE_CHECKED", place, words)

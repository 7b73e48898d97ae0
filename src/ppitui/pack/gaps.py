"""What rules and bands leave out or never reach: thresholds beyond a fact's range, scores in no band or in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ppitui.core.conditions import nodes as n
from ppitui.core.definitions import Instrument
from ppitui.core.reachable import Offered, TooMany, reachable
from ppitui.core.rules import Ruleset
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path


def gaps(site: Site, rules: Ruleset, instruments: Mapping[str, Instrument]) -> None:
    """Note rules that can never fire, bands that overlap or leave a score out, and policy dates that are none."""
    _never_fires(site, rules)
    offered = _offered(rules, instruments)
    for document, path, _, entry in site.entries("bands", "bands"):
        _bands(site, rules, offered, document, path, entry)
    _dates(site)


def band_names(site: Site) -> Iterator[tuple[str, Document, Path, dict[str, object]]]:
    """Each band as a derived name: `score_id`, which holds where the score lies in it."""
    for document in site.of("bands"):
        for name, entry in document.data["bands"].items():
            for at, band in enumerate(entry["bands"]):
                text = f"{name} >= {band['from']} and {name} <= {band['to']}"
                path: Path = ("bands", name, "bands", at)
                means = f"{entry['means']}: {band['says']}"
                yield f"{name}_{band['id']}", document, path, {"is": text, "means": means}


def _never_fires(site: Site, rules: Ruleset) -> None:
    """A rule that is false while nothing is known is false whatever becomes known. Switches of policy are left free."""
    env: list[object] = [None] * len(rules.types)
    for name, (kind, value) in rules.policy.items():
        if kind.kind == "number":
            env[rules.slots.index[name]] = value
    for at, step in rules.steps:
        env[at] = step(env)
    for rule, condition in zip(rules.rules, rules.conditions, strict=True):
        if condition(env) is False:
            words = f"rule {rule.id} can never fire: no facts make this so"
            site.warn(
                "NEVER_FIRES", rule.place, words, "Look at the numbers in it, or take it out."
            )


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
    """The day on which a setting was decided must be a day; the schema sees only its shape."""
    for document in site.of("policy"):
        for name, entry in document.data["settings"].items():
            try:
                date.fromisoformat(str(entry["decided"]))
            except ValueError:
                words = f"{shown(entry['decided'])} is no day of the calendar"
                # a warning: an old case must still open under definitions that were sound in their day
                site.warn("DATE", document.place(("settings", name, "decided")), words)

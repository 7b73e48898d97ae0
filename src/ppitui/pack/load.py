"""Files in, a pack out; or every fault that they have, all at once."""

from __future__ import annotations

import gc
from dataclasses import dataclass

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.rules import Ruleset
from ppitui.pack import check, consequences, journeys, names, questions, schema, settings
from ppitui.pack.afterwards import build_clocks, build_outcomes, build_reassess
from ppitui.pack.besides import build_besides
from ppitui.pack.building import Site
from ppitui.pack.files import PackFiles, pack_hash
from ppitui.pack.gaps import gaps
from ppitui.pack.gateways import build_gateways
from ppitui.pack.mappings import build_mappings
from ppitui.pack.promises import build_promises
from ppitui.pack.yamlfile import Document, read_yaml

_NEEDED = ("facts", "rules", "route")
_EVERYTHING_READS = ("facts", "offences", "policy", "derived", "bands")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack, unless an error was found; everything found; and the files that are sound one by one, as read.

    `built` is the pack also where an error was found that leaves its meaning clear.
    """

    pack: Pack | None
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...] = ()
    built: Pack | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the pack."""
        return tuple(one for one in self.findings if one.severity == "error")


def load(files: PackFiles) -> Loaded:
    """The pack of these files (see `files.gather`). Never raises for what a file holds."""
    # Nearly all that is made here stays: looking for rubbish meanwhile costs a third of the time and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(files)
    finally:
        if collecting:
            gc.enable()


def _load(files: PackFiles) -> Loaded:
    site = Site()
    unread = False  # a dictionary that cannot be read would make every name elsewhere look wrong
    for name in sorted(files):
        if name.endswith(".yaml"):
            document, is_sound = _document(site, name, files[name])
            kind = document.data.get("kind") if isinstance(document.data, dict) else None
            if not is_sound and kind == "policy":
                left = settings.sound_settings(site, document)
                if left is not None:  # its names are known: what else is wrong can be told too
                    document, is_sound = left, True
            if is_sound:
                site.documents.setdefault(str(kind), []).append(document)
            else:
                # of a kind that there is none of nobody knows what it would have defined
                site.refused.update([str(kind)] if kind in schema.kinds() else schema.kinds())
            unread = unread or (not is_sound and (kind is None or kind in _EVERYTHING_READS))
    sound = tuple(one for kind in site.documents.values() for one in kind)
    if unread:
        return Loaded(None, _sorted(site), sound)
    for kind in _NEEDED if not site.findings else ():
        if not site.of(kind):
            site.fault("MISSING", Document("instruments").place(()), f"no file of kind `{kind}`")
    pack = _build(site, files)
    findings = _sorted(site)
    errors = any(one.severity == "error" for one in findings)
    return Loaded(None if errors else pack, findings, sound, pack)


def _sorted(site: Site) -> tuple[Finding, ...]:
    told = dict.fromkeys(site.findings)  # a line that several readers come to is told of once
    return tuple(sorted(told, key=lambda one: (one.severity, one.place, one.message)))


def _document(site: Site, name: str, raw: bytes) -> tuple[Document, bool]:
    document, found = read_yaml(raw, name)
    if not found:
        found = schema.faults(document)
    site.findings.extend(found)
    return document, not found


def _build(site: Site, files: PackFiles) -> Pack | None:
    names.build_facts(site)
    policy = settings.build_policy(site)
    derived = names.build_derived(site)
    routes, groups = consequences.build_routes(site)
    actions, codes = consequences.build_actions(site), consequences.build_codes(site)
    services = consequences.build_services(site, routes)
    reasons = consequences.build_reasons(site)
    gateways = build_gateways(site, files, routes)
    rules = consequences.RuleBuilder(site, routes, groups, actions, codes).build()
    builder = questions.QuestionBuilder(site)
    instruments = builder.instruments()
    found_journeys = journeys.build_journeys(site, instruments)
    mappings = build_mappings(site, instruments)
    if any(one.severity == "error" for one in site.findings):
        return None
    told = [route for rule in rules for route in (*rule.recommend, *rule.consider)]
    order = list(dict.fromkeys([*told, *routes]))
    ruleset = Ruleset(
        site.facts,
        derived,
        {name: (site.names[name], setting.value) for name, setting in policy.items()},
        order,
        rules,
    )
    besides = build_besides(site, ruleset)
    reassess = build_reassess(site, found_journeys, instruments)
    gaps(site, ruleset, instruments)
    pack = Pack(
        hash=pack_hash(files),
        rules=ruleset,
        instruments=instruments,
        journeys=found_journeys,
        routes={route: routes[route] for route in order},
        actions=actions,
        codes=codes,
        services=services,
        policy=policy,
        templates={
            name.removeprefix("templates/"): raw.decode("utf-8", "replace")
            for name, raw in files.items()
            if name.startswith("templates/")
        },
        gates=builder.slots,
        besides=besides,
        reasons=reasons,
        promises=build_promises(site, ruleset, routes, groups),
        mappings=mappings,
        clocks=build_clocks(site, policy, routes, reassess.triggers),
        reassess=reassess,
        outcomes=build_outcomes(site, policy),
        gateways=gateways,
    )
    site.findings.extend(check.findings(pack))
    return pack

"""What is watched once a case is handed in: clocks, reasons to assess again, and outcomes. Every name is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ppitui.core.clock_rules import PLAIN_MARKS, ClockRule, ClockRules, Happening
from ppitui.core.definitions import Instrument, Journey, Route, Setting
from ppitui.core.facts import FactType
from ppitui.core.outcomes import WINDOWS, Measure, Measures
from ppitui.core.reassessing import Reassess, Trigger
from ppitui.core.text import shown
from ppitui.core.workflow import ROUTE
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

_OF_A_ROUTE = ("put_forward", *ROUTE.states)


def build_reassess(
    site: Site, journeys: Mapping[str, Journey], instruments: Mapping[str, Instrument]
) -> Reassess:
    """The reasons to assess again; the questions that they answer must be there and take the answer."""
    found = Reassess()
    for document in site.of("triggers"):
        head = document.data
        site.known(document, ("journey",), head["journey"], journeys, "journey")
        items = {item.key: item for one in instruments.values() for item in one.items}
        for key in ("why", "last_on"):
            site.known(document, (key,), head[key], items, "question")
        why = items.get(head["why"])
        options = tuple(one.id for one in why.options) if why else ()
        triggers = {}
        for name, entry in head["triggers"].items():
            path: Path = ("triggers", name)
            if not site.first("trigger", name, document.place(path, key=True)):
                continue
            if why:
                site.known(document, (*path, "option"), entry["option"], options, "answer")
            triggers[name] = Trigger(name, entry["says"], entry["option"], entry["source"])
        triggers = {**found.triggers, **triggers}
        found = Reassess(triggers, head["journey"], head["why"], head["last_on"])
    return found


def build_outcomes(site: Site, policy: Mapping[str, Setting]) -> Measures:
    """The measures before, at and after an assessment."""
    found = Measures()
    for document in site.of("outcomes"):
        head = document.data
        _number(site, document, ("months",), head["months"], policy)
        measures = dict(found.measures)
        for name, entry in head["measures"].items():
            if site.first("measure", name, document.place(("measures", name), key=True)):
                windows = tuple(one for one in WINDOWS if one in entry.get("windows", WINDOWS))
                measures[name] = Measure(
                    name, entry["says"], entry["type"], entry["source"], windows
                )
        found = Measures(measures, head["months"], head["warning"])
    return found


def build_clocks(
    site: Site,
    policy: Mapping[str, Setting],
    routes: Mapping[str, Route],
    triggers: Mapping[str, Trigger],
) -> ClockRules:
    """Every clock, and what may be recorded for one."""
    happenings = {
        name: Happening(name, str(entry["says"]), bool(entry.get("ahead", False)))
        for document in site.of("clocks")
        for name, entry in document.data.get("happens", {}).items()
        if site.first("happening", name, document.place(("happens", name), key=True))
    }
    builder = _Clocks(site, policy, routes, triggers, happenings)
    return ClockRules(
        tuple(builder.clock(*one) for one in site.entries("clocks", "clocks")), happenings
    )


class _Clocks:
    def __init__(
        self,
        site: Site,
        policy: Mapping[str, Setting],
        routes: Mapping[str, Route],
        triggers: Mapping[str, Trigger],
        happenings: Mapping[str, Happening],
    ) -> None:
        self.site = site
        self.policy = policy
        self.known: Mapping[str, tuple[Iterable[str], str]] = {
            "route": (routes, "route"),
            "happened": (happenings, "happening"),
            "fact": (_dates(site.facts), "date among the facts"),
        }
        self.triggers = triggers

    def clock(
        self, document: Document, path: Path, name: str, entry: Mapping[str, Any]
    ) -> ClockRule:
        unit, takes = next(iter(entry["takes"].items()))
        _number(self.site, document, (*path, "takes", unit), takes, self.policy)
        if "ahead" in entry:
            _number(self.site, document, (*path, "ahead"), entry["ahead"], self.policy)
        if "trigger" in entry:
            at = (*path, "trigger")
            self.site.known(document, at, entry["trigger"], self.triggers, "trigger")
        for key in ("starts", "stops", "needs"):
            for at_, mark in enumerate(entry.get(key, ())):
                self.mark(document, (*path, key, at_), mark)
        for key in ("later_than", "stops_count_from"):
            if key in entry:
                self.mark(document, (*path, key), entry[key])
        return ClockRule(
            id=name,
            says=entry["says"],
            starts=tuple(entry["starts"]),
            takes=takes,
            unit=unit,
            source=entry["source"],
            stops=tuple(entry.get("stops", ())),
            when=tuple(entry.get("when", ())),
            needs=tuple(entry.get("needs", ())),
            before_release=entry.get("before_release", ""),
            window=entry.get("window", False),
            later_than=entry.get("later_than", ""),
            stops_count_from=entry.get("stops_count_from", ""),
            trigger=entry.get("trigger", ""),
            ahead=entry.get("ahead", ""),
        )

    def mark(self, document: Document, path: Path, mark: str) -> None:
        """Check the name of a mark: `handed_in`, `route CARA sent`, `fact born`, `happened notice_served`."""
        sort, *words = mark.split(" ")
        if mark in PLAIN_MARKS:
            return
        if sort not in self.known or len(words) != (2 if sort == "route" else 1):
            plain = ", ".join(PLAIN_MARKS)
            mend = f"Say {plain}, `route ROUTE STATE`, `fact DATE` or `happened WHAT`."
            self.site.fault("MARK", document.place(path), f"{shown(mark)} is no mark", mend)
            return
        among, what = self.known[sort]
        self.site.known(document, path, words[0], among, what)
        if sort == "route":
            self.site.known(document, path, words[1], _OF_A_ROUTE, "state of a route")


def _dates(facts: Mapping[str, FactType]) -> list[str]:
    return [name for name, kind in facts.items() if kind.kind == "date"]


def _number(
    site: Site, document: Document, path: Path, name: str, policy: Mapping[str, Setting]
) -> None:
    if not site.known(document, path, name, policy, "policy setting"):
        return
    value = policy[name].value
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        site.fault("TYPE", document.place(path), f"the setting {shown(name)} is no whole number")

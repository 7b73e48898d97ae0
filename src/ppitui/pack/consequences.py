"""Routes, codes, actions, services and the rules that lead to them."""

from __future__ import annotations

from typing import Any

from ppitui.core.definitions import Action, Route, Service, WhyCode
from ppitui.core.rules import Rule
from ppitui.core.text import shown
from ppitui.pack.building import Site
from ppitui.pack.yamlfile import Document, Path

_LISTS = ("recommend", "consider", "action")
_CODED = ("hold", "test", "cap", "age_test")


def build_routes(site: Site) -> tuple[dict[str, Route], dict[str, tuple[str, ...]]]:
    """The routes by id, and the groups that they say they are in."""
    routes: dict[str, Route] = {}
    groups: dict[str, list[str]] = {}
    for document in site.of("route"):
        entry = document.data
        if not site.first("route", entry["id"], document.place(("id",))):
            continue
        routes[entry["id"]] = _route(document, entry)
        for group in entry.get("in", []):
            groups.setdefault(group, []).append(entry["id"])
        if entry.get("ages", {}).get("from", 0) >= 18 and "adult_routes" not in entry.get("in", []):
            words = "this route is for adults, but no rule will keep children out of it"
            mend = "Add adult_routes to `in:`."
            site.fault("ADULT_ROUTE", document.place(("ages",)), words, mend)
    return routes, {name: tuple(found) for name, found in groups.items()}


def _route(document: Document, entry: dict[str, Any]) -> Route:
    ages = entry.get("ages", {})
    return Route(
        id=entry["id"],
        name=entry["name"],
        short=entry["short"],
        purpose=entry["purpose"],
        side=entry["side"],
        owner=entry["owner"],
        consider=entry["consider"],
        clock=entry["clock"]["says"],
        audiences=tuple(entry["audiences"]),
        treats_as_harming=entry["treats_as_harming"],
        before_approval=entry["before_approval"],
        service=entry["service"],
        ages=(ages.get("from"), ages.get("to")),
        sure=entry["sure"],
        note=entry.get("note", ""),
        sources=tuple(entry["sources"]),
        place=document.place(("id",)),
    )


def build_actions(site: Site) -> dict[str, Action]:
    """The actions by id."""
    return {
        name: Action(name, str(entry["says"]), str(entry["owner"]), str(entry["clock"]))
        for _, _, name, entry in site.entries("actions", "actions")
    }


def build_codes(site: Site) -> dict[str, str]:
    """The words of each code."""
    return {name: str(entry["says"]) for _, _, name, entry in site.entries("codes", "codes")}


def build_reasons(site: Site) -> dict[str, WhyCode]:
    """The reasons for departing from the rules, by code, each with its category."""
    return {
        name: WhyCode(name, str(entry["says"]), str(words))
        for document, path, _, entry in site.entries("reasons", "categories")
        for name, words in _mapping(entry["reasons"])
        if site.first("reason", name, document.place((*path, "reasons", name), key=True))
    }


def _mapping(entry: Any) -> list[tuple[str, Any]]:
    return list(entry.items())


def build_services(site: Site, routes: dict[str, Route]) -> dict[str, tuple[Service, ...]]:
    """The force's directory, by route."""
    found: dict[str, tuple[Service, ...]] = {}
    for document in site.of("services"):
        for at, entry in enumerate(document.data["services"]):
            if site.known(document, ("services", at, "route"), entry["route"], routes, "route"):
                found[entry["route"]] = (*found.get(entry["route"], ()), Service(**entry))
    return found


class RuleBuilder:
    """Builds rules, checking every name that they use."""

    def __init__(
        self,
        site: Site,
        routes: dict[str, Route],
        groups: dict[str, tuple[str, ...]],
        actions: dict[str, Action],
        codes: dict[str, str],
    ) -> None:
        self.site = site
        self.routes = routes
        self.groups = groups
        self.actions = actions
        self.codes = codes

    def build(self) -> list[Rule]:
        """Every rule of every file, in the order of bands and of the files."""
        found: list[Rule] = []
        for document in sorted(self.site.of("rules"), key=lambda d: (d.data["band"], d.file)):
            for at, entry in enumerate(document.data["rules"]):
                path: Path = ("rules", at)
                if self.site.first("rule", entry["id"], document.place((*path, "id"))):
                    rule = self._rule(document, path, entry)
                    if rule is not None:
                        found.append(rule)
        self._unused(found)
        return found

    def _rule(self, document: Document, path: Path, entry: dict[str, Any]) -> Rule | None:
        node = self.site.condition(document, (*path, "when"), entry["when"])
        lists = {role: tuple(entry.get(role, [])) for role in _LISTS}
        for role, names in lists.items():
            among, what = (self.actions, "action") if role == "action" else (self.routes, "route")
            for at, name in enumerate(names):
                self.site.known(document, (*path, role, at), name, among, what)
        coded = {role: self._coded(document, (*path, role), entry.get(role, {})) for role in _CODED}
        if not any(lists.values()) and not any(coded.values()):
            words = "nothing follows from this rule"
            mend = "Give it one of " + ", ".join(_LISTS + _CODED) + "."
            self.site.fault("NO_EFFECT", document.place((*path, "id")), words, mend)
        if node is None:
            return None
        return Rule(
            id=entry["id"],
            when=node,
            because=entry["because"],
            source=entry["source"],
            recommend=lists["recommend"],
            consider=lists["consider"],
            action=lists["action"],
            age_test=coded["age_test"],
            hold=coded["hold"],
            test=coded["test"],
            cap=coded["cap"],
            pair_only=entry.get("pair_only", False),
            text=entry["when"],
            place=document.place((*path, "when")),
        )

    def _coded(
        self, document: Document, path: Path, entry: dict[str, Any]
    ) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, routes in entry.items():
            inner = (*path, code)
            if code not in self.codes:
                self.site.known(document, inner, code, self.codes, "code")
            if isinstance(routes, str):
                if self.site.known(document, inner, routes, self.groups, "group of routes"):
                    found[code] = self.groups[routes]
                continue
            for at, name in enumerate(routes):
                self.site.known(document, (*inner, at), name, self.routes, "route")
            found[code] = tuple(routes)
        return found

    def _unused(self, rules: list[Rule]) -> None:
        wrong = {one.place.file for one in self.site.findings if one.severity == "error"}
        lost = self.site.untold or "rules" in self.site.refused
        if lost or wrong & {one.file for one in self.site.of("rules")}:
            return  # the rule that is wrong may use them all
        used = {code for rule in rules for role in _CODED for code in getattr(rule, role)}
        reached = {route for rule in rules for route in (*rule.recommend, *rule.consider)}
        raised = {action for rule in rules for action in rule.action}
        for document in self.site.of("codes"):
            for code in document.data["codes"]:
                if code not in used:
                    place = document.place(("codes", code), key=True)
                    self.site.warn("UNUSED", place, f"no rule uses the code {shown(code)}")
        for document in self.site.of("actions"):
            for action in document.data["actions"]:
                if action not in raised:
                    place = document.place(("actions", action), key=True)
                    self.site.warn("UNUSED", place, f"no rule raises the action {shown(action)}")
        for route in self.routes.values():
            if route.id not in reached:
                words = f"no rule can recommend or consider {route.id}"
                tell = self.site.warn if route.side == "person_assessed" else self.site.fault
                tell("UNREACHABLE", route.place, words)

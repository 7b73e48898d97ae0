"""What `decide` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ppitui.core.facts import Facts
from ppitui.core.rules import Ruleset
from ppitui.core.values import Truth

Status = Literal["recommend", "consider", "held", "excluded", "not_indicated", "open"]
STATUSES: tuple[Status, ...] = (
    "recommend",
    "consider",
    "held",
    "excluded",
    "not_indicated",
    "open",
)


@dataclass(frozen=True, slots=True)
class Needs:
    """The facts that would settle what is open.

    `ask_next` were never asked; `cannot_settle` were asked and are not known or were declined: a
    person decides with a reason. `exact` is False where more facts may be listed than could matter.
    """

    ask_next: tuple[str, ...] = ()
    cannot_settle: tuple[str, ...] = ()
    exact: bool = True

    def to_json(self) -> dict[str, Any]:
        """The needs as plain data."""
        return {
            "ask_next": list(self.ask_next),
            "cannot_settle": list(self.cannot_settle),
            "exact": self.exact,
        }


NO_NEEDS = Needs()


@dataclass(frozen=True, slots=True)
class RouteResult:
    """One route: its status, for whom, what it could be while open, the rules that fired on it."""

    id: str
    status: Status
    could_be: tuple[Status, ...] = ()
    whom: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    needs: Needs = NO_NEEDS

    def to_json(self) -> dict[str, Any]:
        """The route as the command line's contract prints it."""
        return {
            "id": self.id,
            "status": self.status,
            "could_be": list(self.could_be),
            "for": list(self.whom),
            "codes": list(self.codes),
            "rules": list(self.rules),
            "needs": self.needs.to_json(),
        }


@dataclass(frozen=True, slots=True)
class ActionResult:
    """One action, the rules that raise it, and what would settle it while it is open."""

    id: str
    rules: tuple[str, ...]
    needs: Needs = NO_NEEDS

    def to_json(self, *, is_open: bool = False) -> dict[str, Any]:
        """The action as the command line's contract prints it."""
        data: dict[str, Any] = {"id": self.id, "rules": list(self.rules)}
        if is_open:
            data["needs"] = self.needs.to_json()
        return data


@dataclass(frozen=True, slots=True)
class Run:
    """One person harmed (or nobody: empty id): the values by slot and the truth of each rule."""

    about: str
    env: list[Any]
    truths: list[Truth]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that follows from the facts, with what is needed to explain it."""

    routes: tuple[RouteResult, ...]
    actions: tuple[ActionResult, ...]
    open_actions: tuple[ActionResult, ...]
    facts: Facts
    rules: Ruleset
    runs: tuple[Run, ...]

    def route(self, route: str) -> RouteResult:
        """The result of one route; raises KeyError for a route that the pack does not have."""
        for one in self.routes:
            if one.id == route:
                return one
        raise KeyError(route)

    def to_json(self, pack: str) -> dict[str, Any]:
        """The contract of `decide --json`; `pack` is the pack's hash."""
        return {
            "pack": pack,
            "routes": [route.to_json() for route in self.routes],
            "actions": [action.to_json() for action in self.actions],
            "open_actions": [action.to_json(is_open=True) for action in self.open_actions],
        }

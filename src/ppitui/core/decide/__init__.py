"""What follows from the facts: a pure function from facts and rules to routes and actions."""

from ppitui.core.decide.deciding import decide
from ppitui.core.decide.results import ActionResult, Needs, Result, RouteResult, Status

__all__ = ["ActionResult", "Needs", "Result", "RouteResult", "Status", "decide"]

"""The marks of a case: what happened in it, and when, by the names that the clocks read (see `clock_rules`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ppitui.core.case import Case


def marks(case: Case, dates: Mapping[str, str]) -> dict[str, str]:
    """The newest time of each mark. `dates` are those of the facts that clocks read, by fact (and `@` person)."""
    found = {f"fact {name}": day for name, day in dates.items()}
    found.update(_assessment(case))
    for route, decision in case.decisions.items():
        done = "approved" if decision.decision == "approve" else "declined"
        found[f"route {route} {done}"] = decision.at
    for route, moves in case.referrals.items():
        found.update((f"route {route} {one.to}", one.at) for one in moves)
    found.update((f"happened {one.what}", one.when) for one in case.happened)
    if case.release_at:
        found["release"] = case.release_at
    return found


def _assessment(case: Case) -> Iterator[tuple[str, str]]:
    born = case.assessed.details.get("born") if case.assessed else None
    if isinstance(born, str) and born[:1].isdigit():
        yield "fact born", born
    if case.submission is None:
        return
    yield "handed_in", case.submission.at
    for route in sorted(case.proposed):
        yield f"route {route} put_forward", case.submission.at
    if case.state == "decided":
        ends = [one.at for one in case.decisions.values()]
        ends += [case.sign_off.at] if case.sign_off else []
        yield "decided", max(ends, default=case.submission.at)
    later = [one for one in case.reassessments if one.way == "later"]
    if later:
        yield "reassessed", later[-1].at
    if any(one.window == "after" for one in case.outcomes):
        yield "outcomes_after", max(one.at for one in case.outcomes if one.window == "after")


def read_dates(entries: Any) -> dict[str, str]:
    """The dates that an event of handing in keeps (`name=2026-06-15`), by name."""
    pairs = (str(one).partition("=") for one in entries or ())
    return {name: day for name, _, day in pairs if day}

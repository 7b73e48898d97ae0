"""What lies at the value of a policy number: the rules that read it, and the author's tests on it or beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ppitui.core.text import visible
from ppitui.desk.on_edges import compared_with, stated
from ppitui.desk.pack_draft import draft_tests

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.desk.forms import Form


def edges_of(desk: Desk, form: Form) -> list[str]:
    """What lies at the value of the policy form as it stands; nothing for another form."""
    if form.path[:1] != ("settings",):
        return []
    return list(edge_lines(desk, str(form.path[1]), form.detail("value").value))


def edge_lines(desk: Desk, name: str, value: object) -> Iterator[str]:
    """The rules in force that read a policy value; of a number, the tests of the draft that lie at it or beside it."""
    rules = desk.pack.rules
    if name not in rules.policy:
        return
    reading = [rule for rule in rules.rules if name in rules.facts_read(rule.when)]
    if reading:
        yield f"Read by the rules: {', '.join(rule.id for rule in reading)}."
    if isinstance(value, bool) or not isinstance(value, int):
        return
    near = [one for one in stated(draft_tests(desk), compared_with(rules, name)) if one.at(value)]
    if near:
        told = ", ".join(
            f"{visible(PurePosixPath(one.place.file).name)} ({one.fact} {one.number})"
            for one in near
        )
        yield f"Author's tests at {value}, or one beside it: {told}."

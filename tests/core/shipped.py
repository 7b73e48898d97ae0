"""The shipped pack and the worked cases, as the tests of the core need them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from casefiles import Case, load_case
from ppitui.core.definitions import Pack
from ppitui.core.facts import Facts, read_value
from ppitui.core.rules import Ruleset
from ppitui.core.values import Value
from ppitui.pack.files import gather
from ppitui.pack.load import load
from ppitui.paths import shipped

CASES = sorted((Path(__file__).parents[1] / "cases").glob("[!_]*.yaml"))


@cache
def pack_files() -> Mapping[str, bytes]:
    """The shipped files of the pack; copy it before changing anything."""
    return gather(shipped("instruments"), shipped("templates"))


@cache
def pack() -> Pack:
    """The shipped pack."""
    loaded = load(pack_files())
    assert loaded.pack is not None, [str(one) for one in loaded.errors]
    return loaded.pack


@cache
def case_file(path: Path) -> Case:
    return load_case(path)


def facts_of(case: Case) -> Facts:
    """The facts of a case file as `decide` takes them."""
    rules = pack().rules
    pairs = {who: read_facts(pair, rules) for who, pair in case.pairs.items()}
    policy = {
        name: value
        for name, value in read_facts(case.policy, rules).items()
        if value != rules.policy[name][1]
    }
    return Facts(read_facts(case.person, rules), pairs, {}, policy)


def read_facts(raw: Mapping[str, object], rules: Ruleset) -> dict[str, Value]:
    return {
        name: read_value(rules.types[name], value.isoformat() if isinstance(value, date) else value)
        for name, value in raw.items()
    }

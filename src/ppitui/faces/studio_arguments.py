"""The arguments of the commands of whoever changes the definitions; what they do is in `studio`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

Parser = argparse.ArgumentParser


def studio(add: Callable[[str, str], Parser]) -> Iterator[Parser]:
    """The commands one by one; `add` makes one from its name and what it is for."""
    diff = add("diff", "what changed between two packs, in words")
    for one in ("a", "b"):
        diff.add_argument(one, metavar=one.upper(), help="a folder, or: shipped, in-force")
    table = add("table", "the decision table: a row for each way in which a rule is met")
    table.add_argument("dir", nargs="?", metavar="DIR", help="default: the definitions in force")
    table.add_argument("--cases", metavar="DIR", help="case files: which of them lie in each row")
    table.add_argument("--format", choices=("md", "csv", "html"), default="md")
    table.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    impact = add("impact", "whose result would change under a draft; nothing is written")
    publish = add("publish", "put a sound draft that keeps every promise in force for new cases")
    for command in (impact, publish):
        command.add_argument("dir", metavar="DIR", help="the draft: a folder of instruments")
    publish.add_argument("--reason", default="", help="why; kept beside who and when")
    publish.add_argument(
        "--drop-promise",
        metavar="ID",
        action="append",
        default=[],
        help="a promise that the draft takes out or changes on purpose",
    )
    publish.add_argument(
        "--unproved", action="store_true", help="publish though z3 is not there to prove it"
    )
    for command in (diff, impact, publish):
        command.add_argument("--json", action="store_true", help="print data instead of words")
    yield from (diff, table, impact, publish)

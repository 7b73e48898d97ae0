"""The arguments of the commands of whoever changes the definitions; what they do is in `studio`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from ppitui.desk.commands import DRAFT_COMMANDS

Parser = argparse.ArgumentParser
_HELP = {one.name: one.help for one in DRAFT_COMMANDS}


def studio(add: Callable[[str, str], Parser]) -> Iterator[Parser]:
    """The commands one by one; `add` makes one from its name and what it is for."""
    diff = add("diff", "what changed between two packs, in words")
    for one, said in (("a", "BEFORE"), ("b", "AFTER")):
        diff.add_argument(
            one,
            metavar=said,
            help="a folder, or: shipped, in-force, proposed, studio, the id of a proposal",
        )
    table = add("table", "the decision table: a row for each way in which a rule is met")
    table.add_argument("dir", nargs="?", metavar="DIR", help="default: the definitions in force")
    table.add_argument(
        "--cases",
        metavar="DIR",
        action="append",
        default=[],
        help="case files: which of them lie in each row; again for more; default: the author's tests",
    )
    table.add_argument("--format", choices=("md", "csv", "html"), default="md")
    table.add_argument(
        "--mutate",
        action="store_true",
        help="move each threshold and take out each test in turn: does a row notice, does a case?",
    )
    table.add_argument("--signed", action="store_true", help="with who signed each row, and when")
    table.add_argument(
        "--sign",
        metavar="ROW",
        action="append",
        default=[],
        help="sign a row as it is in force, or: all; with --reason; a supervisor",
    )
    table.add_argument("--reason", default="", help="what the signature rests on")
    table.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    impact = add("impact", "whose result would change under a draft; nothing is rewritten")
    _impact(impact)
    publish = add("publish", _HELP["publish"])
    _publish(publish)
    for command in (diff, impact, publish):
        command.add_argument("--json", action="store_true", help="print data instead of words")
    yield from (diff, table, impact, publish)


def check_options(check: Parser) -> None:
    """What `check` takes."""
    check.add_argument("dir", nargs="?", metavar="DIR", help="default: the definitions in force")
    check.add_argument("--prove", action="store_true", help="prove every promise of the pack too")
    check.add_argument(
        "--cases",
        metavar="DIR",
        help="with --prove: write each counter-example there as a case file",
    )


def _impact(impact: Parser) -> None:
    impact.add_argument(
        "dir",
        metavar="DIR",
        help="the draft: a folder of instruments, or: studio, proposed, the id of a proposal",
    )
    impact.add_argument(
        "--case",
        metavar="REF",
        help="one case: what would change of it, and the rules behind that; a supervisor",
    )
    impact.add_argument(
        "--accept",
        action="store_true",
        help=f"{_HELP['accept']}; with --reason",
    )
    impact.add_argument(
        "--accept-loss",
        metavar="REF",
        help=f"{_HELP['accept-loss']}, as --reason",
    )
    impact.add_argument("--reason", default="", help="why it is accepted")


def _publish(publish: Parser) -> None:
    publish.add_argument(
        "dir",
        nargs="?",
        metavar="DIR",
        help="the draft: a folder of instruments, or: studio, proposed, the id of a proposal (or its beginning);"
        " default: list what is proposed, with the ids",
    )
    publish.add_argument(
        "--propose",
        action="store_true",
        help="studio: propose the draft, though another that somebody else proposed stands",
    )
    publish.add_argument(
        "--withdraw",
        action="store_true",
        help="take a proposal back, by its id; with --reason; an administrator",
    )
    publish.add_argument("--reason", default="", help="why; kept beside who and when")
    publish.add_argument(
        "--drop-promise",
        metavar="ID",
        action="append",
        default=[],
        help="a promise that the draft takes out or changes on purpose",
    )
    publish.add_argument(
        "--unproved", action="store_true", help="propose though z3 is not there to prove it"
    )

"""The arguments of the commands on reports and second grades. Imports nothing heavy."""

from __future__ import annotations

import argparse

from ppitui.faces.arguments import Parser, add_command, later, who, with_json


def reports(commands: argparse._SubParsersAction[Parser]) -> None:
    """`ppitui report` and `ppitui second`."""
    report = add_command(
        commands, "report", "what was done and decided, by unit", later("reporting", "report")
    )
    report.add_argument(
        "kind",
        nargs="?",
        metavar="KIND",
        help="completion, unknown, overrides, time, referrals, agreement, equality; none lists them",
    )
    report.add_argument("--from", dest="start", metavar="DATE", default="", help="the first day")
    report.add_argument("--to", dest="end", metavar="DATE", default="", help="the last day")
    report.add_argument("--unit", metavar="U", default="", help="one unit; default: all, by unit")
    report.add_argument(
        "--names",
        action="store_true",
        help="case by case, with names: a permission of its own, and logged",
    )
    report.add_argument("--csv", action="store_true", help="print the table as CSV")
    report.add_argument(
        "-o", "--output", metavar="FILE", default="", help="write the CSV to a new file"
    )
    with_json(report)
    who(report)
    second = add_command(
        commands,
        "second",
        "give the blind second grade that was asked of you; with no flag, read what it is given from",
        later("reporting", "second"),
    )
    second.add_argument("case", nargs="?", help="the case's reference; none lists what waits")
    second.add_argument(
        "--grade",
        metavar="PERSON=GRADE",
        action="append",
        default=[],
        help="such as A=high; once for each person harmed",
    )
    second.add_argument("--decline", action="store_true", help="give none; then the case opens")
    second.add_argument("--text", default="", help="why")
    with_json(second)
    who(second)

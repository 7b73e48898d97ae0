"""The options of the commands on records and backups. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

Args = argparse.Namespace

# What is done to a record rather than in it; `faces.records` carries it out.
RECORD = (
    *("restrict", "unrestrict", "exclude", "readmit", "break-glass", "note-alert"),
    *("retain", "hold", "release", "due", "ask-erasure", "withdraw-erasure", "erase"),
    *("export", "import", "link", "unlink", "access", "verify"),
)


def record_options(case: argparse.ArgumentParser) -> None:
    """The options of `ppitui case` that only these actions read."""
    case.add_argument(
        "--reason",
        default="",
        help="why you open a case that you did not write (a word of the policy's list);"
        " explain: why the grade stands; else why this is done to the record",
    )
    case.add_argument(
        "--who",
        metavar="USER",
        action="append",
        default=[],
        help="restrict, exclude, readmit: whom",
    )
    case.add_argument(
        "--confirm",
        action="store_true",
        help="migrate: bring the draft over; without it, what would become of its answers",
    )
    case.add_argument(
        "--export",
        metavar="FILE",
        help="thread: into a file that an outsider can read and verify",
    )
    case.add_argument("--group", type=int, default=0, help="retain: the retention group, 1 to 4")
    case.add_argument("--review", metavar="DATE", default="", help="retain: the day of its review")
    case.add_argument("--name", default="", help="hold, release: the name of the hold")
    case.add_argument("--to", default="", help="who gets what is exported; it is logged")
    case.add_argument(
        "--with", dest="other", metavar="CASE", default="", help="link, unlink: the other case"
    )
    case.add_argument(
        "--how",
        default="",
        help="link: duplicate, wrong_person (CASE is closed, the other goes on) or same_person",
    )
    case.add_argument(
        "--bundle", metavar="FILE", help="export: one encrypted file; import: that file"
    )
    case.add_argument(
        "--bundle-passphrase-file",
        metavar="FILE",
        help="export, import: the passphrase of the bundle, which travels apart from it",
    )
    copy_options(case)


def copy_options(case: argparse.ArgumentParser) -> None:
    """The options of `ppitui case access`."""
    case.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="access: the copy for the person assessed; without it, the working copy is shown to be read",
    )
    case.add_argument(
        "--working",
        metavar="FILE",
        help="access: the working copy too: everything, marked with what is left out and why",
    )
    case.add_argument(
        "--give",
        metavar="LINE",
        action="append",
        default=[],
        help="access: a line of the working copy that a person read, and that goes too; said once for each",
    )


def backups(
    commands: Any,  # argparse gives the type no public name
    later: Callable[[str, str], Callable[[Args], int]],
    *options: Callable[[Any], None],
) -> None:
    """`backup` and `restore`."""
    about = "copy the whole workspace into one file, while it is in use"
    backup = commands.add_parser("backup", help=about, description=about)
    backup.set_defaults(run=later("backing", "backup"))
    about = "say what a backup lacks, or make a workspace of it"
    restore = commands.add_parser("restore", help=about, description=about)
    restore.set_defaults(run=later("backing", "restore"))
    restore.add_argument(
        "--into", metavar="DIR", help="make the workspace there; nothing is ever overwritten"
    )
    for one in (backup, restore):
        one.add_argument("file", metavar="FILE", help="the backup")
        one.add_argument(
            "--keys",
            metavar="FILE",
            help="the keys, kept apart from the backup: made anew each time, and only the newest kept",
        )
        for add in options:
            add(one)

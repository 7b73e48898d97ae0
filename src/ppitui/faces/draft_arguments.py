"""The arguments of `ppitui studio`; what it does is in `drafts`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ppitui.faces.arguments import Parser, add_command, with_json

_DRAFTS = (
    "state", "findings", "changes", "policy", "services", "word", "flow", "show",
    "files", "get", "put", "edit", "drop", "folder", "mapping",
)  # fmt: skip


def drafts(
    commands: argparse._SubParsersAction[Parser], run: Callable[[argparse.Namespace], int]
) -> Parser:
    """The draft: shown, changed and checked; never in force before it is published."""
    about = "the draft of the definitions: see it, change it, check it"
    drafts = add_command(commands, "studio", about, run)
    drafts.add_argument(
        "action",
        nargs="?",
        choices=_DRAFTS,
        default="state",
        help="policy, services, word (of a question): show, or change with --set; flow: the outline,"
        " narrowed by words; show: a question, or a route or letter on a case; get, put, edit, drop:"
        " a file; folder: the whole draft, for check and table; mapping: where drafts of cases stand, --new begins"
        " what brings them over; impact, diff and publish take the word studio",
    )
    drafts.add_argument("words", nargs="*", metavar="NAME", help="what the action is about")
    drafts.add_argument(
        "--set", metavar="DETAIL=VALUE", action="append", default=[], help="once for each detail"
    )
    drafts.add_argument("--new", action="store_true", help="services: add one; mapping: begin it")
    drafts.add_argument("--remove", action="store_true", help="services: take one out")
    drafts.add_argument("--number", type=int, default=0, help="services: which, of several")
    drafts.add_argument("--facts", metavar="FILE", help="show: an example's name or a case file")
    with_json(drafts)
    return drafts

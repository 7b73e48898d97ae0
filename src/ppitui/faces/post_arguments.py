"""The arguments of the letter command; what it does is in `post`."""

from __future__ import annotations

import argparse

Parser = argparse.ArgumentParser


def letter_options(letter: Parser) -> None:
    """What the letter command takes."""
    letter.add_argument(
        "words",
        nargs="*",
        metavar="CASE LETTER",
        help="the case and the letter; with --facts only the letter; `pack MATAC` for a meeting's papers",
    )
    letter.add_argument(
        "--list", action="store_true", help="every letter: id, route, audience, marking"
    )
    letter.add_argument(
        "--facts", metavar="FILE", help="specimens from a case file; needs no workspace"
    )
    letter.add_argument("--reason", default="", help="why you open a case that you did not write")
    letter.add_argument("--all", action="store_true", help="with --facts: every letter")
    letter.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="FILE.md, .txt, .html, .docx or .pdf; - for standard output",
    )
    letter.add_argument("-d", "--directory", metavar="DIR", help="with --all: where they go")
    letter.add_argument("--format", default="", metavar="F,...", help="md,txt,html,docx,pdf")
    letter.add_argument(
        "--preview",
        action="store_true",
        help="show the draft, its boxes, and what stops it; exit 1 where something does",
    )
    _typed(letter)
    letter.add_argument(
        "--meeting",
        metavar="DATE",
        default="",
        help="with pack: the day of the meeting (YYYY-MM-DD)",
    )
    letter.add_argument(
        "--case",
        metavar="REFERENCE",
        action="append",
        default=[],
        help="with pack: only these of its cases; default: all that are before the meeting",
    )
    letter.add_argument(
        "--lift", metavar="REASON", help="a supervisor: let it go with what was found in it"
    )
    letter.add_argument(
        "--pack", metavar="DIR", help="with --facts or --list: a folder of instruments"
    )


def _typed(letter: Parser) -> None:
    letter.add_argument(
        "--box",
        metavar="NAME=TEXT",
        action="append",
        default=[],
        help="what the letter asks you to type; once for each box, over what is kept of it",
    )
    letter.add_argument(
        "--about", metavar="ID", default="", help="the person harmed to whom the letter goes"
    )
    letter.add_argument(
        "--gateway",
        metavar="CODE",
        default="",
        help="on what ground it leaves, as the letter prints it; default: the usual",
    )
    letter.add_argument(
        "--why", metavar="WORDS", default="", help="why it leaves; wanted where it left before"
    )

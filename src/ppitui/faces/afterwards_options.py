"""The options of `ppitui case` for what is watched once a case was handed in; imports nothing heavy."""

from __future__ import annotations

import argparse

AFTERWARDS = ("clocks", "reassess", "against", "outcomes")


def afterwards_options(case: argparse.ArgumentParser) -> None:
    """Add them."""
    case.add_argument(
        "--because", metavar="REASON", default="", help="reassess: why, a word of the list"
    )
    case.add_argument("--text", default="", help="reassess: what happened, in words")

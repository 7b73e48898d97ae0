"""What the commands' arguments share: the parser, who is at work, data instead of words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from ppitui.errors import WrongCall

Args = argparse.Namespace


def later(module: str, function: str) -> Callable[[Args], int]:
    """The command's own function, imported only when it runs."""

    def run(args: Args) -> int:
        from importlib import import_module

        command: Callable[[Args], int] = getattr(import_module(f"ppitui.faces.{module}"), function)
        return command(args)

    return run


class Parser(argparse.ArgumentParser):
    """argparse, but wrong calls end in our own words and exit status."""

    def error(self, message: str) -> None:  # type: ignore[override]  # ours raises as well
        """Say what was wrong with the call, and end with exit 2."""
        raise WrongCallExit(self, message)


class WrongCallExit(SystemExit):
    """A wrong call: usage and what was wrong have been printed; exit 2."""

    def __init__(self, whose: argparse.ArgumentParser, message: str) -> None:
        from ppitui.core.text import visible

        whose.print_usage(sys.stderr)
        print(f"ppitui: {visible(message)}", file=sys.stderr)
        super().__init__(WrongCall.exit_status)


def who(command: argparse.ArgumentParser) -> None:
    """The options that every command on a workspace takes; given before or after the command's name."""
    keep = argparse.SUPPRESS if command.prog != "ppitui" else None
    command.add_argument(
        "--workspace", metavar="DIR", default=keep, help="the workspace (or set PPITUI_HOME)"
    )
    command.add_argument(
        "--as",
        dest="user",
        metavar="USER",
        default=keep,
        help="who you are; default: your login name",
    )
    command.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=keep,
        help="your passphrase is its first line (- for standard input); default: you are asked",
    )


def add_command(
    commands: argparse._SubParsersAction[Parser],  # argparse gives it no other name
    name: str,
    about: str,
    run: Callable[[Args], int],
) -> Parser:
    """A command by its name, with what it is about, and what runs it."""
    command: Parser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    return command


def with_json(command: argparse.ArgumentParser) -> None:
    """Let the command print data."""
    command.add_argument("--json", action="store_true", help="print data instead of words")

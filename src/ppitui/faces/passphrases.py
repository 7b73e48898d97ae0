"""Where a passphrase comes from: a file, standard input or the keyboard. Never an argument, never the environment."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from pathlib import Path

from ppitui.core.text import shown, visible
from ppitui.errors import Refused, WrongCall

Args = argparse.Namespace
_MOST = 16_384  # bytes; a passphrase is a line


def given(args: Args) -> str:
    """What --passphrase-file holds; empty where it was not said."""
    return from_file(args.passphrase_file) if args.passphrase_file else ""


def passphrase(args: Args) -> str:
    """The passphrase of whoever is at work. Raises WrongCall where there is nobody to ask."""
    return given(args) or asked(args, "Passphrase:", "--passphrase-file")


def new_passphrase(args: Args, file: str | None, whose: str, flag: str) -> str:
    """A new passphrase, from a file or typed twice: asked again until it will do. Raises as `asked`."""
    if file:
        return from_file(file)
    from ppitui.store.keys import SHORTEST, fit  # brings the ciphers

    print(f"At least {SHORTEST} characters; four or five words are good.", file=sys.stderr)
    while True:
        first = asked(args, f"New passphrase {whose}:", flag)
        try:
            fit(first)
        except WrongCall as why:
            print(f"{why}.", file=sys.stderr)
            continue
        if asked(args, "The same again:", flag) == first:
            return first
        print("The two were not the same. Type it twice again.", file=sys.stderr)


def from_file(name: str) -> str:
    """The first line of a file that only its owner may read; - is standard input. Raises WrongCall, Refused."""
    line = sys.stdin.readline(_MOST) if name == "-" else _first_line(Path(name))
    if not line.strip():
        raise WrongCall(f"{shown(name)} holds no passphrase in its first line")
    return line


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            if os.name != "nt" and stat.S_ISREG(facts.st_mode) and facts.st_mode & 0o077:
                raise Refused(
                    f"{shown(path)} can be read by other users of this machine. First: chmod 600 {visible(str(path))}"
                )
            return file.readline(_MOST).decode("utf-8")
    except OSError as fault:
        raise WrongCall(f"{shown(path)} cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise WrongCall(f"{shown(path)} is not UTF-8 text") from None


def asked(args: Args, prompt: str, flag: str) -> str:
    """What is typed at the terminal, unseen. Raises WrongCall naming the flag where there is no terminal."""
    if not sys.stdin.isatty():
        raise WrongCall(f"There is no terminal to ask at; give the passphrase with {flag} FILE.")
    return hidden(prompt, plain=bool(getattr(args, "plain", False)))


def hidden(prompt: str, *, plain: bool) -> str:
    """Ask at the terminal without showing what is typed."""
    dull = plain or os.environ.get("PPITUI_PLAIN") == "1" or os.environ.get("NO_COLOR")
    if dull or os.environ.get("TERM", "dumb") == "dumb" or not sys.stdout.isatty():
        from getpass import getpass

        return getpass(prompt + " ")
    import questionary  # slow to import, and not wanted where the passphrase is in a file

    answer = questionary.password(prompt, qmark="", style=questionary.Style([])).ask()
    if answer is None:
        raise WrongCall("No passphrase was given. Nothing was done")
    return str(answer)

"""The command line: a contract (exit 0 done, 1 the answer is no, 2 the call was wrong, 3 refused).

Data goes to standard output, talk to standard error. Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence

from ppitui import __version__
from ppitui.errors import PpituiError, WrongCall
from ppitui.faces.record_options import RECORD, backups, record_options
from ppitui.faces.studio_arguments import studio

Args = argparse.Namespace
_SUPPORTS = "ppitui supports professional judgement. It predicts nothing and decides nothing."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. No traceback and no personal data ever reaches the caller."""
    os.umask(0o077)
    _no_core()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        args = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _run(args)
    except PpituiError as fault:
        return _told(fault)
    except KeyboardInterrupt:
        print("\nStopped. Every answer that was given is saved.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            return _crashed(fault)
        print(
            "ppitui: The output could not be written: the disk is full or failed.", file=sys.stderr
        )
        return 3
    except Exception as crash:  # noqa: BLE001  # the one place: a traceback would print personal data
        return _crashed(crash)


def _no_core() -> None:
    """A crash of Python itself would write everything in memory, keys too, to a file."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(args: Args) -> int:
    run: Callable[[Args], int] = args.run
    status = run(args)
    sys.stdout.flush()  # a full disk must fail here, where it can be told
    return status


def _crashed(crash: Exception) -> int:
    from ppitui.faces.crash import report

    print(report(crash), file=sys.stderr)
    return 70


def _told(fault: PpituiError) -> int:
    for finding in getattr(fault, "findings", ()):
        if finding.severity == "error":
            print("\n".join(finding.lines()), file=sys.stderr)
    print(f"ppitui: {fault}", file=sys.stderr)
    return fault.exit_status


def _later(module: str, function: str) -> Callable[[Args], int]:
    """The command's own function, imported only when it runs."""

    def run(args: Args) -> int:
        from importlib import import_module

        command: Callable[[Args], int] = getattr(import_module(f"ppitui.faces.{module}"), function)
        return command(args)

    return run


class _Parser(argparse.ArgumentParser):
    """argparse, but wrong calls end in our own words and exit status."""

    def error(self, message: str) -> None:  # type: ignore[override]  # ours raises as well
        raise WrongCallExit(self, message)


class WrongCallExit(SystemExit):
    """A wrong call: usage and what was wrong have been printed; exit 2."""

    def __init__(self, whose: argparse.ArgumentParser, message: str) -> None:
        from ppitui.core.text import visible

        whose.print_usage(sys.stderr)
        print(f"ppitui: {visible(message)}", file=sys.stderr)
        super().__init__(WrongCall.exit_status)


def parser() -> argparse.ArgumentParser:
    """Every command and its arguments."""
    top = _Parser(
        prog="ppitui",
        description="Structured professional judgement about people who use domestic abuse (England and Wales).",
        epilog=_SUPPORTS,
    )
    top.add_argument("--version", action="version", version=f"ppitui {__version__}")
    top.add_argument(
        "--plain", action="store_true", help="line mode: one question at a time, no cursor movement"
    )
    _who(top)
    top.set_defaults(run=_later("work", "converse"))
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    for add in (_workspace, _case, _assess, _decide, _review, _letter, _pack):
        add(commands)
    return top


def _who(command: argparse.ArgumentParser) -> None:
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


def _add(
    commands: argparse._SubParsersAction[_Parser],  # argparse gives it no other name
    name: str,
    about: str,
    run: Callable[[Args], int],
) -> _Parser:
    command: _Parser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    return command


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print data instead of words")


def _workspace(commands: argparse._SubParsersAction[_Parser]) -> None:
    demo = _add(
        commands,
        "demo",
        "see it at work on invented cases, in a workspace that is thrown away",
        _later("demo", "demo"),
    )
    demo.add_argument(
        "--plain", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    init = _add(
        commands,
        "init",
        "make an encrypted workspace; its first administrator is --as",
        _later("keep", "init"),
    )
    init.add_argument(
        "--unencrypted",
        action="store_true",
        help="only where the disk is encrypted and that is allowed: nothing here will be",
    )
    _who(init)
    protect = _add(
        commands,
        "protect",
        "encrypt a workspace that is not, and compare every event",
        _later("keep", "protect"),
    )
    _who(protect)
    _user(commands)
    backups(commands, _later, _who, _json)
    verify = _add(
        commands, "verify", "is every thread whole, and as it was?", _later("keep", "verify")
    )
    verify.add_argument(
        "--head", metavar="HEX", help="a head kept elsewhere, as on a letter: is it still here?"
    )
    verify.add_argument(
        "--thread", metavar="FILE", help="an exported thread instead; needs no workspace"
    )
    _json(verify)
    _who(verify)


def _user(commands: argparse._SubParsersAction[_Parser]) -> None:
    user = _add(
        commands, "user", "the users of a workspace, and their passphrases", _later("keep", "user")
    )
    user.add_argument(
        "action",
        choices=("add", "list", "disable", "passphrase", "keepers", "recover"),
        help="passphrase: change your own, or hand somebody a first one;"
        " keepers: who can recover the workspace, any two together; recover: those two do",
    )
    user.add_argument("id", nargs="*", help="the user's short name; keepers: all their names")
    user.add_argument("--name", default="", help="the user's full name")
    user.add_argument(
        "--role",
        action="append",
        default=[],
        help="officer, youth_worker, supervisor, administrator, auditor",
    )
    user.add_argument(
        "--new-passphrase-file", metavar="FILE", help="add, passphrase, recover: the new one"
    )
    user.add_argument(
        "--keeper", action="append", default=[], metavar="NAME", help="recover: said twice"
    )
    user.add_argument(
        "--keeper-file",
        action="append",
        default=[],
        metavar="FILE",
        help="keepers, recover: the passphrase of each keeper, in the order of the names",
    )
    _json(user)
    _who(user)


def _case(commands: argparse._SubParsersAction[_Parser]) -> None:
    case = _add(commands, "case", "make, list and read cases", _later("work", "case"))
    case.add_argument(
        "action", choices=("new", "list", "show", "thread", "explain", "rerun", "whatif", *RECORD)
    )
    case.add_argument("case", nargs="?", help="the case's reference")
    case.add_argument("--people", metavar="FILE", help="new: a file with `people:`")
    case.add_argument("--on", metavar="DATE", default="", help="rerun: decide again as of this day")
    case.add_argument(
        "--reason",
        default="",
        help="why you open a case that you did not write (a word of the policy's list);"
        " explain: why the grade stands; else why this is done to the record",
    )
    record_options(case)
    _whatif(case, "whatif: what would stand otherwise; nothing is written")
    case.add_argument(
        "--export",
        metavar="FILE",
        help="thread: into a file that an outsider can read and verify",
    )
    _json(case)
    _who(case)


def _whatif(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument("--whatif", metavar="FACT=VALUE", action="append", default=[], help=about)


def _assess(commands: argparse._SubParsersAction[_Parser]) -> None:
    assess = _add(
        commands,
        "assess",
        "answer a journey: line by line, or from a file",
        _later("work", "assess"),
    )
    assess.add_argument("case", help="the case's reference, or `new`")
    assess.add_argument(
        "--journey", metavar="J", help="which journey, such as custody, front_line, youth"
    )
    assess.add_argument("--answers", metavar="FILE", help="take the answers from a file")
    assess.add_argument(
        "--submit", action="store_true", help="hand the case in when all is answered"
    )
    assess.add_argument("--reason", default="", help="why you open a case that you did not write")
    assess.add_argument("--plain", action="store_true", default=argparse.SUPPRESS, help="line mode")
    _json(assess)
    _who(assess)


def _decide(commands: argparse._SubParsersAction[_Parser]) -> None:
    decide = _add(
        commands, "decide", "facts in, routes out; needs no workspace", _later("facts", "decide")
    )
    decide.add_argument("--facts", metavar="FILE", required=True, help="a case file")
    decide.add_argument(
        "--policy", metavar="K=V", action="append", default=[], help="try another policy value"
    )
    decide.add_argument(
        "--pack", metavar="DIR", help="a folder of instruments; default: the shipped ones"
    )
    decide.add_argument(
        "--explain",
        metavar="ROUTE",
        nargs="?",
        const="all",
        help="why, rule by rule; one route or all",
    )
    decide.add_argument(
        "--on", metavar="DATE", default="", help="as of another day, beside the day of the file"
    )
    _whatif(decide, "what would stand otherwise if a fact read so")
    _json(decide)


_ACTS = (  # each takes its words from --text
    ("ask", "ITEM", "ask about an answer"),
    ("reply", "ITEM", "reply to a question about an answer"),
    ("close", "ITEM", "close a question about an answer"),
    ("override", "'ROUTE raise|lower REASON'", "put a route forward, or take it back"),
    ("countersign", "ROUTE", "sign another supervisor's override"),
    ("aggressor", "'PERSON assessed|PERSON'", "decide who mainly causes the harm"),
    ("reviewed", "LETTER", "review a letter that left before a decision"),
    ("moved", "'ROUTE STATE'", "what became of a referral: sent, accepted, active, completed"),
    ("todo", "DATE", "add what is to be done by a day"),
    ("done", "NUMBER", "a to-do is done"),
    ("release", "'DATE TIME'", "when release is planned, for the clocks"),
)


def _review(commands: argparse._SubParsersAction[_Parser]) -> None:
    review = _add(
        commands,
        "review",
        "what waits for a supervisor; approve, decline or return",
        _later("work", "review"),
    )
    review.add_argument("case", nargs="?", help="the case's reference")
    review.add_argument("--approve", metavar="ROUTE", action="append", default=[])
    review.add_argument("--decline", metavar="ROUTE", action="append", default=[])
    review.add_argument(
        "--sign-off", action="store_true", help="close a case on which no route waits"
    )
    review.add_argument(
        "--return", dest="send_back", action="store_true", help="send it back to its author"
    )
    for name, takes, about in _ACTS:
        review.add_argument(
            f"--{name}", dest=f"act_{name}", metavar=takes, action="append", default=[], help=about
        )
    review.add_argument("--text", default="", help="the words of ask, reply, override and the like")
    review.add_argument("--reason", default="", help="why; every decision needs one")
    _json(review)
    _who(review)


def _letter(commands: argparse._SubParsersAction[_Parser]) -> None:
    letter = _add(commands, "letter", "list, preview and issue letters", _later("post", "letter"))
    letter.add_argument(
        "words",
        nargs="*",
        metavar="CASE LETTER",
        help="the case and the letter; with --facts only the letter",
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
        "--box",
        metavar="NAME=TEXT",
        action="append",
        default=[],
        help="what the letter asks you to type; once for each box",
    )
    letter.add_argument(
        "--about", metavar="ID", default="", help="the person harmed to whom the letter goes"
    )
    letter.add_argument(
        "--lift", metavar="REASON", help="a supervisor: let it go with what was found in it"
    )
    letter.add_argument(
        "--pack", metavar="DIR", help="with --facts or --list: a folder of instruments"
    )
    _json(letter)
    _who(letter)


def _pack(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = _add(
        commands,
        "check",
        "find everything that is wrong with a folder of instruments",
        _later("facts", "check"),
    )
    check.add_argument("dir", nargs="?", metavar="DIR", help="default: the definitions in force")
    check.add_argument("--prove", action="store_true", help="prove every promise of the pack too")
    check.add_argument(
        "--cases",
        metavar="DIR",
        help="with --prove: write each counter-example there as a case file",
    )
    _json(check)
    _who(check)
    for command in studio(lambda name, about: _add(commands, name, about, _later("studio", name))):
        _who(command)


if __name__ == "__main__":
    sys.exit(main())

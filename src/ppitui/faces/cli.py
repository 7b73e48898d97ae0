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
from ppitui.desk.commands import flags
from ppitui.errors import PpituiError
from ppitui.faces.afterwards_options import AFTERWARDS, afterwards_options
from ppitui.faces.arguments import Parser, add_command, later, who, with_json
from ppitui.faces.draft_arguments import drafts
from ppitui.faces.post_arguments import letter_options
from ppitui.faces.record_options import RECORD, backups, record_options
from ppitui.faces.report_options import reports
from ppitui.faces.stopping import STOPPED
from ppitui.faces.studio_arguments import check_options, studio
from ppitui.faces.wrapping import between_words

Args = argparse.Namespace
_SUPPORTS = "ppitui supports professional judgement. It predicts nothing and decides nothing."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. No traceback and no personal data ever reaches the caller."""
    os.umask(0o077)
    _no_core()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with between_words():
        return _main(argv)


def _main(argv: Sequence[str] | None) -> int:
    try:
        args = _read(sys.argv[1:] if argv is None else argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _run(args)
    except PpituiError as fault:
        return _told(fault)
    except KeyboardInterrupt:
        print(f"\n{STOPPED}", file=sys.stderr)
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


def _read(words: Sequence[str]) -> Args:
    """What a call says. Where it names no command, what everybody waits for first, none of them is described."""
    return (_top() if _only_who(list(words)) else parser()).parse_args(words)


def _only_who(words: list[str]) -> bool:
    """Whether a call says who is at work and where, and nothing else."""
    while words:
        taken = 1 if words[0] == "--plain" else 2
        named = taken == 1 or words[0] in ("--workspace", "--as", "--passphrase-file")
        if not named or len(words) < taken or (taken == 2 and words[1].startswith("-")):
            return False
        del words[:taken]
    return True


def _top() -> Parser:
    """`ppitui` itself, without its commands."""
    top = Parser(
        prog="ppitui",
        description="Structured professional judgement about people who use domestic abuse (England and Wales).",
        epilog=_SUPPORTS,
    )
    top.add_argument("--version", action="version", version=f"ppitui {__version__}")
    top.add_argument(
        "--plain", action="store_true", help="line mode: one question at a time, no cursor movement"
    )
    who(top)
    top.set_defaults(run=later("begin", "converse"))
    return top


def parser() -> argparse.ArgumentParser:
    """Every command and its arguments."""
    top = _top()
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for add in (_workspace, _case, _assess, _decide, _review, _letter, reports, _pack):
        add(commands)
    return top


def _workspace(commands: argparse._SubParsersAction[Parser]) -> None:
    demo = add_command(
        commands,
        "demo",
        "see it at work on invented cases, in a workspace that is thrown away",
        later("demo", "demo"),
    )
    demo.add_argument(
        "--plain", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    init = add_command(
        commands,
        "init",
        "make an encrypted workspace; its first administrator is --as",
        later("keep", "init"),
    )
    init.add_argument(
        "--unencrypted",
        action="store_true",
        help="only where the disk is encrypted and that is allowed: nothing here will be",
    )
    who(init)
    protect = add_command(
        commands,
        "protect",
        "encrypt a workspace that is not, and compare every event",
        later("keep", "protect"),
    )
    protect.add_argument(
        "--rotate",
        action="store_true",
        help="give an encrypted workspace new keys while nobody is at work, and destroy the old ones",
    )
    who(protect)
    _user(commands)
    backups(commands, later, who, with_json)
    verify = add_command(
        commands, "verify", "is every thread whole, and as it was?", later("keep", "verify")
    )
    verify.add_argument(
        "--head", metavar="HEX", help="a head kept elsewhere, as on a letter: is it still here?"
    )
    verify.add_argument(
        "--thread", metavar="FILE", help="an exported thread instead; needs no workspace"
    )
    with_json(verify)
    who(verify)


def _user(commands: argparse._SubParsersAction[Parser]) -> None:
    user = add_command(
        commands, "user", "the users of a workspace, and their passphrases", later("keep", "user")
    )
    user.add_argument(
        "action",
        choices=("add", "list", "disable", "unit", "passphrase", "keepers", "recover"),
        help="passphrase: change your own, or hand somebody a first one;"
        " keepers: who can recover the workspace, any two together; recover: those two do",
    )
    user.add_argument("id", nargs="*", help="the user's short name; keepers: all their names")
    user.add_argument("--name", default="", help="the user's full name")
    user.add_argument("--unit", default="", help="add, unit: where they work, for reports")
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
    with_json(user)
    who(user)


def _case(commands: argparse._SubParsersAction[Parser]) -> None:
    case = add_command(commands, "case", "make, list and read cases", later("work", "case"))
    case.add_argument(
        "action",
        choices=(
            "new",
            "list",
            "show",
            "thread",
            "say",
            "explain",
            "rerun",
            "whatif",
            "migrate",
            "file",
            *AFTERWARDS,
            *RECORD,
        ),
    )
    case.add_argument("case", nargs="?", help="the case's reference")
    case.add_argument(
        "words",
        nargs="*",
        metavar="LINE",
        help="say: what you would type at the case, such as '/ask dara.threats WORDS';"
        " thread: a person, kind, day or question to see only that",
    )
    case.add_argument("--people", metavar="FILE", help="new: a file with `people:`")
    case.add_argument(
        "--on",
        metavar="DATE",
        default="",
        help="rerun: as of this day; without it, as handed in",
    )
    record_options(case)
    afterwards_options(case)
    _whatif(case, "whatif: what would stand otherwise; nothing is written")
    with_json(case)
    who(case)


def _whatif(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument("--whatif", metavar="FACT=VALUE", action="append", default=[], help=about)


def _assess(commands: argparse._SubParsersAction[Parser]) -> None:
    assess = add_command(
        commands,
        "assess",
        "answer a journey: line by line, or from a file",
        later("work", "assess"),
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
    with_json(assess)
    who(assess)


def _decide(commands: argparse._SubParsersAction[Parser]) -> None:
    decide = add_command(
        commands, "decide", "facts in, routes out; needs no workspace", later("facts", "decide")
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
    with_json(decide)


def _review(commands: argparse._SubParsersAction[Parser]) -> None:
    review = add_command(
        commands,
        "review",
        "what waits for a supervisor; approve, decline or return",
        later("work", "review"),
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
    for one in flags():  # each takes its words from --text
        review.add_argument(
            f"--{one.name}",
            dest=f"act_{one.name}",
            metavar=one.takes.removesuffix(" WORDS"),
            action="append",
            default=[],
            help=one.help,
        )
    review.add_argument("--text", default="", help="the words of ask, reply, override and the like")
    review.add_argument("--reason", default="", help="why; every decision needs one")
    with_json(review)
    who(review)


def _letter(commands: argparse._SubParsersAction[Parser]) -> None:
    letter = add_command(
        commands, "letter", "list, preview and issue letters", later("post", "letter")
    )
    letter_options(letter)
    with_json(letter)
    who(letter)


def _pack(commands: argparse._SubParsersAction[Parser]) -> None:
    who(drafts(commands, later("drafts", "studio")))
    check = add_command(
        commands,
        "check",
        "find everything that is wrong with a folder of instruments",
        later("facts", "check"),
    )
    check_options(check)
    with_json(check)
    who(check)
    for command in studio(
        lambda name, about: add_command(commands, name, about, later("studio", name))
    ):
        who(command)


if __name__ == "__main__":
    sys.exit(main())

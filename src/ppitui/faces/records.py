"""What is done to a record: who may see it, how long it is kept, copies of it, and its end."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from ppitui.desk import erasing, record_doing
from ppitui.desk.desk import Desk
from ppitui.desk.looking import WORKING
from ppitui.desk.record_acts import ACTS, OUTSIDE
from ppitui.desk.record_doing import Done
from ppitui.errors import WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.passphrases import asked, from_file, new_passphrase
from ppitui.faces.plain.reason import opening
from ppitui.faces.work import print_out

Args = argparse.Namespace
# Their reason is a code of the policy's list, for opening the case.
_ONLY_READ = ("verify", "export")


def record(args: Args) -> int:
    """Carry out one of the actions on a record."""
    writes = args.action == "access" and bool(args.output)
    desk = desk_for(args, signs=args.action == "erase" or writes)
    if args.action == "due":
        return _due(args, desk)
    if not args.case and args.action != "import":
        raise WrongCall(f"ppitui case {args.action} needs the case's reference.")
    done = _done(args, desk)
    print_out(args, {"case": args.case, "lines": done.lines}, list(done.lines))
    if done.words:
        print(done.words, file=sys.stderr)
    return 0


def _done(args: Args, desk: Desk) -> Done:
    given = _fields(args)
    if args.action == "erase":  # also of a case that does not open: an erasure that was cut short
        return record_doing.erase(desk, args.case, given)
    if args.action == "import":
        given["words"] = _bundle_words(args, new=False)
    if args.action in OUTSIDE and args.action != "verify":
        return OUTSIDE[args.action].do(desk, given)
    act = ACTS[args.action]
    looks = args.action in _ONLY_READ or (args.action == "access" and not args.output)
    with opening(desk, args.case, args.reason if looks else WORKING) as opened:
        if args.action == "export":
            given["words"] = _bundle_words(args, new=True)
        return act.do(desk, opened, given)


def _fields(args: Args) -> dict[str, str]:
    """The fields of every act, as the flags gave them."""
    return {
        "who": " ".join(args.who),
        "group": str(args.group),
        "review": args.review,
        "name": args.name,
        "other": args.other,
        "how": args.how,
        "to": args.to,
        "bundle": args.bundle or "",
        "case": args.case or "",
        "reason": args.reason,
        "output": args.output or "",
        "working": args.working or "",
        "give": " ".join(args.give),
    }


def _bundle_words(args: Args, *, new: bool) -> str:
    if not args.bundle:
        raise WrongCall(f"Name the file: ppitui case {args.action} CASE --bundle FILE")
    file, flag = args.bundle_passphrase_file, "--bundle-passphrase-file"
    if new:
        return new_passphrase(args, file, "for the bundle", flag)
    return from_file(file) if file else asked(args, "Passphrase of the bundle:", flag)


def _due(args: Args, desk: Desk) -> int:
    found = erasing.due(desk)
    lines = [f"{one.case}  {one.why}" for one in found] or ["Nothing is due."]
    print_out(args, [asdict(one) for one in found], lines)
    return 0

"""What is done to a record: who may see it, how long it is kept, and its end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from ppitui.core.calendar import day_words
from ppitui.desk import erasing, joining, restricting
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.looking import WORKING
from ppitui.errors import WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.passphrases import asked, from_file, new_passphrase
from ppitui.faces.plain.reason import opening
from ppitui.faces.work import print_out

Args = argparse.Namespace


def record(args: Args) -> int:
    """Carry out one of the actions on a record."""
    if args.action in ("export", "import"):
        return _carried(args)
    desk = desk_for(args, signs=args.action == "erase")
    if args.action == "due":
        return _due(args, desk)
    if not args.case:
        raise WrongCall(f"ppitui case {args.action} needs the case's reference.")
    outside = _FROM_OUTSIDE.get(args.action)
    if outside:
        told = outside(args, desk)
    else:
        with desk.open(args.case, WORKING) as opened:
            told = _INSIDE[args.action](args, desk, opened)
    print(told, file=sys.stderr)
    return 0


def _carried(args: Args) -> int:
    """A case into an encrypted file, or out of one."""
    from ppitui.desk.bundles import carry, take_in

    if not args.bundle or (args.action == "export" and not args.case):
        raise WrongCall(f"Name the file: ppitui case {args.action} CASE --bundle FILE")
    desk, file, flag = desk_for(args), args.bundle_passphrase_file, "--bundle-passphrase-file"
    if args.action == "export":
        with opening(desk, args.case, args.reason) as opened:
            words = new_passphrase(args, file, "for the bundle", flag)
            carry(desk, opened, Path(args.bundle), words, args.to)
        told = f"Case {args.case} is in {args.bundle}. Send its passphrase by another way"
    else:
        words = from_file(file) if file else asked(args, "Passphrase of the bundle:", flag)
        taken = take_in(desk, _bytes(Path(args.bundle)), words)
        told = f"Case {taken.case}: {taken.events} events taken in."
    print(told, file=sys.stderr)
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise WrongCall(f"The bundle cannot be read: {fault.strerror}") from None


def _due(args: Args, desk: Desk) -> int:
    found = erasing.due(desk)
    lines = [f"{one.case}  {one.why}" for one in found] or ["Nothing is due."]
    print_out(args, [asdict(one) for one in found], lines)
    return 0


def _break_glass(args: Args, desk: Desk) -> str:
    until = restricting.break_glass(desk, args.case, args.reason)
    return f"Case {args.case} is open to you until {until}. Supervisors are told."


def _note_alert(args: Args, desk: Desk) -> str:
    found = [one for one in restricting.alerts(desk) if one.case == args.case]
    for one in found:
        restricting.note_alert(desk, one)
    return f"{len(found)} noted."


def _erase(args: Args, desk: Desk) -> str:
    erasing.erase(desk, args.case, args.reason)
    return (
        f"Case {args.case} is erased: its key is destroyed, and nobody can read it any more. Letters and"
        " exports that left are files elsewhere. Make a new backup with its keys now, and destroy the"
        " old file of keys"
    )


def _link(args: Args, desk: Desk) -> str:
    joining.join(desk, args.case, args.other, args.how, args.reason)
    return f"{args.case} and {args.other} are joined. Nothing was copied; case unlink undoes it."


def _unlink(args: Args, desk: Desk) -> str:
    joining.part_again(desk, args.case, args.other, args.reason)
    return f"{args.case} and {args.other} are two cases again."


_FROM_OUTSIDE: dict[str, Callable[[Args, Desk], str]] = {
    "break-glass": _break_glass,
    "note-alert": _note_alert,
    "erase": _erase,
    "link": _link,
    "unlink": _unlink,
}


def _restrict(args: Args, desk: Desk, opened: OpenCase) -> str:
    restricting.restrict(desk, opened, args.who, args.reason)
    return f"Only these may see it now: {', '.join(args.who)}."


def _unrestrict(args: Args, desk: Desk, opened: OpenCase) -> str:
    restricting.unrestrict(desk, opened, args.reason)
    return "Everybody may see it again who is not excluded."


def _one(args: Args) -> str:
    if len(args.who) != 1:
        raise WrongCall(f"ppitui case {args.action} takes one --who USER.")
    return str(args.who[0])


def _exclude(args: Args, desk: Desk, opened: OpenCase) -> str:
    restricting.exclude(desk, opened, _one(args), args.reason)
    return "They can no longer see it."


def _readmit(args: Args, desk: Desk, opened: OpenCase) -> str:
    restricting.readmit(desk, opened, _one(args), args.reason)
    return "They can see it again."


def _retain(args: Args, desk: Desk, opened: OpenCase) -> str:
    day = erasing.retain(desk, opened, args.group, args.review, args.reason)
    return f"Group {args.group}; to be reviewed on {day_words(day)}. Nothing is erased by itself."


def _hold(args: Args, desk: Desk, opened: OpenCase) -> str:
    erasing.hold(desk, opened, args.name, args.reason)
    return "On hold: nothing of it is erased while that stands."


def _release(args: Args, desk: Desk, opened: OpenCase) -> str:
    erasing.release(desk, opened, args.name, args.reason)
    return "The hold is lifted."


def _ask_erasure(args: Args, desk: Desk, opened: OpenCase) -> str:
    erasing.ask_erasure(desk, opened, args.reason)
    return f"Asked. Another supervisor confirms it: case erase {args.case} --reason {args.reason}"


def _withdraw(args: Args, desk: Desk, opened: OpenCase) -> str:
    erasing.withdraw_erasure(desk, opened, args.reason)
    return "The request is taken back."


_INSIDE: dict[str, Callable[[Args, Desk, OpenCase], str]] = {
    "restrict": _restrict,
    "unrestrict": _unrestrict,
    "exclude": _exclude,
    "readmit": _readmit,
    "retain": _retain,
    "hold": _hold,
    "release": _release,
    "ask-erasure": _ask_erasure,
    "withdraw-erasure": _withdraw,
}

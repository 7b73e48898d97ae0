"""Reports and second grades on the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ppitui.core.text import visible
from ppitui.desk.csvfile import csv_bytes
from ppitui.desk.desk import Desk
from ppitui.desk.newfile import write_new
from ppitui.desk.queue import wanted_of
from ppitui.desk.reports import Report, kinds, read_asked
from ppitui.desk.reports import report as made
from ppitui.desk.seconds import blind_lines, decline_second, give_second
from ppitui.errors import WrongCall
from ppitui.faces.begin import desk_for
from ppitui.faces.work import print_out

Args = argparse.Namespace


def report(args: Args) -> int:
    """Make a report, or list which there are."""
    if not args.kind:
        known = kinds()
        data = [
            {"report": one, "about": kind.about, "names": kind.named} for one, kind in known.items()
        ]
        print_out(args, data, [f"{one:<11} {kind.about}" for one, kind in known.items()])
        return 0
    if args.json and (args.csv or args.output):
        raise WrongCall("Say --json, or --csv and -o, not both.")
    desk = desk_for(args)
    asked = read_asked(desk, args.kind, args.start, args.end, args.unit, names=args.names)
    found = made(desk, asked, _progress if sys.stderr.isatty() else None)
    if args.output:
        write_csv(found, Path(args.output))
        print(f"Written to {visible(args.output)}.", file=sys.stderr)
    elif args.csv:
        sys.stdout.buffer.write(as_csv(found))
    else:
        print_out(args, found.to_json(), found.lines(78 if sys.stdout.isatty() else 0))
    return 0


def as_csv(found: Report) -> bytes:
    """A report as CSV: its table alone."""
    return csv_bytes([name for name, _ in found.table.columns], found.table.rows)


def write_csv(found: Report, path: Path) -> None:
    """A report into a new file. Raises Refused where one is there, WrongCall for a name that is not .csv."""
    if path.suffix.lower() != ".csv":
        raise WrongCall("A report is written to a name that ends in .csv.")
    write_new(path, as_csv(found), "report")


def _progress(left: int) -> None:
    if left % 100 == 0:
        print(f"\r{left} cases to read  ", end="" if left else "\n", file=sys.stderr, flush=True)


def second(args: Args) -> int:
    """Give a blind second grade, decline it, or read what it is to be given from."""
    desk = desk_for(args, signs=bool(args.grade))
    if not args.case:
        waiting = wanted_of(desk)
        lines = [f"{one}  your second grade is wanted" for one in waiting]
        print_out(args, waiting, lines or ["No second grade is wanted of you."])
        return 0
    if args.grade and args.decline:
        raise WrongCall("Say --grade or --decline, not both.")
    if args.decline:
        print(decline_second(desk, args.case, args.text), file=sys.stderr)
    elif args.grade:
        print(give_second(desk, args.case, _line(args)), file=sys.stderr)
    else:
        _read(args, desk)
    return 0


def _line(args: Args) -> str:
    return " ".join([*args.grade, args.text])


def _read(args: Args, desk: Desk) -> None:
    lines = blind_lines(desk, args.case)
    print_out(args, {"case": args.case, "lines": lines}, lines)

"""The commands on a workspace."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ppitui.core.text import counted, shown
from ppitui.core.workflow import assessment_status
from ppitui.desk.acting import act
from ppitui.desk.again import as_handed_in, decide_again, read_day
from ppitui.desk.answersfile import (
    AnswersFile,
    add_people,
    apply_answers,
    check_journey,
    read_answers,
)
from ppitui.desk.commands import flags
from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.due import clock_lines, headed_clocks
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.grades import explain_grade
from ppitui.desk.looking import WORKING
from ppitui.desk.newfile import write_new
from ppitui.desk.outputs import beside_data, side_by_side
from ppitui.desk.pinned import pinned, pinned_line
from ppitui.desk.queue import with_news
from ppitui.desk.restricting import alerts
from ppitui.desk.rows import case_line
from ppitui.desk.telling import outcome
from ppitui.desk.whatif import what_if
from ppitui.errors import WrongCall
from ppitui.faces.afterwards import ON_A_CASE, due_list
from ppitui.faces.begin import desk_for, is_plain
from ppitui.faces.plain.console import Console, wrapped
from ppitui.faces.plain.reason import opening
from ppitui.faces.record_options import RECORD
from ppitui.faces.saying import reads_some, say, thread_of

Args = argparse.Namespace


def case(args: Args) -> int:
    """Make, list, show."""
    if args.action in RECORD:
        from ppitui.faces.records import record

        return record(args)
    if args.words and args.action not in ("say", "thread"):
        raise WrongCall(
            f"ppitui case {args.action} takes one case; {shown(args.words[0])} is too much."
        )
    desk = desk_for(args, signs=args.action == "say")
    if args.action == "list":
        for alert in alerts(desk):
            print(f"{alert.words}. Take note: case note-alert {alert.case}", file=sys.stderr)
        rows = with_news(desk.cases(), desk.user.id)
        print_out(args, rows, [case_line(row) for row in rows])
        return 0
    if args.action == "new":
        reference = desk.new_case()
        if args.people:
            with desk.open(reference) as opened:
                add_people(desk, opened, read_answers(Path(args.people)))
        print_out(args, {"case": reference}, [reference])
        return 0
    if args.action == "clocks" and not args.case:
        print_out(args, *due_list(desk))
        return 0
    if not args.case:
        raise WrongCall(f"ppitui case {args.action} needs the case's reference.")
    with opening(desk, args.case, _why(args), console=_somebody(args)) as opened:
        if args.action in _ON_A_CASE and not (args.action == "rerun" and not args.on):
            lines = list(_ON_A_CASE[args.action](args, desk, opened))
            print_out(args, {"case": args.case, "lines": lines}, lines)
        elif args.action == "thread" and args.export:
            from ppitui.store.exported import exported  # brings the ciphers

            path = Path(args.export)
            desk.record(opened, "disclose", "disclosed", {"what": "thread", "to": args.to})
            write_new(path, exported(desk.workspace, opened.case.reference))
            print(f"Written to {path}. Whoever has it can read the whole case.", file=sys.stderr)
        elif args.action == "thread":
            print_out(args, *thread_of(args, desk, opened))
        else:
            (_as_handed_in if args.action == "rerun" else _show)(args, desk, opened)
    return 0


def _as_handed_in(args: Args, desk: Desk, opened: OpenCase) -> None:
    """That the result is what it was; with --json the result itself, the same bytes each time."""
    result = as_handed_in(desk, opened)  # raises where it is not the same
    pinned = f"on the definitions it was begun on ({opened.pack.hash[:19]})"
    words = f"The result is the same as when it was handed in, {pinned}."
    print(words, file=sys.stderr if args.json else sys.stdout)
    if args.json:
        print(result)


def _rerun(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    decide_again(desk, opened, read_day(args.on, desk.today))
    return side_by_side(opened.case)


def _explain(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    told = explain_grade(desk, opened, args.reason)
    return [f"Reason saved for: {one}." for one in told]


def _what_if(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    return what_if(desk, opened, " ".join(args.whatif))


def _migrate(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    from ppitui.desk.migrating import migrate, plan_lines, planned

    if args.confirm:
        return [migrate(desk, opened)]
    found, mapping = planned(desk, opened)
    print("Nothing is written: say --confirm once you have read this.", file=sys.stderr)
    return plan_lines(found, mapping, desk.pack)


def _file(_args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    from ppitui.desk.authors_tests import from_case

    return from_case(desk, opened).splitlines()


_ON_A_CASE = {
    "file": _file,
    "migrate": _migrate,
    "rerun": _rerun,
    "explain": _explain,
    "whatif": _what_if,
    "say": say,
    **ON_A_CASE,
}


def _show(args: Args, desk: Desk, opened: OpenCase) -> None:
    """The case as it stands; routes only once a grade with a reason is set."""
    walk = desk.walk(opened)
    data: dict[str, Any] = {
        "case": opened.case.reference,
        "state": opened.case.state,
        "due": len(walk.due),
        "definitions": pinned(desk, opened),
    }
    due = counted(len(walk.due), "question")
    wants = "wants" if len(walk.due) == 1 else "want"
    lines = [
        f"Case {opened.case.reference}: {assessment_status(opened.case)}, {due} {wants} an answer.",
        pinned_line(desk, opened),
    ]
    if opened.case.state != "draft" or (walk.journey and walk.graded()):
        result = desk.result(opened)
        data.update(result.to_json(opened.pack.hash))
        grades = earlier_grades(desk, opened)
        data["beside"] = beside_data(result, opened.pack, opened.case, grades)
        clocks = list(clock_lines(desk, opened))
        data["clocks"] = clocks
        lines += ["", *headed_clocks(clocks), *outcome(result, opened.pack, opened.case, grades)]
    else:
        lines.append("Routes show once a grade with a reason is set for each person harmed.")
    print_out(args, data, lines)


_WHICH = "Say which journey with --journey, or in the file."


def assess(args: Args) -> int:
    """Answer a journey, from a file or line by line."""
    file = read_answers(Path(args.answers)) if args.answers else None
    journey = args.journey or (file.journey if file else "")
    if file is None and not sys.stdin.isatty() and not is_plain(args):
        raise WrongCall(
            "There is no terminal to ask at; give the answers with --answers FILE, or say --plain."
        )
    desk = desk_for(args, signs=args.submit)
    reference = args.case
    if args.case == "new":
        _know_journey(args, desk, file)  # before there is a case, which would stand there empty
        reference = desk.new_case()
        print(f"Opened case {reference}.", file=sys.stderr)
    with opening(desk, reference, args.reason, console=_somebody(args)) as opened:
        if file is None:
            return _converse(args, desk, opened, journey)
        return _from_file(args, desk, opened, file, journey)


def _know_journey(args: Args, desk: Desk, file: AnswersFile | None) -> None:
    if args.journey:
        desk.may_begin(args.journey, desk.pack)
    elif file and file.journey:
        check_journey(desk, file)
    elif file:
        raise WrongCall(_WHICH)


def _from_file(args: Args, desk: Desk, opened: OpenCase, file: AnswersFile, journey: str) -> int:
    if not journey and not opened.case.journey:
        raise WrongCall(_WHICH)
    desk.begin(opened, journey or opened.case.journey, file.on)
    add_people(desk, opened, file)
    left = apply_answers(desk, opened, file)
    print(
        f"Case {opened.case.reference}: {len(left)} questions still want an answer.",
        file=sys.stderr,
    )
    if args.submit:
        result = desk.submit(opened)
        data = {"case": opened.case.reference, **result.to_json(opened.pack.hash)}
        lines = list(outcome(result, opened.pack, opened.case, earlier_grades(desk, opened)))
        print_out(args, data, lines)
    elif args.json:
        print_out(args, {"case": opened.case.reference, "due": len(left)}, [])
    return 0


def _converse(args: Args, desk: Desk, opened: OpenCase, journey: str) -> int:
    from ppitui.faces.plain.console import Ended, console_for
    from ppitui.faces.plain.journey import JourneyFace
    from ppitui.faces.plain.people import enter_people

    console = console_for(plain=is_plain(args), environ=dict(os.environ))
    try:
        if journey:
            desk.begin(opened, journey)
        if not opened.case.journey:
            raise WrongCall("Say which journey with --journey: " + ", ".join(opened.pack.journeys))
        if opened.case.assessed or enter_people(desk, opened, console):
            JourneyFace(desk, opened, console).run()
    except Ended:
        console.say("Stopped. Everything that you answered is saved.")
    return 0


def _why(args: Args) -> str:
    """The reason for opening the case; what explains a grade, in words, explains that it was opened."""
    acts = args.action == "say" and not reads_some(args.words)
    return WORKING if acts or args.action in ("explain", "reassess") else str(args.reason)


def _somebody(args: Args) -> Console | None:
    """Who can be asked; None where there is no terminal."""
    from ppitui.faces.plain.console import console_for

    if getattr(args, "json", False) or not sys.stdin.isatty():
        return None
    return console_for(plain=is_plain(args), environ=dict(os.environ))


def review(args: Args) -> int:
    """List what waits, or decide."""
    decisions = [(route, "approve") for route in args.approve] + [
        (route, "decline") for route in args.decline
    ]
    acts = _acts(args)
    desk = desk_for(args, signs=bool(decisions or args.sign_off or args.send_back or acts))
    if not args.case:
        if decisions or args.send_back or args.sign_off or acts:
            raise WrongCall("Say which case the decision is on.")
        rows = desk.queue()
        print_out(args, rows, [case_line(row) for row in rows] or ["Nothing waits for a decision."])
        return 0
    works = decisions or args.send_back or args.sign_off or acts
    why = WORKING if works else args.reason
    with opening(desk, args.case, why, console=_somebody(args)) as opened:
        twice = set(args.approve) & set(args.decline)
        if twice:
            raise WrongCall(f"{', '.join(sorted(twice))} cannot be both approved and declined.")
        for line in acts:
            print(act(desk, opened, line), file=sys.stderr)
        if args.send_back:
            send_back(desk, opened, args.reason)
        for route, decision in decisions:
            decide_route(desk, opened, route.upper(), decision, args.reason)
            print(f"{route.upper()}: {decision}d.", file=sys.stderr)
        if args.sign_off:
            sign_off(desk, opened, args.reason)
        if not (decisions or args.send_back or args.sign_off or acts):
            _review_here(args, desk, opened)
    return 0


def _acts(args: Args) -> list[str]:
    """The commands that the flags stand for, each with the words of --text."""
    found = ((one.name, getattr(args, f"act_{one.name}")) for one in flags())
    return [f"/{name} {what} {args.text}".strip() for name, many in found for what in many]


def _review_here(args: Args, desk: Desk, opened: OpenCase) -> None:
    from ppitui.faces.plain.console import Ended, console_for
    from ppitui.faces.plain.review import review_case

    if args.json or not (sys.stdin.isatty() or is_plain(args)):
        _show(args, desk, opened)
        return
    console = console_for(plain=is_plain(args), environ=dict(os.environ))
    try:
        review_case(desk, opened, console)
    except Ended:
        console.say("Stopped. Every decision that was given is saved.")


def print_out(args: Args, data: Any, lines: list[str]) -> None:
    """Data where --json asks for it, else the lines."""
    if getattr(args, "json", False):
        print(json.dumps(data, indent=1, ensure_ascii=False))
    elif lines:
        print("\n".join(wrapped(lines) if sys.stdout.isatty() else lines))

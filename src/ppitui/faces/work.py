"""The commands on a workspace."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ppitui.core.events import Actor, Draft
from ppitui.core.text import visible
from ppitui.desk.again import decide_again, read_day
from ppitui.desk.answersfile import AnswersFile, add_people, apply_answers, read_answers
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.earlier import earlier_grades
from ppitui.desk.grades import explain_grade
from ppitui.desk.outputs import beside_data, side_by_side
from ppitui.desk.packs import checked, files_of
from ppitui.desk.record import thread
from ppitui.desk.rows import case_line
from ppitui.desk.telling import outcome
from ppitui.desk.users import user_payload
from ppitui.desk.whatif import what_if
from ppitui.errors import AnswerIsNo, Refused, WrongCall
from ppitui.faces.plain.console import wrapped
from ppitui.pack.load import load
from ppitui.paths import workspace_folder
from ppitui.store.verify import verify as verify_log
from ppitui.store.workspace import THREAD, Workspace

Args = argparse.Namespace


def now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


def login(args: Args) -> str:
    """Who is at work: --as, else the login name. A claim, not a proof, until passphrases exist."""
    if args.user:
        return str(args.user)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise WrongCall("Your login name cannot be read; say who you are with --as USER.") from None


def desk_for(args: Args) -> Desk:
    """The desk of whoever is at work, on the workspace in question."""
    return signing_in(args)(login(args))


def signing_in(args: Args) -> Callable[[str], Desk]:
    """The desk of whoever says who they are, on one workspace and one pack."""
    workspace = Workspace.open(workspace_folder(args.workspace, os.environ))
    files = files_of(None, workspace.folder)
    pack = checked(load(files))
    return lambda user: Desk(workspace, pack, files, user, now)


def init(args: Args) -> int:
    """Make a workspace."""
    if not args.unencrypted:
        raise Refused(
            "This version cannot encrypt a workspace yet. If the disk itself is encrypted and that is"
            " allowed here, say so: ppitui init --unencrypted"
        )
    user = login(args)
    folder = workspace_folder(args.workspace, os.environ)
    pack = checked(load(files_of(None)))
    payload = user_payload(user, user, ["administrator"])
    at = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    actor = Actor(user, "administrator")
    opening = Draft(actor, at, "workspace_opened", pack.hash, {"sealing": "none"})
    workspace = Workspace.create(folder, "none", opening=opening)
    with workspace.thread() as log:
        log.append(Draft(actor, at, "user_added", pack.hash, payload, 1))
    print(f"Made the workspace {workspace.folder}. It is not encrypted.", file=sys.stderr)
    print(
        f"Its administrator is {user}. Next: ppitui user add NAME --role officer", file=sys.stderr
    )
    return 0


def user(args: Args) -> int:
    """Add, list or disable users."""
    desk = desk_for(args)
    if args.action == "list":
        known = list(desk.users().values())
        lines = [
            f"{one.id}  {visible(one.name)}  {', '.join(one.roles)}"
            + ("" if one.active else "  disabled")
            for one in known
        ]
        _print(args, [asdict(one) for one in known], lines)
        return 0
    if not args.id:
        raise WrongCall(f"ppitui user {args.action} needs the user's short name.")
    if args.action == "add":
        desk.add_user(args.id, args.name, args.role)
    else:
        desk.disable_user(args.id)
    return 0


def case(args: Args) -> int:
    """Make, list, show."""
    desk = desk_for(args)
    if args.action == "list":
        rows = desk.cases()
        _print(args, rows, [case_line(row) for row in rows])
        return 0
    if args.action == "new":
        reference = desk.new_case()
        if args.people:
            with desk.open(reference) as opened:
                add_people(desk, opened, read_answers(Path(args.people)))
        _print(args, {"case": reference}, [reference])
        return 0
    if not args.case:
        raise WrongCall(f"ppitui case {args.action} needs the case's reference.")
    with desk.open(args.case) as opened:
        if args.action in _ON_A_CASE:
            lines = list(_ON_A_CASE[args.action](args, desk, opened))
            _print(args, {"case": args.case, "lines": lines}, lines)
        elif args.action == "thread":
            data = [event.to_json() for event in opened.events]
            _print(args, data, list(thread(opened.events, opened.pack, desk.names())))
        else:
            _show(args, desk, opened)
    return 0


def _rerun(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    if not args.on:
        raise WrongCall("ppitui case rerun needs the day: --on YYYY-MM-DD.")
    decide_again(desk, opened, read_day(args.on))
    return side_by_side(opened.case)


def _explain(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    told = explain_grade(desk, opened, args.reason)
    return [f"Reason saved for: {one}." for one in told]


def _what_if(args: Args, desk: Desk, opened: OpenCase) -> Iterable[str]:
    return what_if(desk, opened, " ".join(args.whatif))


_ON_A_CASE = {"rerun": _rerun, "explain": _explain, "whatif": _what_if}


def _show(args: Args, desk: Desk, opened: OpenCase) -> None:
    """The case as it stands; routes only once a grade with a reason is set."""
    walk = desk.walk(opened)
    data: dict[str, Any] = {
        "case": opened.case.reference,
        "state": opened.case.state,
        "due": len(walk.due),
    }
    lines = [
        f"Case {opened.case.reference}: {opened.case.state}, {len(walk.due)} questions want an answer."
    ]
    if opened.case.state != "draft" or (walk.journey and walk.graded()):
        result = desk.result(opened)
        data.update(result.to_json(opened.pack.hash))
        grades = earlier_grades(desk, opened)
        data["beside"] = beside_data(result, opened.pack, opened.case, grades)
        lines += ["", *outcome(result, opened.pack, opened.case, grades)]
    else:
        lines.append("Routes show once a grade with a reason is set for each person harmed.")
    _print(args, data, lines)


def assess(args: Args) -> int:
    """Answer a journey, from a file or line by line."""
    file = read_answers(Path(args.answers)) if args.answers else None
    journey = args.journey or (file.journey if file else "")
    if file is None and not sys.stdin.isatty() and not _plain(args):
        raise WrongCall(
            "There is no terminal to ask at; give the answers with --answers FILE, or say --plain."
        )
    desk = desk_for(args)
    reference = args.case
    if args.case == "new":
        reference = desk.new_case()
        print(f"Opened case {reference}.", file=sys.stderr)
    with desk.open(reference) as opened:
        if file is None:
            return _converse(args, desk, opened, journey)
        return _from_file(args, desk, opened, file, journey)


def _from_file(args: Args, desk: Desk, opened: OpenCase, file: AnswersFile, journey: str) -> int:
    if not journey and not opened.case.journey:
        raise WrongCall("Say which journey with --journey, or in the file.")
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
        _print(args, data, lines)
    elif args.json:
        _print(args, {"case": opened.case.reference, "due": len(left)}, [])
    return 0


def _converse(args: Args, desk: Desk, opened: OpenCase, journey: str) -> int:
    from ppitui.faces.plain.console import Ended, console_for
    from ppitui.faces.plain.journey import JourneyFace
    from ppitui.faces.plain.people import enter_people

    console = console_for(plain=_plain(args), environ=dict(os.environ))
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


def _plain(args: Args) -> bool:
    return bool(getattr(args, "plain", False)) or os.environ.get("PPITUI_PLAIN") == "1"


def converse(args: Args) -> int:
    """Ppitui with no command: the full screen, or line mode where that is wanted."""
    from ppitui.faces.full import full_screen, wanted

    if wanted(os.environ, plain=_plain(args)):
        return full_screen(signing_in(args), login(args))
    from ppitui.faces.plain.console import console_for
    from ppitui.faces.plain.menu import Menu

    if not sys.stdin.isatty() and not _plain(args):
        raise WrongCall("There is no terminal. Say what to do (ppitui --help), or say --plain.")
    console = console_for(plain=_plain(args), environ=dict(os.environ))
    Menu(desk_for(args), console).run()
    return 0


def review(args: Args) -> int:
    """List what waits, or decide."""
    desk = desk_for(args)
    decisions = [(route, "approve") for route in args.approve] + [
        (route, "decline") for route in args.decline
    ]
    if not args.case:
        if decisions or args.send_back or args.sign_off:
            raise WrongCall("Say which case the decision is on.")
        rows = desk.queue()
        _print(args, rows, [case_line(row) for row in rows] or ["Nothing waits for a decision."])
        return 0
    with desk.open(args.case) as opened:
        twice = set(args.approve) & set(args.decline)
        if twice:
            raise WrongCall(f"{', '.join(sorted(twice))} cannot be both approved and declined.")
        if args.send_back:
            desk.send_back(opened, args.reason)
        for route, decision in decisions:
            desk.decide_route(opened, route.upper(), decision, args.reason)
            print(f"{route.upper()}: {decision}d.", file=sys.stderr)
        if args.sign_off:
            desk.sign_off(opened, args.reason)
        if not (decisions or args.send_back or args.sign_off):
            _review_here(args, desk, opened)
    return 0


def _review_here(args: Args, desk: Desk, opened: OpenCase) -> None:
    from ppitui.faces.plain.console import Ended, console_for
    from ppitui.faces.plain.review import review_case

    if args.json or not (sys.stdin.isatty() or _plain(args)):
        _show(args, desk, opened)
        return
    console = console_for(plain=_plain(args), environ=dict(os.environ))
    try:
        review_case(desk, opened, console)
    except Ended:
        console.say("Stopped. Every decision that was given is saved.")


def verify(args: Args) -> int:
    """Check the chain of every thread: exit 1 at the first that is not whole."""
    workspace = Workspace.open(workspace_folder(args.workspace, os.environ))
    threads = [(THREAD, workspace.folder / "workspace.log")]
    threads += [(ref, workspace.path(ref)) for ref in workspace.cases()]
    rows: list[dict[str, Any]] = []
    for name, path in threads:
        verdict = verify_log(path, name, workspace.seal)
        fault = f"event {verdict.fault.seq}: {verdict.fault.words}" if verdict.fault else ""
        rows.append(
            {
                "thread": name,
                "events": verdict.events,
                "head": verdict.head,
                "unfinished": verdict.unfinished,
                "fault": fault,
            }
        )
    lines = [
        f"{row['thread']}  {row['events']} events  {row['head'][:12]}"
        + (f"  {row['unfinished']} bytes unfinished" if row["unfinished"] else "")
        + (f"  NOT WHOLE, {row['fault']}" if row["fault"] else "  whole")
        for row in rows
    ]
    _print(args, rows, lines)
    if any(row["fault"] for row in rows):
        raise AnswerIsNo("At least one thread is not whole.")
    return 0


def _print(args: Args, data: Any, lines: list[str]) -> None:
    if getattr(args, "json", False):
        print(json.dumps(data, indent=1, ensure_ascii=False))
    elif lines:
        print("\n".join(wrapped(lines) if sys.stdout.isatty() else lines))

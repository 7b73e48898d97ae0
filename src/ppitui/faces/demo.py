"""`ppitui demo`: a synthetic case from the first question to the letter, through the same code that people use."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ppitui.core.events import Actor, Draft
from ppitui.core.steps import Step
from ppitui.desk.answersfile import (
    AnswersFile,
    add_people,
    answer_for,
    apply_answers,
    read_answers,
)
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.packs import checked, files_of
from ppitui.desk.posting import issue
from ppitui.desk.record import thread
from ppitui.desk.users import user_payload
from ppitui.faces.plain.console import StreamConsole
from ppitui.faces.plain.journey import JourneyFace
from ppitui.pack.load import load
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace

_DAY = datetime(2026, 6, 15, 2, 10, tzinfo=UTC)  # ten past three at night, British summer time
PEOPLE = (
    ("demo-admin", "Admin Example", "administrator"),
    ("demo-officer", "PC Ash Example", "officer"),
    ("demo-youth", "Rowan Example", "youth_worker"),
    ("demo-supervisor", "DI Vale Example", "supervisor"),
)
_TOUR = {
    "officer": "answer a case, hand it in (start here)",
    "youth_worker": "screen a child",
    "supervisor": "decide what waits, read a letter",
}
_CASES = (
    ("first_offence", "officer", False),
    ("custody", "officer", True),
    ("two_harmed", "officer", True),
    ("youth", "youth_worker", True),
)
_HALF = 21  # answers of the case that is left half answered
_REASON = (
    "Agreed. Engagement first, the order stays, and the outreach worker is told before any contact."
)


def _clock() -> datetime:
    return _DAY


class _Typist(StreamConsole):
    """Types the answers of a file at the questions of line mode, and shows what it types."""

    def __init__(self, file: AnswersFile) -> None:
        super().__init__(sys.stdin, sys.stdout)
        self.file = file

    def ask(self, prompt: str, *, step: Step | None = None, words: bool = False) -> str:  # noqa: ARG002  # the protocol's
        """What the file answers, shown as if typed."""
        line = "y" if step is None else _typed(step, answer_for(self.file, step)[1])
        self.sink.write(f"{prompt} {line}\n")
        return line


def _typed(step: Step, raw: Any) -> str:
    """What a person would type to give this answer."""
    ids = [option.id for option in step.item.options]
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if isinstance(raw, list):
        return ",".join(str(ids.index(one) + 1) for one in raw) or "0"
    if step.item.kind in ("yes_no", "one_of") and raw in ids:
        return str(ids.index(raw) + 1)
    return str(raw)


@contextmanager
def throw_away() -> Iterator[Mapping[str, Desk]]:
    """Desks of three invented people on a workspace that is gone afterwards."""
    files = files_of(None)
    pack = checked(load(files))
    with tempfile.TemporaryDirectory(prefix="ppitui-demo-") as folder:
        at = _DAY.strftime("%Y-%m-%dT%H:%M:%SZ")
        actor = Actor("demo-admin", "administrator")
        opening = Draft(actor, at, "workspace_opened", pack.hash, {"sealing": "none"})
        workspace = Workspace.create(Path(folder) / "workspace", "none", opening=opening)
        with workspace.thread() as log:
            for who, name, role in PEOPLE:
                log.append(
                    Draft(actor, at, "user_added", pack.hash, user_payload(who, name, [role]))
                )
        yield {role: Desk(workspace, pack, files, who, _clock) for who, _, role in PEOPLE}


def demo(args: argparse.Namespace) -> int:
    """On a terminal the full screen, on synthetic cases; without one, a case walked and printed."""
    from ppitui.faces.full import full_screen, wanted

    if not wanted(os.environ, plain=args.plain):
        return _printed()
    with throw_away() as desks:
        by_name, people = tour_desks(desks)
        return full_screen(by_name.__getitem__, "", people=people)


def tour_desks(desks: Mapping[str, Desk]) -> tuple[dict[str, Desk], tuple[tuple[str, str], ...]]:
    """Cases for the tour; its desks by user, and the people to choose from with words for each."""
    furnish(desks)
    people = tuple((who, f"{name}: {_TOUR[role]}") for who, name, role in PEOPLE if role in _TOUR)
    return {desk.user.id: desk for desk in desks.values()}, people


def furnish(desks: Mapping[str, Desk]) -> None:
    """Four cases in different states: half answered, waiting, decided, a child's."""
    officer = desks["officer"]
    for name, author, submit in _CASES:
        desk = desks[author]
        with desk.open(desk.new_case()) as opened:
            file = read_answers(shipped("instruments") / "examples" / f"{name}.yaml")
            desk.begin(opened, file.journey, file.on)
            add_people(desk, opened, file)
            apply_answers(desk, opened, file, most=None if submit else _HALF)
            if submit:
                desk.submit(opened)
    with desks["supervisor"].open(officer.cases()[1]["case"]) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(desks["supervisor"], opened, route, "approve", _REASON)


def _printed() -> int:
    """Walk the synthetic custody case and print every step."""
    say = StreamConsole(sys.stdin, sys.stdout).say
    file = read_answers(shipped("instruments") / "examples" / "custody.yaml")
    say(
        "DEMONSTRATION. Every person here is invented. The workspace is thrown away at the end.", ""
    )
    with throw_away() as desks:
        reference = desks["officer"].new_case()
        with desks["officer"].open(reference) as opened:
            _officer(desks["officer"], opened, file)
        with desks["supervisor"].open(reference) as opened:
            _supervisor(desks["supervisor"], opened)
        with desks["officer"].open(reference) as opened:
            _letter(desks["officer"], opened)
            say("", "-- The thread: the whole record of the case (first and last lines) --")
            lines = list(thread(opened.events, opened.pack, {who: name for who, name, _ in PEOPLE}))
            say(*lines[:6], "   ...", *lines[-5:])
    say("", "Your own workspace: ppitui init, then ppitui --plain")
    return 0


def _officer(desk: Desk, opened: OpenCase, file: AnswersFile) -> None:
    console = _Typist(file)
    console.say(f"-- {desk.user.name} opens case {opened.case.reference} and enters the people --")
    desk.begin(opened, file.journey, file.on)
    add_people(desk, opened, file)
    for person in opened.case.people.values():
        console.say(f"  {person.part}: {person.name} ({person.id})")
    console.say("", f"-- {desk.user.name} answers, one question at a time --")
    JourneyFace(desk, opened, console).run()


def _supervisor(desk: Desk, opened: OpenCase) -> None:
    say = StreamConsole(sys.stdin, sys.stdout).say
    say("", f"-- {desk.user.name} decides --")
    decide_route(desk, opened, "MATAC", "approve", _REASON)
    say(f"  approve MATAC: {_REASON}")


def _letter(desk: Desk, opened: OpenCase) -> None:
    say = StreamConsole(sys.stdin, sys.stdout).say
    say("", "-- The letter that MATAC's coordinator gets, as text --", "")
    with tempfile.TemporaryDirectory(prefix="ppitui-demo-") as folder:
        path = issue(desk, opened, "matac_referral", Path(folder) / "matac.txt")
        sys.stdout.write(path.read_text("utf-8"))

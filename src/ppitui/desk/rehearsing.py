"""A case that nobody keeps: an example answered under a pack, or a case file, to see what the pack makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from ppitui.core.answers import Answer
from ppitui.core.case import Case, step
from ppitui.core.definitions import Pack
from ppitui.core.events import Actor, Event
from ppitui.core.steps import Step
from ppitui.core.text import shown
from ppitui.core.walk import Walk
from ppitui.desk.answersfile import LeftOut, add_people, apply_answers, read_answers
from ppitui.desk.casefile import CaseFile, letter, open_yaml, read_case_file
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.people import read_person
from ppitui.errors import WrongCall
from ppitui.paths import shipped

_AT = "2026-06-15T02:10:00Z"
_REFERENCE = "rehearsal"


def worked_examples() -> list[Path]:
    """The shipped examples, all invented: what a preview can be tried on."""
    return sorted((shipped("instruments") / "examples").glob("*.yaml"))


def case_named(name: str) -> Path:
    """An example by its short name, or a file by its path. Raises WrongCall where there is neither."""
    for path in worked_examples():
        if path.stem == name:
            return path
    path = Path(name).expanduser()
    if not path.is_file():
        known = ", ".join(one.stem for one in worked_examples())
        raise WrongCall(f"There is no case file {shown(name)}. The examples are: {known}.")
    return path


def rehearsed(pack: Pack, path: Path, today: date) -> CaseFile:
    """The facts and people of an example or a case file under a pack, which need not ask all that it answers.

    Raises WrongCall and FileFaults.
    """
    document = open_yaml(path, "case file")
    if document.data.get("kind") != "answers":
        return read_case_file(path, pack.rules)
    file = read_answers(path)
    on = date.fromisoformat(file.on) if file.on else today
    desk = Rehearsal(pack, on)
    opened = desk.opened(file.journey)
    add_people(cast("Desk", desk), opened, file)
    left = LeftOut()
    apply_answers(cast("Desk", desk), opened, file, left_out=left)
    facts = desk.walk(opened).survey.facts
    return CaseFile(path.stem, facts, file.people, tuple(left.lines(path.name)))


class Rehearsal:
    """What of a desk an answers file needs; each answer is an event of a thread that is never written."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today

    def opened(self, journey: str = "") -> OpenCase:
        """An empty case, on a journey if one is named. Raises WrongCall where the pack has no such journey."""
        if journey and journey not in self.pack.journeys:
            raise WrongCall(f"There is no journey {shown(journey)} in these definitions.")
        case = OpenCase(cast("Any", None), Case(), self.pack, [])
        self._happen(case, "case_opened", {})
        if journey:
            self._happen(case, "journey_begun", {"journey": journey, "on": self.today.isoformat()})
        return case

    def _happen(self, opened: OpenCase, kind: str, payload: Mapping[str, Any]) -> Event:
        actor = Actor("rehearsal", "officer")
        seq = opened.case.seq + 1
        event = Event(seq, "", _REFERENCE, actor, _AT, kind, self.pack.hash, payload)
        opened.case = step(opened.case, event)
        return event

    def walk(self, opened: OpenCase) -> Walk:
        """The case as a walk."""
        return Walk(opened.case, self.pack, self.today)

    def answer(self, opened: OpenCase, walk: Walk, at: Step, answer: Answer) -> Event:
        """Take an answer."""
        return self._happen(opened, "answered", walk.payload(at, answer))

    def add_person(self, opened: OpenCase, part: str, raw: Mapping[str, Any]) -> str:
        """Take in somebody. Raises WrongCall naming the detail that is wrong."""
        case = opened.case
        who = part if part == "assessed" else f"{part}-{len(case.people)}"
        if part == "harmed":
            who = str(raw.get("id") or letter(len(case.harmed)))
        details = read_person(part, raw, self.today)
        self._happen(opened, "person_added", {"person": who, "part": part, **details})
        return who

"""An answers file: the people of a case and the answers to a journey, in YAML.

Applied through the same walk, in the same order and with the same refusals as answers that are typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ppitui.core.answers import NotAnAnswer, from_data
from ppitui.core.facts import nearest
from ppitui.core.findings import Finding
from ppitui.core.steps import Step
from ppitui.core.text import shown, visible
from ppitui.desk.casefile import FileFaults, open_yaml
from ppitui.desk.desk import Desk, OpenCase
from ppitui.errors import WrongCall
from ppitui.pack.yamlfile import Document

_KNOWN = ("kind", "journey", "on", "people", "answers", "story")
_NAMED = 5  # left-out answers named in one line
_PARTS = (("harmed", "harmed"), ("children", "child"), ("others", "other"))


@dataclass(slots=True)
class AnswersFile:
    """What a file says; `used` gathers the answers that the walk asked for."""

    document: Document
    journey: str
    on: str
    people: Mapping[str, Any]
    answers: Mapping[str, Any]
    used: set[tuple[str, ...]] = field(default_factory=set)


@dataclass(slots=True)
class LeftOut:
    """Answers of a file that definitions have no place for: questions by their names."""

    not_asked: list[str] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)

    def lines(self, file: str) -> Iterator[str]:
        """What was left out of this file, a line for each reason."""
        for names, why in (
            (self.not_asked, "which this draft does not ask"),
            (self.not_taken, "with a value that this draft does not take"),
        ):
            if names:
                more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
                yield visible(f"{file} answers {', '.join(names[:_NAMED])}{more}, {why}: left out.")


def read_answers(path: Path) -> AnswersFile:
    """The file; raises FileFaults for what is no answers file."""
    document = open_yaml(path, "answers file")
    data = document.data
    findings: list[Finding] = []
    if data.get("kind") != "answers":
        findings.append(
            Finding("KIND", document.at(0, 0), "an answers file begins with `kind: answers`")
        )
    findings += [
        Finding(
            "KEY",
            document.place((key,), key=True),
            f"the key {shown(key)} is not known here{nearest(key, _KNOWN)}",
        )
        for key in data
        if key not in _KNOWN
    ]
    for key in ("people", "answers"):
        if not isinstance(data.get(key, {}), dict):
            findings.append(Finding("SHAPE", document.place((key,)), f"`{key}` is a mapping"))
    on = str(data.get("on", ""))
    try:
        if on:
            date.fromisoformat(on)
    except ValueError:
        findings.append(Finding("VALUE", document.place(("on",)), "expected a date as YYYY-MM-DD"))
    if findings:
        raise FileFaults("answers file", findings)
    return AnswersFile(
        document, str(data.get("journey", "")), on, data.get("people", {}), data.get("answers", {})
    )


def check_journey(desk: Desk, file: AnswersFile) -> None:
    """Raises FileFaults for a journey in the file that there is none of, Refused for one of other roles."""
    try:
        desk.may_begin(file.journey, desk.pack)
    except WrongCall as fault:
        place = file.document.place(("journey",))
        raise FileFaults("answers file", [Finding("JOURNEY", place, str(fault))]) from None


def add_people(desk: Desk, opened: OpenCase, file: AnswersFile) -> None:
    """Add the people of the file to a case that has none yet; those of a case that has some must be the same."""
    if opened.case.people:
        return
    people: list[tuple[str, Any, tuple[str | int, ...]]] = []
    if file.people.get("assessed"):
        people.append(("assessed", file.people["assessed"], ("people", "assessed")))
    for key, part in _PARTS:
        listed = file.people.get(key) or []
        if not isinstance(listed, list):
            place = file.document.place(("people", key))
            raise FileFaults("answers file", [Finding("SHAPE", place, f"people.{key} is a list")])
        people += [(part, one, ("people", key, at)) for at, one in enumerate(listed)]
    for part, raw, path in people:
        try:
            if not isinstance(raw, dict):
                raise WrongCall("a person is a mapping with at least a name")
            desk.add_person(opened, part, raw)
        except WrongCall as fault:
            place = file.document.place(path)
            raise FileFaults("answers file", [Finding("PERSON", place, str(fault))]) from None


def apply_answers(
    desk: Desk,
    opened: OpenCase,
    file: AnswersFile,
    *,
    most: int | None = None,
    left_out: LeftOut | None = None,
) -> list[Step]:
    """Answer what the file answers, or its first `most` answers; the steps that it leaves open.

    Raises FileFaults naming every answer that is none, before anything is saved for it, and every answer to a
    question that is never asked; with `left_out` both are gathered there and nothing is raised.
    """
    left: list[Step] = []
    skipped: set[str] = set()
    while True:
        walk = desk.walk(opened)
        due = [step for step in walk.due if step.key not in skipped]
        if not due:
            break
        if most is not None and len(file.used) >= most:
            return left + due
        step = due[0]
        found, raw, path = answer_for(file, step)
        if not found:
            left.append(step)
            skipped.add(step.key)
            continue
        file.used.add(path)
        try:
            answer = from_data(step.item, raw, walk.today)
        except NotAnAnswer as fault:
            if left_out is not None:
                left_out.not_taken.append(step.item.key)
                left.append(step)
                skipped.add(step.key)
                continue
            words = f"{step.item.key}: {fault}"
            place = file.document.place(("answers", *path))
            raise FileFaults("answers file", [Finding("ANSWER", place, words)]) from None
        desk.answer(opened, walk, step, answer)
    never_asked = _unused(desk, opened, file)
    if left_out is not None:
        left_out.not_asked += dict.fromkeys(name for name, _ in never_asked)
    elif never_asked:
        raise FileFaults("answers file", [finding for _, finding in never_asked])
    return left


def answer_for(file: AnswersFile, step: Step) -> tuple[bool, Any, tuple[str, ...]]:
    """Whether the file answers this step, its answer as it stands there, and where it stands."""
    instrument, _, item = step.item.key.partition(".")
    path = (instrument, step.about, item) if step.about else (instrument, item)
    data: Any = file.answers
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False, None, path
        data = data[key]
    return data is not None, data, path


def _unused(desk: Desk, opened: OpenCase, file: AnswersFile) -> list[tuple[str, Finding]]:
    """An answer that no question asked for is a mistake, unless its question was passed by for a reason."""
    known = {step.key: step for step in desk.walk(opened).survey.steps}
    findings: list[tuple[str, Finding]] = []
    for instrument, entries in file.answers.items():
        for path in _paths(instrument, entries):
            about = path[1] if len(path) == 3 else ""
            name = f"{instrument}.{path[-1]}"
            if f"{name}@{about}" not in known:
                words = f"this journey has no question {shown('.'.join(path))}"
                items = tuple(one.partition("@")[0] for one in known)
                near = nearest(name, items)
                place = file.document.place(("answers", *path), key=True)
                findings.append((name, Finding("NEVER_ASKED", place, words + near)))
    return findings


def _paths(instrument: str, entries: Any) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for key, value in entries.items() if isinstance(entries, dict) else ():
        if isinstance(value, dict) and not set(value) <= {"chosen", "not_known"}:
            found += [(instrument, key, inner) for inner in value]
        else:
            found.append((instrument, key))
    return found

"""What a file that is being typed would do: its findings, and what it would look like, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ppitui.core.definitions import Pack
from ppitui.core.findings import Finding
from ppitui.core.text import visible
from ppitui.core.walk import Question
from ppitui.desk.authors_tests import laid_beside
from ppitui.desk.casefile import read_case_file
from ppitui.desk.changed_tests import differing, is_test
from ppitui.desk.checking import check_files
from ppitui.desk.rehearsing import rehearsed
from ppitui.desk.shelf import Shelf, shelf
from ppitui.desk.showing import (
    letter_lines,
    outcome_lines,
    question_of,
    route_lines,
    rule_lines,
    settled_by,
)
from ppitui.desk.suggesting import Names, names_on
from ppitui.errors import PpituiError
from ppitui.pack.yamlfile import read_yaml

_NO_TESTS: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft with one file as it is being typed: everything found, its names, and the pack where it is sound."""

    name: str
    findings: tuple[Finding, ...]
    shelf: Shelf
    names: Names
    pack: Pack | None
    tests: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def own(self) -> tuple[Finding, ...]:
        """The findings in this very file."""
        return tuple(one for one in self.findings if one.place.file == self.name)

    @property
    def elsewhere(self) -> tuple[Finding, ...]:
        """The findings in other files: what this change means for them, or what was wrong before."""
        return tuple(one for one in self.findings if one.place.file != self.name)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a preview shows: a question as it is put, or lines, or both."""

    question: Question | None = None
    lines: tuple[str, ...] = ()
    old: bool = False  # not of the text as it stands, which has errors


def look(
    files: Mapping[str, bytes], name: str, raw: bytes, tests: Mapping[str, bytes] = _NO_TESTS
) -> Looked:
    """Look at the draft, and at its author's tests, with this content of one file. Never raises for what it holds."""
    on = shelf({**files, name: raw})
    whole = dict(files) if is_test(name) else {**files, name: raw}
    tests = {**tests, name: raw} if is_test(name) else tests
    findings, pack = check_files(whole)
    # Where nothing can be decided, only the form of a test can be looked at.
    form = read_yaml(raw, name)[1] if is_test(name) else []
    differs = differing(pack, tests) if pack is not None else form
    return Looked(name, (*findings, *differs), on, names_on(on), pack, tests)


def preview(
    looked: Looked, line: int, case: Path, today: date, last: Pack | None = None
) -> Shown | None:
    """What the place at which somebody writes looks like on a case; `last` is the pack when it was last sound.

    None where the file cannot be read at all: whoever shows a preview keeps the one that they have.
    """
    pack, document = looked.pack or last, looked.shelf.documents[looked.name]
    if document.data is None and document.lines not in ([], [""]):
        return None
    if pack is None:
        return Shown(lines=("The preview shows once the errors are mended.",))
    try:
        shown = _shown(looked, pack, line, case, today)
    except PpituiError as why:
        shown = Shown(lines=(f"No preview: {why}",))
    return replace(shown, old=looked.pack is None)


def _shown(looked: Looked, pack: Pack, line: int, case: Path, today: date) -> Shown:
    item = looked.shelf.entry_at("items", looked.name, line)
    if item is not None and item.id in pack.items:
        return Shown(question_of(pack, item.id), tuple(settled_by(pack, pack.items[item.id])))
    if is_test(looked.name):
        return Shown(lines=tuple(_test_lines(looked, pack)))
    data = looked.shelf.documents[looked.name].data
    said = data if isinstance(data, dict) else {}
    if looked.name.startswith("templates/"):
        if said.get("kind") != "letter":
            return Shown(lines=("This is a part of letters. Open a letter to see it at work.",))
        file = rehearsed(pack, case, today)
        head = (f"On {case.stem}:", *file.left_out)
        return Shown(lines=(*head, *letter_lines(pack, file, str(said.get("id")))))
    if said.get("kind") == "instrument":
        return Shown(lines=("Move the cursor to a question to see it.",))
    file = rehearsed(pack, case, today)
    if said.get("kind") == "route" and str(said.get("id")) in pack.routes:
        head = (f"On {case.stem}:", *file.left_out)
        return Shown(lines=(*head, *route_lines(pack, file, str(said["id"]))))
    rule = looked.shelf.entry_at("rules", looked.name, line)
    told = rule_lines(pack, file, rule.id) if rule is not None else []
    head = (
        (f"On {case.stem}:", *file.left_out, *told, "", "What follows:")
        if told
        else (f"What follows on {case.stem}:", *file.left_out)
    )
    return Shown(lines=(*head, "", *outcome_lines(pack, file)))


def _test_lines(looked: Looked, pack: Pack) -> list[str]:
    """Whether a test's own case comes out as it says, and what follows from that case."""
    file = Path(looked.name).name
    if file.startswith("_"):
        return ["Cases stand over this file. It says nothing itself of what must follow."]
    with laid_beside(looked.tests) as top:
        case = read_case_file(top / file, pack.rules)
    differs = [one.message for one in looked.own if one.severity == "error"]
    head = [f"! {visible(one)}" for one in differs] or ["It comes out as this test expects."]
    return ["This test's own case:", *head, "", "What follows from it:", *outcome_lines(pack, case)]

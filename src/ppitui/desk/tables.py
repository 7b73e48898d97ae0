"""The decision table with the case files that cover each row and who signed it, as Markdown, CSV or HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.facts import nearest
from ppitui.core.mutants import mutants
from ppitui.core.narrowing import narrowed, reach
from ppitui.core.signing import Signed, signatures, standing
from ppitui.core.table import HEADINGS, Row, covers, rows
from ppitui.core.text import shown, visible
from ppitui.desk.authors_tests import FOLDER
from ppitui.desk.casefile import CaseFile, read_case_file
from ppitui.desk.csvfile import csv_bytes
from ppitui.desk.words import plain_words
from ppitui.desk.workspace_acts import record_act
from ppitui.errors import Refused, WrongCall
from ppitui.paths import shipped

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk

FORMATS = ("md", "csv", "html")


@dataclass(frozen=True, slots=True)
class Covered:
    """A row, the ids of the case files that lie on each of its sides, and whether somebody signed it."""

    row: Row
    cases: tuple[tuple[str, ...], ...]
    signed: str = ""

    @property
    def is_covered(self) -> bool:
        """Whether a case file lies on every side of it."""
        return all(self.cases)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as texts that are safe to show; the cases and the signature last."""
        sides = [", ".join(one) or "NONE" for one in self.cases]
        cases = f"before: {sides[0]}; after: {sides[1]}" if len(sides) > 1 else sides[0]
        return tuple(visible(one) for one in (*self.row.cells, cases, self.signed))


def table(
    pack: Pack,
    cases: Path | Sequence[Path] | None = None,
    signed: Sequence[Signed] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[Covered]:
    """Every row of the pack; `signed` are the signatures of a workspace, where it is asked for them.

    Raises WrongCall for a folder of cases that is none, FileFaults for a wrong file.
    """
    read = _cases(pack, cases)
    results = [(one.id, decide(one.facts, pack.rules)) for one in read]
    found: list[Covered] = []
    for row in rows(pack.rules):
        inside: list[list[str]] = [[] for _ in row.sides]
        for id, result in results:
            for side, is_in in zip(inside, covers(row, result.runs, result.rules), strict=True):
                if is_in:
                    side.append(id)
        words = "" if signed is None else standing(row, signed, names or {})
        found.append(Covered(row, tuple(map(tuple, inside)), words))
    return found


def _cases(pack: Pack, cases: Path | Sequence[Path] | None) -> list[CaseFile]:
    folders = [cases] if isinstance(cases, Path) else [*(cases or ())]
    for folder in folders:
        if not folder.is_dir():
            raise WrongCall(f"--cases: there is no folder {visible(str(folder))}.")
    files = [path for folder in folders for path in sorted(folder.glob("[!_]*.yaml"))]
    return [read_case_file(path, pack.rules) for path in files]


def beside(folder: Path | None) -> list[Path]:
    """The folder of the author's tests of a folder of instruments, or of the shipped ones, where there is one."""
    tests = (folder or shipped("instruments")) / FOLDER
    return [tests] if tests.is_dir() else []


def counted(found: Sequence[Covered]) -> str:
    """How many regions and boundaries there are, how many a case file lies in, and how many are signed."""
    parts = []
    for name, of in (("regions", False), ("boundaries", True)):
        some = [one for one in found if one.row.is_boundary is of]
        on = "on both sides of" if of else "in"
        parts.append(f"{len(some)} {name}, a case file {on} {sum(one.is_covered for one in some)}")
    signed = [one for one in found if one.signed.startswith("signed")]
    fallen = [one for one in found if one.signed.startswith("NOT SIGNED")]
    if any(one.signed for one in found):
        parts.append(f"{len(signed)} signed, {len(fallen)} changed since they were")
    return "; ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class Noticed:
    """Of the small wrongs of one sort: how many, and which a row of the table, or a case file, does not notice."""

    sort: str
    many: int
    by_no_row: tuple[str, ...]
    by_no_case: tuple[str, ...]

    def told(self) -> str:
        """The figure in words."""
        rows, cases = self.many - len(self.by_no_row), self.many - len(self.by_no_case)
        what = {"threshold": "thresholds moved by one", "test": "tests taken out"}[self.sort]
        return f"{self.many} {what}: a row notices {rows}, a case file {cases}"


def mutation(pack: Pack, cases: Path | Sequence[Path] | None = None) -> list[Noticed]:
    """Each threshold moved and each test taken out in turn: does a row notice, does a case file? Raises as `table`."""
    rules = pack.rules
    before = {row.fingerprint for row in rows(rules)}
    facts = [one.facts for one in _cases(pack, cases)]
    results = [_told(decide(one, rules)) for one in facts]
    many: dict[str, int] = {"threshold": 0, "test": 0}
    no_row: dict[str, list[str]] = {"threshold": [], "test": []}
    no_case: dict[str, list[str]] = {"threshold": [], "test": []}
    for one in mutants(rules):
        many[one.sort] += 1
        if {row.fingerprint for row in rows(one.rules)} == before:
            no_row[one.sort].append(one.name)
        touched = reach(rules, one.rules)
        few = narrowed(one.rules, touched)
        names = (*touched.routes, *(f"action {one}" for one in touched.actions))
        if not any(
            _differs(_told(decide(fact, few)), was, names)
            for fact, was in zip(facts, results, strict=True)
        ):
            no_case[one.sort].append(one.name)
    return [Noticed(of, many[of], tuple(no_row[of]), tuple(no_case[of])) for of in many]


def _told(result: Result) -> dict[str, object]:
    """What a result says, route by route and action by action."""
    found: dict[str, object] = {
        one.id: (one.status, one.could_be, one.whom, sorted(one.codes), sorted(one.rules))
        for one in result.routes
    }
    found |= {f"action {one.id}": sorted(one.rules) for one in result.actions}
    return found


def _differs(now: dict[str, object], was: dict[str, object], names: Sequence[str]) -> bool:
    return any(was.get(name) != now.get(name) for name in names)


def sign_rows(desk: Desk, found: Sequence[Covered], ids: Sequence[str], reason: str) -> list[str]:
    """Sign rows of the table in force (`all`: every one that is not signed); their ids.

    A signature is on the hash of what the row says now. Raises Refused for whoever may not, WrongCall for a row that
    is none or a missing reason; Unconfirmed where the passphrase is wanted.
    """
    desk.allow("sign_table", "workspace")
    why = plain_words(reason, "A signature")
    by_id = {one.row.id: one.row for one in found}
    wanted = [one.row.id for one in found if not one.signed.startswith("signed")]
    if list(ids) != ["all"]:
        for id in ids:
            if id not in by_id:
                raise WrongCall(f"There is no row {shown(id)}{nearest(id, tuple(by_id))}")
        wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("Every row is signed already.")
    desk.proof.insist(desk.now(), "Sign the table")
    signed = {id: by_id[id].fingerprint for id in wanted}
    record_act(desk, "sign_table", "table_signed", {"rows": signed, "reason": why})
    return wanted


def signatures_of(desk: Desk) -> tuple[Signed, ...]:
    """Every signature in the workspace, oldest first."""
    with desk.workspace.thread() as log:
        return signatures(log.read())


def written(found: Sequence[Covered], kind: str, pack: str) -> str:
    """The table in one of the formats; `pack` is the hash that it stands for."""
    return {"md": _markdown, "csv": _csv, "html": _html}[kind](found, pack)


_TOP = (*HEADINGS, "cases", "signed")


def _markdown(found: Sequence[Covered], pack: str) -> str:
    lines = [f"Decision table of pack {pack}.", "", _line(_TOP), _line(["---"] * len(_TOP))]
    return "\n".join([*lines, *(_line(one.cells) for one in found), ""])


def _line(cells: Sequence[str]) -> str:
    safe = (html.escape(one, quote=False).replace("|", "\\|").replace("\n", " ") for one in cells)
    return "| " + " | ".join(safe) + " |"


def _csv(found: Sequence[Covered], pack: str) -> str:
    return csv_bytes((*_TOP, "pack"), [(*one.cells, pack) for one in found]).decode("utf-8")


def _html(found: Sequence[Covered], pack: str) -> str:
    def cells(texts: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}>{html.escape(one)}</{tag}>" for one in texts)

    body = "\n".join(f"<tr>{cells(one.cells, 'td')}</tr>" for one in found)
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>Decision table</title></head><body>\n<p>Pack {html.escape(pack)}</p>\n"
        f"<table><thead><tr>{cells(_TOP, 'th')}</tr></thead><tbody>\n{body}\n</tbody></table>\n</body></html>\n"
    )

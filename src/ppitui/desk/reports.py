"""Reports: which there are, over which days and unit, and what every one of them looks like. Nothing here is judged.

A restricted record, and one that is shut to somebody, stands in no report, whoever asks: neither by name nor in a
count. So does a case that was joined with another, which goes on in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.facts import did_you_mean
from ppitui.core.text import cells, padded, shown, tidy, visible
from ppitui.desk.clock import in_london
from ppitui.desk.permits import present
from ppitui.desk.units import NO_UNIT, units
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk
    from ppitui.desk.report_cases import Counted

Cell = str | int | float | None
LEFT_OUT = "Restricted records, and cases that are shut to somebody, stand in no report and in no count of one."


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted; an empty one is open."""

    start: str = ""
    end: str = ""

    def holds(self, at: str) -> bool:
        """Whether a time, as events write it, lies in it by the clock of London."""
        day = in_london(at).date().isoformat() if at else ""
        return (
            bool(day)
            and (not self.start or self.start <= day)
            and (not self.end or day <= self.end)
        )

    @property
    def words(self) -> str:
        """In words."""
        first, last = (_day(one) for one in (self.start, self.end))
        if first and last:
            return f"{first} to {last}"
        return f"from {first}" if first else f"to {last}" if last else "all days"


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: the kind, the days, one unit or all (empty), and whether with names."""

    kind: str
    period: Period = Period()
    unit: str = ""
    names: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What a report found: columns (id and heading), rows in their order, and what must be said of them.

    `nothing` is how an empty cell reads; `cases` are those that it names.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    nothing: str = "-"


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is shown, written and printed."""

    asked: Asked
    title: str
    table: Table

    def lines(self, width: int = 0) -> list[str]:
        """The report as lines that are safe to show.

        Columns one under the other; where that is wider than `width`, row by row, each value after its heading.
        """
        unit = f", unit {self.asked.unit}" if self.asked.unit else ", by unit"
        unit = "" if self.asked.kind == "equality" else unit
        unit += ", with names" if self.asked.names else ""
        head = [visible(f"{self.title}: {self.asked.period.words}{unit}"), ""]
        body = _aligned(self.table) if self.table.rows else ["Nothing to report for these days."]
        if width and any(cells(line) > width for line in body):
            body = _row_by_row(self.table)
        return [*head, *body, "", *(visible(one) for one in self.table.notes)]

    def to_json(self) -> dict[str, Any]:
        """The report as plain data; null is nothing, or held back. The names of the columns are a contract."""
        names = [name for name, _ in self.table.columns]
        period = self.asked.period
        return {
            "report": self.asked.kind,
            "from": period.start or None,
            "to": period.end or None,
            "unit": self.asked.unit or None,
            "names": self.asked.names,
            "columns": names,
            "rows": [dict(zip(names, row, strict=True)) for row in self.table.rows],
            "notes": list(self.table.notes),
        }


def _row_by_row(table: Table) -> list[str]:
    """The first two cells of a row on one line, then each of the others on its own, after its heading."""
    found: list[str] = []
    for row in table.rows:
        pairs = [
            (name, _words(table, cell)) for (_, name), cell in zip(table.columns, row, strict=True)
        ]
        found += [
            f"{pairs[0][1]}, {pairs[1][1]}",
            *(f"  {name}: {told}" for name, told in pairs[2:]),
        ]
    return found


def _words(table: Table, cell: Cell) -> str:
    return table.nothing if cell is None else visible(str(cell))


def _aligned(table: Table) -> list[str]:
    rows = [[heading for _, heading in table.columns]]
    rows += [[_words(table, cell) for cell in row] for row in table.rows]
    widths = [max(cells(row[at]) for row in rows) for at in range(len(table.columns))]
    numbers = [
        all(not isinstance(row[at], str) for row in table.rows) for at in range(len(table.columns))
    ]

    def line(row: Sequence[str]) -> str:
        parts = [
            " " * (width - cells(one)) + one if right else padded(one, width)
            for one, width, right in zip(row, widths, numbers, strict=True)
        ]
        return "  ".join(parts).rstrip()

    return [line(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its title, what it is of, and how it is made.

    `look` keeps what the report needs of one case, and no more of it; `table` makes the table of what was kept.
    """

    title: str
    about: str
    look: Callable[[Desk, Asked, Counted], list[Any]]
    table: Callable[[Desk, Asked, list[Any]], Table]
    named: bool = True
    by_unit: bool = True


def kinds() -> Mapping[str, Kind]:
    """Every kind of report by its id."""
    from ppitui.desk.report_kinds import KINDS

    return KINDS


def may_report(desk: Desk, *, names: bool = False) -> bool:
    """Whether somebody in this person's roles may ask for a report at all, or for one with names."""
    from ppitui.core.roles import role_for

    return role_for("report_names" if names else "report", "workspace", desk.user.roles) is not None


def read_asked(
    desk: Desk, kind: str, start: str = "", end: str = "", unit: str = "", *, names: bool = False
) -> Asked:
    """What is asked for, from words. Raises WrongCall for a kind, a day or a unit that there is not."""
    known = tuple(kinds())
    if kind not in known:
        raise WrongCall(
            f"There is no report {shown(kind)}{did_you_mean(kind, known)} There are: {', '.join(known)}."
        )
    period = Period(_read_day(desk, start, "--from"), _read_day(desk, end, "--to"))
    if period.start and period.end and period.start > period.end:
        raise WrongCall("--from lies after --to.")
    if unit:
        with desk.workspace.thread() as log:
            there = (*units(log.read()).names, NO_UNIT)
        if unit not in there:
            raise WrongCall(
                f"There is no unit {shown(unit)}{did_you_mean(unit, there)} There are: {', '.join(there)}."
            )
        if not kinds()[kind].by_unit:
            raise Refused(
                "This report is made of the whole workspace only: unit by unit a small number could be reckoned back."
            )
    if names and not kinds()[kind].named:
        raise Refused("This report is never made with names.")
    return Asked(kind, period, unit, names)


def read_days(line: str) -> tuple[str, str, str]:
    """From which day, to which, and which unit, of a line such as `from 1/6/2026 to today unit North`; "" for none.

    Raises WrongCall for a line not of that form. `read_asked` reads the days.
    """
    found = _DAYS.fullmatch(tidy(line))
    if found is None:
        raise WrongCall("Say: from DAY to DAY unit NAME, each only where it is wanted.")
    return found["start"] or "", found["end"] or "", found["unit"] or ""


_DAYS = re.compile(
    r"(?:from (?P<start>\S+) ?)?(?:to (?P<end>\S+) ?)?(?:unit (?P<unit>.+))?", re.IGNORECASE
)


def _read_day(desk: Desk, text: str, flag: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(typed_date(text, desk.today)).isoformat()
    except (ValueError, NotAnAnswer):
        raise WrongCall(
            f"{flag}: {shown(text)} is no day; write 2026-06-14 or 14/6/2026."
        ) from None


def making(desk: Desk, asked: Asked) -> Generator[int, None, Report]:
    """Make a report case by case: gives how many cases are still to be read, and in the end returns the report.

    One that names people or cases is logged before it is returned. Raises Refused for who may not.
    """
    from ppitui.desk.report_cases import gather

    present(desk)
    desk.allow("report_names" if asked.names else "report", "workspace")
    kind = kinds()[asked.kind]
    seen: list[Any] = []
    unread: list[str] = []
    for left, one in gather(desk, asked, unread):
        if one is not None:
            seen += kind.look(desk, asked, one)
        yield left
    table = kind.table(desk, asked, seen)
    if asked.names:
        payload = {"what": asked.kind, "cases": sorted(set(table.cases))}
        desk.manage("reported", payload, own=True)
    notes = [*table.notes, LEFT_OUT]
    if unread:
        notes.append(f"{len(unread)} cases could not be read and are not counted: ppitui verify.")
    return Report(asked, kind.title, replace(table, notes=tuple(notes)))


def report(desk: Desk, asked: Asked, progress: Callable[[int], None] | None = None) -> Report:
    """Make a report; `progress` is told how many cases are still to be read. Raises as `making`."""
    steps = making(desk, asked)
    while True:
        try:
            left = next(steps)
        except StopIteration as done:
            made: Report = done.value
            return made
        if progress is not None:
            progress(left)

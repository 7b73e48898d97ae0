"""The papers of a meeting: which cases belong there, of those that a person may see, and the record that they left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ppitui.core.text import shown
from ppitui.core.todos import undone
from ppitui.core.workflow import route_status
from ppitui.desk.newfile import appearing
from ppitui.desk.permits import barred
from ppitui.desk.posting import letter_named, letters_of, matter_for
from ppitui.errors import Refused, WrongCall
from ppitui.letters.files import FORMATS, as_file
from ppitui.letters.papers import Entry, Papers, papers

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_LIVE: Final = ("waits", "approved", "sent", "accepted", "active", "breached")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meeting, on which day; which of its cases, all where none is named; and why they are opened."""

    route: str
    on: date
    cases: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The papers as text, with what a form needs of them, and the cases that they hold."""

    text: str
    data: bytes
    cases: tuple[str, ...]


def day_of(desk: Desk, text: str) -> date:
    """The day of a meeting as it was typed; today where nothing was. Raises WrongCall for what is no day."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else desk.today
    except ValueError:
        raise WrongCall(
            f"The day of the meeting is written YYYY-MM-DD; {shown(text)} is not."
        ) from None


def make(desk: Desk, wanted: Wanted, form: str) -> Made:
    """The papers in one format; nothing is recorded yet. Raises Refused, WrongCall where there are none to make."""
    desk.allow("meeting_papers", "new")
    if wanted.route not in desk.pack.routes:
        raise WrongCall(f"There is no route {shown(wanted.route)}.")
    with ExitStack() as held:
        opened = list(_opened(desk, wanted, held))
        if not opened:
            raise Refused(f"No case that you may see is before the {wanted.route} meeting.")
        entries = [_entry(desk, one, wanted.route) for one in opened]
        route = desk.pack.routes[wanted.route]
        what = Papers(wanted.route, route.name, wanted.on, desk.user.name, desk.today)
        # Each case is written under its own definitions; the frame is that of the first.
        text, letter, matter = papers(
            what, entries, {one.pack.hash: letters_of(one.pack) for one in opened}
        )
        data = as_file(text, form, letter, matter)
        return Made(text, data, tuple(one.case.reference for one in opened))


def _opened(desk: Desk, wanted: Wanted, held: ExitStack) -> Iterator[OpenCase]:
    """The cases of the meeting, open: never a restricted one, and none that this person may not see."""
    rows = [row for row in desk.cases() if "fault" not in row]
    known = {str(row["case"]) for row in rows}
    for reference in wanted.cases:
        if reference not in known:
            raise Refused(f"Case {shown(reference)} cannot be in these papers.")
    for row in rows:
        reference = str(row["case"])
        if row.get("state") == "draft" or (wanted.cases and reference not in wanted.cases):
            continue
        with desk.reach(reference) as seen:
            before = _before(desk, seen, wanted.route)
        if before:
            yield held.enter_context(desk.open(reference, wanted.why))


def _before(desk: Desk, opened: OpenCase, route: str) -> bool:
    """Whether a case is before the meeting, and nothing bars it from papers that a whole room reads."""
    case = opened.case
    if case.life.only is not None or case.life.merged_into or barred(desk, case):
        return False
    if case.submission is None or route not in opened.pack.routes:
        return False
    put = route in case.proposed or route in case.decisions or route in case.referrals
    return put and route_status(case, route) in _LIVE


def _entry(desk: Desk, opened: OpenCase, route: str) -> Entry:
    letter = letter_named(letters_of(opened.pack), route.lower())
    if letter.audience != "closed":
        raise WrongCall(f"{route} has no closed letter, so no meeting has papers of it.")
    todos = tuple((one.on, one.text) for one in undone(opened.case))
    return Entry(letter, matter_for(desk, opened, letter), route_status(opened.case, route), todos)


def save(desk: Desk, wanted: Wanted, path: Path) -> Made:
    """Write the papers to a new file (0600), and record in each case that they left; nothing is overwritten."""
    form = path.suffix.removeprefix(".")
    if form not in FORMATS:
        endings = ", ".join("." + one for one in FORMATS)
        raise WrongCall(
            f"The file of papers ends in one of {endings}; {shown(path.name)} does not."
        )
    made = make(desk, wanted, form)
    with appearing((path, made.data)):
        record(desk, wanted, made.cases)
    return made


def record(desk: Desk, wanted: Wanted, cases: Sequence[str]) -> None:
    """Record in each case that it was in the papers."""
    what = f"papers of the {wanted.route} meeting of {wanted.on:%d/%m/%Y}"
    for reference in cases:
        with desk.open(reference, wanted.why) as opened:
            desk.record(
                opened, "disclose", "disclosed", {"what": what, "to": f"the {wanted.route} meeting"}
            )

"""The clocks of a case that waits: which run, when each is due, and how it stands now. Reads rows, never a thread.

The amounts are the force's own (policy); the defaults and their grounds stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from ppitui.core.clocks import Office, Standing, Unit, deadline, standing
from ppitui.core.text import tidy, visible
from ppitui.desk.clock import in_london, london
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from holidays import HolidayBase

    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk, OpenCase
    from ppitui.desk.front import Front

_WORDS: dict[Standing, str] = {
    "running": "due",
    "due_today": "due today,",
    "overdue": "! OVERDUE since",
    "escalated": "!! ESCALATE, overdue since",
}
_ORDER: tuple[Standing, ...] = ("escalated", "overdue", "due_today", "running")
_AMOUNTS = {
    "clock_opens": 9,
    "clock_closes": 17,
    "clock_escalates_hours": 24,
    "clock_review_high_hours": 24,
    "clock_review_hours": 72,
    "clock_marac_working_days": 1,
    "clock_aggressor_working_days": 1,
}  # for a case whose definitions are older than these settings


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case. `before_release`: it must be done before release, at a time that nobody entered."""

    id: str
    says: str
    due: datetime
    standing: Standing
    before_release: bool = False

    @property
    def words(self) -> str:
        """The clock in words, safe to show."""
        first = "before release, " if self.before_release else ""
        when = f"{self.due:%a} {self.due.day} {self.due:%b %H:%M}"
        return visible(f"{self.says}: {first}{_WORDS[self.standing]} {when}")

    @property
    def order(self) -> tuple[int, bool, datetime]:
        """By what is worst, then what must come before release, then what is first."""
        return _ORDER.index(self.standing), not self.before_release, self.due


def clocks(row: Mapping[str, Any], pack: Pack | Front, now: datetime) -> list[Clock]:
    """The clocks that run on a case, given as a row of the list of cases; worst first."""
    return sorted(_clocks(row, pack, now), key=lambda one: one.order)


def _clocks(row: Mapping[str, Any], pack: Pack | Front, now: datetime) -> Iterator[Clock]:
    handed_in = row.get("submitted_at")
    if not handed_in or row.get("state") not in ("submitted", "decided"):
        return
    start = in_london(str(handed_in))
    high = bool(row.get("urgent")) or not set(row.get("grades") or ["not_known"]) <= _LOWER
    if row["state"] == "submitted":
        hours = "clock_review_high_hours" if high else "clock_review_hours"
        yield _clock(row, pack, now, ("review", "review"), (start, _amount(pack, hours), "hours"))
    if row.get("marac_to_send"):
        days = _amount(pack, "clock_marac_working_days")
        yield _clock(row, pack, now, ("marac", "MARAC to send"), (start, days, "working_days"))
    if row.get("roles_open"):
        days = _amount(pack, "clock_aggressor_working_days")
        names = ("aggressor", "primary aggressor to decide")
        yield _clock(row, pack, now, names, (start, days, "working_days"))


_LOWER = {"medium", "standard", "none"}


def _clock(
    row: Mapping[str, Any],
    pack: Pack | Front,
    now: datetime,
    names: tuple[str, str],
    runs: tuple[datetime, int, Unit],
) -> Clock:
    due = deadline(*runs, office(pack))
    release, held = row.get("release_at"), bool(row.get("in_custody"))
    urgent = names[0] == "aggressor" or bool(row.get("urgent"))
    if release and urgent:
        due = min(due, in_london(str(release)))
    at = now.astimezone(london())
    stands = standing(due, at, _amount(pack, "clock_escalates_hours"))
    return Clock(names[0], names[1], due, stands, held and urgent and not release)


def _amount(pack: Pack | Front, name: str) -> int:
    setting = pack.policy.get(name)
    value = setting.value if setting else None
    return value if isinstance(value, int) and not isinstance(value, bool) else _AMOUNTS[name]


def office(pack: Pack | Front) -> Office:
    """When people are at work here, under the force's policy."""
    opens, closes = _amount(pack, "clock_opens"), _amount(pack, "clock_closes")
    return Office(opens, closes, bank_holiday)


@cache
def bank_holiday(day: date) -> bool:
    """Whether it is a bank holiday in England and Wales. Kept by day: a queue asks for the same few days."""
    return day in _bank_holidays()


@cache
def _bank_holidays() -> HolidayBase:
    from holidays import country_holidays  # years are reckoned when first asked; home needs none

    return country_holidays("GB", subdiv="ENG")


def plan_release(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record when release from custody is planned (`DATE TIME`, as the wall's clock shows); what was done, in words.

    Raises WrongCall for what is no time to come, and for an hour that the clock change leaves out or has twice.
    """
    from ppitui.core.answers import NotAnAnswer, typed_date

    day, _, hour = tidy(line).rpartition(" ")
    try:
        read = time.fromisoformat(hour)
        at = datetime.combine(date.fromisoformat(typed_date(day, desk.today)), read, london())
    except (ValueError, NotAnAnswer):
        raise WrongCall("Say /release DAY/MONTH/YEAR HH:MM.") from None
    utc = at.astimezone(UTC)
    if (
        utc.astimezone(london()).replace(fold=0) != at
        or at.utcoffset() != at.replace(fold=1).utcoffset()
    ):
        raise WrongCall("The clocks change in that hour; give a time outside it.")
    if utc <= desk.now():
        raise WrongCall("That time is past.")
    stamp = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    desk.record(opened, "plan_release", "release_planned", {"at": stamp})
    return f"Release is planned for {at:%d/%m/%Y %H:%M}."

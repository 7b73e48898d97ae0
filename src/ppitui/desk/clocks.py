"""The clocks of a case: which run, when each is due, and how it stands now. Reads rows, never a thread.

Which clocks there are is data of the pack (`clocks.yaml`); how long each takes is the force's own (policy).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from ppitui.core.answers import NotAnAnswer, typed_date
from ppitui.core.clock_rules import Runs, running
from ppitui.core.clocks import Office, Standing, standing
from ppitui.core.definitions import Pack
from ppitui.core.text import tidy, visible
from ppitui.desk.bank_holidays import bank_holiday
from ppitui.desk.clock import in_london, london
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

Stands = Standing | Literal["over"]
_WORDS: dict[Stands, str] = {
    "running": "due",
    "due_today": "due today,",
    "overdue": "! OVERDUE since",
    "escalated": "!! ESCALATE, overdue since",
    "over": "was over",
}
_ORDER: tuple[Stands, ...] = ("escalated", "overdue", "due_today", "running", "over")
# For a pack that says nothing of the hours of the office.
_AMOUNTS = {
    "clock_opens": 9,
    "clock_closes": 17,
    "clock_escalates_hours": 24,
    "clock_ahead_days": 7,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case. `before_release`: it must be done before release, at a time that nobody entered.

    `trigger` is the reason to assess again that it brings; `wanted` that it is time to list it; `window` that nobody
    can be late for it.
    """

    id: str
    says: str
    due: datetime
    standing: Stands
    before_release: bool = False
    trigger: str = ""
    wanted: bool = False
    window: bool = False
    this_year: int = 0

    @property
    def words(self) -> str:
        """The clock in words, safe to show."""
        first = "before release, " if self.before_release else ""
        when = f"{self.due:%a} {self.due.day} {self.due:%b %H:%M}"
        if self.this_year and self.due.year != self.this_year:
            when = f"{self.due:%a} {self.due.day} {self.due:%b %Y}"
        ends = "until" if self.window and self.standing == "running" else _WORDS[self.standing]
        return visible(f"{self.says}: {first}{ends} {when}")

    @property
    def order(self) -> tuple[int, bool, datetime]:
        """By what is worst, then what must come before release, then what is first."""
        return _ORDER.index(self.standing), not self.before_release, self.due


def clocks(row: Mapping[str, Any], pack: Pack, now: datetime) -> list[Clock]:
    """The clocks that run on a case, given as a row of the list of cases; worst first.

    `pack` is the one in force: how long a clock takes is the force's rule of today, whatever the case began under.
    """
    marks = row.get("marks")
    if not marks or "fault" in row:
        return []
    runs = running(
        pack.clocks,
        marks,
        lambda one: _CONDITIONS[one](row),
        lambda one: _amount(pack, one),
        office(pack),
        _moment,
    )
    return sorted((_clock(row, pack, now, one) for one in runs), key=lambda one: one.order)


def _high(row: Mapping[str, Any]) -> bool:
    """A grade that is high, or not known: nobody waits longer for what nobody knows."""
    return bool(row.get("urgent")) or not set(row.get("grades") or ["not_known"]) <= _LOWER


_LOWER = {"medium", "standard", "none"}
_CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "high": _high,
    "not_high": lambda row: not _high(row),
    "marac_to_send": lambda row: bool(row.get("marac_to_send")),
    "roles_open": lambda row: bool(row.get("roles_open")),
    "in_custody": lambda row: bool(row.get("in_custody")),
}


def _moment(mark: str) -> datetime:
    """The time of a mark on London's wall; of a day its beginning, so that nothing ends later than it may."""
    if "T" in mark:
        return in_london(mark)
    return datetime.combine(date.fromisoformat(mark), time(), london())


def _clock(row: Mapping[str, Any], pack: Pack, now: datetime, runs: Runs) -> Clock:
    rule, due = runs.rule, runs.due
    release, held = row.get("release_at"), bool(row.get("in_custody"))
    first = rule.before_release == "always" or (
        rule.before_release == "urgent" and bool(row.get("urgent"))
    )
    if release and first:
        due = min(due, in_london(str(release)))
    at = now.astimezone(london())
    stands: Stands = standing(due, at, _amount(pack, "clock_escalates_hours"))
    if rule.window:
        stands = "running" if stands in ("running", "due_today") else "over"
    ahead = timedelta(days=_amount(pack, rule.ahead or "clock_ahead_days"))
    return Clock(
        id=rule.id,
        says=f"{rule.says} ({runs.about})" if runs.about else rule.says,
        due=due,
        standing=stands,
        before_release=held and first and not release,
        trigger=rule.trigger,
        wanted=stands != "over" and at.date() >= (due - ahead).date(),
        window=rule.window,
        this_year=at.year,
    )


def _amount(pack: Pack, name: str) -> int:
    setting = pack.policy.get(name)
    value = setting.value if setting else None
    return value if isinstance(value, int) and not isinstance(value, bool) else _AMOUNTS[name]


def office(pack: Pack) -> Office:
    """When people are at work here, under the force's policy."""
    opens, closes = _amount(pack, "clock_opens"), _amount(pack, "clock_closes")
    return Office(opens, closes, bank_holiday)


def plan_release(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record when release from custody is planned (`DATE TIME`, as the wall's clock shows); what was done, in words.

    Raises WrongCall for what is no time to come, and for an hour that the clock change leaves out or has twice.
    """
    day, _, hour = tidy(line).rpartition(" ")
    at = on_the_wall(day, hour, desk.today)
    if at is None:
        raise WrongCall("Say /release DAY/MONTH/YEAR HH:MM.")
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        raise WrongCall("The clocks change in that hour; give a time outside it.")
    utc = at.astimezone(UTC)
    if utc <= desk.now():
        raise WrongCall("That time is past.")
    stamp = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    desk.record(opened, "plan_release", "release_planned", {"at": stamp})
    return f"Release is planned for {at:%d/%m/%Y %H:%M}."


def on_the_wall(day: str, hour: str, today: date) -> datetime | None:
    """The moment of a day and an hour as the wall's clock in London shows them; None for what is none.

    Raises WrongCall for an hour that the clock change leaves out; of one that is there twice it is the first.
    """
    try:
        read = time.fromisoformat(hour)
        at = datetime.combine(date.fromisoformat(typed_date(day, today)), read, london())
    except (ValueError, NotAnAnswer):
        return None
    if at.astimezone(UTC).astimezone(london()).replace(fold=0) != at:
        raise WrongCall("The clocks change in that hour; give a time outside it.")
    return at

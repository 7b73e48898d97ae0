"""The clocks of a case: which run, when each is due, and how it stands now. Reads rows, never a thread.

Which clocks there are is data of the pack (`clocks.yaml`); how long each takes is the force's own (policy).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from ppitui.core.clock_rules import ClockRule, Runs, running
from ppitui.core.clocks import Office, Standing, Unit, standing
from ppitui.core.text import tidy, visible
from ppitui.desk.bank_holidays import bank_holiday
from ppitui.desk.clock import in_london, london
from ppitui.errors import WrongCall

if TYPE_CHECKING:
    from ppitui.core.definitions import Pack
    from ppitui.desk.desk import Desk, OpenCase
    from ppitui.desk.front import Front

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


@dataclass(slots=True)
class Wall:
    """What is the same for every clock of a list: the moment in London, the office, the amounts of the policy."""

    pack: Pack | Front
    now: datetime
    at: datetime
    office: Office
    amounts: dict[str, int] = field(default_factory=dict)

    def amount(self, name: str) -> int:
        """A number of the policy, looked up once."""
        if name not in self.amounts:
            self.amounts[name] = _amount(self.pack, name)
        return self.amounts[name]

    def ahead(self, rule: ClockRule) -> int:
        """How many days before its end a clock is listed."""
        return self.amount(rule.ahead or "clock_ahead_days")

    def may_be_wanted(self, rule: ClockRule, mark: str) -> bool:
        """Whether a clock could be listed now, by days alone and never wrongly no: a list has thousands."""
        amount = self.amount(rule.takes)
        least = _LEAST[rule.unit] * amount - (rule.unit == "days_from_the_first") - _SPARE
        first = date.fromisoformat(mark[:10]).toordinal() + least - self.ahead(rule)
        return first <= self.at.toordinal()


# Days that one of a unit takes at the least; weeks and holidays between can only make it more.
_LEAST: Mapping[Unit, int] = {
    "hours": 0,
    "working_hours": 0,
    "working_days": 1,
    "court_hours": 0,
    "days": 1,
    "days_from_the_first": 1,
    "months": 28,
    "working_days_before": -3,
}
_SPARE = 14  # of a few working days before; and a day in UTC may be the next one in London
_WALLS: list[Wall] = []


def wall(pack: Pack | Front, now: datetime) -> Wall:
    """The wall of this moment; the last one is kept, as a list asks for the same for each of its rows."""
    if not (_WALLS and _WALLS[0].pack is pack and _WALLS[0].now == now):
        _WALLS[:] = [Wall(pack, now, now.astimezone(london()), office(pack))]
    return _WALLS[0]


def clocks(row: Mapping[str, Any], pack: Pack | Front, now: datetime) -> list[Clock]:
    """The clocks that run on a case, given as a row of the list of cases; worst first.

    `pack` is the one in force: how long a clock takes is the force's rule of today, whatever the case began under.
    """
    return _clocks(row, wall(pack, now), lambda _rule, _mark: True)


def wanted(
    row: Mapping[str, Any], pack: Pack | Front, now: datetime, but: frozenset[str] = frozenset()
) -> list[Clock]:
    """The clocks of a row that it is time to list, worst first, without those of `but`; for lists of many cases."""
    here = wall(pack, now)
    near = here.may_be_wanted
    found = _clocks(row, here, lambda rule, mark: rule.id not in but and near(rule, mark))
    return [one for one in found if one.wanted]


def _clocks(
    row: Mapping[str, Any], here: Wall, near: Callable[[ClockRule, str], bool]
) -> list[Clock]:
    marks = row.get("marks")
    if not marks or "fault" in row:
        return []
    runs = running(
        here.pack.clocks,
        marks,
        lambda one: _CONDITIONS[one](row),
        here.amount,
        here.office,
        _moment,
        near,
    )
    return sorted((_clock(row, here, one) for one in runs), key=lambda one: one.order)


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


def _clock(row: Mapping[str, Any], here: Wall, runs: Runs) -> Clock:
    rule, due, at = runs.rule, runs.due, here.at
    release, held = row.get("release_at"), bool(row.get("in_custody"))
    first = rule.before_release == "always" or (
        rule.before_release == "urgent" and bool(row.get("urgent"))
    )
    if release and first:
        due = min(due, in_london(str(release)))
    stands: Stands = standing(due, at, here.amount("clock_escalates_hours"))
    if rule.window:
        stands = "running" if stands in ("running", "due_today") else "over"
    listed = due.toordinal() - here.ahead(rule)
    return Clock(
        id=rule.id,
        says=f"{rule.says} ({runs.about})" if runs.about else rule.says,
        due=due,
        standing=stands,
        before_release=held and first and not release,
        trigger=rule.trigger,
        wanted=stands != "over" and at.toordinal() >= listed,
        window=rule.window,
        this_year=at.year,
    )


def _amount(pack: Pack | Front, name: str) -> int:
    setting = pack.policy.get(name)
    value = setting.value if setting else None
    return value if isinstance(value, int) and not isinstance(value, bool) else _AMOUNTS[name]


def office(pack: Pack | Front) -> Office:
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
    from ppitui.core.answers import NotAnAnswer, typed_date

    try:
        read = time.fromisoformat(hour)
        at = datetime.combine(date.fromisoformat(typed_date(day, today)), read, london())
    except (ValueError, NotAnAnswer):
        return None
    if at.astimezone(UTC).astimezone(london()).replace(fold=0) != at:
        raise WrongCall("The clocks change in that hour; give a time outside it.")
    return at

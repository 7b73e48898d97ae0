"""What became of a case: outcomes recorded, and the view of before and after with the warning that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ppitui.core.calendar import day_words, months_after
from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.facts import nearest
from ppitui.core.outcomes import NOT_KNOWN, WINDOWS, Line, Measure, Window, lines, value_words
from ppitui.core.roles import may
from ppitui.core.text import padded, shown, tidy, visible
from ppitui.desk.clock import in_london
from ppitui.desk.referrals import referral_lines
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

_USE = "/outcome MEASURE before|at|after VALUE words; a VALUE that nobody knows is u"
_WORDS = {"yes": True, "no": False}
_MOST = 99_999
_MONTHS = 6  # under definitions that say nothing of outcomes
_LABEL, _COLUMN = 41, 11


def record_outcome(desk: Desk, opened: OpenCase, line: str) -> str:
    """Record one value of one measure (`MEASURE WINDOW VALUE words`); what was done, in words.

    Raises WrongCall for what is no measure, window or value, Refused for `after` while those months still run: half of
    them would look like less.
    """
    if not any(may("record_outcome", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "record_outcome", "refused", {"action": "record_outcome"})
    name, _, rest = tidy(line).partition(" ")
    which, _, rest = rest.partition(" ")
    raw, _, words = rest.partition(" ")
    measure = _measure(desk.pack, name.lower())
    window = _window(measure, which.lower())
    value = _value(measure, raw.lower())
    ends = _ends(desk.pack, opened.case)
    if window == "after" and ends and desk.today < ends:
        raise Refused(f"The time after runs until {day_words(ends)}; record it then.")
    text = plain_words(words, "An outcome") if words else ""
    payload = {"measure": measure.id, "window": window, "value": value, "text": text}
    desk.record(opened, "record_outcome", "outcome_recorded", payload)
    return f"Recorded: {measure.says}, {window}: {value_words(value)}."


def _measure(pack: Pack, name: str) -> Measure:
    known = pack.outcomes.measures
    if name not in known:
        near = nearest(name, tuple(known))
        raise WrongCall(
            f"Say {_USE}. {shown(name)} is no measure{near or '.'} There are: {', '.join(known)}."
        )
    return known[name]


def _window(measure: Measure, which: str) -> Window:
    found = next((one for one in measure.windows if one == which), None)
    if found is None:
        raise WrongCall(f"Of {measure.id} there is: {', '.join(measure.windows)}. Say {_USE}.")
    return found


def _value(measure: Measure, raw: str) -> int | bool | str:
    if raw in ("u", NOT_KNOWN):
        return NOT_KNOWN
    if measure.kind == "yes_no":
        if raw not in _WORDS:
            raise WrongCall("Say yes, no, or u where nobody knows.")
        return _WORDS[raw]
    if not (raw.isascii() and raw.isdigit()) or int(raw) > _MOST:
        raise WrongCall(f"Say a whole number up to {_MOST}, or u where nobody knows.")
    return int(raw)


def _ends(pack: Pack, case: Case) -> date | None:
    """The day on which the time after the assessment is over; None where nothing was handed in."""
    if case.submission is None:
        return None
    return months_after(in_london(case.submission.at).date(), _months(pack))


def _months(pack: Pack) -> int:
    setting = pack.policy.get(pack.outcomes.months)
    return setting.value if setting and isinstance(setting.value, int) else _MONTHS


def outcome_lines(desk: Desk, opened: OpenCase) -> Iterator[str]:
    """Before, at and after as a small table, the warning first; then what became of each referral. Safe to show."""
    case, pack = opened.case, desk.pack
    ends = _ends(pack, case)
    if ends is None:
        yield "Outcomes are compared from the day on which the case is handed in."
        return
    months = _months(pack)
    start = in_london(case.submission.at).date() if case.submission else ends
    yield visible(pack.outcomes.warning)
    yield ""
    yield f"{months} months before {day_words(start)}, at that time, and {months} months after ({day_words(ends)})"
    heading = "".join(padded(one, _COLUMN) for one in WINDOWS)
    yield f"{padded('', _LABEL)}{heading}"
    found = list(lines(case, pack.outcomes))
    yield from map(_row, found)
    known = sum(bool(one.change) for one in found)
    yield ""
    yield f"{known} of {len(found)} can be compared. What is not known or not recorded is never counted as nought."
    yield f"Record with {_USE}."
    yield ""
    yield "What became of each referral"
    yield from (f"  {line}" for line in list(referral_lines(case)) or ["nothing is recorded"])


def _row(line: Line) -> str:
    values = []
    for window in WINDOWS:
        recorded = line.values.get(window)
        if window not in line.measure.windows:
            values.append("-")
        else:
            values.append(value_words(recorded.value) if recorded else "no record")
    cells = "".join(padded(one, _COLUMN) for one in values)
    return f"{padded(visible(line.measure.says), _LABEL)}{cells}{line.change}".rstrip()

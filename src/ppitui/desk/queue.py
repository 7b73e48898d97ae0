"""What waits for a supervisor: the worst clock and the oldest first, with what is new since they last did something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ppitui.core.text import visible
from ppitui.desk.clocks import wanted
from ppitui.desk.due import due_words

if TYPE_CHECKING:
    from ppitui.core.case import Case
    from ppitui.core.events import Event
    from ppitui.desk.desk import Desk, OpenCase

_NOT_NEWS = ("looked", "refused")
_GOES_ON = ("draft", "returned", "submitted")
_ROLES = "PRIMARY_AGGRESSOR_DECISION"


def shared(case: Case, events: Sequence[Event]) -> dict[str, Any]:
    """What a row of the list of cases keeps of the work of several people."""
    from ppitui.core.asking import unclosed
    from ppitui.core.early import unreviewed
    from ppitui.core.marks import marks
    from ppitui.core.mentions import named
    from ppitui.core.overriding import unsigned
    from ppitui.core.seconds import graders_awaited
    from ppitui.core.todos import undone

    result = case.submission.result if case.submission else {}
    open_now = unclosed(case)
    return {
        "grades": list(result.get("grades", ())),
        "in_custody": "custody" in result.get("setting", ()),
        "release_at": case.release_at,
        "marac_to_send": "MARAC" in case.proposed
        and _high(result)
        and "MARAC" not in case.referrals,
        "roles_open": _ROLES in result.get("actions", ()),
        "questions": sum(one.state == "open" for one in open_now),
        "replies": sum(one.state == "answered" for one in open_now),
        "to_sign": len(unsigned(case)),
        "to_review": len(unreviewed(case)),
        "next_todo": min((one.on for one in undone(case)), default=""),
        "graders": graders_awaited(case),
        "marks": marks(case, _dates(events)),
        "news": _news(events),
        "named": sorted(named(events, did)),
        "given_to": case.given_to.to if case.given_to else "",
        "paused": case.aside.until if case.aside and case.aside.kind == "paused" else "",
    }


def _dates(events: Sequence[Event]) -> dict[str, str]:
    """The dates that clocks read, as they were when the case was last handed in; a return takes no order away."""
    from ppitui.core.marks import read_dates

    last = next((one for one in reversed(events) if one.kind == "submitted"), None)
    return read_dates(last.payload.get("result", {}).get("dates")) if last else {}


def _high(result: Mapping[str, Any]) -> bool:
    return "high" in result.get("grades", ())


def did(event: Event) -> bool:
    """Whether somebody did something; that a case was opened is logged, and does not say that its news were read."""
    return event.kind != "looked" or event.payload.get("at_what") != "case"


def _news(events: Sequence[Event]) -> dict[str, int]:
    """For each person who did something here, how much others did since; under the empty id, how much there is."""
    since: dict[str, int] = {"": 0}
    for event in events:
        if event.kind not in _NOT_NEWS:
            for who in since:
                since[who] += 1
        if did(event):
            since[event.actor.id] = 0
    return since


def new_for(row: Mapping[str, Any], user: str) -> int:
    """How much others did on a case since this person last did something on it."""
    news = row.get("news") or {"": 0}
    return int(news.get(user, news[""]))


def with_news(rows: Sequence[dict[str, Any]], user: str) -> list[dict[str, Any]]:
    """The rows, with how much is new in those on which this person did something before."""
    return [
        {**row, "new": row["news"][user]} if row.get("news", {}).get(user) else row for row in rows
    ]


def new_events(opened: OpenCase, user: str) -> list[Event]:
    """What others did on a case since this person last did something on it."""
    last = max((one.seq for one in opened.events if one.actor.id == user and did(one)), default=0)
    return [one for one in opened.events if one.seq > last and one.kind not in _NOT_NEWS]


def did_something(opened: OpenCase, user: str) -> bool:
    """Whether this person did anything on a case yet."""
    return any(one.actor.id == user and did(one) for one in opened.events)


def for_you(row: Mapping[str, Any], user: str) -> str:
    """Why a case waits for this very person, in words; empty where it does not."""
    draft = row.get("state") in ("draft", "returned")
    why = (
        ("names you", user in row.get("named", ())),
        ("given to you", row.get("given_to") == user and row.get("state") in _GOES_ON),
        ("a question is left for you", draft and user in row.get("left_for", ())),
    )
    return ", ".join(words for words, so in why if so)


def waits(row: Mapping[str, Any]) -> bool:
    """Whether something on a case waits for a supervisor."""
    keys = ("to_sign", "to_review", "replies", "roles_open", "marac_to_send")
    handed_in = row.get("state") in ("submitted", "decided")
    after = handed_in and any(row.get(one) for one in keys)
    return row.get("state") == "submitted" or after or bool(row.get("to_review"))


def queue(desk: Desk, rows: Sequence[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The cases that wait for a supervisor: urgent first, then by the worst clock, then the oldest.

    `rows` are the desk's cases, where somebody has them already.
    """
    now = desk.now()
    rows = [told(row, desk, now) for row in (desk.cases() if rows is None else rows) if waits(row)]
    return sorted(rows, key=_order)


def told(row: Mapping[str, Any], desk: Desk, now: datetime) -> dict[str, Any]:
    """A row with its clocks and what is new for this person, plain data."""
    running = wanted(row, desk.front, now)
    worst = running[0] if running else None
    return {
        **row,
        "clock": worst.words if worst else "",
        "clock_order": list(worst.order[:2]) if worst else [9, True],
        "due": worst.due.isoformat() if worst else "",
        "new": new_for(row, desk.user.id),
    }


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return not row.get("urgent"), row["clock_order"], row.get("submitted_at", ""), row["case"]


def row_words(row: Mapping[str, Any]) -> list[str]:
    """What a row says of the work of several people, safe to show: grade, clock, what is new, what waits."""
    grades = [str(one) for one in row.get("grades") or () if one]
    words = [str(row["clock"])] if row.get("clock") else []
    words += [due_words(row)] if row.get("due_now") else []
    words += [f"grade {'/'.join(grades)}"] if grades else []
    words += [f"to do by {row['next_todo']}"] if row.get("next_todo") else []
    words += [f"paused until {row['paused']}"] if row.get("paused") else []
    words += [f"given to {row['given_to']}"] if row.get("given_to") else []
    words += [f"names {', '.join(row['named'])}"] if row.get("named") else []
    counted = (
        ("new", "new"),
        ("questions", "questions open"),
        ("replies", "replies to read"),
        ("to_sign", "to counter-sign"),
        ("to_review", "letters to review"),
    )
    words += [f"{row[key]} {name}" for key, name in counted if row.get(key)]
    return [visible(one) for one in words]


def wanted_of(desk: Desk) -> list[str]:
    """References of the cases that wait for this person's second grade."""
    user = desk.user.id
    gone = desk.presence.erased
    return [
        str(row["case"])
        for row in desk.rows()
        if user in row.get("graders", ()) and row["case"] not in gone
    ]

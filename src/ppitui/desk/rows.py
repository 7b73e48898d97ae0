"""A case as a row of a list: what is kept of it, and how it reads on one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ppitui.core.events import Event
from ppitui.core.text import cells, padded, visible
from ppitui.desk.queue import row_words, shared
from ppitui.desk.words import STATE_WORDS
from ppitui.errors import Refused

if TYPE_CHECKING:
    from ppitui.core.case import Case
    from ppitui.core.life import Life

_NAME = 28
SHAPE = "10"  # of `row_of`: raised with every key that comes, goes or means something else


def case_line(row: Mapping[str, object]) -> str:
    """One case on one line of a list."""
    if "fault" in row:
        return f"{row['case']}  {visible(str(row['fault']))}"
    state = STATE_WORDS.get(str(row["state"]), str(row["state"]))
    urgent = "  MARAC" if row.get("urgent") and row["state"] == "submitted" else ""
    left_for = row.get("left_for") if row["state"] in ("draft", "returned") else ()
    left = (
        f"  left for {visible(', '.join(map(str, left_for)))}"
        if isinstance(left_for, list) and left_for
        else ""
    )
    name = visible(str(row["name"])) or "nobody yet"
    life = life_from(row.get("life") or {})  # type: ignore[arg-type]  # a row holds plain data
    into = f"  joined with {life.merged_into}" if life.merged_into else ""
    more = "".join(f"  {one}" for one in row_words(row))
    return f"{row['case']}  {name}  {row['journey'] or 'no journey'}  {state}{urgent}{left}{more}{into}"


def case_columns(
    rows: Sequence[Mapping[str, object]], journeys: Mapping[str, str], said: str = ""
) -> list[str]:
    """Cases one under the other, each part in its column; `journeys` gives titles by id.

    `said` is a state that the heading above them says for all of them: it is not repeated.
    """
    names = [visible(str(row.get("name") or "nobody yet")) for row in rows]
    titles = [journeys.get(str(row.get("journey")), "no journey") for row in rows]
    name_width = min(max(map(cells, names), default=0), _NAME)
    title_width = max(map(cells, titles), default=0)
    lines = []
    for row, name, title in zip(rows, names, titles, strict=True):
        if "fault" in row:
            lines.append(case_line(row))
            continue
        state = STATE_WORDS.get(str(row["state"]), str(row["state"]))
        words = (
            str(row["case"]),
            padded(name, name_width),
            padded(title, title_width),
            "! MARAC" if row.get("urgent") and row["state"] == "submitted" else "",
            "" if row["state"] == said else state,
            *row_words(row),
        )
        lines.append("  ".join(one for one in words if one).rstrip())
    return lines


def summary(events: list[Event]) -> dict[str, Any]:
    """A row for a list of cases, from a thread. Raises Refused where it needs a newer version."""
    from ppitui.core.case import UnknownEvent, fold

    try:
        case = fold(events)
    except UnknownEvent as fault:
        raise Refused(f"{fault}. Nothing was changed.") from None
    return row_of(case, events)


def row_of(case: Case, events: Sequence[Event]) -> dict[str, Any]:
    """The row of a case that is folded already."""
    from ppitui.core.life import Life
    from ppitui.core.overriding import raised

    handed_in = case.submission
    result = handed_in.result if handed_in else {}
    return {
        "state": _state(case),
        "journey": case.journey,
        "name": case.assessed.name if case.assessed else "",
        "born": str(case.assessed.details.get("born", "")) if case.assessed else "",
        "opened_by": case.opened_by,
        "opened_at": case.opened_at,
        "changed_at": case.changed_at,
        "submitted_at": handed_in.at if handed_in else "",
        "left_for": sorted({one.to for one in case.left.values()}),
        "urgent": "MARAC" in case.proposed
        and ("MARAC" in result.get("recommend", ()) or "MARAC" in raised(case)),
        "waiting": sorted(case.proposed - set(case.decisions)),
        **shared(case, events),
        "life": life_row(case.life) if case.life != Life() else {},
    }


def _state(case: Case) -> str:
    if case.aside and case.aside.kind == "withdrawn":
        return "withdrawn"
    return "returned" if case.state == "draft" and case.returned else case.state


def life_row(life: Life) -> dict[str, Any]:
    """The life of a record as plain data; `life_from` reads it. Reasons given in words stay in the case."""
    return {
        "only": None if life.only is None else list(life.only),
        "excluded": sorted(life.excluded),
        "glass": [[one.seq, one.who, one.at, one.until, one.seen_by] for one in life.glass],
        "group": life.group,
        "review": life.review,
        "holds": sorted(life.holds),
        "asked": [life.asked.who, life.asked.at, life.asked.code] if life.asked else [],
        "links": [[one.case, one.how, one.part, one.seq] for one in life.links],
    }


def life_from(row: Mapping[str, Any]) -> Life:
    """What `life_row` kept."""
    from ppitui.core.life import Asked, Glass, Life, Link

    if not row:
        return Life()
    return Life(
        only=None if row["only"] is None else tuple(row["only"]),
        excluded=frozenset(row["excluded"]),
        glass=tuple(
            Glass(seq, who, at, until, "", seen) for seq, who, at, until, seen in row["glass"]
        ),
        group=row["group"],
        review=row["review"],
        holds=dict.fromkeys(row["holds"], ""),
        asked=Asked(*(*row["asked"][:3], 0)) if row["asked"] else None,
        links=tuple(Link(*one) for one in row["links"]),
    )

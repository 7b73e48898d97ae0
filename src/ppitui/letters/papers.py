"""The papers of a meeting: an index of several cases, what the meeting needs before it begins, a section a case.

The order follows a monthly tasking meeting as it is published; the layout is ours. Closed, whoever the cases
are about: each section is that case's own closed letter, and nothing else of the case is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from ppitui.core.case import Case
from ppitui.core.text import visible
from ppitui.letters.casework import View
from ppitui.letters.catalogue import Catalogue
from ppitui.letters.environment import literal
from ppitui.letters.formats import parts
from ppitui.letters.matter import Letter, Matter
from ppitui.letters.render import compose
from ppitui.letters.words import NOT_KNOWN, long_date

HANDLING: Final = "partials/handling.md.j2"
_WEEKS: Final = 6
_BLANK: Final = "...................."
_CHAIRED: Final = (
    *("Chair", "Outreach", "Probation", "Housing", "Alcohol and drugs", "Mental health"),
    *("Children's services", "Adults' services"),
)
# Said whether there are any or not: to say how many would tell.
_LEFT_OUT: Final = (
    "Restricted records are never in these papers, nor is a case that whoever made them may not see."
    " Whether there are any is not said here: ask the coordinator."
)
_MATAC: Final = "MATAC"


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of a meeting: its letter, how its referral stands, and what is still to be done (day, words)."""

    letter: Letter
    matter: Matter
    status: str
    todos: tuple[tuple[str, str], ...] = ()

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.matter.case.reference

    @property
    def is_new(self) -> bool:
        """Whether the meeting has not had it yet."""
        return self.status in ("waits", "approved")


@dataclass(frozen=True, slots=True)
class Papers:
    """What they are for: the route, the day of the meeting, who made them and on which day."""

    route: str
    name: str
    on: date
    made_by: str
    made_on: date


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by the unrounded mean of their four scores, then gravity, victims, recency; without scores last."""

    def key(entry: Entry) -> tuple[float, ...]:
        value = entry.matter.facts.person.get("rfgv")
        if not isinstance(value, tuple):
            return (1.0,)
        recency, _, gravity, victims = value
        return (0.0, -sum(value), -gravity, -victims, -recency)

    return sorted(entries, key=lambda entry: (*key(entry), entry.reference))


def papers(
    what: Papers, entries: list[Entry], catalogues: Mapping[str, Catalogue]
) -> tuple[str, Letter, Matter]:
    """The papers as Markdown, with a head and a matter of their own for the forms in which they leave.

    `catalogues` are the letters of each pack under which a case was written, by its hash.
    """
    first = entries[0]
    catalogue = catalogues[first.matter.pack.hash]
    title = f"Papers for the {what.name} meeting"
    letter = replace(first.letter, id="meeting_papers", title=title, boxes={}, must_fill=())
    case = Case(reference=f"{what.route} {what.on.isoformat()}", pack=first.matter.pack.hash)
    matter = replace(
        first.matter,
        case=case,
        written_on=what.made_on,
        watermark=f"{what.route} {what.on:%d/%m/%Y}",
    )
    marking = f"**{letter.marking}**"
    handling = catalogue.partials.get(HANDLING, "").strip()
    ordered = ranked(entries) if what.route == _MATAC else entries
    lines = [marking, "", handling, "", f"# {literal(title)}", "", *_head(what, ordered)]
    lines += [line for entry in ordered for line in _section(entry, catalogues)]
    lines += ["", "---", "", *_foot(first.matter), "", marking]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    return text, letter, matter


def _head(what: Papers, entries: list[Entry]) -> Iterator[str]:
    yield from _table(
        ("Item", "Detail"),
        [
            ("Meeting", long_date(what.on)),
            ("Made by", what.made_by),
            ("Made on", long_date(what.made_on)),
            ("Cases", str(len(entries))),
        ],
    )
    yield from (_LEFT_OUT, "")
    yield from ("## 1. Who is here, and who has an interest", "")
    yield from _table(
        ("For", "Name", "Knows anyone in these papers"),
        [(who, _BLANK, _BLANK) for who in _CHAIRED],
    )
    yield from ("## 2. Index", "")
    yield from _index(entries, scored=what.route == _MATAC)
    yield from ("## 3. Outstanding", "")
    yield from _outstanding(entries, what.made_on)
    yield from ("## 4. Moving up, or elsewhere", "")
    yield from _movers(entries, what.route)
    yield from ("## 5. Safety of each person harmed, before any decision", "")
    yield from _table(
        ("Case", "Person", "View of outreach or the adviser"),
        [(one.reference, code, _BLANK) for one in entries for code in _codes(one)],
        "No person harmed is recorded.",
    )
    yield from (f"## 6. Releases and orders that end within {_WEEKS} weeks", "")
    yield from _dates(entries, what.on)
    yield from ("## 7. Actions", "")
    yield from _table(
        ("Case", "Action and owner", "By"), [(one.reference, _BLANK, _BLANK) for one in entries]
    )


def _codes(entry: Entry) -> list[str]:
    return list(View(entry.letter, entry.matter).codes.values())


def _index(entries: list[Entry], *, scored: bool) -> Iterator[str]:
    rows = []
    for at, entry in enumerate(entries, 1):
        view = View(entry.letter, entry.matter)
        score = _score(view) if scored else ""
        who = f"harmed: {len(view.codes)}; children: {len(view.child_codes)}"
        state = "new" if entry.is_new else entry.status.replace("_", " ")
        rows.append((str(at), entry.reference, f"age {view.fact('age')}; {who}", f"{state}{score}"))
    yield from _table(("No.", "Case", "Who", "State"), rows)
    if scored:
        yield from (
            "In order of recency, frequency, gravity and victims (RFGV): a rank, with no cut-off.",
            "",
        )


def _score(view: View) -> str:
    value = view.value("rfgv")
    if not isinstance(value, tuple):
        return f"; RFGV {view.fact('rfgv')}"
    each = "/".join(map(str, value))
    return f"; RFGV {(sum(value) + 2) // 4} ({each})"


def _outstanding(entries: list[Entry], today: date) -> Iterator[str]:
    rows = [
        (entry.reference, words, f"{long_date(day)}{', late' if day < today.isoformat() else ''}")
        for entry in entries
        for day, words in entry.todos
    ]
    late = sum(row[2].endswith("late") for row in rows)
    yield from _table(("Case", "What", "By"), rows, "Nothing is outstanding on these cases.")
    if rows:
        yield from (f"{late} of {len(rows)} late.", "")


def _movers(entries: list[Entry], route: str) -> Iterator[str]:
    rows = []
    for entry in entries:
        view = View(entry.letter, entry.matter)
        put = [
            view.pack.routes[one.id].short or one.id
            for one in entry.matter.result.routes
            if one.status == "recommend" and one.id != route and one.id in _ELSEWHERE
        ]
        if put:
            rows.append((entry.reference, ", ".join(put)))
    yield from _table(
        ("Case", "Also recommended"), rows, "No other meeting is recommended for these cases."
    )


_ELSEWHERE: Final = (
    "MARAC",
    "MATAC",
    "MAPPA",
    "DRIVE",
    "IOM_FIXED",
    "IOM_FLEX",
    "IOM_FREE",
    "ODOC",
)


def _dates(entries: list[Entry], on: date) -> Iterator[str]:
    last, rows = on + timedelta(weeks=_WEEKS), []
    for entry in entries:
        view = View(entry.letter, entry.matter)
        found = [("release", view.value("release_on"))]
        for id, code in view.codes.items():
            pair = entry.matter.facts.pairs.get(id, {})
            found.append((f"order for {code} ends", pair.get("order_ends_on")))
        for words, day in found:
            if isinstance(day, str) and on.isoformat() <= day <= last.isoformat():
                rows.append((entry.reference, words, long_date(day)))
    yield from _table(("Case", "What", "On"), rows, "None is recorded.")


def _table(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], nothing: str = ""
) -> Iterator[str]:
    """Rows as a table; `nothing` is said in its place where there are none."""
    rows = list(rows)
    if not rows:
        yield from (nothing or NOT_KNOWN, "")
        return
    for row in (head, ("---",) * len(head), *rows):
        cells = row if row[0] == "---" else map(_cell, row)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _cell(text: str) -> str:
    return text if text == _BLANK else literal(text) or NOT_KNOWN


def _section(entry: Entry, catalogues: Mapping[str, Catalogue]) -> Iterator[str]:
    """A case's own letter without its frame, its headings one lower."""
    text = compose(entry.letter, entry.matter, catalogues[entry.matter.pack.hash])
    inner = parts(text, entry.letter, entry.matter)[1]
    body = inner[inner.index("\n# ") + 1 :] if "\n# " in inner else inner
    body = body.rpartition("\n---\n")[0] or body
    heading, _, rest = body.partition("\n")
    yield from ("", f"## Case {literal(entry.reference)}", "", heading.removeprefix("# "), "")
    yield re.sub(r"^(#{2,5}) ", r"#\1 ", rest, flags=re.MULTILINE)


def _foot(matter: Matter) -> Iterator[str]:
    pinned = matter.pack.hash.removeprefix("sha256:")[:12]
    yield (
        f"Definitions {visible(pinned)}. These papers are whole only with every page, from the marking at"
        " their head to the marking at their foot."
    )
    yield ""
    yield "Made with ppitui, which supports judgement. It predicts nothing and decides nothing: people do."

"""This assessment against the last: grades, counts, scores, flags, routes and needs; what rose, what fell.

A change is told only where both are known. A range rose only if it lies wholly above the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ppitui.core.asked_once import ago
from ppitui.core.case import Case
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.outputs.beside import GRADES, Outputs
from ppitui.core.outputs.harm import in_units
from ppitui.core.settle import survey
from ppitui.core.text import visible
from ppitui.core.values import Range, Value
from ppitui.desk.clock import in_london
from ppitui.desk.desk import Desk, OpenCase, summary_of
from ppitui.desk.earlier import earlier_cases, same_person
from ppitui.desk.looking import EARLIER
from ppitui.desk.needs import needs_compared, needs_lines
from ppitui.desk.outputs import compared, outputs_of

_RANKS = ("none", *GRADES)
Span = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Last:
    """The assessment before this one: its case, pack and result, and which it is, in words."""

    case: Case
    pack: Pack
    result: Result
    words: str


def last_assessment(desk: Desk, opened: OpenCase) -> Last | None:
    """The newest earlier case of the same person that was handed in; None where there is none."""
    for reference in earlier_cases(desk, opened)[:1]:
        with desk.open(reference, EARLIER) as other:
            facts = survey(other.case, other.pack, desk.today).facts
            at = other.case.submission.at if other.case.submission else other.case.changed_at
            words = f"case {reference}, {ago(in_london(at).date(), desk.today)}"
            return Last(other.case, other.pack, decide(facts, other.pack.rules), words)
    return None


def against_lines(desk: Desk, opened: OpenCase) -> Iterator[str]:
    """The comparison in words, safe to show. Of a draft without a grade only needs: a figure would invite one."""
    last = last_assessment(desk, opened)
    graded = opened.case.state != "draft" or desk.walk(opened).graded()
    if last and not graded:
        yield "Grades, scores and flags show once a grade with a reason is set."
        yield ""
    if last and graded:
        now = desk.result(opened)
        yield f"This assessment against {last.words}"
        yield from (f"  {line}" for line in _grades(opened.case, now, last))
        yield from (f"  {line}" for line in _counts(now, last.result))
        ours = outputs_of(now, opened.pack, opened.case)
        theirs = outputs_of(last.result, last.pack, last.case)
        yield from (f"  {line}" for line in _scores(ours, theirs))
        yield from (f"  {line}" for line in _flags(ours, theirs))
        told = list(compared(summary_of(last.result), summary_of(now)))
        yield from (f"  {visible(line)}" for line in told)
        yield "  What fell is no reason to lower a grade: a count clears nobody."
        yield ""
    yield from needs_lines(needs_compared(desk, opened))


def _grades(case: Case, now: Result, last: Last) -> Iterator[str]:
    for person in case.harmed:
        grade = now.facts.pairs.get(person.id, {}).get("risk_grade")
        before = next((one for one in last.case.harmed if same_person(person, one)), None)
        if before is None:
            yield visible(f"grade for {person.name}: {_grade(grade)}; not in the last assessment")
            continue
        old = last.result.facts.pairs.get(before.id, {}).get("risk_grade")
        change = _moved(_rank(old), _rank(grade))
        yield visible(f"grade for {person.name}: {_grade(grade)}; last time {_grade(old)}{change}")


def _grade(value: Value) -> str:
    return value if isinstance(value, str) else "not known"


def _rank(value: Value) -> Span | None:
    return (_RANKS.index(value),) * 2 if isinstance(value, str) and value in _RANKS else None


def _moved(old: Span | None, new: Span | None) -> str:
    """` (rose)`, ` (fell)` or ` (as before)`; nothing where it cannot be told."""
    if old is None or new is None or old[1] is None or new[1] is None:
        # a sum that is open above rose for sure only where its least is above the most of before
        if old and new and old[1] is not None and new[0] > old[1]:
            return " (rose)"
        if old and new and new[1] is not None and old[0] > new[1]:
            return " (fell)"
        return ""
    if new[0] > old[1]:
        return " (rose)"
    if new[1] < old[0]:
        return " (fell)"
    return " (as before)" if old == new and old[0] == old[1] else ""


def _span(value: Value) -> Span | None:
    if isinstance(value, Range):
        return None if value.nothing else (value.low, value.high)
    if isinstance(value, int) and not isinstance(value, bool):
        return value, value
    return None


def _words(span: Span | None) -> str:
    if span is None:
        return "not known"
    low, high = span
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"between {low} and {high}"


def _counts(now: Result, last: Result) -> Iterator[str]:
    """Numbers of the record that are no age and no distance in time."""
    for name, kind in now.rules.facts.items():
        if kind.kind != "number" or kind.scope != "person" or kind.reads or kind.protected:
            continue
        old, new = _span(last.facts.person.get(name)), _span(now.facts.person.get(name))
        if old or new:
            yield visible(f"{kind.means}: {_words(new)}; last time {_words(old)}{_moved(old, new)}")


def _scores(now: Outputs, last: Outputs) -> Iterator[str]:
    if now.numbers or last.numbers:
        old, new = (
            (one.numbers.low, one.numbers.high) if one.numbers else None for one in (last, now)
        )
        yield f"RFGV: {_words(new)}; last time {_words(old)}{_moved(old, new)}"
    before = {(one.of.id, one.of.year): one for one in last.harm}
    for one in now.harm:
        then = before.get((one.of.id, one.of.year))
        if then is None:
            yield visible(f"{one.of.title} {one.of.year}: last time weighed by another list")
            continue
        change = _moved((then.low, then.high), (one.low, one.high))
        spans = [_units(low, high) for low, high in ((one.low, one.high), (then.low, then.high))]
        yield visible(f"{one.of.title} {one.of.year}: {spans[0]}; last time {spans[1]}{change}")


def _units(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {in_units(low)}" if low else "not known"
    return in_units(low) if low == high else f"between {in_units(low)} and {in_units(high)}"


def _flags(now: Outputs, last: Outputs) -> Iterator[str]:
    """Compliance flags that came and went; one that is not known on either side is no change."""
    before: Mapping[str, bool | None] = {one.prompt.id: one.truth for one in last.compliance}
    for one in now.compliance:
        old = before.get(one.prompt.id)
        if one.truth is True and old is not True:
            was = "was not there" if old is False else "was not known"
            yield visible(f"flag now there: {one.prompt.says} (last time it {was})")
        elif old is True and one.truth is not True:
            now_ = "not there" if one.truth is False else "not known"
            yield visible(f"flag of last time, now {now_}: {one.prompt.says}")

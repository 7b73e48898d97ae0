"""What is known so far: facts, gaps and safety prompts, while answers are still being given. No routes."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.text import visible
from ppitui.core.values import PartialSet, Value
from ppitui.core.walk import Walk
from ppitui.desk.handover import left_for_others
from ppitui.desk.people import RELATIONSHIP_WORDS

BAND_SYMBOLS = {"high": "▲", "medium": "■", "standard": "●", "none": "-"}


def band(grade: Value) -> str:
    """A grade as word and symbol; colour, where there is any, only repeats it."""
    if not isinstance(grade, str):
        return "? NOT KNOWN"
    return f"{BAND_SYMBOLS.get(grade, '?')} {grade.upper()}"


def known_so_far(walk: Walk) -> Iterator[str]:
    """Lines, safe to show."""
    case, facts, types = walk.case, walk.survey.facts, walk.pack.rules.facts
    for person in case.harmed:
        pair = facts.pairs.get(person.id, {})
        relation = RELATIONSHIP_WORDS.get(
            str(person.details.get("relationship", "")), "relationship not known"
        )
        yield visible(f"About {person.name} ({relation})")
        yield f"  grade {band(pair.get('risk_grade'))}"
        yield from (
            f"  ! {types[name].means}"
            for name, value in pair.items()
            if _alarms(types[name].safety, value)
        )
    count = facts.person.get("da_incidents_10y")
    if isinstance(count, int):
        yield f"Incidents in ten years: {count}"
    for name, value in facts.person.items():
        kind = types[name]
        if not kind.safety:
            continue
        if isinstance(value, (frozenset, PartialSet)):
            sure = value.sure if isinstance(value, PartialSet) else value
            yield from (f"! {kind.word(one)}" for one in kind.values if one in sure)
        elif value is True:
            yield f"! {kind.means}"
    if facts.reasons:
        yield f"? asked, not known: {len(facts.reasons)}"
    confirm = sum(step.state == "to_confirm" for step in walk.survey.steps)
    if confirm:
        yield f"to confirm: {confirm}"
    yield from left_for_others(walk)
    if not walk.graded():
        yield "Routes show once a grade with a reason is set."


def _alarms(safety: bool, value: Value) -> bool:
    return safety and (value is True or (isinstance(value, frozenset) and bool(value)))

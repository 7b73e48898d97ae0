"""`/why X`: why a question is asked, where a fact comes from and which rules read it, why a route has its status."""

from __future__ import annotations

from collections.abc import Iterator

from ppitui.core.asking import asked_on
from ppitui.core.decide import Result
from ppitui.core.facts import FactType, nearest
from ppitui.core.steps import Step
from ppitui.core.text import shown, typed_number, visible
from ppitui.core.walk import Walk, read_back
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.telling import explained
from ppitui.errors import Refused, WrongCall

_NOT_YET = "Routes show once a grade with a reason is set for each person harmed."
_REASONS = {
    "not_asked": "not asked yet",
    "not_known": "asked, and not known",
    "declined": "asked, and they chose not to answer",
}


def why(desk: Desk, opened: OpenCase, word: str) -> list[str]:
    """The lines for a route, a fact, or a question by its key or number.

    Raises WrongCall for a name that nothing has, Refused for a route before the grade is set.
    """
    walk, pack = desk.walk(opened), opened.pack
    route = word.upper().replace("-", "_").replace(" ", "_")
    graded = walk.graded() or opened.case.state != "draft"
    if route in pack.routes:
        if not graded:
            raise Refused(_NOT_YET)
        return list(explained(desk.result(opened), pack, route))
    name = word.strip()
    if name in pack.rules.facts:
        return list(fact_lines(walk, name, desk.result(opened) if graded else None))
    step = walk.numbered(typed_number(name, len(walk.asked)))
    steps = walk.survey.steps
    step = step or next((one for one in steps if name in (one.key, one.item.key)), None)
    if step is not None:
        question = walk.question(step)
        settles = dict.fromkeys(target.fact for target in step.item.targets)
        told = f"It settles: {', '.join(settles)}." if settles else "It settles no fact by itself."
        lines = [question.text, *_answer_lines(opened, step)]
        return [*lines, f"Why: {question.why}", f"It is {question.asked_of}.", told]
    known = (*pack.routes, *pack.rules.facts, *pack.items)
    raise WrongCall(f"There is no route, fact or question {shown(word)}{nearest(name, known)}")


def _answer_lines(opened: OpenCase, step: Step) -> Iterator[str]:
    """The answer with who gave it, what it was before, and what somebody asks about it."""
    history = opened.case.answers.get(step.key, ())
    for given, word in zip(reversed(history), ("Answer", *["before"] * len(history)), strict=False):
        mark = ", to confirm" if word == "Answer" and step.state == "to_confirm" else ""
        yield f"{word}: {read_back(step.item, given)} ({given.actor}, {given.at[:10]}{mark})"
    if not history:
        yield "No answer yet."
    query = asked_on(opened.case, step.item.key, step.about)
    if query is not None:
        reply = f"; reply: {query.reply.text}" if query.reply else "; no reply yet"
        yield visible(f"{query.actor} asks: {query.text}{reply}")


def fact_lines(walk: Walk, name: str, result: Result | None) -> Iterator[str]:
    """What a fact reads and where that comes from; with a result, the rules that read it."""
    pack = walk.pack
    kind = pack.rules.facts[name]
    yield f"{name}: {visible(kind.means)}"
    about = [one.id for one in walk.case.harmed] if kind.scope == "pair" else [""]
    for who in about:
        whom = f" for {visible(walk.case.people[who].name)}" if who else ""
        yield f"  {_reading(walk, kind, who)}{whom}"
    if not about:
        yield "  nobody is recorded as harmed"
    reading = [rule for rule in pack.rules.rules if name in pack.rules.facts_read(rule.when)]
    if result is None:
        yield "  Which rules read it shows once a grade with a reason is set."
        return
    if not reading:
        yield "  No rule reads it."
        return
    yield "  Rules that read it:"
    so = {
        result.rules.rules[at].id
        for run in result.runs
        for at, truth in enumerate(run.truths)
        if truth is True
    }
    for rule in reading:
        yield f"    {rule.id} ({'so' if rule.id in so else 'not so, or not known'}): {visible(rule.because)}"


def _reading(walk: Walk, kind: FactType, about: str) -> str:
    facts = walk.survey.facts
    value = (facts.pairs.get(about, {}) if about else facts.person).get(kind.name)
    if value is None:
        return f"not known: {_REASONS[facts.reason(kind.name, about)]}"
    source = walk.survey.sources.get((kind.name, about), "")
    if not source and kind.reads:
        stored = walk.survey.sources.get((kind.reads[1], about), "")
        return f"{visible(kind.word(value))}, read from a date ({kind.reads[1]}, {_source(walk, stored)})"
    return f"{visible(kind.word(value))}, from {_source(walk, source)}"


def _source(walk: Walk, source: str) -> str:
    item = walk.pack.items.get(source)
    if item is not None:
        return f"the question {source}"
    return {"the setting": "the journey's setting", "today": "the day of the assessment"}.get(
        source, visible(source)
    )

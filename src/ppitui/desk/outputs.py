"""The seven outputs in words, beside the routes and apart from one another. All lines are safe to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ppitui.core.case import Case
from ppitui.core.decide import Result
from ppitui.core.definitions import Pack, Target
from ppitui.core.entries import Explained
from ppitui.core.explain import action_told
from ppitui.core.outputs.beside import GRADES, Graded, Outputs, Sign, Suggested, outputs
from ppitui.core.outputs.dates import Due, due_dates
from ppitui.core.outputs.harm import HarmWeight, in_units
from ppitui.core.outputs.rfgv import PARTS, Rfgv
from ppitui.core.outputs.volume import Volume
from ppitui.core.text import visible

_TRUTH = {True: "yes", False: "no", None: "not known"}
_GROUPS = {
    "A": "three or more abuse incidents, fewer than three others",
    "B": "three or more of both",
    "C": "fewer than three of each, and at least one other",
    "D": "fewer than three abuse incidents, three or more others",
    "E": "fewer than three abuse incidents, and no others",
}
QUESTIONS = {
    "GRADE_REVIEW": "This sits oddly with the grade",
    "EARLIER_GRADE_HIGHER": "An earlier grade was higher",
}

_KINDS = {
    "recommend": "recommended",
    "consider": "for a person to consider",
    "open": "open",
    "held": "held",
    "actions": "to do",
}


def outputs_of(result: Result, pack: Pack, case: Case | None = None) -> Outputs:
    """The outputs of a result under its pack."""
    return outputs(result, pack.besides, case)


def beside_lines(
    result: Result, pack: Pack, case: Case | None = None, earlier: Iterable[str] = ()
) -> Iterator[str]:
    """Everything shown beside the routes: grade questions, the seven outputs, prompts and dates.

    `earlier` are grades of earlier cases in words. Call it only once a grade with a reason is set.
    """
    found = outputs_of(result, pack, case)
    yield "Beside the routes (each apart; none of it changes a route or a grade)"
    yield from _grades(found, result, pack, case, earlier)
    yield from _volume(found.volume)
    yield from _typologies(found.typologies, result)
    yield from _numbers(found.numbers)
    for weight in found.harm:
        yield from _harm(weight, result)
    yield from _compliance(found.compliance)
    yield from _judgement(found)
    yield ""
    yield from _recommendations(found.recommendations)
    yield from date_lines(result, pack, case)
    if case is not None:
        yield from side_by_side(case)


def beside_data(
    result: Result, pack: Pack, case: Case | None = None, earlier: Iterable[str] = ()
) -> dict[str, Any]:
    """The seven outputs and the dates as plain data, for other programs."""
    found = outputs_of(result, pack, case)
    numbers, judged = found.numbers, found.judgement
    stated = result.facts.person.get("assessed_on")
    on = date.fromisoformat(stated) if isinstance(stated, str) else None
    return {
        "grades": [
            {"about": one.about, "grade": one.grade if isinstance(one.grade, str) else None}
            | ({"indicated": [one.low, one.high]} if one.low else {})
            for one in found.grades
        ],
        "earlier_grades": list(earlier),
        "volume": {
            "groups": list(found.volume.groups),
            "repeat": found.volume.repeat,
            "serial": found.volume.serial,
            "missing": list(found.volume.missing),
        },
        "patterns_worth_a_thought": [
            {"id": one.typology.id, "so": one.so, "seen": [sign.prompt.id for sign in one.seen]}
            for one in found.typologies
        ],
        "rfgv": [numbers.low, numbers.high] if numbers else None,
        "harm": [
            {
                "index": one.of.id,
                "year": one.of.year,
                "low": in_units(one.low).replace(",", ""),
                "high": None if one.high is None else in_units(one.high).replace(",", ""),
                "unweighed": list(one.unweighed),
                "inferred": list(one.inferred),
            }
            for one in found.harm
        ],
        "compliance": {one.prompt.id: one.truth for one in found.compliance},
        "judgement": {
            "priority": judged.priority,
            "signed_off_by": judged.sign_off.actor if judged.sign_off else None,
        },
        "recommendations": {one.prompt.id: one.truth for one in found.recommendations},
        "dates": [
            {"id": one.id, "day": one.day.isoformat() if one.day else None, "about": one.about}
            for one in (due_dates(result, pack.besides.dates, on) if on else ())
        ],
    }


def _grades(
    found: Outputs, result: Result, pack: Pack, case: Case | None, earlier: Iterable[str]
) -> Iterator[str]:
    for one in found.grades:
        whom = f" for {_name(one.about, case)}" if len(found.grades) > 1 else ""
        yield f"  1 Grade{whom}: {_word(result, 'risk_grade', one)}, judged by a person."
        if one.low:
            yield from _indicated(one, result)
    if not found.grades:
        yield "  1 Grade: nobody is recorded as harmed."
    yield from (f"      Earlier: {visible(line)}" for line in earlier)
    for action in result.actions:
        if action.id in QUESTIONS:
            yield from (f"      {line}" for line in question_lines(result, action.id, pack, case))


def _indicated(one: Graded, result: Result) -> Iterator[str]:
    """What points higher than the grade. What points lower is never told so: a count clears nobody."""
    grade, low, high = (GRADES.index(str(word)) for word in (one.grade, one.low, one.high))
    told = [
        sign.prompt.says
        for sign in one.signs
        if sign.truth is True and GRADES.index(sign.prompt.grade) > grade
    ]
    if low > grade:
        points = one.low if low == high else f"{one.low} or {one.high}"
        yield f"      The facts point higher, to {points} (our own reading, no score; the grade stands)."
        yield f"      Pointing higher: {visible('; '.join(told))}."
    elif high > grade:
        yield f"      The facts might point higher, to {one.high}, once more is known (our own reading, no score)."
    else:
        yield "      Nothing known points higher than the grade. That is no reason to lower it."
    if high > low:
        yield from _missing((name for sign in one.signs for name in sign.missing), result)


def question_lines(result: Result, action: str, pack: Pack, case: Case | None) -> Iterator[str]:
    """What sits oddly with the grade, by the rules that fired, and whether a reason is on record."""
    for told in action_told(result, action):
        if told.truth is True:
            whom = ", ".join(_name(about, case) for about in told.about)
            yield f"{QUESTIONS[action]}{f' ({whom})' if whom else ''}: {visible('; '.join(told.grounds))}."
    given = reason_for(action, pack, case) if case else None
    if given is not None:
        words = visible(given.reason)
        yield f"Reason given by {visible(given.actor)} on {given.at[:10]}: {words}"
    else:
        yield "A reason is wanted: say why the grade stands with /explain REASON, or change it."


def reason_for(action: str, pack: Pack, case: Case) -> Explained | None:
    """The newest reason given for a question about the grade; one given before the grade last changed is none."""
    graded = [
        given.seq
        for history in case.answers.values()
        for given in history
        if any(target.fact == "risk_grade" for target in _targets(pack, given.item))
    ]
    since = max(graded, default=0)
    given = [one for one in case.explained if one.about == action and one.seq > since]
    return given[-1] if given else None


def _targets(pack: Pack, item: str) -> tuple[Target, ...]:
    found = pack.items.get(item)
    return found.targets if found else ()


def _volume(volume: Volume) -> Iterator[str]:
    groups = " or ".join(volume.groups)
    yield (
        f"  2 Volume group: {groups} ({_GROUPS[volume.groups[0]]})."
        if len(volume.groups) == 1
        else f"  2 Volume group: {groups}; not known enough to say which."
    )
    yield f"      Repeat (one person harmed more than once): {_TRUTH[volume.repeat]}."
    yield f"      Serial (more than one person harmed): {_TRUTH[volume.serial]}."
    if volume.missing:
        yield f"      Not known: {', '.join(volume.missing)}."


def _typologies(found: tuple[Suggested, ...], result: Result) -> Iterator[str]:
    told = [one for one in found if one.so is True]
    yield "  3 Patterns worth a thought: prompts from one study, never a label and never a reason to exclude."
    for one in told:
        of = one.typology
        yield f"      - {visible(of.says)}: {visible(of.consider)} (source {visible(of.source)})"
        marks = "; ".join(_marked(sign) for sign in one.seen)
        yield f"        here: {visible(marks)}; {of.least} markers or more, our own cut-off"
        yield f"        the study's averages, not thresholds: {visible(of.published)}"
    if not told:
        yield "      None on what is known."
    waiting = [one for one in found if one.so is None]
    if waiting:
        names = sorted({name for one in waiting for sign in one.unseen for name in sign.missing})
        yield f"      {len(waiting)} more cannot be told yet."
        yield from _missing(names, result)


def _marked(sign: Sign) -> str:
    return (
        f"{sign.prompt.says} (our own cut-off: {sign.prompt.own})"
        if sign.prompt.own
        else sign.prompt.says
    )


def _numbers(found: Rfgv | None) -> Iterator[str]:
    if found is None:
        yield "  4 Recency, frequency, gravity, victims (RFGV): none on record."
        return
    span = str(found.low) if found.low == found.high else f"between {found.low} and {found.high}"
    yield f"  4 Recency, frequency, gravity, victims (RFGV): {span} of 100."
    if len(found.missing) == len(PARTS):
        yield "      None of the four numbers is known."
    elif found.missing:
        yield f"      Not known: {', '.join(found.missing)}."


def _harm(weight: HarmWeight, result: Result) -> Iterator[str]:
    of = weight.of
    if weight.high is None:
        span = f"at least {in_units(weight.low)}" if weight.low else "not known"
    elif weight.low == weight.high:
        span = in_units(weight.low)
    else:
        span = f"between {in_units(weight.low)} and {in_units(weight.high)}"
    guess = "?" if weight.inferred else ""
    yield f"  5 Harm weight of the matter in hand, {visible(of.title)} {of.year}: {span}{guess} ({visible(of.unit)})."
    kind = result.rules.facts["current_offence.type"]
    if weight.not_known:
        yield "      The offence in hand is not known."
    for name in weight.unweighed:
        yield f"      No weight in that list: {visible(kind.word(name))}. That says nothing about harm."
    for name in weight.inferred:
        yield f"      ? which row of the list fits is our reading: {visible(kind.word(name))}."
    if weight.not_crimes:
        yield "      Not recorded as a crime, so the list gives it none. That says nothing about harm."
    yield f"      {visible(of.caution)}"


def _compliance(found: tuple[Sign, ...]) -> Iterator[str]:
    told = [one.prompt.says for one in found if one.truth is True]
    unknown = [one.prompt.says for one in found if one.truth is None]
    yield f"  6 Compliance flags: {visible('; '.join(told)) or 'none on what is known'}."
    if unknown:
        yield f"      Not known: {visible('; '.join(unknown))}."


def _judgement(found: Outputs) -> Iterator[str]:
    judged = found.judgement
    yield f"  7 Judgement: a priority, by the worker's own judgement: {_TRUTH[judged.priority]}."
    if judged.handed_in:
        yield f"      Handed in by {visible(judged.handed_in.actor)} on {judged.handed_in.at[:10]}."
    for one in judged.decisions:
        who = f"{visible(one.actor)} ({visible(one.role)}) on {one.at[:10]}"
        yield f"      {one.route}: {visible(one.decision)}d by {who}: {visible(one.reason)}"
    if judged.sign_off:
        off = judged.sign_off
        yield f"      Signed off by {visible(off.actor)} on {off.at[:10]}: {visible(off.text)}"
    else:
        yield "      Not signed off by a supervisor."


def _recommendations(found: tuple[Sign, ...]) -> Iterator[str]:
    told = [one for one in found if one.truth is True]
    waiting = [one.prompt.id for one in found if one.truth is None]
    if told or waiting:
        yield "Published recommendations that this brings to mind (prompts; no rule reads them)"
    for one in told:
        own = f"; our own cut-off: {one.prompt.own}" if one.prompt.own else ""
        yield f"  {one.prompt.id}  {visible(one.prompt.says)} (source {visible(one.prompt.source)}{visible(own)})"
    if waiting:
        yield f"  Cannot be told yet: {', '.join(waiting)}."
    if told or waiting:
        yield ""


def date_lines(result: Result, pack: Pack, case: Case | None = None) -> Iterator[str]:
    """What falls due on which day, soonest first."""
    stated = result.facts.person.get("assessed_on")
    if not isinstance(stated, str):
        return
    found = due_dates(result, pack.besides.dates, date.fromisoformat(stated))
    if found:
        yield "Dates"
        yield from (f"  {_due(one, case)}" for one in found)
        yield ""


def _due(one: Due, case: Case | None) -> str:
    day = f"{one.day:%d/%m/%Y}" if one.day else "date not known"
    whom = f" ({_name(one.about, case)})" if one.about else ""
    missing = f" Not known: {visible(one.missing)}." if one.missing else ""
    sure = "" if one.sure == "confirmed" else ", unconfirmed"
    return f"{day}  {visible(one.says)}{whom}.{missing} (source {visible(one.source)}{sure})"


def _missing(names: Iterable[str], result: Result) -> Iterator[str]:
    listed = list(dict.fromkeys(names))
    if listed:
        means = [result.rules.types[name].means for name in listed[:6]]
        more = f"; and {len(listed) - 6} more" if len(listed) > 6 else ""
        yield f"      Not known: {visible('; '.join(means))}{more}."


def _word(result: Result, fact: str, one: Graded) -> str:
    kind = result.rules.types.get(fact)
    return visible(kind.word(one.grade)) if kind else "not known"


def _name(about: str, case: Case | None) -> str:
    return visible(case.people[about].name) if case and about in case.people else visible(about)


def side_by_side(case: Case) -> Iterator[str]:
    """The result at hand-in and each later one, and what differs; nothing where the case was decided once."""
    if case.submission is None or not case.reruns:
        return
    before = case.submission.result
    yield f"Decided again (first as of {_day(case.submission.on)}; both results are kept)"
    for again in case.reruns:
        yield f"  as of {_day(again.on)}, by {visible(again.actor)} on {again.at[:10]}:"
        told = list(compared(before, again.result))
        yield from (f"    {line}" for line in told or ["the same as before"])
    yield "  A later day takes back nothing that was decided; a person weighs both."
    yield ""


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What one summary of a result has that another does not."""
    for kind, words in _KINDS.items():
        old, new = set(before.get(kind, ())), set(after.get(kind, ()))
        if new - old:
            yield visible(f"now {words}: {', '.join(sorted(new - old))}")
        if old - new:
            yield visible(f"no longer {words}: {', '.join(sorted(old - new))}")


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else "the day it was handed in"

"""The seven outputs of one case, each kept apart and each with what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ppitui.core.case import Case
from ppitui.core.decide.results import Result, Run
from ppitui.core.entries import Decision, Note, Submission
from ppitui.core.outputs.harm import HarmWeight, harm_weight
from ppitui.core.outputs.kinds import Besides, Prompt, Typology
from ppitui.core.outputs.rfgv import Rfgv, rfgv
from ppitui.core.outputs.volume import Volume, volume
from ppitui.core.rules import Ruleset
from ppitui.core.values import NOTHING, Truth, Value, is_open

GRADES = ("standard", "medium", "high")


@dataclass(frozen=True, slots=True)
class Sign:
    """One prompt looked at: whether it holds, for whom, and which facts are missing where that is not known."""

    prompt: Prompt
    truth: Truth
    whom: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """Output 1: the grade that a person judged, and beside it what the facts point to, from `low` to `high`.

    The indication is empty until there is a judged grade: a figure seen first invites grading to it.
    """

    about: str
    grade: Value
    low: str = ""
    high: str = ""
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Output 3: a published pattern worth a thought (`so` is True), or one that cannot be told yet (None)."""

    typology: Typology
    so: Truth
    seen: tuple[Sign, ...]
    unseen: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Output 7: what people decided, by whom, when and why."""

    priority: Truth
    handed_in: Submission | None
    decisions: tuple[Decision, ...]
    sign_off: Note | None


@dataclass(frozen=True, slots=True)
class Outputs:
    """The seven, in the order of the source; and the prompts of published recommendations, which are none of them.

    `numbers` is None where somebody looked and there are none.
    """

    grades: tuple[Graded, ...]
    volume: Volume
    typologies: tuple[Suggested, ...]
    numbers: Rfgv | None
    harm: tuple[HarmWeight, ...]
    compliance: tuple[Sign, ...]
    judgement: Judgement
    recommendations: tuple[Sign, ...]


def outputs(result: Result, besides: Besides, case: Case | None = None) -> Outputs:
    """Everything beside the routes, from the facts of a result. Pure; it changes nothing in the result."""
    person = result.facts.person
    numbers = person.get("rfgv")
    return Outputs(
        graded(result, besides),
        volume(
            person.get("da_incidents_10y"),
            person.get("nonda_incidents_10y"),
            person.get("da_victims"),
            again=_again(result),
        ),
        tuple(
            one for one in (_suggested(result, of) for of in besides.typologies) if one is not None
        ),
        _numbers(numbers),
        tuple(
            harm_weight(of, _offences(person.get("current_offence.type"))) for of in besides.weights
        ),
        tuple(sign(result, one) for one in besides.shown_as("compliance")),
        Judgement(
            _truth(person.get("priority_judgement")),
            case.submission if case else None,
            tuple(case.decisions.values()) if case else (),
            case.sign_off if case else None,
        ),
        tuple(sign(result, one) for one in besides.shown_as("recommendation")),
    )


def sign(result: Result, prompt: Prompt, runs: Sequence[Run] = ()) -> Sign:
    """A prompt over the runs of a result: it holds where it holds for anyone."""
    truths = {run.about: prompt.condition(run.env) for run in runs or result.runs}
    found: Truth = True if True in truths.values() else None if None in truths.values() else False
    whom = tuple(about for about, truth in truths.items() if about and truth is True)
    missing = _missing(result, prompt.reads) if found is None else ()
    return Sign(prompt, found, whom, missing)


def _missing(result: Result, reads: frozenset[str]) -> tuple[str, ...]:
    slots = result.rules.slots.index
    found = {name for name in reads if any(is_open(run.env[slots[name]]) for run in result.runs)}
    return tuple(sorted(found))


def graded(result: Result, besides: Besides) -> tuple[Graded, ...]:
    """Output 1 for each person harmed."""
    return tuple(_graded(result, run, besides) for run in result.runs if run.about)


def _graded(result: Result, run: Run, besides: Besides) -> Graded:
    grade = run.env[result.rules.slots.index["risk_grade"]] if _has(result, "risk_grade") else None
    signs = tuple(sign(result, one, (run,)) for one in besides.shown_as("grade"))
    ends = indication(run.env, result.rules, besides)
    return Graded(run.about, grade, *ends, signs if ends[0] else ())


def indication(env: list[Any], rules: Ruleset, besides: Besides) -> tuple[str, str]:
    """From which grade to which the facts of one person harmed point; empty where nobody graded, or nothing points."""
    at = rules.slots.index.get("risk_grade")
    prompts = besides.shown_as("grade")
    if at is None or env[at] not in GRADES or not prompts:
        return "", ""
    truths = [(one.grade, one.condition(env)) for one in prompts if one.grade in GRADES]
    sure = (GRADES.index(grade) for grade, truth in truths if truth is True)
    may = (GRADES.index(grade) for grade, truth in truths if truth is not False)
    return GRADES[max(sure, default=0)], GRADES[max(may, default=0)]


def _has(result: Result, fact: str) -> bool:
    return fact in result.rules.slots.index


def _suggested(result: Result, of: Typology) -> Suggested | None:
    """The typology with its markers; None where it is not worth a thought."""
    gates = [True if of.gate is None else of.gate(run.env) for run in result.runs]
    gate: Truth = True if True in gates else None if None in gates else False
    signs = [sign(result, marker) for marker in of.markers]
    seen = tuple(one for one in signs if one.truth is True)
    unseen = tuple(one for one in signs if one.truth is None)
    if gate is False or len(seen) + len(unseen) < of.least:
        return None
    so: Truth = True if gate is True and len(seen) >= of.least else None
    return Suggested(of, so, seen, unseen)


def _again(result: Result) -> Truth:
    """A new incident since a hearing about the same person is a second one against that person."""
    return (
        True
        if any(pair.get("da_since_marac") is True for pair in result.facts.pairs.values())
        else None
    )


def _numbers(value: Value) -> Rfgv | None:
    if value is NOTHING:
        return None
    return rfgv(value if isinstance(value, tuple) else (None,) * 4)


def _offences(offence: Value) -> tuple[str | None, ...]:
    return (offence if isinstance(offence, str) else None,)


def _truth(value: Value) -> Truth:
    return value if isinstance(value, bool) else None

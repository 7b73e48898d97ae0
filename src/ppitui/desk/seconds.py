"""A blind second grade: a supervisor who never opened the case grades from the facts and answers alone.

Until it is given, or declined, the case stays shut to them (`permits.barred`) and a list says only that it waits: what
they have not seen cannot sway them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ppitui.core.case import Case
from ppitui.core.definitions import Pack
from ppitui.core.facts import did_you_mean
from ppitui.core.roles import may
from ppitui.core.seconds import Second, awaited
from ppitui.core.text import shown, tidy, visible
from ppitui.desk.permits import barred, present
from ppitui.desk.words import plain_words
from ppitui.errors import Refused, WrongCall

if TYPE_CHECKING:
    from ppitui.desk.desk import Desk, OpenCase

GRADE = "risk_grade"
_USE = "PERSON=GRADE for each person harmed, then why"


def ask_second(desk: Desk, opened: OpenCase, line: str) -> str:
    """Ask a supervisor (`USER`) for a blind second grade; what was done, in words.

    Raises WrongCall for somebody who is no supervisor here, Refused for one who opened the case, may not see it, or was
    asked already, and where no grade is set for anybody.
    """
    if not any(may("ask_second", opened.case.state, role) for role in desk.user.roles):
        desk.record(opened, "ask_second", "refused", {"action": "ask_second"})
    who, known = tidy(line), desk.users()
    able = sorted(one.id for one in known.values() if one.active and "supervisor" in one.roles)
    if who not in able:
        raise WrongCall(
            f"{shown(who)} is no supervisor here{did_you_mean(who, tuple(able))} Say /second USER."
        )
    if awaited(opened.case, who):
        raise Refused(f"{who} was asked already.")
    if any(event.actor.id == who for event in opened.events):
        raise Refused(
            f"{who} has opened the case, so their grade would not be blind. Ask somebody else."
        )
    if barred(desk, opened.case, known[who]):
        raise Refused(f"{who} may not see this case.")
    if not first_grades(desk, opened):
        raise Refused("No first grade is known for anybody here, so there is nothing to compare.")
    desk.record(opened, "ask_second", "second_asked", {"who": who})
    return f"Asked {who} for a second grade. The case is shut to them until they give it."


def first_grades(desk: Desk, opened: OpenCase) -> dict[str, str]:
    """The grade that stands for each person harmed of whom one is known."""
    pairs = desk.walk(opened).survey.facts.pairs
    found = {who: pair.get(GRADE) for who, pair in pairs.items()}
    return {
        who: grade for who, grade in found.items() if isinstance(grade, str) and grade != "none"
    }


def scale(pack: Pack) -> tuple[str, ...]:
    """The grades, lowest first."""
    return tuple(one for one in pack.rules.facts[GRADE].values if one != "none")


def blind_lines(desk: Desk, reference: str) -> list[str]:
    """What the second grader reads: people, facts and answers, and nothing of the first grade. The look is logged.

    Raises Refused where no second grade is wanted of this person.
    """
    with desk.reach(reference) as opened:
        _theirs(desk, opened)
        desk.record(opened, "second_grade", "looked", {"at_what": "answers, for a second grade"})
        return list(_blind(desk, opened))


def _blind(desk: Desk, opened: OpenCase) -> Iterator[str]:
    from ppitui.desk.telling import check_answers  # it tells of second grades too

    case, pack = opened.case, opened.pack
    yield f"Case {case.reference}: a second grade is wanted of you, before you see the first."
    yield "What records the first grade is left out, and so are notes, routes and the thread."
    yield "Words written under other questions are as they were written, and may still name a grade."
    yield ""
    for person in case.harmed:
        yield visible(f"Person harmed {person.id}: {person.name}")
    yield ""
    yield from check_answers(desk.walk(opened), but=_tells_grade(pack))
    yield ""
    yield f"Grades: {', '.join(scale(pack))}."


def _tells_grade(pack: Pack) -> frozenset[str]:
    """The instruments that record the grade; the whole of each, for its other questions tell of it too."""
    return frozenset(
        item.instrument
        for item in pack.items.values()
        if any(target.fact == GRADE for target in item.targets)
    )


def give_second(desk: Desk, reference: str, line: str) -> str:
    """Give the second grade (`A=high B=medium words`); what was done, in words. Then the case opens as ever.

    Raises WrongCall for a line not of that form, Refused where no second grade is wanted of this person.
    """
    with desk.reach(reference) as opened:
        one = _theirs(desk, opened)
        grades, words = _read(opened, line)
        text = plain_words(words, "A second grade")
        payload = {
            "of_seq": one.seq,
            "grades": grades,
            "first": first_grades(desk, opened),
            "text": text,
        }
        desk.record(opened, "second_grade", "second_graded", payload)
    return f"Second grade of case {reference} saved. You can open the case now."


def decline_second(desk: Desk, reference: str, reason: str) -> str:
    """Give no second grade, as where the case must be opened for another cause; what was done, in words."""
    with desk.reach(reference) as opened:
        one = _theirs(desk, opened)
        payload = {"of_seq": one.seq, "text": plain_words(reason, "A reason")}
        desk.record(opened, "second_grade", "second_declined", payload)
    return f"No second grade of case {reference} from you. You can open the case now."


def _theirs(desk: Desk, opened: OpenCase) -> Second:
    present(desk)
    one = awaited(opened.case, desk.user.id)
    if one is None:
        raise Refused(f"No second grade of case {opened.case.reference} is wanted of you.")
    shut = barred(desk, opened.case, seconding=True)
    if shut:  # restricted since, or shut to them
        raise Refused(shut)
    return one


def _read(opened: OpenCase, line: str) -> tuple[dict[str, str], str]:
    grades: dict[str, str] = {}
    words = tidy(line).split(" ")
    people = {one.id.upper(): one.id for one in opened.case.harmed}
    known = scale(opened.pack)
    while words and "=" in words[0]:
        who, _, grade = words.pop(0).partition("=")
        if who.upper() not in people:
            raise WrongCall(
                f"{shown(who)} is no person harmed here; there are: {', '.join(people)}."
            )
        if grade.lower() not in known:
            raise WrongCall(f"{shown(grade)} is not a grade; they are: {', '.join(known)}.")
        grades[people[who.upper()]] = grade.lower()
    missing = [who for who in people.values() if who not in grades]
    if missing:
        raise WrongCall(f"Say {_USE}. There is no grade yet for: {', '.join(missing)}.")
    return grades, " ".join(words)


def second_lines(case: Case) -> Iterator[str]:
    """Each second grade beside the first, or that it waits; a line each, safe to show."""
    for one in case.seconds:
        if one.waits:
            yield visible(f"{one.who} was asked for a blind second grade and has not given it")
        elif one.declined:
            yield visible(f"{one.who} gave no second grade: {one.text}")
        else:
            told = "; ".join(
                f"{who}: {_beside(one.first.get(who), now)}" for who, now in one.grades.items()
            )
            yield visible(f"{told}. By {one.who}, who had not seen the first. {one.text}")


def _beside(first: str | None, second: str) -> str:
    if first is None:
        return f"{second}; no first grade is known"
    return f"{second}, as the first" if first == second else f"{second}; the first grade is {first}"


def pairs_of(one: Second) -> Mapping[str, tuple[str, str]]:
    """The first and the second grade by person harmed, where both are known."""
    return {who: (one.first[who], grade) for who, grade in one.grades.items() if who in one.first}

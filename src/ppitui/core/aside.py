"""An assessment set aside (paused until a day, or withdrawn), and the person whom a case was given to.

A pause holds up the paper and nothing else: clocks go on, and letters that protect may leave. What a pause or a
withdrawal stops is data, beside the permission table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from ppitui.core.events import Event

if TYPE_CHECKING:
    from ppitui.core.case import Case

Kind = Literal["paused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Aside:
    """Paused or withdrawn, for a reason of two levels (`code`) with words; `until` is the day a pause is looked at."""

    kind: Kind
    code: str
    text: str
    until: str
    actor: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """Whom the case was given to (id and name), with which words, by whom and when. The newest stands."""

    to: str
    name: str
    words: str
    actor: str
    at: str
    seq: int


# While a case is set aside nothing is settled on it. What is done for somebody's safety, and what became of what has
# left already, goes on: letters, reviews, referrals, questions, notes, to-dos.
_SETTLING: Final = frozenset({"submit", "decide_route", "sign_off", "override", "countersign"})
STOPPED: Final[Mapping[str, frozenset[str]]] = {
    "paused": _SETTLING,
    "withdrawn": _SETTLING
    | {"add_person", "begin", "answer", "undo", "hand_over", "assign", "ask", "return", "pause"}
    | {"explain_grade", "rerun", "decide_aggressor", "mirror", "plan_release"}
    | {"issue_letter", "lift_warning", "withdraw", "ask_second", "second_grade", "draft_letter"},
}


def stopped(case: Case, action: str) -> bool:
    """Whether an action must wait because the case is set aside."""
    return case.aside is not None and action in STOPPED[case.aside.kind]


def _set_aside(kind: Kind) -> Callable[[Case, Event], Case]:
    def aside(case: Case, event: Event) -> Case:
        said = event.payload
        until = str(said.get("until", ""))
        one = Aside(
            kind, str(said["code"]), str(said["text"]), until, event.actor.id, event.at, event.seq
        )
        return replace(case, aside=one)

    return aside


def _taken_up(case: Case, _event: Event) -> Case:
    return replace(case, aside=None)


def _assigned(case: Case, event: Event) -> Case:
    said = event.payload
    to, name, words = str(said["to"]), str(said["name"]), str(said.get("text", ""))
    return replace(case, given_to=Assigned(to, name, words, event.actor.id, event.at, event.seq))


STEPS: Mapping[str, Callable[[Case, Event], Case]] = {
    "paused": _set_aside("paused"),
    "resumed": _taken_up,
    "withdrawn": _set_aside("withdrawn"),
    "reopened": _taken_up,
    "assigned": _assigned,
}

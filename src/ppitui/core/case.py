"""A case: what its thread of events adds up to. A case comes about by `fold` and no other way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ppitui.core import (
    aggressor,
    aside,
    asking,
    drafting,
    early,
    happenings,
    migrating,
    outcomes,
    overriding,
    reassessing,
    referrals,
    seconds,
    todos,
)
from ppitui.core.entries import (
    Decision,
    Explained,
    Given,
    Issued,
    Lifted,
    Note,
    Person,
    Recorded,
    Rerun,
    Submission,
)
from ppitui.core.events import KINDS, Event
from ppitui.core.handover import Left, left_by
from ppitui.core.life import KINDS as LIFE
from ppitui.core.life import Life, lived
from ppitui.core.workflow import SENT, route_status

State = Literal["draft", "submitted", "decided"]


@dataclass(frozen=True, slots=True)
class Case:
    """The state of a case. Immutable: `step` makes the next one."""

    reference: str = ""
    pack: str = ""
    opened_by: str = ""
    journey: str = ""
    on: str = ""
    people: Mapping[str, Person] = field(default_factory=dict)
    answers: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)
    to_confirm: frozenset[str] = frozenset()
    left: Mapping[str, Left] = field(default_factory=dict)
    recorded: Mapping[tuple[str, str], Recorded] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    submission: Submission | None = None
    returned: str = ""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    sign_off: Note | None = None
    explained: tuple[Explained, ...] = ()
    reruns: tuple[Rerun, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    letters: tuple[Issued, ...] = ()
    drafts: Mapping[str, drafting.Drafted] = field(default_factory=dict)
    queries: Mapping[int, asking.Query] = field(default_factory=dict)
    overrides: Mapping[str, overriding.Override] = field(default_factory=dict)
    roles: Mapping[str, aggressor.Roles] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    fallen: tuple[Decision, ...] = ()
    todos: tuple[todos.Todo, ...] = ()
    release_at: str = ""
    happened: tuple[happenings.Happened, ...] = ()
    reassessments: tuple[reassessing.Reassessment, ...] = ()
    outcomes: tuple[outcomes.Recorded, ...] = ()
    referrals: Mapping[str, tuple[referrals.Moved, ...]] = field(default_factory=dict)
    seconds: tuple[seconds.Second, ...] = ()
    given_to: aside.Assigned | None = None
    aside: aside.Aside | None = None
    authors: frozenset[str] = frozenset()
    life: Life = field(default_factory=Life)
    seq: int = 0
    opened_at: str = ""
    changed_at: str = ""

    @property
    def state(self) -> State:
        """Computed, never set: decided once every proposed route is, or a supervisor signed it off."""
        if self.submission is None:
            return "draft"
        all_decided = bool(self.proposed) and self.proposed <= set(self.decisions)
        return "decided" if all_decided or self.signed_off else "submitted"

    @property
    def signed_off(self) -> bool:
        """Whether a supervisor closed it."""
        return self.sign_off is not None

    @property
    def proposed(self) -> frozenset[str]:
        """The routes that wait for a decision: put forward when the case was handed in, or by an override."""
        result = self.submission.result if self.submission else {}
        found = frozenset((*result.get("recommend", ()), *result.get("consider", ())))
        return (found | overriding.raised(self)) - overriding.lowered(self)

    @property
    def assessed(self) -> Person | None:
        """The person assessed, once recorded."""
        return next((one for one in self.people.values() if one.part == "assessed"), None)

    @property
    def harmed(self) -> tuple[Person, ...]:
        """The persons harmed, in the order in which they were added."""
        return tuple(one for one in self.people.values() if one.part == "harmed")

    @property
    def children(self) -> tuple[Person, ...]:
        """The children in the case."""
        return tuple(one for one in self.people.values() if one.part == "child")

    def answer(self, item: str, about: str = "") -> Given | None:
        """The newest answer to an item, counted or not."""
        history = self.answers.get(slot(item, about))
        return history[-1] if history else None


class UnknownEvent(ValueError):
    """An event of a kind not known to this version: the case is refused, nothing is skipped."""


def slot(item: str, about: str) -> str:
    """The name under which the answer to an item about a person is kept."""
    return f"{item}@{about}"


def fold(events: Iterable[Event], case: Case | None = None) -> Case:
    """The case after these events, from the beginning or from `case`. Raises UnknownEvent."""
    current = case or Case()
    for event in events:
        current = step(current, event)
    return current


def step(case: Case, event: Event) -> Case:
    """The case after one more event."""
    needed = KINDS.get(event.kind)
    handler = _STEPS.get(event.kind)
    if needed is None or handler is None or not needed <= set(event.payload):
        raise UnknownEvent(
            f"event {event.seq} is of a kind that this version does not know; use a newer ppitui"
        )
    after = handler(case, event)
    return replace(after, seq=event.seq, changed_at=event.at, pack=event.pack)


def _opened(case: Case, event: Event) -> Case:
    return replace(case, reference=event.case, opened_by=event.actor.id, opened_at=event.at)


def _person(case: Case, event: Event) -> Case:
    payload = dict(event.payload)
    who = str(payload.pop("person"))
    before = case.people.get(who)
    part = payload.pop("part", before.part if before else "other")
    details = {**(before.details if before else {}), **payload}
    people = {**case.people, who: Person(who, part, details)}
    return replace(case, people=people, authors=case.authors | {event.actor.id})


def _recorded(case: Case, event: Event) -> Case:
    key = (str(event.payload["fact"]), str(event.payload.get("about") or ""))
    source = str(event.payload["source"])
    last = case.recorded.get(key)
    before = (replace(last, others=()), *last.others) if last else ()
    others = tuple(one for one in before if one.source != source)
    fact = Recorded(event.payload["value"], source, event.seq, event.at, others)
    return replace(case, recorded={**case.recorded, key: fact})


def _journey(case: Case, event: Event) -> Case:
    return replace(case, journey=event.payload["journey"], on=event.payload.get("on", ""))


def _answered(case: Case, event: Event) -> Case:
    payload = event.payload
    marks = tuple(one for one in payload.get("confirm", ()) if one not in case.to_confirm)
    key = slot(payload["item"], payload["about"] or "")
    given = Given(
        item=payload["item"],
        about=payload["about"] or "",
        state=payload.get("state", "answered"),
        value=payload.get("value"),
        of=payload["of"],
        seq=event.seq,
        actor=event.actor.id,
        at=event.at,
        rest_not_known=tuple(payload.get("not_known", ())),
        marks=marks,
        confirmed=key in case.to_confirm,
        left=case.left.get(key),
    )
    answers = {**case.answers, key: (*case.answers.get(key, ()), given)}
    return replace(
        case,
        answers=answers,
        to_confirm=(case.to_confirm - {key}) | set(marks),
        left={name: kept for name, kept in case.left.items() if name != key},
        authors=case.authors | {event.actor.id},
    )


def _undone(case: Case, event: Event) -> Case:
    key = str(event.payload.get("key", ""))
    history = case.answers.get(key, ())
    undone = next((one for one in history if one.seq == event.payload["of_seq"]), None)
    if undone is None:
        return case
    left = tuple(one for one in history if one is not undone)
    answers = {name: kept for name, kept in case.answers.items() if name != key}
    if left:
        answers[key] = left
    to_confirm = case.to_confirm - set(undone.marks)
    if undone.confirmed:
        to_confirm |= {key}
    left_for = {**case.left, key: undone.left} if undone.left else case.left
    return replace(case, answers=answers, to_confirm=to_confirm, left=left_for)


def _handed_over(case: Case, event: Event) -> Case:
    left = left_by(event)
    return replace(case, left={**case.left, slot(left.item, left.about): left})


def _note(case: Case, event: Event) -> Case:
    note = Note(event.payload["text"], event.actor.id, event.at, event.seq)
    return replace(case, notes=(*case.notes, note))


def _submitted(case: Case, event: Event) -> Case:
    payload = event.payload
    handed_in = Submission(
        event.actor.id, event.at, payload.get("on", ""), event.seq, payload.get("result", {})
    )
    return replace(
        case,
        submission=handed_in,
        returned="",
        decisions={},
        overrides={},
        sign_off=None,
        authors=case.authors | {event.actor.id},
    )


def _returned(case: Case, event: Event) -> Case:
    reason = event.payload["reason"]
    fallen = (*case.fallen, *case.decisions.values())
    return replace(
        case,
        submission=None,
        returned=reason,
        decisions={},
        overrides={},
        sign_off=None,
        fallen=fallen,
    )


def _signed_off(case: Case, event: Event) -> Case:
    why = Note(str(event.payload["reason"]), event.actor.id, event.at, event.seq)
    return replace(case, sign_off=why)


def _explained(case: Case, event: Event) -> Case:
    about, reason = str(event.payload["about"]), str(event.payload["reason"])
    told = Explained(about, reason, event.actor.id, event.at, event.seq)
    return replace(case, explained=(*case.explained, told))


def _rerun(case: Case, event: Event) -> Case:
    on, result = str(event.payload["on"]), event.payload["result"]
    again = Rerun(on, result, event.actor.id, event.at, event.seq)
    return replace(case, reruns=(*case.reruns, again))


def _decided(case: Case, event: Event) -> Case:
    payload = event.payload
    decision = Decision(
        payload["route"],
        payload["decision"],
        payload["reason"],
        event.actor.id,
        event.actor.role,
        event.at,
        event.seq,
    )
    fallen = tuple(one for one in case.fallen if one.route != decision.route)
    return replace(case, decisions={**case.decisions, decision.route: decision}, fallen=fallen)


def _issued(case: Case, event: Event) -> Case:
    payload = event.payload
    issued = Issued(
        payload["letter"],
        payload["audience"],
        payload["digest"],
        event.actor.id,
        event.at,
        event.seq,
        early=payload.get("early") is True,
        about=str(payload.get("about", "")),
        to=str(payload.get("to", "")),
        gateway=str(payload.get("gateway", "")),
        ground=str(payload.get("ground", "")),
        reason=str(payload.get("reason", "")),
        text=str(payload.get("text", "")),
    )
    after = replace(case, letters=(*case.letters, issued))
    route = str(payload.get("route", ""))
    first = route and route_status(case, route) in ("waits", "approved")
    return referrals.moved(after, event, route, SENT) if first else after


def _release(case: Case, event: Event) -> Case:
    return replace(case, release_at=str(event.payload["at"]))


def _lived(case: Case, event: Event) -> Case:
    return replace(case, life=lived(case.life, event))


def _lifted(case: Case, event: Event) -> Case:
    letter, digest, why = (str(event.payload[key]) for key in ("letter", "digest", "reason"))
    one = Lifted(letter, digest, why, event.actor.id, event.at, event.seq)
    return replace(case, lifted=(*case.lifted, one))


def _nothing(case: Case, _event: Event) -> Case:
    """Part of the thread, no part of the state: somebody looked, somebody was refused."""
    return case


_STEPS = {
    "case_opened": _opened,
    "person_added": _person,
    "person_changed": _person,
    "fact_recorded": _recorded,
    "journey_begun": _journey,
    "answered": _answered,
    "undone": _undone,
    "handed_over": _handed_over,
    "note_added": _note,
    "submitted": _submitted,
    "returned": _returned,
    "decided": _decided,
    "signed_off": _signed_off,
    "grade_explained": _explained,
    "rerun": _rerun,
    "warning_lifted": _lifted,
    "letter_issued": _issued,
    "looked": _nothing,
    "refused": _nothing,
    "release_planned": _release,
    **aside.STEPS,
    **asking.STEPS,
    **overriding.STEPS,
    **aggressor.STEPS,
    **early.STEPS,
    **drafting.STEPS,
    **referrals.STEPS,
    **todos.STEPS,
    **migrating.STEPS,
    **seconds.STEPS,
    **happenings.STEPS,
    **reassessing.STEPS,
    **outcomes.STEPS,
    "disclosed": _nothing,
    "taken_in": _nothing,
    **dict.fromkeys(LIFE, _lived),
}

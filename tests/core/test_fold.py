"""A case is the fold of its thread: in one go or bit by bit, with undo, and never by skipping."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drawing import seeded
from core.shipped import pack
from core.threads import ADULT, ASH, HARMED, TODAY, Thread, some_answer
from ppitui.core.case import _STEPS, Case, UnknownEvent, fold, slot, step
from ppitui.core.events import KINDS, Actor, Event, canonical
from ppitui.core.walk import Walk

# Questions that others hang on, and those: where a changed answer puts something in doubt.
HINGES = frozenset(
    (
        "grade.risk_tool",
        "grade.dash_ticks",
        "history.record",
        "history.ogrs_pct",
        "history.mappa",
        "compliance.record",
        "compliance.latest",
        "child.areas",
        "child.mh",
    )
)
WORKSPACE_ONLY = {
    "workspace_opened",
    "user_added",
    "user_disabled",
    "keys_changed",
    "pack_published",
}
WORKSPACE_ONLY |= {
    "pack_proposed",
    "proposal_withdrawn",
    "impact_accepted",
    "loss_accepted",
    "table_signed",
}
WORKSPACE_ONLY |= {"erased", "backed_up", "restored", "unit_set", "reported"}


def busy(seed: int, moves: int) -> Thread:
    """A thread of answers, changed answers, undone answers and notes in no order."""
    rng = seeded(seed)
    thread = Thread(rng.choice(["custody", "youth"]), [HARMED][: rng.randrange(2)])
    for at in range(moves):
        roll = rng.random()
        if roll < 0.2:
            thread.undo()
        elif roll < 0.3:
            thread.add("note_added", text=f"Note {at}.")
        else:
            asked = thread.walk.asked
            hinges = [one for one in asked if one.item.key in HINGES]
            where = rng.choice(hinges if roll < 0.8 else asked)
            thread.give(where.key, some_answer(where, rng, known=rng.random() < 0.5))
    return thread


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 25), st.data())
def test_a_fold_bit_by_bit_is_the_fold_of_the_whole(
    seed: int, moves: int, data: st.DataObject
) -> None:
    """A face folds what others added to the case it has; it must see what a fresh reader sees."""
    thread = busy(seed, moves)
    at = data.draw(st.integers(0, len(thread.events)))
    whole = thread.refold()
    assert fold(thread.events[at:], fold(thread.events[:at])) == whole == thread.case


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 25))
def test_undo_puts_back_exactly_what_was(seed: int, moves: int) -> None:
    """design 3: an answer taken back leaves the answers, the doubts and the facts as before."""
    thread = busy(seed, moves)
    before, facts = thread.case, thread.facts
    at = seeded(seed).choice(thread.walk.asked)
    thread.give(at.key, some_answer(at, seeded(seed + 1), known=True))
    thread.undo()
    assert dict(thread.case.answers) == dict(before.answers)
    assert thread.case.to_confirm == before.to_confirm
    assert thread.facts == facts


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 25))
def test_undo_all_the_way_empties_the_case(seed: int, moves: int) -> None:
    """Undo after undo comes back to the beginning, through every change and confirmation."""
    thread = busy(seed, moves)
    while thread.undo():
        pass
    assert dict(thread.case.answers) == {}
    assert thread.case.to_confirm == frozenset()
    assert thread.walk.undo() is None


def test_undoing_a_confirmation_puts_the_doubt_back() -> None:
    """An answer that was confirmed and unconfirmed is in doubt again, and out of the facts."""
    thread = Thread()
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    thread.type("grade.risk_tool@A", "u")
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    thread.undo()
    assert thread.case.to_confirm == {"grade.dash_ticks@A"}
    assert "dash_ticks" not in thread.facts.pairs["A"]


def test_undoing_a_change_takes_back_the_doubt_that_it_cast() -> None:
    """The tool was changed by a slip and changed back by undo: the ticks count as before."""
    thread = Thread()
    thread.type("grade.risk_tool@A", "dash")
    thread.type("grade.dash_ticks@A", "20")
    thread.type("grade.risk_tool@A", "dara")
    assert thread.case.to_confirm == {"grade.dash_ticks@A"}
    thread.undo()
    assert not thread.case.to_confirm
    assert thread.facts.pairs["A"]["dash_ticks"] == 20


def test_an_undo_of_what_is_not_there_changes_nothing() -> None:
    """Two desks undo the same answer: the second finds nothing to take back."""
    thread = Thread()
    event = thread.type("today.da", "yes")
    thread.undo()
    before = thread.case
    thread.add("undone", of_seq=event.seq, key="today.da@")
    assert dict(thread.case.answers) == dict(before.answers)


def test_every_answer_ever_given_stays_in_the_history() -> None:
    """A changed answer is a new event; what was said before is kept, with who and when."""
    thread = Thread()
    thread.type("today.da", "yes")
    thread.type("today.da", "no")
    history = thread.case.answers[slot("today.da", "")]
    assert [given.value for given in history] == ["yes", "no"]
    assert [given.actor for given in history] == ["ash", "ash"]
    assert thread.case.answer("today.da") == history[-1]
    assert thread.case.answer("today.type") is None


def test_a_kind_that_is_not_known_refuses_the_whole_case() -> None:
    """design 1: a fold never skips: half a case would be worse than none."""
    thread = Thread()
    event = Event(99, "0" * 64, "c", ASH, "2026-06-15T02:00:00Z", "sealed_elsewhere", "p", {})
    with pytest.raises(UnknownEvent, match="event 99"):
        step(thread.case, event)
    with pytest.raises(UnknownEvent):
        fold([*thread.events, event])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - WORKSPACE_ONLY))
def test_an_event_without_what_it_must_carry_is_refused(kind: str) -> None:
    """An event cut short is no event: each thing that its kind must carry is missed."""
    full = dict.fromkeys(KINDS[kind], "x")
    for missing in KINDS[kind]:
        payload = {name: value for name, value in full.items() if name != missing}
        with pytest.raises(UnknownEvent):
            step(Case(), Event(1, "0" * 64, "c", ASH, "t", kind, "p", payload))


@pytest.mark.parametrize("kind", sorted(WORKSPACE_ONLY))
def test_an_event_of_the_workspaces_own_thread_is_none_of_a_cases(kind: str) -> None:
    """A user added in a case would be a forged or misplaced line."""
    payload = dict.fromkeys(KINDS[kind], "x")
    with pytest.raises(UnknownEvent):
        step(Case(), Event(1, "0" * 64, "c", ASH, "t", kind, "p", payload))


def test_every_kind_of_a_case_has_its_step() -> None:
    """The table of kinds and the steps of the fold name the same things."""
    assert set(_STEPS) == set(KINDS) - WORKSPACE_ONLY


def test_state_is_reckoned_and_never_set() -> None:
    """Draft until handed in, decided once each proposed route is, draft again when sent back."""
    thread = Thread()
    states: list[str] = [thread.case.state]
    result = {"recommend": ["MARAC"], "consider": ["DRIVE"]}
    for kind, payload in (
        ("submitted", {"on": "2026-06-15", "result": result}),
        ("decided", {"route": "MARAC", "decision": "approve", "reason": "Said in words."}),
        ("decided", {"route": "DRIVE", "decision": "decline", "reason": "Said in words."}),
        ("returned", {"reason": "Please evidence the threats."}),
    ):
        thread.add(kind, **payload)
        states.append(thread.case.state)
    assert states == ["draft", "submitted", "submitted", "decided", "draft"]
    assert thread.case.returned == "Please evidence the threats."
    assert dict(thread.case.decisions) == {}
    thread.add("submitted", on="2026-06-15", result=result)
    again = thread.case
    assert (again.state, again.returned) == ("submitted", "")


def test_people_letters_and_looks_are_folded() -> None:
    """Persons by part and in order, details changed one by one, letters kept, looks only seen."""
    thread = Thread(harmed=[HARMED, {**HARMED, "name": "Mo Invented"}])
    thread.add("person_added", person="K1", part="child", name="Pip Placeholder")
    thread.add("person_changed", person="A", phone="07700 900411")
    assert thread.case.assessed is not None
    assert thread.case.assessed.name == ADULT["name"]
    assert [one.id for one in thread.case.harmed] == ["A", "B"]
    assert [one.name for one in thread.case.children] == ["Pip Placeholder"]
    assert thread.case.people["A"].details["phone"] == "07700 900411"
    assert thread.case.people["A"].name == HARMED["name"]
    thread.add("letter_issued", letter="marac", audience="closed", format="md", digest="ab")
    assert [one.letter for one in thread.case.letters] == ["marac"]
    before = thread.case
    thread.add("looked", at_what="case")
    thread.add("refused", action="submit")
    assert replace(thread.case, seq=before.seq, changed_at=before.changed_at) == before


def test_authors_are_those_who_answered_or_handed_in() -> None:
    """Whoever worked on a case must not approve it: notes and looks do not make an author."""
    thread = Thread()
    other = Actor("birch", "officer")
    for kind, payload in (("note_added", {"text": "x"}), ("looked", {"at_what": "case"})):
        last = thread.events[-1].seq
        event = Event(last + 1, "0" * 64, "c", other, "t", kind, "p", payload)
        thread.case = step(thread.case, event)
    assert "birch" not in thread.case.authors
    assert "ash" in thread.case.authors


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(0, 20))
def test_every_event_can_be_kept_and_read_back(seed: int, moves: int) -> None:
    """What a walk writes is plain data, and an event is the same after the disk as before."""
    import json

    for event in busy(seed, moves).events:
        again = Event.from_json(json.loads(canonical(event.to_json())))
        assert canonical(again.to_json()) == canonical(event.to_json())
        assert fold([again]) == fold([event])


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_the_facts_hang_on_the_thread_alone(seed: int) -> None:
    """Replaying the thread gives the same facts: nothing is remembered outside it (Y09)."""
    thread = busy(seed, 15)
    again = Walk(thread.refold(), pack(), TODAY)
    assert again.survey.facts == thread.facts

"""The states are data: each can be reached and left, the picture is made of them, and no thread leaves them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.threads import Thread
from ppitui.core.workflow import (
    ASSESSMENT,
    MACHINES,
    ROUTE,
    Machine,
    Move,
    assessment_status,
    faults,
    page,
    route_status,
)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: one.id)
def test_every_state_can_be_reached_and_left(machine: Machine) -> None:
    assert list(faults(machine)) == []


def test_a_state_that_cannot_be_reached_or_left_is_named() -> None:
    """The check itself: one island, one trap."""
    broken = Machine("m", "", "a", frozenset(), (Move("a", "x", "b", ""), Move("c", "x", "a", "")))
    assert list(faults(broken)) == ["m: nothing leads out of b", "m: nothing leads to c"]


def test_the_page_of_the_documents_is_made_of_the_data() -> None:
    """`scripts/workflow.py` writes it anew."""
    docs = Path(__file__).parents[2] / "docs" / "workflow.md"
    assert docs.read_text("utf-8") == page()


def set_aside(thread: Thread, rng: random.Random) -> None:
    """Into a state beside the others, or out of it."""
    said = {"code": "other", "text": "Said in words."}
    if thread.case.life.merged_into:
        thread.add("unlinked", case="2026-0009", reason="Said in words.")
    elif rng.random() < 0.2:
        part = {"how": "duplicate", "part": "closed", "reason": "Said in words."}
        thread.add("linked", case="2026-0009", **part)
    elif thread.case.aside is None:
        kind = rng.choice(("paused", "withdrawn"))
        thread.add(kind, **said, until="2026-07-01")
    elif thread.case.aside.kind == "paused" and rng.random() < 0.3:
        thread.add("withdrawn", **said)
    else:
        back = "resumed" if thread.case.aside.kind == "paused" else "reopened"
        thread.add(back, text="Said in words.")


def some_event(thread: Thread, rng: random.Random) -> None:
    """One event that the desk could write here."""
    case, route = thread.case, rng.choice(("MARAC", "DVPP"))
    beside = assessment_status(case) not in ("draft", "returned", "submitted", "decided")
    if beside or rng.random() < 0.1:
        set_aside(thread, rng)
        return
    if case.state == "draft":
        on = {"recommend": ["MARAC"], "consider": ["DVPP"]}
        thread.add("submitted", on="2026-06-15", result=on)
        return
    match rng.choice(("decided", "returned", "overridden", "countersigned", "moved", "letter")):
        case "decided" if route_status(case, route) in ("waits", "approved", "declined"):
            decision = rng.choice(("approve", "decline"))
            thread.add("decided", route=route, decision=decision, reason="Said in words.")
        case "returned":
            thread.add("returned", reason="Said in words.")
        case "overridden" if route_status(case, route) in ("waits", "taken_back"):
            lower = route_status(case, route) == "waits"
            thread.add(
                "overridden", route=route, direction="lower" if lower else "raise", over="recommend",
                code="other", text="Said in words.", second=False,
            )  # fmt: skip
        case "moved":
            to = sorted(ROUTE.after(route_status(case, route), "referral_moved"))
            if to and route_status(case, route) != "waits":
                thread.add("referral_moved", route=route, to=rng.choice(to), text="Said in words.")
        case "letter" if route_status(case, route) in ("waits", "approved"):
            thread.add(
                "letter_issued",
                letter="x",
                audience="closed",
                format="txt",
                digest="d",
                route=route,
            )
        case _:
            thread.add("note_added", text="Said in words.")


@given(st.integers(0, 10_000), st.integers(1, 25))
def test_no_thread_moves_a_status_in_a_way_that_the_data_does_not_name(seed: int, n: int) -> None:
    """Status is computed by the fold; the data says every way in which an event can change it."""
    rng, thread = random.Random(seed), Thread()  # noqa: S311  # hypothesis gives the seed
    for _ in range(n):
        before = thread.case
        some_event(thread, rng)
        kind = thread.events[-1].kind
        old, new = assessment_status(before), assessment_status(thread.case)
        assert old == new or new in ASSESSMENT.after(old, kind), (old, kind, new)
        for route in ("MARAC", "DVPP"):
            old, new = route_status(before, route), route_status(thread.case, route)
            assert old == new or new in ROUTE.after(old, kind), (route, old, kind, new)


def test_each_state_that_the_data_names_is_reached_by_some_thread() -> None:
    """Not only on paper: random threads come to every state of both machines."""
    found: set[str] = set()
    for seed in range(200):
        rng, thread = random.Random(seed), Thread()  # noqa: S311  # so that it is the same each time
        for _ in range(80):
            some_event(thread, rng)
            found |= {assessment_status(thread.case), route_status(thread.case, "MARAC")}
    assert found == {*ASSESSMENT.states, *ROUTE.states}

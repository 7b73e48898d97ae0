"""Who may do what: one table, and everything outside it is refused."""

from __future__ import annotations

import itertools

import pytest

from ppitui.core.roles import ACTIONS, ROLES, TABLE, may, role_for, states_for

STATES = ("new", "draft", "submitted", "decided", "workspace")


def test_what_is_not_in_the_table_is_refused() -> None:
    """Every action, state and role that the table does not name is a no."""
    named = {(a, state, role) for a, states, roles in TABLE for state in states for role in roles}
    for action, state, role in itertools.product((*ACTIONS, "format_disk"), STATES, (*ROLES, "")):
        assert may(action, state, role) is ((action, state, role) in named)


@pytest.mark.parametrize("action", ["decide_route", "return"])
def test_only_a_supervisor_decides_and_only_what_was_handed_in(action: str) -> None:
    """design 5: a route leaves draft by a supervisor's decision and no other way."""
    assert [role for role in ROLES if may(action, "submitted", role)] == ["supervisor"]
    assert not any(may(action, "draft", role) for role in ROLES)


def test_an_administrator_works_on_no_case() -> None:
    """Who keeps the users does not read or change what is said of people."""
    kept = (
        "manage_users",
        "verify",
        "back_up",
        "edit_pack",
        "publish",
        "impact",
        "accept_impact",
        "report",
    )
    of_cases = [one for one in ACTIONS if one not in kept]
    for action, state in itertools.product(of_cases, STATES):
        assert not may(action, state, "administrator")


def test_a_person_acts_in_the_first_role_that_may() -> None:
    """Somebody with two roles acts in the one that is allowed, and the event says which."""
    assert role_for("decide_route", "submitted", ("officer", "supervisor")) == "supervisor"
    assert role_for("answer", "draft", ("officer", "supervisor")) == "officer"
    assert role_for("answer", "submitted", ("officer", "supervisor")) is None
    assert role_for("answer", "draft", ()) is None


def test_a_refusal_can_say_where_it_would_work() -> None:
    """A refused person is told in which state the same would be allowed."""
    assert set(states_for("decide_route", "supervisor")) == {"submitted", "decided"}
    assert states_for("decide_route", "officer") == ()

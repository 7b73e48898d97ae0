"""What a line that was begun could become: names of commands, questions, routes, people, reasons, letters."""

from __future__ import annotations

import pytest

import kit
from desk.together import ITEM, handed_in, reviewed_by
from ppitui.core.roles import may
from ppitui.desk.commands import COMMANDS
from ppitui.desk.completing import _NAMES, complete
from ppitui.desk.lookups import carry
from ppitui.store.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = kit.make_workspace(tmp_path_factory.mktemp("completing"))
    handed_in(made, "two_harmed")
    return made


@pytest.mark.parametrize(
    ("line", "becomes", "could"),
    [
        ("/app", "/approve ", ["/approve"]),
        ("/approve mar", "/approve marac ", ["marac"]),
        ("/approve MARAC Agr", "/approve MARAC Agr", []),
        ("/ask needs.su", f"/ask {ITEM} ", [ITEM]),
        ("/override marac l", "/override marac lower ", ["lower"]),
        ("/override marac lower more", "/override marac lower more_is_known ", ["more_is_known"]),
        ("/moved matac dec", "/moved matac declined_by_provider ", ["declined_by_provider"]),
        ("/assign b", "/assign b", ["birch", "both"]),
        ("/aggressor a", "/aggressor A ", ["A"]),
        ("/note for @as", "/note for @ash ", ["@ash"]),
        ("/history des", "/history des", []),
        ("/history ask yest", "/history ask yesterday ", ["yesterday"]),
        ("/history as", "/history as", ["ash", "aside", "ask"]),
        ("/why marac", "/why marac ", ["marac"]),
        ("/why suicide_r", "/why suicide_r", []),
        ("/help wit", "/help withdraw ", ["withdraw"]),
        ("/letter idva", "/letter idva_referral ", ["idva_referral"]),
        ("nothing", "nothing", []),
    ],
)
def test_a_line_is_completed_as_far_as_it_can_only_go_one_way(
    workspace: Workspace, line: str, becomes: str, could: list[str]
) -> None:
    with reviewed_by(workspace, "2026-0001", "vale") as (vale, opened):
        found = complete(vale, opened, line)
    assert found == (becomes, could), found


def test_commands_that_this_person_may_not_give_now_are_not_offered(workspace: Workspace) -> None:
    """An officer is offered no approval; nobody is offered to answer what was handed in."""
    for user, role in (("ash", "officer"), ("vale", "supervisor")):
        with reviewed_by(workspace, "2026-0001", user) as (desk, opened):
            _, could = complete(desk, opened, "/")
        offered = [one for one in COMMANDS if not one.action or may(one.action, "submitted", role)]
        assert could == sorted(f"/{one.name}" for one in offered)
    assert "/approve" in could
    assert "/undo" not in could


def test_each_word_that_a_command_takes_is_completed_or_free() -> None:
    """A new kind of word fails here until somebody says where its names come from."""
    free = {"VALUE", "BOX", "WORDS", "NUMBER", "DATE", "TIME", "FILE", "FILTER", "...", "or"}
    words = {word for one in COMMANDS for part in one.takes.split() for word in part.split("|")}
    assert {word for word in words if not word.islower()} - free == set(_NAMES)


def test_help_says_which_commands_work_here_for_this_person(workspace: Workspace) -> None:
    """What is refused is named apart, so that nobody tries it for nothing."""
    with reviewed_by(workspace, "2026-0001", "ash") as (ash, opened):
        *_, others, _ = carry(ash, opened, "/help").lines
        one = carry(ash, opened, "/help approve").lines
    assert others.startswith("Not in this state, or not yours to give: ")
    assert "/approve" in others
    assert "/note" not in others
    assert one == ("/approve ROUTE WORDS: approve a route, with a reason",)

"""How much is asked: questions and key presses of a short life, a long one and a child's; and why.

Run with -s to read the figures. Free text costs Enter alone: what is told is not counted against it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from core.shipped import pack
from core.threads import HARMED, Thread
from ppitui.core.definitions import Item
from ppitui.core.events import Event

SECOND = {**HARMED, "name": "Kit Placeholder", "relationship": "family"}
# Questions, and key presses to answer them in line mode. The long life ticks every choice there is.
MOST = {"short custody": (41, 76), "long custody": (92, 435), "youth": (45, 87)}


def full(item: Item) -> object:
    """The answer that opens the most: everything that the record could show."""
    ids = [option.id for option in item.options]
    match item.kind:
        case "any_of":
            return ids
        case "yes_no":
            return "yes"
        case "one_of" | "lookup":
            return {"grade.risk_tool": "dash", "compliance.latest": "six_months"}.get(
                item.key, ids[-1]
            )
        case "number":
            return min(item.high, 9)
        case "date":
            return "2026-01-02"
        case _:
            return "Invented."


def long_life() -> list[Event]:
    """Custody, two persons harmed, and something on record for every question there is."""
    thread = Thread("custody", (HARMED, SECOND))
    while thread.walk.due:
        step = thread.walk.due[0]
        thread.give(step.key.removesuffix("@"), full(step.item))
    return thread.events


def lived(tmp_path: Path, name: str) -> list[Event]:
    """The thread of one of the shipped examples."""
    who = "yarrow" if name == "youth" else "ash"
    workspace = kit.make_workspace(tmp_path)
    return kit.thread_of(workspace, kit.answered(kit.desk(workspace, who), name, submit=False))


@pytest.mark.parametrize("life", MOST)
def test_what_a_life_costs_in_questions_and_keys(life: str, tmp_path: Path) -> None:
    """No more than it costs today: a question more has to be worth a new figure here."""
    examples = {"short custody": "first_offence", "youth": "youth"}
    events = lived(tmp_path, examples[life]) if life in examples else long_life()
    answers = kit.typed_answers(events)
    presses = sum(typed.presses for typed in answers)
    print(f"\n{life}: {len(answers)} questions, {presses} key presses in line mode")
    questions, keys = MOST[life]
    assert len(answers) <= questions
    assert presses <= keys


def test_questions_kept_though_they_change_nothing_are_listed_with_their_reasons() -> None:
    """Printed with -s: the list that an administrator would cut first."""
    kept = [item for item in pack().items.values() if item.kept_because]
    for item in kept:
        print(f"{item.key}: {item.kept_because}")
    in_custody = [one for one in kept if one.instrument in pack().journeys["custody"].asks]
    print(f"{len(kept)} of {len(pack().items)}; {len(in_custody)} in custody")
    assert all(len(one.kept_because.split()) >= 5 for one in kept)


def test_with_nothing_on_record_only_one_question_of_each_part_of_the_record_is_asked() -> None:
    """Detail stands behind a first answer: nothing there, nothing more."""
    thread = Thread("custody")
    for key in ("compliance.record", "history.record", "needs.areas"):
        thread.give(key, [])
    thread.give("history.da_incidents_10y", 1)
    thread.give("history.victim_history_count", 0)
    hidden = [
        *("compliance.latest", "compliance.response", "history.mappa", "history.rfgv_gravity"),
        *("victimisation.harmed_by", "suitability.barriers", "suitability.programmes", "needs.mh"),
    ]
    assert {thread.step(key).state for key in hidden} == {"not_asked"}

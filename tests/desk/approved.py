"""A first offence, safe to write to, whose routes are approved: every kind of letter can leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import kit
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk, OpenCase
from ppitui.store.workspace import Workspace

WHERE = {"worker": "Sam Madeup", "day": "1 July at 10", "place": "The Hall, Overton"}
APPOINTMENT = "programme_appointment"


def approved_case(workspace: Workspace) -> str:
    """Its reference; written by ash, decided by vale."""
    ash, file = kit.desk(workspace, "ash"), kit.example("first_offence")
    found = ash.new_case()
    with ash.open(found) as opened:
        ash.begin(opened, file.journey, file.on)
        add_people(ash, opened, file)
        assert apply_answers(ash, opened, file) == []
        ash.submit(opened)
    vale = kit.desk(workspace, "vale")
    with vale.open(found) as opened:
        for route in ("DVPP", "CARA"):
            decide_route(vale, opened, route, "approve", "It fits.")
    return found


@contextmanager
def at_desk(workspace: Workspace, user: str, reference: str) -> Iterator[tuple[Desk, OpenCase]]:
    """The case at this person's desk, opened for a reason."""
    desk = kit.desk(workspace, user)
    with desk.open(reference, kit.WHY) as opened:
        yield desk, opened

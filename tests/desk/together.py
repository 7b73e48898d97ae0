"""Cases for the tests of people who work together: handed in, and looked at by a supervisor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import kit
from ppitui.core.answers import Answer
from ppitui.core.events import Actor, Draft
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.users import user_payload
from ppitui.store.workspace import Workspace

ITEM = "needs.suicide_risk"
UNSURE = {"person_harmed.counter_allegation": True, "person_harmed.primary_aggressor": False}


def second_supervisor(workspace: Workspace) -> Workspace:
    """Another supervisor, Wren, joins."""
    at, actor = kit.NIGHT.strftime("%Y-%m-%dT%H:%M:%SZ"), Actor("admin", "administrator")
    payload = user_payload("wren", "DI Wren Example", ["supervisor"])
    with workspace.thread() as log:
        log.append(Draft(actor, at, "user_added", kit.pack().hash, payload))
    return workspace


def handed_in(
    workspace: Workspace, name: str = "custody", answers: Mapping[str, Any] | None = None
) -> str:
    """A case of an example handed in by Ash, some of its answers about person A given otherwise."""
    ash = kit.desk(workspace, "ash")
    reference = ash.new_case()
    with ash.open(reference) as opened:
        file = kit.example(name)
        for key, value in (answers or {}).items():
            instrument, _, item = key.partition(".")
            file.answers[instrument]["A"][item] = value
        ash.begin(opened, file.journey, file.on)
        add_people(ash, opened, file)
        left = apply_answers(ash, opened, file)
        assert answers or not left
        while due := ash.walk(opened).due:
            ash.answer(opened, ash.walk(opened), due[0], Answer("not_known"))
        ash.submit(opened)
    return reference


@contextmanager
def reviewed_by(workspace: Workspace, reference: str, user: str) -> Iterator[tuple[Desk, OpenCase]]:
    """The case at this person's desk."""
    desk = kit.desk(workspace, user)
    with desk.open(reference, "" if user == "vale" else kit.WHY) as opened:
        yield desk, opened

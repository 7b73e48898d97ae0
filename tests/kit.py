"""Workspaces and desks for the tests: a fixed night, invented people, the shipped pack."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ppitui.core.definitions import Pack
from ppitui.core.events import Actor, Draft, Event
from ppitui.desk.answersfile import AnswersFile, add_people, apply_answers, read_answers
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.door import Door
from ppitui.desk.keeping import new_workspace
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.users import user_payload
from ppitui.faces.plain.console import StreamConsole
from ppitui.faces.plain.menu import Menu
from ppitui.paths import shipped
from ppitui.store.keyring import Keyring
from ppitui.store.keys import Cost
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace

NIGHT = datetime(2026, 6, 15, 2, 10, tzinfo=UTC)
EXAMPLES = shipped("instruments") / "examples"
WHY = "working_on_this_case"  # said by whoever opens a case that they did not write
CASES = Path(__file__).parent / "cases"
PEOPLE = {
    "admin": ("Admin Example", ["administrator"]),
    "ash": ("PC Ash Example", ["officer"]),
    "birch": ("PC Birch Example", ["officer"]),
    "vale": ("DI Vale Example", ["supervisor"]),
    "both": ("DS Both Example", ["officer", "supervisor"]),
    "yarrow": ("Yarrow Example", ["youth_worker"]),
}


@cache
def pack() -> Pack:
    """The shipped pack, loaded once."""
    return use_pack()


@cache
def files() -> dict[str, bytes]:
    """The shipped pack's files."""
    return files_of()


def clock() -> datetime:
    """Ten past three at night on 15 June 2026, in London."""
    return NIGHT


def make_workspace(folder: Path) -> Workspace:
    """A workspace with everybody of PEOPLE in it."""
    at = NIGHT.strftime("%Y-%m-%dT%H:%M:%SZ")
    actor = Actor("admin", "administrator")
    opening = Draft(actor, at, "workspace_opened", pack().hash, {"sealing": "none"})
    workspace = Workspace.create(folder / "workspace", "none", opening=opening)
    with workspace.thread() as log:
        for who, (name, roles) in PEOPLE.items():
            log.append(Draft(actor, at, "user_added", pack().hash, user_payload(who, name, roles)))
    return workspace


FAST = Cost(8, 1, 1)


def words_of(user: str) -> str:
    """The passphrase of an invented person."""
    return f"{user} and three invented boats"


def make_encrypted(folder: Path, now: Callable[[], datetime] = clock) -> Door:
    """The door of an encrypted workspace with everybody of PEOPLE in it, each with a passphrase of their own."""
    here = folder / "encrypted"
    workspace = new_workspace(here, "admin", pack(), NIGHT, words_of("admin"), cost=FAST)
    keyring = Keyring(here, cost=FAST)
    assert isinstance(workspace.vault, KeyedVault)
    at, actor = NIGHT.strftime("%Y-%m-%dT%H:%M:%SZ"), Actor("admin", "administrator")
    with workspace.thread() as log:
        for who, (name, roles) in PEOPLE.items():
            if who != "admin":
                payload = user_payload(who, name, roles)
                log.append(Draft(actor, at, "user_added", pack().hash, payload))
                keyring.give(workspace.vault, who, words_of(who), first=False)
    return door_of(here, now)


def door_of(folder: Path, now: Callable[[], datetime] = clock) -> Door:
    """The way into an encrypted workspace that is there already."""
    return Door(folder, pack(), files(), now, keyring=Keyring(folder, cost=FAST))


def desk(workspace: Workspace, user: str) -> Desk:
    """Somebody at work on a workspace."""
    return Desk(workspace, pack(), files(), user, clock)


def example(name: str) -> AnswersFile:
    """One of the shipped answers files."""
    return read_answers(EXAMPLES / f"{name}.yaml")


def answered(at: Desk, name: str, *, submit: bool = True) -> str:
    """A case answered from an example; its reference."""
    reference = at.new_case()
    with at.open(reference) as opened:
        file = example(name)
        at.begin(opened, file.journey, file.on)
        add_people(at, opened, file)
        assert apply_answers(at, opened, file) == []
        if submit:
            at.proof.given(at.now())
            at.submit(opened)
    return reference


def essence(events: list[Event]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What a thread says, without when and where it stands."""
    return [(e.kind, e.actor.id, e.actor.role, dict(e.payload)) for e in events]


def thread_of(workspace: Workspace, reference: str) -> list[Event]:
    """The events of a case."""
    with workspace.case(reference) as log:
        return log.read()


@dataclass(frozen=True)
class Typed:
    """A line that a person types, and whether it is free text (its characters cost nothing)."""

    text: str
    free: bool = False

    @property
    def presses(self) -> int:
        """Key presses: Enter, and each character unless it is free text."""
        return 1 + (0 if self.free else len(self.text))


def typed_people(people: dict[str, Any]) -> list[Typed]:
    """What is typed to enter these people in line mode."""
    sexes = {"male": "1", "female": "2", "other": "3"}
    relations = {"partner": "1", "ex_partner": "2", "family": "3", "not_connected": "4"}

    def common(one: dict[str, Any]) -> list[Typed]:
        names = ", ".join(one.get("also_known_as", []))
        return [
            Typed(one["name"], True),
            Typed(names, True),
            Typed(one["born"], True),
            Typed(sexes[one["sex"]]),
        ]

    assessed = people["assessed"]
    lines = [*common(assessed), Typed(assessed.get("address", ""), True)]
    for one in people.get("harmed", []):
        lines += [Typed("1"), *common(one), Typed(relations[one["relationship"]])]
        lines += [Typed(one.get(key, ""), True) for key in ("address", "phone", "workplace")]
    for one in people.get("children", []):
        lines += [
            Typed("2"),
            *(Typed(one.get(key, ""), True) for key in ("name", "born", "school")),
        ]
    return [*lines, Typed("")]


def typed_answers(events: list[Event]) -> list[Typed]:
    """What is typed in line mode to give the answers of a thread."""
    return [typed_answer(event) for event in events if event.kind == "answered"]


def typed_answer(event: Event) -> Typed:
    """What is typed to give one answer."""
    item = pack().items[event.payload["item"]]
    state: str | None = event.payload.get("state")
    value: Any = event.payload.get("value")
    if state:
        return Typed("u" if state == "not_known" else "d")
    ids = [option.id for option in item.options]
    if isinstance(value, list):
        doubtful = [f"{ids.index(one) + 1}?" for one in event.payload.get("not_known", ())]
        return Typed(",".join([str(ids.index(one) + 1) for one in value] + doubtful) or "0")
    if item.kind in ("yes_no", "one_of"):
        return Typed(str(ids.index(value) + 1))
    return Typed(str(value), item.kind != "number")


def converse(at: Desk, lines: list[str]) -> str:
    """Line mode, from sign-in, over these typed lines; everything that it printed."""
    sink = io.StringIO()
    Menu(at, StreamConsole(io.StringIO("\n".join(lines) + "\n"), sink, echo=True)).run()
    return sink.getvalue()


def open_case(at: Desk, reference: str) -> OpenCase:
    """A case opened without a `with`, for tests that keep it open."""
    return at.open(reference).__enter__()

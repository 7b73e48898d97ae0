"""A date that is none, in an event from elsewhere: refused when it is taken in, told when it is there already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from ppitui.core.dated import is_date
from ppitui.core.events import Actor, Draft, Event
from ppitui.desk.bundles import take_in
from ppitui.desk.desk import Desk
from ppitui.desk.due import due_rows
from ppitui.desk.history import history
from ppitui.errors import Refused
from ppitui.faces.cli import main
from ppitui.store.bundle import closed
from ppitui.store.keys import Cost
from ppitui.store.workspace import Workspace

WORDS, FAST = "a bundle of three paper boats", Cost(8, 1, 1)
NONE = "2026-13-45"
Change = Callable[[Event], dict[str, Any] | None]


def _in(kind: str, **change: Any) -> Change:
    """A change of the payload of the first event of a kind."""
    return lambda event: {**event.payload, **change} if event.kind == kind else None


def _result(event: Event) -> dict[str, Any] | None:
    if event.kind != "submitted":
        return None
    result = {**event.payload["result"], "dates": [f"current_offence.date={NONE}"]}
    return {**event.payload, "result": result}


def _answer(event: Event) -> dict[str, Any] | None:
    item = kit.pack().items.get(event.payload.get("item", ""))
    if event.kind == "answered" and item is not None and item.kind == "date":
        return {**event.payload, "value": NONE}
    return None


PLACES: dict[str, tuple[Change, str]] = {
    "the date of birth": (_in("person_added", born=NONE), "born"),
    "the day stated": (_in("journey_begun", on=NONE), "on"),
    "the day of handing in": (_in("submitted", on=NONE), "on"),
    "a date that a clock reads": (_result, "current_offence.date"),
    "an answer": (_answer, "graded_on"),
    "a moment with a thirteenth month": (_in("journey_begun", on=f"{NONE}T02:10:00Z"), "on"),
    "a year that no clock can count from": (_in("journey_begun", on="0001-01-01"), "on"),
    "a number": (_in("journey_begun", on=20260615), "on"),
}


def _changed(events: list[Event], change: Change) -> tuple[list[Draft], int]:
    """The events with one of them changed, and which."""
    drafts, at = [], 0
    for one in events:
        payload = None if at else change(one)
        at = at or (one.seq if payload is not None else 0)
        drafts.append(Draft(one.actor, one.at, one.kind, one.pack, payload or one.payload))
    assert at
    return drafts, at


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    workspace = kit.make_workspace(tmp_path_factory.mktemp("dated"))
    return kit.thread_of(workspace, kit.answered(kit.desk(workspace, "ash"), "custody"))


def _stored(folder: Path, drafts: list[Draft]) -> Workspace:
    """A workspace that has the case already, and one that is whole."""
    workspace = kit.make_workspace(folder)
    workspace.adopt("2026-0001", drafts)
    kit.answered(kit.desk(workspace, "ash"), "custody")
    return workspace


def _bundle(drafts: list[Draft]) -> bytes:
    events = [
        Event(at, "", "2026-0001", one.actor, one.at, one.kind, one.pack, one.payload).to_json()
        for at, one in enumerate(drafts, 1)
    ]
    texts = {name: raw.decode("utf-8", "replace") for name, raw in kit.files().items()}
    data = {"case": "2026-0001", "events": events, "packs": {kit.pack().hash: texts}}
    return closed(data, WORDS, FAST)


@pytest.mark.parametrize("place", PLACES)
def test_a_stored_date_that_is_none_is_told_by_case_and_event(
    events: list[Event], tmp_path: Path, place: str
) -> None:
    change, name = PLACES[place]
    drafts, seq = _changed(events, change)
    desk = kit.desk(_stored(tmp_path, drafts), "vale")
    with pytest.raises(Refused) as told, desk.open("2026-0001", kit.WHY):
        pass
    assert f"2026-0001: event {seq} is damaged" in str(told.value)
    assert name in str(told.value)
    assert NONE not in str(told.value), "what was typed there may be anything"
    rows = desk.cases()
    assert [row["case"] for row in rows] == ["2026-0001", "2026-0002"]
    due_rows(desk, rows)
    desk.queue()
    if place != "an answer":  # of which the list says nothing
        assert f"event {seq} is damaged" in rows[0]["fault"]
    assert len(kit.thread_of(desk.workspace, "2026-0001")) == len(drafts), "nothing is dropped"


@pytest.mark.parametrize("place", PLACES)
def test_a_date_that_is_none_is_not_taken_in(
    events: list[Event], tmp_path: Path, place: str
) -> None:
    drafts, seq = _changed(events, PLACES[place][0])
    workspace = kit.make_workspace(tmp_path)
    with pytest.raises(Refused, match=f"event {seq} is damaged"):
        take_in(kit.desk(workspace, "vale"), _bundle(drafts), WORDS)
    assert workspace.cases() == []


def test_what_was_added_with_such_a_date_is_not_taken_in(
    events: list[Event], tmp_path: Path
) -> None:
    """The case is here, and whole; only its newest line is not."""
    good = [Draft(one.actor, one.at, one.kind, one.pack, one.payload) for one in events]
    workspace = kit.make_workspace(tmp_path)
    vale: Desk = kit.desk(workspace, "vale")
    assert take_in(vale, _bundle(good), WORDS).new
    for at, payload in (("2026-06-15T02:10:00Z", {"on": NONE, "text": "Ring."}), (NONE, {})):
        kind = "todo_added" if payload else "note_added"
        more = Draft(
            Actor("vale", "supervisor"), at, kind, kit.pack().hash, payload or {"text": "x"}
        )
        with pytest.raises(Refused, match=f"event {len(good) + 1} is damaged"):
            take_in(vale, _bundle([*good, more]), WORDS)
    added = kit.thread_of(workspace, "2026-0001")[len(good) :]
    assert {one.kind for one in added} <= {"taken_in", "looked"}


def test_a_time_of_an_event_that_is_none_is_told_without_a_traceback(
    events: list[Event], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts, _ = _changed(events, lambda one: dict(one.payload) if one.seq == 3 else None)
    at = drafts[2]
    drafts[2] = Draft(at.actor, f"{NONE}T02:10:00Z", at.kind, at.pack, at.payload)
    workspace = _stored(tmp_path, drafts)
    where = ["--workspace", str(workspace.folder), "--as", "vale"]
    assert main(["case", "show", "2026-0001", "--reason", kit.WHY, *where]) == 3
    told = capsys.readouterr().err
    assert "2026-0001: event 3 is damaged: what it holds as 'at' is not a date" in told
    assert main(["case", "list", *where]) == 0
    assert "event 3 is damaged" in capsys.readouterr().out


def test_words_that_look_like_a_date_are_left_alone(events: list[Event], tmp_path: Path) -> None:
    """What is typed into a note or an answer in words is nobody's date; nor is a birth that is not known."""
    note = Draft(events[0].actor, events[0].at, "note_added", events[0].pack, {"text": NONE})
    drafts, _ = _changed(events, _in("person_added", born="not_known"))
    desk = kit.desk(_stored(tmp_path, [*drafts, note]), "ash")
    with desk.open("2026-0001") as opened:
        assert any(NONE in line for line in history(desk, opened, ""))


@given(st.dates() | st.datetimes())
def test_every_day_that_a_clock_can_count_from_is_one(day: Any) -> None:
    assert is_date(day.isoformat()) == (1800 <= day.year <= 9000)

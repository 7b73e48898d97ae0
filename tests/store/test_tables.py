"""A thread is queried as any TinyDB is, and changed in one way only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document, Table

from ppitui.errors import Conflict, Damaged, Refused, WrongCall
from ppitui.store.tables import open_thread
from store.kit import CASE, PACK, SEAL, FailingDisk, answer, new_log, note


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_log(tmp_path) as log:
        log.append(answer("today.da", "yes", seen=1))
        log.append(note("bail at noon"))
        log.append(answer("grade.risk", "high", seen=3, about="A"))
        return log.path


@pytest.fixture
def thread(path: Path) -> Iterator[TinyDB]:
    with open_thread(path, CASE, SEAL) as db:
        yield db


def _event(**changes: Any) -> dict[str, Any]:
    event = {
        "actor": {"id": "ash", "role": "officer"},
        "at": "2026-06-14T15:00:00Z",
        "kind": "note_added",
        "pack": PACK,
        "payload": {"text": "inserted"},
    }
    return event | changes


def test_a_thread_answers_the_queries_of_tinydb(thread: TinyDB) -> None:
    answered = thread.search(where("kind") == "answered")
    assert [event["payload"]["item"] for event in answered] == ["today.da", "grade.risk"]
    assert [event.doc_id for event in answered] == [2, 4]
    assert thread.get(where("payload").text.search("bail"))["seq"] == 3
    assert thread.get(doc_id=4)["payload"]["about"] == "A"
    assert thread.get(doc_id=9) is None
    assert [event["seq"] for event in thread.get(doc_ids=[1, 3])] == [1, 3]
    assert thread.count(where("actor").id == "ash") == 4
    assert thread.contains(where("payload").value == "high")
    assert [event["kind"] for event in thread][:2] == ["case_opened", "answered"]
    assert (len(thread), thread.tables()) == (4, {"events"})
    assert [event["seq"] for event in thread.table("events").all()] == [1, 2, 3, 4]


def test_an_insert_is_an_append(thread: TinyDB, path: Path) -> None:
    before = path.read_bytes()
    assert thread.insert(_event()) == 5
    assert path.read_bytes().startswith(before)
    assert thread.get(doc_id=5)["payload"] == {"text": "inserted"}
    with open_thread(path, CASE, SEAL) as again:
        assert len(again) == 5


def test_an_insert_keeps_the_preconditions_of_an_append(thread: TinyDB) -> None:
    again = {"item": "today.da", "about": "", "of": "record", "value": "no"}
    stale = _event(kind="answered", payload=again, seen=1, touches=["item:today.da@"])
    with pytest.raises(Conflict):
        thread.insert(stale)
    assert len(thread) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        _event(seq=5),
        _event(prev="0" * 64),
        _event(case=CASE),
        {"kind": "note_added"},
        _event(actor="ash"),
        _event(actor={"id": "ash"}),
        _event(payload={"text": 1.5}),
        Document(_event(), doc_id=77),
    ],
    ids=["seq", "prev", "case", "too little", "actor", "half an actor", "float", "own id"],
)
def test_what_the_log_gives_cannot_be_inserted(thread: TinyDB, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongCall):
        thread.insert(wrong)
    assert len(thread) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.update({"kind": "x"}),
        lambda db: db.update({"kind": "x"}, doc_ids=[1]),
        lambda db: db.update_multiple([({"kind": "x"}, where("seq") == 1)]),
        lambda db: db.upsert({"kind": "x"}, where("seq") == 1),
        lambda db: db.remove(where("seq") == 1),
        lambda db: db.remove(doc_ids=[1]),
        lambda db: db.truncate(),
        lambda db: db.insert_multiple([_event()]),
        lambda db: db.drop_table("events"),
        lambda db: db.drop_tables(),
        lambda db: db.storage.write({}),
        lambda db: Table.insert(db.table("events"), _event()),
        lambda db: Table.truncate(db.table("events")),
    ],
)
def test_every_other_change_is_refused_and_changes_nothing(
    thread: TinyDB, path: Path, change: Callable[[TinyDB], Any]
) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused):
        change(thread)
    assert path.read_bytes() == before
    assert [event["seq"] for event in thread] == [1, 2, 3, 4]


def test_a_thread_has_no_other_table(thread: TinyDB) -> None:
    with pytest.raises(WrongCall):
        thread.table("people")


def test_a_query_sees_what_another_handle_added(thread: TinyDB, path: Path) -> None:
    notes = where("kind") == "note_added"
    assert thread.table("events", cache_size=10).count(notes) == 1
    with open_thread(path, CASE, SEAL) as other:
        assert other.insert(_event()) == 5
        assert thread.insert(_event()) == 6
        assert (thread.count(notes), other.count(notes)) == (3, 3)


def test_appending_and_querying_never_parse_the_file_again(path: Path) -> None:
    disk = FailingDisk()
    size = path.stat().st_size
    with open_thread(path, CASE, SEAL, disk=disk) as thread:
        for _ in range(20):
            thread.insert(_event())
            thread.search(where("kind") == "answered")
    assert disk.bytes_read == size


def test_changing_what_a_query_returned_changes_nothing_else(thread: TinyDB) -> None:
    first = thread.get(doc_id=4)
    first["payload"]["value"] = "standard"
    first["actor"]["id"] = "else"
    assert thread.get(doc_id=4)["payload"]["value"] == "high"
    assert thread.get(doc_id=4)["actor"]["id"] == "ash"


def test_a_damaged_thread_is_never_an_empty_table(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"bail", b"jail"))
    with open_thread(path, CASE, SEAL) as thread, pytest.raises(Damaged, match="event 3"):
        thread.all()
    path.write_bytes(b"")
    with open_thread(path, CASE, SEAL) as thread, pytest.raises(Damaged, match="event 1"):
        len(thread)

"""One log: what it keeps, what it refuses, and whom it believes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppitui.core.events import GENESIS, Actor, Draft
from ppitui.errors import Conflict, Refused, StoreFault, WrongCall
from ppitui.store.lock import exclusive
from ppitui.store.log import Log
from store.kit import (
    CASE,
    PACK,
    SEAL,
    Child,
    FailingDisk,
    answer,
    draft,
    new_log,
    note,
    opened,
    texts,
)


def test_events_come_back_as_they_were_kept(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:
        kept = log.append(
            note('Seen at 13:58.\nSecond line, \u0646\u0627\u0645, \u2028 and \\ " too')
        )
    with opened(tmp_path) as again:
        assert again.read()[1:] == [kept]
    assert (kept.seq, kept.case, kept.actor.id) == (2, CASE, "ash")


def test_each_line_names_the_hash_of_the_line_before(tmp_path: Path) -> None:
    with new_log(tmp_path, 3) as log:
        events = log.read()
        lines = log.path.read_bytes().splitlines(keepends=True)
        hashes = [hashlib.sha256(line).hexdigest() for line in lines]
        assert [event.prev for event in events] == [GENESIS, *hashes[:-1]]
        assert log.head == hashes[-1]


def test_a_line_is_canonical_json_behind_its_seal(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:
        mark, digest, text = log.path.read_bytes()[:-1].split(b" ", 2)
    assert (mark, len(digest)) == (b"p1", 32)
    data = json.loads(text)
    assert json.dumps(data, sort_keys=True, separators=(",", ":")).encode() == text


def test_one_save_is_one_write_and_one_flush(tmp_path: Path) -> None:
    new_log(tmp_path).close()
    disk = FailingDisk()
    with opened(tmp_path, disk=disk) as log:
        log.append(note("first, which also reads"))
        disk.calls.clear()
        log.append(note("second"))
    assert disk.calls == ["write", "fdatasync"]


def test_a_read_reads_only_what_is_new(tmp_path: Path) -> None:
    disk = FailingDisk()
    with new_log(tmp_path, 5) as writer, opened(tmp_path, disk=disk) as reader:
        reader.read()
        before = writer.path.stat().st_size
        assert disk.bytes_read == before
        writer.append(note("more"))
        assert len(reader.read()) == 7
        assert disk.bytes_read == writer.path.stat().st_size


def test_what_was_appended_is_not_the_callers_to_change(tmp_path: Path) -> None:
    payload: dict[str, Any] = {"item": "a.b", "about": "", "of": "A", "value": ["x"]}
    with new_log(tmp_path) as log:
        log.append(Draft(Actor("ash", "officer"), "2026", "answered", PACK, payload))
        payload["value"].append("y")
        assert log.read()[1].payload["value"] == ["x"]


def test_a_changed_answer_is_a_conflict_that_names_the_item_and_not_its_value(
    tmp_path: Path,
) -> None:
    with new_log(tmp_path) as log:
        first = log.append(answer("today.admission", "ZQX-CANARY-1", seen=1))
        before = log.path.read_bytes()
        with pytest.raises(Conflict) as refused:
            log.append(answer("today.admission", "ZQX-CANARY-2", seen=1))
        assert refused.value.events == (first,)
        assert "today.admission" in str(refused.value)
        assert "CANARY" not in str(refused.value) + repr(refused.value)
        assert refused.value.exit_status == 3
        assert log.path.read_bytes() == before


@pytest.mark.parametrize(
    "later",
    [
        answer("today.date", "2026-06-14", seen=1),
        answer("today.admission", "full", seen=1, about="A"),
        note("beside it"),
        draft("looked", at_what="case"),
    ],
    ids=["another item", "the item of another person", "a note", "a look"],
)
def test_notes_looks_and_other_items_never_conflict(tmp_path: Path, later: Draft) -> None:
    with new_log(tmp_path) as log:
        log.append(answer("today.admission", "full", seen=1))
        assert log.append(later).seq == 3


def test_who_has_seen_the_change_may_change_it_again(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:
        log.append(answer("today.admission", "full", seen=1))
        assert log.append(answer("today.admission", "partial", seen=2)).seq == 3


def test_a_conflict_about_a_user_does_not_name_the_user(tmp_path: Path) -> None:
    mark = frozenset({"user:zqx.canary"})
    added = draft("user_added", user="zqx.canary", name="Z", roles=["officer"])
    with new_log(tmp_path) as log:
        log.append(added)
        late = Draft(added.actor, added.at, added.kind, PACK, added.payload, 1, mark)
        with pytest.raises(Conflict) as refused:
            log.append(late)
    assert "canary" not in str(refused.value)


def test_having_seen_more_than_there_is_is_refused(tmp_path: Path) -> None:
    with new_log(tmp_path) as log, pytest.raises(StoreFault, match="fewer than had been seen"):
        log.append(answer("a.b", 1, seen=5))


def _recursive() -> dict[str, Any]:
    payload: dict[str, Any] = {"text": "x"}
    payload["self"] = payload
    return payload


def _deep() -> dict[str, Any]:
    payload: dict[str, Any] = {"text": "x"}
    for _ in range(5000):
        payload = {"text": "x", "in": payload}
    return payload


@pytest.mark.parametrize(
    "payload",
    [
        {"text": 1.5},
        {"text": float("nan")},
        {"text": float("inf")},
        {"text": "ZQX-CANARY \ud800"},
        {"text": 10**400},
        {"text": b"bytes"},
        {"text": {"a", "set"}},
        {"text": object()},
        {"text": "x", 7: "a key that is no text"},
        _recursive(),
        _deep(),
        {"no_text": "x"},
        ["text"],
        None,
    ],
    ids=lambda payload: type(payload).__name__,
)
def test_s11_what_cannot_be_kept_is_refused_before_the_disk_is_touched(
    tmp_path: Path, payload: Any
) -> None:
    new_log(tmp_path).close()
    disk = FailingDisk()
    with opened(tmp_path, disk=disk) as log:
        log.path.write_bytes(log.path.read_bytes() + b"torn")
        before = log.path.read_bytes()
        with pytest.raises(WrongCall) as refused:
            log.append(Draft(Actor("ash", "officer"), "2026", "note_added", PACK, payload))
        assert log.path.read_bytes() == before
    assert set(disk.calls) <= {"open", "read"}
    assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        Draft(Actor("ash", "officer"), "2026", "unheard_of", PACK, {}),
        Draft(Actor("ash", "officer"), 2026, "looked", PACK, {"at_what": "x"}),  # type: ignore[arg-type]
        Draft(Actor(7, "officer"), "2026", "looked", PACK, {"at_what": "x"}),  # type: ignore[arg-type]
        Draft(
            Actor("ash", "officer"),
            "2026",
            "answered",
            PACK,
            {"item": "a", "about": "", "of": "A", "confirm": 7},
        ),
    ],
    ids=["kind", "time", "actor", "what it touches"],
)
def test_an_event_that_no_reader_could_use_is_refused(tmp_path: Path, wrong: Draft) -> None:
    with new_log(tmp_path) as log:
        with pytest.raises(WrongCall):
            log.append(wrong)
        assert len(log.read()) == 1


def test_s12_a_note_of_five_megabytes_is_kept(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:
        log.append(note("x" * 5_000_000))
    with opened(tmp_path) as again:
        assert len(texts(again)[0]) == 5_000_000


@pytest.mark.parametrize("size", [0, 7])
def test_s08_a_file_without_a_whole_event_is_damage_not_an_empty_case(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / f"{CASE}.log"
    path.write_bytes(b"p1 0123456789"[:size])
    with opened(tmp_path) as log:
        with pytest.raises(StoreFault, match=r"2026-0001 is damaged at event 1"):
            log.read()
        with pytest.raises(StoreFault, match="damaged"):
            log.append(note("never"))
    assert path.stat().st_size == size


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    target = path.with_name("elsewhere")
    target.write_bytes(b"mine")
    path.symlink_to(target)


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.parametrize("make", [_folder, _pipe, _link, _dangling])
def test_s08_what_is_no_plain_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / f"{CASE}.log")
    with pytest.raises(StoreFault):
        opened(tmp_path)
    with pytest.raises(StoreFault):
        Log.open(tmp_path / f"{CASE}.log", CASE, SEAL, writable=False)
    with pytest.raises(StoreFault):
        Log.create(tmp_path / f"{CASE}.log", CASE, SEAL)


def test_s08_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="The log of 2026-0001 is missing"):
        opened(tmp_path)


def test_s08_another_users_file_is_refused(tmp_path: Path) -> None:
    class Stranger(FailingDisk):
        def user(self) -> int | None:
            return os.geteuid() + 1

    new_log(tmp_path).close()
    with pytest.raises(StoreFault, match="another user"):
        opened(tmp_path, disk=Stranger())


def test_create_never_takes_over_a_file(tmp_path: Path) -> None:
    new_log(tmp_path, 1).close()
    with pytest.raises(StoreFault, match="is there already"):
        new_log(tmp_path)
    with opened(tmp_path) as log:
        assert len(log.read()) == 2


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_h01_a_log_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        new_log(tmp_path).close()
    finally:
        os.umask(before)
    assert (tmp_path / f"{CASE}.log").stat().st_mode & 0o777 == 0o600


def test_a_torn_tail_is_cut_by_the_next_writer_at_every_offset(tmp_path: Path) -> None:
    with new_log(tmp_path, 2) as log:
        whole = log.path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(start, len(whole)):
        log.path.write_bytes(whole[:cut])
        with opened(tmp_path) as torn:
            assert (len(torn.read()), torn.unfinished) == (2, cut - start)
            assert log.path.read_bytes() == whole[:cut], "a reader cuts nothing"
            assert torn.append(note("note 1")).seq == 3
            assert torn.unfinished == 0
        assert log.path.read_bytes() == whole


def test_a_file_that_shrank_is_refused(tmp_path: Path) -> None:
    with new_log(tmp_path, 2) as log:
        data = log.path.read_bytes()
        os.truncate(log.path, data.rindex(b"\n", 0, -1) + 1)
        for again in (log.read, lambda: log.append(note("x"))):
            with pytest.raises(StoreFault, match="shorter"):
                again()


def test_a_file_that_was_replaced_while_open_takes_no_events(tmp_path: Path) -> None:
    with new_log(tmp_path, 2) as log:
        copy = tmp_path / "copy"
        copy.write_bytes(log.path.read_bytes())
        copy.replace(log.path)
        with pytest.raises(StoreFault, match="replaced"):
            log.append(note("would be lost"))
        log.path.unlink()
        with pytest.raises(StoreFault, match="removed"):
            log.read()


def test_a_handle_is_not_used_across_a_fork(tmp_path: Path) -> None:
    def child(_: Any) -> str:
        with pytest.raises(StoreFault, match="another process"):
            log.append(note("both would hold the lock"))
        return "refused"

    with new_log(tmp_path) as log:
        assert Child(child).end() == [{"done": "refused"}]


def test_s05_a_fork_in_the_middle_of_a_write_does_not_let_go_of_the_lock(tmp_path: Path) -> None:
    """The child shares the descriptor: what it did to the lock would be done to the writer too."""

    def child(_: Any) -> None:
        for use in (log.read, lambda: log.append(note("x"))):
            with pytest.raises(StoreFault, match="another process"):
                use()

    class Forking(FailingDisk):
        def fdatasync(self, fd: int) -> None:
            Child(child).end()
            with opened(tmp_path, patience=0) as other, pytest.raises(Refused):
                other.append(note("between write and flush"))
            super().fdatasync(fd)

    new_log(tmp_path).close()
    with opened(tmp_path, disk=Forking()) as log:
        assert log.append(note("whole")).seq == 2


def test_a_closed_log_says_that_it_is_closed(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.close()
    log.close()
    for use in (log.read, lambda: log.append(note("x"))):
        with pytest.raises(StoreFault, match="is closed"):
            use()


def test_a_log_opened_for_reading_takes_no_events(tmp_path: Path) -> None:
    new_log(tmp_path).close()
    with Log.open(tmp_path / f"{CASE}.log", CASE, SEAL, writable=False) as log:
        assert len(log.read()) == 1
        with pytest.raises(StoreFault, match="reading only"):
            log.append(note("x"))


def test_threads_of_one_process_share_a_handle(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:

        def work(name: int) -> None:
            for number in range(20):
                log.append(note(f"{name}/{number}"))

        threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(texts(log)) == sorted(f"{n}/{m}" for n in range(6) for m in range(20))


def test_while_somebody_else_writes_a_reader_reads_and_a_writer_is_refused(tmp_path: Path) -> None:
    with new_log(tmp_path, 1) as log, opened(tmp_path, patience=0) as other:
        fd = os.open(log.path, os.O_RDONLY)
        with exclusive(fd):
            assert len(other.read()) == 2
            with pytest.raises(Refused, match="Somebody else is writing"):
                other.append(note("x"))
        os.close(fd)
        assert other.append(note("x")).seq == 3


def test_s06_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    def holder(say: Callable[[Any], None]) -> None:
        fd = os.open(path, os.O_RDONLY)
        with exclusive(fd):
            say("held")
            os.read(forever, 1)

    forever, end = os.pipe()
    with new_log(tmp_path) as log:
        path = log.path
        child = Child(holder)
        assert child.said(1) == ["held"]
        child.kill()
        assert child.end() == ["held"]
        assert log.append(note("x")).seq == 2
    os.close(forever)
    os.close(end)


@pytest.mark.parametrize("room", [0, 1, 50, 200])
def test_s03_a_file_that_may_not_grow_is_a_full_disk_and_stays_whole(
    tmp_path: Path, room: int
) -> None:
    def child(_: Any) -> str:
        size = path.stat().st_size
        with opened(tmp_path) as log:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
            with pytest.raises(StoreFault, match="disk is full: nothing was lost"):
                log.append(note("x" * 400))
            assert path.stat().st_size == size
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            log.append(note("once there is space"))
        return "kept"

    with new_log(tmp_path, 2) as log:
        path = log.path
        assert Child(child).end() == [{"done": "kept"}]
        assert texts(log)[-1] == "once there is space"


def test_a_system_that_takes_no_bytes_is_a_full_disk(tmp_path: Path) -> None:
    class Stuck(FailingDisk):
        def write(self, *_: Any) -> int:
            return 0

    new_log(tmp_path).close()
    with opened(tmp_path, disk=Stuck()) as log:
        with pytest.raises(StoreFault, match="disk is full"):
            log.append(note("x"))
        assert len(log.read()) == 1


def test_an_interrupted_save_is_undone(tmp_path: Path) -> None:
    class Interrupted(FailingDisk):
        def fdatasync(self, *_: Any) -> None:
            raise KeyboardInterrupt

    new_log(tmp_path).close()
    with opened(tmp_path, disk=Interrupted()) as log:
        with pytest.raises(KeyboardInterrupt):
            log.append(note("x"))
        assert len(log.read()) == 1


def test_every_fault_of_the_disk_is_told_in_plain_words_without_its_folder(tmp_path: Path) -> None:
    for number in sorted(errno.errorcode):

        class Broken(FailingDisk):
            def write(self, *_: Any, number: int = number) -> int:
                raise OSError(number, os.strerror(number), str(tmp_path))

        folder = tmp_path / str(number)
        folder.mkdir()
        new_log(folder).close()
        with opened(folder, disk=Broken()) as log, pytest.raises(StoreFault) as told:
            log.append(note("x"))
        assert str(tmp_path) not in str(told.value)
        assert str(told.value)[0].isupper()

"""A thread in a file: an outsider reads it and sees that nothing was changed, with a head and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ppitui.errors import WrongCall
from ppitui.store.exported import exported, verify_exported
from ppitui.store.vault import key_path
from ppitui.store.workspace import Workspace
from store.kit import chance, decided, draft, keyed_workspace, new_workspace, note


@pytest.fixture(params=["sealed", "plain"])
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    sealed = request.param == "sealed"
    made = keyed_workspace(tmp_path / "w") if sealed else new_workspace(tmp_path / "w")
    ref, _ = made.new_case(draft("case_opened"))
    with made.case(ref) as log:
        for one in (note("one"), decided(), note("two")):
            log.append(one)
    return made


def head_of(workspace: Workspace, seq: int) -> str:
    with workspace.case("2026-0001") as log:
        events = log.read()
        return log.head if seq == len(events) else events[seq].prev


def written(workspace: Workspace) -> Path:
    path = workspace.folder.with_name("thread.json")
    path.write_bytes(exported(workspace, "2026-0001"))
    return path


def test_an_outsider_verifies_it_with_the_head_of_a_letter(workspace: Workspace) -> None:
    path = written(workspace)
    for seq in (1, 3, 4):
        verdict, place = verify_exported(path, head_of(workspace, seq)[:12])
        assert (verdict.whole, verdict.events, place) == (True, 4, seq)
    assert verify_exported(path, "0" * 12)[1] == 0


def test_any_flipped_bit_of_it_is_noticed(workspace: Workspace) -> None:
    path = written(workspace)
    whole, head = path.read_bytes(), head_of(workspace, 4)
    bits = chance(5)
    start, end = whole.index(b'"lines":'), whole.index(b'"v":')
    for _ in range(300):
        bit = bits.randrange(start * 8, end * 8)
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        try:
            verdict, place = verify_exported(path, head)
        except WrongCall:
            continue
        spelling = whole.lower() == bytes(data).lower()  # hexadecimal digits have two cases
        assert not verdict.whole or place == 0 or spelling


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        (lambda data: data["lines"].pop(1), 2),
        (lambda data: data["lines"].reverse(), 1),
        (lambda data: data.update(case="2026-0002"), 1),
    ],
)
def test_a_changed_file_is_named_at_its_first_bad_event(
    workspace: Workspace, change: Any, seq: int
) -> None:
    path = written(workspace)
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data))
    verdict, place = verify_exported(path, head_of(workspace, 4))
    assert verdict.fault is not None
    assert (verdict.fault.seq, place) == (seq, 0)


def test_a_shortened_file_lacks_the_head(workspace: Workspace) -> None:
    path = written(workspace)
    data = json.loads(path.read_bytes())
    del data["lines"][2:]
    path.write_text(json.dumps(data))
    verdict, place = verify_exported(path, head_of(workspace, 3))
    assert (verdict.whole, verdict.events, place) == (True, 2, 0)


def test_the_file_holds_no_key_of_the_case(tmp_path: Path) -> None:
    """What is added to the case later stays shut to whoever has the file."""
    workspace = keyed_workspace(tmp_path / "w")
    workspace.new_case(draft("case_opened"))
    data = json.loads(exported(workspace, "2026-0001"))
    with workspace.case("2026-0001") as log:
        log.append(note("later"))
    later = json.loads(exported(workspace, "2026-0001"))
    wrapped = key_path(workspace.folder, "2026-0001").read_bytes()
    assert wrapped.hex() not in json.dumps(data)
    assert later["secrets"][0] == data["secrets"][0]
    assert later["secrets"][1] not in json.dumps(data)
    path = tmp_path / "joined.json"
    path.write_text(json.dumps({**later, "secrets": data["secrets"]}))
    verdict, _ = verify_exported(path, "0" * 12)
    assert verdict.fault is not None
    assert verdict.fault.seq == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind":"ppitui thread","v":2}',
        "[" * 9999,
        '{"kind":"ppitui thread","v":1}',
    ],
)
def test_what_is_no_exported_thread_is_a_wrong_call(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(WrongCall, match="not an exported thread"):
        verify_exported(path, "0" * 12)
    with pytest.raises(WrongCall, match="cannot be read"):
        verify_exported(tmp_path / "nowhere", "0" * 12)

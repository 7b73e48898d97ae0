"""The measures of the store: a sealed save, a case opened and a list shown among many; stock stores beside them."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from measuring import median_and_own, median_us, pair_us, told
from ppitui.core.events import Actor, Draft
from ppitui.store.chain import Mark
from ppitui.store.index import Index, Kept
from ppitui.store.keys import STANDARD, Stretch
from ppitui.store.secret import Secret
from ppitui.store.settings import new_id
from ppitui.store.vault import KeyedVault
from ppitui.store.workspace import Workspace

_ACTOR = Actor("bench", "officer")
_AT = "2026-06-15T02:10:00Z"
_PAYLOAD = {"item": "today.da", "about": None, "of": "record", "basis": "fact", "value": "yes"}
_ANSWER = Draft(_ACTOR, _AT, "answered", "sha256:0", _PAYLOAD, 0, frozenset({"item:today.da@"}))
_ROW = {
    "state": "submitted",
    "journey": "custody",
    "name": "Alex Sample",
    "opened_by": "ash",
    "opened_at": _AT,
    "changed_at": _AT,
    "submitted_at": _AT,
    "urgent": False,
    "waiting": ["MATAC"],
}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("PPITUI_BENCH_DIR")) as folder:
        yield Path(folder)


@contextmanager
def _bare(path: Path, line: bytes) -> Iterator[Callable[[], None]]:
    """Append + fdatasync of the same bytes: what any durable save costs at least."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write() -> None:
        os.write(fd, line)
        os.fdatasync(fd)

    yield write
    os.close(fd)


def _made(folder: Path, cases: int) -> tuple[Workspace, str]:
    """An encrypted workspace of so many cases, each anchored once, and one of them to work on."""
    vault = KeyedVault(new_id(), Secret.new(), b'{"v":1,"users":{},"keepers":{}}\n')
    opening = Draft(_ACTOR, _AT, "workspace_opened", "sha256:0", {"sealing": vault.name})
    workspace = Workspace.create(folder / "w", vault.name, opening=opening, vault=vault)
    ref, _ = workspace.new_case(Draft(_ACTOR, _AT, "case_opened", "sha256:0", {}))
    model = workspace.path(ref).read_bytes()
    for number in range(2, cases + 1):
        (workspace.folder / "cases" / f"2026-{number:04d}.log").write_bytes(model)
    workspace.anchors.add(ref, Mark(1, _head(workspace, ref)), "submitted", _AT)
    anchors = workspace.folder / "anchors.log"
    line = anchors.read_bytes().splitlines(keepends=True)[-1]
    with anchors.open("ab") as file:
        for number in range(2, cases + 1):
            file.write(line.replace(ref.encode(), f"2026-{number:04d}".encode()))
    return workspace, ref


def _head(workspace: Workspace, ref: str) -> str:
    with workspace.case(ref) as log:
        log.read()
        return log.head


def bench_workspace(cases: int) -> None:
    """One durable sealed answer, one case opened, the list, in a workspace of so many cases."""
    with _folder() as folder:
        workspace, ref = _made(folder, cases)
        with workspace.case(ref) as log:
            log.read()
            before = log.path.stat().st_size
            log.append(replace(_ANSWER, seen=log.count))
            line = b"x" * (log.path.stat().st_size - before)
            with _bare(folder / "bare", line) as bare:
                ours, theirs = pair_us(
                    lambda: log.append(replace(_ANSWER, seen=log.count)), bare, 600
                )
            name = f"save one sealed answer, {cases} cases, against append + fdatasync"
            told(name, ours, theirs, "us", "2.00 at most, flat")
            _, own = median_and_own(lambda: log.append(replace(_ANSWER, seen=log.count)), 200)
            print(f"{'of which on the processor':<58} {own * 1000:10.1f} us")
        fresh = median_us(lambda: _head(_again(workspace), ref), 9) / 1000
        print(
            f"{f'open a case of 602 events, its anchor looked up, {cases} cases':<58} {fresh:10.1f} ms"
        )
        _bench_list(workspace, cases)


def _bench_list(workspace: Workspace, cases: int) -> None:
    """The list as a new process opens it: short rows, rows as long as those of real cases, and after a change."""
    marks = workspace.marks()
    short = [{"case": ref, **_ROW} for ref in marks.refs]
    for name, rows in (("", short), (", whole rows", [_whole(ref) for ref in marks.refs])):
        Index(workspace, lambda _: _ROW)._keep(Kept(marks, rows))
        took, own = median_and_own(lambda: Index(_again(workspace), lambda _: _ROW).rows(), 9)
        aim = "" if name else "   aim 500 ms at most"
        print(
            f"{f'the list of {cases} cases opens{name}':<58} {took:10.1f} ms (processor {own:.1f}){aim}"
        )
    path = workspace.path(marks.refs[0])
    row = {name: one for name, one in rows[0].items() if name != "case"}

    def changed() -> None:
        os.utime(path)
        Index(_again(workspace), lambda _: row).rows()

    took, own = median_and_own(changed, 9)
    print(f"{f'the same, one of {cases} cases changed':<58} {took:10.1f} ms (processor {own:.1f})")


def _whole(ref: str) -> dict[str, Any]:
    """A row with all that the list keeps of a case, some of it the case's own; nobody is meant."""
    at = int(ref[5:])
    handed_in = f"2026-{1 + at % 12:02}-{1 + at % 28:02}T{at % 24:02}:{at % 60:02}:00Z"
    routes = ("DVPP", "FINANCE_ADVICE", "MASH_CHILD", "MATAC")[: 1 + at % 4]
    own = {"name": f"Alex Sample {at}", "born": f"19{50 + at % 50}-0{1 + at % 9}-11"}
    when = dict.fromkeys(("opened_at", "changed_at", "submitted_at"), handed_in)
    marks = {"handed_in": handed_in, "fact born": own["born"], "fact offence_on": handed_in[:10]}
    marks |= {f"route {route} put_forward": handed_in for route in routes}
    row = {**_ROW, **own, **when, "waiting": list(routes), "grades": ["medium"], "marks": marks}
    none: dict[str, list[str]] = {key: [] for key in ("left_for", "graders", "named")}
    nought = dict.fromkeys(("questions", "replies", "to_sign", "to_review"), 0)
    empty = dict.fromkeys(("release_at", "next_todo", "given_to", "paused"), "")
    no = dict.fromkeys(("in_custody", "marac_to_send", "roles_open"), False)
    return {
        "case": ref,
        **row,
        **none,
        **nought,
        **empty,
        **no,
        "news": {"": 60, "ash": at % 3},
        "life": {},
    }


def _again(workspace: Workspace) -> Workspace:
    """As a new process has it: nothing remembered."""
    return Workspace(workspace.folder, workspace.vault, workspace.disk)


def bench_others() -> None:
    """The same answer saved by stock TinyDB and by sqlite (write-ahead log, synchronous), at 1,000 answers."""
    event = {"actor": "bench", "at": _AT, "kind": "answered", "payload": _PAYLOAD}
    with _folder() as folder:
        line = json.dumps(event).encode() + b"\n"
        base = sqlite3.connect(folder / "x.sqlite", isolation_level=None)
        base.execute("pragma journal_mode=wal")
        base.execute("pragma synchronous=full")
        base.execute("create table events (seq integer primary key, line text)")
        with _bare(folder / "bare", line) as bare:

            def insert() -> None:
                base.execute("insert into events (line) values (?)", (line.decode(),))

            ours, theirs = pair_us(insert, bare, 600)
            told("sqlite, write-ahead log, full: save one, not sealed", ours, theirs, "us", "-")
            stock = TinyDB(folder / "x.json")
            stock.insert_multiple([event] * 1000)
            ours, theirs = pair_us(lambda: stock.insert(event), bare, 60)
            told("stock TinyDB, 1,000 answers: save one, not durable", ours, theirs, "us", "-")
            stock.close()
        base.close()
    guess = median_us(lambda: Stretch(STANDARD, b"s" * 16).key("five invented words"), 5) / 1000
    print(f"{'one guess at a passphrase (Argon2id, 64 MiB, 3, 4)':<58} {guess:10.1f} ms")


if __name__ == "__main__":
    for number in (100, int(os.environ.get("PPITUI_BENCH_CASES", "100000"))):
        bench_workspace(number)
    bench_others()

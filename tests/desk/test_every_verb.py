"""A05: whatever is done, the thread says it; what only looks changes nothing. And one thread in every store."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tinydb.queries import where

import kit
from faces_here import Here
from ppitui.core.case import fold
from ppitui.core.events import Event, canonical
from ppitui.desk.bundles import carry, take_in
from ppitui.desk.keeping import protect
from ppitui.store.disk import Disk
from ppitui.store.keys import Cost
from ppitui.store.tables import EVENTS, open_thread
from ppitui.store.workspace import Workspace
from store.kit import answer, draft, new_log, opened

FAST = Cost(8, 1, 1)
WORDS = "four invented boats in a row"
CASE = "2026-0001"
# What looks, and what it may leave: that somebody looked.
READS: dict[str, tuple[str, ...]] = {
    "list": ("case", "list"),
    "show": ("case", "show", CASE),
    "thread": ("case", "thread", CASE),
    "verify one": ("case", "verify", CASE),
    "a copy to look at": ("case", "access", CASE),
    "due": ("case", "due"),
    "verify": ("verify",),
    "review": ("review",),
    "letters": ("letter", "--list"),
    "check": ("check",),
    "what if": ("case", "whatif", CASE, "--whatif", "risk_grade=high"),
    "restore, looking": ("restore", "one.backup"),
}
WRITES: dict[str, tuple[str, ...]] = {
    "hold": ("case", "hold", CASE, "--name", "inquiry", "--reason", "Asked for."),
    "release": ("case", "release", CASE, "--name", "inquiry", "--reason", "Over."),
    "retain": ("case", "retain", CASE, "--group", "3", "--reason", "Summary matter."),
    "copy": ("case", "access", CASE, "-o", "copy.txt", "--reason", "A letter."),
    "export": ("case", "thread", CASE, "--export", "one.thread", "--to", "court"),
    "approve": ("review", CASE, "--approve", "MATAC", "--reason", "Agreed."),
    "letter": ("letter", CASE, "MATAC", "-o", "matac.txt"),
    "return": ("review", CASE, "--return", "--reason", "Once more."),
}


def _threads(folder: Path) -> dict[str, bytes]:
    """Everything of the workspace but the cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "index.json"
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Here:
    place = Here(tmp_path_factory.mktemp("verbs"))
    workspace = kit.make_workspace(place.folder)
    kit.answered(kit.desk(workspace, "ash"), "custody")
    workspace.folder.rename(place.folder / "w")
    place.run("backup", "one.backup", "--as", "admin")
    return place


@pytest.mark.parametrize("name", READS)
def test_a05_what_only_looks_changes_nothing_but_that_somebody_looked(
    here: Here, name: str
) -> None:
    """Every command that shows something: not one byte of any thread, but a line that says who looked."""
    folder = here.folder / "w"
    before = _threads(folder)
    expect = 1 if name.startswith("restore") else 0
    here.run(*READS[name], "--as", "vale", expect=expect)
    after = _threads(folder)
    assert set(after) == set(before)
    changed = [one for one in after if after[one] != before[one]]
    assert set(changed) <= {f"cases/{CASE}.log"}
    for one in changed:
        assert after[one].startswith(before[one])
        added = kit.thread_of(Workspace.open(folder), CASE)[before[one].count(b"\n") :]
        assert {event.kind for event in added} == {"looked"}


def test_a05_every_change_has_its_line_and_every_line_its_change(here: Here) -> None:
    """Each command that does something adds lines and takes none away; the state is what the lines say."""
    folder = here.folder / "w"
    for name, args in WRITES.items():
        before = _threads(folder)[f"cases/{CASE}.log"]
        here.run(*args, "--as", "vale")
        after = _threads(folder)[f"cases/{CASE}.log"]
        assert after.startswith(before), name
        events = kit.thread_of(Workspace.open(folder), CASE)
        new = [one for one in events[before.count(b"\n") :] if one.kind != "looked"]
        assert new, name
        assert all(one.actor.id == "vale" and one.at for one in new), name
        assert fold(events).seq == len(events)


def test_a05_what_fails_leaves_no_line_but_its_refusal(here: Here) -> None:
    """Wrong calls, and what the person may not do."""
    folder = here.folder / "w"
    for args, status in (
        (("case", "hold", CASE, "--name", " ", "--reason", "x"), 2),
        (("case", "retain", CASE, "--group", "9", "--reason", "x"), 2),
        (("review", CASE, "--approve", "NO_SUCH", "--reason", "x"), 2),
        (("case", "erase", CASE, "--reason", "retention_over"), 3),
    ):
        before = len(kit.thread_of(Workspace.open(folder), CASE))
        here.run(*args, "--as", "vale", expect=status)
        added = kit.thread_of(Workspace.open(folder), CASE)[before:]
        assert {one.kind for one in added} <= {"looked", "refused"}


# the same thread, wherever it lies


def _dump(events: list[Event]) -> bytes:
    """What a thread says, whatever seals it and chains it."""
    lines = [canonical({**one.to_json(), "prev": ""}) for one in events]
    return b"\n".join(lines)


def test_s15_a_thread_says_the_same_in_every_store(tmp_path: Path) -> None:
    """In the clear, encrypted, through TinyDB's table, in a bundle to another workspace: byte for byte.

    Another database would join this list; there is none yet.
    """
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = kit.make_workspace(tmp_path / "a")
    reference = kit.answered(kit.desk(plain, "ash"), "custody")
    ash = kit.desk(plain, "ash")
    with ash.open(reference) as one:
        carry(ash, one, tmp_path / "one.bundle", WORDS, "laptop 7", cost=FAST)
    events = kit.thread_of(plain, reference)
    dump = _dump(events)
    with open_thread(plain.path(reference), reference, plain.seal_of(reference)) as table:
        held = table.table(EVENTS).search(where("seq") > 0)
        assert b"\n".join(canonical({**dict(one), "prev": ""}) for one in held) == dump
    far = kit.desk(kit.make_workspace(tmp_path / "b"), "ash")
    take_in(far, (tmp_path / "one.bundle").read_bytes(), WORDS)
    taken = kit.thread_of(far.workspace, reference)
    assert _dump(taken[:-1]) == dump, "and one line that says that it was taken in"
    assert taken[-2].prev == events[-1].prev, (
        "the same chain: another key changes it, a copy does not"
    )
    protect(plain.folder, "admin", kit.pack(), kit.NIGHT, WORDS, cost=FAST)
    sealed = kit.door_of(plain.folder)("admin", WORDS).workspace
    assert _dump(kit.thread_of(sealed, reference)) == dump
    print(f"\n{len(events)} events, sha256 {hashlib.sha256(dump).hexdigest()[:12]} in four places")


class Unhurried(Disk):
    """A disk that flushes nothing: for many lines whose safety is not what is asked here."""

    def fdatasync(self, fd: int) -> None:
        """Later."""


def test_s12_ten_thousand_versions_of_one_answer_are_all_kept(tmp_path: Path) -> None:
    """The newest counts, every older one is there, and two who look at the same moment still meet."""
    with new_log(tmp_path, disk=Unhurried()) as log:
        for number in range(10_000):
            log.append(answer("today.da", str(number), seen=log.count))
    with opened(tmp_path) as log:
        events = log.read()
        assert [one.payload["value"] for one in events[1:]] == [str(n) for n in range(10_000)]
        case = fold(events)
        given = case.answer("today.da")
        assert given is not None
        assert given.value == "9999"
        assert log.append(draft("note_added", text="x")).seq == 10_002

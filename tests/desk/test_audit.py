"""The thread is the audit: no change without its line, one line an event, names that stay, no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

import kit
from ppitui.core.case import fold
from ppitui.desk.record import thread
from ppitui.desk.users import user_payload
from ppitui.errors import StoreFault
from ppitui.store.disk import Disk
from ppitui.store.workspace import Workspace


class FullDisk(Disk):
    """A disk that takes no more bytes once told so."""

    full = False

    def write(self, fd: int, data: memoryview) -> int:
        if self.full:
            raise OSError(28, "no space")
        return super().write(fd, data)


def test_a03_a_change_whose_line_cannot_be_kept_does_not_happen(tmp_path: Path) -> None:
    """Nothing is shown as done on a desk, and nothing stands in the thread; later it can be done."""
    folder = kit.make_workspace(tmp_path).folder
    disk = FullDisk()
    ash = kit.desk(Workspace.open(folder, disk=disk), "ash")
    reference = kit.answered(ash, "custody", submit=False)
    with ash.open(reference) as opened:
        before, case = kit.thread_of(ash.workspace, reference), opened.case
        disk.full = True
        for act in (lambda: ash.note(opened, "lost"), lambda: ash.submit(opened)):
            with pytest.raises(StoreFault, match="disk is full"):
                act()
        assert opened.case == case
        disk.full = False
        assert kit.thread_of(ash.workspace, reference) == before
        ash.note(opened, "kept")
        assert opened.case == fold(kit.thread_of(ash.workspace, reference))


@pytest.mark.parametrize(
    "text", ['two\nlines","kind":"decided', 'a "quote" and a \\ and \'', "tab\there", "{}[]\\u0000"]
)
def test_a04_whatever_a_note_says_it_is_one_line(tmp_path: Path, text: str) -> None:
    """Line breaks, quotes and what looks like another event stay inside the one that they are in."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    reference = ash.new_case()
    with ash.open(reference) as opened:
        ash.note(opened, text)
        told = list(thread(opened.events, opened.pack, ash.names()))
    assert workspace.path(reference).read_bytes().count(b"\n") == 2
    assert [one.kind for one in kit.thread_of(workspace, reference)] == [
        "case_opened",
        "note_added",
    ]
    assert not any("\x1b" in line for line in told)


def test_a06_who_acted_stays_named_after_they_left_and_beside_a_namesake(tmp_path: Path) -> None:
    """The event holds the id and the role of its day; a name twice is still two people."""
    workspace = kit.make_workspace(tmp_path)
    ash, admin = kit.desk(workspace, "ash"), kit.desk(workspace, "admin")
    reference = kit.answered(ash, "custody", submit=False)
    admin.manage("user_added", user_payload("ash2", "PC Ash Example", ["officer"]))
    twin = kit.desk(workspace, "ash2")
    with twin.open(reference, kit.WHY) as opened:
        twin.note(opened, "mine")
    admin.disable_user("ash")
    with twin.open(reference) as opened:
        actors = {(one.actor.id, one.actor.role) for one in opened.events}
        told = "\n".join(thread(opened.events, opened.pack, twin.names()))
    assert actors == {("ash", "officer"), ("ash2", "officer")}
    assert "PC Ash Example" in told


def test_h06_nothing_opens_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a new case to a backup, with every way to a network shut."""
    from ppitui.desk.backups import backup

    def none(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", none)
    monkeypatch.setattr(socket, "getaddrinfo", none)
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    with door("vale", kit.words_of("vale")).open(reference) as opened:
        assert opened.case.assessed
    backup(door("admin", kit.words_of("admin")), tmp_path / "b", tmp_path / "k")

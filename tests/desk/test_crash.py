"""A walk that is killed, raced or crowded: every answer that was acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

import kit
from ppitui.core.answers import Answer, from_data, from_line
from ppitui.desk.answersfile import add_people, answer_for
from ppitui.desk.erasing import hold, retain
from ppitui.errors import Conflict
from ppitui.store.verify import verify

MOMENTS = 200


def _walk_until_killed(workspace_folder: Path, reference: str, pipe: int) -> None:
    """The child: answers the custody example, telling the parent of each answer once it is acknowledged."""
    from ppitui.store.workspace import Workspace

    desk = kit.desk(Workspace.open(workspace_folder), "ash")
    file = kit.example("custody")
    with desk.open(reference) as opened:
        while True:
            walk = desk.walk(opened)
            step = walk.next()
            if step is None:
                break
            _, raw, _ = answer_for(file, step)
            desk.answer(opened, walk, step, from_data(step.item, raw, walk.today))
            os.write(pipe, f"{step.key}\n".encode())


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")
def test_s01_killed_at_random_moments_the_walk_resumes_at_the_right_question(
    tmp_path: Path,
) -> None:
    """kill -9 at 200 random moments: reopening has every acknowledged answer and asks the next one."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    moments = random.Random(20260615)  # noqa: S311  # moments, not secrets
    killed_midway = 0
    for _ in range(MOMENTS):
        reference = desk.new_case()
        with desk.open(reference) as opened:
            add_people(desk, opened, kit.example("custody"))
            desk.begin(opened, "custody")
        moment = (moments.randrange(46), moments.uniform(0.0, 0.002))
        acknowledged = _kill_after(workspace.folder, reference, *moment)
        with desk.open(reference) as opened:
            walk = desk.walk(opened)
            kept = [event for event in opened.events if event.kind == "answered"]
            assert len(kept) - len(acknowledged) in (0, 1)  # one may be on disk and not yet told
            assert [f"{e.payload['item']}@{e.payload['about'] or ''}" for e in kept][
                : len(acknowledged)
            ] == acknowledged
            answered = [step.key for step in walk.asked if step.state == "answered"]
            assert set(acknowledged) <= set(answered)
            following = walk.next()
            if following is not None:
                killed_midway += bool(kept)
                assert following.key == walk.asked[len(answered)].key
        assert verify(workspace.path(reference), reference, workspace.seal).whole
    assert killed_midway >= MOMENTS // 4  # the moments fell where it matters


def _kill_after(folder: Path, reference: str, answers: int, spin: float) -> list[str]:
    """Start the child, kill it some moments after that many answers; what it acknowledged."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            _walk_until_killed(folder, reference, write)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        lines = [told.readline() for _ in range(answers)]
        until = time.perf_counter() + spin
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        lines += told.read().splitlines(keepends=True)
    os.waitpid(child, 0)
    return [line.decode().rstrip("\n") for line in lines if line.endswith(b"\n")]


def _add_notes(folder: Path, reference: str, who: str, count: int) -> None:
    from ppitui.store.workspace import Workspace

    desk = kit.desk(Workspace.open(folder), "birch")
    with desk.open(reference, kit.WHY) as opened:
        for number in range(count):
            desk.note(opened, f"note {number} of {who}")


def test_s05_six_processes_add_fifty_notes_each(tmp_path: Path) -> None:
    """300 notes are there, each once, and the chain is whole."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    context = get_context("fork")
    writers = [
        context.Process(target=_add_notes, args=(workspace.folder, reference, str(number), 50))
        for number in range(6)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    notes = [
        e.payload["text"] for e in kit.thread_of(workspace, reference) if e.kind == "note_added"
    ]
    assert sorted(notes) == sorted(f"note {n} of {who}" for who in range(6) for n in range(50))
    assert verify(workspace.path(reference), reference, workspace.seal).whole


def test_s05_two_race_one_answer_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    """Both looked before either wrote: the second is refused, and another question is not in the way."""
    workspace = kit.make_workspace(tmp_path)
    first, second = kit.desk(workspace, "ash"), kit.desk(workspace, "birch")
    reference = first.new_case()
    with first.open(reference) as opened:
        add_people(first, opened, kit.example("custody"))
        first.begin(opened, "custody")
    with first.open(reference) as one, second.open(reference, kit.WHY) as two:
        walk_one, walk_two = first.walk(one), second.walk(two)
        step = walk_one.next()
        assert step is not None
        first.answer(one, walk_one, step, from_line(step.item, "2", first.today))
        with pytest.raises(Conflict):
            second.answer(two, walk_two, step, from_line(step.item, "3", second.today))
        second.refresh(two)
        given = two.case.answer(step.item.key, step.about)
        assert given is not None
        assert (given.value, given.actor) == ("medium", "ash")
        second.note(two, "a note is never in the way")


def test_s05_a_case_that_is_opened_noted_and_held_elsewhere_never_makes_an_answer_stale(
    tmp_path: Path,
) -> None:
    """What others do to a record, or read of it, is in nobody's way who answers; each answer counts."""
    workspace = kit.make_workspace(tmp_path)
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = ash.new_case()
    with ash.open(reference) as mine:
        add_people(ash, mine, kit.example("custody"))
        ash.begin(mine, "custody")
        for number, why in enumerate((kit.WHY, "audit", "new_incident")):
            walk = ash.walk(mine)
            step = walk.next()
            assert step is not None
            seen = mine.case.seq
            with vale.open(reference, why) as theirs:
                vale.note(theirs, f"note {number}")
                hold(vale, theirs, f"hold {number}", "Asked for.")
                retain(vale, theirs, 3, "", "Summary matter.")
            ash.answer(mine, walk, step, Answer("not_known"), seen=seen)
        kinds = [one.kind for one in kit.thread_of(workspace, reference)]
    assert kinds.count("answered") == kinds.count("looked") == kinds.count("hold_placed") == 3

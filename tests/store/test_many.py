"""Several processes on one workspace at the same time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from ppitui.errors import Conflict
from ppitui.store.checkup import check
from ppitui.store.verify import verify
from ppitui.store.workspace import Workspace
from store.kit import (
    NO_MOUNTS,
    SEAL,
    Child,
    Gate,
    answer,
    draft,
    keyed_workspace,
    new_log,
    new_workspace,
    note,
    opened,
    reopened,
    texts,
)


@pytest.mark.parametrize("cases", [1, 4])
def test_s05_six_processes_of_200_notes_leave_each_once_in_whole_sealed_chains(
    tmp_path: Path, cases: int
) -> None:
    folder = tmp_path / "w"
    workspace = keyed_workspace(folder)
    refs = [workspace.new_case(draft("case_opened"))[0] for _ in range(cases)]
    gate = Gate()

    def writer(name: int) -> Callable[[Any], None]:
        def work(say: Callable[[Any], None]) -> None:
            mine = reopened(folder)
            with ExitStack() as held:
                logs = [held.enter_context(mine.case(ref)) for ref in refs]
                for number in range(200):
                    event = logs[number % cases].append(note(f"{name}/{number}"))
                    say([event.case, event.seq, event.payload["text"]])

        return work

    children = [Child(writer(name), gate) for name in range(6)]
    gate.open()
    acknowledged = [said for child in children for said in child.end() if isinstance(said, list)]
    kept = []
    for ref in refs:
        with reopened(folder).case(ref) as log:
            kept += [[ref, event.seq, event.payload["text"]] for event in log.read()[1:]]
    assert kept == sorted(acknowledged)
    assert len(kept) == 1200
    assert check(reopened(folder)).whole


def test_s05_a_reader_among_writers_sees_whole_snapshots_that_only_grow(tmp_path: Path) -> None:
    new_log(tmp_path).close()
    gate = Gate()

    def writer(_: Any) -> None:
        with opened(tmp_path) as log:
            for number in range(100):
                log.append(note(str(number)))

    children = [Child(writer, gate) for _ in range(3)]
    gate.open()
    with opened(tmp_path) as reader:
        seen = reader.read()
        for _ in range(3000):  # a bound, should a writer fail
            now = reader.read()
            assert now[: len(seen)] == seen
            seen = now
            if len(seen) == 301:
                break
        for child in children:
            child.end()
        assert len(reader.read()) == 301


def test_s05_of_two_answers_to_one_question_exactly_one_wins(tmp_path: Path) -> None:
    with new_log(tmp_path) as log:
        for round_ in range(60):
            seen = len(log.read())
            gate = Gate()

            def rival(name: str, seen: int = seen) -> Callable[[Any], Any]:
                def work(_: Any) -> Any:
                    with opened(tmp_path) as mine:
                        try:
                            return mine.append(answer("today.admission", name, seen=seen)).seq
                        except Conflict as clash:
                            return [event.payload["value"] for event in clash.events]

                return work

            children = [Child(rival(name), gate) for name in ("left", "right")]
            gate.open()
            results = [child.end()[0]["done"] for child in children]
            winner = log.read()[-1].payload["value"]
            assert len(log.read()) == seen + 1, f"round {round_}"
            assert sorted(map(str, results)) == sorted([str(seen + 1), str([winner])])


def test_s05_two_answers_to_two_questions_both_win(tmp_path: Path) -> None:
    new_log(tmp_path).close()
    gate = Gate()

    def writer(item: str) -> Callable[[Any], Any]:
        def work(_: Any) -> Any:
            with opened(tmp_path) as mine:
                return mine.append(answer(item, "yes", seen=1)).seq

        return work

    children = [Child(writer(item), gate) for item in ("today.da", "today.date")]
    gate.open()
    assert sorted(child.end()[0]["done"] for child in children) == [2, 3]


def test_six_processes_that_open_cases_get_sixty_references_without_a_gap(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    new_workspace(folder)
    gate = Gate()

    def desk(_: Any) -> list[str]:
        workspace = Workspace.open(folder, mounts=NO_MOUNTS)
        return [workspace.new_case(draft("case_opened"))[0] for _ in range(10)]

    children = [Child(desk, gate) for _ in range(6)]
    gate.open()
    refs = sorted(ref for child in children for ref in child.end()[0]["done"])
    assert refs == [f"2026-{number:04d}" for number in range(1, 61)]
    workspace = Workspace.open(folder, mounts=NO_MOUNTS)
    assert workspace.cases() == refs
    for ref in refs:
        assert verify(workspace.path(ref), ref, SEAL).events == 1


def test_two_handles_of_one_process_see_each_other(tmp_path: Path) -> None:
    with new_log(tmp_path) as one, opened(tmp_path) as two:
        for number in range(5):
            one.append(note(f"one {number}"))
            two.append(note(f"two {number}"))
        assert texts(one) == texts(two)
        assert len(texts(one)) == 10

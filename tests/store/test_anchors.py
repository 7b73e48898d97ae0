"""Anchors: what was once submitted, decided or issued cannot be cut, put back or exchanged unseen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ppitui.core.events import canonical
from ppitui.errors import Damaged, StoreFault
from ppitui.store.anchors import Unwitnessed
from ppitui.store.chain import Mark
from ppitui.store.checkup import check, where
from ppitui.store.disk import Disk
from ppitui.store.vault import destroy_key
from ppitui.store.workspace import Workspace
from store.kit import (
    ERRORS,
    KILLS,
    NO_MOUNTS,
    Child,
    FailingDisk,
    Gate,
    chance,
    decided,
    draft,
    keyed,
    keyed_workspace,
    new_workspace,
    note,
    reopened,
)
from store.sweep import outcomes


@pytest.fixture(params=["sealed", "plain"])
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """One case of five events, anchored at the fourth."""
    sealed = request.param == "sealed"
    made = keyed_workspace(tmp_path / "w") if sealed else new_workspace(tmp_path / "w")
    _case(made)
    return made


def _case(workspace: Workspace) -> str:
    ref, _ = workspace.new_case(draft("case_opened"))
    with workspace.case(ref) as log:
        for one in (note("one"), note("two"), decided(), note("three")):
            log.append(one)
    return ref


def again(workspace: Workspace) -> Workspace:
    """As another process opens it."""
    if workspace.encrypted:
        return reopened(workspace.folder)
    return Workspace.open(workspace.folder, mounts=NO_MOUNTS)


def faults(workspace: Workspace) -> dict[str, tuple[int, str]]:
    """What a check finds wrong, by thread."""
    found = check(again(workspace))
    wrong = {one.case: (one.fault.seq, one.fault.words) for one in found.verdicts if one.fault}
    if found.anchors.fault:
        wrong["anchors"] = (0, found.anchors.fault)
    assert found.whole is not bool(wrong)
    return wrong


def lines(workspace: Workspace, ref: str = "2026-0001") -> list[bytes]:
    return workspace.path(ref).read_bytes().splitlines(keepends=True)


def test_what_leaves_the_desk_is_anchored_and_an_answer_is_not(workspace: Workspace) -> None:
    found = check(again(workspace))
    assert [(one.case, one.mark.seq, one.why) for one in found.anchors.anchors] == [
        ("workspace", 1, "workspace_opened"),
        ("2026-0001", 4, "decided"),
    ]
    assert found.whole
    assert again(workspace).anchors.last("2026-0001") == Mark(4, found.heads["2026-0001"][3])


def test_a01_a_cut_at_every_offset_is_named_below_the_anchor_and_unfinished_above_it(
    workspace: Workspace,
) -> None:
    """And an opened case is never the one that it was before its decision."""
    ref, _ = workspace.new_case(draft("case_opened"))
    with workspace.case(ref) as log:
        log.append(decided())
        log.append(note("after"))
    whole = workspace.path(ref).read_bytes()
    anchored = len(b"".join(lines(workspace, ref)[:2]))
    for size in range(len(whole)):
        workspace.path(ref).write_bytes(whole[:size])
        kept = whole.count(b"\n", 0, size)
        now = Workspace(workspace.folder, workspace.vault, Disk())
        verdict = check(now).verdicts[-1]
        if size < anchored:
            assert verdict.fault is not None
            assert verdict.fault.seq == kept + 1
            assert "event 2 of it was anchored (decided)" in verdict.fault.words or kept == 0
            with now.case(ref) as log, pytest.raises(Damaged):
                log.append(note("over the cut"))
        else:
            assert (verdict.fault, verdict.events) == (None, 2)
            assert verdict.unfinished == size - anchored


def test_a02_a_chain_made_anew_disagrees_with_its_anchor(workspace: Workspace) -> None:
    """Somebody with the keys rewrites the case from the start."""
    path = workspace.path("2026-0001")
    path.unlink()
    bare = Workspace(workspace.folder, workspace.vault, Disk())
    bare.anchors.path = workspace.folder / "elsewhere"
    bare.anchors.path.touch()
    bare.adopt("2026-0001", [draft("case_opened"), note("one"), note("2"), decided(), note("3")])
    assert faults(workspace)["2026-0001"][0] == 4
    with again(workspace).case("2026-0001") as log, pytest.raises(Damaged, match="anchored"):
        log.read()


def test_k03_an_older_copy_put_back_is_noticed_when_it_is_opened(workspace: Workspace) -> None:
    old = workspace.path("2026-0001").read_bytes()
    with workspace.case("2026-0001") as log:
        log.append(decided("MARAC"))
    workspace.path("2026-0001").write_bytes(old)
    assert faults(workspace)["2026-0001"][0] == 6
    with again(workspace).case("2026-0001") as log, pytest.raises(Damaged, match="event 6"):
        log.read()


def test_a_deleted_case_is_missed_and_its_reference_never_given_again(workspace: Workspace) -> None:
    workspace.path("2026-0001").unlink()
    seq, words = faults(workspace)["2026-0001"]
    assert (seq, "not there any more" in words) == (0, True)
    assert again(workspace).new_case(draft("case_opened"))[0] == "2026-0002"


def test_two_cases_exchanged_are_named(workspace: Workspace) -> None:
    _case(workspace)
    one, two = workspace.path("2026-0001"), workspace.path("2026-0002")
    one.rename(two.with_suffix(".x"))
    two.rename(one)
    two.with_suffix(".x").rename(two)
    assert set(faults(workspace)) == {"2026-0001", "2026-0002"}


def test_a_disabled_user_is_not_enabled_by_an_older_thread_of_users(workspace: Workspace) -> None:
    path = workspace.folder / "workspace.log"
    old = path.read_bytes()
    with workspace.thread() as log:
        log.append(draft("user_disabled", user="ash"))
    path.write_bytes(old)
    assert faults(workspace)["workspace"][0] == 2
    with again(workspace).thread() as log, pytest.raises(Damaged):
        log.read()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[1:], "anchor 1 is not whole"),
        (lambda lines: [lines[0], lines[2]], "anchor 2 is not whole"),
        (lambda lines: [*lines[:1], lines[1].replace(b'"v":1', b'"v":1 '), lines[2]], "anchor 2"),
        (lambda lines: [b"\n", *lines], "anchor 1 is not whole"),
        (lambda lines: [*lines, b"[]\n"], "anchor 4 is not whole"),
    ],
    ids=["beheaded", "deleted", "edited", "blank line", "noise"],
)
def test_a01_altered_anchors_are_named(
    workspace: Workspace, change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    workspace.anchor("2026-0001", "backup", "2026-06-15T00:00:00Z")
    path = workspace.folder / "anchors.log"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    assert words in faults(workspace)["anchors"][1]


def test_an_anchor_of_another_hand_is_not_believed(tmp_path: Path) -> None:
    """The chain of anchors is followed, but the signature is not ours."""
    workspace = keyed_workspace(tmp_path / "w")
    _case(workspace)
    path = workspace.folder / "anchors.log"
    *kept, last = path.read_bytes().splitlines(keepends=True)
    data = json.loads(last)
    data["head"] = "0" * 64
    for signature in (data["sig"], "", "00" * 64, "0f"):
        path.write_bytes(b"".join(kept) + canonical({**data, "sig": signature}) + b"\n")
        assert "was not signed by this workspace" in faults(workspace)["anchors"][1]


def test_anchors_of_two_histories_are_not_joined(tmp_path: Path) -> None:
    """Each line is signed by this workspace, but the one does not follow the other."""
    workspace = keyed_workspace(tmp_path / "w")
    _case(workspace)
    path = workspace.folder / "anchors.log"
    common = path.read_bytes()
    forks = []
    for seq in (4, 5):
        path.write_bytes(common)
        for _ in range(2):
            mark = Mark(seq, check(again(workspace)).heads["2026-0001"][seq - 1])
            again(workspace).anchors.add("2026-0001", mark, "backup", f"2026-06-15T0{seq}:00:00Z")
        forks.append(path.read_bytes().splitlines(keepends=True))
    path.write_bytes(b"".join([*forks[0][:3], forks[1][3]]))
    assert faults(workspace)["anchors"][1] == "anchor 4 does not follow the one before it"


def test_where_nothing_is_signed_only_a_head_kept_elsewhere_shows_anchors_made_anew(
    tmp_path: Path,
) -> None:
    """What SECURITY.md says of an unencrypted workspace."""
    workspace = new_workspace(tmp_path / "w")
    _case(workspace)
    kept_elsewhere = check(workspace).head
    path = workspace.folder / "anchors.log"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    workspace.path("2026-0001").write_bytes(b"".join(lines(workspace)[:3]))
    found = check(again(workspace))
    assert found.whole, "the cut is not seen from inside"
    assert where(workspace, found, kept_elsewhere) == [], "but the head is missed"


def test_a_head_is_found_where_it_stands(workspace: Workspace) -> None:
    found = check(workspace)
    head = found.heads["2026-0001"][3]
    assert where(workspace, found, head[:12]) == ["event 4 of 2026-0001"]
    assert where(workspace, found, found.head) == ["anchor 2: event 4 of 2026-0001"]
    assert where(workspace, found, "0" * 12) == []


def test_a_torn_anchor_is_unfinished_and_the_next_one_cuts_it(workspace: Workspace) -> None:
    path = workspace.folder / "anchors.log"
    path.write_bytes(path.read_bytes() + b'{"at":"torn')
    found = check(again(workspace))
    assert (found.whole, found.anchors.unfinished) == (True, 11)
    with again(workspace).case("2026-0001") as log:
        log.append(decided("MARAC"))
    found = check(again(workspace))
    assert (found.whole, found.anchors.unfinished, len(found.anchors.anchors)) == (True, 0, 3)


def test_without_its_anchors_a_workspace_is_not_read_as_if_nothing_had_been_anchored(
    workspace: Workspace,
) -> None:
    (workspace.folder / "anchors.log").unlink()
    with pytest.raises(StoreFault, match="file of anchors"):
        again(workspace).case("2026-0001")
    assert "anchors" in faults(workspace)


def _decide(folder: Path, disk: FailingDisk) -> int:
    with reopened(folder, disk=disk).case("2026-0001") as log:
        return log.append(decided("MARAC")).seq


@pytest.mark.parametrize("fault", [*ERRORS, *KILLS])
def test_s01_s02_a_decision_under_any_fault_is_kept_whole_or_not_at_all(
    tmp_path: Path, fault: str
) -> None:
    """A03: where the anchor fails the person is told, and the case still verifies."""
    start = tmp_path / "start"
    _case(keyed_workspace(start))
    for folder, acknowledged, _ in outcomes(start, _decide, fault):
        with reopened(folder).case("2026-0001") as log:
            kinds = [event.kind for event in log.read()]
            assert kinds.count("decided") in ((1, 2) if acknowledged is None else (2,))
            log.append(decided("DVPP"))
        found = check(reopened(folder))
        assert found.whole
        assert (found.anchors.unfinished, found.verdicts[1].unfinished) == (0, 0)
        assert found.anchors.anchors[-1].mark.seq == len(kinds) + 1


def test_a_decision_whose_anchor_fails_says_that_it_was_saved(tmp_path: Path) -> None:
    _case(keyed_workspace(tmp_path / "w"))

    class Full(Disk):
        writes = 0

        def write(self, fd: int, data: memoryview) -> int:
            self.writes += 1
            if self.writes == 2:
                raise OSError(28, "made to fail")
            return super().write(fd, data)

    with reopened(tmp_path / "w", disk=Full()).case("2026-0001") as log:
        with pytest.raises(Unwitnessed, match=r"Event 6 of 2026-0001 was saved, but its anchor"):
            log.append(decided("MARAC"))
        assert log.append(decided("DVPP")).seq == 7
    assert check(reopened(tmp_path / "w")).whole


def test_s05_six_processes_that_decide_leave_one_whole_chain_of_anchors(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    _case(keyed_workspace(folder))
    gate = Gate()

    def desk(_: Any) -> int:
        with reopened(folder).case("2026-0001") as log:
            for number in range(20):
                log.append(decided(f"ROUTE{number}"))
        return 0

    children = [Child(desk, gate) for _ in range(6)]
    gate.open()
    for child in children:
        child.end()
    found = check(reopened(folder))
    assert found.whole
    assert len(found.anchors.anchors) == 2 + 120


def test_an_erased_case_keeps_its_chain_and_its_anchors(tmp_path: Path) -> None:
    workspace = keyed_workspace(tmp_path / "w")
    _case(workspace)
    destroy_key(workspace.folder, "2026-0001", workspace.disk)
    found = check(again(workspace))
    assert (found.whole, found.gone) == (True, frozenset({"2026-0001"}))
    workspace.path("2026-0001").write_bytes(b"".join(lines(workspace)[:3]))
    assert faults(workspace)["2026-0001"][0] == 4


def test_k03_flipped_bits_anywhere_in_a_workspace_are_found(tmp_path: Path) -> None:
    """In any file but the cache and the keys of people; the fault names a thread, the anchors or the pack."""
    workspace = keyed_workspace(tmp_path / "start")
    _case(workspace)
    workspace.keep_pack("c" * 64, {"a.yaml": "kind: a"})
    files = [
        path.relative_to(workspace.folder)
        for path in sorted(workspace.folder.rglob("*"))
        if path.is_file() and path.suffix in (".log", ".key") and path.stat().st_size
    ]
    assert len(files) == 4
    bits = chance(77)
    folder = tmp_path / "w"
    shutil.copytree(workspace.folder, folder)
    vault = keyed()
    for _ in range(400):
        path = folder / bits.choice(files)
        data = bytearray(path.read_bytes())
        whole = bytes(data)
        bit = bits.randrange(len(data) * 8)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        found = check(Workspace(folder, vault, Disk()))
        unfinished = found.anchors.unfinished or any(one.unfinished for one in found.verdicts)
        last_break = bit // 8 == len(data) - 1
        assert not found.whole or (unfinished and last_break), (path, bit)
        path.write_bytes(whole)

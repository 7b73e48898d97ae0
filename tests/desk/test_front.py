"""What home needs of the definitions, kept so that it need not wait for all of them; and never believed wrongly."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kit
from ppitui import __version__
from ppitui.core.definitions import Pack
from ppitui.desk import front as fronts
from ppitui.desk.door import Door
from ppitui.desk.front import Definitions, definitions, front_of, keep_front
from ppitui.desk.packs import PackFaults, checked
from ppitui.pack.load import load
from ppitui.store.cached import keep_cached
from ppitui.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def counted(pack: Pack, calls: list[str]) -> Callable[[], Pack]:
    """What loads a pack, and notes that it did."""

    def loads() -> Pack:
        calls.append(pack.hash)
        return pack

    return loads


def test_what_is_kept_says_what_the_whole_would_say(workspace: Workspace) -> None:
    keep_front(workspace, kit.pack())
    front = front_of(workspace, kit.pack().hash)
    assert front is not None
    assert list(front.journeys) == list(kit.pack().journeys)
    for name, head in front.journeys.items():
        whole = kit.pack().journeys[name]
        assert tuple(head) == (whole.id, whole.title, tuple(whole.who), whole.minutes)
    for name, number in front.policy.items():
        assert number.value == kit.pack().policy[name].value
    assert {"clock_opens", "clock_review_hours", "youth_days_past_18"} <= set(front.policy)


def test_the_queue_and_the_list_are_the_same_from_either(workspace: Workspace) -> None:
    """Clocks, titles, and what a youth worker sees."""
    for name in ("custody", "two_harmed", "youth"):
        kit.answered(kit.desk(workspace, "yarrow" if name == "youth" else "ash"), name)
    calls: list[str] = []
    keep_front(workspace, kit.pack())
    for user in ("vale", "yarrow", "ash"):
        found = definitions(workspace, kit.pack().hash, counted(kit.pack(), calls))
        desk = Door(workspace.folder, lambda found=found: found.whole, kit.files(), kit.clock)(user)  # type: ignore[misc]
        whole = kit.desk(workspace, user)
        assert desk.cases() == whole.cases()
        assert desk.queue() == whole.queue()
    assert calls == [], "the whole was loaded for a list"


def test_the_whole_is_loaded_once_and_when_it_is_needed(workspace: Workspace) -> None:
    calls: list[str] = []
    load_it = counted(kit.pack(), calls)
    first = definitions(workspace, kit.pack().hash, load_it)
    assert len(calls) == 1, "nothing is kept yet: faults must show before anything is shown"
    assert first.whole is first.whole is first.front
    second = definitions(workspace, kit.pack().hash, load_it)
    assert len(calls) == 1
    assert second.front.journeys.keys() == kit.pack().journeys.keys()
    assert second.whole is second.whole is kit.pack()
    assert len(calls) == 2


@pytest.mark.parametrize("change", ["hash", "version", "damage", "gone", "odd"])
def test_what_does_not_fit_is_not_used(
    workspace: Workspace, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other definitions, another ppitui, a broken file, none: the whole is loaded, and what is kept made anew."""
    keep_front(workspace, kit.pack())
    path, digest = workspace.folder / "front.json", kit.pack().hash
    match change:
        case "hash":
            digest = "sha256:" + "0" * 64
        case "version":
            monkeypatch.setattr(fronts, "__version__", "0.0.9")
        case "damage":
            path.write_bytes(path.read_bytes().replace(b"Custody", b"Custard"))
        case "gone":
            path.unlink()
        case "odd":
            odd = {"version": __version__, "hash": digest, "journeys": [1]}
            keep_cached(workspace, "front", odd)
    assert front_of(workspace, digest) is None
    calls: list[str] = []
    definitions(workspace, digest, counted(kit.pack(), calls))
    assert len(calls) == 1


def test_definitions_with_a_fault_are_never_half_shown(workspace: Workspace) -> None:
    """A fault in any file changes the hash, so what was kept is not believed, and nothing is signed in to."""
    keep_front(workspace, kit.pack())
    files = {**kit.files(), "instruments/today.yaml": b"kind: instrument\n"}
    with pytest.raises(PackFaults):
        Door(workspace.folder, lambda: checked(load(files)), files, kit.clock)
    assert front_of(workspace, kit.pack().hash) is not None


def test_an_encrypted_workspace_keeps_nothing_outside(tmp_path: Path) -> None:
    door = kit.make_encrypted(tmp_path)
    Door(door.folder, kit.pack, kit.files(), kit.clock, keyring=door.keyring)
    assert not (door.folder / "front.json").exists()


def test_home_brings_nothing_that_it_does_not_use() -> None:
    """The fold, the rules, the letters, YAML: loaded when somebody opens a case, not while they wait for the list."""
    heavy = (
        *("ppitui.core.case", "ppitui.core.walk", "ppitui.core.decide", "ppitui.core.definitions"),
        *("ppitui.pack.load", "ppitui.letters", "ppitui.faces.work", "yaml", "jsonschema"),
        *("jinja2", "holidays", "typst", "cryptography", "argon2", "tinydb", "questionary"),
    )
    code = (
        "import sys, ppitui.faces.cli, ppitui.faces.begin, ppitui.faces.full, ppitui.faces.tui.app\n"
        "import ppitui.faces.tui.screens.home\n"
        f"print([one for one in {heavy!r} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_definitions_of_which_nothing_is_kept_are_their_own_front() -> None:
    found = Definitions(kit.pack().hash, kit.pack, None)
    assert found.front is found.whole is kit.pack()

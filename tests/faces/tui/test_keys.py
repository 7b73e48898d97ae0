"""A person's own keys, and that every key can be found: in the footer or in the help, in every screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.binding import Binding

import kit
from faces.tui.driving import Hands
from ppitui.desk.casefile import FileFaults
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.keys import actions, read_keys
from ppitui.faces.tui.screens.home import HomeScreen
from ppitui.faces.tui.screens.work import WorkScreen


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_keys_of_a_file_work_and_the_old_ones_do_not(tmp_path: Path) -> None:
    """n for not known, F7 to take back; the footer and the help show them."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    reference = kit.answered(desk, "custody", submit=False)
    with desk.open(reference) as opened:
        for _ in range(20):
            desk.undo(opened)
    before = len(kit.thread_of(workspace, reference))
    text = "kind: keys\nkeys:\n  answer.not_known: n\n  work.undo: f7\n"
    keys = read_keys(written(tmp_path, text))

    async def main() -> None:
        app = PpituiApp(lambda who: kit.desk(workspace, who), "ash", environ={}, keys=keys)
        async with app.run_test(size=(120, 40)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            await hands.keys("0", "0", "0", "1", "enter", "enter")
            assert isinstance(app.screen, WorkScreen)
            assert "F7 undo" in hands.text
            await hands.keys("u")
            await hands.keys("n")
            await hands.keys("f9")
            await hands.keys("f7")
            await hands.keys("f3")
            assert "n          not known  [answer.not_known]" in hands.text

    asyncio.run(main())
    kinds = [one.kind for one in kit.thread_of(workspace, reference)][before:]
    assert kinds == ["answered", "undone"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: keys\nkeys:\n  work.und: f7\n", "keys.yaml:3:3"),
        ("kind: keys\nkeys:\n  work.und: f7\n", "work.undo"),
        ("kind: keys\nkeys:\n  work.undo: f8\n", "the key of work.skip (skip) already"),
        ("kind: keys\nkeys:\n  work.undo: f12\n", "the key of blank (blank) already"),
        ("kind: keys\nkeys:\n  answer.declined: '7'\n", "cannot be a key here"),
        ("kind: keys\nkeys:\n  work.undo: ctrl+m\n", "cannot be a key here"),
        ("kind: keys\nkeys:\n  impact.accept: a\n", "no word that is typed can be it"),
        ("kind: keys\nkeys: [f7]\n", "then `keys:`"),
        ("keys: {work.undo: f7}\n", "kind: keys"),
    ],
)
def test_a_wrong_file_of_keys_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FileFaults) as caught:
        read_keys(written(tmp_path, text))
    told = "\n".join(line for one in caught.value.findings for line in one.lines())
    assert words in told


def test_no_file_of_keys_is_no_keys(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "keys.yaml") == {}


def test_every_binding_of_ours_has_a_name_and_words() -> None:
    """So that it can be told, and given another key."""
    from ppitui.faces.tui.keys import _owners

    nameless = [
        (owner.__name__, one.key)
        for owner in _owners()
        for one in owner.__dict__.get("BINDINGS", ())
        if isinstance(one, Binding) and not (one.id and one.description)
    ]
    assert nameless == []
    assert len(actions()) > 30


def test_every_key_in_force_is_in_the_help(tmp_path: Path) -> None:
    """Key coverage: what the screen would act on, the help tells; Textual's own keys of lists and lines apart."""
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)

    async def main() -> None:
        app = PpituiApp(lambda who: kit.desk(workspace, who), "ash", environ={})
        async with app.run_test(size=(120, 60)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            assert isinstance(app.screen, HomeScreen)
            for keys in ((), ("0", "0", "0", "1", "enter"), ("enter",), ("f5",)):
                await hands.keys(*keys)
                ids = [
                    one.binding.id for one in app.screen.active_bindings.values() if one.binding.id
                ]
                assert ids
                await hands.keys("f3")
                missing = [one for one in ids if f"[{one}]" not in hands.text]
                assert missing == [], app.screen
                await hands.keys("escape")

    asyncio.run(main())

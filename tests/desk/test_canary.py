"""K04: a name, an address and a note that nobody else has, through the whole workflow of an encrypted workspace."""

from __future__ import annotations

import base64
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kit
from ppitui.desk.access import hand_over
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.backups import backup
from ppitui.desk.bundles import carry
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.posting import available, issue
from ppitui.errors import PpituiError
from ppitui.faces.crash import report

CANARY = "Zqxcanary"
WORDS = "a bundle of three paper boats"
NOTE = "Zqxnote of a hiding place"


def _marked(people: Any) -> Any:
    """The same people with the canary in every name and address."""
    if isinstance(people, dict):
        return {
            key: f"{CANARY} {value}" if key in ("name", "address", "workplace") else _marked(value)
            for key, value in people.items()
        }
    if isinstance(people, list):
        return [_marked(one) for one in people]
    return people


def _holders(folder: Path) -> set[str]:
    """Every file below a folder that holds the canary, as it is, in base64 or as hexadecimal digits."""
    words = [CANARY.encode(), b"Zqxnote"]
    forms = [*words, *(word.hex().encode() for word in words)]
    forms += [base64.b64encode(b"x" * pad + word)[4:-4] for word in words for pad in (0, 1, 2)]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    }


def _issued(at: Desk, opened: OpenCase, folder: Path) -> int:
    """Every letter that may leave is written into a folder; how many."""
    issued = 0
    for letter in available(at, opened):
        try:
            issue(at, opened, letter.id, folder / f"{letter.id}.txt")
            issued += 1
        except PpituiError:
            continue
    return issued


def test_k04_the_canary_is_nowhere_but_in_the_letters_meant_to_hold_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setenv("PPITUI_HOME", str(tmp_path / "encrypted"))
    door = kit.make_encrypted(tmp_path)
    ash = door("ash", kit.words_of("ash"))
    marked = _replaced(kit.example("custody"))
    reference = ash.new_case()
    with ash.open(reference) as opened:
        ash.begin(opened, marked.journey, marked.on)
        add_people(ash, opened, marked)
        assert apply_answers(ash, opened, marked) == []
        ash.note(opened, NOTE)
        ash.proof.given(ash.now())
        ash.submit(opened)
        assert CANARY in opened.case.harmed[0].name
    vale = door("vale", kit.words_of("vale"), signs=True)
    letters = tmp_path / "letters"
    letters.mkdir()
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "Agreed.")
        issued = _issued(vale, opened, letters)
        hand_over(vale, opened, letters / "copy", "A letter.", working=letters / "working")
        carry(vale, opened, tmp_path / "one.bundle", WORDS, "laptop 7", cost=kit.FAST)
    assert issued
    backup(door("admin", kit.words_of("admin")), tmp_path / "one.backup", tmp_path / "one.keys")
    assert CANARY in vale.cases()[0]["name"], "the list was made, and kept"
    assert (door.folder / "index.json").exists()
    try:
        raise ValueError(f"{CANARY} {NOTE}")
    except ValueError as crash:
        print(report(crash))
    held = _holders(tmp_path)
    assert held
    assert all(name.startswith("letters/") for name in held), held
    assert not [name for name in os.environ.values() if CANARY in name]
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err
    assert "Zqxnote" not in said.out + said.err
    for path in tmp_path.rglob("*"):
        assert CANARY.lower() not in path.name.lower()


def test_k04_after_its_key_is_gone_not_even_the_workspace_key_finds_the_canary(
    tmp_path: Path,
) -> None:
    """With the passphrase, the index and every file of the workspace in hand."""
    door = kit.make_encrypted(tmp_path)
    ash = door("ash", kit.words_of("ash"))
    reference = ash.new_case()
    with ash.open(reference) as opened:
        add_people(ash, opened, _replaced(kit.example("custody")))
    assert CANARY in ash.cases()[0]["name"]
    ash.workspace.destroy_key(reference)
    again = door("ash", kit.words_of("ash"))
    assert CANARY not in str(again.cases())
    assert "nobody can read it" in again.cases()[0]["fault"]
    assert not _holders(tmp_path)


def _replaced(file: Any) -> Any:
    return replace(file, people=_marked(file.people))

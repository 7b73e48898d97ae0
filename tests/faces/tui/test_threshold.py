"""A threshold from the studio into force, by keys on a real terminal, each person at their own.

PPITUI_BENCH_IMPACT says over how many stored cases; with -s it prints seconds, memory and key presses.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bench_pack
import kit
from faces.tui.terminal import Terminal
from ppitui.desk.door import Door
from ppitui.desk.packs import files_of, use_pack
from ppitui.store.keyring import Keyring
from ppitui.store.vault import KeyedVault

CASES = int(os.environ.get("PPITUI_BENCH_IMPACT", "30"))
OLD = "2026-0001"


class Keys(Terminal):
    """Somebody at their terminal, who signs with their passphrase; presses are counted, free text costs its Enter."""

    def __init__(self, folder: Path, user: str) -> None:
        super().__init__(str(folder), user)
        self.user = user
        self.presses = 0
        self.until("search: name or reference", "OFFICIAL-SENSITIVE")

    def keys(self, *keys: str) -> None:
        """Keys by name, or text letter by letter."""
        self.presses += sum(
            1 if len(key) == 1 or (key.isalnum() and key in _NAMED) else len(key) for key in keys
        )
        self.press(*keys)

    def find(self, wanted: str) -> None:
        """Type at the list; open what is found first."""
        for at in range(len(wanted)):
            self.keys(wanted[at])
            self.until(f"▌ {wanted[: at + 1]}")
        self.keys("enter")

    def reason(self, words: str, signs: str, done: str) -> None:
        """A line of prose, signed with the passphrase, asked for by the name of the act."""
        self.press(words)
        self.keys("enter")
        self.until(f"{signs}: your passphrase signs it.")
        self.press(kit.words_of(self.user))
        self.keys("enter")
        self.until(done)

    def left(self) -> None:
        """Go; the most memory that it held is printed."""
        status = Path(f"/proc/{self.process.pid}/status")
        most = re.search(r"VmHWM:\s+(\d+)", status.read_text("utf-8")) if status.exists() else None
        print(f"{self.user}: {self.presses} key presses; {int(most[1]) // 1024 if most else 0} MB")
        self.press("ctrl+q")
        assert self.ended() == 0
        assert self.restored()


_NAMED = frozenset(("enter", "esc", "up", "down", "end", "backspace", "f2", "f6", "f8", "f10"))


@pytest.fixture
def door(tmp_path: Path) -> Door:
    """An encrypted workspace with a second administrator, stored cases and a draft that was begun."""
    found = kit.make_encrypted(tmp_path)
    admin = found("admin", kit.words_of("admin"))
    admin.add_user("elm", "Elm Example", ["administrator"])
    vault, keyring = admin.workspace.vault, found.keyring
    assert isinstance(vault, KeyedVault)
    assert keyring is not None
    keyring.give(vault, "elm", kit.words_of("elm"), first=False)
    ash = found("ash", kit.words_of("ash"))
    bench_pack.fill(ash, CASES)
    kit.answered(ash, "custody", submit=False)
    return found


def rerun(folder: Path) -> bytes:
    """The old case as it was handed in, by the command."""
    words = folder.parent / "ash.words"
    words.write_text(kit.words_of("ash") + "\n", "utf-8")
    words.chmod(0o600)
    call = ["case", "rerun", OLD, "--json", "--as", "ash", "--passphrase-file", str(words)]
    done = subprocess.run(
        [sys.executable, "-m", "ppitui", *call],
        env={**os.environ, "PPITUI_HOME": str(folder), "HOME": str(folder.parent)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def mapped(term: Keys) -> None:
    """Where drafts of cases stand; then the mapping, with a question that is asked again."""
    term.find("mapping")
    term.until("1 case in draft stays on the definitions begun under", "Begin the mapping")
    term.keys("enter")
    term.until("steps: []", "no findings")
    # at once, as on a slow line: what moves and what is typed act in their order
    term.keys("down", "down", "down", "down", "end", "backspace", "{retire: history.record}]")
    term.until("history.record}]", "no findings")
    term.keys("f2")
    term.until("Nothing in force has changed")
    term.keys("esc")
    term.until("no warnings, 1 note", "To change")


def changed_and_proposed(folder: Path) -> None:
    """The threshold, a wrong value on the way; the mapping for drafts; the impact; the proposal."""
    with Keys(folder, "admin") as term:
        term.keys("enter")
        term.until("Policy values")
        term.find("checkpoint_days")
        term.until("Value (")
        term.keys("1", "x")
        term.until("enter a whole number")
        term.keys("backspace")
        term.until("Value (", gone="enter a whole number")
        term.keys("f2")
        term.until("Saved in the draft", "Findings: no errors, no warnings, 1 note")
        term.keys("esc")
        term.until("To change")
        mapped(term)
        start = time.monotonic()
        term.keys("f6")
        term.until("Looking at what")
        print(f"first progress after {time.monotonic() - start:.2f} s")
        if CASES > 1000:
            term.until(f"of {CASES + 1} cases")
            print(f"first count after {time.monotonic() - start:.2f} s")
        term.until(f"{CASES + 1} cases looked at", "proposed by nobody yet")
        print(f"impact of {CASES + 1} cases after {time.monotonic() - start:.1f} s")
        term.keys("f10")
        term.until("why? Enter proves")
        term.reason("The scheme asks for it.", "Propose the draft", "Proposed: ")
        term.keys("f10")
        term.until("You proposed this draft: another administrator publishes it")
        term.left()


def accepted(folder: Path) -> None:
    """A supervisor: what would change, one case of it, accepted."""
    with Keys(folder, "vale") as term:
        term.find("proposed")
        term.until(f"{CASES + 1} cases looked at", "somebody other than admin accepts")
        term.keys("down")
        term.until("checkpoint_days: value: was 90, is 1")
        term.keys("enter")
        term.until("Enter looks at one")
        term.keys("enter")
        term.until("1 would change.", "checkpoint_days: value: was 90, is 1")
        term.keys("esc")
        term.until("Where it stands")
        term.keys("f8")
        term.until("accept: why?")
        term.reason("Seen, and as the scheme says.", "Accept what it changes", "Accepted: ")
        term.until("accepted by DI Vale Example", gone="somebody other than admin accepts")
        term.left()


def published(folder: Path) -> None:
    """The second administrator: refused nothing any more."""
    with Keys(folder, "elm") as term:
        term.find("proposed")
        term.until(f"{CASES + 1} cases looked at", "accepted by DI Vale Example")
        term.keys("f10")
        term.until("why? Enter proves")
        start = time.monotonic()
        term.reason("Read and agreed.", "Publish for new cases", "In force for new cases")
        print(f"published after {time.monotonic() - start:.1f} s")
        term.until("can be brought over by")
        term.left()


def brought_over(folder: Path, draft: str) -> None:
    """The officer: what the mapping carries, then done; the question is asked again."""
    with Keys(folder, "ash") as term:
        term.find(draft)
        term.until("The definitions were changed since this draft was begun")
        term.keys("/")
        term.keys("migrate", "enter")
        term.until("Nothing is written yet")
        term.keys("enter")
        term.until("Go on with the questions", gone="Nothing is written yet")
        term.keys("/")
        term.keys("migrate confirm", "enter")
        term.until("on the definitions in force now", "1 questions asked again")
        term.left()


def test_a_threshold_is_changed_weighed_accepted_published_and_a_draft_brought_over(
    door: Door,
) -> None:
    """By four people with keys alone; the old case is the same to the byte, the retired answer is asked again."""
    folder, draft = door.folder, f"2026-{CASES + 1:04d}"
    before = rerun(folder)
    changed_and_proposed(folder)
    accepted(folder)
    published(folder)
    assert rerun(folder) == before
    brought_over(folder, draft)
    pack, files = use_pack(None, folder), files_of(None, folder)
    assert pack.policy["checkpoint_days"].value == 1
    new = Door(folder, pack, files, kit.clock, keyring=Keyring(folder, cost=kit.FAST))
    ash = new("ash", kit.words_of("ash"))
    with ash.open(draft) as opened:
        assert opened.pack.hash == pack.hash
        assert "history.record@" in {step.key for step in ash.walk(opened).due}

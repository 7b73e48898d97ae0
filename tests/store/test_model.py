"""A log against a plain list: whatever is done in whatever order, both hold the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ppitui.core.events import touched
from ppitui.errors import Conflict, StoreFault
from ppitui.store.log import Log
from ppitui.store.verify import verify
from store.kit import CASE, SEAL, FailingDisk, answer, new_log, note, opened

ITEMS = st.sampled_from(["today.da", "today.date", "grade.risk"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


class LogMachine(RuleBasedStateMachine):
    """Two handles on one file, either of which may be dropped, torn or met by a full disk."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ppitui-model-"))
        self.model: list[tuple[str, frozenset[str], object]] = [("case_opened", frozenset(), None)]
        self.logs: list[Log] = [new_log(self.folder), opened(self.folder)]

    def teardown(self) -> None:
        for log in self.logs:
            log.close()
        shutil.rmtree(self.folder)

    @rule(which=st.integers(0, 1), text=WORDS)
    def add_note(self, which: int, text: str) -> None:
        event = self.logs[which].append(note(text))
        self.model.append(("note_added", frozenset(), text))
        assert event.seq == len(self.model)

    @rule(which=st.integers(0, 1), item=ITEMS, value=WORDS, back=st.integers(0, 5))
    def add_answer(self, which: int, item: str, value: str, back: int) -> None:
        seen = max(0, len(self.model) - back)
        draft = answer(item, value, seen=seen)
        clash = any(marks & draft.touches for _, marks, _ in self.model[seen:])
        if clash:
            with pytest.raises(Conflict):
                self.logs[which].append(draft)
        else:
            self.logs[which].append(draft)
            self.model.append(("answered", touched("answered", draft.payload), value))

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.logs[which].close()
        self.logs[which] = opened(self.folder)

    @rule(tail=st.binary(min_size=1, max_size=80))
    def tear(self, tail: bytes) -> None:
        """What a writer that died may leave."""
        with (self.folder / f"{CASE}.log").open("ab") as file:
            file.write(tail.replace(b"\n", b""))

    @rule(which=st.integers(0, 1), fault=st.sampled_from(["ENOSPC", "EIO", "torn"]), text=WORDS)
    def full_disk(self, which: int, fault: str, text: str) -> None:
        self.logs[which].close()
        disk = FailingDisk(1, fault, only=["write"])
        self.logs[which] = opened(self.folder, disk=disk)
        with pytest.raises(StoreFault):
            self.logs[which].append(note(text))

    @invariant()
    def both_hold_what_the_model_holds(self) -> None:
        for log in self.logs:
            events = log.read()
            assert [event.kind for event in events] == [kind for kind, _, _ in self.model]
            said = [e.payload.get("text", e.payload.get("value")) for e in events]
            assert said == [value for _, _, value in self.model]
        verdict = verify(self.folder / f"{CASE}.log", CASE, SEAL)
        assert (verdict.whole, verdict.events) == (True, len(self.model))


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(
    deadline=None, max_examples=60, stateful_step_count=30, database=None
)

"""A whole encrypted workspace against a dictionary: whatever is done, and whoever dies, both hold the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ppitui.errors import Conflict, StoreFault
from ppitui.store.checkup import check
from ppitui.store.index import Index
from ppitui.store.log import Log
from ppitui.store.vault import Gone
from ppitui.store.workspace import Workspace
from store.kit import (
    Child,
    FailingDisk,
    answer,
    decided,
    draft,
    keyed_workspace,
    note,
    reopened,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WHICH = st.integers(0, 3)


class StoreMachine(RuleBasedStateMachine):
    """Cases are made, written, decided and erased; writers die and disks fill; the model is a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="ppitui-store-"))
        self.workspace: Workspace = keyed_workspace(self.root / "w")
        self.model: dict[str, list[tuple[str, object]]] = {}
        self.erased: set[str] = set()
        self.open: dict[str, Log] = {}

    def teardown(self) -> None:
        self.reopen()
        shutil.rmtree(self.root)

    def _log(self, which: int) -> tuple[str, Log]:
        live = [ref for ref in self.model if ref not in self.erased]
        ref = live[which % len(live)]
        if ref not in self.open:
            self.open[ref] = self.workspace.case(ref)
        return ref, self.open[ref]

    def _any(self) -> bool:
        return len(self.model) > len(self.erased)

    @rule()
    def new_case(self) -> None:
        ref, _ = self.workspace.new_case(draft("case_opened"))
        assert ref not in self.model
        self.model[ref] = [("case_opened", None)]

    @precondition(lambda self: self._any())
    @rule(which=WHICH, text=WORDS)
    def add_note(self, which: int, text: str) -> None:
        ref, log = self._log(which)
        assert log.append(note(text)).seq == len(self.model[ref]) + 1
        self.model[ref].append(("note_added", text))

    @precondition(lambda self: self._any())
    @rule(which=WHICH)
    def decide(self, which: int) -> None:
        ref, log = self._log(which)
        log.append(decided())
        self.model[ref].append(("decided", None))

    @precondition(lambda self: self._any())
    @rule(which=WHICH, value=WORDS, stale=st.booleans())
    def answer_one(self, which: int, value: str, stale: bool) -> None:  # drawn
        ref, log = self._log(which)
        before = [at for at, (kind, _) in enumerate(self.model[ref], 1) if kind == "answered"]
        seen = before[-1] - 1 if stale and before else len(self.model[ref])
        if stale and before:
            with pytest.raises(Conflict):
                log.append(answer("today.da", value, seen=seen))
        else:
            log.append(answer("today.da", value, seen=seen))
            self.model[ref].append(("answered", value))

    @precondition(lambda self: self._any())
    @rule(which=WHICH, fault=st.sampled_from(["ENOSPC", "EIO", "torn"]))
    def full_disk(self, which: int, fault: str) -> None:
        ref, _ = self._log(which)
        disk = FailingDisk(1, fault, only=["write"])
        with reopened(self.workspace.folder, disk=disk).case(ref) as log, pytest.raises(StoreFault):
            log.append(note("never"))

    @precondition(lambda self: self._any())
    @rule(which=WHICH, at=st.integers(1, 12), after=st.booleans())
    def crash(self, which: int, at: int, after: bool) -> None:  # drawn
        """A process dies at some call of a save: the note is there or it is not, and then the model has it."""
        ref, _ = self._log(which)
        folder, known = self.workspace.folder, len(self.model[ref])

        def work(_: object) -> int:
            disk = FailingDisk(at, "kill after" if after else "kill")
            with reopened(folder, disk=disk).case(ref) as log:
                return log.append(note("the last words")).seq

        said = Child(work).end()
        self.reopen()
        with self.workspace.case(ref) as log:
            events = log.read()
        assert len(events) - known in (0, 1)
        assert not said or len(events) == known + 1
        if len(events) > known:
            self.model[ref].append(("note_added", "the last words"))

    @rule()
    def reopen(self) -> None:
        for log in self.open.values():
            log.close()
        self.open.clear()
        self.workspace = reopened(self.workspace.folder)

    @precondition(lambda self: len(self.model) - len(self.erased) > 2)
    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        ref, _ = self._log(which)
        self.open.pop(ref).close()
        self.workspace.destroy_key(ref)
        self.erased.add(ref)

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        assert self.workspace.cases() == sorted(self.model)
        for ref, kept in self.model.items():
            if ref in self.erased:
                with pytest.raises(Gone):
                    self.workspace.case(ref)
                continue
            with self.workspace.case(ref) as log:
                said = [
                    (event.kind, event.payload.get("text", event.payload.get("value")))
                    for event in log.read()
                ]
            assert said == kept
        found = check(self.workspace)
        assert found.whole
        assert found.gone == self.erased
        rows = Index(self.workspace, lambda events: {"events": len(events)}).rows()
        assert {
            row["case"]: row.get("events") for row in rows if row["case"] not in self.erased
        } == {ref: len(kept) for ref, kept in self.model.items() if ref not in self.erased}


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    deadline=None, max_examples=20, stateful_step_count=25, database=None
)

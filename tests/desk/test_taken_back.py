"""A draft that is read while somebody takes a file of it back: the file is no longer there, and that is all."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from ppitui.desk import pack_draft

POLICY, TEST = "instruments/policy.yaml", "instruments/tests/one_more.yaml"


@pytest.mark.parametrize("name", [POLICY, TEST])
def test_a_file_that_goes_after_it_was_listed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The studio looks at the draft in a thread, where any other end of it would end ppitui."""
    admin = kit.desk(kit.make_workspace(tmp_path), "admin")
    held = pack_draft.hold(admin, name)
    pack_draft.save(admin, held, held.raw + b"# changed\n")
    assert held.raw + b"# changed\n" in pack_draft.all_files(admin).values()
    listed = Path.is_file

    def and_gone(path: Path) -> bool:
        there = listed(path)
        if there and path.is_relative_to(admin.workspace.folder) and path.name == Path(name).name:
            path.unlink()
        return there

    monkeypatch.setattr(Path, "is_file", and_gone)
    assert held.raw + b"# changed\n" not in pack_draft.all_files(admin).values()
    assert pack_draft.changed(admin) == []

"""What the studio says after an edit, a file taken back and a mapping; and how a day and a wrong name are told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from desk.drafts import make_workspace
from desk.test_weighing import in_studio, weighed
from faces_here import Here
from ppitui.core.definitions import Migration
from ppitui.core.findings import Place
from ppitui.desk import pack_draft
from ppitui.desk.again import read_day
from ppitui.desk.proposed import short_id, standing_proposals
from ppitui.desk.reports import read_asked
from ppitui.desk.standing import changes_told, left_out
from ppitui.desk.under_way import begin_mapping
from ppitui.errors import WrongCall
from ppitui.pack.difference import differences, mapped

POLICY = "instruments/policy.yaml"
SERVICES = "instruments/services.yaml"


def test_an_edit_after_proposing_says_that_it_is_in_no_proposal(tmp_path: Path) -> None:
    """At the save, in the list of changes and where it stands; and no more once it is proposed or taken back."""
    workspace = make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    assert left_out(admin) == []
    in_studio(admin, "value: 90", "value: 60", POLICY)
    assert left_out(admin) == [], "nothing stands proposed"
    pack_draft.publish_draft(admin, "Shorter.")
    (first,) = standing_proposals(admin)
    assert left_out(admin) == []
    said = kit.converse(admin, ["1", "5", "today.da", "1", "Is it abuse?", "", "2", "", "b", "q"])
    (words,) = left_out(admin)
    assert short_id(first) in words
    assert "is in no proposal" in words
    assert changes_told(admin)[-1] == words
    assert " ".join(said.split()).count(words) == 2, "at the save and in the list of changes"
    pack_draft.take_back(admin, "instruments/today.yaml")
    assert left_out(admin) == []


def test_a_file_taken_back_says_how_many_are_still_changed(tmp_path: Path) -> None:
    """By the command line with the command that lists them; so does an edit after a proposal."""
    here = Here(tmp_path)
    here.run("init", "--unencrypted", "--as", "admin")
    here.run("studio", "policy", "break_glass_minutes", "--set", "value=61", "--as", "admin")
    here.run("publish", "studio", "--reason", "Longer.", "--as", "admin")
    saved = here.run("studio", "word", "today.da", "--set", "ask=Is it abuse?", "--as", "admin")
    changes = here.run("studio", "changes", "--as", "admin")
    for done in (saved, changes):
        assert "is in no proposal" in done.stderr
    state = json.loads(here.run("studio", "--json", "--as", "admin").stdout)
    first, second = state["changed"]
    dropped = here.run("studio", "drop", first, "--as", "admin").stderr
    assert "1 other file of the draft still changed. ppitui studio changes lists" in dropped
    dropped = here.run("studio", "drop", second, "--as", "admin").stderr
    assert "still changed" not in dropped


def test_a_file_published_meanwhile_is_told_in_words(tmp_path: Path) -> None:
    here = Here(tmp_path)
    here.people()
    here.run("user", "add", "elm", "--name", "Elm", "--role", "administrator", "--as", "admin")
    setting = ("studio", "policy", "break_glass_minutes", "--set")
    here.run(*setting, "value=61", "--as", "admin")
    folder = here.folder / "copy"
    laid = Path(here.run("studio", "folder", "--as", "admin").stdout.strip())
    shutil.copytree(laid.parent, folder)
    here.run(*setting, "value=62", "--as", "admin")
    here.run("publish", "copy/instruments", "--reason", "As copied.", "--as", "admin")
    here.run("publish", "proposed", "--reason", "Read.", "--as", "elm")
    state = here.run("studio", "--as", "admin").stdout
    assert "another change of it was published since: open it" in state
    assert "behind what is in force" not in state
    refused = here.run("publish", "studio", "--reason", "Mine.", "--as", "admin", expect=3)
    assert "was published by somebody else since you began" in refused.stderr


def test_a_mapping_is_a_line_of_its_own_among_the_changes(tmp_path: Path) -> None:
    """In the studio and where the draft is weighed; not among what tells whether a case reads the same."""
    admin = kit.desk(make_workspace(tmp_path), "admin")
    held = begin_mapping(admin)
    (line,) = pack_draft.change_lines(admin)
    assert line.startswith(f"mapping {held.name}: new: it brings drafts over from sha256:")
    assert weighed(admin).changes() == [line]
    old = kit.pack()
    one = Migration(("sha256:a",), "w", (), Place("m.yaml", 3))
    new = replace(old, mappings=(one,))
    moved = replace(old, mappings=(replace(one, place=Place("m.yaml", 9)),))
    again = replace(old, mappings=(replace(one, why="x"),))
    assert [each.words.split(":")[0] for each in mapped(old, new)] == ["new"]
    assert [each.words.split(":")[0] for each in mapped(new, again)] == ["changed"]
    assert [each.words for each in mapped(new, old)] == ["taken out"]
    assert mapped(new, moved) == []
    assert differences(old, new) == []


def test_a_day_is_typed_as_everywhere_else(tmp_path: Path) -> None:
    today = kit.NIGHT.date()
    for typed in ("2026-06-14", "14/6/2026", " yesterday "):
        assert read_day(typed, today).isoformat() == "2026-06-14"
    for wrong in ("31/2/2026", "soon", ""):
        with pytest.raises(WrongCall, match=r"--review: .* is no day"):
            read_day(wrong, today, "--review")
    here = Here(tmp_path)
    example = str(kit.EXAMPLES.parent / "tests" / "scores_74.yaml")
    for typed in ("16/6/2026", "2026-06-16"):
        done = here.run("decide", "--facts", example, "--on", typed, "--json")
        assert json.loads(done.stdout)["on"] == "2026-06-16"


def test_a_wrong_name_ends_with_one_mark(tmp_path: Path) -> None:
    with pytest.raises(WrongCall) as wrong:
        read_asked(kit.desk(make_workspace(tmp_path), "vale"), "equalit")
    assert "?." not in str(wrong.value)
    assert "Did you mean" in str(wrong.value)

"""The studio by typed lines and by the command line: the same forms, the same draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from faces_here import Here
from ppitui.desk import pack_draft
from ppitui.store.workspace import Workspace

POLICY = "instruments/policy.yaml"
HOME = ["1"]  # the studio is all that an administrator begins in line mode


@pytest.fixture
def here(tmp_path: Path) -> Here:
    made = Here(tmp_path)
    made.run("init", "--unencrypted", "--as", "admin")
    return made


def typed(workspace: Workspace, *lines: str, user: str = "admin") -> str:
    return kit.converse(kit.desk(workspace, user), [*HOME, *lines, "b", "q"])


def test_a_policy_value_is_changed_by_typed_lines(tmp_path: Path) -> None:
    """Picked by words, each detail checked as it is typed, saved with the number of findings."""
    workspace = kit.make_workspace(tmp_path)
    said = typed(workspace, "3", "iom_og", "1", "8x", "80", "", "", "", "")
    assert "Value: enter a whole number from 1 to 100." in said
    assert "Saved in the draft: instruments/policy.yaml. Nothing in force has changed." in said
    assert "error CASE_DIFFERS" in said  # a case at the edge of the threshold expects otherwise
    desk = kit.desk(workspace, "admin")
    assert [one.words for one in pack_draft.changes(desk)] == [
        "value: was 75, is 80",
        "decided: was 2026-11-21, is 2026-06-15",
    ]
    assert pack_draft.in_force(desk) == kit.files()


def test_a_service_is_added_and_a_question_reworded_by_typed_lines(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    said = typed(
        workspace, "4", "n", "MARACC", "MARAC", "A second office", "Thornby", "", "", "", "today"
    )
    assert "Did you mean 'MARAC'?" in said
    said += typed(workspace, "5", "today.da", "1", "Is it domestic abuse?", "")
    assert said.count("Saved in the draft") == 2
    said = typed(workspace, "7", "today.da", "")
    assert "Question 1 of 8. Is it domestic abuse?" in said
    names = [one.name for one in pack_draft.changed(kit.desk(workspace, "admin"))]
    assert names == ["instruments/services.yaml", "instruments/today.yaml"]


def test_stopping_in_the_middle_saves_nothing_and_a_change_is_taken_back(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    assert "Nothing was saved" in typed(workspace, "3", "iom_og", "1", "80", "s")
    assert pack_draft.changed(kit.desk(workspace, "admin")) == []
    typed(workspace, "3", "iom_og", "1", "80", "", "", "", "")
    said = typed(workspace, "2", "1", "y")
    assert "policy iom_ogrs: value: was 75, is 80" in said
    assert "as it is in force again" in said
    assert pack_draft.changed(kit.desk(workspace, "admin")) == []


def test_the_flow_and_the_findings_are_printed(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    said = typed(workspace, "6", "journey:youth asked:observed", "1", "6", "fact:x")
    assert "Child  [youth]" in said
    assert "asked only if" in said or "observed; settles" in said
    assert "There is no fact 'x'" in said
    assert "No errors, no warnings." in said


def test_b_goes_back_from_every_list_of_the_studio(tmp_path: Path) -> None:
    """As in its menus; a search for that letter alone is worth nothing."""
    workspace = kit.make_workspace(tmp_path)
    before = typed(workspace)
    for number in ("3", "4", "5", "6", "7", "8"):
        said = typed(workspace, number, "b")
        assert "goes back" in said, number
        assert said.count("Studio: ") == before.count("Studio: ") + 1, number
    said = typed(workspace, "3", "zzz", "B")
    assert said.count("Studio: ") == before.count("Studio: ") + 1


def test_what_is_asked_and_found_is_laid_out_calmly(tmp_path: Path) -> None:
    """A long default is broken between words; what is found stands under what it belongs to."""
    workspace = kit.make_workspace(tmp_path)
    typed(workspace, "5", "today.da", "1", "Is it domestic abuse " + 12 * "tonight " + "?", "")
    again = typed(workspace, "5", "today.da", "1", "s")
    asked = again[again.index("Question [") :].split("\n")[:2]
    assert asked[0].endswith(" tonight"), asked
    assert asked[1].startswith("  tonight "), asked
    said = typed(workspace, "3", "iom_og", "1", "80", "", "", "", "")
    saved = said[said.index("  Saved in the draft") :].split("\n\n")[0].split("\n")
    assert any("error CASE_DIFFERS" in line for line in saved)
    assert all(line.startswith("  ") for line in saved)


def test_without_a_terminal_there_is_no_editor_and_the_way_out_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    said = typed(kit.make_workspace(tmp_path), "8", "policy", "1")
    assert "ppitui studio put NAME FILE" in said


@pytest.mark.parametrize("user", ["ash", "vale"])
def test_the_studio_is_an_administrators_in_line_mode(tmp_path: Path, user: str) -> None:
    said = kit.converse(kit.desk(kit.make_workspace(tmp_path), user), ["q"])
    assert "Studio" not in said


# the command line


def test_the_draft_by_the_command_line_from_a_value_to_publishing(here: Here) -> None:
    done = here.run("studio", "policy", "break_glass_minutes", "--set", "value=61", "--as", "admin")
    assert done.stdout == ""
    assert "Nothing in force has changed" in done.stderr
    assert "Decided on" in done.stderr
    state = json.loads(here.run("studio", "--json", "--as", "admin").stdout)
    assert state == {"changed": ["instruments/record_keeping.yaml"], "findings": []}
    said = here.run("studio", "changes", "--as", "admin").stdout
    assert "policy break_glass_minutes: value: was 60, is 61" in said
    folder = here.run("studio", "folder", "--as", "admin").stdout.strip()
    here.run("check", folder)
    assert "break_glass_minutes" in here.run("diff", "in-force", folder).stdout
    here.run(
        "user", "add", "elm", "--name", "Elm Example", "--role", "administrator", "--as", "admin"
    )
    here.run("publish", folder, "--reason", "Agreed.", "--as", "admin")
    here.run("publish", "proposed", "--reason", "Read and agreed.", "--as", "elm")
    said = here.run("studio", "policy", "break_glass_minutes", "--json", "--as", "admin").stdout
    assert json.loads(said)["value"] == "61"


def test_a_file_goes_in_and_comes_out_byte_for_byte(here: Here, tmp_path: Path) -> None:
    """A draft with errors is kept and told; exit 1 is for asking whether it has any."""
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"kind: policy\r\n# no settings\n")
    done = here.run("studio", "put", POLICY, str(file), "--as", "admin")
    assert f"{POLICY}:1:1: error MISSING" in done.stdout
    assert here.run("studio", "get", POLICY, "--as", "admin").stdout.encode().startswith(b"kind")
    here.run("studio", "findings", "--as", "admin", expect=1)
    here.run("studio", "drop", POLICY, "--as", "admin")
    here.run("studio", "findings", "--as", "admin")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("policy", "iom_ogr", "--set", "value=1"), "Did you mean 'iom_ogrs'?"),
        (("policy", "iom_ogrs", "--set", "value"), "DETAIL=VALUE"),
        (("policy", "iom_ogrs", "--set", "valu=1"), "There are: value"),
        (("services", "MARAC", "--new", "--set", "name=x"), "Area"),
        (("services", "NOWHERE", "--remove"), "Name the route"),
        (("word", "today.dd", "--set", "ask=x"), "Did you mean 'today.da'?"),
        (("show", "nothing"), "There is no letter"),
        (("get", "../x.yaml"), "There is no file"),
        (("put", POLICY, "no-such-file"), "cannot be read"),
        (("drop", POLICY), "does not change"),
        (("flow", "fact:none"), "There is no fact"),
    ],
)
def test_a_wrong_call_says_what_would_do(here: Here, words: tuple[str, ...], why: str) -> None:
    done = here.run("studio", *words, "--as", "admin", expect=2)
    assert why in done.stderr


def test_an_officer_is_refused_with_exit_3(here: Here) -> None:
    here.run("user", "add", "ash", "--role", "officer", "--as", "admin")
    done = here.run("studio", "--as", "ash", expect=3)
    assert "You cannot change the definitions as officer" in done.stderr

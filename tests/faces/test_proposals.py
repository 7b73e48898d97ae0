"""Proposals by the command line and in line mode: each by its id, the hints that are printed, and taking one back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import kit
from desk.drafts import make_workspace
from faces.test_weighing import by_number, changed
from faces_here import Here
from ppitui.desk.proposed import standing_proposals


def test_two_proposals_and_the_way_out_of_them_by_what_is_printed(tmp_path: Path) -> None:
    """Every command that is printed works; edits made since are proposed by nobody who means to publish."""
    here = Here(tmp_path)
    here.people()
    here.run("user", "add", "elm", "--name", "Elm", "--role", "administrator", "--as", "admin")
    for value, why in (("61", "First."), ("62", "Second.")):
        setting = ("break_glass_minutes", "--set", f"value={value}")
        here.run("studio", "policy", *setting, "--as", "admin")
        said = here.run("publish", "studio", "--reason", why, "--as", "admin").stderr
    second = re.search(r"ppitui publish (sha256:[0-9a-f]{12}) --reason", said)
    assert second
    for verb in ("impact", "publish"):
        refused = here.run(verb, "proposed", "--reason", "Read.", "--as", "elm", expect=3).stderr
        assert "They are: sha256:" in refused
        assert second[1] in refused
    assert "is 62" in here.run("diff", "in-force", second[1], "--as", "elm").stdout
    here.run("impact", second[1].removeprefix("sha256:"), "--as", "elm")
    here.run("studio", "policy", "break_glass_minutes", "--set", "value=63", "--as", "admin")
    refused = here.run("publish", "studio", "--reason", "Read.", "--as", "elm", expect=3).stderr
    assert f"ppitui publish {second[1]} --reason WHY" in refused
    assert "ppitui publish studio --propose --reason WHY" in refused
    listed = json.loads(here.run("publish", "--json", "--as", "elm").stdout)
    assert [one["reason"] for one in listed] == ["First.", "Second."]
    first = listed[0]["pack"]
    here.run("publish", first, "--withdraw", "--as", "elm", expect=2)
    here.run("publish", "studio", "--withdraw", "--reason", "x", "--as", "elm", expect=2)
    here.run("publish", "--withdraw", "--reason", "x", "--as", "elm", expect=2)
    here.run("publish", first, "--withdraw", "--reason", "Not now.", "--as", "vale", expect=3)
    done = here.run("publish", first[:15], "--withdraw", "--reason", "Not now.", "--as", "elm")
    assert done.stdout.startswith(f"Withdrawn: {first[:19]}.")
    assert "withdrawn by Elm on" in here.run("publish", "--as", "vale").stdout
    words = ("--propose", "--reason", "Mine.")
    here.run("publish", second[1], *words, "--as", "elm", expect=2)
    here.run("studio", "policy", "break_glass_minutes", "--set", "value=62", "--as", "admin")
    same = here.run("publish", "studio", *words, "--as", "elm", expect=3)
    assert "Leave --propose out to publish it" in same.stderr
    here.run("studio", "policy", "break_glass_minutes", "--set", "value=63", "--as", "admin")
    proposed = here.run("publish", "studio", *words, "--json", "--as", "elm")
    assert json.loads(proposed.stdout)["author"] == "elm"
    here.run("publish", second[1], "--reason", "Read.", "--as", "elm")
    assert "No draft stands proposed." in here.run("publish", "--as", "elm").stdout


def test_a_proposal_is_taken_back_by_typed_lines(tmp_path: Path) -> None:
    """In line mode it stands beside what may be done with the draft; and another's draft is proposed only on a y."""
    workspace = make_workspace(tmp_path)
    changed(workspace)
    said = kit.converse(kit.desk(workspace, "admin"), ["1", "9", "Fewer.", "b", "q"])
    assert "Where it changes any case somebody else accepts that" in " ".join(said.split())
    admin = kit.desk(workspace, "admin")
    from ppitui.desk import pack_draft

    held = pack_draft.hold(admin, "instruments/policy.yaml")
    pack_draft.save(admin, held, held.raw.replace(b"value: 90", b"value: 60", 1))
    said = kit.converse(kit.desk(workspace, "elm"), ["1", "9", "n", "b", "q"])
    assert "Propose this one as your own? y or n:" in said
    assert len(standing_proposals(admin)) == 1
    listed = by_number(workspace, "elm")
    at = re.search(r"^\s*(\d+) Withdraw the proposal", listed, re.MULTILINE)
    assert at
    said = by_number(workspace, "elm", at[1], "Not as it is.")
    assert "Withdrawn: sha256:" in said
    assert not standing_proposals(admin)
    assert "Withdraw the proposal" not in kit.converse(
        kit.desk(workspace, "elm"), ["1", "10", "b", "b", "q"]
    )

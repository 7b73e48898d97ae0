"""What stands against a draft is said where somebody meets it: warnings too, and files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from desk.drafts import make_workspace
from faces_here import Here
from ppitui.core.findings import Finding, Place, until_mended
from ppitui.desk import pack_draft
from ppitui.desk.forms import WANTED, policy_form, service_form, wording_form
from ppitui.desk.packs import PackFaults
from ppitui.desk.shelf import shelf
from ppitui.errors import WrongCall
from ppitui.faces.plain.studio import seen
from ppitui.faces.tui.screens.form import label

SERVICES = "instruments/services.yaml"
POLICY = "instruments/policy.yaml"
BROKEN = b"kind: [\n"


def test_a_draft_with_warnings_says_that_they_must_be_mended(tmp_path: Path) -> None:
    """By findings, at the save, by check of the laid-out folder, and counted among what impact says is missing."""
    here = Here(tmp_path)
    here.run("init", "--unencrypted", "--as", "admin")
    route, name = ("--set", "route=HOUSING"), ("--set", "name=Thornby night shelter")
    saved = here.run(
        "studio", "services", "--new", *route, *name, "--set", "area=Thornby", "--as", "admin"
    )
    words = "This draft cannot be published until the warnings are mended."
    assert words in saved.stderr
    assert words in here.run("studio", "findings", "--as", "admin").stderr
    folder = here.run("studio", "folder", "--as", "admin").stdout.strip()
    assert words in here.run("check", folder).stderr
    for draft in ("studio", folder):
        found = here.run("impact", draft, "--json", "--as", "admin")
        assert json.loads(found.stdout)["missing"][0] == "2 findings of check to be mended"
        assert "  - 2 findings of check to be mended" in found.stderr


def test_what_keeps_a_draft_from_being_published_is_named_by_its_sort() -> None:
    place = Place("policy.yaml")
    error, warning = (
        Finding("X", place, "", severity="error"),
        Finding("X", place, "", severity="warning"),
    )
    assert until_mended([]) == ""
    assert until_mended([Finding("X", place, "", severity="note")]) == ""
    assert "until the errors are mended" in until_mended([error])
    assert "until the errors and the warnings are mended" in until_mended([warning, error])


def test_a_service_form_says_what_is_wanted_before_publishing(tmp_path: Path) -> None:
    form = service_form(shelf(kit.files()), "")
    for id in ("address", "checked_on"):
        assert WANTED in label(form.detail(id))
        assert "may be empty" not in label(form.detail(id))
    assert "may be empty" in label(form.detail("hours"))
    workspace = make_workspace(tmp_path)
    said = kit.converse(kit.desk(workspace, "admin"), ["1", "4", "n", "", "s", "b", "q"])
    assert "Route" in said
    typed = ["1", "4", "n", "MARAC", "A second office", "Thornby", "s", "b", "q"]
    said = kit.converse(kit.desk(workspace, "admin"), typed)
    assert WANTED in " ".join(said.split())


def test_a_broken_file_is_no_empty_list(tmp_path: Path) -> None:
    """The command line, line mode and the forms say the file, line and column; the rest is listed."""
    workspace = make_workspace(tmp_path)
    desk = kit.desk(workspace, "admin")
    for name in (SERVICES, POLICY):
        pack_draft.save(desk, pack_draft.hold(desk, name), BROKEN)
    on = shelf(pack_draft.all_files(desk))
    assert [one.split(": ")[0] for one in on.fault_lines()] == [f"{POLICY}:2:1", f"{SERVICES}:2:1"]
    assert on.of("policy"), "those kept in other files are listed"
    for make, name in ((policy_form, "iom_ogrs"), (service_form, "MARAC"), (wording_form, "no.so")):
        with pytest.raises(WrongCall, match=f"{SERVICES}:2:1: this is not YAML"):
            make(on, name)
    with pytest.raises(PackFaults, match=f"The first is at {POLICY}:2:1"):
        seen(desk, "MARAC")
    for number in ("3", "4"):
        said = kit.converse(desk, ["1", number, "", "b", "q"])
        assert f"Not whole: {SERVICES}:2:1: this is not YAML" in " ".join(said.split())


def test_a_list_that_is_not_whole_ends_with_1(tmp_path: Path) -> None:
    here = Here(tmp_path)
    here.run("init", "--unencrypted", "--as", "admin")
    here.run("studio", "put", SERVICES, "-", "--as", "admin", typed=BROKEN.decode())
    for what in (("services",), ("services", "HOUSING"), ("policy",), ("word", "hurt")):
        done = here.run("studio", *what, "--as", "admin", expect=1)
        assert f"{SERVICES}:2:1: this is not YAML" in done.stderr
        assert "Nothing has these words" not in done.stderr
    assert "iom_ogrs" in here.run("studio", "policy", "--as", "admin", expect=1).stdout
    setting = ("--set", "name=Another")
    wrong = here.run("studio", "services", "HOUSING", *setting, "--as", "admin", expect=2)
    assert f"{SERVICES}:2:1" in wrong.stderr
    assert SERVICES in here.run("studio", "files", "--as", "admin").stdout

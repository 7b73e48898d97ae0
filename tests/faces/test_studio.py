"""The commands of whoever changes the definitions, each as a process of its own: statuses, streams, data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from faces_here import Here
from ppitui.paths import shipped


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


def draft(here: Here, file: str, old: str, new: str) -> str:
    """A copy of the shipped definitions with one change; its folder of instruments."""
    for name in ("instruments", "templates"):
        shutil.copytree(shipped(name), here.folder / "draft" / name)
    path = here.folder / "draft" / "instruments" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return "draft/instruments"


def test_a_broken_promise_is_exit_1_with_a_case_that_decide_reads(here: Here) -> None:
    """The counter-example runs as it was written, under the draft, and shows the route as the promise forbids it."""
    folder = draft(here, "rules/age.yaml", 'when: "child"', 'when: "age < 17"')
    done = here.run("check", folder, "--prove", "--cases", "found", "--json", expect=1)
    data = json.loads(done.stdout)
    broken = next(one for one in data["promises"] if one["outcome"] == "broken")
    assert broken["id"] == "ADULT_ROUTES_ARE_FOR_ADULTS"
    path = here.folder / "found" / "adult-routes-are-for-adults.yaml"
    assert path.read_text("utf-8") == broken["case"]
    shown = here.run("decide", "--facts", str(path), "--pack", folder, "--json")
    facts = yaml.safe_load(broken["case"])["facts"]
    assert facts["age"] == 17
    adult = {"CHECKPOINT", "CARA", "MATAC", "DVPP", "DRIVE"}
    statuses = {one["id"]: one["status"] for one in json.loads(shown.stdout)["routes"]}
    assert any(statuses[route] != "excluded" for route in adult)


def test_a_change_from_draft_to_force_by_the_command_line(here: Here) -> None:
    """diff, impact, publish: the words, whose case, and the pack of the next case."""
    here.people()
    here.run("case", "new", "--as", "ash")
    folder = draft(here, "policy.yaml", "value: 90", "value: 60")
    told = here.run("diff", "in-force", folder).stdout
    assert told == "policy checkpoint_days: value: was 90, is 60\n"
    found = json.loads(here.run("impact", folder, "--json", "--as", "vale").stdout)
    assert (found["cases"], found["changed"]) == (1, 0)
    here.run("publish", folder, "--reason", "x", "--as", "ash", expect=3)
    here.run("publish", folder, "--as", "admin", expect=2)
    done = here.run("publish", folder, "--reason", "New limit.", "--json", "--as", "admin")
    assert json.loads(done.stdout)["files"] == ["instruments/policy.yaml"]
    assert here.run("diff", "in-force", folder).stdout == ""
    assert here.run("diff", "shipped", "in-force").stdout == told
    here.run("verify")


def test_the_table_goes_to_a_file_in_each_format(here: Here) -> None:
    for kind in ("md", "csv", "html"):
        here.run("table", "--format", kind, "-o", f"table.{kind}")
        assert "R10.1" in (here.folder / f"table.{kind}").read_text("utf-8")
    here.run("table", "--cases", "nowhere", expect=2)
    here.run("diff", "nowhere", "shipped", expect=2)

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
    """diff, impact, publish by two people: the words, whose case, and the pack of the next case; the old one re-run."""
    here.people()
    here.run(
        "user", "add", "elm", "--name", "Elm Example", "--role", "administrator", "--as", "admin"
    )
    example = str(shipped("instruments") / "examples" / "custody.yaml")
    here.run("assess", "new", "--answers", example, "--submit", "--as", "ash")
    old = here.run("case", "list", "--as", "ash", "--json").stdout
    case = json.loads(old)[0]["case"]
    again = here.run("case", "rerun", case, "--json", "--as", "ash").stdout
    folder = draft(here, "policy.yaml", "value: 90", "value: 60")
    told = here.run("diff", "in-force", folder).stdout
    assert told == "policy checkpoint_days: value: was 90, is 60\n"
    found = json.loads(here.run("impact", folder, "--json", "--as", "vale").stdout)
    assert (found["cases"], found["changed"]) == (1, 0)
    here.run("publish", folder, "--reason", "x", "--as", "ash", expect=3)
    here.run("publish", folder, "--as", "admin", expect=2)
    first = here.run("publish", folder, "--reason", "New limit.", "--json", "--as", "admin")
    assert json.loads(first.stdout)["published"] is False
    assert "proposed by admin" in here.run("publish", "--as", "vale").stdout
    assert here.run("diff", "in-force", "proposed", "--as", "elm").stdout == told
    here.run("publish", "proposed", "--reason", "My own.", "--as", "admin", expect=3)
    done = here.run("publish", "proposed", "--reason", "Agreed.", "--json", "--as", "elm")
    assert json.loads(done.stdout)["files"] == ["instruments/policy.yaml"]
    assert here.run("diff", "in-force", folder).stdout == ""
    assert here.run("diff", "shipped", "in-force").stdout == told
    assert here.run("case", "rerun", case, "--json", "--as", "ash").stdout == again, "to the byte"
    here.run("verify", "--as", "vale")


def test_an_administrator_with_only_the_read_me_changes_four_things(here: Here) -> None:
    """A question reworded, a threshold moved, a service added, published: only commands of the read-me, in order."""
    here.people()
    here.run("user", "add", "elm", "--name", "Elm", "--role", "administrator", "--as", "admin")
    folder = draft(
        here, "today.yaml", "What outcome does the record show", "Which outcome is on record"
    )
    top = here.folder / folder
    policy = (top / "policy.yaml").read_text("utf-8")
    (top / "policy.yaml").write_text(policy.replace("value: 90", "value: 60", 1), "utf-8")
    with (top / "services.yaml").open("a", encoding="utf-8") as file:
        file.write(
            '\n  - {route: HOUSING, name: "Thornby night shelter", area: "Thornby",'
            ' address: "shelter@thornby.example", hours: "every night", checked_on: 2026-13-01}\n'
        )
    wrong = here.run("check", folder)
    assert "2026-13-01 is no day" in wrong.stdout.replace("'", "")
    text = (top / "services.yaml").read_text("utf-8")
    (top / "services.yaml").write_text(text.replace("2026-13-01", "2026-11-01"), "utf-8")
    here.run("check", folder, "--prove")
    told = here.run("diff", "in-force", folder).stdout
    for words in ("question today.outcome: reworded", "was 90, is 60", "Thornby night shelter"):
        assert words in told
    assert "0 would change" in here.run("impact", folder, "--as", "admin").stdout
    here.run("publish", folder, "--reason", "Spring changes.", "--as", "admin")
    done = here.run("publish", "proposed", "--reason", "Read and agreed.", "--as", "elm").stdout
    for name in ("policy.yaml", "services.yaml", "today.yaml"):
        assert f"instruments/{name}" in done


def test_what_a_draft_takes_away_is_accepted_by_the_command_line(here: Here) -> None:
    """Loss of protection: shown first, one case on demand, accepted by two supervisors, then published."""
    here.people()
    for who, role in (("elm", "administrator"), ("moss", "supervisor")):
        here.run("user", "add", who, "--name", who.title(), "--role", role, "--as", "admin")
    example = str(shipped("instruments") / "examples" / "custody.yaml")
    here.run("assess", "new", "--answers", example, "--submit", "--as", "ash")
    case = json.loads(here.run("case", "list", "--as", "ash", "--json").stdout)[0]["case"]
    folder = draft(
        here,
        "rules/safety.yaml",
        'when: "child_linked or age < 10',
        'when: "(child_linked and current_offence.serious) or age < 10',
    )
    lines = here.run("impact", folder, "--as", "vale").stdout.splitlines()
    assert lines[1].startswith("LOSES PROTECTION  MASH_CHILD: was recommended, would be not")
    one = here.run("impact", folder, "--case", case, "--as", "vale").stdout
    assert "R64 then: " in one
    here.run("publish", folder, "--reason", "Fewer.", "--as", "admin")
    refused = here.run("publish", "proposed", "--reason", "Agreed.", "--as", "elm", expect=3)
    assert "2 supervisors for case" in refused.stderr
    here.run("impact", "proposed", "--accept", "--reason", "Seen.", "--as", "vale")
    for who in ("vale", "moss"):
        here.run("impact", "proposed", "--accept-loss", case, "--reason", "Known.", "--as", who)
    here.run("publish", "proposed", "--reason", "Agreed.", "--as", "elm")


def test_rows_are_signed_and_a_case_made_into_a_test_by_the_command_line(here: Here) -> None:
    """A supervisor signs; the table says so; a stored case is printed as an author's test without a name."""
    here.people()
    here.run("table", "--sign", "R22n.1", "--reason", "Agreed.", "--as", "admin", expect=3)
    signed = here.run("table", "--sign", "R22n.1", "--reason", "Agreed.", "--as", "vale")
    assert "| signed by Vale Example, " in signed.stdout
    again = here.run("table", "--signed", "--format", "csv", "--as", "vale")
    assert again.stdout.count("signed by Vale Example") == 1
    assert "1 signed, 0 changed" in again.stderr
    here.run("table", "instruments", "--signed", expect=2)
    example = str(shipped("instruments") / "examples" / "custody.yaml")
    here.run("assess", "new", "--answers", example, "--submit", "--as", "ash")
    case = json.loads(here.run("case", "list", "--as", "ash", "--json").stdout)[0]["case"]
    text = here.run("case", "file", case, "--as", "ash").stdout
    assert "expect:" in text
    assert "Sample" not in text
    here.run("case", "migrate", case, "--as", "ash", expect=3)


def test_the_table_goes_to_a_file_in_each_format(here: Here) -> None:
    for kind in ("md", "csv", "html"):
        here.run("table", "--format", kind, "-o", f"table.{kind}")
        assert "R10.1" in (here.folder / f"table.{kind}").read_text("utf-8")
    here.run("table", "--cases", "nowhere", expect=2)
    here.run("diff", "nowhere", "shipped", expect=2)

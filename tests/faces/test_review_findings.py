"""Faults that a fresh pair of eyes found: each stays found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from faces_here import Here
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.deciding import decide_route
from ppitui.desk.desk import Desk
from ppitui.desk.posting import preview
from ppitui.errors import Refused


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A fresh place."""
    return Here(tmp_path)


def _approved(tmp_path: Path, name: str, route: str) -> tuple[Desk, str]:
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), name)
    supervisor = kit.desk(workspace, "vale")
    with supervisor.open(reference) as opened:
        decide_route(supervisor, opened, route, "approve", "Agreed.")
    return supervisor, reference


def test_x06_an_address_shared_with_somebody_harmed_is_withheld_unless_writing_is_safe(
    tmp_path: Path,
) -> None:
    """A provider must not post an appointment to where she lives; nobody said that it is safe."""
    desk, reference = _approved(tmp_path, "two_harmed", "DVPP")
    with desk.open(reference) as opened:
        text = " ".join(preview(desk, opened, "dvpp_referral").split())
        shared = {str(one.details.get("address")) for one in opened.case.harmed}
        assert opened.case.assessed is not None
        assert opened.case.assessed.details["address"] in shared
    assert "withheld: ask the sender" in text
    assert "Do not write to the client or phone them" in text
    assert all(address not in text for address in shared)


def test_x06_her_name_in_his_other_names_stops_the_letter(tmp_path: Path) -> None:
    """A slip in the form must not carry the name of a person harmed into a partner's letter."""
    workspace = kit.make_workspace(tmp_path)
    officer, supervisor = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = officer.new_case()
    with officer.open(reference) as opened:
        file = kit.example("first_offence")
        harmed = file.people["harmed"][0]
        file.people["assessed"]["also_known_as"] = [harmed["name"]]
        officer.begin(opened, file.journey, file.on)
        add_people(officer, opened, file)
        apply_answers(officer, opened, file)
        officer.submit(opened)
    with supervisor.open(reference) as opened:
        decide_route(supervisor, opened, "DVPP", "approve", "Agreed.")
        with pytest.raises(Refused, match="stopped before it left"):
            preview(supervisor, opened, "dvpp_referral")


def test_a_count_that_was_not_asked_is_not_told_as_none(tmp_path: Path) -> None:
    """Two incidents in ten years: nobody asked how many fell in the last year, and the letter says so."""
    workspace = kit.make_workspace(tmp_path)
    officer, supervisor = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    reference = officer.new_case()
    with officer.open(reference) as opened:
        file = kit.example("custody")
        file.answers["history"]["da_incidents_10y"] = 2
        del file.answers["history"]["da_incidents_12m"]
        officer.begin(opened, file.journey)
        add_people(officer, opened, file)
        apply_answers(officer, opened, file)
        officer.submit(opened)
    with supervisor.open(reference) as opened:
        decide_route(supervisor, opened, "MATAC", "approve", "Agreed.")
        text = " ".join(preview(supervisor, opened, "matac_referral").split())
    assert "not asked: too few on the whole record" in text


def test_a_person_half_entered_is_said_not_to_be_saved(tmp_path: Path) -> None:
    """Stopping in the middle of somebody's details says so; the case keeps its journey."""
    workspace = kit.make_workspace(tmp_path)
    desk = kit.desk(workspace, "ash")
    printed = kit.converse(desk, ["1", "Alex Sample", "s", "q"])
    assert "The person whose details you were entering is not saved." in printed
    with desk.open("2026-0001") as opened:
        assert opened.case.journey == "custody"
        assert opened.case.people == {}


def test_no_route_can_be_both_approved_and_declined(here: Here) -> None:
    """Contradicting flags are a wrong call, and nothing is decided; a decision says what it was."""
    here.people()
    here.run(
        "assess", "new", "--answers", str(kit.EXAMPLES / "custody.yaml"), "--submit", "--as", "ash"
    )
    both = ("--approve", "MATAC", "--decline", "MATAC", "--reason", "x")
    here.run("review", "2026-0001", *both, "--as", "vale", expect=2)
    thread = json.loads(here.run("case", "thread", "2026-0001", "--json", "--as", "ash").stdout)
    assert "decided" not in [event["kind"] for event in thread]
    done = here.run(
        "review", "2026-0001", "--approve", "MATAC", "--reason", "Agreed.", "--as", "vale"
    )
    assert "MATAC: approved." in done.stderr


def test_a_fault_in_a_case_file_shows_its_place_and_not_its_line(here: Here) -> None:
    """The line may hold a name; the place is enough to mend it."""
    text = (
        "facts: {}\npeople:\n  harmed:\n    - {id: A, name: ZQX-CANARY, facts: {risk_grade: zzz}}\n"
    )
    (here.folder / "named.yaml").write_text(text, "utf-8")
    done = here.run("decide", "--facts", "named.yaml", expect=2)
    assert "named.yaml:4:" in done.stderr
    assert "ZQX-CANARY" not in done.stderr + done.stdout


def test_check_refuses_a_pack_that_lost_the_conference(here: Here) -> None:
    """Without its safety rules, or with a journey that never asks for the grade, a pack is no pack."""
    import shutil

    from ppitui.paths import shipped

    shutil.copytree(shipped("instruments"), here.folder / "instruments")
    (here.folder / "instruments" / "rules" / "safety.yaml").unlink()
    done = here.run("check", "instruments", expect=1)
    assert "MARAC" in done.stdout
    shutil.rmtree(here.folder / "instruments")
    shutil.copytree(shipped("instruments"), here.folder / "instruments")
    custody = here.folder / "instruments" / "journeys" / "custody.yaml"
    custody.write_text(custody.read_text("utf-8").replace("[grade, today,", "[today,"), "utf-8")
    done = here.run("check", "instruments", expect=1)
    assert "never asks for the risk grade" in done.stdout


def test_a_full_disk_under_the_output_is_told(here: Here) -> None:
    """Standard output that cannot take the data: exit 3 in plain words, no crash report."""
    import subprocess
    import sys

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("w") as out:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ppitui",
                "decide",
                "--facts",
                str(kit.CASES / "SYN-13.yaml"),
                "--json",
            ],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=here.env,
        )
    assert done.returncode == 3
    assert "could not be written" in done.stderr

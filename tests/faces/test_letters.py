"""Letters by the command line and in line mode: the draft, its boxes, two who lift, a second issue, a bad template."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kit
from desk.approved import APPOINTMENT, approved_case
from desk.together import second_supervisor
from faces_here import Here
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A place whose workspace holds one approved case."""
    made = kit.make_workspace(tmp_path)
    found = Here(tmp_path)
    found.env["PPITUI_HOME"] = str(made.folder)
    approved_case(made)
    return found


CASE = "2026-0001"


def test_a_draft_is_shown_with_what_stops_it_and_nothing_is_issued(here: Here) -> None:
    """Exit 1 while something stops it, 0 when nothing does; the words of boxes given here are tried, not kept."""
    done = here.run("letter", CASE, "workshop_conditions", "--preview", "--as", "ash", expect=1)
    assert done.stdout.startswith("DRAFT: not issued. SUBJECT: the person assessed reads it.")
    assert "Still to fill: first, second." in done.stdout
    boxes = ("--box", "first=1 July", "--box", "second=1 August")
    here.run("letter", CASE, "workshop_conditions", "--preview", *boxes, "--as", "ash")
    here.run("letter", CASE, "workshop_conditions", "-o", "a.txt", "--as", "ash", expect=3)
    assert not (here.folder / "a.txt").exists()


def test_a_box_is_kept_by_a_flag_of_review_and_the_letter_then_leaves(here: Here) -> None:
    for box, text in (("first", "1 July at 10"), ("second", "1 August at 10")):
        here.run(
            *("review", CASE, "--box", f"workshop_conditions {box}", "--text", text, "--as", "ash")
        )
    done = here.run("letter", CASE, "workshop_conditions", "-o", "a.txt", "--as", "ash")
    assert "1 August at 10" in (here.folder / "a.txt").read_text("utf-8")
    assert "Goes to: the person assessed." in done.stderr
    thread = here.run("case", "thread", CASE, "--as", "ash").stdout
    assert "wrote in letter workshop_conditions: second" in thread
    assert "to the reader themselves: nothing is shared" in " ".join(thread.split())


def test_a_letter_that_goes_again_with_other_words_wants_why(here: Here) -> None:
    """Exit 2 naming the flag; the draft shows the difference."""
    issue = ("letter", CASE, APPOINTMENT, "--as", "ash")
    here.run(*issue, "--box", "day=1 July", "-o", "a.txt")
    again = here.run(*issue, "--box", "day=8 July", "-o", "b.txt", expect=2)
    assert "--why" in again.stderr
    shown = here.run(*issue, "--box", "day=8 July", "--preview").stdout
    assert "- 1 July" in shown
    assert "+ 8 July" in shown
    here.run(*issue, "--box", "day=8 July", "-o", "b.txt", "--why", "The day moved.")
    assert "The day moved." in here.run("case", "thread", CASE, "--as", "ash").stdout


def test_a_phone_number_in_a_box_stops_the_letter_and_no_one_lifts_it(here: Here) -> None:
    people = kit.example("first_offence").people
    box = ("--box", f"place=ring {people['harmed'][0]['phone']}")
    done = here.run("letter", CASE, APPOINTMENT, *box, "--preview", "--as", "ash", expect=1)
    assert "Nobody may lift this: the letter holds a phone number" in " ".join(done.stdout.split())
    why = ("--lift", "I say so.", "--reason", kit.WHY)
    refused = here.run("letter", CASE, APPOINTMENT, *box, *why, "--as", "vale", expect=3)
    assert "Nobody may lift this" in refused.stderr


def test_a_template_that_prints_another_persons_address_is_refused_with_file_line_and_why(
    here: Here,
) -> None:
    """By `check`, as an administrator runs it; in the head and in the body."""
    draft = here.folder / "draft"
    shutil.copytree(shipped("instruments"), draft / "instruments")
    shutil.copytree(shipped("templates"), draft / "templates")
    template = draft / "templates" / "subject" / f"{APPOINTMENT}.md.j2"
    lines = template.read_text("utf-8").split("\n")
    at = next(no for no, line in enumerate(lines) if line.startswith("## "))
    lines.insert(at, "She lives at {% for one in harmed %}{{ one.address }}{% endfor %}.\n")
    template.write_text("\n".join(lines), "utf-8")
    done = here.run("check", str(draft / "instruments"), expect=1)
    said = " ".join(done.stdout.split())
    assert f"templates/subject/{APPOINTMENT}.md.j2:{at + 1}:" in said
    assert "a letter to this audience (subject) may not read 'harmed'" in said
    assert "{{ one.address }}" in said


def test_where_an_age_is_in_dispute_the_letters_of_adults_are_left_out_and_the_others_made(
    tmp_path: Path,
) -> None:
    """They call somebody an offender, which is not said of who may be a child."""
    here = Here(tmp_path)
    case = str(kit.CASES / "SYN-30.yaml")
    done = here.run("letter", "--facts", case, "--all", "-d", "out")
    assert "Left out: matac_referral: the age is in dispute" in done.stderr
    assert (here.folder / "out" / "marac_referral.md").is_file()
    assert not (here.folder / "out" / "matac_referral.md").exists()


# Line mode


def _to_the_letter(workspace: Workspace, user: str, title: str) -> list[str]:
    """What is typed from sign-in to one letter of the case."""
    asked = {one.case for one in kit.thread_of(workspace, CASE) if one.actor.id == user}
    seen = kit.converse(kit.desk(workspace, user), ["q"])
    cases = next(line.split()[0] for line in seen.splitlines() if line.endswith(" Cases"))
    start = [cases, CASE]
    start += ["1"] if user != "ash" and CASE not in asked else []
    seen = kit.converse(kit.desk(workspace, user), [*start, "b", "q"])
    letters = next(line.split()[0] for line in seen.splitlines() if line.endswith(" Letters"))
    seen = kit.converse(kit.desk(workspace, user), [*start, letters, "b", "b", "q"])
    which = next(line.split()[0] for line in seen.splitlines() if title in line)
    return [*start, letters, which]


def test_in_line_mode_the_boxes_are_asked_for_and_the_letter_is_saved(tmp_path: Path) -> None:
    """First what must be filled, then the draft; everything else by a number."""
    workspace = kit.make_workspace(tmp_path)
    approved_case(workspace)
    way = _to_the_letter(workspace, "ash", "Your conditions")
    file = tmp_path / "a.txt"
    typed = [*way, "1 July at 10", "1 August at 10", "3", "Bring this letter.", "s", "", str(file)]
    printed = kit.converse(kit.desk(workspace, "ash"), [*typed, "b", "q"])
    words = " ".join(printed.split())
    assert "First what must be filled:" in words
    assert "DRAFT: not issued. SUBJECT: the person assessed reads it." in words
    assert (
        "Day, time and place of the first workshop (first, must be filled): 1 July at 10" in words
    )
    assert "Ground: to the reader themselves" in words
    assert "and recorded in the thread." in words
    assert "Bring this letter." in file.read_text("utf-8")


def test_in_line_mode_the_ground_is_chosen_and_the_letter_prints_it(tmp_path: Path) -> None:
    """Each ground by its code, in words, and that nobody confirmed it; then the draft, the file and the record."""
    workspace = kit.make_workspace(tmp_path)
    approved_case(workspace)
    way = _to_the_letter(workspace, "ash", "[partner]")
    file = tmp_path / "a.txt"
    typed = [*way, "g", "consnt", "g", "policing", "p", "s", "", str(file), "b", "q"]
    printed = " ".join(kit.converse(kit.desk(workspace, "ash"), typed).split())
    ground = kit.pack().gateways["policing"].says
    assert f"policing: {ground} (unconfirmed)" in printed
    assert "no gateway 'consnt'. Did you mean 'consent'" in printed
    assert f"Basis proposed: {ground}" in printed
    assert ground in " ".join(file.read_text("utf-8").split())
    assert kit.thread_of(workspace, CASE)[-1].payload["ground"] == ground


def test_the_ground_that_is_given_is_previewed_printed_and_recorded(here: Here) -> None:
    """By the command line; each letter's usual one is listed as data."""
    ground = kit.pack().gateways["crime_and_disorder"].says
    issue = ("letter", CASE, "dvpp_referral", "--as", "ash", "--gateway", "crime_and_disorder")
    assert ground in " ".join(here.run(*issue, "--preview").stdout.split())
    here.run(*issue, "-o", "a.md")
    assert f"| Basis proposed | {ground} |" in (here.folder / "a.md").read_text("utf-8")
    thread = here.run("case", "thread", CASE, "--as", "ash").stdout
    assert f"ground: {ground}" in " ".join(thread.split())
    rows = json.loads(here.run("letter", "--list", "--json").stdout)
    assert {row["gateway"] for row in rows if row["route"] == "MAPPA"} == {"mappa"}


def test_in_line_mode_a_finding_is_named_its_line_shown_and_lifted_by_two(tmp_path: Path) -> None:
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    approved_case(workspace)
    with kit.desk(workspace, "ash").open(CASE) as opened:
        name = opened.case.harmed[0].name
    way = _to_the_letter(workspace, "ash", "[subject]")
    printed = kit.converse(
        kit.desk(workspace, "ash"),
        [*way, "2", f"when {name} is out", "f1", "s", "", str(tmp_path / "a.txt"), "", "b", "q"],
    )
    assert "f1 line " in printed
    assert f": when {name} is out" in printed
    assert "was stopped before it left" in printed
    for who in ("vale", "wren"):
        way = _to_the_letter(workspace, who, "[subject]")
        done = kit.converse(
            kit.desk(workspace, who), [*way, "l", "Somebody else of that name.", "", "b", "q"]
        )
        assert "Let go: " in done
    way = _to_the_letter(workspace, "ash", "[subject]")
    file = tmp_path / "a.txt"
    kit.converse(kit.desk(workspace, "ash"), [*way, "s", "", str(file), "b", "q"])
    assert name in file.read_text("utf-8")
    kinds = [event.kind for event in kit.thread_of(workspace, CASE)]
    assert kinds.count("warning_lifted") == 2


# The papers of a meeting


@pytest.fixture
def meeting(tmp_path: Path) -> Workspace:
    """Two cases before the MATAC meeting."""
    made = kit.make_workspace(tmp_path)
    for _ in range(2):
        kit.answered(kit.desk(made, "ash"), "custody")
    return made


def test_the_papers_of_a_meeting_by_the_command_line(meeting: Workspace, tmp_path: Path) -> None:
    """A file and a pipe; refused for an officer, and without saying where they go."""
    here = Here(tmp_path)
    here.env["PPITUI_HOME"] = str(meeting.folder)
    asked = ("letter", "pack", "matac", "--meeting", "2026-06-30", "--reason", kit.WHY)
    here.run(*asked, "-o", "papers.docx", "--as", "vale")
    assert (here.folder / "papers.docx").stat().st_size > 10_000
    text = here.run(*asked, "-o", "-", "--format", "txt", "--as", "vale").stdout
    assert "Case 2026-0002" in text
    one = here.run(*asked, "--case", "2026-0001", "-o", "-", "--as", "vale").stdout
    assert "Case 2026-0002" not in one
    here.run(*asked, "-o", "other.pdf", "--as", "ash", expect=3)
    here.run(*asked, "--as", "vale", expect=2)


def test_the_papers_of_a_meeting_in_line_mode(meeting: Workspace, tmp_path: Path) -> None:
    vale = kit.desk(meeting, "vale")
    seen = kit.converse(vale, ["q"])
    at = next(
        line.split()[0] for line in seen.splitlines() if "Papers for the MATAC meeting" in line
    )
    file = tmp_path / "papers.txt"
    printed = kit.converse(vale, [at, "2026-06-30", "1", str(file), "q"])
    assert "and recorded in each of its cases." in printed
    assert "Case 2026-0002" in file.read_text("utf-8")

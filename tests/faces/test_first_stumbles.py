"""What somebody who never changed definitions before does wrong, and the next step that each message names."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from faces_here import Here
from ppitui.paths import shipped


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


@pytest.fixture
def copy(here: Here) -> Path:
    """A copy of both folders, as the read-me says; its `instruments`."""
    for name in ("instruments", "templates"):
        shutil.copytree(shipped(name), here.folder / "copy" / name)
    return here.folder / "copy" / "instruments"


def changed(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("check", "copy"), "one folder down. Give copy/instruments."),
        (("check", "copy/instruments/rules"), "a part of the definitions. Give "),
        (("check", "copy/instruments/policy.yaml"), "That is a file"),
        (("check", "nowhere"), "Give the folder `instruments` of a draft."),
        (
            ("diff", "inforce", "shipped"),
            "say shipped, in-force, proposed, studio or the id of a proposal.",
        ),
    ],
)
def test_the_wrong_folder_is_one_sentence_and_not_hundreds_of_findings(
    here: Here, words: tuple[str, ...], why: str
) -> None:
    done = here.run(*words, expect=2)
    assert why in done.stderr
    assert done.stdout == ""


def test_a_moved_threshold_says_what_its_test_expects_and_what_comes_out(
    here: Here, copy: Path
) -> None:
    """Both ways round, and the count in the singular."""
    changed(copy, "policy.yaml", "value: 75", "value: 80")
    done = here.run("check", "copy/instruments", expect=1)
    assert "IOM_FREE must be recommended; now IOM_FREE is open" in done.stdout
    assert done.stderr.startswith("1 error, no warnings in pack ")
    changed(copy, "policy.yaml", "value: 80", "value: 75")
    changed(copy, "tests/scores_75_50.yaml", "among:", "without:")
    done = here.run("check", "copy/instruments", expect=1)
    assert "IOM_FREE must not be recommended; now IOM_FREE is recommended" in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("services.yaml", "2026-11-01", "01/11/2026", "year-month-day, such as 2026-11-30"),
        ("policy.yaml", "value: 75", 'value: "75"', "take the quotes away"),
        (
            "person_harmed.yaml",
            "settles: weapon_strangulation",
            "settles: weapon_strangulaton",
            "Did you mean",
        ),
    ],
)
def test_a_wrong_value_is_told_once_and_in_words(
    here: Here, copy: Path, file: str, old: str, new: str, why: str
) -> None:
    """No pattern for a machine; and a line that several readers come to is one finding."""
    changed(copy, file, old, new)
    done = here.run("check", "copy/instruments", expect=1)
    assert why in done.stdout
    assert "^[0-9]" not in done.stdout
    lines = [line for line in done.stdout.splitlines() if " error " in line]
    assert len(lines) == len(set(lines))


def test_a_service_that_comes_beside_another_is_told_alone(here: Here, copy: Path) -> None:
    """Not the directory of the route before and after, in which nobody finds the difference."""
    with (copy / "services.yaml").open("a", encoding="utf-8") as file:
        file.write('\n  - {route: HOUSING, name: "Thornby night shelter", area: "Thornby"}\n')
    told = here.run("diff", "shipped", "copy/instruments").stdout
    assert told == "service HOUSING: new: name Thornby night shelter, area Thornby\n"
    changed(copy, "services.yaml", 'area: "Thornby"}', 'area: "Overton"}')
    told = here.run("diff", "shipped", "copy/instruments").stdout
    assert "area Overton" in told
    shutil.copytree(copy.parent, here.folder / "later")
    changed(here.folder / "later" / "instruments", "services.yaml", "night shelter", "hostel")
    told = here.run("diff", "copy/instruments", "later/instruments").stdout
    words = "Thornby hostel: name: was Thornby night shelter, is Thornby hostel"
    assert told == f"service HOUSING: {words}\n"


def test_the_studios_commands_say_the_next_step(here: Here) -> None:
    """Who was added, who you are, which of several services, and that the folder is made anew."""
    here.run("init", "--unencrypted", "--as", "admin")
    done = here.run("user", "add", "elm", "--name", "Elm", "--role", "auditor", "--as", "admin")
    assert "elm is a user of this workspace now (auditor)." in done.stderr
    assert "--as NAME" in here.run("studio", "state", "--as", "nobody", expect=3).stderr
    service = ("studio", "services", "HOUSING")
    wrong = here.run("studio", "services", "housng", "--new", "--as", "admin", expect=2)
    assert "Did you mean 'HOUSING'?" in wrong.stderr
    new = ("--new", "--set", "name=Night shelter", "--set", "area=Thornby")
    here.run(*service, *new, "--as", "admin")
    both = here.run(*service, "--as", "admin").stdout
    assert "2  HOUSING  Night shelter" in both
    assert "--number" in both
    assert "Night shelter" in here.run(*service, "--number", "2", "--as", "admin").stdout
    done = here.run("studio", "folder", "--as", "admin")
    assert Path(done.stdout.strip()).is_dir()
    assert "made anew each time" in done.stderr


def test_a_case_run_again_says_in_words_that_nothing_changed(here: Here) -> None:
    """Alone, as the data would drown it; the data, the same to the byte, for whoever asks for that."""
    here.people()
    example = str(shipped("instruments") / "examples" / "custody.yaml")
    here.run("assess", "new", "--answers", example, "--submit", "--as", "ash")
    case = here.run("case", "list", "--as", "ash").stdout.split()[0]
    done = here.run("case", "rerun", case, "--as", "ash")
    same = "The result is the same as when it was handed in, on the definitions it was begun on (sha256:"
    assert done.stdout.startswith(same)
    assert done.stdout.count("\n") == 1
    done = here.run("case", "rerun", case, "--json", "--as", "ash")
    assert done.stderr.startswith(same)
    assert json.loads(done.stdout)["case"] == case
    assert done.stdout == here.run("case", "rerun", case, "--json", "--as", "ash").stdout


def test_a_draft_with_a_fault_names_the_command_that_lists_what_is_wrong_with_it(
    here: Here, copy: Path
) -> None:
    """`ppitui check` alone looks at what is in force, and finds nothing."""
    here.run("init", "--unencrypted", "--as", "admin")
    changed(copy, "policy.yaml", "value: 75", "value: eighty")
    asked = ("impact", "copy/instruments", "--as", "admin")
    assert here.run(*asked, expect=2).stderr.endswith("See ppitui check copy/instruments.\n")
    file = ("instruments/policy.yaml", str(copy / "policy.yaml"))
    here.run("studio", "put", *file, "--as", "admin")
    for words in (("impact", "studio"), ("diff", "in-force", "studio"), ("studio", "flow")):
        done = here.run(*words, "--as", "admin", expect=2)
        assert done.stderr.endswith("See ppitui studio findings.\n")
    done = here.run("publish", "studio", "--reason", "Agreed.", "--as", "admin", expect=3)
    assert "instruments/policy.yaml:" in done.stderr
    assert "ppitui check" not in done.stderr
    assert "error" in here.run("studio", "findings", "--as", "admin", expect=1).stdout


def test_a_draft_published_by_the_command_line_takes_its_moved_test_along(here: Here) -> None:
    """Else what is in force would differ from the author's tests, and `check` of it would say so for ever."""
    here.run("init", "--unencrypted", "--as", "admin")
    here.run("user", "add", "elm", "--name", "Elm", "--role", "administrator", "--as", "admin")
    here.run("studio", "policy", "iom_ogrs", "--set", "value=80", "--as", "admin")
    name = "instruments/tests/scores_75_50.yaml"
    text = here.run("studio", "get", name, "--as", "admin").stdout
    (here.folder / "moved.yaml").write_text(text.replace("ogrs_pct: 75", "ogrs_pct: 80"), "utf-8")
    here.run("studio", "put", name, str(here.folder / "moved.yaml"), "--as", "admin")
    told = "scores_75_50: ogrs_pct was 75, is 80; it expects IOM_FREE recommended, as before"
    for words in (("studio", "changes"), ("diff", "in-force", "studio"), ("impact", "studio")):
        assert f"test {told}" in here.run(*words, "--as", "admin").stdout
    proposed = here.run("publish", "studio", "--reason", "Agreed.", "--as", "admin")
    assert f"test {told}" in proposed.stdout
    assert f"test {told}" in here.run("diff", "in-force", "proposed", "--as", "elm").stdout
    data = json.loads(here.run("impact", "proposed", "--json", "--as", "elm").stdout)
    assert [f"{one['id']}: {one['words']}" for one in data["tests"]] == [told]
    done = here.run("publish", "proposed", "--reason", "Read.", "--as", "elm")
    assert f"  {name}\ntest {told}" in done.stdout, "it is a file of the force's own now"
    here.run("check")
    assert "changes nothing" in here.run("studio", "state", "--as", "admin").stdout


def test_a_moved_threshold_says_that_the_case_may_be_moved_too_and_how_it_is_opened(
    here: Here,
) -> None:
    """A value moved, and no rule: the message names what somebody does then, and the very command."""
    here.run("init", "--unencrypted", "--as", "admin")
    done = here.run("studio", "policy", "iom_ogrs", "--set", "value=80", "--as", "admin")
    for told in (done, here.run("studio", "findings", "--as", "admin", expect=1)):
        assert "meant to lie on a threshold that moved, move its facts" in told.stdout
        opens = "To open it: ppitui studio edit instruments/tests/scores_75_50.yaml --as admin\n"
        assert told.stdout.count(opens) == 1
    near = "Author's tests at 75, or one beside it: scores_49.yaml (ogrs_pct 75), scores_74.yaml (ogrs_pct 74),"
    assert near in done.stderr, "these pass as before, and lie at the edge no longer"
    assert re.search(r"^Read by the rules: .*\bR32\b", done.stderr, re.MULTILINE)
    shown = here.run("studio", "policy", "iom_css", "--as", "admin").stdout
    assert "Author's tests at 50, or one beside it: scores_49.yaml (css_pct 49)" in shown
    none = here.run("studio", "policy", "break_glass_minutes", "--as", "admin").stdout
    assert "Read by" not in none


def test_a_question_is_found_by_its_words_and_a_service_by_what_routes_there_are(
    here: Here,
) -> None:
    """Nobody knows the name of a question by heart; a word of it leads there, and what nothing has is said."""
    here.run("init", "--unencrypted", "--as", "admin")
    word = ("studio", "word")
    rows = here.run(*word, "last", "weapon", "--as", "admin").stdout
    assert "person_harmed.weapon_strangulation  " in rows
    name = rows.split()[0]
    assert "Question " in here.run(*word, name, "--as", "admin").stdout
    assert "today.da  " in here.run(*word, "--as", "admin").stdout
    none = here.run(*word, "no", "such", "words", "--as", "admin")
    assert (none.stdout, none.stderr) == ("", "Nothing has these words.\n")
    wrong = here.run(*word, "weapon", "--set", "ask=What?", "--as", "admin", expect=2).stderr
    assert "These have that: " in wrong
    assert "person_harmed.weapon_strangulation" in wrong
    service = ("studio", "services")
    wrong = here.run(*service, "SHELTER", "--new", "--as", "admin", expect=2).stderr
    assert "There is no route 'SHELTER'. There are: " in wrong
    assert "HOUSING" in wrong
    details = ("name=Night shelter", "area=Thornby", "checked_on=yesterday")
    sets = [word for one in details for word in ("--set", one)]
    done = here.run(*service, "HOUSING", "--new", *sets, "--as", "admin")
    assert re.search(r"^  checked_on: 20\d\d-\d\d-\d\d$", done.stderr, re.MULTILINE)
    assert "'Night shelter' does not say where referrals go" in done.stdout
    assert "1 warning" in done.stderr


def test_what_is_said_on_a_terminal_breaks_between_words(here: Here) -> None:
    """A name that is broken in the middle can be neither read nor copied."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    call = [sys.executable, "-m", "ppitui", "diff", "nowhere-that-is-a-folder", "shipped"]
    with os.fdopen(ours, "rb") as said:
        subprocess.run(call, env=here.env, stdout=theirs, stderr=theirs, check=False)
        os.close(theirs)
        try:
            text = said.read1(4000).decode()
        except OSError:  # nobody is on the other side any more
            text = ""
    lines = text.split("\r\n")
    assert lines[0] == "ppitui: There is no folder"
    assert (
        " ".join(lines)
        .strip()
        .endswith("or say shipped, in-force, proposed, studio or the id of a proposal.")
    )
    assert all(len(line) <= 40 for line in lines)

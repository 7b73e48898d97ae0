"""The command line as a contract: statuses, streams, files. Every command is run as a process of its own."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kit
from faces_here import Here
from ppitui.paths import shipped

HOSTILE = "Zoë \x1b]2;pwned\x1b\\ \u202e {0} {{7*7}} $(id) [/] O'Brien & Sons <b>"
PLAIN_HOSTILE = "Zoë {0} {{7*7}} $(id) [/] O'Brien & Sons <b>"


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A fresh place."""
    return Here(tmp_path)


def test_the_whole_job_as_one_script_with_no_terminal(here: Here) -> None:
    """assess from a file, review, letter: exit 0 all the way, and the letter is there, closed to others."""
    here.people()
    answers = str(kit.EXAMPLES / "custody.yaml")
    here.run("case", "new", "--as", "ash")
    done = here.run(
        "assess", here.case(), "--answers", answers, "--submit", "--json", "--as", "ash"
    )
    data = json.loads(done.stdout)
    assert {r["id"] for r in data["routes"] if r["status"] == "recommend"} >= {"MATAC", "DVPP"}
    assert here.case() in here.run("review", "--as", "vale").stdout
    here.run("letter", here.case(), "matac_referral", "-o", "early.html", "--as", "ash", expect=3)
    here.run(
        "review", here.case(), "--approve", "MATAC", "--reason", "Repeat at medium.", "--as", "vale"
    )
    here.run("letter", here.case(), "matac_referral", "-o", "matac.html", "--as", "ash")
    letter = here.folder / "matac.html"
    assert "Alex Sample" in letter.read_text("utf-8")
    assert stat.S_IMODE(letter.stat().st_mode) == 0o600
    here.run("letter", here.case(), "matac_referral", "-o", "matac.html", "--as", "ash", expect=3)
    kinds = [
        event["kind"]
        for event in json.loads(
            here.run("case", "thread", here.case(), "--json", "--as", "ash").stdout
        )
    ]
    assert kinds[-5:] == ["submitted", "looked", "looked", "decided", "letter_issued"]
    here.run("verify")


def test_line_mode_and_the_answers_file_give_equal_threads_through_the_command_line(
    here: Here,
) -> None:
    """The same custody case typed at `ppitui --plain` and read by `assess`: equal in (kind, actor, payload)."""
    here.people()
    here.run(
        "assess", "new", "--answers", str(kit.EXAMPLES / "custody.yaml"), "--submit", "--as", "ash"
    )
    from_file = _essence(here, here.case())
    workspace = kit.make_workspace(here.folder / "scratch")
    events = kit.thread_of(workspace, kit.answered(kit.desk(workspace, "ash"), "custody"))
    lines = [
        kit.Typed("1"),
        *kit.typed_people(dict(kit.example("custody").people)),
        *kit.typed_answers(events),
    ]
    typed = "\n".join([*(line.text for line in lines), "y", "q"]) + "\n"
    here.run("--plain", "--as", "ash", typed=typed)
    assert _essence(here, here.case(2)) == from_file


def _essence(here: Here, reference: str) -> list[tuple[str, Any, Any]]:
    events = json.loads(here.run("case", "thread", reference, "--json", "--as", "ash").stdout)
    return [(event["kind"], event["actor"], event["payload"]) for event in events]


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["nonsense"], 2, "nonsense"),
        (["decide", "--facts", "missing.yaml"], 2, "cannot be read"),
        (["case", "list"], 2, "There is no workspace"),
        (["init"], 2, "--passphrase-file"),
        ([], 2, "no terminal"),
        (["letter", "--facts", "missing.yaml", "--all"], 2, "cannot be read"),
    ],
)
def test_a_wrong_call_says_what_was_wrong(
    here: Here, args: list[str], status: int, said: str
) -> None:
    """Plain words on standard error, nothing on standard output, the status of the contract."""
    done = here.run(*args, expect=status)
    assert said in done.stderr
    assert done.stdout == ""


def test_with_no_terminal_nothing_is_asked(here: Here) -> None:
    """assess without --answers and without a terminal names the flag."""
    here.people()
    here.run("case", "new", "--as", "ash")
    done = here.run("assess", "2026-0001", "--journey", "custody", "--as", "ash", expect=2)
    assert "--answers" in done.stderr


def test_no_case_is_opened_for_a_journey_that_there_is_none_of(here: Here) -> None:
    """Misspelt in the file, named by its place; misspelt as an option; missing; or another role's."""
    here.people()
    text = (shipped("instruments") / "examples" / "custody.yaml").read_text("utf-8")
    for name, old, new in (
        ("a", "journey: custody", "journey: custdy"),
        ("b", "journey: custody\n", ""),
    ):
        assert old in text
        (here.folder / f"{name}.yaml").write_text(text.replace(old, new), "utf-8")
    call = ("assess", "new", "--as", "ash", "--answers")
    told = here.run(*call, "a.yaml", expect=2).stderr
    assert re.search(r"a\.yaml:\d+:\d+: .*There is no journey 'custdy'", told)
    assert "Say which journey" in here.run(*call, "b.yaml", expect=2).stderr
    assert "no journey 'nune'" in here.run(*call, "b.yaml", "--journey", "nune", expect=2).stderr
    here.run(*call, "b.yaml", "--journey", "youth", expect=3)
    assert "2026-" not in here.run("case", "list", "--as", "ash").stdout


def test_a_case_file_with_faults_gets_them_all_by_place(here: Here) -> None:
    """An unknown fact and a wrong value: exit 2, both named with line and column and the nearest name."""
    (here.folder / "bad.yaml").write_text("facts:\n  risk_grad: high\n  age: many\n  mh: bad\n")
    done = here.run("decide", "--facts", "bad.yaml", expect=2)
    assert "bad.yaml:2:3" in done.stderr
    assert "Did you mean 'risk_grade'?" in done.stderr
    assert "bad.yaml:3:8" in done.stderr
    assert "bad.yaml:4:7" in done.stderr


def test_an_answers_file_with_a_wrong_answer_is_refused_at_the_question(here: Here) -> None:
    """The place in the file, what was expected; what was saved before it stays."""
    here.people()
    text = (kit.EXAMPLES / "custody.yaml").read_text("utf-8")
    for wrong, right, said in (
        ("risk_grade: extreme", "risk_grade: medium", "expected one of"),
        ("graded_on: 2999-01-01", "graded_on: 2026-06-14", "future"),
        ("admissoin: full", "admission: full", "admission"),
    ):
        (here.folder / "wrong.yaml").write_text(text.replace(right, wrong), "utf-8")
        done = here.run(
            "assess", "new", "--answers", "wrong.yaml", "--submit", "--as", "ash", expect=2
        )
        assert "wrong.yaml:" in done.stderr
        assert said in done.stderr


def test_t01_t03_t04_t07_a_hostile_name_comes_out_harmless(here: Here) -> None:
    """Hidden characters are refused at the door by name of the field; the rest is literal in every face."""
    here.people()
    text = (
        (kit.EXAMPLES / "custody.yaml")
        .read_text("utf-8")
        .replace("Alex Sample", "PLACEHOLDER_NAME")
    )
    escaped = HOSTILE.replace("\x1b", "\\e").replace("\u202e", "\\u202E")
    (here.folder / "hostile.yaml").write_text(text.replace("PLACEHOLDER_NAME", escaped), "utf-8")
    done = here.run("assess", "new", "--answers", "hostile.yaml", "--as", "ash", expect=2)
    _harmless(done.stdout + done.stderr)
    assert "hostile.yaml:" in done.stderr

    (here.folder / "odd.yaml").write_text(text.replace("PLACEHOLDER_NAME", PLAIN_HOSTILE), "utf-8")
    here.run("assess", "new", "--answers", "odd.yaml", "--submit", "--as", "ash")
    reference = here.case()  # the refused file opened no case
    listed = here.run("case", "list", "--json", "--as", "ash").stdout
    assert json.loads(listed)[0]["name"] == PLAIN_HOSTILE
    here.run(
        "review", reference, "--approve", "MATAC", "--reason", HOSTILE, "--as", "vale", expect=2
    )
    here.run("review", reference, "--approve", "MATAC", "--reason", PLAIN_HOSTILE, "--as", "vale")
    for form in ("md", "txt", "html"):
        done = here.run("letter", reference, "matac", "-o", "-", "--format", form, "--as", "ash")
        _harmless(done.stdout)
        if form == "txt":
            assert PLAIN_HOSTILE in " ".join(done.stdout.split())
        if form == "html":
            assert "&lt;b&gt;" in done.stdout
            assert "Sons <b>" not in done.stdout
    cases = 1 + sum("officer" in one.who for one in kit.pack().journeys.values())
    printed = here.run("--plain", "--as", "ash", typed=f"{cases}\n{reference}\n1\n4\nb\nq\n").stdout
    _harmless(printed)
    assert PLAIN_HOSTILE in " ".join(printed.split())


def _harmless(text: str) -> None:
    """No byte of it acts on a terminal."""
    for bad in ("\x1b", "\x07", "\x9b", "\x9d", "\u202e", "\u2066"):
        assert bad not in text


def test_t10_a_crash_prints_an_id_and_no_personal_data(here: Here) -> None:
    """A fault of our own: an error id, a report of types and places, no names, no values."""
    here.people()
    script = (
        "import sys\n"
        "from ppitui.faces import cli, work\n"
        "def broken(args):\n"
        "    address = 'ZQX-CANARY 1 Secret Street'\n"
        "    raise ValueError('cannot handle ' + address)\n"
        "work.case = broken\n"
        "sys.exit(cli.main(['case', 'list', '--as', 'ash']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=here.env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 70
    assert "error " in done.stderr
    assert "Traceback" not in done.stderr
    reports = list((here.folder / "ppitui-errors").glob("*.txt"))
    assert len(reports) == 1
    assert "ZQX-CANARY" not in done.stdout + done.stderr + reports[0].read_text("utf-8")
    assert "ValueError" in reports[0].read_text("utf-8")
    assert stat.S_IMODE(reports[0].stat().st_mode) == 0o600


def test_decide_json_is_the_contract(here: Here) -> None:
    """Every route of the pack is listed, each with the keys of the contract; the pack is named by its hash."""
    done = here.run("decide", "--facts", str(kit.CASES / "SYN-29.yaml"), "--json")
    data = json.loads(done.stdout)
    assert data["pack"] == kit.pack().hash
    assert [route["id"] for route in data["routes"]] == list(kit.pack().routes)
    marac = next(route for route in data["routes"] if route["id"] == "MARAC")
    assert (marac["status"], marac["for"]) == ("recommend", ["A"])
    for route in data["routes"]:
        assert set(route) == {"id", "status", "could_be", "for", "codes", "rules", "needs"}
        assert {"ask_next", "cannot_settle"} <= set(route["needs"])


def test_a_policy_can_be_tried_from_the_command_line(here: Here) -> None:
    """--policy changes one setting for one call; a misspelt one is refused with the nearest name."""
    case = str(kit.CASES / "SYN-17.yaml")
    before = json.loads(here.run("decide", "--facts", case, "--json").stdout)
    after = json.loads(
        here.run(
            "decide", "--facts", case, "--policy", "cara_grades=standard,medium", "--json"
        ).stdout
    )
    codes = [
        next(r for r in data["routes"] if r["id"] == "CARA")["codes"] for data in (before, after)
    ]
    assert "RISK_MEDIUM" in codes[0]
    assert "RISK_MEDIUM" not in codes[1]
    done = here.run("decide", "--facts", case, "--policy", "cara_grade=medium", expect=2)
    assert "cara_grades" in done.stderr


def test_check_finds_faults_and_says_no_with_status_one(here: Here) -> None:
    """A broken copy of the pack: all faults at once, by place; the shipped pack is clean."""
    here.run("check")
    import shutil

    shutil.copytree(shipped("instruments"), here.folder / "instruments")
    rules = here.folder / "instruments" / "rules" / "tier.yaml"
    rules.write_text(rules.read_text("utf-8").replace('"matac_tier"', '"matac_teir"', 1), "utf-8")
    today = here.folder / "instruments" / "today.yaml"
    today.write_text(today.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    done = here.run("check", "instruments", expect=1)
    assert "matac_tier" in done.stdout
    assert "titel" in done.stdout
    data = json.loads(here.run("check", "instruments", "--json", expect=1).stdout)
    assert all(
        {"id", "severity", "file", "line", "column", "message", "mend"} <= set(one)
        for one in data["findings"]
    )


def test_an_overlay_in_the_workspace_changes_the_definitions_in_force(here: Here) -> None:
    """An administrator's file of the same name takes the place of the shipped one; a new case is pinned to it."""
    here.people()
    here.run("case", "new", "--as", "ash")
    overlay = here.folder / "w" / "instruments"
    overlay.mkdir()
    text = (kit.EXAMPLES.parent / "today.yaml").read_text("utf-8")
    (overlay / "today.yaml").write_text(
        text.replace("title: The matter in hand", "title: Our own heading"), "utf-8"
    )
    here.run("case", "new", "--as", "ash")
    threads = [
        json.loads(here.run("case", "thread", ref, "--json", "--as", "ash").stdout)
        for ref in (here.case(), here.case(2))
    ]
    assert threads[0][0]["pack"] != threads[1][0]["pack"]


def test_verify_names_the_first_bad_event(here: Here) -> None:
    """One byte changed in the middle of a thread: exit 1, and which event."""
    here.people()
    here.run("assess", "new", "--answers", str(kit.EXAMPLES / "custody.yaml"), "--as", "ash")
    log = here.folder / "w" / "cases" / f"{here.case()}.log"
    raw = log.read_bytes()
    log.write_bytes(raw.replace(b'"value":"medium"', b'"value":"high"  ', 1))
    done = here.run("verify", expect=1)
    assert "NOT WHOLE, event" in done.stdout


def test_specimens_are_marked_and_need_no_workspace(here: Here) -> None:
    """Every letter from a case file, in every format, each saying that it is a specimen."""
    here.run(
        "letter",
        "--facts",
        str(kit.CASES / "SYN-05.yaml"),
        "--all",
        "-d",
        "out",
        "--format",
        "md,txt,html",
    )
    made = sorted(path.name for path in (here.folder / "out").iterdir())
    letters = json.loads(here.run("letter", "--list", "--json").stdout)
    assert len(made) == 3 * len(letters) >= 9
    for path in (here.folder / "out").iterdir():
        assert "SPECIMEN" in path.read_text("utf-8").upper()

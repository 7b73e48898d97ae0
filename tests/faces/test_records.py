"""The life of a record on the command line and in line mode: from a reason for looking to a restored backup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from faces_here import Keyed
from ppitui.desk.restricting import break_glass, restrict

WORDS = {who: kit.words_of(who) for who in ("admin", "ash", "birch", "vale", "oak")}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Keyed:
    place = Keyed(tmp_path_factory.mktemp("records"))
    door = kit.make_encrypted(place.folder)
    door.folder.rename(place.folder / "w")
    for who, words in WORDS.items():
        place.file(who, words)
    people = {"oak": "supervisor"}
    first = place.file("first", "a first passphrase to change")
    for who, role in people.items():
        added = ("user", "add", who, "--role", role, "--new-passphrase-file", first)
        place.as_("admin", *added)
        place.file(who, "a first passphrase to change")
        own = place.file("own", kit.words_of(who))
        place.as_(who, "user", "passphrase", "--new-passphrase-file", own)
        place.file(who, kit.words_of(who))
    return place


def test_who_may_see_a_record_in_a_script(here: Keyed) -> None:
    """Reason, restriction, break-glass, and the alert until a supervisor took note."""
    answers = str(kit.EXAMPLES / "custody.yaml")
    here.as_("ash", "case", "new")
    case = here.case()
    here.as_("ash", "assess", case, "--answers", answers, "--submit")
    assert "--reason" in here.as_("birch", "case", "show", case, expect=2).stderr
    here.as_("birch", "case", "show", case, "--reason", "new_incident")
    who = ("--who", "vale", "--who", "oak", "--who", "ash")
    here.as_("vale", "case", "restrict", case, *who, "--reason", "A colleague's family.")
    assert here.as_("birch", "case", "list").stdout == f"{case}  restricted record\n"
    refused = here.as_("birch", "case", "show", case, expect=3)
    assert "break-glass" in refused.stderr
    assert "Alex" not in refused.stderr
    here.as_("birch", "case", "break-glass", case, "--reason", "urgent", expect=2)
    danger = "She has just rung 999 from there."
    here.as_("birch", "case", "break-glass", case, "--reason", danger)
    here.as_("birch", "case", "show", case)
    assert "opened this restricted record" in here.as_("vale", "case", "list").stderr
    here.as_("vale", "case", "note-alert", case)
    assert "restricted record" not in here.as_("oak", "case", "list").stderr
    thread = here.as_("vale", "case", "thread", case).stdout
    assert "opened it in an emergency: She has just rung 999" in thread
    assert "opened the case: new incident" in thread


def test_a_record_to_its_end_in_a_script(here: Keyed) -> None:
    """Review, hold, two people, verify, backup and restore; of the case of the test before."""
    case = here.case()
    retain = ("case", "retain", case, "--group", "3", "--review", "2026-01-01")
    here.as_("vale", *retain, "--reason", "Summary matter.")
    assert "review was due" in here.as_("oak", "case", "due").stdout
    here.as_("oak", "case", "hold", case, "--name", "inquiry", "--reason", "Asked for.")
    asked = ("case", "ask-erasure", case, "--reason", "retention_over")
    here.as_("oak", *asked, expect=3)
    here.as_("oak", "case", "release", case, "--name", "inquiry", "--reason", "Over.")
    here.as_("oak", *asked)
    keys = ("--keys", "all.keys")
    here.as_("admin", "backup", "all.backup", *keys)
    erase = ("case", "erase", case, "--reason", "retention_over")
    here.as_("oak", *erase, expect=3)
    here.as_("vale", *erase)
    verified = here.as_("vale", "verify").stdout
    assert f"{case}" in verified
    assert "erased on" in verified
    assert "NOT WHOLE" not in verified
    assert "erased on" in here.as_("ash", "case", "list").stdout
    missing = here.as_("admin", "restore", "all.backup", expect=1).stdout
    assert "workspace: events" in missing or "workspace: event" in missing
    here.as_("admin", "restore", "all.backup", *keys, "--into", "again")
    again = here.as_("ash", "case", "list", "--workspace", "again").stdout
    assert "erased on" in again
    assert "Alex" not in again


def test_a_bundle_goes_and_comes_back_in_a_script(here: Keyed) -> None:
    """Refused without a recipient, with a wrong passphrase, or with no passphrase to ask for."""
    case = here.as_("ash", "case", "new").stdout.strip()
    words = here.file("bundle", "a bundle of paper boats")
    export = ("case", "export", case, "--bundle", f"{case}.bundle")
    here.as_("ash", *export, "--bundle-passphrase-file", words, expect=2)
    here.as_("ash", *export, "--to", "laptop 7", expect=2)
    here.as_("ash", *export, "--to", "laptop 7", "--bundle-passphrase-file", words)
    take = ("case", "import", "--bundle", f"{case}.bundle", "--bundle-passphrase-file")
    here.as_("ash", *take, here.file("wrong", "another passphrase"), expect=3)
    assert "0 events" in here.as_("ash", *take, words).stderr
    data = json.loads(here.as_("ash", "case", "thread", case, "--json").stdout)
    (out,) = [one for one in data if one["kind"] == "disclosed"]
    assert out["payload"] == {"what": "bundle", "to": "laptop 7"}


def test_line_mode_asks_why_and_tells_a_supervisor_what_to_note(tmp_path: Path) -> None:
    """A number from the list; a wrong one is asked again; the alert goes once it was noted."""
    workspace = kit.make_workspace(tmp_path)
    reference = kit.answered(kit.desk(workspace, "ash"), "custody")
    birch, vale = kit.desk(workspace, "birch"), kit.desk(workspace, "vale")
    at = len([one for one in kit.pack().journeys.values() if "officer" in one.who]) + 1
    said = kit.converse(birch, [str(at), reference, "99", "1", "b", "q"])
    assert "This case is not yours" in said
    assert "Enter a number from 1 to" in said
    last = kit.thread_of(workspace, reference)[-1]
    assert (last.kind, last.actor.id, last.payload["reason"]) == ("looked", "birch", "audit")
    with vale.open(reference) as opened:
        restrict(vale, opened, ["vale", "ash"], "A colleague's family.")
    break_glass(birch, reference, "She has just rung 999 from there.")
    found = kit.converse(vale, ["q"])
    number = next(line.split()[0] for line in found.splitlines() if "Take note: Case" in line)
    kit.converse(vale, [number, "q"])
    assert "Take note" not in kit.converse(vale, ["q"])
    assert kit.thread_of(workspace, reference)[-1].kind == "glass_seen"


def test_a_copy_for_the_person_assessed_in_a_script(here: Keyed) -> None:
    """Looked at first, then written with its working copy; never twice, and only by a supervisor."""
    answers = str(kit.EXAMPLES / "custody.yaml")
    case = here.as_("ash", "case", "new").stdout.strip()
    here.as_("ash", "assess", case, "--answers", answers, "--submit")
    shown = here.as_("vale", "case", "access", case)
    assert "WORKING COPY" in shown.stdout
    assert "Nothing was written" in shown.stderr
    asked = ("case", "access", case, "-o", "copy.txt", "--working", "working.txt")
    here.as_("vale", *asked, expect=2)  # no reason
    here.as_("ash", *asked, "--reason", "Asked for.", expect=3)
    here.as_("admin", *asked, "--reason", "Asked for.", expect=3)
    here.as_("vale", *asked, "--give", "4", "--reason", "Asked for.", expect=2)
    assert not list(here.folder.glob("*.txt*"))
    here.as_("vale", *asked, "--give", "13", "--reason", "A letter of 1 June.")
    copy = (here.folder / "copy.txt").read_text("utf-8")
    assert "Alex Sample" in copy
    assert "Placeholder" not in copy
    assert "Placeholder" in (here.folder / "working.txt").read_text("utf-8")
    here.as_("vale", *asked, "--reason", "A letter of 1 June.", expect=3)
    thread = here.as_("vale", "case", "thread", case).stdout
    assert "exported the subject access copy for the person assessed" in thread
    assert f"Case {case} is whole" in here.as_("vale", "case", "verify", case).stdout

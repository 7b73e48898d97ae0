"""Line mode and the command line: ask, reply, override, counter-sign, decide the roles; three people, one workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kit
from desk.together import ITEM, UNSURE, handed_in, second_supervisor
from faces_here import Here
from ppitui.core.roles import ACTIONS
from ppitui.desk.acting import ACTS
from ppitui.desk.commands import COMMANDS
from ppitui.desk.lookups import READS
from ppitui.faces.cli import parser
from ppitui.faces.plain.journey import JourneyFace
from ppitui.faces.saying import Saying
from ppitui.faces.tui.screens.work import WorkScreen


@pytest.fixture
def here(tmp_path: Path) -> Here:
    """A fresh place."""
    return Here(tmp_path)


def to_decide(reference: str, *lines: str) -> list[str]:
    """What a supervisor types from sign-in to a case of the queue, and these lines."""
    return [str(len(kit.pack().journeys) + 2), reference, *lines]


def test_three_people_in_line_mode_ask_reply_override_and_counter_sign(tmp_path: Path) -> None:
    """The whole of it by typed lines; the thread tells it in plain words."""
    workspace = second_supervisor(kit.make_workspace(tmp_path))
    reference = handed_in(workspace, "two_harmed")
    asks = (
        f"/ask {ITEM} please evidence this",
        "/override MARAC lower more_is_known a plan is in force",
        "/countersign MARAC me too",
        "s",
        "q",
    )
    printed = kit.converse(kit.desk(workspace, "vale"), to_decide(reference, *asks))
    assert "Where are the children tonight?" in printed
    assert f"Asked about {ITEM}." in printed
    assert "no effect until a second supervisor" in printed
    assert "You made this override" in printed
    choices = kit.converse(kit.desk(workspace, "ash"), ["7", reference, "q"])
    at = next(line[0] for line in choices.splitlines() if "Questions, overrides" in line)
    cases = next(line[0] for line in choices.splitlines() if line.endswith(" Cases"))
    replied = kit.converse(
        kit.desk(workspace, "ash"),
        [cases, reference, at, f"/reply {ITEM} the nurse said so", "b", "q"],
    )
    assert f"Replied about {ITEM}." in replied
    signed = kit.converse(
        kit.desk(workspace, "wren"),
        to_decide(reference, "/countersign MARAC I read the plan", f"/close {ITEM}", "s", "q"),
    )
    assert "replied: the nurse said so" in signed or "reply: the nurse said so" in signed
    assert "counter-signed. It counts now." in signed
    kinds = [event.kind for event in kit.thread_of(workspace, reference)]
    for kind in ("asked", "overridden", "ask_answered", "countersigned", "ask_closed"):
        assert kinds.count(kind) == 1, kinds


def test_in_line_mode_the_roles_are_decided_and_the_queue_says_what_waits(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace, "custody", UNSURE)
    lines = to_decide(reference, "/aggressor A assessed she is afraid", "s", "q")
    printed = kit.converse(kit.desk(workspace, "vale"), lines)
    assert "primary aggressor to decide: before release" in printed
    assert "Case 2026-0002 is open for the other party." in printed


def test_a_supervisors_question_is_replied_to_at_the_question_in_line_mode(tmp_path: Path) -> None:
    """After a return the author sees it where the answer is given."""
    workspace = kit.make_workspace(tmp_path)
    reference = handed_in(workspace)
    back = to_decide(reference, f"/ask {ITEM} is this right?", "r", "See the question.", "q")
    kit.converse(kit.desk(workspace, "vale"), back)
    with kit.desk(workspace, "ash").open(reference) as opened:
        walk = kit.desk(workspace, "ash").walk(opened)
        number = next(n for n, one in enumerate(walk.asked, 1) if one.item.key == ITEM)
    begun = kit.converse(kit.desk(workspace, "ash"), ["7", "q"])
    cases = next(line[0] for line in begun.splitlines() if line.endswith(" Cases"))
    typed = [cases, reference, "1", str(number), f"/reply {ITEM} yes, it is", "/save", "b", "q"]
    printed = kit.converse(kit.desk(workspace, "ash"), typed)
    assert "asked by vale: is this right?; no reply" in printed
    assert f"Replied about {ITEM}." in printed


def test_each_act_is_a_flag_of_review(here: Here) -> None:
    """`ppitui review CASE --ask ITEM --text …` and its like; refused with exit 3, wrong calls with 2."""
    here.people()
    here.run(
        "user", "add", "wren", "--name", "Wren Example", "--role", "supervisor", "--as", "admin"
    )
    made = ("--answers", str(kit.EXAMPLES / "two_harmed.yaml"), "--submit", "--as", "ash")
    here.run("assess", "new", *made)
    case = ("review", "2026-0001")
    done = here.run(*case, "--ask", ITEM, "--text", "please evidence this", "--as", "vale")
    assert f"Asked about {ITEM}." in done.stderr
    here.run(*case, "--reply", ITEM, "--text", "the nurse said so", "--as", "ash")
    here.run(*case, "--close", ITEM, "--as", "vale")
    lower = ("--override", "MARAC lower more_is_known", "--text", "a plan is in force")
    here.run(*case, *lower, "--as", "ash", expect=3)
    here.run(*case, *lower, "--as", "vale")
    sign = ("--countersign", "MARAC", "--text", "I read the plan")
    here.run(*case, *sign, "--as", "vale", expect=3)
    here.run(*case, *sign, "--as", "wren")
    here.run(*case, "--override", "MARAC", "--as", "vale", expect=2)
    here.run("review", "--ask", ITEM, "--text", "x", "--as", "vale", expect=2)
    shown = here.run("case", "show", "2026-0001", "--as", "vale").stdout
    assert "counter-signed by wren: I read the plan" in shown
    rows = json.loads(here.run("review", "--json", "--as", "vale").stdout)
    assert rows[0]["clock"]
    assert rows[0]["due"]
    thread = here.run("case", "thread", "2026-0001", "--as", "vale").stdout
    assert "overrides MARAC (lower, waits for a second supervisor), more is known" in thread
    assert "counter-signed the override: I read the plan" in thread


def test_every_act_is_a_command_and_a_flag() -> None:
    """One list: no face has an act that another lacks, and each has a row of the permission table."""
    commands = {one.name: one.action for one in COMMANDS}
    assert set(ACTS) <= set(commands)
    assert {commands[name] for name in ACTS} <= set(ACTIONS)
    args = vars(parser().parse_args(["review"]))
    own = {"approve": "approve", "decline": "decline", "return": "send_back", "signoff": "sign_off"}
    for name in set(ACTS) - {"note", "explain", "migrate"}:
        assert own.get(name, f"act_{name}") in args, name


def test_every_command_has_a_handler_at_the_screen_in_line_mode_and_in_ppitui() -> None:
    """One table, one meaning: what no face moves by itself is carried out by the desk."""
    for face in (WorkScreen, JourneyFace, Saying):
        moves = {one.removeprefix("do_") for one in dir(face) if one.startswith("do_")}
        handled = moves | set(ACTS) | set(READS)
        assert handled == {one.name for one in COMMANDS}, face
    assert set(ACTS).isdisjoint(READS)

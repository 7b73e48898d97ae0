"""Passphrases on the command line: a script from the first key to a recovered one, with no terminal and no network."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kit
from faces_here import Keyed
from ppitui.faces.cli import parser
from ppitui.faces.plain.console import StreamConsole
from ppitui.faces.plain.review import review_case

ADMIN = "admin has Zqxsecret boats"


@pytest.fixture
def here(tmp_path: Path) -> Keyed:
    place = Keyed(tmp_path)
    place.file("admin", ADMIN)
    place.as_("admin", "init")
    return place


def test_the_whole_way_of_a_passphrase_in_a_script(here: Keyed) -> None:
    """New officer, first passphrase, own passphrase; lost, replaced; every one lost, recovered by two."""
    first = here.file("first", "a first passphrase to change")
    here.as_(
        *("admin", "user", "add", "ash", "--name", "PC Ash Example", "--role", "officer"),
        *("--new-passphrase-file", first),
    )
    here.file("ash", "a first passphrase to change")
    refused = here.as_("ash", "case", "list", expect=3)
    assert "Choose your own first: ppitui user passphrase" in refused.stderr
    own = here.file("own", "ash has three green boats")
    here.as_("ash", "user", "passphrase", "--new-passphrase-file", own)
    here.file("ash", "ash has three green boats")
    reference = here.as_("ash", "case", "new").stdout.strip()
    assert reference in here.as_("ash", "case", "list").stdout

    here.as_("admin", "user", "passphrase", "ash", "--new-passphrase-file", first)
    here.as_("ash", "case", "list", expect=3)

    keepers = [here.file("rowan", "rowan keeps half of it"), here.file("sorrel", "sorrel the rest")]
    files = [word for file in keepers for word in ("--keeper-file", file)]
    done = here.as_("admin", "user", "keepers", "rowan", "sorrel", *files)
    assert "they sign nobody in, and a keeper need not be a user" in done.stderr
    names = ["--keeper", "rowan", "--keeper", "sorrel"]
    alone = ["--keeper", "rowan", "--keeper", "rowan"]
    here.run("user", "recover", "admin", *alone, *files, "--new-passphrase-file", first, expect=2)
    swapped = [*files[2:], *files[:2]]
    lost = ("user", "recover", "admin", *names)
    here.run(*lost, *swapped, "--new-passphrase-file", first, expect=3)
    here.run(*lost, *files, "--new-passphrase-file", first)
    here.as_("admin", "user", "list", expect=3)
    here.file("admin", "a first passphrase to change")
    here.as_("admin", "user", "passphrase", "--new-passphrase-file", here.file("own", ADMIN))
    here.file("admin", ADMIN)
    here.as_("admin", "user", "disable", "ash")
    assert "disabled" in here.as_("admin", "user", "list").stdout
    assert "signed  whole" in here.as_("admin", "verify").stdout


def test_k05_a_passphrase_is_in_no_argument_no_variable_and_no_file_that_was_made(
    here: Keyed,
) -> None:
    said = here.as_("admin", "user", "list")
    wrong = here.run(
        *("user", "list", "--as", "admin", "--passphrase-file"),
        here.file("wrong", "Zqxwrong wrong wrong"),
        expect=3,
    )
    assert "Zqx" not in said.stdout + said.stderr + wrong.stdout + wrong.stderr
    held = [
        path.name
        for path in here.folder.rglob("*")
        if path.is_file() and path.suffix != ".words" and b"Zqxsecret" in path.read_bytes()
    ]
    assert held == []
    for command in (parser(), *_commands()):
        for action in command._actions:
            if any("passphrase" in flag for flag in action.option_strings):
                assert all(flag.endswith("-file") for flag in action.option_strings)


def _commands() -> list[Any]:
    top = parser()
    (sub,) = [action for action in top._actions if hasattr(action, "choices") and action.choices]
    return list(dict(sub.choices or {}).values())


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["case", "list"], 2, "--passphrase-file"),
        (["verify"], 2, "--passphrase-file"),
        (["user", "passphrase"], 2, "--passphrase-file"),
        (["case", "list", "--passphrase-file", "nowhere"], 2, "cannot be read"),
        (["case", "list", "--passphrase-file", "open.txt"], 3, "chmod 600"),
        (["case", "list", "--passphrase-file", "empty.txt"], 2, "holds no passphrase"),
        (["case", "list", "--passphrase-file", "latin.txt"], 2, "not UTF-8"),
        (["case", "list", "--passphrase-file", "."], 2, "cannot be read"),
        (["user", "recover", "admin"], 2, "--keeper A --keeper B"),
        (["protect", "--passphrase-file", "admin.words"], 3, "encrypted"),
        (["init", "--passphrase-file", "admin.words"], 3, "not empty"),
        (["verify", "--head", "xyz"], 2, "not a head"),
        (["verify", "--thread", "x.json"], 2, "--head"),
    ],
)
def test_with_no_terminal_nothing_is_asked_and_the_flag_is_named(
    here: Keyed, args: list[str], status: int, words: str
) -> None:
    (here.folder / "open.txt").write_text(ADMIN)
    (here.folder / "open.txt").chmod(0o644)
    for name, data in (("empty.txt", b"\n"), ("latin.txt", b"caf\xe9 caf\xe9 caf\xe9")):
        (here.folder / name).write_bytes(data)
        (here.folder / name).chmod(0o600)
    flags = [*args, "--as", "admin"]
    if "verify" in args and "--head" in args and "--thread" not in args:
        flags += ["--passphrase-file", "admin.words"]
    assert words in here.run(*flags, expect=status).stderr


def test_k01_a_wrong_passphrase_and_an_unknown_name_read_the_same(here: Keyed) -> None:
    wrong = here.file("wrong", "not the right words at all")
    said = {
        here.run("case", "list", "--as", user, "--passphrase-file", wrong, expect=3).stderr
        for user in ("admin", "nobody")
    }
    assert len(said) == 1


def test_the_passphrase_may_come_on_standard_input(here: Keyed) -> None:
    args = ("user", "list", "--as", "admin", "--passphrase-file", "-")
    assert "admin" in here.run(*args, typed=f"{ADMIN}\n").stdout
    here.run(*args, typed="", expect=2)


def test_line_mode_asks_for_the_passphrase_once_and_never_repeats_it(tmp_path: Path) -> None:
    door = kit.make_encrypted(tmp_path)
    reference = kit.answered(door("ash", kit.words_of("ash")), "custody")
    vale = door("vale", kit.words_of("vale"))
    typed = ["a", "Agreed.", "not the right words", "a", "Agreed.", kit.words_of("vale")]
    typed += ["d", "Not now.", "s"]
    sink = io.StringIO()
    with vale.open(reference) as opened:
        console = StreamConsole(io.StringIO("\n".join(typed) + "\n"), sink, echo=True)
        review_case(vale, opened, console)
        assert sorted(one.decision for one in opened.case.decisions.values()) == [
            "approve",
            "decline",
        ]
    said = sink.getvalue()
    assert said.count("Your passphrase signs this:") == 2
    assert "do not open this workspace" in said
    assert kit.words_of("vale") not in said


def _review(here: Keyed, *args: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return here.as_("vale", "review", *args, **kwargs)


def test_from_protecting_a_workspace_to_an_outsider_who_verifies_a_thread(tmp_path: Path) -> None:
    """An old workspace is encrypted; a case decided in it is exported; somebody with a head looks at it."""
    here = Keyed(tmp_path)
    here.people()
    answers = Path(__file__).resolve().parents[2] / "instruments/examples/custody.yaml"
    here.run("assess", "new", "--answers", str(answers), "--submit", "--as", "ash")
    assert "NOT SIGNED" in here.run("verify").stdout
    here.file("admin", ADMIN)
    here.as_("admin", "protect")
    assert (tmp_path / "w.unencrypted").is_dir()
    for user in ("ash", "vale"):
        first = here.file("first", "a first passphrase to change")
        here.as_("admin", "user", "passphrase", user, "--new-passphrase-file", first)
        here.file(user, "a first passphrase to change")
        own = here.file("own", f"{user} has three green boats")
        here.as_(user, "user", "passphrase", "--new-passphrase-file", own)
        here.file(user, f"{user} has three green boats")
    _review(here, here.case(), "--approve", "MATAC", "--reason", "Agreed.")
    rows = json.loads(here.as_("admin", "verify", "--json").stdout)
    assert rows["anchors"]["signed"]
    head = next(row["head"] for row in rows["threads"] if row["thread"] == here.case())
    here.as_("vale", "case", "thread", here.case(), "--export", "thread.json")
    assert (tmp_path / "thread.json").stat().st_mode & 0o777 == 0o600
    here.as_("vale", "case", "thread", here.case(), "--export", "thread.json", expect=3)
    here.env["PPITUI_HOME"] = str(tmp_path / "nowhere")
    told = here.run("verify", "--thread", "thread.json", "--head", head[:12])
    assert "1 events follow it" in told.stdout
    here.run("verify", "--thread", "thread.json", "--head", "0" * 12, expect=1)
    data = json.loads((tmp_path / "thread.json").read_bytes())
    data["lines"][3] = data["lines"][4]
    (tmp_path / "thread.json").write_text(json.dumps(data))
    told = here.run("verify", "--thread", "thread.json", "--head", head, expect=1)
    assert "event 4" in told.stdout


def test_verify_finds_the_head_of_a_letter_and_misses_one_that_was_removed(here: Keyed) -> None:
    data = json.loads(here.as_("admin", "verify", "--json").stdout)
    assert data["head"] != "0" * 64
    told = here.as_("admin", "verify", "--head", data["head"])
    assert "anchor 2: event 2 of workspace" in told.stdout
    here.as_("admin", "verify", "--head", "f" * 64, expect=1)
    path = here.folder / "w" / "workspace.log"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    told = here.as_("admin", "verify", expect=1)
    assert "NOT WHOLE, event 2: the thread was cut" in told.stdout
    (here.folder / "w" / "anchors.log").unlink()
    assert "anchors is missing" in here.as_("admin", "verify", expect=1).stdout
    here.as_("admin", "user", "list", expect=3)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is POSIX")
def test_at_a_terminal_it_is_asked_for_and_never_shown(here: Keyed) -> None:
    import pty

    pid, fd = pty.fork()
    if pid == 0:  # pragma: no cover  # another process
        import os

        os.chdir(here.folder)
        env = {**here.env, "PPITUI_PLAIN": "1", "TERM": "dumb"}
        args = [sys.executable, "-m", "ppitui", "user", "list", "--as", "admin"]
        os.execve(sys.executable, args, env)  # noqa: S606  # the tool itself
    shown = _talk(fd, pid, "Passphrase:", ADMIN)
    assert "administrator" in shown
    assert "Zqx" not in shown


def _talk(fd: int, pid: int, prompt: str, words: str) -> str:
    """Type the words at the prompt; everything that the terminal showed."""
    import os

    seen, typed = b"", False
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
        if not typed and prompt.encode() in seen:
            os.write(fd, words.encode() + b"\n")
            typed = True
    os.waitpid(pid, 0)
    os.close(fd)
    return seen.decode("utf-8", "replace")

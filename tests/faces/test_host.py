"""The machine that ppitui runs on: what it lacks, what it shows of us to others, and what somebody put in our way."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kit
from desk.test_canary import CANARY, NOTE, _replaced
from faces.tui.driving import Hands
from faces.tui.terminal import Terminal
from faces_here import Here
from ppitui.desk.answersfile import add_people, apply_answers
from ppitui.desk.deciding import decide_route
from ppitui.desk.posting import available, preview
from ppitui.errors import PpituiError
from ppitui.faces.cli import main
from ppitui.faces.full import wanted
from ppitui.faces.tui.app import PpituiApp

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="of POSIX systems")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """A workspace with one case, whose person assessed has a name that no ASCII terminal shows."""
    place = Here(tmp_path_factory.mktemp("host"))
    place.people()
    place.run("case", "new", "--as", "ash")
    people = place.folder / "people.yaml"
    people.write_text(
        'kind: answers\njourney: custody\npeople: {assessed: {name: "Zo\u00eb Sample"}}\n', "utf-8"
    )
    place.run("case", "new", "--people", str(people), "--as", "ash")
    return place


# what somebody put in our way


def test_h01_a_module_in_the_folder_where_it_is_called_is_not_imported(
    here: Here, tmp_path: Path
) -> None:
    """The installed command, called in a folder with a jinja2.py, a yaml.py, a .env and a start-up file."""
    for name in ("jinja2", "yaml", "textual", "sitecustomize", "argparse"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')\n", "utf-8")
    (tmp_path / ".env").write_text("PPITUI_HOME=/nowhere\n", "utf-8")
    (tmp_path / "start.py").write_text("raise SystemExit('taken over')\n", "utf-8")
    command = Path(sys.executable).parent / "ppitui"
    if not command.exists():
        pytest.skip("ppitui is not installed beside this Python: nothing to call")
    env = {**here.env, "PYTHONSTARTUP": str(tmp_path / "start.py")}
    called = [str(command), "letter", "--list"]
    done = subprocess.run(
        called, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "taken over" not in done.stdout + done.stderr


@POSIX
def test_h01_a_workspace_that_others_may_write_is_refused(tmp_path: Path) -> None:
    """A home that everybody may write; a folder of cases too. Nothing is read."""
    place = Here(tmp_path)
    place.people()
    for part in ("w", "w/cases"):
        folder = tmp_path / part
        folder.chmod(0o777)
        assert "can be changed by" in place.run("case", "list", "--as", "ash", expect=3).stderr
        folder.chmod(0o700)
    place.run("case", "list", "--as", "ash")


# what the machine lacks


BARE = {
    "no locale": {},
    "C": {"LANG": "C", "LC_ALL": "C"},
    "ASCII, and nothing helps": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no such locale": {"LANG": "xx_YY.latin7", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("name", BARE)
def test_h02_it_works_with_next_to_no_environment(here: Here, name: str) -> None:
    """No HOME, no TERM, no locale: a name that cannot be shown is no crash."""
    env = {"PPITUI_HOME": here.env["PPITUI_HOME"], "PATH": os.defpath, **BARE[name]}
    if "PYTHONPATH" in os.environ:
        env["PYTHONPATH"] = os.environ["PYTHONPATH"]
    for args in (["case", "list"], ["verify"], ["case", "thread", "2026-0002"], ["--plain"]):
        done = subprocess.run(
            [sys.executable, "-m", "ppitui", *args, "--as", "ash"],
            env=env,
            input=b"q\n",
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (args, done.stderr)
        assert b"Traceback" not in done.stdout + done.stderr
        if args == ["case", "list"]:
            assert b"Sample" in done.stdout
    if "PYTHONCOERCECLOCALE" in BARE[name]:
        listed = [sys.executable, "-m", "ppitui", "case", "list", "--as", "ash"]
        shown = subprocess.run(listed, env=env, capture_output=True, check=True).stdout
        assert shown.isascii()


@POSIX
def test_h02_a_login_without_a_name_is_told_what_to_say(
    here: Here, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a container: no LOGNAME, no line in the table of users."""
    import pwd

    def nobody(_number: int) -> pwd.struct_passwd:
        raise KeyError("no such user")

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setenv("PPITUI_HOME", here.env["PPITUI_HOME"])
    assert main(["case", "list"]) == 2
    assert "--as USER" in capsys.readouterr().err
    assert main(["case", "list", "--as", "ash"]) == 0


def test_h02_a_terminal_that_shows_no_frames_gets_line_mode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the locale says so; where nothing says so, the full screen is tried."""
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    term = {"TERM": "xterm"}
    for env in ({}, {"LANG": "en_GB.UTF-8"}, {"LANG": "C.UTF-8"}, {"LC_ALL": "cy_GB.utf8"}):
        assert wanted({**term, **env}, plain=False), env
    for env in ({"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LC_CTYPE": "en_GB.ISO-8859-1"}):
        assert not wanted({**term, **env}, plain=False), env
    assert not wanted({"TERM": "dumb"}, plain=False)


@POSIX
def test_h02_root_is_nobody_special(here: Here) -> None:
    """Whoever runs it must be a user of the workspace; being root opens nothing."""
    refused = here.run("case", "list", "--as", "root", expect=3)
    assert "is not a user of this workspace" in refused.stderr


# what others on the machine can see of a running ppitui


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")
def test_h03_a_running_ppitui_shows_nothing_of_a_case_to_other_processes(tmp_path: Path) -> None:
    """Arguments, environment, its name, the files that it holds open: with a case on the screen."""
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    with Terminal(str(workspace.folder), "ash") as term:
        term.until("search: name or reference")
        term.press("0")
        term.until("\u258c 0")
        term.press("enter")
        term.until("Timeline", "Alex Sample")
        proc = Path(f"/proc/{term.process.pid}")
        seen = [(proc / one).read_bytes() for one in ("cmdline", "environ", "comm")]
        seen += [bytes(one.readlink()) for one in (proc / "fd").iterdir()]
        seen += [one.read_bytes() for one in proc.glob("task/*/comm")]
        assert seen
        for words in (b"Alex", b"Sample", b"Placeholder", b"Example Walk"):
            assert not [one for one in seen if words in one], words


def test_h03_nothing_is_said_to_the_log_of_the_system() -> None:
    """No room of ours speaks to syslog, to journald or to a log at all."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert not re.search(r"^\s*(?:import|from) (?:syslog|logging|systemd)\b", source, re.MULTILINE)
    assert "setproctitle" not in source


# what is installed


def _wheel(folder: Path) -> Path:
    """A wheel of nothing."""
    path = folder / "invented_boats-1.0-py3-none-any.whl"
    info = "invented_boats-1.0.dist-info"
    files = {
        "invented_boats.py": b"BOATS = 3\n",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: invented-boats\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(data)}\n"
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("changed", [False, True], ids=["as locked", "changed"])
def test_h04_a_wheel_that_is_not_the_one_that_was_locked_is_not_installed(
    tmp_path: Path, changed: bool
) -> None:
    """In the way that the Makefile installs, with one byte more in the wheel."""
    wheel = _wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "lock.txt").write_text(f"invented-boats==1.0 --hash=sha256:{digest}\n", "utf-8")
    if changed:
        wheel.write_bytes(wheel.read_bytes() + b"\n")
    into = tmp_path / "into"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"),
            *("install", "--no-index", "--find-links", str(tmp_path), "--target", str(into)),
            *("--require-hashes", "-r", str(tmp_path / "lock.txt")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is not changed, done.stdout + done.stderr
    assert (into / "invented_boats.py").exists() is not changed


def test_h04_every_package_is_locked_by_version_and_hash_and_installed_so() -> None:
    """Also what builds: one line without a hash would let any file of that name in."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8").replace("\\\n", " ")
        lines = [
            one for one in text.splitlines() if one.strip() and not one.lstrip().startswith("#")
        ]
        assert lines, path.name
        for line in lines:
            assert re.match(r"[A-Za-z0-9_.\-]+(?:\[[a-z,\-]+\])?==\S+ ", line), line
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
    made = (ROOT / "Makefile").read_text("utf-8")
    for line in made.splitlines():
        if "$(PIP) install" in line:
            assert "--require-hashes" in line or "--no-deps" in line, line


# what is logged


@pytest.mark.asyncio
async def test_h05_no_log_at_any_level_holds_the_canary(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Everything that any library logs, from the first answer to the letter and the full screen."""
    caplog.set_level(logging.DEBUG)
    logging.disable(logging.NOTSET)
    door = kit.make_encrypted(tmp_path)
    ash = door("ash", kit.words_of("ash"), signs=True)
    marked = _replaced(kit.example("custody"))
    reference = ash.new_case()
    with ash.open(reference) as opened:
        ash.begin(opened, marked.journey, marked.on)
        add_people(ash, opened, marked)
        apply_answers(ash, opened, marked)
        ash.note(opened, NOTE)
        ash.submit(opened)
    vale = door("vale", kit.words_of("vale"), signs=True)
    with vale.open(reference) as opened:
        for route in sorted(opened.case.proposed):
            decide_route(vale, opened, route, "approve", "Agreed.")
        for letter in available(vale, opened):
            for form in ("txt", "pdf", "docx"):
                try:
                    preview(vale, opened, letter.id, form)
                except (PpituiError, UnicodeDecodeError):
                    continue
    app = PpituiApp(door, "vale", environ={}, passphrase=kit.words_of("vale"))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(pilot)
        await hands.until(CANARY)
    logging.getLogger("ppitui.test").debug("the log was listening")
    said = [caplog.text, *(str(vars(one)) for one in caplog.records), *capfd.readouterr()]
    assert "the log was listening" in said[0]
    for words in (CANARY, "Zqxnote", kit.words_of("vale")):
        assert not [one for one in said if words in one]


# K04 and W05 at the command line


@POSIX
def test_k04_a_crash_of_python_leaves_no_core() -> None:
    """The command switches core files off before it does anything."""
    told = (
        "import resource, json, sys; from ppitui.faces.cli import main;"
        " main(['--version']); print(json.dumps(resource.getrlimit(resource.RLIMIT_CORE)))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [0, 0]


def test_w05_a_forged_login_name_opens_nothing(tmp_path: Path) -> None:
    """LOGNAME is a claim; the passphrase proves it, and somebody else's does not."""
    place = Here(tmp_path)
    door = kit.make_encrypted(tmp_path)
    door.folder.rename(tmp_path / "w")
    words = tmp_path / "ash.words"
    words.write_text(kit.words_of("ash") + "\n", "utf-8")
    words.chmod(stat.S_IRUSR)
    place.env |= {"LOGNAME": "vale", "USER": "vale"}
    for args in (["case", "list"], ["case", "list", "--as", "vale"]):
        refused = place.run(*args, "--passphrase-file", str(words), expect=3)
        assert "do not open this workspace" in refused.stderr
    place.run("case", "list", "--as", "ash", "--passphrase-file", str(words))

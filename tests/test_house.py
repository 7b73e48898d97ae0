"""The house rules that no linter knows: what loads what, how long things are, what may be named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
SCREENS = {"textual", "rich", "questionary", "prompt_toolkit"}

# Imports every module of one room in a fresh interpreter and prints what that loaded: a graph of
# import statements cannot see an import made by a helper at run time.
LOADED_BY = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
room = importlib.import_module(sys.argv[2])
for module in pkgutil.walk_packages(getattr(room, "__path__", []), room.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def loaded_by(room: str) -> set[str]:
    """Names of the top-level packages that importing all of `room` loads."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOADED_BY, str(ROOT / "src"), room],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def tracked() -> list[Path]:
    """Files that belong to the project: what git knows or would add; all of them in an sdist."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        hidden = (".venv", ".git", "__pycache__")
        found = [path for path in ROOT.rglob("*") if not any(part in hidden for part in path.parts)]
    return [path for path in found if path.is_file()]


def lines_matching(pattern: str, paths: list[Path]) -> list[str]:
    """`file:line` of every line that matches."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if wanted.search(line)
    ]


def pins(lock: str) -> dict[str, str]:
    """Package names and versions in a lock file."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("room", ["core", "pack", "store", "letters", "desk"])
def test_rooms_below_the_faces_load_no_screen(room: str) -> None:
    assert not loaded_by(f"ppitui.{room}") & SCREENS


def test_core_loads_only_the_standard_library() -> None:
    assert loaded_by("ppitui.core") - set(sys.stdlib_module_names) == {"ppitui"}


@pytest.mark.parametrize("room", ["core", "pack", "store"])
def test_rooms_below_letters_load_no_template_engine(room: str) -> None:
    assert "jinja2" not in loaded_by(f"ppitui.{room}")


def test_only_letters_name_jinja2() -> None:
    elsewhere = [path for path in SOURCES if (ROOT / "src/ppitui/letters") not in path.parents]
    assert lines_matching(r"^\s*(import|from) +jinja2\b", elsewhere) == []


def test_only_one_place_knows_whether_a_screen_was_left() -> None:
    """What a thread finds reaches a screen in one way: each of its own forgot something else."""
    screens = ROOT / "src/ppitui/faces/tui"
    elsewhere = [path for path in screens.rglob("*.py") if path.name != "working.py"]
    assert lines_matching(r"call_from_thread|is_attached", elsewhere) == []


def test_starting_the_command_line_loads_nothing_heavy() -> None:
    heavy = {"textual", "rich", "questionary", "jinja2", "jsonschema", "tinydb", "yaml"}
    heavy |= {"cryptography", "argon2"}
    assert not loaded_by("ppitui.faces.cli") & heavy


def test_no_source_file_is_over_400_lines() -> None:
    long = [path for path in SOURCES if len(path.read_text("utf-8").splitlines()) > 400]
    assert long == []


def test_no_function_is_over_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 60
    ]
    assert long == []


def test_no_tracked_file_names_a_package_index() -> None:
    # written so that this very line does not match
    index = r"--(extra-)?index-url[ =]|--find-links[ =]|[/.]pypi\.|pythonhoste[d]|/simpl[e]/"
    assert lines_matching(index, tracked()) == []


def test_lock_files_name_no_address_at_all() -> None:
    locks = sorted((ROOT / "requirements").iterdir())
    assert lines_matching(r":/[/]|^-[-a-z]", locks) == []


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    # the folders of homes and mounts; (?<!...) leaves relative paths such as docs/home/ alone
    machine = r"(?<![\w.*)/])/(root|home|Users|work|opt|mnt)/"
    assert lines_matching(machine, tracked()) == []


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    declared = set(project["dependencies"]).union(*project["optional-dependencies"].values())
    lines = text.splitlines()
    silent = [
        name
        for name in sorted(declared)
        if not any(f'"{name}"' in line and "  # " in line for line in lines)
    ]
    assert silent == []


def test_locks_hold_every_dependency_at_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[^A-Za-z0-9-]", name)[0].lower().replace("_", "-")
        for name in project["dependencies"]
    }
    run, dev = pins("run.txt"), pins("dev.txt")
    assert wanted <= set(run)
    assert "z3-solver" in run, "whoever follows the read-me in make's own .venv publishes there"
    for lock in ("run.txt", "build.txt"):
        assert pins(lock).items() <= dev.items(), lock


def test_every_make_command_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        named = set(re.findall(r"(?:^|`)(?:\$ )?make ([a-z]+)", text, re.MULTILINE))
        assert named, f"{name} names no make command"
        assert named <= targets, name


def test_make_without_a_word_lists_every_target() -> None:
    done = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony is not None
    assert re.findall(r"^make (\w+)", done.stdout, re.MULTILINE) == phony[1].split()


def test_every_hazard_has_an_id_of_its_own() -> None:
    log = (ROOT / "docs/HAZARDS.md").read_text("utf-8")
    ids = re.findall(r"^\| (Z\d+) \|", log, re.MULTILINE)
    assert ids == [f"Z{number:02}" for number in range(1, len(ids) + 1)]
    assert ids

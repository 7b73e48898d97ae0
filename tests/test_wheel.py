"""The wheel, not the checkout: what a force installs holds all that it needs and nothing stray."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
OWNED = ("instruments", "templates")  # what administrators own, outside src/
ALLOWED = {".yaml", ".md", ".j2", ".txt", ".html", ".css", ".docx"}

# -I keeps the checkout, PYTHONPATH and the current folder out; the installed copy comes first.
RUN_INSTALLED = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module("ppitui", run_name="__main__", alter_sys=True)
"""
WHERE_INSTALLED = """
import sys
sys.path.insert(0, sys.argv[1])
import ppitui
print(ppitui.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    python(
        *("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"),
        *("--no-index", "--no-compile", "--target", str(target), str(wheel)),
    )
    return target


def python(*args: str, cwd: Path | None = None) -> str:
    """Standard output of Python in this environment; its complaint when it fails."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PPITUI")}
    done = subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ppitui(installed: Path, *args: str) -> str:
    """Standard output of the installed ppitui, run from a folder that is not the checkout."""
    return python("-I", "-c", RUN_INSTALLED, str(installed), *args, cwd=installed)


def owned_files() -> set[str]:
    """Where the wheel should hold each file that administrators own."""
    return {
        f"ppitui/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in OWNED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def names(wheel: Path) -> set[str]:
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_wheel_holds_every_instrument_template_and_example(wheel: Path) -> None:
    wanted = owned_files()
    assert any(name.startswith("ppitui/_data/instruments/examples/") for name in wanted)
    assert wanted <= names(wheel)


def test_wheel_holds_no_stray_data_file(wheel: Path) -> None:
    # force-include does not ask .gitignore: an editor's copy of a rule would be shipped as a rule
    data = {name for name in names(wheel) if name.startswith("ppitui/_data/")}
    stray = {
        name
        for name in data
        if Path(name).suffix not in ALLOWED or Path(name).name.startswith((".", "#"))
    }
    assert stray == set()


def test_wheel_puts_nothing_beside_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0].partition("-")[0] for name in names(wheel)}
    assert tops == {"ppitui"}
    assert "ppitui/py.typed" in names(wheel)


def test_installed_copy_is_the_one_that_runs(installed: Path) -> None:
    where = python("-I", "-c", WHERE_INSTALLED, str(installed), cwd=installed)
    assert Path(where.strip()).is_relative_to(installed)


def test_installed_ppitui_tells_its_version(installed: Path) -> None:
    assert "0.1.0" in ppitui(installed, "--version")


def test_installed_ppitui_decides_a_case_with_the_shipped_pack(installed: Path) -> None:
    case = ROOT / "tests" / "cases" / "SYN-01.yaml"
    wanted = yaml.safe_load(case.read_text("utf-8"))["expect"]["recommend"]
    told = json.loads(ppitui(installed, "decide", "--facts", str(case), "--json"))
    recommended = {route["id"] for route in told["routes"] if route["status"] == "recommend"}
    assert wanted
    assert set(wanted) <= recommended

"""Drafts of the definitions for the tests: the shipped ones with changes, proposed and published by invented people."""

from __future__ import annotations

import shutil
from pathlib import Path

import kit
from ppitui.desk.accepting import accept
from ppitui.desk.desk import Desk
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.publishing import Published, propose, publish
from ppitui.desk.restricting import restrict
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace

Edit = tuple[str, str, str]
THRESHOLD: Edit = ("policy.yaml", "value: 90", "value: 60")
NO_SUPPORT: Edit = (
    "rules/safety.yaml",
    "risk_grade == 'medium' and not marac_limb",
    "risk_grade == 'medium' and serial and not marac_limb",
)
# No promise says when a hub for children is told: what a draft would take away there only impact shows.
FEWER_CHILDREN: Edit = (
    "rules/safety.yaml",
    'when: "child_linked or age < 10',
    'when: "(child_linked and current_offence.serious) or age < 10',
)


def draft(folder: Path, *edits: Edit, name: str = "draft") -> Path:
    """The shipped definitions with these changes, as a folder of instruments."""
    shutil.copytree(shipped("templates"), folder / name / "templates")
    here = folder / name / "instruments"
    shutil.copytree(shipped("instruments"), here)
    for file, old, new in edits:
        text = (here / file).read_text("utf-8")
        assert old in text, (file, old)
        (here / file).write_text(text.replace(old, new, 1), "utf-8")
    return here


def make_workspace(folder: Path) -> Workspace:
    """With a second administrator and two more supervisors: nobody publishes or accepts a loss alone."""
    made = kit.make_workspace(folder)
    admin = kit.desk(made, "admin")
    admin.add_user("elm", "Elm Example", ["administrator"])
    admin.add_user("moss", "DI Moss Example", ["supervisor"])
    return made


def in_force(workspace: Workspace, user: str) -> Desk:
    """A desk under what is in force now, as a command would open it."""
    files = files_of(None, workspace.folder)
    return Desk(workspace, use_pack(None, workspace.folder), files, user, kit.clock)


def published(workspace: Workspace, folder: Path, *, accepted: bool = False) -> Published:
    """A draft proposed by one administrator and published by another."""
    propose(in_force(workspace, "admin"), files_of(folder), "The scheme changed its limit.")
    if accepted:
        accept(in_force(workspace, "vale"), use_pack(folder), "As the scheme says.")
    return publish(in_force(workspace, "elm"), files_of(folder), "Read and agreed.")


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def restricted(workspace: Workspace) -> str:
    """The reference of a case that only the supervisor vale may open."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    with vale.open(case) as opened:
        restrict(vale, opened, ["vale"], "An officer is a party.")
    return case

"""What a draft would change, in line mode and by the command line: seen, accepted and published by numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import kit
from desk.drafts import FEWER_CHILDREN, make_workspace
from faces_here import Here
from ppitui.desk import pack_draft
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace

RULES = "instruments/rules/safety.yaml"
IMPACT, MAPPING = "10", "11"  # in the studio


def changed(workspace: Workspace) -> None:
    """A draft in the studio that tells the hub of fewer children."""
    admin = kit.desk(workspace, "admin")
    held = pack_draft.hold(admin, RULES)
    text = held.raw.decode().replace(FEWER_CHILDREN[1], FEWER_CHILDREN[2], 1)
    pack_draft.save(admin, held, text.encode())


def by_number(workspace: Workspace, user: str, *lines: str) -> str:
    """What somebody sees who goes to the proposed draft from line mode's first menu."""
    first = kit.converse(kit.desk(workspace, user), ["q"])
    at = re.search(r"^(\d+) Definitions proposed by Admin Example", first, re.MULTILINE)
    assert at
    return kit.converse(kit.desk(workspace, user), [at[1], *lines, "b", "q"])


def test_a_draft_is_weighed_accepted_and_published_by_typed_lines(tmp_path: Path) -> None:
    """Proposed by one, its loss accepted by two supervisors with the case in view, published by another."""
    workspace = make_workspace(tmp_path)
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    changed(workspace)
    said = kit.converse(
        kit.desk(workspace, "admin"), ["1", IMPACT, "2", "", "4", "Fewer.", "4", "3", "b", "b", "q"]
    )
    assert "1 case looked at; 1 would change; 1 would lose protection." in " ".join(said.split())
    assert "LOSES PROTECTION  MASH_CHILD: recommended -> not indicated  1 case  by R64" in said
    assert f"1 {case}  to be accepted" in said
    assert "Nothing is in force yet" in said
    assert "You proposed this draft: another administrator publishes it." in said
    assert "You proposed this draft: somebody else accepts what it changes." in said
    assert said.count("Why? It is kept beside who and when") == 1, "no reason is asked in vain"
    stopped = by_number(workspace, "elm", "4", "Agreed.")
    assert f"  - 2 supervisors for case {case}, which would lose protection" in stopped
    assert "Nothing was published." in stopped
    said = by_number(workspace, "vale", "2", "1", "The hub has it.", "", "3", "Seen.")
    assert "R64 then: " in said
    assert f"Accepted for case {case}: LOSES PROTECTION" in said
    assert "Accepted: what would change of 1 case." in said
    assert "no such case" not in by_number(workspace, "moss", "2", case, "I looked too.", "b")
    assert "In force for new cases" in by_number(workspace, "elm", "4", "Agreed.")


def test_the_mapping_for_drafts_is_begun_by_typed_lines(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    changed(workspace)
    said = kit.converse(kit.desk(workspace, "admin"), ["1", MAPPING, "y", "b", "q"])
    assert "1 case in draft stays on the definitions begun under" in said
    assert "steps: []" in said


def test_the_studio_has_its_own_word_on_the_command_line(tmp_path: Path) -> None:
    """impact, diff and publish take `studio`; what is missing is data too."""
    here = Here(tmp_path)
    here.people()
    here.run("user", "add", "elm", "--name", "Elm", "--role", "administrator", "--as", "admin")
    example = str(shipped("instruments") / "examples" / "custody.yaml")
    here.run("assess", "new", "--answers", example, "--as", "ash")
    here.run("studio", "policy", "break_glass_minutes", "--set", "value=61", "--as", "admin")
    assert "is 61" in here.run("diff", "in-force", "studio", "--as", "admin").stdout
    hint = "ppitui studio mapping --new begins one: done before publishing"
    assert hint in here.run("impact", "studio", "--as", "admin").stderr
    proposed = here.run("publish", "studio", "--reason", "Too early.", "--as", "admin")
    assert hint in proposed.stderr
    begun = here.run("studio", "mapping", "--new", "--as", "admin")
    assert "instruments/mappings/from_" in begun.stderr
    assert "can be brought over by" in begun.stdout
    found = here.run("impact", "studio", "--json", "--as", "admin")
    assert json.loads(found.stdout)["missing"][0] == "an administrator proposes it, with a reason"
    assert "Before it is in force:" in found.stderr
    state = here.run("studio", "--as", "admin").stdout
    assert "Too early. It stands without what was changed here since." in state
    proposed = here.run("publish", "studio", "--reason", "Agreed.", "--as", "admin")
    assert "--accept" not in proposed.stderr, (
        "where no case would change there is nothing to accept"
    )
    assert "ppitui publish sha256:" in proposed.stderr, "two stand, so the id is said"
    assert "stands proposed, as it is now" in here.run("studio", "--as", "admin").stdout
    none = here.run("impact", "proposed", "--accept", "--as", "elm", expect=2)
    assert "--reason WHY" in none.stderr
    here.run("publish", "studio", "--reason", "Read.", "--as", "elm")
    nothing = here.run("studio", "changes", "--as", "admin").stdout
    assert nothing.strip() == "Nothing that is read differs."
    here.run("case", "migrate", "2026-0001", "--confirm", "--as", "ash")

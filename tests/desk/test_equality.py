"""Equality monitoring: groups are counted, small numbers held back, and nothing else ever reads the group."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kit
from ppitui.core.settle import survey
from ppitui.desk.answersfile import apply_answers
from ppitui.desk.desk import Desk
from ppitui.desk.packs import checked, files_of
from ppitui.desk.people import asked_of, details_for, read_detail
from ppitui.desk.reports import read_asked, report
from ppitui.errors import WrongCall
from ppitui.pack.load import load
from ppitui.pack.promised import kept
from ppitui.store.workspace import Workspace


def handed_in(desk: Desk, at: int, **details: Any) -> str:
    """A case about an invented man of his own."""
    file = kit.example("first_offence")
    reference = desk.new_case()
    person = {
        "name": f"Alex Sample {at}",
        "born": f"19{70 + at % 10}-01-{1 + at % 28:02}",
        "sex": "male",
    }
    with desk.open(reference) as opened:
        desk.begin(opened, file.journey, file.on)
        desk.add_person(opened, "assessed", {**person, **details})
        for one in file.people["harmed"]:
            desk.add_person(opened, "harmed", one)
        assert apply_answers(desk, opened, file) == []
        desk.submit(opened)
    return reference


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Nine men, six women, two others; seven who said that they are white, two Asian, the rest said nothing."""
    made = kit.make_workspace(tmp_path_factory.mktemp("equality"))
    ash = kit.desk(made, "ash")
    for at in range(17):
        sex = "male" if at < 9 else "female" if at < 15 else "other"
        said = {"ethnicity": "white"} if at < 7 else {"ethnicity": "asian"} if at < 9 else {}
        handed_in(ash, at, sex=sex, **said)
    handed_in(ash, 0, sex="male", ethnicity="white")  # the same man again
    return made


def test_small_groups_are_held_back_and_so_is_what_would_give_them_away(
    workspace: Workspace,
) -> None:
    vale = kit.desk(workspace, "vale")
    rows = report(vale, read_asked(vale, "equality")).to_json()["rows"]
    people = {(row["of"], row["group"]): row["people"] for row in rows}
    assert people[("sex", "male")] == 9
    assert people[("sex", "other")] is None
    assert people[("sex", "female")] is None, "seventeen less nine less six would be two"
    assert people[("ethnic group", "asian")] is None
    for row in rows:
        assert all(n is None or n == 0 or n >= 5 for n in (row["people"], row["recommended"]))
    lines = report(vale, read_asked(vale, "equality")).lines()
    assert any("held back" in line for line in lines)


def test_it_names_nobody_and_no_case(workspace: Workspace) -> None:
    vale = kit.desk(workspace, "vale")
    text = json.dumps(report(vale, read_asked(vale, "equality")).to_json())
    assert "Alex" not in text
    assert "2026-" not in text


def test_the_number_is_the_forces_own(workspace: Workspace) -> None:
    """A force that wants ten gets ten."""
    setting = kit.pack().policy["report_small_number"]
    pack = replace(
        kit.pack(), policy={**kit.pack().policy, "report_small_number": replace(setting, value=10)}
    )
    vale = Desk(workspace, pack, kit.files(), "vale", kit.clock)
    rows = report(vale, read_asked(vale, "equality")).to_json()["rows"]
    assert all(row["people"] is None or row["people"] == 0 or row["people"] >= 10 for row in rows)


def test_ethnicity_settles_nothing_and_changes_no_result(tmp_path: Path) -> None:
    """The same case with and without it: the same facts, the same routes, the same list, the same letter's reader."""
    desk = kit.desk(kit.make_workspace(tmp_path), "ash")
    refs = [handed_in(desk, 1), *(handed_in(desk, 1, ethnicity=one) for one in ("black", "white"))]
    seen = []
    for reference in refs:
        with desk.open(reference) as opened:
            facts = survey(opened.case, opened.pack, desk.today).facts
            seen.append((facts, desk.result(opened).to_json(opened.pack.hash)))
    assert seen[0] == seen[1] == seen[2]
    rows = [{**row, "case": ""} for row in desk.cases()]
    assert "black" not in json.dumps(rows)
    assert "ethnicity" not in kit.pack().rules.facts
    assert "ethnicity" not in [one.id for one in asked_of("assessed")]


def test_check_proves_that_no_rule_reads_ethnicity() -> None:
    """A pack whose rule reads it breaks a promise, and `check --prove` says which rule."""
    files = dict(files_of())
    name = next(one for one in files if one.endswith("instruments/facts.yaml"))
    files[name] = files[name] + (
        b"\n  ethnicity:\n    scope: person\n    type: word\n    values: [asian, black, mixed, white, other]\n"
        b'    means: "ethnic group"\n'
    )
    rules = next(one for one in files if one.endswith("rules/diversion.yaml"))
    old = b'when: "dvpp_candidate and willing"'
    assert files[rules].count(old) == 1
    files[rules] = files[rules].replace(old, old[:-1] + b" and ethnicity == 'white'\"")
    pack = checked(load(files))
    promise = next(one for one in pack.promises if one.id == "ETHNICITY_IS_NEVER_READ")
    broken = kept(pack, promise)
    assert broken is not None
    assert len(broken) == 1
    assert broken[0].startswith("rule R24 ")
    shipped = next(one for one in kit.pack().promises if one.id == "ETHNICITY_IS_NEVER_READ")
    assert kept(kit.pack(), shipped) == ()


def test_what_is_no_group_is_refused() -> None:
    detail = next(one for one in details_for("assessed") if one.id == "ethnicity")
    with pytest.raises(WrongCall, match="enter a number or its word"):
        read_detail(detail, "martian", kit.NIGHT.date())
    assert "ethnicity" not in [one.id for one in details_for("harmed")]

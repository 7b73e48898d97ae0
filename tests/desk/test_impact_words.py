"""What a draft would change is counted by cases, each once, and said in the words that every other list has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import kit
from desk.drafts import draft, make_workspace
from ppitui.core.definitions import Migration
from ppitui.core.findings import Place
from ppitui.core.migrating import plan
from ppitui.desk.accepting import one_case
from ppitui.desk.impact import Impact, Moved, impact
from ppitui.desk.impact_words import moved_words, told
from ppitui.desk.migrating import plan_lines
from ppitui.desk.packs import use_pack
from ppitui.desk.under_way import way_lines
from ppitui.desk.weighing import of
from ppitui.desk.words import STATUS_WORDS

SIGN = (
    "grade_signs.yaml",
    'grade: high, when: "judgement_high"',
    'grade: high, when: "age > 0"',
)


def test_a_case_with_two_people_is_one_case_and_named_once(tmp_path: Path) -> None:
    """The people are counted apart, and both stand in what is accepted: one more is another thing to accept."""
    workspace = make_workspace(tmp_path)
    case = kit.answered(kit.desk(workspace, "ash"), "two_harmed")
    one = kit.answered(kit.desk(workspace, "ash"), "custody")
    vale = kit.desk(workspace, "vale")
    drafted = use_pack(draft(tmp_path, SIGN))
    found = impact(vale, drafted)
    both = [moved for moved, ref in found.several if ref == case]
    assert both, "the draft must change the same for two people for this test to say anything"
    assert found.moved[both[0]].count(case) == 1
    said = "\n".join(told(found))
    refs = found.moved[both[0]]
    many = f"{len(refs)} cases, {len(refs) + 1} people" if one in refs else "1 case, 2 people"
    assert many in said
    assert f"{many}." in of(vale, drafted, found, {}).why(both[0])
    assert "(for 2 people)" in "\n".join(one_case(vale, drafted, case, found))
    group = next(each for each in found.to_json()["groups"] if each["people"] > len(each["cases"]))
    assert len(set(group["cases"])) == len(group["cases"])
    fewer = Impact(found.draft, found.cases, found.moved)
    assert fewer.digest != found.digest


def test_a_change_is_said_in_the_words_of_every_list() -> None:
    moved = Moved("MARAC", "recommend", "consider", ())
    assert moved_words(moved) == "MARAC: was recommended, would be for a person to consider"
    assert "not_indicated" not in moved_words(Moved("MARAC", "not_indicated", "open", ()))
    letter = Moved("letter daio_referral", "as it is", "reads otherwise", ())
    assert moved_words(letter) == "letter daio_referral: reads otherwise"
    assert set(STATUS_WORDS) >= {"recommend", "consider", "open", "not_indicated", "held"}


def test_what_waited_to_be_confirmed_is_listed_among_what_does(tmp_path: Path) -> None:
    """An answer still unconfirmed from an earlier change is counted, so it stands in the list too."""
    workspace = kit.make_workspace(tmp_path)
    ash = kit.desk(workspace, "ash")
    with ash.open(kit.answered(ash, "custody", submit=False)) as opened:
        slots = sorted(opened.case.answers)[:2]
        case = replace(opened.case, to_confirm=frozenset(slots))
    found = plan(case, kit.pack(), kit.pack(), ())
    assert len(found.confirm) == 2
    mapping = Migration((kit.pack().hash,), "the same", (), Place("no mapping"))
    lines = "\n".join(plan_lines(found, mapping, kit.pack()))
    assert "2 of them to be confirmed" in lines
    for slot in slots:
        assert f"  {slot.rstrip('@')}: still to be confirmed, as before" in lines


def test_with_errors_nobody_says_that_no_mapping_leads_there() -> None:
    told_of = " ".join(way_lines(None, {kit.pack().hash: 1}, waiting=True))
    assert "no mapping leads" not in told_of
    assert "is said once the errors of the draft are mended" in told_of
    assert "cannot be brought over" not in told_of

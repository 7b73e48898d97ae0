"""A draft stays on its definitions until a written mapping brings it over, confirmed case by case; none by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kit
from desk.drafts import Edit, draft, in_force, make_workspace, published
from pack.breaking import Break, broken
from ppitui.core.answers import Answer
from ppitui.core.calendar import day_words
from ppitui.core.case import fold
from ppitui.core.definitions import Mapped
from ppitui.core.migrating import plan
from ppitui.desk.acting import act
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.lookups import carry
from ppitui.desk.migrating import migrate, offered, plan_lines, planned
from ppitui.desk.pinned import pinned_line
from ppitui.desk.under_way import reads_the_same, way_lines
from ppitui.errors import Refused, WrongCall
from ppitui.paths import shipped
from ppitui.store.workspace import Workspace

_LINES = (shipped("instruments") / "needs.yaml").read_text("utf-8").splitlines(keepends=True)
ABOUT = "".join(
    line for line in _LINES if line.strip().startswith(("- {id: frequent", "- {id: known_to_yjs"))
)
# A question renamed, a choice recoded, a question reworded, one split, one retired, one that means more than it did.
CHANGES: tuple[Edit, ...] = (
    ("needs.yaml", "- id: suicide_risk", "- id: own_safety"),
    ("today.yaml", "{id: none_yet, says", "{id: undecided, as: none_yet, says"),
    ("compliance.yaml", "Does the record link any", "Does the record tie any"),
    ("needs.yaml", ABOUT, ""),
    ("compliance.yaml", '      - {id: recalled, says: "recalled to prison"}\n', ""),
)
CONTACT = f"""  - id: contact
    ask: "What else does the record show about {{name}} and other services?"
    why: "Each of these changes who should be told, or how the work is done."
    type: any_of
    from: record
    basis: fact
    audience: partner
    options:
{ABOUT}"""


def mapping(source: str) -> str:
    return f"""kind: mapping
from: ["{source[:19]}"]
why: "Questions about needs were put apart."
steps:
  - {{rename: needs.suicide_risk, to: needs.own_safety}}
  - {{recode: today.outcome, choices: {{none_yet: undecided, charged: charged, nfa: nfa}}}}
  - split: needs.about
    to:
      needs.about: {{vulnerable: vulnerable, staff_violence: staff_violence, age_disputed: age_disputed}}
      needs.contact: {{frequent_caller: frequent_caller, known_to_yjs_before: known_to_yjs_before}}
  - {{retire: history.record}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def changed(folder: Path, *, mapped: bool = True) -> Path:
    """A draft of the definitions with these changes, and the mapping from the shipped ones."""
    here = draft(folder, *CHANGES)
    with (here / "needs.yaml").open("a", encoding="utf-8") as file:
        file.write(CONTACT)
    if mapped:
        (here / "mappings").mkdir()
        (here / "mappings" / "needs.yaml").write_text(mapping(kit.pack().hash), "utf-8")
    return here


def again(desk: Desk, opened: OpenCase, key: str, value: Any) -> None:
    """Answer one question anew."""
    walk = desk.walk(opened)
    (step,) = [one for one in walk.survey.steps if one.key == key]
    desk.answer(opened, walk, step, Answer("answered", value))


def begun(workspace: Workspace) -> str:
    """A draft case with something chosen on either side of the split."""
    ash = kit.desk(workspace, "ash")
    case = kit.answered(ash, "custody", submit=False)
    with ash.open(case) as opened:
        again(ash, opened, "needs.about@", ["staff_violence", "frequent_caller"])
    return case


def test_y07_a_draft_stays_on_its_definitions_until_it_is_brought_over(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Publishing moves no case; without a mapping nothing moves it; and it can be finished as it is."""
    case = begun(workspace)
    published(workspace, changed(tmp_path, mapped=False), accepted=True)
    ash = in_force(workspace, "ash")
    with ash.open(case) as opened:
        assert opened.pack.hash == kit.pack().hash
        shipped = f"On the definitions {opened.pack.hash[:19]}, shipped with this ppitui; not in force any more: new"
        assert pinned_line(ash, opened) == f"{shipped} cases begin on {ash.pack.hash[:19]}."
        with pytest.raises(Refused, match="studio mapping --new"):
            migrate(ash, opened)
        ash.submit(opened)
        with pytest.raises(Refused, match="Only a draft"):
            planned(ash, opened)


def test_a_written_mapping_carries_what_it_says_and_asks_the_rest_again(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Renamed, recoded, split: carried; reworded: to be confirmed; retired or changed: asked again, never a default."""
    case = begun(workspace)
    done = published(workspace, changed(tmp_path), accepted=True)
    ash = in_force(workspace, "ash")
    with ash.open(case) as opened:
        before = opened.case
        found, written = planned(ash, opened)
        lines = list(plan_lines(found, written, ash.pack))
        assert any("needs.suicide_risk becomes needs.own_safety" in line for line in lines)
        reworded = [line for line in lines if "its words changed" in line]
        assert reworded
        assert not any(" becomes " in line for line in reworded), "what has its old name"
        assert opened.case == before, "a plan writes nothing"
        migrate(ash, opened)
        after = opened.case
        assert (opened.pack.hash, after.pack) == (done.after, done.after)
        today = day_words(ash.today)
        words = f"On the definitions {done.after[:19]}, published on {today}; in force now."
        assert pinned_line(ash, opened) == words
        old, new = before.answers, after.answers
        assert new["needs.own_safety@"][-1].value == old["needs.suicide_risk@"][-1].value
        assert (old["today.outcome@"][-1].value, new["today.outcome@"][-1].value) == (
            "none_yet",
            "undecided",
        )
        assert new["needs.about@"][-1].value == ["staff_violence"]
        assert new["needs.contact@"][-1].value == ["frequent_caller"]
        assert after.to_confirm == {"compliance.linked_to_abuse@"}
        for slot in ("history.record@", "compliance.response@", "needs.suicide_risk@"):
            assert slot not in new
        due = {step.key for step in ash.walk(opened).due}
        assert {"history.record@", "compliance.linked_to_abuse@"} <= due
        carried = new["needs.own_safety@"][-1]
        assert (carried.actor, carried.at) == (
            old["needs.suicide_risk@"][-1].actor,
            old["needs.suicide_risk@"][-1].at,
        )
        assert fold(kit.thread_of(workspace, case)) == opened.case
        with pytest.raises(Refused, match="in force already"):
            migrate(ash, opened)


def test_the_draft_can_be_finished_under_the_new_definitions(
    tmp_path: Path, workspace: Workspace
) -> None:
    """What is due is asked again, and the case is handed in under the new pack."""
    case = begun(workspace)
    done = published(workspace, changed(tmp_path), accepted=True)
    ash = in_force(workspace, "ash")
    with ash.open(case) as opened:
        migrate(ash, opened)
        while due := ash.walk(opened).due:
            ash.answer(opened, ash.walk(opened), due[0], Answer("not_known"))
        ash.submit(opened)
        assert opened.case.pack == done.after


def test_a_choice_that_nobody_was_offered_is_asked(workspace: Workspace) -> None:
    """Of several choices what is not chosen is a no; so a choice that is new is never answered by an old answer."""
    case = fold(kit.thread_of(workspace, begun(workspace)))
    last = '      - {id: age_disputed, says: "an age that is in dispute", settles: age_disputed}\n'
    more = last + '      - {id: another, says: "something else that matters"}\n'
    wider = broken(Break("", "needs.yaml", last, more, "", "")).pack
    assert wider is not None
    same = {option.id: option.id for option in kit.pack().items["needs.about"].options}
    steps = [Mapped("needs.about", "recode", {"needs.about": same})]
    assert "needs.about@" in plan(case, kit.pack(), wider, steps).ask
    assert "needs.about@" not in plan(case, kit.pack(), kit.pack(), steps).ask


def test_the_command_in_a_thread_shows_first_and_then_does(
    tmp_path: Path, workspace: Workspace
) -> None:
    """/migrate and /migrate confirm, the same in every face; a supervisor's own refusal is recorded."""
    case = begun(workspace)
    published(workspace, changed(tmp_path), accepted=True)
    ash = in_force(workspace, "ash")
    with ash.open(case) as opened:
        lines = carry(ash, opened, "/migrate").lines
        assert lines[-1] == "Nothing is written yet: /migrate confirm."
        assert lines[1].startswith("By instruments/mappings/")
        assert len(lines) > 3, "a line each, not a paragraph"
        with pytest.raises(WrongCall):
            act(ash, opened, "/migrate yes")
        assert "answers carried" in act(ash, opened, "/migrate confirm")


def test_a_mapping_that_does_not_fit_the_old_definitions_is_refused(
    tmp_path: Path, workspace: Workspace
) -> None:
    """It names a question or a choice that there never was: nothing is carried by it."""
    case = begun(workspace)
    here = changed(tmp_path)
    path = here / "mappings" / "needs.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("needs.suicide_risk,", "needs.suicide_rsik,"), "utf-8")
    published(workspace, here, accepted=True)
    ash = in_force(workspace, "ash")
    with ash.open(case) as opened, pytest.raises(Refused, match="no question needs"):
        migrate(ash, opened)


def test_a_publication_that_changes_nothing_that_is_read_strands_no_draft(
    tmp_path: Path, workspace: Workspace
) -> None:
    """A mapping for older drafts alone: those on what was in force till then come over too, with every answer."""
    here = draft(tmp_path)
    (here / "mappings").mkdir()
    text = f"""kind: mapping
from: ["sha256:{"0" * 12}"]
why: "For drafts that are older still."
steps: []
"""
    (here / "mappings" / "older.yaml").write_text(text, "utf-8")
    case = begun(workspace)
    done = published(workspace, here)
    ash, drafts = in_force(workspace, "ash"), {kit.pack().hash: 1}
    same = reads_the_same(kit.desk(workspace, "admin"), ash.pack, drafts)
    told = " ".join(way_lines(ash.pack, drafts, same))
    assert "1 of them can be brought over, for nothing that is read differs" in told
    with ash.open(case) as opened:
        before = opened.case.answers
        assert "/migrate shows" in offered(ash, opened)
        found, written = planned(ash, opened)
        assert (found.ask, found.confirm) == ((), ())
        assert "By no mapping: nothing that is read differs" in list(
            plan_lines(found, written, ash.pack)
        )
        migrate(ash, opened)
        assert opened.case.pack == done.after
        after = opened.case.answers
        assert {key: given[-1].value for key, given in before.items()} == {
            key: given[-1].value for key, given in after.items()
        }


@pytest.mark.parametrize(
    ("old", "new", "id", "at"),
    [
        ("to: needs.own_safety", "to: needs.own_saftey", "UNKNOWN_NAME", "needs.own_saftey"),
        ("none_yet: none_yet", "none_yet: nothing_yet", "UNKNOWN_NAME", "nothing_yet"),
        ("recode: today.outcome, choices", "recode: today.outcome, to", "SHAPE", "{none_yet"),
        ("retire: history.record", "retire: needs.about", "TWICE", "needs.about"),
        ("retire: history.record", "retire: history.record, to: today.da", "MAPPING", "history"),
    ],
)
def test_check_reads_a_mapping(old: str, new: str, id: str, at: str) -> None:
    """Every question and choice of the new definitions that a step names is there, and is named once."""
    text = mapping("sha256:" + "0" * 64).replace("undecided", "none_yet")
    assert old in text
    extra = {"mappings/needs.yaml": text.replace(old, new)}
    found = broken(
        *(Break("", file, a, b, "", "") for file, a, b in CHANGES[:1] + CHANGES[3:4]),
        Break("", "needs.yaml", "kind: instrument", "kind: instrument", "", ""),
        added={**extra, "needs.yaml": CONTACT},
    )
    assert any(
        one.id == id and one.place.text[one.place.column - 1 :].startswith(at)
        for one in found.errors
    ), [str(one.place) + one.id + one.message for one in found.errors]

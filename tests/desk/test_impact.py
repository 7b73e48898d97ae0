"""The impact of a draft by the quick way is what replaying every case in full would say; and it can be stopped."""

from __future__ import annotations

import gc
import io
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from core.drawing import seeded
from desk.drafts import (
    FEWER_CHILDREN,
    NO_SUPPORT,
    THRESHOLD,
    Edit,
    draft,
    everything,
    in_force,
    make_workspace,
)
from ppitui.core.case import Case, fold
from ppitui.core.decide import Result, decide
from ppitui.core.definitions import Pack
from ppitui.core.events import Event
from ppitui.core.outputs.beside import graded
from ppitui.core.settle import survey
from ppitui.desk.accepting import accept, accept_loss
from ppitui.desk.desk import Desk
from ppitui.desk.impact import Moved, Replay, changes, impact
from ppitui.desk.impact_words import told
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.posting import letters_of
from ppitui.desk.publishing import propose, publish
from ppitui.desk.weighing import at_hand
from ppitui.faces.cli import main
from ppitui.letters.context import build
from ppitui.letters.matter import Letter, Matter, harmed_ids
from ppitui.letters.pieces import OF_THE_RESULT
from ppitui.letters.render import tidied
from ppitui.store.workspace import Workspace

TABLES = {"all_routes", "other_routes"}
# Each kind of change, and what it rewords of what letters print of routes; a status that moves is told as the route's.
KINDS: dict[str, tuple[tuple[Edit, ...], set[str]]] = {
    "a threshold": ((THRESHOLD,), set()),
    "a rule of safety": ((NO_SUPPORT,), set()),
    "a rule in other words": (
        (("rules/safety.yaml", "A threat to kill is on record", "A threat is on record"),),
        {"reasons"},
    ),
    "a name made of facts": (
        (("derived.yaml", 'is: "da_victims >= 2"', 'is: "da_victims >= 1"'),),
        set(),
    ),
    "a question's words": ((("today.yaml", "What outcome does", "Which outcome does"),), set()),
    "a choice's words": (
        (("needs.yaml", 'says: "drink or drugs"', 'says: "drink, drugs"'),),
        set(),
    ),
    "what a choice of several settles": (
        (("needs.yaml", ", settles: frequent_caller}", "}"),),
        set(),
    ),
    "what a choice settles": (
        (("grade.yaml", "highest_grade: medium}", "highest_grade: high}"),),
        set(),
    ),
    "when a question is asked": (
        (("needs.yaml", "'mental_health')\"", "'substance_use')\""),),
        set(),
    ),
    "a fact's words": (
        (("facts.yaml", 'means: "willing to take', 'means: "wanting to take'),),
        set(),
    ),
    "a value's words": ((("facts.yaml", 'none: "none found"', 'none: "none seen"'),), set()),
    "a service": (
        (("services.yaml", "Harbourlight change programme", "Harbourside programme"),),
        set(),
    ),
    "a route's name": (
        (("routes/dvpp.yaml", "Domestic violence perpetrator", "Domestic abuse perpetrator"),),
        TABLES,
    ),
    "a code's words": (
        (("codes.yaml", "is under ten", "is not yet ten"),),
        {"against", "all_routes"},
    ),
    "one letter's text": (
        (
            (
                "../templates/closed/daio_referral.md.j2",
                "{% include 'partials/foot",
                "More.\n{% include 'partials/foot",
            ),
        ),
        set(),
    ),
    "a ground's words": (
        (("gateways.yaml", "policing purpose at", "purpose of policing at"),),
        set(),
    ),
    "a ground's source": ((("gateways.yaml", 'source: "GK"', 'source: "DC"'),), set()),
    "a ground that is usual for others": (
        (("gateways.yaml", "[MASH_CHILD, YJS]", "[YJS]"),),
        set(),
    ),
    "a sign of a grade": (
        (
            (
                "grade_signs.yaml",
                'grade: high, when: "judgement_high"',
                'grade: high, when: "child_linked"',
            ),
        ),
        set(),
    ),
}


# Without these the comparison would prove nothing of them: each changes some of the cases.
CHANGE_SOMETHING = (
    "a rule of safety",
    "a choice's words",
    "what a choice of several settles",
    "what a choice settles",
    "when a question is asked",
    "a ground's words",
    "a ground that is usual for others",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def plainly(case: Case, own: Pack, new: Pack, reworded: set[str], desk: Desk) -> list[Moved]:
    """Everything decided and every letter written under both packs, and then compared."""
    was, will = (survey(case, pack, desk.today).facts for pack in (own, new))
    before, after = decide(was, own.rules), decide(will, new.rules)
    found = list(changes(before, after, own, new))
    signs = [
        [(one.about, one.low, one.high) for one in graded(result, pack.besides)]
        for result, pack in ((before, own), (after, new))
    ]
    found += [_grade(a, b) for a, b in zip(*signs, strict=True) if a != b]
    result = case.submission.result if case.submission else {}
    sent = {*result.get("recommend", ()), *result.get("consider", ())}
    for letter in letters_of(own).letters.values():
        if letter.route in sent:
            how = _letter(letter, case, (own, before), (new, after), reworded, desk)
            found += [Moved(f"letter {letter.id}", "as it is", how, ())] if how else []
    return found


def _grade(a: tuple[str, str, str], b: tuple[str, str, str]) -> Moved:
    def words(ends: tuple[str, ...]) -> str:
        return " to ".join(dict.fromkeys(filter(None, ends))) or "nothing to go by"

    return Moved("grade indication", words(a[1:]), words(b[1:]), ())


def _letter(
    letter: Letter,
    case: Case,
    before: tuple[Pack, Result],
    after: tuple[Pack, Result],
    reworded: set[str],
    desk: Desk,
) -> str:
    new = letters_of(after[0])
    if new.letters.get(letter.id) != letter or new.partials != letters_of(before[0]).partials:
        return "another text" if letter.id in new.letters else "taken out"
    matters = [
        Matter(case, result.facts, result, pack, letter.route, None, desk.today, "", "", "")
        for pack, result in (before, after)
    ]
    for about in harmed_ids(matters[0]) if letter.audience == "victim" else ("",):
        was, will = (build(letter, replace(one, about=about)) for one in matters)
        kept = {"pins", *OF_THE_RESULT} - reworded
        will.update({name: value for name, value in was.items() if name in kept})
        template = new.environment.get_template(letter.name)
        texts = ["".join(template.root_render_func(template.new_context(x))) for x in (was, will)]
        if tidied(texts[0]) != tidied(texts[1]):
            return "reads otherwise"
    return ""


def varied(events: list[Event], rng: random.Random) -> Iterator[Case]:
    """The same case with answers left out, changed, or not known."""
    for _ in range(5):
        kept: list[Event] = []
        for one in events:
            payload = dict(one.payload)
            item = kit.pack().items.get(str(payload.get("item")))
            if item is not None and rng.random() < 0.08:
                continue
            if item is not None and item.options and rng.random() < 0.2:
                ids = [option.id for option in item.options]
                several = item.kind == "any_of"
                payload["value"] = (
                    [x for x in ids if rng.random() < 0.4] if several else rng.choice(ids)
                )
                payload.pop("state", None)
                payload.pop("not_known", None)
            elif item is not None and item.kind != "text" and rng.random() < 0.08:
                payload = {k: v for k, v in payload.items() if k not in ("value", "not_known")}
                payload["state"] = "not_known"
            kept.append(replace(one, payload=payload))
        yield fold(kept)


def test_the_quick_way_says_what_replaying_all_of_it_says(
    tmp_path: Path, workspace: Workspace
) -> None:
    """For every kind of change, over varied cases: each status, person, action, rule, sign and letter."""
    ash, vale = kit.desk(workspace, "ash"), kit.desk(workspace, "vale")
    threads = [
        kit.thread_of(workspace, kit.answered(ash, name))
        for name in ("custody", "two_harmed", "first_offence")
    ]
    cases = [case for at, events in enumerate(threads) for case in varied(events, seeded(at))]
    for at, (kind, (edits, reworded)) in enumerate(KINDS.items()):
        new = use_pack(draft(tmp_path, *edits, name=f"k{at}"))
        replay = Replay(kit.pack(), new, vale)
        many = 0
        for case in cases:
            quick = list(replay.changes(case))
            whole = plainly(case, kit.pack(), new, reworded, vale)
            assert set(quick) == set(whole), (kind, set(quick) ^ set(whole))
            assert len(quick) == len(whole), kind
            many += len(quick)
        assert many or kind not in CHANGE_SOMETHING, kind


def test_stopped_in_the_middle_it_leaves_every_byte_as_it_was(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Whoever waits too long presses Ctrl+C: nothing was written, and what was switched off is on again."""
    ash = kit.desk(workspace, "ash")
    for _ in range(3):
        kit.answered(ash, "first_offence")
    before = everything(workspace.folder)
    seen: list[tuple[int, int]] = []

    def stop(at: int, of: int) -> None:
        seen.append((at, of))
        if at == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        impact(kit.desk(workspace, "vale"), use_pack(draft(tmp_path, NO_SUPPORT)), stop)
    assert seen == [(1, 3), (2, 3)]
    assert everything(workspace.folder) == before
    assert gc.isenabled()


class _Keyboard(io.StringIO):
    """A terminal at which somebody presses Ctrl+C as soon as the first case is counted."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        done = super().write(text)
        if text.startswith("\r1 of"):
            raise KeyboardInterrupt
        return done


def test_the_command_that_is_stopped_says_how_far_it_got(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 130, the count, and that nothing was written; not that answers are saved, for none were given."""
    ash = kit.desk(workspace, "ash")
    for _ in range(2):
        kit.answered(ash, "first_offence")
    words = ["impact", str(draft(tmp_path, NO_SUPPORT)), "--workspace", str(workspace.folder)]
    assert (
        main([*words, "--as", "vale"]) == 0
    )  # what home shows is kept by whichever command is the first
    before = everything(workspace.folder)
    terminal = _Keyboard()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main([*words, "--as", "vale"]) == 130
    assert "Stopped after 1 of 2 cases. Nothing was written." in terminal.getvalue()
    assert everything(workspace.folder) == before


def once_accepted(tmp_path: Path, workspace: Workspace) -> str:
    """A case that loses protection by what is in force now, accepted by two before that was published."""
    old = kit.answered(kit.desk(workspace, "ash"), "custody")
    first = draft(tmp_path, FEWER_CHILDREN, name="first")
    propose(kit.desk(workspace, "admin"), files_of(first), "Fewer.")
    accept(kit.desk(workspace, "vale"), use_pack(first), "Seen.")
    for who in ("vale", "moss"):
        accept_loss(kit.desk(workspace, who), use_pack(first), old, "The hub has it.")
    publish(kit.desk(workspace, "elm"), files_of(first), "Agreed.")
    return old


def test_what_is_so_already_under_what_is_in_force_is_no_change_of_a_draft(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Accepted once and published, it is counted apart: no acceptance, no loss again; the rest is the draft's."""
    old = once_accepted(tmp_path, workspace)
    vale = in_force(workspace, "vale")
    other = use_pack(draft(tmp_path, FEWER_CHILDREN, THRESHOLD, name="other"))
    found = impact(vale, other)
    assert (found.changed, found.losses, found.to_accept) == (set(), {}, 0)
    assert found.already == {old}
    assert "already so under what is in force: 1 case" in list(told(found))
    assert found.to_json()["already"] == 1
    back = impact(vale, kit.pack())
    assert (back.changed, back.already) == (set(), set()), "the case comes out as it did"
    both = use_pack(draft(tmp_path, FEWER_CHILDREN, NO_SUPPORT, name="both"))
    found = impact(vale, both)
    assert found.already == {old}
    assert {one.what for one in found.of(old)} == {"DAIO"}
    assert set(found.losses) == {old}
    assert "MASH_CHILD" not in {one.what for one in found.of(old)}
    plain = impact(kit.desk(workspace, "vale"), both)
    assert plain.digest != found.digest, "what is accepted is the rest alone"


def test_a_later_draft_waits_for_no_acceptance_of_what_is_so_already(
    tmp_path: Path, workspace: Workspace
) -> None:
    """Not on the screen, not when it is published; else people learn to accept without reading."""
    once_accepted(tmp_path, workspace)
    here = draft(tmp_path, FEWER_CHILDREN, THRESHOLD, name="later")
    propose(in_force(workspace, "admin"), files_of(here), "The scheme changed its limit.")
    found = at_hand(in_force(workspace, "vale"))
    found.weigh()
    assert "none would change; already so under what is in force: 1 case." in found.head()
    assert found.missing() == ["another administrator than admin publishes it"]
    assert found.groups() == []
    publish(in_force(workspace, "elm"), files_of(here), "Agreed.")

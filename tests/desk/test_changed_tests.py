"""A test that a draft changes is seen by whoever approves the draft, and is published as it was seen."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from desk.drafts import FEWER_CHILDREN, draft, in_force, make_workspace
from desk.test_weighing import in_studio, weighed
from ppitui.desk import pack_draft
from ppitui.desk.accepting import accept, accept_loss
from ppitui.desk.changed_tests import LESS, changes_of_tests, in_force_tests, pin_of_tests
from ppitui.desk.impact import impact
from ppitui.desk.packs import use_pack
from ppitui.desk.proposed import standing_proposals
from ppitui.desk.publishing import Published, folder_tests, publish, put_forward
from ppitui.desk.standing import other_proposals
from ppitui.errors import Conflict, Refused, WrongCall
from ppitui.store.workspace import Workspace

SCORES, BOTH = "scores_75_50", "both_16_high"
MOVED = f"test {SCORES}: ogrs_pct was 75, is 80; it expects IOM_FREE recommended, as before"
POLICY = "instruments/policy.yaml"


def named(test: str) -> str:
    return f"instruments/tests/{test}.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def begun(workspace: Workspace) -> None:
    """The threshold moved, and the facts of the test that lies on it."""
    admin = kit.desk(workspace, "admin")
    in_studio(admin, "value: 75", "value: 80", POLICY)
    in_studio(admin, "ogrs_pct: 75", "ogrs_pct: 80", named(SCORES))


def test_a_changed_test_is_told_wherever_the_changes_are(workspace: Workspace) -> None:
    """To who proposes it, to whoever accepts it, to the one who publishes it; and among the files after that."""
    begun(workspace)
    admin = kit.desk(workspace, "admin")
    assert MOVED in [f"{one.sort} {one.id}: {one.words}" for one in pack_draft.changes(admin)]
    found = weighed(admin)
    assert MOVED in " ".join(found.lines())
    found.go_on("The scheme moved it.")
    for who in ("vale", "elm"):
        assert MOVED in weighed(kit.desk(workspace, who)).changes()
    done = put_forward(kit.desk(workspace, "elm"), None, "Read.")
    assert isinstance(done, Published)
    assert done.files == (POLICY, named(SCORES))
    assert b"ogrs_pct: 80" in in_force_tests(workspace.folder)[named(SCORES)]


def test_what_others_stand_over_is_told_for_each_of_them(workspace: Workspace) -> None:
    """A fact moved in the file beneath moves every test that does not say it itself."""
    now = in_force_tests(workspace.folder)
    name = named("_defaults")
    line = next(one for one in now[name].splitlines() if one.strip().startswith(b"age:"))
    then = now | {name: now[name].replace(line, line.split(b":")[0] + b": 47")}
    told = {one.id: one.words for one in changes_of_tests(kit.pack(), now, kit.pack(), then)}
    assert "is 47" in told[SCORES]
    assert "age_18" not in told, "it says its own"


LINE = b"    recommend: [MARAC, IDVA]"


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (b"    recommend: [IDVA]", "MARAC no longer expected"),
        (b"    recommend: [IDVA]\n    consider: [MARAC]", "MARAC only to be considered"),
        (b"    recommend: [IDVA]\n    open: [MARAC]", "MARAC no longer expected"),
        (
            b"    recommend: [MARAC, IDVA]\n  without:\n    recommend: [MASH_CHILD]",
            "MASH_CHILD not recommended",
        ),
        (
            b"    recommend: [MARAC, IDVA]\n  not_indicated: [MASH_CHILD]",
            "MASH_CHILD not indicated",
        ),
        (b"    recommend: [MARAC, IDVA, CARA]", ""),
        (b"    recommend: [MARAC, IDVA]\n  without:\n    recommend: [CARA]", ""),
        (b"    recommend: [MARAC, IDVA]\n  without:\n    consider: [MARAC]", ""),
    ],
)
def test_a_test_that_expects_less_protection_says_so_first(new: bytes, says: str) -> None:
    """MARAC, safeguarding and support only; what is expected more, or of another route, is a change like any."""
    now = in_force_tests(None)
    assert LINE in now[named(BOTH)]
    then = now | {named(BOTH): now[named(BOTH)].replace(LINE, new)}
    then[named(SCORES)] += b"# words\n"
    first, second = changes_of_tests(kit.pack(), now, kit.pack(), then)
    other = second if first.id == BOTH else first
    assert "its words alone changed" in other.words
    if says:
        assert first.words.startswith(f"{LESS} ({says})")
    else:
        assert LESS not in first.words + second.words


def test_a_test_that_is_new_taken_out_or_broken_is_told() -> None:
    now = in_force_tests(None)
    then = {name: raw for name, raw in now.items() if name != named(BOTH)}
    then |= {named("another"): now[named(SCORES)], named(SCORES): b"facts: {no_such: 1}\n"}
    told = {one.id: one.words for one in changes_of_tests(kit.pack(), now, kit.pack(), then)}
    assert told["another"] == "new; it expects IOM_FREE recommended"
    assert told[BOTH].startswith(f"{LESS} (MARAC no longer expected, IDVA no longer expected)")
    assert "taken out" in told[BOTH]
    assert "cannot be read; it expected IOM_FREE recommended" in told[SCORES]


def test_the_head_counts_the_tests_that_expect_less(workspace: Workspace) -> None:
    """In the line that stands above everything, on every screen of the draft."""
    admin = kit.desk(workspace, "admin")
    in_studio(admin, "value: 90", "value: 60", POLICY)
    in_studio(admin, "recommend: [MARAC, IDVA]", "recommend: [IDVA]", named(BOTH))
    assert "1 changed test would expect less protection." in weighed(admin).head()


def test_a_test_changed_after_proposing_does_not_slip_in(workspace: Workspace) -> None:
    """What is published is what was proposed; the later edit stays in the draft, and stands proposed by nobody."""
    begun(workspace)
    weighed(kit.desk(workspace, "admin")).go_on("The scheme moved it.")
    elm = kit.desk(workspace, "elm")
    seen = weighed(elm)
    in_studio(kit.desk(workspace, "admin"), "ogrs_pct: 80", "ogrs_pct: 99", named(SCORES))
    with pytest.raises(Conflict, match="look at it again"):
        seen.go_on("Agreed.")
    own = weighed(elm)
    assert own.proposal is None
    (digest,) = standing_proposals(elm)
    assert [one for one, _ in other_proposals(elm)] == [digest]
    with pytest.raises(Refused, match="not those that were proposed"):
        publish(elm, own.files, "Agreed.", tests=own.tests)
    put_forward(elm, None, "As proposed.")
    assert b"ogrs_pct: 80" in in_force_tests(workspace.folder)[named(SCORES)]
    assert b"ogrs_pct: 99" in pack_draft.hold(elm, named(SCORES)).raw


def test_an_acceptance_is_of_the_tests_that_were_seen(tmp_path: Path, workspace: Workspace) -> None:
    """The same definitions proposed anew with another test beside them: nobody accepted that."""
    case = kit.answered(kit.desk(workspace, "ash"), "custody")
    here = draft(tmp_path, FEWER_CHILDREN)
    admin, vale = kit.desk(workspace, "admin"), kit.desk(workspace, "vale")
    put_forward(admin, here, "Fewer.")
    seen = impact(vale, use_pack(here))
    path = here / "tests" / f"{SCORES}.yaml"
    path.write_text(path.read_text("utf-8").replace("css_pct: 50", "css_pct: 60"), "utf-8")
    put_forward(admin, here, "Fewer, with another test.")
    tests = pin_of_tests(folder_tests(admin, here))
    with pytest.raises(Refused, match="Nobody has proposed this draft, as it is now"):
        accept(vale, use_pack(here), "Seen.", seen=seen)
    with pytest.raises(Refused, match="Nobody has proposed this draft, as it is now"):
        accept_loss(vale, use_pack(here), case, "Seen.")
    found = accept(vale, use_pack(here), "Seen.", tests=tests)
    assert found.digest != seen.digest
    assert found.losses != seen.losses


def test_what_was_kept_of_a_proposal_is_what_its_hash_says(workspace: Workspace) -> None:
    """A kept test that somebody changed on the disk is neither shown nor published."""
    begun(workspace)
    weighed(kit.desk(workspace, "admin")).go_on("The scheme moved it.")
    elm = in_force(workspace, "elm")
    (proposal,) = standing_proposals(elm).values()
    path = workspace.folder / "packs" / f"{proposal.tests.removeprefix('sha256:')}.json"
    path.write_text(path.read_text("utf-8").replace("ogrs_pct: 80", "ogrs_pct: 99"), "utf-8")
    with pytest.raises(WrongCall, match="not what was proposed"):
        put_forward(elm, None, "Read.")
    assert use_pack(None, workspace.folder).hash == kit.pack().hash

"""The draft of the definitions: saved whole or not at all, never in force, never over somebody else's change."""

from __future__ import annotations

import errno
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kit
from desk.drafts import in_force, make_workspace, published
from ppitui.core.roles import ROLES
from ppitui.desk import pack_draft
from ppitui.desk.checking import check_folder
from ppitui.desk.desk import Desk
from ppitui.desk.forms import policy_form, service_form, without_service, wording_form
from ppitui.desk.keeping import protect
from ppitui.desk.outside import edited_outside, editor_words, room_for_copies
from ppitui.desk.packs import files_of, use_pack
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.publishing import NotReady
from ppitui.desk.rehearsing import case_named, rehearsed, worked_examples
from ppitui.desk.shelf import SECTIONS, shelf
from ppitui.desk.showing import letter_lines, question_of, route_lines
from ppitui.errors import Conflict, Refused, StoreFault, WrongCall
from ppitui.store.disk import Disk
from ppitui.store.workspace import Workspace

POLICY, TODAY = "instruments/policy.yaml", "instruments/today.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    return kit.desk(workspace, "admin")


def edited(desk: Desk, name: str, old: bytes, new: bytes) -> pack_draft.Held:
    """A file of the draft with one thing changed."""
    held = pack_draft.hold(desk, name)
    assert old in held.raw
    return pack_draft.save(desk, held, held.raw.replace(old, new, 1))


def threshold(desk: Desk, value: int) -> pack_draft.Held:
    """The policy value iom_ogrs, through its form."""
    form = policy_form(shelf(pack_draft.draft_files(desk)), "iom_ogrs")
    held = pack_draft.hold(desk, form.file)
    return pack_draft.save(desk, held, form.applied(held.raw, {"value": value}))


def expect_otherwise(desk: Desk) -> None:
    """Take what they expected out of the tests that differ."""
    for name in {one.place.file for one in pack_draft.findings(desk) if one.id == "CASE_DIFFERS"}:
        held = pack_draft.hold(desk, name)
        top = held.raw[: held.raw.index(b"\nexpect:")]
        pack_draft.save(desk, held, top + b"\nexpect: {open: []}\n")


def test_saving_changes_the_draft_and_nothing_in_force(desk: Desk, workspace: Workspace) -> None:
    before = files_of(None, workspace.folder)
    held = threshold(desk, 80)
    assert held.changed
    assert files_of(None, workspace.folder) == before
    assert use_pack(None, workspace.folder).hash == kit.pack().hash
    assert pack_draft.draft_files(desk)[POLICY] != before[POLICY]
    assert [(one.id, one.words) for one in pack_draft.changes(desk)] == [
        ("iom_ogrs", "value: was 75, is 80")
    ]
    path = workspace.folder / "draft" / POLICY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_draft_with_errors_is_kept_and_never_published(desk: Desk) -> None:
    held = pack_draft.hold(desk, POLICY)
    pack_draft.save(desk, held, b"kind: policy\n")
    assert [one.severity for one in pack_draft.findings(desk)] == ["error"]
    assert pack_draft.hold(desk, POLICY).raw == b"kind: policy\n"
    with pytest.raises(NotReady):
        pack_draft.publish_draft(desk, "A reason.")
    assert pack_draft.in_force(desk) == kit.files()


def test_a_change_made_meanwhile_is_never_saved_over(desk: Desk, workspace: Workspace) -> None:
    mine = pack_draft.hold(desk, POLICY)
    theirs = threshold(kit.desk(workspace, "admin"), 80)
    with pytest.raises(Conflict, match="changed by somebody else"):
        pack_draft.save(desk, mine, b"kind: policy\n")
    assert pack_draft.hold(desk, POLICY).raw == theirs.raw


def test_a_new_file_that_somebody_else_made_meanwhile_is_never_saved_over(desk: Desk) -> None:
    one = pack_draft.hold(desk, "templates/partner/new_letter.md.j2")
    other = pack_draft.hold(desk, "templates/partner/new_letter.md.j2")
    assert one.digest == pack_draft.NEW
    pack_draft.save(desk, one, b"one")
    with pytest.raises(Conflict):
        pack_draft.save(desk, other, b"other")


class FullDisk(Disk):
    """No room for anything more."""

    def write(self, fd: int, data: memoryview) -> int:  # noqa: ARG002  # the disk's own
        raise OSError(errno.ENOSPC, "no space")


def test_a_save_that_the_disk_refuses_leaves_the_file_as_it_was(desk: Desk) -> None:
    threshold(desk, 80)
    held = pack_draft.hold(desk, POLICY)
    desk.workspace.disk = FullDisk()
    with pytest.raises(StoreFault, match="disk is full"):
        pack_draft.save(desk, held, b"kind: policy\n")
    assert pack_draft.hold(desk, POLICY).raw == held.raw
    assert sorted(one.name for one in (desk.workspace.folder / "draft").rglob("*.tmp")) == []


def test_a_file_that_is_as_in_force_again_leaves_the_draft(desk: Desk) -> None:
    held = threshold(desk, 80)
    pack_draft.save(desk, held, kit.files()[POLICY])
    assert pack_draft.changed(desk) == []
    threshold(desk, 80)
    pack_draft.take_back(desk, POLICY)
    assert pack_draft.changed(desk) == []
    with pytest.raises(WrongCall):
        pack_draft.take_back(desk, POLICY)


def test_one_proposes_the_draft_and_another_puts_it_in_force_and_ends_it(
    desk: Desk, workspace: Workspace
) -> None:
    threshold(desk, 80)
    expect_otherwise(desk)
    told = " ".join(pack_draft.publish_draft(desk, "Agreed by the board."))
    assert "another administrator publishes it" in told
    assert use_pack(None, workspace.folder).policy["iom_ogrs"].value == 75
    assert pack_draft.changed(desk) != []
    done = pack_draft.publish_draft(in_force(workspace, "elm"), "Read and agreed.")
    pack = use_pack(None, workspace.folder)
    assert pack.hash[:19] in done[0]
    assert pack.policy["iom_ogrs"].value == 80
    assert pack_draft.changed(desk) == []


def test_a_draft_is_published_with_its_authors_tests_or_says_which_differ(desk: Desk) -> None:
    """A threshold that moves takes the cases at its edge along; what differs is found before it is published."""
    threshold(desk, 80)
    found = [one for one in pack_draft.findings(desk) if one.id == "CASE_DIFFERS"]
    assert found
    assert {one.place.file.rpartition("/")[0] for one in found} == {"instruments/tests"}
    with pytest.raises(NotReady):
        pack_draft.publish_draft(desk, "A reason.")
    expect_otherwise(desk)
    assert pack_draft.findings(desk) == []
    assert pack_draft.publish_draft(desk, "A reason.")[0].startswith("Proposed")


def test_what_is_in_force_is_still_sound_after_a_test_moved_with_it(
    desk: Desk, workspace: Workspace
) -> None:
    """A kept test is read with the file that it stands over: without it `check` stopped at once."""
    threshold(desk, 80)
    expect_otherwise(desk)
    pack_draft.publish_draft(desk, "A reason.")
    pack_draft.publish_draft(in_force(workspace, "elm"), "Read and agreed.")
    assert check_folder(None, workspace.folder)[0] == []


def test_a_draft_begun_before_somebody_elses_publishing_says_so(
    desk: Desk, workspace: Workspace
) -> None:
    """Publishing it would take back what was published since; saving it again says that both are in it."""
    threshold(desk, 80)
    held = pack_draft.hold(desk, POLICY)
    assert not held.behind
    folder = pack_draft.laid_out(desk)
    text = (folder / "policy.yaml").read_text("utf-8").replace("value: 80", "value: 70")
    (folder / "policy.yaml").write_text(text, "utf-8")
    published(workspace, folder)
    held = pack_draft.hold(desk, POLICY)
    assert held.behind
    with pytest.raises(Refused, match="published by somebody else"):
        pack_draft.publish_draft(desk, "A reason.")
    assert not pack_draft.save(desk, held, held.raw).behind


def test_a_draft_outlives_the_encryption_of_its_workspace(desk: Desk, workspace: Workspace) -> None:
    held = threshold(desk, 80)
    protect(workspace.folder, "admin", kit.pack(), kit.NIGHT, kit.words_of("admin"), cost=kit.FAST)
    now = kit.door_of(workspace.folder)("admin", kit.words_of("admin"))
    assert pack_draft.hold(now, POLICY).raw == held.raw


def test_publishing_is_signed_where_there_are_passphrases(tmp_path: Path) -> None:
    """Nothing comes into force at a desk that somebody left."""
    desk = kit.make_encrypted(tmp_path)("admin", kit.words_of("admin"))
    threshold(desk, 80)
    with pytest.raises(Unconfirmed):
        pack_draft.publish_draft(desk, "A reason.")
    expect_otherwise(desk)
    desk.proof.confirm(kit.words_of("admin"), desk.now())
    assert "Proposed:" in pack_draft.publish_draft(desk, "A reason.")[0]


@pytest.mark.parametrize(
    "name",
    [
        "../policy.yaml",
        "instruments/../../x.yaml",
        "/etc/passwd.yaml",
        "instruments/examples/x.yaml",
        "instruments/X.yaml",
        "instruments/x.yaml\n",
        "templates/letterhead.docx",
        "templates/x.j2",
        "",
    ],
)
def test_only_definition_files_can_be_in_a_draft(desk: Desk, name: str) -> None:
    with pytest.raises(WrongCall):
        pack_draft.hold(desk, name)
    held = pack_draft.Held(name, b"", pack_draft.NEW, changed=False, behind=False)
    with pytest.raises(WrongCall):
        pack_draft.save(desk, held, b"x")


def test_a_link_leads_nowhere(desk: Desk, workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    top = workspace.folder / "draft"
    top.mkdir(mode=0o700)
    (top / "instruments").symlink_to(outside)
    with pytest.raises(Refused):
        threshold(desk, 80)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("user", ["ash", "vale", "yarrow"])
def test_nobody_but_an_administrator_changes_a_draft(workspace: Workspace, user: str) -> None:
    desk = kit.desk(workspace, user)
    assert desk.user.roles[0] in ROLES
    with pytest.raises(Refused, match="change the definitions"):
        pack_draft.hold(desk, POLICY)
    held = pack_draft.Held(POLICY, b"", "", changed=False, behind=False)
    for act in (
        lambda: pack_draft.save(desk, held, b""),
        lambda: pack_draft.take_back(desk, POLICY),
        lambda: pack_draft.laid_out(desk),
    ):
        with pytest.raises(Refused):
            act()


def test_the_whole_draft_is_laid_out_as_a_folder(desk: Desk) -> None:
    threshold(desk, 80)
    folder = pack_draft.laid_out(desk)
    assert files_of(folder) == pack_draft.draft_files(desk)
    pack_draft.take_back(desk, POLICY)
    assert files_of(pack_draft.laid_out(desk)) == kit.files()


# forms


@pytest.mark.parametrize(
    ("id", "typed", "read"),
    [
        ("value", "80", 80),
        ("value", "-1", None),
        ("value", "0", None),
        ("value", "1", 1),
        ("value", "100", 100),
        ("value", "101", None),
        ("value", "99999999", None),
        ("value", "8x", None),
        ("value", "", None),
        ("value", "٣", None),
        ("decided", "today", "2026-06-15"),
        ("decided", "1/6/2026", "2026-06-01"),
        ("decided", "2026-06-01", "2026-06-01"),
        ("decided", "31/2/2026", None),
        ("decided", "soon", None),
        ("sure", "confirmed", "confirmed"),
        ("sure", "perhaps", None),
        ("owner", "  Head of Example ", "Head of Example"),
        ("owner", "x\x1b[2J", None),
        ("source", "x" * 601, None),
    ],
)
def test_each_detail_of_a_policy_value_is_checked_as_it_is_typed(
    id: str, typed: str, read: Any
) -> None:
    detail = policy_form(shelf(kit.files()), "iom_ogrs").detail(id)
    if read is None:
        with pytest.raises(WrongCall, match=detail.ask.split("(")[0].strip()):
            detail.read(typed, kit.NIGHT.date())
    else:
        assert detail.read(typed, kit.NIGHT.date()) == read


def test_a_list_takes_only_words_of_its_fact() -> None:
    detail = policy_form(shelf(kit.files()), "cara_grades").detail("value")
    assert detail.read("standard, medium", kit.NIGHT.date()) == ["standard", "medium"]
    with pytest.raises(WrongCall, match="Did you mean 'medium'"):
        detail.read("standard, medum", kit.NIGHT.date())
    with pytest.raises(WrongCall, match="twice"):
        detail.read("medium, medium", kit.NIGHT.date())


def test_a_service_is_added_changed_and_taken_out(desk: Desk) -> None:
    form = service_form(shelf(pack_draft.draft_files(desk)), "")
    assert form.new
    held = pack_draft.hold(desk, form.file)
    typed = {"route": "MARAC", "name": "A second office", "area": "Thornby", "hours": None}
    held = pack_draft.save(desk, held, form.applied(held.raw, typed))
    on = shelf(pack_draft.draft_files(desk))
    first, second = (one for one in on.of("services") if one.id == "MARAC")
    changed = service_form(on, "MARAC", second.at).applied(held.raw, {"hours": "9 to 5"})
    lines = zip(held.raw.splitlines(), changed.splitlines(), strict=True)
    assert [two for one, two in lines if one != two] == [
        b'  - {route: MARAC, name: "A second office", area: Thornby, hours: "9 to 5"}'
    ]
    assert without_service(on, held.raw, "MARAC", second.at) == kit.files()[form.file]
    assert b"MARAC office" in without_service(on, held.raw, "MARAC", second.at)
    assert first.at == 0


def test_a_question_is_reworded_in_place() -> None:
    form = wording_form(shelf(kit.files()), "today.da")
    after = form.applied(kit.files()[TODAY], {"ask": "Is it domestic abuse?"})
    assert after == kit.files()[TODAY].replace(
        b'"Does the record show this matter as domestic abuse?"', b'"Is it domestic abuse?"'
    )


@pytest.mark.parametrize("make", [policy_form, service_form, wording_form])
def test_a_form_about_nothing_names_the_nearest(make: Any) -> None:
    with pytest.raises(WrongCall, match="There is no"):
        make(shelf(kit.files()), "iom_ogr")


# the shelf and what things look like


def test_everything_with_a_name_is_on_the_shelf_at_its_line() -> None:
    on = shelf(kit.files())
    assert {one.section for one in on.entries} == set(SECTIONS)
    assert {one.id for one in on.of("policy")} == set(kit.pack().policy)
    assert {one.id for one in on.of("items") if "." in one.id} == set(kit.pack().items)
    assert {one.id for one in on.of("routes")} == set(kit.pack().routes)
    assert {one.id for one in on.of("rules")} == {one.id for one in kit.pack().rules.rules}
    for one in on.of("items"):
        if "." in one.id:
            assert (one.file, one.line) == (
                kit.pack().items[one.id].place.file,
                kit.pack().items[one.id].place.line,
            )
            line = kit.files()[one.file].decode().split("\n")[one.spot[0] - 1]
            assert line[one.spot[1] - 1 :].startswith(one.words[:8])


def test_a_broken_file_hides_nothing_of_the_others() -> None:
    on = shelf({**kit.files(), TODAY: b"kind: [\n"})
    assert on.of("items", "today.da") == []
    assert on.of("items", "grade.reason")
    assert on.named("files", TODAY)


@pytest.mark.parametrize("path", worked_examples(), ids=lambda path: str(path.stem))
def test_a_rehearsed_example_comes_to_what_the_case_comes_to(path: Path, desk: Desk) -> None:
    """The preview's case, which is never written, has the facts that a case answered from the same file has."""
    author = kit.desk(desk.workspace, "yarrow" if path.stem == "youth" else "ash")
    with author.open(kit.answered(author, path.stem)) as opened:
        facts = author.walk(opened).survey.facts
    file = rehearsed(kit.pack(), path, date(2026, 6, 15))
    assert (file.facts.person, file.facts.pairs) == (facts.person, facts.pairs)


def test_what_a_definition_looks_like_names_nobody_real() -> None:
    question = question_of(kit.pack(), "dara.hurt")
    assert "Alex Sample" in question.text
    assert (question.number, question.of) == (1, 20)
    file = rehearsed(kit.pack(), case_named("two_harmed"), date(2026, 6, 15))
    assert route_lines(kit.pack(), file, "MARAC")[2].startswith("MARAC: recommended")
    letter = letter_lines(kit.pack(), file, "matac_referral")
    assert letter[0] == "No finding."
    assert any("SPECIMEN" in line for line in letter)
    with pytest.raises(WrongCall, match="examples are"):
        case_named("nowhere")


# one's own editor


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "No editor is named"),
        ({"EDITOR": "   "}, "No editor is named"),
        ({"EDITOR": "nano 'x"}, "a quote is not closed"),
        ({"EDITOR": "no-such-editor-here"}, "no such program"),
        ({"EDITOR": "sh; rm -rf /"}, "no such program"),
        ({"EDITOR": "$(touch x)"}, "no such program"),
        ({"EDITOR": "true\x1b[2J"}, "cannot be read as a command"),
        ({"EDITOR": "true " + "x " * 40}, "cannot be read as a command"),
        ({"VISUAL": "no-such-editor-here", "EDITOR": "true"}, "VISUAL"),
    ],
)
def test_h_an_editor_that_is_none_is_refused_in_words(environ: dict[str, str], why: str) -> None:
    with pytest.raises(WrongCall, match=why):
        editor_words({"PATH": "/usr/bin:/bin", **environ})


def test_an_editor_is_words_and_never_a_shell(tmp_path: Path) -> None:
    room = room_for_copies(tmp_path / "draft")
    words = editor_words({"EDITOR": "sh -c 'printf changed > \"$0\"'", "PATH": "/usr/bin:/bin"})
    assert edited_outside(words, TODAY, b"before", room) == b"changed"
    words = editor_words({"EDITOR": "true ; touch gone", "PATH": "/usr/bin:/bin"})
    assert edited_outside(words, TODAY, b"before", room) == b"before"
    assert list(room.iterdir()) == []
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 3", "status 3"),
        ('rm "$0"', "left no file"),
        ('rm "$0"; ln -s /etc/hostname "$0"', "left no file"),
        ('head -c 1000001 /dev/zero > "$0"', "more than"),
    ],
)
def test_what_an_editor_leaves_is_looked_at(tmp_path: Path, script: str, why: str) -> None:
    room = room_for_copies(tmp_path / "draft")
    with pytest.raises(WrongCall, match=why):
        edited_outside(["/bin/sh", "-c", script], TODAY, b"before", room)
    assert list(room.iterdir()) == []

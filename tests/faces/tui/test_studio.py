"""The studio on the full screen: forms, text beside its preview, findings while typing, saving, one's own editor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input

import kit
from faces.tui.driving import Hands, app_for
from faces.tui.terminal import Terminal
from ppitui.desk import pack_draft
from ppitui.faces.tui.app import PpituiApp
from ppitui.faces.tui.screens.editor import EditorScreen
from ppitui.faces.tui.screens.studio import StudioScreen
from ppitui.faces.tui.widgets.editor import DefinitionArea
from ppitui.faces.tui.widgets.preview import Preview
from ppitui.store.workspace import Workspace

RECORD = "instruments/record_keeping.yaml"  # settings that no author's test hangs on
POLICY, TODAY = "instruments/policy.yaml", "instruments/today.yaml"
WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return kit.make_workspace(tmp_path)


def in_studio(
    workspace: Workspace,
    doing: Callable[[Hands], Awaitable[None]],
    size: tuple[int, int] = WIDE,
    user: str = "admin",
) -> None:
    """An administrator goes to the studio and does this."""

    async def main() -> None:
        app = app_for(workspace, user)
        async with app.run_test(size=size) as pilot:
            hands = Hands(pilot)
            await hands.until("Studio")
            await hands.keys("enter")
            await hands.until("Policy values")
            await doing(hands)
            await app.workers.wait_for_complete()

    asyncio.run(main())


async def to(hands: Hands, wanted: str) -> None:
    """Search for something, and open it."""
    await hands.keys(*wanted, "enter")


def area(hands: Hands) -> DefinitionArea:
    return hands.app.screen.query_one(DefinitionArea)


async def editing(hands: Hands, wanted: str) -> EditorScreen:
    """Something in the editor, once it has been looked at."""
    await to(hands, wanted)
    await hands.until("no findings")
    screen = hands.app.screen
    assert isinstance(screen, EditorScreen)
    return screen


def saved(workspace: Workspace, name: str) -> bytes:
    """A file of the draft as it is on the disk."""
    return pack_draft.hold(kit.desk(workspace, "admin"), name).raw


def test_a_threshold_is_changed_by_keys_and_only_its_lines_differ(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await to(hands, "ogrs")
        await hands.until("Value (")
        await hands.keys("8", "x")
        await hands.until("enter a whole number from 1 to 100")
        await hands.keys("f2")
        await hands.until("1 detail needs changing")
        await hands.keys("backspace", "0", "f2")
        await hands.until("Saved in the draft")
        print(f"key presses from home: {hands.presses}")

    in_studio(workspace, doing)
    before, after = kit.files()[POLICY].split(b"\n"), saved(workspace, POLICY).split(b"\n")
    assert [two.strip() for one, two in zip(before, after, strict=True) if one != two] == [
        b"value: 80",
        b"decided: 2026-06-15",
    ]
    assert pack_draft.in_force(kit.desk(workspace, "admin")) == kit.files()


def test_a_service_is_added_where_none_is_and_names_are_completed(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys(*"new service")
        await hands.until("A new service")
        await hands.keys("enter")
        await hands.until("Name of the service")
        route = hands.app.screen.query_one("#detail-route", Input)
        await hands.keys(*"dvp", "tab")
        assert (route.value, hands.app.screen.focused) == ("DVP", route)
        await hands.until("It could be DVPP or DVPN_DVPO: type on, or Tab again goes on.")
        await hands.keys("n", "tab")
        assert route.value == "DVPN_DVPO"
        route.value = ""
        await hands.keys(*"MARA", "tab")
        assert route.value == "MARAC"
        for text in ("", "A second office", "Thornby"):
            await hands.keys(*text, "enter")
        await hands.keys("f2")
        await hands.until("Saved in the draft")

    in_studio(workspace, doing)
    assert b'{route: MARAC, name: "A second office", area: Thornby}' in saved(
        workspace, "instruments/services.yaml"
    )


def test_a_question_is_reworded_beside_its_preview(workspace: Workspace) -> None:
    """The text changes, the preview follows, as the full screen and as line mode put it."""

    async def doing(hands: Hands) -> None:
        screen = await editing(hands, "today.da")
        await hands.until("In line mode:")
        assert area(hands).document[area(hands).cursor_location[0]].lstrip().startswith("ask:")
        await hands.keys("ctrl+k", *"Is it domestic abuse?")
        await hands.until("Question 1 of 8. Is it domestic abuse?")
        assert hands.text.count("Is it domestic abuse?") == 3
        await hands.keys("f2")
        await hands.until("Nothing in force has changed")
        assert not screen.looked or not screen.looked.findings

    in_studio(workspace, doing)
    assert saved(workspace, TODAY) == kit.files()[TODAY].replace(
        b"Does the record show this matter as domestic abuse?", b"Is it domestic abuse?"
    )


def test_findings_come_while_typing_and_lead_to_their_place(workspace: Workspace) -> None:
    """A fault is told with line and column; F8 goes there; mended, it is gone; a draft with one is kept."""

    async def doing(hands: Hands) -> None:
        screen = await editing(hands, "R30f")
        text = area(hands).text
        line = area(hands).cursor_location[0] + 1
        await hands.keys(*"adlt and ")
        await hands.until(f"{line}:12  error  no fact or name is called 'adlt'")
        assert "Did you mean 'adult'?" in hands.text
        area(hands).go(1)
        await hands.keys("f8")
        await hands.pilot.pause()
        assert area(hands).cursor_location == (line - 1, 11)
        await hands.keys("f2")
        await hands.until("It has 1 error and cannot be")
        area(hands).take_over(text)
        await hands.until("no findings")
        await hands.keys("f2")
        await hands.until("Nothing in force has changed.")
        assert screen.held.raw == kit.files()["instruments/rules/pathways.yaml"]

    in_studio(workspace, doing)
    assert pack_draft.changed(kit.desk(workspace, "admin")) == []


def test_a_test_that_differs_shows_its_own_finding_and_its_own_case(workspace: Workspace) -> None:
    """In the test itself, in the value that moved, and gone once the case lies on the threshold again."""
    desk = kit.desk(workspace, "admin")
    held = pack_draft.hold(desk, POLICY)
    pack_draft.save(desk, held, held.raw.replace(b"value: 75", b"value: 80", 1))

    async def doing(hands: Hands) -> None:
        await hands.until("1 error")
        await hands.keys("f8", "enter")
        for words in ("1 finding", "This test's own case:", "! IOM_FREE must be"):
            await hands.until(words)
        assert "on custody" not in hands.text.lower()
        edited = hands.app.screen.query_one(DefinitionArea)
        edited.take_over(edited.text.replace("ogrs_pct: 75", "ogrs_pct: 80"))
        for words in ("It comes out as this test expects.", "no findings"):
            await hands.until(words)
        await hands.keys("escape", "escape")
        await hands.until("Findings in the draft")
        await hands.keys("escape")
        await to(hands, "instruments/policy.yaml")
        for words in ("1 finding", "scores_75_50.yaml:8:5  error  IOM_FREE must be"):
            await hands.until(words)

    in_studio(workspace, doing)


def test_text_that_is_not_yaml_is_told_calmly_and_the_preview_stays(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, "today.da")
        await hands.until("In line mode:")
        await hands.keys("home", *"[")
        await hands.until("this is not YAML")
        await hands.until("As it last was without errors:")
        assert "In line mode:" in hands.text
        assert "There is a problem" not in hands.text
        await hands.keys("backspace")
        await hands.until("no findings")
        await hands.gone("As it last was")

    in_studio(workspace, doing)


def test_names_are_completed_with_tab_one_after_the_other(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, "R30f")
        await hands.keys(*"risk_", "tab")
        first = area(hands).document[area(hands).cursor_location[0]]
        assert '"risk_tool' in first
        await hands.until("Tab: ")
        await hands.keys("tab")
        assert area(hands).document[area(hands).cursor_location[0]] != first
        await hands.keys(*" and ")
        assert "Tab: " not in hands.text
        area(hands).go(1)
        await hands.keys("tab")
        assert area(hands).document[0] == "  kind: rules"

    in_studio(workspace, doing)


def test_a_change_made_meanwhile_is_never_saved_over(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, "today.da")
        desk = kit.desk(workspace, "admin")
        pack_draft.save(desk, pack_draft.hold(desk, TODAY), kit.files()[TODAY] + b"# theirs\n")
        await hands.keys(*"x", "f2")
        await hands.until("changed by somebody else since you opened it")
        await hands.keys("escape")
        await hands.until("Esc again leaves without")
        await hands.keys("escape")
        await hands.pilot.pause()
        assert isinstance(hands.app.screen, StudioScreen)

    in_studio(workspace, doing)
    assert saved(workspace, TODAY).endswith(b"# theirs\n")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("perpetrator programme DVPP", "DVPP: recommended"),
        ("matac_referral", "SPECIMEN: not to be sent"),
        ("R13 ", "R13: so."),
    ],
)
def test_routes_letters_and_rules_are_previewed_on_a_chosen_case(
    workspace: Workspace, wanted: str, shown: str
) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, wanted)
        await hands.until("On custody:")
        await hands.until(shown)
        await hands.keys("f5")
        await hands.until("Invented examples")
        await hands.keys("end", "enter")
        await hands.until("On youth:")

    in_studio(workspace, doing)


def test_what_a_letter_gives_away_is_found_in_its_preview(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, "support_offer subject")
        where = next(
            at for at, line in enumerate(area(hands).text.split("\n")) if "header.md.j2" in line
        )
        area(hands).go(where + 2)
        await hands.keys("enter", *"MARAC was told.", "enter")
        await hands.until("would be stopped")
        await hands.until("'marac' is not for the person assessed")

    in_studio(workspace, doing)


def test_at_80_by_24_the_preview_takes_the_place_of_the_text(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, "today.da")
        assert not hands.app.screen.query_one(Preview).display
        assert "ask:" in hands.text
        await hands.keys("f7")
        await hands.until("In line mode:")
        assert "ask:" not in hands.text
        await hands.keys("escape")
        await hands.pilot.pause()
        assert hands.app.screen.focused is area(hands)
        assert all(len(line) <= 80 for line in hands.text.split("\n"))

    in_studio(workspace, doing, NARROW)


def test_at_80_by_24_the_help_is_offered_and_the_findings_are_never_cut(
    workspace: Workspace,
) -> None:
    """What is cut is the name of the file, which somebody just chose; and the help is about what is done here."""

    async def doing(hands: Hands) -> None:
        assert "F3 help" in hands.text
        await editing(hands, "instruments/tests/scores_75_50.yaml")
        await hands.keys("[")
        await hands.until("1 finding  changed")
        assert "F3 help" in hands.text
        await hands.keys("f3")
        await hands.until("Keys here")
        assert "editor.next" in hands.text
        assert "/approve" not in hands.text

    in_studio(workspace, doing, NARROW)


def test_end_goes_behind_the_sentence_and_saved_is_said_only_while_it_is_so(
    workspace: Workspace,
) -> None:
    """Not to where the row ends: there what is typed lands in the middle of a sentence."""

    async def doing(hands: Hands) -> None:
        await editing(hands, POLICY)
        text = area(hands)
        row = max(range(text.document.line_count), key=lambda at: len(text.document[at]))
        text.go(row + 1, 3)
        await hands.keys("end")
        assert text.cursor_location == (row, len(text.document[row]))
        await hands.keys("#", "f2")
        await hands.until("Saved in the draft")
        await hands.keys("#")
        await hands.gone("Saved in the draft")
        await hands.until("changed")

    in_studio(workspace, doing, NARROW)


def test_the_first_enter_in_the_editor_breaks_no_line(workspace: Workspace) -> None:
    """Somebody presses it once more than the search wants; the next is meant."""

    async def doing(hands: Hands) -> None:
        await editing(hands, "history.record")
        text = area(hands).text
        await hands.keys("enter")
        await hands.until("Enter again breaks the line here")
        assert area(hands).text == text
        await hands.keys("enter")
        assert area(hands).document.line_count == len(text.split("\n")) + 1

    in_studio(workspace, doing)


def test_ctrl_k_leaves_the_closing_quote_of_words_over_two_lines(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await editing(hands, POLICY)
        text = area(hands)
        for line, left in (
            ('      second line of the words"', '      s"'),
            ('      of a list"]', '      o"]'),
            ('  ask: "first line of the words', '  ask: "'),
            ("  says: plain, the person's", "  says: "),
        ):
            text.load_text(f"{line}\nnext: it\n")
            text.move_cursor((0, len(left) if "ask" in left else len(left.rstrip('"]'))))
            await hands.keys("ctrl+k")
            assert text.text == f"{left}\nnext: it\n"

    in_studio(workspace, doing)


def test_f2_behind_a_burst_of_letters_saves_all_of_them(workspace: Workspace) -> None:
    """Keys that take the text as it stands wait for what was typed ahead of them."""

    async def doing(hands: Hands) -> None:
        await editing(hands, POLICY)
        await hands.keys("home")
        await hands.at_once("#", *"typed in a breath, and kept " * 4, "enter", "f2")
        await hands.until("Saved in the draft")
        assert hands.app.screen.query_one(DefinitionArea).text.encode() == saved(workspace, POLICY)

    in_studio(workspace, doing)
    assert b"#" + b"typed in a breath, and kept " * 4 + b"\n" in saved(workspace, POLICY)


def test_nothing_that_acts_gets_into_the_text(workspace: Workspace) -> None:
    """Pasted or put in: what a terminal would act on becomes a sign, and the clipboard stays empty."""

    async def doing(hands: Hands) -> None:
        await editing(hands, "today.da")
        area(hands).insert("\x1b[2Jx\u202e\x9b[b]")
        assert "\x1b" not in area(hands).text
        assert "\u202e" not in area(hands).text
        area(hands).select_line(0)
        await hands.keys("ctrl+c")
        assert hands.app.clipboard == ""
        area(hands).go(10_000)
        await hands.keys("ctrl+v")
        assert area(hands).text.endswith("kind: instrument")

    in_studio(workspace, doing)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (b"# \xe2\x80\xae\x1b[2J\n", "this line holds a character"),
        (b"# \xff\n", "the file is not UTF-8 from here on"),
        (b"# a\rb\n", "this line holds a character"),
    ],
)
def test_a_file_that_cannot_be_shown_can_be_read_and_not_saved(
    workspace: Workspace, more: bytes, said: str
) -> None:
    """Saving what is shown would lose what is not."""
    desk = kit.desk(workspace, "admin")
    raw = kit.files()[TODAY] + more
    pack_draft.save(desk, pack_draft.hold(desk, TODAY), raw)

    async def doing(hands: Hands) -> None:
        await to(hands, "instruments/today")
        await hands.until("characters that cannot be shown")
        await hands.until(said)
        await hands.keys("x", "f2")
        await hands.pilot.pause()

    in_studio(workspace, doing)
    assert saved(workspace, TODAY) == raw


def test_a_new_file_is_begun_by_its_name(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys(*"instruments/routes/new_route.yaml")
        await hands.until("A new file")
        await hands.keys("enter")
        await hands.until("a definition file is a mapping")
        await hands.keys(*"kind: route", "f2")
        await hands.until("Saved in the draft")

    in_studio(workspace, doing)
    assert saved(workspace, "instruments/routes/new_route.yaml") == b"kind: route"


def test_the_flow_is_filtered_by_keys_and_leads_to_a_question(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys("f7")
        await hands.until("131 questions")
        await hands.keys("f6", *"observed")
        await hands.until("observed; settles")
        await hands.keys("backspace")
        await hands.until("There is no source")
        await hands.keys("d", "enter", "enter")
        await hands.until("suicide")
        assert isinstance(hands.app.screen, EditorScreen)

    in_studio(workspace, doing)


def test_where_drafts_of_cases_stand_is_shown_before_a_mapping_is_begun(
    workspace: Workspace,
) -> None:
    """Enter shows it and writes nothing; Enter again begins the mapping. No shell command stands in a screen."""
    kit.answered(kit.desk(workspace, "ash"), "custody", submit=False)
    admin = kit.desk(workspace, "admin")
    held = pack_draft.hold(admin, POLICY)
    pack_draft.save(admin, held, held.raw.replace(b"value: 90", b"value: 60"))

    async def doing(hands: Hands) -> None:
        await to(hands, "drafts of cases")
        await hands.until("1 of them cannot be brought over")
        await hands.until("Begin the mapping that brings them over")
        assert "saves a second round" in " ".join(hands.text.split())
        assert "ppitui studio" not in hands.text
        assert [one.name for one in pack_draft.changed(admin)] == [POLICY]
        await hands.keys("enter")
        await hands.until("kind: mapping")
        assert len(pack_draft.changed(admin)) == 2
        await hands.keys("escape")
        await hands.until("Changed files: 2")

    in_studio(workspace, doing)


def test_the_row_of_changed_files_says_how_many_it_does_not_name(workspace: Workspace) -> None:
    """An author's test may be the one that is not named."""
    admin = kit.desk(workspace, "admin")
    for name in (RECORD, POLICY, TODAY, "instruments/tests/scores_75_50.yaml"):
        held = pack_draft.hold(admin, name)
        pack_draft.save(admin, held, held.raw + b"# words\n")

    async def doing(hands: Hands) -> None:
        await hands.until("Changed files: 4")
        assert "scores_75_50.yaml and 1 more" in hands.text

    in_studio(workspace, doing)


def test_changed_files_in_words_come_while_the_draft_is_still_checked(workspace: Workspace) -> None:
    """Neither keeps the keys waiting, and neither puts an end to the other."""
    admin = kit.desk(workspace, "admin")
    held = pack_draft.hold(admin, RECORD)
    pack_draft.save(admin, held, held.raw.replace(b"value: 60", b"value: 61"))

    async def doing(hands: Hands) -> None:
        for key in ("f5", "down", "enter"):  # in one breath: the check has hardly begun
            hands.app.simulate_key(key)
        await hands.until("policy break_glass_minutes: value: was 60, is 61")
        await hands.keys("escape")
        await hands.until("Findings: none")

    in_studio(workspace, doing)


def test_the_draft_is_proposed_with_a_reason_and_published_by_another(workspace: Workspace) -> None:
    kit.desk(workspace, "admin").add_user("elm", "Elm Example", ["administrator"])
    desk = kit.desk(workspace, "admin")
    held = pack_draft.hold(desk, RECORD)
    pack_draft.save(desk, held, held.raw.replace(b"value: 60", b"value: 61"))

    async def doing(hands: Hands) -> None:
        await hands.keys("f10")
        await hands.until("policy break_glass_minutes: value: was 60, is 61")
        await hands.keys("enter")
        await hands.until("say why")
        await hands.line("Agreed by the board.")
        await hands.until("Proposed:")

    async def agreeing(hands: Hands) -> None:
        await hands.keys("f10")
        await hands.until("policy break_glass_minutes: value: was 60, is 61")
        await hands.line("Read and agreed.")
        await hands.until("In force for new cases")

    in_studio(workspace, doing)
    assert pack_draft.changed(desk) != []
    in_studio(workspace, agreeing, user="elm")
    assert pack_draft.changed(desk) == []
    assert b"value: 61" in pack_draft.in_force(desk)[RECORD]


def test_publishing_asks_for_the_passphrase_again(tmp_path: Path) -> None:
    desk = kit.make_encrypted(tmp_path)("admin", kit.words_of("admin"))
    pack_draft.save(
        desk, pack_draft.hold(desk, RECORD), kit.files()[RECORD].replace(b"value: 60", b"value: 61")
    )

    async def main() -> None:
        app = PpituiApp(lambda _who: desk, "admin", environ={})
        async with app.run_test(size=WIDE) as pilot:
            hands = Hands(pilot)
            await hands.until("Studio")
            await hands.keys("enter", "f10")
            await hands.until("policy break_glass_minutes: value")
            await hands.line("Agreed by the board.")
            await hands.until("Propose the draft: your passphrase signs it.")
            assert pack_draft.changed(desk) != []
            await hands.line(kit.words_of("admin"))
            await hands.until("Proposed:")

    asyncio.run(main())


def test_a_change_is_taken_back_on_the_second_enter(workspace: Workspace) -> None:
    desk = kit.desk(workspace, "admin")
    pack_draft.save(desk, pack_draft.hold(desk, POLICY), kit.files()[POLICY] + b"# mine\n")

    async def doing(hands: Hands) -> None:
        await hands.keys("down", "enter")
        await hands.until("take back every change")
        await hands.keys("down", "enter")
        await hands.until("Enter again takes it back")
        assert pack_draft.changed(desk) != []
        await hands.keys("enter")
        await hands.until("as it is in force again")

    in_studio(workspace, doing)
    assert pack_draft.changed(desk) == []


@pytest.mark.parametrize("user", ["ash", "vale", "yarrow"])
def test_the_studio_is_not_offered_to_anybody_else(workspace: Workspace, user: str) -> None:
    async def main() -> None:
        app = app_for(workspace, user)
        async with app.run_test(size=WIDE) as pilot:
            hands = Hands(pilot)
            await hands.until("New case")
            assert "Studio" not in hands.text

    asyncio.run(main())


EDITORS = {
    "taken over": ('sh -c \'sed -i "s/The matter in hand/What is in hand/" "$0"\'', "Taken over"),
    "fails": ("sh -c 'exit 7'", "ended with status 7"),
    "none": ("no-such-editor-here", "there is no such program"),
    "hidden": ('sh -c \'printf "# \\033[2J\\n" >> "$0"\'', "characters that cannot be shown"),
}


@pytest.mark.parametrize("name", EDITORS)
def test_h_ones_own_editor_gets_the_terminal_and_gives_it_back(
    workspace: Workspace, name: str
) -> None:
    """On a real terminal: what it leaves is looked at, saved only by F2, and no copy stays."""
    editor, said = EDITORS[name]
    with Terminal(str(workspace.folder), "admin", env={"EDITOR": editor, "VISUAL": ""}) as term:
        term.until("Studio")
        term.press("enter")
        term.until("Policy values")
        for at, char in enumerate("today.da"):
            term.press(char)
            term.until(f"▌ {'today.da'[: at + 1]}")
        term.press("enter")
        term.until("no findings")
        term.press("f4")
        term.until(said)
        if name == "taken over":
            term.until("What is in hand")
            term.press("f2")
            term.until("Nothing in force has changed")
        term.press("ctrl+q")
        assert term.ended() == 0
        assert term.restored()
    changed = saved(workspace, TODAY)
    assert (b"What is in hand" in changed) == (name == "taken over")
    assert b"\x1b" not in changed
    assert list((workspace.folder / "draft").glob("edit-*")) == []


def test_words_typed_at_once_are_all_searched_for(workspace: Workspace) -> None:
    """On a real terminal a whole word comes before the first letter was looked at; none of it is lost."""
    with Terminal(str(workspace.folder), "admin") as term:
        term.until("Studio")
        term.press("enter")
        term.until("Policy values", "Findings: none")
        term.send(b"iom ogrs\r")
        term.until("Policy iom_ogrs")
        term.press("ctrl+q")
        assert term.ended() == 0


def test_down_leads_from_the_search_to_what_was_found(workspace: Workspace) -> None:
    async def doing(hands: Hands) -> None:
        await hands.keys(*"iom_", "down", "down", "enter")
        await hands.until("Policy iom_css")

    in_studio(workspace, doing)
